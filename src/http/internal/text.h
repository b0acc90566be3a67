// How are words of the protocol compared, taken apart and written as JSON? ASCII rules only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace formulary::http {

std::string lower(std::string_view text);
bool same_word(std::string_view a, std::string_view b);  // whatever their case
std::string_view trimmed(std::string_view text);         // of spaces and tabs

// Take a list apart at each comma (or another separator), its items trimmed, empty ones left out.
std::vector<std::string_view> list_of(std::string_view text, char separator = ',');

// The bytes of the UTF-8 character at the front of `text`; 0 where there is none (RFC 3629: no
// surrogates, nothing longer than it needs to be).
std::size_t utf8_bytes(std::string_view text);
bool is_utf8(std::string_view text);

// A name of a header or method (RFC 9110, 5.6.2), and a value that can stand on one line.
bool is_token(std::string_view text);
bool is_field_value(std::string_view text);

// Append a JSON string; a byte that is no UTF-8 becomes U+FFFD.
void append_json_text(std::string& json, std::string_view text);

// A number of decimal digits only.
std::optional<std::uint64_t> whole_number(std::string_view text);

}  // namespace formulary::http
