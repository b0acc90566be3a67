#include "store/internal/sha256.h"

#include <array>

#include <openssl/evp.h>

#include "base/must.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

constexpr std::size_t kSha256Bytes = 32;

}  // namespace

struct Sha256::State {
  std::unique_ptr<EVP_MD_CTX, void (*)(EVP_MD_CTX*)> hash{EVP_MD_CTX_new(), EVP_MD_CTX_free};
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  MUST(EVP_DigestInit_ex(state_->hash.get(), EVP_sha256(), nullptr) == 1);
}

Sha256::~Sha256() = default;

void Sha256::add(char kind, const void* bytes, std::size_t size) {
  std::array<unsigned char, 9> head{};
  head[0] = static_cast<unsigned char>(kind);
  for (std::size_t i = 0; i < 8; ++i) {
    head[i + 1] = static_cast<unsigned char>(std::uint64_t{size} >> (8 * i));
  }
  MUST(EVP_DigestUpdate(state_->hash.get(), head.data(), head.size()) == 1);
  MUST(EVP_DigestUpdate(state_->hash.get(), bytes, size) == 1);
}

void Sha256::add(const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    add('t', text->data(), text->size());
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    add('b', bytes->data(), bytes->size());
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    const std::string digits = std::to_string(*integer);
    add('i', digits.data(), digits.size());
  } else if (const auto* number = std::get_if<double>(&value)) {
    const std::string digits = exact(*number);
    add('d', digits.data(), digits.size());
  } else {
    add('n', nullptr, 0);
  }
}

Bytes Sha256::finish() {
  Bytes digest(kSha256Bytes);
  MUST(EVP_DigestFinal_ex(state_->hash.get(), digest.data(), nullptr) == 1);
  return digest;
}

std::string hash_of(std::string_view text) {
  Bytes digest(kSha256Bytes);
  MUST(EVP_Digest(text.data(), text.size(), digest.data(), nullptr, EVP_sha256(), nullptr) == 1);
  return hex(digest);
}

}  // namespace formulary::store
