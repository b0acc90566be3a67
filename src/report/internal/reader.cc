#include "report/internal/reader.h"

#include <algorithm>
#include <charconv>

namespace formulary::report {

namespace {

constexpr std::size_t kLongestDocument = std::size_t{1} << 28;  // bytes; the largest seen is 20 MB
constexpr std::size_t kLongestQuote = 60;                       // bytes of a bad value in a fault

const char* kNotJson = "configure it again, or check that the file is whole";

// Count how deep brackets nest outside strings, without parsing.
std::size_t depth_of(std::string_view text) {
  std::size_t depth = 0;
  std::size_t deepest = 0;
  bool inside_string = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (inside_string) {
      if (c == '\\') ++i;
      if (c == '"') inside_string = false;
    } else if (c == '"') {
      inside_string = true;
    } else if (c == '{' || c == '[') {
      deepest = std::max(deepest, ++depth);
    } else if ((c == '}' || c == ']') && depth > 0) {
      --depth;
    }
  }
  return deepest;
}

// A key may stand in a pointer with ~ and / escaped (RFC 6901).
std::string escape(std::string_view key) {
  std::string out;
  for (const char c : key) {
    if (c == '~') {
      out += "~0";
    } else if (c == '/') {
      out += "~1";
    } else {
      out += c;
    }
  }
  return out;
}

const Json& no_object() {
  static const Json empty = Json::object();
  return empty;
}

// Watches keys while the parser runs, because the parsed value keeps only one of two equal keys.
class RepeatedKeys {
 public:
  bool see(Json::parse_event_t event, const Json& parsed) {
    if (event == Json::parse_event_t::object_start) {
      open_.emplace_back();
    } else if (event == Json::parse_event_t::object_end) {
      open_.pop_back();
    } else if (event == Json::parse_event_t::key) {
      const auto& key = parsed.get_ref<const std::string&>();
      if (!open_.back().insert(key).second) {
        faults_.push_back({"", 0, "the key '" + ObjectReader::shorten(key) + "' is written twice",
                           "keep one of them"});
      }
    }
    return true;
  }
  const Faults& faults() const { return faults_; }

 private:
  std::vector<std::set<std::string>> open_;
  Faults faults_;
};

}  // namespace

Result<Json> parse_strictly(std::string_view text, std::size_t deepest) {
  if (text.size() > kLongestDocument) return fail(Fault{"", 0, "the document is too long", ""});
  if (depth_of(text) > deepest) {
    return fail(Fault{"", 0, "brackets nest deeper than " + std::to_string(deepest), kNotJson});
  }
  RepeatedKeys keys;
  try {
    Json json = Json::parse(
        text.begin(), text.end(),
        [&](int, Json::parse_event_t event, Json& parsed) { return keys.see(event, parsed); });
    if (!keys.faults().empty()) return fail(keys.faults());
    return json;
  } catch (const Json::parse_error& error) {
    return fail(Fault{"", 0, "not JSON at byte " + std::to_string(error.byte), kNotJson});
  } catch (const Json::exception&) {  // a number beyond the range of a double
    return fail(Fault{"", 0, "not JSON: a number is out of range", kNotJson});
  }
}

ObjectReader::ObjectReader(const Json& json, std::string pointer, Faults& faults)
    : json_(json.is_object() ? &json : &no_object()),
      pointer_(std::move(pointer)),
      faults_(&faults) {
  if (!json.is_object()) {
    faults.push_back(
        {"", 0, (pointer_.empty() ? "the document" : pointer_) + ": must be an object", ""});
  }
}

std::string ObjectReader::shorten(const std::string& text) {
  if (text.size() <= kLongestQuote) return text;
  std::size_t end = kLongestQuote;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0) == 0x80) --end;
  return text.substr(0, end) + "...";
}

void ObjectReader::fault(const std::string& key, std::string what, std::string hint) {
  if (json_ == &no_object() || !faulted_.insert(key).second) return;
  faults_->push_back({"", 0, pointer_ + "/" + key + ": " + std::move(what), std::move(hint)});
}

const Json* ObjectReader::optional(const char* key) {
  asked_.insert(key);
  const auto at = json_->find(key);
  return at == json_->end() ? nullptr : &*at;
}

const Json* ObjectReader::find(const char* key, const char* kind) {
  const Json* value = optional(key);
  if (value == nullptr) fault(key, std::string("missing ") + kind);
  return value;
}

bool ObjectReader::is_string(const char* key) const {
  const auto at = json_->find(key);
  return at != json_->end() && at->is_string();
}

std::string ObjectReader::string(const char* key) {
  const Json* value = find(key, "text");
  if (value == nullptr) return {};
  if (value->is_string()) return value->get<std::string>();
  fault(key, "must be text");
  return {};
}

bool ObjectReader::boolean(const char* key) {
  const Json* value = find(key, "true or false");
  if (value == nullptr) return false;
  if (value->is_boolean()) return value->get<bool>();
  fault(key, "must be true or false");
  return false;
}

double ObjectReader::number(const char* key, Range range) {
  const Json* value = find(key, "number");
  if (value == nullptr) return 0;
  if (!value->is_number()) {
    fault(key, "must be a number");
    return 0;
  }
  const double number = value->get<double>();
  if (number >= range.least && number <= range.most) return number;
  const bool upper = range.most < 1e300;
  fault(key, print_number(number) + " is out of range: at least " + print_number(range.least) +
                 (upper ? ", at most " + print_number(range.most) : std::string()));
  return 0;
}

std::int64_t ObjectReader::integer(const char* key, std::int64_t least, std::int64_t most) {
  const Json* value = find(key, "whole number");
  if (value == nullptr) return least;
  const bool whole = value->is_number_integer();
  const bool fits = whole && (!value->is_number_unsigned() ||
                              value->get<std::uint64_t>() <= static_cast<std::uint64_t>(INT64_MAX));
  if (fits && value->get<std::int64_t>() >= least && value->get<std::int64_t>() <= most) {
    return value->get<std::int64_t>();
  }
  fault(key,
        "must be a whole number from " + std::to_string(least) + " to " + std::to_string(most));
  return least;
}

Money ObjectReader::money(const char* key, std::int64_t least_minor) {
  const std::string minor_key = std::string(key) + "_minor";
  const double major = number(key, kAnyNumber);
  const std::string digits = string(minor_key.c_str());
  std::int64_t minor = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), minor);
  const bool read = error == std::errc() && end == digits.data() + digits.size();
  if (!read || std::to_string(minor) != digits) {
    if (is_string(minor_key.c_str())) fault(minor_key, "must be a whole number of minor units");
    return {};
  }
  const Money money = Money::from_minor(minor);
  if (minor < least_minor) {
    fault(minor_key, digits + " is below " + std::to_string(least_minor));
  } else if (money.major() != major) {
    fault(key, "does not agree with " + minor_key);
  }
  return money;
}

std::vector<std::string> ObjectReader::strings(const char* key) {
  std::vector<std::string> list;
  const Json* value = find(key, "list");
  if (value == nullptr) return list;
  if (!value->is_array()) {
    fault(key, "must be a list of texts");
    return list;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    if ((*value)[i].is_string()) {
      list.push_back((*value)[i].get<std::string>());
    } else {
      fault(std::string(key) + "/" + std::to_string(i), "must be text");
    }
  }
  return list;
}

Text ObjectReader::text(const char* key) {
  ObjectReader languages = object(key);
  Text text{languages.string("en"), languages.string("ru"), languages.string("kk")};
  languages.close();
  return text;
}

ObjectReader ObjectReader::object(const char* key) {
  const Json* value = find(key, "object");
  return {value == nullptr ? no_object() : *value, pointer_ + "/" + key, *faults_};
}

std::vector<ObjectReader> ObjectReader::objects(const char* key) {
  std::vector<ObjectReader> list;
  const Json* value = find(key, "list");
  if (value == nullptr) return list;
  if (!value->is_array()) {
    fault(key, "must be a list");
    return list;
  }
  for (std::size_t i = 0; i < value->size(); ++i) {
    list.emplace_back((*value)[i], pointer_ + "/" + key + "/" + std::to_string(i), *faults_);
  }
  return list;
}

void ObjectReader::close() {
  for (const auto& [key, value] : json_->items()) {
    if (asked_.count(key) == 0) fault(escape(shorten(key)), "unknown key");
  }
}

}  // namespace formulary::report
