#include "treasury/internal/text.h"

#include <algorithm>
#include <array>

namespace formulary::treasury {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

bool opens_formula(const std::string& text) {
  constexpr std::array<const char*, 10> kSigns{"=",  "+",  "-",  "@",  "\t",
                                               "\r", "＝", "＋", "－", "＠"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](const char* sign) { return text.starts_with(sign); });
}

// U+FFFE and U+FFFF, and the lines of C1 that no name has.
bool is_forbidden(std::string_view character) {
  if (character.size() == 1)
    return static_cast<unsigned char>(character[0]) < 0x20 || character[0] == 0x7F;
  if (character.size() == 2) {
    return character[0] == '\xC2' && static_cast<unsigned char>(character[1]) < 0xA0;
  }
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

void append(std::string& text, std::string_view character) {
  if (character == "&") {
    text += "&amp;";
  } else if (character == "<") {
    text += "&lt;";
  } else if (character == ">") {
    text += "&gt;";
  } else if (character == "\"") {
    text += "&quot;";
  } else if (character == "'") {
    text += "&apos;";
  } else {
    text += character;
  }
}

}  // namespace

std::size_t characters(std::string_view text) {
  return text.size() - static_cast<std::size_t>(std::count_if(text.begin(), text.end(), continues));
}

std::string xml_text(std::string_view text, std::size_t most, Escape escape) {
  std::string written;
  for (std::size_t at = 0; at < text.size() && most > 0; --most) {
    std::size_t end = at + 1;
    while (end < text.size() && continues(text[end])) ++end;
    std::string_view character = text.substr(at, end - at);
    if (is_forbidden(character)) character = " ";
    if (escape == Escape::yes) {
      append(written, character);
    } else {
      written += character;
    }
    at = end;
  }
  return written;
}

std::string csv_cell(const std::string& text) {
  const std::string safe = opens_formula(text) ? "'" + text : text;
  if (safe.find_first_of(",\"\r\n") == std::string::npos) return safe;
  std::string quoted = "\"";
  for (const char c : safe) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

std::optional<Money> amount_in(std::string_view text) {
  constexpr std::size_t kMostDigits = 16;
  const std::size_t point = text.find('.');
  const std::string_view whole = text.substr(0, point);
  std::string_view rest = point == std::string_view::npos ? "" : text.substr(point + 1);
  const auto digits = [](std::string_view part) {
    return part.find_first_not_of("0123456789") == std::string_view::npos;
  };
  if (whole.empty() || whole.size() > kMostDigits || !digits(whole) || !digits(rest)) {
    return std::nullopt;
  }
  if (point != std::string_view::npos && (rest.empty() || rest.size() > 5)) return std::nullopt;
  while (rest.size() > 2 && rest.back() == '0') rest.remove_suffix(1);
  if (rest.size() > 2) return std::nullopt;
  std::int64_t minor = 0;
  for (const char c : whole) minor = minor * 10 + (c - '0');
  for (std::size_t i = 0; i < 2; ++i) minor = minor * 10 + (i < rest.size() ? rest[i] - '0' : 0);
  return Money::from_minor(minor);
}

}  // namespace formulary::treasury
