// Which number is written here? Plain decimal notation, finite, in every locale the same.
#pragma once

#include <optional>
#include <string_view>

namespace formulary {

// Read a finite number such as 12, -0.5 or 1e-3. Nothing for any other text: blanks around it,
// thousands separators, a decimal comma, hexadecimal, nan and inf, or a value beyond a double.
std::optional<double> parse_number(std::string_view text);

// Read a whole number within the range of int; nothing for any other text.
std::optional<int> parse_integer(std::string_view text);

// Read `true` or `false`; nothing for any other text.
std::optional<bool> parse_flag(std::string_view text);

}  // namespace formulary
