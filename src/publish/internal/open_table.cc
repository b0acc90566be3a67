#include "publish/open_table.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

#include "base/must.h"
#include "publish/internal/json.h"

namespace formulary::publish {

namespace {

bool fits(const OpenValue& value, ColumnType type) {
  if (std::holds_alternative<std::monostate>(value)) return true;
  switch (type) {
    case ColumnType::text:
      return std::holds_alternative<std::string>(value);
    case ColumnType::integer:
      return std::holds_alternative<std::int64_t>(value);
    case ColumnType::number:
      return std::holds_alternative<double>(value);
    case ColumnType::money:
      return std::holds_alternative<Money>(value);
    case ColumnType::date:
      return std::holds_alternative<Date>(value);
    case ColumnType::flag:
      return std::holds_alternative<bool>(value);
  }
  return false;
}

// A spreadsheet takes a cell that opens so for a formula (OWASP, CSV injection), also where the
// sign is of double width.
bool opens_formula(const std::string& text) {
  constexpr std::array<const char*, 10> kSigns{"=",  "+",  "-",  "@",  "\t",
                                               "\r", "＝", "＋", "－", "＠"};
  return std::any_of(kSigns.begin(), kSigns.end(),
                     [&](const char* sign) { return text.starts_with(sign); });
}

bool is_number(std::string_view text) {
  if (!text.empty() && (text.front() == '-' || text.front() == '+')) text.remove_prefix(1);
  if (text.empty() || text.front() == '.' || text.back() == '.') return false;
  return std::all_of(text.begin(), text.end(),
                     [](char c) { return c == '.' || (c >= '0' && c <= '9'); }) &&
         std::count(text.begin(), text.end(), '.') <= 1;
}

std::string cell_of(const OpenValue& value) {
  std::string text = text_of(value);
  if (!std::holds_alternative<std::string>(value)) return text;
  if (opens_formula(text) && !is_number(text)) text.insert(0, "'");
  if (text.find_first_of(",\"\r\n") == std::string::npos) return text;
  std::string quoted = "\"";
  for (const char c : text) quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

Json record_value(const OpenValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return *integer;
  if (const auto* number = std::get_if<double>(&value)) return *number;
  if (const auto* flag = std::get_if<bool>(&value)) return *flag;
  if (std::holds_alternative<std::monostate>(value)) return nullptr;
  return text_of(value);
}

}  // namespace

std::size_t OpenTable::column(const std::string& column_name) const {
  const auto at = std::find_if(columns.begin(), columns.end(),
                               [&](const OpenColumn& one) { return one.name == column_name; });
  MUST(at != columns.end());
  return static_cast<std::size_t>(at - columns.begin());
}

OpenTable in_order(OpenTable table) {
  std::vector<std::size_t> key;
  for (const std::string& name : table.key) key.push_back(table.column(name));
  for (std::vector<OpenValue>& row : table.rows) {
    MUST(row.size() == table.columns.size());
    for (std::size_t c = 0; c < row.size(); ++c) {
      MUST(fits(row[c], table.columns[c].type));
      if (auto* text = std::get_if<std::string>(&row[c])) *text = readable(*text);
      const auto* number = std::get_if<double>(&row[c]);
      if (number != nullptr && !std::isfinite(*number)) row[c] = OpenValue();
    }
    for (const std::size_t c : key) MUST(!std::holds_alternative<std::monostate>(row[c]));
  }
  const auto compare = [&](const auto& a, const auto& b) {
    for (const std::size_t c : key) {
      if (a[c] != b[c]) return a[c] < b[c];
    }
    return false;
  };
  std::sort(table.rows.begin(), table.rows.end(), compare);
  for (std::size_t r = 1; r < table.rows.size(); ++r) {
    MUST(compare(table.rows[r - 1], table.rows[r]));  // no two rows of one key
  }
  return table;
}

std::string text_of(const OpenValue& value) {
  if (const auto* text = std::get_if<std::string>(&value)) return *text;
  if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
  if (const auto* amount = std::get_if<Money>(&value)) return amount->text();
  if (const auto* day = std::get_if<Date>(&value)) return day->text();
  if (const auto* flag = std::get_if<bool>(&value)) return *flag ? "true" : "false";
  if (const auto* number = std::get_if<double>(&value)) {
    if (*number == 0) return "0";  // also for -0
    const bool plain = std::fabs(*number) >= 1e-6 && std::fabs(*number) < 1e17;
    std::array<char, 64> digits{};
    const auto end =
        std::to_chars(digits.data(), digits.data() + digits.size(), *number,
                      plain ? std::chars_format::fixed : std::chars_format::scientific);
    return {digits.data(), end.ptr};
  }
  return "";
}

std::string csv_of(const OpenTable& table) {
  std::string csv;
  const auto add = [&](std::size_t column, const std::string& cell) {
    csv += (column > 0 ? "," : "") + cell;
  };
  for (std::size_t c = 0; c < table.columns.size(); ++c) add(c, table.columns[c].name);
  csv += "\r\n";
  for (const std::vector<OpenValue>& row : table.rows) {
    for (std::size_t c = 0; c < row.size(); ++c) add(c, cell_of(row[c]));
    csv += "\r\n";
  }
  return csv;
}

std::string json_of(const OpenTable& table) {
  Json records = Json::array();
  for (const std::vector<OpenValue>& row : table.rows) {
    Json record = Json::object();
    for (std::size_t c = 0; c < row.size(); ++c) {
      record[table.columns[c].name] = record_value(row[c]);
    }
    records.push_back(std::move(record));
  }
  return print(records);
}

}  // namespace formulary::publish
