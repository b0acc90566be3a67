#include "http/router.h"

#include <algorithm>
#include <set>

#include "base/must.h"
#include "http/target.h"

namespace formulary::http {
namespace {

enum class Kind { word, one, rest };  // from narrow to wide

Kind kind_of(std::string_view segment) {
  if (!segment.starts_with('{')) return Kind::word;
  return segment.ends_with("...}") ? Kind::rest : Kind::one;
}

std::string_view name_in(std::string_view segment) {
  return segment.substr(1, segment.size() - (kind_of(segment) == Kind::rest ? 5 : 2));
}

std::vector<std::string> segments_of(std::string_view path) {
  std::vector<std::string> segments;
  while (!path.empty()) {  // each turn takes a slash and the segment after it
    path.remove_prefix(1);
    const std::size_t end = std::min(path.find('/'), path.size());
    segments.emplace_back(path.substr(0, end));
    path.remove_prefix(end);
  }
  return segments;
}

bool is_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  });
}

// Whether a request's segment could stand where the pattern has this one.
bool covers(std::string_view segment, std::string_view other) {
  const Kind kind = kind_of(segment);
  if (kind == Kind::word) return segment == other;
  if (kind == Kind::one) return !other.empty() && kind_of(other) != Kind::rest;
  return true;
}

}  // namespace

bool is_pattern(std::string_view pattern) {
  if (!pattern.starts_with('/')) return false;
  const std::vector<std::string> segments = segments_of(pattern);
  std::set<std::string_view> names;
  for (std::size_t i = 0; i < segments.size(); ++i) {
    const std::string& segment = segments[i];
    const bool last = i + 1 == segments.size();
    if (kind_of(segment) == Kind::word) {
      if (segment.find_first_of("{}%?#") != std::string::npos) return false;
      if (segment.empty() && !last) return false;
      continue;
    }
    if (segment.back() != '}' || !is_name(name_in(segment))) return false;
    if (!names.insert(name_in(segment)).second) return false;
    if (kind_of(segment) == Kind::rest && !last) return false;
  }
  std::string plain(pattern);  // what is no parameter is a path as requests have it
  std::erase_if(plain, [](char c) { return c == '{' || c == '}'; });
  const auto target = read_target(plain);
  return target && target->path == plain;
}

// Whether every path of a is also one of b, and not the other way round.
bool Router::narrower(const Entry& a, const Entry& b) {
  const auto within = [](const std::vector<std::string>& in, const std::vector<std::string>& of) {
    for (std::size_t i = 0; i < of.size(); ++i) {
      if (i >= in.size() || !covers(of[i], in[i])) return false;
      if (kind_of(of[i]) == Kind::rest) return true;
    }
    return in.size() == of.size();
  };
  return within(a.segments, b.segments) && !within(b.segments, a.segments);
}

// Whether some path is one of both.
bool Router::meet(const Entry& a, const Entry& b) {
  for (std::size_t i = 0; i < std::min(a.segments.size(), b.segments.size()); ++i) {
    const std::string& x = a.segments[i];
    const std::string& y = b.segments[i];
    if (kind_of(x) == Kind::rest || kind_of(y) == Kind::rest) return true;
    if (!covers(x, y) && !covers(y, x)) return false;
  }
  return a.segments.size() == b.segments.size();
}

bool Router::take(const Entry& entry, std::string_view path, Fields& parameters) {
  parameters = {};
  for (const std::string& segment : entry.segments) {
    if (path.empty()) return false;
    path.remove_prefix(1);
    const Kind kind = kind_of(segment);
    const std::size_t end =
        kind == Kind::rest ? path.size() : std::min(path.find('/'), path.size());
    const std::string_view part = path.substr(0, end);
    if (kind == Kind::word ? part != segment : kind == Kind::one && part.empty()) return false;
    if (kind != Kind::word) parameters.add(std::string(name_in(segment)), std::string(part));
    path.remove_prefix(end);
  }
  return path.empty();
}

Router& Router::add(Method method, const std::string& pattern, Handler handler,
                    RouteOptions options) {
  MUST(is_pattern(pattern));
  MUST(method != Method::other && method != Method::head && method != Method::options);
  MUST(handler != nullptr);
  Entry entry{{method, pattern, std::move(options), std::move(handler)}, segments_of(pattern)};
  auto place = entries_.end();  // before the first that is wider
  for (auto each = entries_.begin(); each != entries_.end(); ++each) {
    const bool before = narrower(entry, *each);
    const bool ambiguous =
        each->route.method == method && meet(entry, *each) && !before && !narrower(*each, entry);
    MUST(!ambiguous);
    if (before && place == entries_.end()) place = each;
  }
  entries_.insert(place, std::move(entry));
  return *this;
}

Router::Found Router::find(Method method, std::string_view path) const {
  const Method wanted = method == Method::head ? Method::get : method;
  Found found;
  for (const Entry& entry : entries_) {
    Fields parameters;
    if (!take(entry, path, parameters)) continue;
    if (entry.route.method == wanted) return {&entry.route, std::move(parameters), {}};
    if (std::find(found.allowed.begin(), found.allowed.end(), entry.route.method) ==
        found.allowed.end()) {
      found.allowed.push_back(entry.route.method);
    }
  }
  std::sort(found.allowed.begin(), found.allowed.end());
  return found;
}

std::vector<Route> Router::routes() const {
  std::vector<Route> all;
  for (const Entry& entry : entries_) all.push_back(entry.route);
  return all;
}

}  // namespace formulary::http
