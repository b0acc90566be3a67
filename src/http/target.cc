#include "http/target.h"

#include <algorithm>
#include <optional>

#include "http/internal/text.h"

namespace formulary::http {
namespace {

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

enum class Plus { itself, space };

std::optional<std::string> decoded(std::string_view text, Plus plus) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%') {
      if (i + 2 >= text.size()) return std::nullopt;
      const int high = digit_of(text[i + 1]);
      const int low = digit_of(text[i + 2]);
      if (high < 0 || low < 0) return std::nullopt;
      out += static_cast<char>(high * 16 + low);
      i += 2;
    } else {
      out += text[i] == '+' && plus == Plus::space ? ' ' : text[i];
    }
  }
  return out;
}

bool has_control(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
}

// What is wrong with one segment; "" = nothing.
std::string wrong_in(std::string_view segment) {
  if (segment == "." || segment == "..") return "the path has a segment of dots";
  if (segment.find_first_of("/\\") != std::string_view::npos) {
    return "the path has an encoded slash or a backslash";
  }
  if (has_control(segment)) return "the path has a control character";
  if (!is_utf8(segment)) return "the path is not UTF-8";
  return "";
}

Either<std::string, std::string> read_path(std::string_view text) {
  std::string path;
  path.reserve(text.size());
  while (!text.empty()) {  // each turn takes a slash and the segment after it
    text.remove_prefix(1);
    const std::size_t end = std::min(text.find('/'), text.size());
    const std::optional<std::string> segment = decoded(text.substr(0, end), Plus::itself);
    if (!segment) return otherwise(std::string("the path has a broken percent-encoding"));
    std::string wrong = wrong_in(*segment);
    text.remove_prefix(end);
    if (segment->empty() && !text.empty()) wrong = "the path has an empty segment";
    if (!wrong.empty()) return otherwise(std::move(wrong));
    path += '/';
    path += *segment;
  }
  return path;
}

Either<Fields, std::string> read_query(std::string_view text) {
  Fields query;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('&'), text.size());
    const std::string_view pair = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (pair.empty()) continue;
    const std::size_t equals = std::min(pair.find('='), pair.size());
    std::optional<std::string> name = decoded(pair.substr(0, equals), Plus::space);
    std::optional<std::string> value =
        decoded(pair.substr(std::min(equals + 1, pair.size())), Plus::space);
    if (!name || !value) return otherwise(std::string("the query has a broken percent-encoding"));
    for (const std::string* part : {&*name, &*value}) {
      if (!is_utf8(*part)) return otherwise(std::string("the query is not UTF-8"));
      if (part->find('\0') != std::string::npos) {
        return otherwise(std::string("the query has a NUL"));
      }
    }
    query.add(std::move(*name), std::move(*value));
  }
  return query;
}

// The part after the authority of an absolute URL, which a client sends to a proxy (RFC 9112,
// 3.2.2); else the text itself.
std::string_view without_authority(std::string_view target) {
  for (const std::string_view scheme : {"http://", "https://"}) {
    if (!same_word(target.substr(0, scheme.size()), scheme)) continue;
    target.remove_prefix(scheme.size());
    const std::size_t end = std::min(target.find_first_of("/?"), target.size());
    if (end == 0) return {};
    return end == target.size() ? "/" : target.substr(end);
  }
  return target;
}

}  // namespace

Either<Target, std::string> read_target(std::string_view target) {
  target = without_authority(target);
  if (target.find('#') != std::string_view::npos) {
    return otherwise(std::string("the target has a fragment"));
  }
  const std::size_t end = std::min(target.find('?'), target.size());
  if (!target.starts_with('/')) return otherwise(std::string("the target has no path"));
  auto path = read_path(target.substr(0, end));
  if (!path) return otherwise(std::move(path.error()));
  auto query = read_query(target.substr(std::min(end + 1, target.size())));
  if (!query) return otherwise(std::move(query.error()));
  return Target{std::move(*path), std::move(*query)};
}

std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kHexDigits = "0123456789ABCDEF";
  constexpr std::string_view kPlain = "-._~";
  std::string out;
  for (const char c : text) {
    const auto code = static_cast<unsigned char>(c);
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (letter || kPlain.find(c) != std::string_view::npos) {
      out += c;
    } else {
      out += '%';
      out += kHexDigits[code >> 4];
      out += kHexDigits[code & 15];
    }
  }
  return out;
}

}  // namespace formulary::http
