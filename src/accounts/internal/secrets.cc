#include "accounts/internal/secrets.h"

#include <algorithm>

#include <sodium.h>

#include "base/must.h"

namespace formulary::accounts {

namespace {

const unsigned char* bytes_of(std::string_view text) {
  return reinterpret_cast<const unsigned char*>(text.data());
}

// Chooses the generator and the fastest code once; without it libsodium is not thread-safe.
void start() {
  static const int kStarted = sodium_init();
  MUST(kStarted >= 0);
}

bool is_digit(char c) {  // of base64url
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_';
}

std::string in_base64(const unsigned char* bytes, std::size_t size, int variant) {
  std::string text(sodium_base64_encoded_len(size, variant), '\0');
  sodium_bin2base64(text.data(), text.size(), bytes, size, variant);
  text.pop_back();
  return text;
}

}  // namespace

store::Bytes random_bytes(std::size_t count) {
  start();
  store::Bytes bytes(count);
  randombytes_buf(bytes.data(), bytes.size());
  return bytes;
}

std::string random_secret() {
  return base64url(random_bytes(kSecretBytes));
}

store::Bytes sha256(std::string_view text) {
  store::Bytes digest(crypto_hash_sha256_BYTES);
  crypto_hash_sha256(digest.data(), bytes_of(text), text.size());
  return digest;
}

store::Bytes keyed_hash(std::string_view key, std::string_view text) {
  start();
  MUST(key.size() >= crypto_generichash_KEYBYTES_MIN &&
       key.size() <= crypto_generichash_KEYBYTES_MAX);
  store::Bytes digest(crypto_generichash_BYTES);
  crypto_generichash(digest.data(), digest.size(), bytes_of(text), text.size(), bytes_of(key),
                     key.size());
  return digest;
}

std::string base64url(const store::Bytes& bytes) {
  return in_base64(bytes.data(), bytes.size(), sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

std::string base64(std::string_view text) {
  return in_base64(bytes_of(text), text.size(), sodium_base64_VARIANT_ORIGINAL);
}

// libsodium 1.0.18 takes every byte from 0x80 on for the digit '_', so what is no digit goes first.
bool read_base64url(std::string_view text, store::Bytes& bytes) {
  bytes.clear();
  if (!std::all_of(text.begin(), text.end(), is_digit)) return false;
  bytes.resize(text.size() / 4 * 3 + 3);
  std::size_t size = 0;
  const char* end = nullptr;
  const int done = sodium_base642bin(bytes.data(), bytes.size(), text.data(), text.size(), nullptr,
                                     &size, &end, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  bytes.resize(done == 0 ? size : 0);
  return done == 0 && end == text.data() + text.size();
}

bool same_secret(std::string_view a, std::string_view b) {
  return a.size() == b.size() && sodium_memcmp(a.data(), b.data(), a.size()) == 0;
}

}  // namespace formulary::accounts
