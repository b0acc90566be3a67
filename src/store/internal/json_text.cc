#include "store/internal/json_text.h"

#include "store/internal/sha256.h"
#include "store/internal/values.h"

namespace formulary::store {
namespace {

constexpr std::string_view kHexDigits = "0123456789abcdef";

}  // namespace

void append_json_text(std::string& json, std::string_view text) {
  json += '"';
  std::size_t written = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    const auto code = static_cast<unsigned char>(c);
    if (code >= 0x20 && c != '"' && c != '\\') continue;
    json += text.substr(written, i - written);
    written = i + 1;
    if (c == '"' || c == '\\') {
      json += '\\';
      json += c;
    } else if (c == '\n') {
      json += "\\n";
    } else {
      json += "\\u00";
      json += kHexDigits[code >> 4];
      json += kHexDigits[code & 15];
    }
  }
  json += text.substr(written);
  json += '"';
}

void append_json(std::string& json, const Value& value) {
  if (const auto* text = std::get_if<std::string>(&value)) {
    append_json_text(json, *text);
  } else if (const auto* integer = std::get_if<std::int64_t>(&value)) {
    json += std::to_string(*integer);
  } else if (const auto* number = std::get_if<double>(&value)) {
    const std::string digits = exact(*number);
    json += digits;
    if (digits.find_first_of(".e") == std::string::npos) json += ".0";
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    json += "{\"hex\":\"" + hex(*bytes) + "\"}";
  } else {
    json += "null";
  }
}

}  // namespace formulary::store
