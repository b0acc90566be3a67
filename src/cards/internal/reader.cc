#include "cards/internal/reader.h"

#include <algorithm>
#include <set>
#include <sstream>

#include "tables/number.h"

namespace formulary::cards {

namespace {

const YamlNode kNothing{YamlNode::Kind::map, 0, "", false, {}, {}};

std::string shown(double value) {
  std::ostringstream stream;
  stream << value;
  return stream.str();
}

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

}  // namespace

bool Range::contains(double value) const {
  if (low_open ? value <= low : value < low) return false;
  return high_open ? value < high : value <= high;
}

std::string Range::describe() const {
  std::string text = "must be ";
  const bool has_low = low != -kNoLimit;
  if (has_low) text += (low_open ? "above " : "at least ") + shown(low);
  if (high == kNoLimit) return text;
  return text + (has_low ? " and " : "") + (high_open ? "below " : "at most ") + shown(high);
}

Reader::Reader(const YamlNode& node, int line, std::string path, Page& page)
    : node_(node), line_(line), path_(std::move(path)), page_(page), silent_(&node == &kNothing) {
  if (silent_ || node_.kind == YamlNode::Kind::map) return;
  page_.faults.push_back(Fault{
      page_.file, line_,
      (path_.empty() ? "the card" : path_) + " must be a map, not " + cards::describe(node_.kind),
      "write it as `key: value` lines"});
  silent_ = true;
}

Reader::~Reader() {
  report_unknown_keys();
}

void Reader::report_unknown_keys() {
  if (silent_) return;
  for (const YamlEntry& entry : node_.entries) {
    if (std::find(asked_.begin(), asked_.end(), entry.key) != asked_.end()) continue;
    std::vector<std::string> unused;
    for (const std::string& key : asked_) {
      if (node_.entry(key) == nullptr) unused.push_back(key);
    }
    std::string hint = suggestion(entry.key, unused);
    if (hint.rfind("did you mean", 0) != 0) hint = suggestion(entry.key, asked_);
    page_.faults.push_back(
        Fault{page_.file, entry.line,
              (path_.empty() ? "" : path_ + ": ") + "unknown key " + quote(entry.key), hint});
  }
}

std::string Reader::path_of(std::string_view key) const {
  return path_.empty() || key.empty() ? path_ + std::string(key) : path_ + "." + std::string(key);
}

void Reader::fault(std::string_view key, std::string what, std::string hint) {
  if (silent_) return;
  const std::string path = path_of(key);
  page_.faults.push_back(Fault{
      page_.file, line(key), (path.empty() ? "" : path + ": ") + std::move(what), std::move(hint)});
}

int Reader::line(std::string_view key) const {
  const YamlEntry* entry = node_.entry(key);
  return entry == nullptr ? line_ : entry->line;
}

std::vector<std::string> Reader::keys() const {
  std::vector<std::string> keys;
  for (const YamlEntry& entry : node_.entries) keys.push_back(entry.key);
  return keys;
}

// The value of a key; null when it is missing or empty (reported when it is required).
const YamlNode* Reader::find(std::string_view key, Need need) {
  if (std::find(asked_.begin(), asked_.end(), key) == asked_.end()) asked_.emplace_back(key);
  const YamlEntry* entry = node_.entry(key);
  if (entry != nullptr && entry->value.kind != YamlNode::Kind::null) return &entry->value;
  if (need == Need::required) fault(key, entry == nullptr ? "the key is missing" : "is empty");
  return nullptr;
}

bool Reader::has(std::string_view key) {
  return find(key, Need::optional) != nullptr;
}

const std::string* Reader::scalar(std::string_view key, Need need) {
  const YamlNode* node = find(key, need);
  if (node == nullptr) return nullptr;
  if (node->kind == YamlNode::Kind::scalar) return &node->text;
  fault(key, "must be a single value, not " + cards::describe(node->kind));
  return nullptr;
}

const YamlNode* Reader::list(std::string_view key, Need need) {
  const YamlNode* node = find(key, need);
  if (node == nullptr) return nullptr;
  if (node->kind != YamlNode::Kind::list) {
    fault(key, "must be a list, not " + cards::describe(node->kind), "write it as [a, b] or - a");
    return nullptr;
  }
  if (need == Need::required && node->items.empty()) fault(key, "the list is empty");
  return node;
}

std::string Reader::string(std::string_view key) {
  const std::string* value = scalar(key, Need::required);
  if (value == nullptr) return "";
  if (is_blank(*value)) fault(key, "is empty");
  return *value;
}

std::string Reader::string_or_empty(std::string_view key) {
  const std::string* value = scalar(key, Need::optional);
  return value == nullptr ? "" : *value;
}

Text Reader::text(std::string_view key) {
  const YamlNode* node = find(key, Need::required);
  if (node == nullptr) return {};
  Reader languages(*node, line(key), path_of(key), page_);
  return Text{languages.string("en"), languages.string("ru"), languages.string("kk")};
}

double Reader::number_in(const YamlNode& node, std::string_view key, const Range& range) {
  if (node.kind != YamlNode::Kind::scalar) {
    fault(key, "must be a number, not " + cards::describe(node.kind));
    return 0;
  }
  const std::optional<double> value = parse_number(node.text);
  if (!value || node.quoted) {
    fault(key, quote(node.text) + (node.quoted ? " in quotes" : "") + " is not a finite number",
          node.quoted ? "remove the quotes" : "write it like 1250.5");
    return 0;
  }
  if (!range.contains(*value)) fault(key, shown(*value) + " is out of range", range.describe());
  return *value;
}

double Reader::number(std::string_view key, const Range& range) {
  const YamlNode* node = find(key, Need::required);
  return node == nullptr ? 0 : number_in(*node, key, range);
}

double Reader::number_or(std::string_view key, double fallback, const Range& range) {
  const YamlNode* node = find(key, Need::optional);
  return node == nullptr ? fallback : number_in(*node, key, range);
}

int Reader::integer(std::string_view key, int low, int high) {
  const std::string* text = scalar(key, Need::required);
  if (text == nullptr) return low;
  const std::optional<int> value = parse_integer(*text);
  if (value && *value >= low && *value <= high) return *value;
  fault(key, quote(*text) + " is not a whole number from " + std::to_string(low) + " to " +
                 std::to_string(high));
  return low;
}

bool Reader::flag(std::string_view key) {
  return has(key) ? flag_or(key, false) : (find(key, Need::required), false);
}

bool Reader::flag_or(std::string_view key, bool fallback) {
  const std::string* text = scalar(key, Need::optional);
  if (text == nullptr) return fallback;
  const std::optional<bool> value = parse_flag(*text);
  if (!value) fault(key, quote(*text) + " is not true or false");
  return value.value_or(fallback);
}

Quantity Reader::quantity(std::string_view key, const Range& range) {
  const YamlNode* node = find(key, Need::required);
  if (node == nullptr) return {};
  if (node->kind == YamlNode::Kind::scalar) {
    fault(key, "a bare value has neither unit nor source",
          "write {value: ..., unit: ..., source: ...}");
    return {};
  }
  Reader parts(*node, line(key), path_of(key), page_);
  Quantity quantity;
  quantity.value = parts.number("value", range);
  quantity.sd = parts.number_or("sd", 0, kNotNegative);
  quantity.unit = parts.string("unit");
  quantity.source = parts.string("source");
  quantity.assumed = parts.flag_or("assumed", false);
  return quantity;
}

std::vector<double> Reader::numbers(std::string_view key, const Range& range) {
  std::vector<double> values;
  const YamlNode* node = list(key, Need::required);
  if (node == nullptr) return values;
  for (const YamlNode& item : node->items) values.push_back(number_in(item, key, range));
  return values;
}

std::vector<std::string> Reader::strings(std::string_view key, Need need) {
  std::vector<std::string> values;
  const YamlNode* node = list(key, need);
  if (node == nullptr) return values;
  std::set<std::string> seen;
  for (const YamlNode& item : node->items) {
    if (item.kind != YamlNode::Kind::scalar || is_blank(item.text)) {
      fault(key, "the list must hold words, not " + cards::describe(item.kind));
    } else if (!seen.insert(item.text).second) {
      fault(key, quote(item.text) + " stands twice in the list");
    } else {
      values.push_back(item.text);
    }
  }
  return values;
}

std::string Reader::one_of(std::string_view key, const std::vector<std::string>& allowed) {
  const std::string* value = scalar(key, Need::required);
  if (value == nullptr) return "";
  if (std::find(allowed.begin(), allowed.end(), *value) == allowed.end()) {
    fault(key, quote(*value) + " is not in the closed list", suggestion(*value, allowed));
  }
  return *value;
}

std::string Reader::reference(std::string_view key, IdKind kind) {
  const std::string id = string(key);
  if (!id.empty()) {
    page_.references.push_back(Reference{kind, id, page_.file, line(key), path_of(key)});
  }
  return id;
}

std::vector<std::string> Reader::references(std::string_view key, IdKind kind, Need need) {
  const std::vector<std::string> ids = strings(key, need);
  if (ids.empty()) return ids;
  const YamlNode* node = list(key, need);
  for (const YamlNode& item : node->items) {
    if (item.text.empty()) continue;
    page_.references.push_back(Reference{kind, item.text, page_.file, item.line, path_of(key)});
  }
  return ids;
}

Reader Reader::map(std::string_view key) {
  const YamlNode* node = find(key, Need::required);
  return Reader(node == nullptr ? kNothing : *node, line(key), path_of(key), page_);
}

void Reader::each(std::string_view key, Need need, const std::function<void(Reader&)>& visit) {
  const YamlNode* node = list(key, need);
  if (node == nullptr) return;
  for (const YamlNode& item : node->items) {
    Reader reader(item, item.line, path_of(key), page_);
    visit(reader);
  }
}

void each_item(const YamlNode& node, Page& page, const std::function<void(Reader&)>& visit) {
  if (node.kind == YamlNode::Kind::null) return;  // a mistake of syntax, reported already
  if (node.kind != YamlNode::Kind::list) {
    page.faults.push_back(
        Fault{page.file, node.line, "the file must be a list", "start every entry with `- `"});
    return;
  }
  for (const YamlNode& item : node.items) {
    Reader reader(item, item.line, "", page);
    visit(reader);
  }
}

}  // namespace formulary::cards
