#include "server/internal/input.h"

#include <cmath>

namespace formulary::server {
namespace {

constexpr int kDeepest = 32;

// Follows the parser: refuses deep nesting and keys that come twice before anything is built.
class Guard {
 public:
  bool operator()(int depth, Json::parse_event_t event, Json& parsed) {
    using Event = Json::parse_event_t;
    if (depth > kDeepest) {
      trouble = "it is nested deeper than " + std::to_string(kDeepest);
      return false;
    }
    if (event == Event::object_start) keys_.emplace_back();
    if (event == Event::object_end && !keys_.empty()) keys_.pop_back();
    if (event == Event::key && !keys_.empty() &&
        !keys_.back().insert(parsed.get<std::string>()).second) {
      trouble = "the key '" + parsed.get<std::string>() + "' comes twice";
      return false;
    }
    return trouble.empty();
  }

  std::string trouble;

 private:
  std::vector<std::set<std::string>> keys_;
};

// Say so before the parser builds a tower of a million brackets.
bool too_deep(std::string_view text) {
  int depth = 0;
  bool quoted = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (quoted) {
      if (c == '\\') ++i;
      if (c == '"') quoted = false;
      continue;
    }
    if (c == '"') quoted = true;
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (depth > kDeepest) return true;
  }
  return false;
}

}  // namespace

Result<Json> parse_json(std::string_view text) {
  if (too_deep(text)) {
    return fail(Fault{"", 0, "it is nested deeper than " + std::to_string(kDeepest), ""});
  }
  Guard guard;
  try {
    Json json = Json::parse(text, [&](int depth, Json::parse_event_t event, Json& parsed) {
      return guard(depth, event, parsed);
    });
    if (!guard.trouble.empty()) return fail(Fault{"", 0, guard.trouble, ""});
    return json;
  } catch (const Json::exception& error) {
    return fail(Fault{"", 0, std::string("it is not JSON: ") + error.what(), ""});
  }
}

Input::Input(const Json& object, std::string at) : object_(object), at_(std::move(at)) {
  if (!object_.is_object()) faults_.push_back({"", 0, at_ + "/ must be an object", ""});
}

const Json* Input::take(const char* key) {
  asked_.insert(key);
  if (!object_.is_object()) return nullptr;
  const auto found = object_.find(key);
  return found == object_.end() || found->is_null() ? nullptr : &*found;
}

const Json* Input::need(const char* key) {
  const Json* found = take(key);
  if (found == nullptr) missing(key);
  return found;
}

void Input::missing(const char* key) {
  if (object_.is_object()) wrong(key, "is missing");
}

void Input::wrong(const std::string& key, const std::string& what) {
  faults_.push_back({"", 0, at_ + "/" + key + " " + what, ""});
}

void Input::add(const Faults& faults) {
  faults_.insert(faults_.end(), faults.begin(), faults.end());
}

Faults Input::finish() {
  if (object_.is_object()) {
    for (const auto& [key, value] : object_.items()) {
      if (!asked_.contains(key)) wrong(key, "is not a key that is known here");
    }
  }
  return faults_;
}

std::optional<std::string> Input::maybe_text(const char* key) {
  const Json* found = take(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_string()) {
    wrong(key, "must be a text");
    return std::nullopt;
  }
  return found->get<std::string>();
}

std::string Input::text(const char* key) {
  const auto found = maybe_text(key);
  if (!found && take(key) == nullptr) missing(key);
  return found.value_or("");
}

std::optional<double> Input::maybe_number(const char* key) {
  const Json* found = take(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_number() || !std::isfinite(found->get<double>())) {
    wrong(key, "must be a number");
    return std::nullopt;
  }
  return found->get<double>();
}

double Input::number(const char* key) {
  const auto found = maybe_number(key);
  if (!found && take(key) == nullptr) missing(key);
  return found.value_or(0);
}

std::optional<int> Input::maybe_whole(const char* key, int least, int most) {
  const Json* found = take(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_number_integer() || found->get<double>() < least || found->get<double>() > most) {
    wrong(key,
          "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
    return std::nullopt;
  }
  return found->get<int>();
}

int Input::whole(const char* key, int least, int most) {
  const auto found = maybe_whole(key, least, most);
  if (!found && take(key) == nullptr) missing(key);
  return found.value_or(least);
}

std::optional<bool> Input::maybe_flag(const char* key) {
  const Json* found = take(key);
  if (found == nullptr) return std::nullopt;
  if (!found->is_boolean()) {
    wrong(key, "must be true or false");
    return std::nullopt;
  }
  return found->get<bool>();
}

std::optional<Money> Input::maybe_money(const char* key) {
  const auto text = maybe_text(key);
  if (!text) return std::nullopt;
  const auto amount = Money::parse(*text);
  if (!amount) {
    wrong(key, "must be an amount as a text, such as \"12000.50\"");
    return std::nullopt;
  }
  return *amount;
}

Money Input::money(const char* key) {
  const auto found = maybe_money(key);
  if (!found && take(key) == nullptr) missing(key);
  return found.value_or(Money());
}

std::optional<Date> Input::maybe_day(const char* key) {
  const auto text = maybe_text(key);
  if (!text) return std::nullopt;
  const auto day = Date::parse(*text);
  if (!day) {
    wrong(key, "must be a day such as \"2027-03-31\"");
    return std::nullopt;
  }
  return *day;
}

Date Input::day(const char* key) {
  const auto found = maybe_day(key);
  if (!found && take(key) == nullptr) missing(key);
  return found.value_or(Date());
}

Text Input::words(const char* key) {
  const Json* found = object(key);
  if (found == nullptr) return {};
  Input inner(*found, at_ + "/" + key);
  Text text{inner.text("en"), inner.text("ru"), inner.text("kk")};
  add(inner.finish());
  return text;
}

std::vector<std::string> Input::texts(const char* key) {
  std::vector<std::string> all;
  const Json* found = list(key);
  if (found == nullptr) return all;
  for (const Json& one : *found) {
    if (one.is_string()) {
      all.push_back(one.get<std::string>());
    } else {
      wrong(key, "must be a list of texts");
    }
  }
  return all;
}

const Json* Input::maybe_list(const char* key) {
  const Json* found = take(key);
  if (found != nullptr && !found->is_array()) {
    wrong(key, "must be a list");
    return nullptr;
  }
  return found;
}

const Json* Input::list(const char* key) {
  const Json* found = maybe_list(key);
  if (found == nullptr && take(key) == nullptr) missing(key);
  return found;
}

const Json* Input::maybe_object(const char* key) {
  const Json* found = take(key);
  if (found != nullptr && !found->is_object()) {
    wrong(key, "must be an object");
    return nullptr;
  }
  return found;
}

const Json* Input::object(const char* key) {
  const Json* found = maybe_object(key);
  if (found == nullptr && take(key) == nullptr) missing(key);
  return found;
}

Facts facts_in(Input& input, const char* key) {
  Facts facts;
  const Json* object = input.object(key);
  if (object == nullptr) return facts;
  for (const auto& [name, value] : object->items()) {
    const std::string at = std::string(key) + "/" + name;
    const auto field = member_of<Field>(name);
    if (!field) {
      input.wrong(at, "is no fact");
    } else if (value.is_string()) {
      facts.id[index_of(*field)] = value.get<std::string>();
    } else if (value.is_boolean()) {
      facts.number[index_of(*field)] = value.get<bool>() ? 1.0 : 0.0;
    } else if (value.is_number() && std::isfinite(value.get<double>())) {
      facts.number[index_of(*field)] = value.get<double>();
    } else {
      input.wrong(at, "must be a number, a text, true or false");
    }
  }
  return facts;
}

EvaluationDesign evaluation_in(Input& input, const char* key) {
  EvaluationDesign design;
  const Json* object = input.object(key);
  if (object == nullptr) return design;
  Input inner(*object, std::string("/") + key);
  design.method = inner.text("method");
  design.comparison = inner.text("comparison");
  design.outcomes = inner.texts("outcomes");
  design.follow_up_years = inner.whole("follow_up_years", 0, 30);
  input.add(inner.finish());
  return design;
}

Observation observation_in(Input& input) {
  Observation one;
  one.subject_kind = input.maybe_word<SubjectKind>("subject_kind").value_or(SubjectKind::award);
  one.subject = input.text("subject");
  one.kpi = input.text("kpi");
  one.from = input.day("from");
  one.to = input.day("to");
  one.value = input.maybe_number("value");
  one.missing_why = input.maybe_text("missing_why").value_or("");
  one.source = input.maybe_text("source").value_or("");
  return one;
}

}  // namespace formulary::server
