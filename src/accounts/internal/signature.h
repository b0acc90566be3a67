// Did the holder of this key sign these bytes? RS256 and ES256 of RFC 7518, by OpenSSL.
#pragma once

#include <string>
#include <string_view>

#include "store/database.h"

namespace formulary::accounts {

enum class Algorithm { rs256, es256 };

// A public key of a provider (RFC 7517), as far as it is one that can be used here.
struct PublicKey {
  std::string id;  // kid; empty = it has none
  Algorithm algorithm = Algorithm::rs256;
  store::Bytes modulus, exponent;  // RS256
  store::Bytes x, y;               // ES256, 32 bytes each
};

// Whether a key may be used at all: RSA of 2048 to 8192 bits with an odd exponent, or a point on
// the curve P-256.
bool is_sound(const PublicKey& key);

// Whether the signature is the key's, over exactly these bytes.
bool verifies(const PublicKey& key, std::string_view signed_text, const store::Bytes& signature);

}  // namespace formulary::accounts
