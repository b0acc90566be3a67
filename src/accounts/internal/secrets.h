// How is a secret made, and how is one recognised without being kept? Random bytes and hashes.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "base/hex.h"
#include "store/database.h"

namespace formulary::accounts {

inline constexpr std::size_t kSecretBytes = 32;  // 256 bits: not to be guessed, so a fast hash does

// Make random bytes for secrets (libsodium, hence the system's generator).
store::Bytes random_bytes(std::size_t count);

// Make a secret of kSecretBytes as base64url, 43 characters.
std::string random_secret();

store::Bytes sha256(std::string_view text);

// Compute a keyed hash (BLAKE2b-256); the key has 16 to 64 bytes.
store::Bytes keyed_hash(std::string_view key, std::string_view text);

std::string base64url(const store::Bytes& bytes);  // without padding
std::string base64(std::string_view text);         // with padding
// Read base64url without padding; false for anything else, also where unused bits are set.
bool read_base64url(std::string_view text, store::Bytes& bytes);

// Whether two texts are equal, in time that tells only their lengths.
bool same_secret(std::string_view a, std::string_view b);

}  // namespace formulary::accounts
