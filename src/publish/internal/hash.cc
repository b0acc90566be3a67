#include "publish/internal/hash.h"

#include <array>

#include <sodium.h>

#include "base/hex.h"
#include "base/must.h"

namespace formulary::publish {

namespace {

const unsigned char* bytes(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

}  // namespace

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, crypto_hash_sha256_BYTES> digest{};
  MUST(crypto_hash_sha256(digest.data(), bytes(text), text.size()) == 0);
  return hex(digest);
}

std::string keyed_hash(std::string_view key, std::string_view text) {
  crypto_auth_hmacsha256_state state;
  std::array<unsigned char, crypto_auth_hmacsha256_BYTES> digest{};
  MUST(crypto_auth_hmacsha256_init(&state, bytes(key), key.size()) == 0);
  crypto_auth_hmacsha256_update(&state, bytes(text), text.size());
  crypto_auth_hmacsha256_final(&state, digest.data());
  return hex(digest);
}

}  // namespace formulary::publish
