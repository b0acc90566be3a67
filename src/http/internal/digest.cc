#include "http/internal/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>

#include "base/must.h"

namespace formulary::http {
namespace {

std::string hexadecimal(const unsigned char* bytes, std::size_t count) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  std::string text;
  for (std::size_t i = 0; i < count; ++i) {
    text += kDigits[bytes[i] >> 4];
    text += kDigits[bytes[i] & 15];
  }
  return text;
}

}  // namespace

std::string digest(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
  MUST(done == 1);
  return hexadecimal(hash.data(), 16);
}

std::string random_word() {
  std::array<unsigned char, 6> bytes{};
  const int done = RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  MUST(done == 1);
  return hexadecimal(bytes.data(), bytes.size());
}

}  // namespace formulary::http
