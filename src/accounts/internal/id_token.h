// Is this ID token the provider's, for us, for this sign-in, and of now?
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "accounts/internal/signature.h"
#include "accounts/oidc.h"

namespace formulary::accounts {

// A token taken apart, its signature not yet looked at.
struct IdToken {
  Algorithm algorithm = Algorithm::rs256;
  std::string key_id;  // empty = it names none
  std::string signed_text;
  std::string claims;  // JSON
  store::Bytes signature;
};

// Take a compact token apart. Errors: another form, too long, an algorithm other than RS256 and
// ES256, an extension that must be understood.
Result<IdToken> read_id_token(std::string_view text, const std::string& issuer);

// Find the key it names, of its algorithm; where it names none, the only one of its algorithm.
const PublicKey* key_for(const IdToken& token, const std::vector<PublicKey>& keys);

// Verify the signature, then the claims. Errors: the first that does not hold.
Result<Claims> verified(const IdToken& token, const PublicKey& key, const OidcOptions& options,
                        const std::string& nonce, Instant now);

}  // namespace formulary::accounts
