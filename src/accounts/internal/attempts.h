// How often was it tried in vain, and when may it be tried again?
#pragma once

#include <optional>
#include <string>

#include "accounts/sign_in.h"

namespace formulary::accounts {

// Under which hashes attempts are counted. What was typed as a name is not kept: it may have been
// a password.
struct Counted {
  store::Bytes person;
  store::Bytes remote;
};
Counted counted(const std::string& person, const std::string& remote);

// The later of the two moments from which attempts are looked at again; nothing = now.
Stored<std::optional<Instant>> blocked_until(Session& session, const Counted& counted, Instant now);

// Count an attempt as failed, for both.
Stored<void> charge(Session& session, const Counted& counted, Instant now, const BackOff& back_off);

// Take it back after a success: the person's failures are forgotten, the address gets back this
// one attempt only, for others may be guessing from it.
Stored<void> forgive(Session& session, const Counted& counted, const BackOff& back_off);

Stored<std::int64_t> forget_attempts(Session& session, Instant now, const BackOff& back_off);

}  // namespace formulary::accounts
