// What does a provider's document say? Discovery, keys and the answer to a code.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "accounts/internal/signature.h"
#include "base/result.h"

namespace formulary::accounts {

// Where a provider is asked for what (OpenID Connect Discovery 1.0, 3).
struct Endpoints {
  std::string authorization;
  std::string token;
  std::string keys;
  bool secret_in_body = false;  // it takes no HTTP Basic
};

// Whether it is https, or http to this very machine.
bool is_safe_address(std::string_view url);

// A fault of what the provider sent.
Fault provider_fault(const std::string& issuer, const std::string& what);

// Read the discovery document. Errors: no JSON, too long, another issuer, an unsafe address.
Result<Endpoints> read_endpoints(std::string_view text, const std::string& issuer);

// Read the keys that can be used here; others are left out. Errors: no JSON, too long, too many.
Result<std::vector<PublicKey>> read_keys(std::string_view text, const std::string& issuer);

// Read the ID token out of the answer to a code.
Result<std::string> read_token_answer(std::string_view text, const std::string& issuer);

// Percent-encode for a query or a form (RFC 3986's unreserved characters stay).
std::string encoded(std::string_view text);

}  // namespace formulary::accounts
