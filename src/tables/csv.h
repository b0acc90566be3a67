// What are the rows of this table? RFC 4180 text in, header and rows with their line numbers out.
//
// Accepted beyond RFC 4180: a byte order mark at the start, LF as well as CRLF, blank lines
// (skipped). Refused: everything that makes two programs read the same file differently.
#pragma once

#include <cstddef>
#include <filesystem>
#include <functional>
#include <istream>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace formulary {

struct CsvRow {
  int line = 0;                     // 1-based, where the row starts in the file
  std::vector<std::string> fields;  // as many as the header has
};

struct CsvTable {
  std::string file;  // as faults show it
  std::vector<std::string> header;
  std::vector<CsvRow> rows;
};

inline constexpr std::size_t kRecordBytes = 1u << 20;  // one row, line breaks in quotes included
inline constexpr std::size_t kTableFaults = 200;       // listed for one table; then reading stops

// Called once for the header and once for every row with the right number of fields.
struct CsvSink {
  std::function<void(const std::vector<std::string>& header)> header;
  std::function<void(const CsvRow& row)> row;
};

// Read a table record by record, never holding more than one of them: any size of file.
// Faults: empty file, duplicate or empty header names, wrong number of fields, unbalanced or
// misplaced quotes, NUL and control bytes, invalid UTF-8, a record above kRecordBytes.
Faults scan_csv(std::istream& stream, const std::string& file, const CsvSink& sink);

// Read a file (at most 4 GiB) as above; also faults when it is missing or unreadable.
Faults scan_csv(const std::filesystem::path& path, const std::string& file, const CsvSink& sink);

// Read a whole table into memory. Faults are added to `faults`; the rows without mistakes are
// returned all the same, so that the caller can go on to find the mistakes inside the cells.
CsvTable read_csv(const std::filesystem::path& path, const std::string& file, Faults& faults);

// Read a table from its text; any mistake fails the whole.
Result<CsvTable> parse_csv(std::string_view text, const std::string& file);

// Report the columns that a table lacks and those that nobody knows.
void check_columns(const CsvTable& table, const std::vector<std::string>& expected, Faults& faults);

// The cells of one row by the names of their columns. A mistake is added to the faults with the
// row's file and line, and the getter returns a harmless value. A column that the table lacks
// reads as empty and adds nothing: check_columns has already reported it.
class CsvCells {
 public:
  CsvCells(const CsvTable& table, const CsvRow& row, Faults& faults)
      : table_(table), row_(row), faults_(faults) {}

  std::string text(std::string_view column);  // must not be empty
  std::string text_or_empty(std::string_view column);
  double number(std::string_view column);  // finite
  std::optional<double> number_if_given(std::string_view column);
  int integer(std::string_view column, int low, int high);
  bool flag(std::string_view column);  // true | false
  int line() const { return row_.line; }
  void fault(std::string what, std::string hint = "");

 private:
  const std::string* cell(std::string_view column) const;

  const CsvTable& table_;
  const CsvRow& row_;
  Faults& faults_;
};

}  // namespace formulary
