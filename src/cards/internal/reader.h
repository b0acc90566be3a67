// What does this map of a card hold? Typed getters that report what is missing, wrong or unknown.
#pragma once

#include <functional>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "cards/internal/nearest.h"
#include "cards/internal/references.h"
#include "cards/internal/yaml.h"
#include "domain/criteria.h"
#include "domain/quantity.h"
#include "domain/words.h"

namespace formulary::cards {

// The file being read: where its mistakes go, and the ids it mentions.
struct Page {
  std::string file;
  Faults& faults;
  References& references;
};

// The values that a number may take.
struct Range {
  double low = -std::numeric_limits<double>::infinity();
  double high = std::numeric_limits<double>::infinity();
  bool low_open = false;   // low itself is not allowed
  bool high_open = false;  // likewise

  bool contains(double value) const;
  std::string describe() const;  // "must be above 0"
};
inline constexpr double kNoLimit = std::numeric_limits<double>::infinity();
inline constexpr Range kAny{};
inline constexpr Range kNotNegative{0, kNoLimit, false, false};
inline constexpr Range kPositive{0, kNoLimit, true, false};
inline constexpr Range kShare{0, 1, false, false};
inline constexpr Range kShareBelowOne{0, 1, false, true};
inline constexpr Range kPositiveShare{0, 1, true, false};

enum class Need { required, optional };

// Reads one map. When it goes out of scope it reports the keys that nobody asked for, so every
// reader must have read all it wants by then. After a mistake a getter returns a harmless value.
class Reader {
 public:
  // Read `node`, which stands at the key `path` in line `line`.
  Reader(const YamlNode& node, int line, std::string path, Page& page);
  ~Reader();
  Reader(const Reader&) = delete;
  Reader& operator=(const Reader&) = delete;

  int line() const { return line_; }
  int line(std::string_view key) const;  // of the key, or of the map when it is missing
  const std::string& file() const { return page_.file; }
  Page& page() { return page_; }
  std::vector<std::string> keys() const;

  bool has(std::string_view key);
  Text text(std::string_view key);           // en, ru and kk, none empty
  std::string string(std::string_view key);  // not empty
  std::string string_or_empty(std::string_view key);
  double number(std::string_view key, const Range& range = kAny);
  double number_or(std::string_view key, double fallback, const Range& range = kAny);
  int integer(std::string_view key, int low, int high);
  bool flag(std::string_view key);
  bool flag_or(std::string_view key, bool fallback);
  Quantity quantity(std::string_view key, const Range& range = kAny);
  std::vector<double> numbers(std::string_view key, const Range& range = kAny);
  std::vector<std::string> strings(std::string_view key, Need need);
  Criteria criteria(std::string_view key);  // missing = no criteria

  // Ids that stand for something elsewhere; they are looked up when everything has been read.
  std::string reference(std::string_view key, IdKind kind);
  std::vector<std::string> references(std::string_view key, IdKind kind, Need need);

  template <typename E>
  E choice(std::string_view key);  // one member of a closed list, by its id
  template <typename E>
  std::vector<E> choices(std::string_view key, Need need);
  std::string one_of(std::string_view key, const std::vector<std::string>& allowed);

  // The map under a key; a missing one is reported once, and reads as empty without more faults.
  Reader map(std::string_view key);
  // Visit the maps of a list in order; a missing list is empty.
  void each(std::string_view key, Need need, const std::function<void(Reader&)>& visit);
  // Add a mistake at a key; an empty key means the map itself.
  void fault(std::string_view key, std::string what, std::string hint = "");

 private:
  const YamlNode* find(std::string_view key, Need need);
  const YamlNode* list(std::string_view key, Need need);
  const std::string* scalar(std::string_view key, Need need);
  double number_in(const YamlNode& node, std::string_view key, const Range& range);
  std::string path_of(std::string_view key) const;
  void report_unknown_keys();

  const YamlNode& node_;
  int line_;
  std::string path_;
  Page& page_;
  bool silent_ = false;             // stands in for a missing map
  std::vector<std::string> asked_;  // the keys asked for so far
};

// Read the maps of a card whose top is a list.
void each_item(const YamlNode& node, Page& page, const std::function<void(Reader&)>& visit);

template <typename E>
std::vector<std::string> ids_of() {
  return {Ids<E>::names.begin(), Ids<E>::names.end()};
}

template <typename E>
E Reader::choice(std::string_view key) {
  const std::string id = one_of(key, ids_of<E>());
  return member_of<E>(id).value_or(E{});
}

template <typename E>
std::vector<E> Reader::choices(std::string_view key, Need need) {
  std::vector<E> members;
  for (const std::string& id : strings(key, need)) {
    if (const auto member = member_of<E>(id)) {
      members.push_back(*member);
    } else {
      fault(key, quote(id) + " is not in the closed list", suggestion(id, ids_of<E>()));
    }
  }
  return members;
}

}  // namespace formulary::cards
