// What does a document say, and where exactly is it wrong? A strict reader of JSON objects.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/money.h"
#include "base/result.h"
#include "domain/words.h"
#include "report/internal/json.h"

namespace formulary::report {

// Parse text as one JSON value. Errors: too long, nested deeper than `deepest`, not JSON (with the
// byte where it stops making sense, numbers beyond a double and bytes that are not UTF-8
// included), a key written twice in one object.
Result<Json> parse_strictly(std::string_view text, std::size_t deepest);

// Smallest and largest value allowed, both included.
struct Range {
  double least;
  double most;
};
inline constexpr Range kAnyNumber{-1e300, 1e300};
inline constexpr Range kPositive{0, 1e300};
inline constexpr Range kShare{0, 1};

// One object of a document. Every key is asked for by the reader of its kind; `close` then reports
// the keys that nobody asked for. A key that is missing or of a wrong kind is a fault, with its
// JSON pointer, and reads as the kind's zero, so that one pass finds every fault.
class ObjectReader {
 public:
  // A value that is not an object is a fault and reads as an object without keys.
  ObjectReader(const Json& json, std::string pointer, Faults& faults);

  std::string string(const char* key);
  bool boolean(const char* key);
  double number(const char* key, Range range);
  std::int64_t integer(const char* key, std::int64_t least, std::int64_t most);
  Money money(const char* key, std::int64_t least_minor);  // KEY and KEY_minor, which must agree
  std::vector<std::string> strings(const char* key);
  Text text(const char* key);
  ObjectReader object(const char* key);

  // The id of a member of an enumeration, or of each member in a list without repeats.
  template <typename E>
  E member(const char* key) {
    const std::string id = string(key);
    if (const auto found = member_of<E>(id)) return *found;
    if (is_string(key)) fault(key, "there is no '" + shorten(id) + "' here");
    return E{};
  }
  template <typename E>
  std::vector<E> members(const char* key) {
    std::vector<E> list;
    const std::vector<std::string> ids = strings(key);
    std::set<std::string> seen;
    for (std::size_t i = 0; i < ids.size(); ++i) {
      const std::string at = std::string(key) + "/" + std::to_string(i);
      const auto found = member_of<E>(ids[i]);
      if (!found) {
        fault(at, "there is no '" + shorten(ids[i]) + "' here");
      } else if (!seen.insert(ids[i]).second) {
        fault(at, "'" + ids[i] + "' is listed twice");
      } else {
        list.push_back(*found);
      }
    }
    return list;
  }

  // The list under a key: a reader for each entry, which must be an object.
  std::vector<ObjectReader> objects(const char* key);

  // The raw value under a key, or null when it is missing (which is not a fault).
  const Json* optional(const char* key);

  // Record a fault of the value under a key, or under a path like "kpis/2"; only the first of
  // each, and none where the object itself was missing, so that one mistake is told once.
  void fault(const std::string& key, std::string what, std::string hint = "");

  const std::string& pointer() const { return pointer_; }
  void close();

  static std::string shorten(const std::string& text);  // for quoting in a fault

 private:
  const Json* find(const char* key, const char* kind);
  bool is_string(const char* key) const;

  const Json* json_;
  std::string pointer_;
  Faults* faults_;
  std::set<std::string> asked_;
  std::set<std::string> faulted_;
};

}  // namespace formulary::report
