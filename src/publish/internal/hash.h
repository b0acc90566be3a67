// What is the fingerprint of these bytes, and what name hides another? SHA-256, plain and keyed.
#pragma once

#include <string>
#include <string_view>

namespace formulary::publish {

std::string sha256_of(std::string_view bytes);  // lower-case hexadecimal

// HMAC-SHA-256: whoever lacks the key cannot try out which id has this name.
std::string keyed_hash(std::string_view key, std::string_view text);

}  // namespace formulary::publish
