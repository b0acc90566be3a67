#include "store/internal/sha256.h"

#include <array>

#include <sodium.h>

#include "store/internal/values.h"

namespace formulary::store {

struct Sha256::State {
  crypto_hash_sha256_state hash;
};

Sha256::Sha256() : state_(std::make_unique<State>()) {
  crypto_hash_sha256_init(&state_->hash);
}

Sha256::~Sha256() = default;

void Sha256::add(char kind, const void* bytes, std::size_t size) {
  std::array<unsigned char, 9> head{};
  head[0] = static_cast<unsigned char>(kind);
  for (std::size_t i = 0; i < 8; ++i) {
    head[i + 1] = static_cast<unsigned char>(std::uint64_t{size} >> (8 * i));
  }
  crypto_hash_sha256_update(&state_->hash, head.data(), head.size());
  crypto_hash_sha256_update(&state_->hash, static_cast<const unsigned char*>(bytes), size);
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
  Bytes digest(crypto_hash_sha256_BYTES);
  crypto_hash_sha256_final(&state_->hash, digest.data());
  return digest;
}

std::string hash_of(std::string_view text) {
  Bytes digest(crypto_hash_sha256_BYTES);
  crypto_hash_sha256(digest.data(), reinterpret_cast<const unsigned char*>(text.data()),
                     text.size());
  return hex(digest);
}

}  // namespace formulary::store
