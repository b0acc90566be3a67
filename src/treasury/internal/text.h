// How is a text put into a file that another program reads? Escaped, cut, harmless.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/money.h"

namespace formulary::treasury {

// Count characters of UTF-8.
std::size_t characters(std::string_view text);

// Write a text for XML 1.0: at most so many characters, what XML may not hold as a blank, markup
// escaped.
enum class Escape { no, yes };
std::string xml_text(std::string_view text, std::size_t most, Escape escape = Escape::yes);

// Write a cell of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe
// (OWASP, CSV injection).
std::string csv_cell(const std::string& text);

// Read an amount as treasuries write it: digits, a point, decimals. Nothing where it is anything
// else (a sign, a suffix, a blank), is not exact to the minor unit, or has more than 16 digits.
std::optional<Money> amount_in(std::string_view text);

}  // namespace formulary::treasury
