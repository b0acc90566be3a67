// What is the fingerprint of these bytes? SHA-256, over fields that cannot run into each other.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "base/hex.h"
#include "store/database.h"

namespace formulary::store {

// Each field goes in as its kind, its length (8 bytes, low first) and its bytes, so no two lists
// of fields have the same encoding.
class Sha256 {
 public:
  Sha256();
  ~Sha256();
  void add(const Value& value);
  Bytes finish();

 private:
  void add(char kind, const void* bytes, std::size_t size);

  struct State;
  std::unique_ptr<State> state_;
};

// The SHA-256 of a text's bytes alone, in hexadecimal.
std::string hash_of(std::string_view text);

}  // namespace formulary::store
