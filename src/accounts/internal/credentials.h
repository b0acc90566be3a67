// What does a credential look like, and under which hash is it kept?
#pragma once

#include <optional>
#include <string>

#include "accounts/who.h"
#include "store/database.h"

namespace formulary::accounts {

struct KnownForm {
  Credential kind;
  store::Bytes hash;  // of the whole secret, SHA-256
};

// Nothing for what is neither a session's secret nor a token whose checksum holds.
std::optional<KnownForm> form_of(const std::string& credential);

// Make a token's secret: "frm_", 64 hexadecimal digits, and the first 8 of the SHA-256 of all
// that, so that a scanner can tell one that leaked from other text.
std::string random_token();

}  // namespace formulary::accounts
