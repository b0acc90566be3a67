// Is this text what it claims to be? UTF-8 without control characters, as people write it.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace formulary {

// Where a text stops being readable, and why.
struct BadByte {
  std::size_t at = 0;  // offset in bytes
  std::string why;
};

// Find the first byte that is not well-formed UTF-8 (Unicode 15, table 3-7: no overlong forms, no
// surrogates) or is a control character other than tab, line feed and carriage return.
std::optional<BadByte> first_bad_byte(std::string_view text);

// Drop the byte order mark that some editors put at the start of a file.
std::string_view without_bom(std::string_view text);

}  // namespace formulary
