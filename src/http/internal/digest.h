// What short word stands for these bytes, and which word was never used before?
#pragma once

#include <string>
#include <string_view>

namespace formulary::http {

// The first 128 bits of SHA-256, in hexadecimal.
std::string digest(std::string_view bytes);

// Six random bytes, in hexadecimal: what makes the ids of one server differ from another's.
std::string random_word();

}  // namespace formulary::http
