#include "http/internal/digest.h"

#include <openssl/evp.h>
#include <openssl/rand.h>

#include <array>

#include "base/hex.h"
#include "base/must.h"

namespace formulary::http {
std::string digest(std::string_view bytes) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> hash{};
  const int done =
      EVP_Digest(bytes.data(), bytes.size(), hash.data(), nullptr, EVP_sha256(), nullptr);
  MUST(done == 1);
  return hex(std::span(hash).first(16));
}

std::string random_word() {
  std::array<unsigned char, 6> bytes{};
  const int done = RAND_bytes(bytes.data(), static_cast<int>(bytes.size()));
  MUST(done == 1);
  return hex(bytes);
}

}  // namespace formulary::http
