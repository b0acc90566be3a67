// What does an open table hold? One definition of names, types, units and words, from which CSV,
// JSON, data package and Parquet all derive.
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/words.h"

namespace formulary::publish {

enum class ColumnType { text, integer, number, money, date, flag };

// Empty = there is no value; a status column, where there is one, says why.
using OpenValue =
    std::variant<std::monostate, std::string, std::int64_t, double, Money, Date, bool>;

struct OpenColumn {
  std::string name;
  ColumnType type = ColumnType::text;
  std::string unit;  // empty = none, or another column says it
  Text description;
};

struct OpenTable {
  std::string name;
  Text title;
  Text description;
  std::vector<std::string> key;  // columns that name a row; none of them is ever empty
  std::vector<OpenColumn> columns;
  std::vector<std::vector<OpenValue>> rows;  // in the order of the key

  std::size_t column(const std::string& column_name) const;  // MUST exist
};

// Bring a table into its one form: rows by key, texts without control characters and bytes that
// are not UTF-8, nothing in place of numbers that are not finite. MUST: every value of its column's
// type, no two rows of one key, no empty key.
OpenTable in_order(OpenTable table);

// Write a value as CSV and the formats of numbers want it: plain decimals, ISO dates, true and
// false; empty where there is none.
std::string text_of(const OpenValue& value);

// Write RFC 4180: a header, CRLF, UTF-8 without a byte order mark. A text that a spreadsheet would
// run as a formula, and that is no number, gets an apostrophe in front.
std::string csv_of(const OpenTable& table);

// Write the rows as a JSON array of records; money as decimal strings, empty values as null.
std::string json_of(const OpenTable& table);

}  // namespace formulary::publish
