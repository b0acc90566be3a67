#include "http/etag.h"

#include <algorithm>

#include "base/must.h"
#include "http/internal/digest.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

// Tags in a list stand in quotes, inside which a comma is a character like another.
std::vector<std::string_view> tags_of(std::string_view text) {
  std::vector<std::string_view> tags;
  while (true) {
    const std::size_t first = text.find_first_not_of(" \t,");
    if (first == std::string_view::npos) return tags;
    text.remove_prefix(first);
    const std::size_t open = text.starts_with("W/\"") ? 2 : 0;
    if (text[open] != '"') {  // "*", or no tag at all
      const std::size_t end = std::min(text.find(','), text.size());
      tags.push_back(trimmed(text.substr(0, end)));
      text.remove_prefix(end);
      continue;
    }
    const std::size_t close = text.find('"', open + 1);
    if (close == std::string_view::npos) return tags;
    tags.push_back(text.substr(0, close + 1));
    text.remove_prefix(close + 1);
  }
}

std::string without_coding(std::string_view tag) {
  for (const std::string_view ending : {"-gzip\"", "-br\""}) {
    if (tag.ends_with(ending)) {
      return std::string(tag.substr(0, tag.size() - ending.size())) + '"';
    }
  }
  return std::string(tag);
}

std::string_view without_weakness(std::string_view tag) {
  return tag.starts_with("W/") ? tag.substr(2) : tag;
}

}  // namespace

std::string etag_of_version(std::string_view word) {
  MUST(is_field_value(word) && word.find('"') == std::string_view::npos);
  return '"' + std::string(word) + '"';
}

std::string etag_of_bytes(std::string_view bytes) {
  return '"' + digest(bytes) + '"';
}

bool if_none_match(const Request& request, std::string_view etag) {
  const std::vector<std::string_view> tags = tags_of(request.header("if-none-match"));
  return std::any_of(tags.begin(), tags.end(), [&](std::string_view tag) {
    return tag == "*" || without_coding(without_weakness(tag)) == without_weakness(etag);
  });
}

Precondition if_match(const Request& request, std::string_view etag) {
  const std::string* header = request.headers.find("if-match");
  if (header == nullptr) return Precondition::absent;
  const std::vector<std::string_view> tags = tags_of(*header);
  const bool holds = std::any_of(tags.begin(), tags.end(), [&](std::string_view tag) {
    return !etag.empty() &&
           (tag == "*" || (!etag.starts_with("W/") && without_coding(tag) == etag));
  });
  return holds ? Precondition::holds : Precondition::fails;
}

Response with_etag(const Request& request, Response response, std::string_view etag) {
  response.headers.set("etag", std::string(etag));
  const bool reads = request.method == Method::get || request.method == Method::head;
  if (!reads || response.status != 200 || !if_none_match(request, etag)) return response;
  response.status = 304;
  response.body.clear();
  response.file.reset();
  response.headers.remove("content-type");
  return response;
}

std::string etag_in_coding(std::string_view etag, std::string_view coding) {
  if (etag.size() < 2 || etag.back() != '"') return std::string(etag);
  return std::string(etag.substr(0, etag.size() - 1)) + "-" + std::string(coding) + "\"";
}

}  // namespace formulary::http
