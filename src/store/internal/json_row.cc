#include "store/internal/json_row.h"

#include <charconv>
#include <cmath>

namespace formulary::store {
namespace {

void append_utf8(std::string& text, unsigned code) {
  const auto add = [&](unsigned byte) { text += static_cast<char>(byte); };
  if (code < 0x80) {
    add(code);
  } else if (code < 0x800) {
    add(0xC0 | code >> 6);
    add(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    add(0xE0 | code >> 12);
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  } else {
    add(0xF0 | code >> 18);
    add(0x80 | (code >> 12 & 0x3F));
    add(0x80 | (code >> 6 & 0x3F));
    add(0x80 | (code & 0x3F));
  }
}

// Reads from the front of the line; every step says whether it could.
class LineReader {
 public:
  explicit LineReader(std::string_view line) : rest_(line) {}

  bool object(NamedValues& row) {
    if (!mark('{')) return false;
    if (mark('}')) return end();
    do {
      std::string name;
      Value value;
      if (!text(name) || !mark(':') || !value_of(value)) return false;
      row.emplace_back(std::move(name), std::move(value));
    } while (mark(','));
    return mark('}') && end();
  }

 private:
  void skip_space() {
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t' || rest_[0] == '\r')) {
      rest_.remove_prefix(1);
    }
  }
  bool end() {
    skip_space();
    return rest_.empty();
  }
  bool mark(char c) {
    skip_space();
    if (rest_.empty() || rest_[0] != c) return false;
    rest_.remove_prefix(1);
    return true;
  }
  bool word(std::string_view expected) {
    if (!rest_.starts_with(expected)) return false;
    rest_.remove_prefix(expected.size());
    return true;
  }

  bool four_digits(unsigned& code) {
    if (rest_.size() < 4) return false;
    const auto read = std::from_chars(rest_.data(), rest_.data() + 4, code, 16);
    if (read.ptr != rest_.data() + 4) return false;
    rest_.remove_prefix(4);
    return true;
  }
  bool escape(std::string& into) {
    if (rest_.empty()) return false;
    const char c = rest_[0];
    rest_.remove_prefix(1);
    constexpr std::string_view kLetters = "\"\\/bfnrt";
    constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
    if (const std::size_t at = kLetters.find(c); at != std::string_view::npos) {
      into += kMeanings[at];
      return true;
    }
    unsigned code = 0;
    if (c != 'u' || !four_digits(code)) return false;
    if (code >= 0xD800 && code < 0xDC00) {
      unsigned low = 0;
      if (!word("\\u") || !four_digits(low) || low < 0xDC00 || low > 0xDFFF) return false;
      code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    }
    append_utf8(into, code);
    return true;
  }
  bool text(std::string& into) {
    if (!mark('"')) return false;
    while (!rest_.empty() && rest_[0] != '"') {
      if (rest_[0] == '\\') {
        rest_.remove_prefix(1);
        if (!escape(into)) return false;
      } else {
        into += rest_[0];
        rest_.remove_prefix(1);
      }
    }
    return mark('"');
  }

  bool bytes(Value& value) {
    std::string name;
    std::string digits;
    if (!mark('{') || !text(name) || name != "hex" || !mark(':') || !text(digits) || !mark('}') ||
        digits.size() % 2 != 0) {
      return false;
    }
    Bytes read;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
      unsigned char byte = 0;
      const char* const end = digits.data() + i + 2;
      if (std::from_chars(digits.data() + i, end, byte, 16).ptr != end) return false;
      read.push_back(byte);
    }
    value = std::move(read);
    return true;
  }
  bool number(Value& value) {
    const std::size_t size = std::min(rest_.find_first_not_of("0123456789+-.eE"), rest_.size());
    const std::string_view digits = rest_.substr(0, size);
    const char* const end = digits.data() + digits.size();
    rest_.remove_prefix(size);
    if (digits.find_first_of(".eE") == std::string_view::npos) {
      std::int64_t integer = 0;
      const auto read = std::from_chars(digits.data(), end, integer);
      value = integer;
      return size > 0 && read.ec == std::errc() && read.ptr == end;
    }
    double real = 0;
    const auto read = std::from_chars(digits.data(), end, real);
    value = real;
    return read.ec == std::errc() && read.ptr == end && std::isfinite(real);
  }
  bool value_of(Value& value) {
    skip_space();
    if (rest_.empty()) return false;
    if (rest_[0] == '{') return bytes(value);
    if (word("null")) return true;
    if (rest_[0] != '"') return number(value);
    std::string read;
    const bool good = text(read);
    value = std::move(read);
    return good;
  }

  std::string_view rest_;
};

}  // namespace

std::optional<NamedValues> read_json_row(std::string_view line) {
  NamedValues row;
  if (!LineReader(line).object(row)) return std::nullopt;
  return row;
}

}  // namespace formulary::store
