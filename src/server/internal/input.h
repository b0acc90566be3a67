// What does the client's JSON say, and what is wrong with it? Every mistake, with its place.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "domain/award.h"
#include "domain/criteria.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "server/internal/json.h"

namespace formulary::server {

// Parse a body. Errors: not JSON, not UTF-8, a key twice, nested deeper than 32.
Result<Json> parse_json(std::string_view text);

// An object being read, key by key. What is missing or of another kind is noted and read as
// nothing; `finish` also names the keys that nobody asked for.
class Input {
 public:
  explicit Input(const Json& object, std::string at = "");

  std::string text(const char* key);
  std::optional<std::string> maybe_text(const char* key);
  double number(const char* key);
  std::optional<double> maybe_number(const char* key);
  int whole(const char* key, int least, int most);
  std::optional<int> maybe_whole(const char* key, int least, int most);
  std::optional<bool> maybe_flag(const char* key);
  Money money(const char* key);
  std::optional<Money> maybe_money(const char* key);
  Date day(const char* key);
  std::optional<Date> maybe_day(const char* key);
  Text words(const char* key);  // {"en":, "ru":, "kk":}
  std::vector<std::string> texts(const char* key);
  const Json* list(const char* key);          // null where it is missing or no list
  const Json* maybe_list(const char* key);    // null where it is not there
  const Json* object(const char* key);        // null where it is missing or no object
  const Json* maybe_object(const char* key);  // null where it is not there

  template <typename E>
  E word(const char* key) {
    const auto member = maybe_word<E>(key);
    if (!member && take(key) == nullptr) missing(key);
    return member.value_or(E{});
  }
  template <typename E>
  std::optional<E> maybe_word(const char* key) {
    const auto text = maybe_text(key);
    if (!text) return std::nullopt;
    const auto member = member_of<E>(*text);
    if (!member) {
      std::string known;
      for (const char* name : Ids<E>::names)
        known += (known.empty() ? "" : ", ") + std::string(name);
      wrong(key, "is none of " + known);
    }
    return member;
  }

  void wrong(const std::string& key, const std::string& what);
  void add(const Faults& faults);
  // Every mistake, and the keys that are not known.
  Faults finish();

 private:
  const Json* take(const char* key);
  const Json* need(const char* key);
  void missing(const char* key);

  const Json& object_;
  std::string at_;
  std::set<std::string> asked_;
  Faults faults_;
};

// Facts as {"employees": 30, "exporter": true, "sector": "food"}; faults are added to `input`.
Facts facts_in(Input& input, const char* key);
EvaluationDesign evaluation_in(Input& input, const char* key);
// A reported value: subject_kind, subject, kpi, from, to, value | missing_why, source.
Observation observation_in(Input& input);

}  // namespace formulary::server
