#include "tables/csv.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>

#include "tables/number.h"
#include "tables/read_file.h"
#include "tables/utf8.h"

namespace formulary {

namespace {

// The fields of one record, and what is wrong with its quotes (empty = nothing).
struct Split {
  std::vector<std::string> fields;
  std::string mistake;
};

Split split_record(std::string_view record) {
  Split split;
  std::size_t at = 0;
  while (true) {
    std::string field;
    if (at < record.size() && record[at] == '"') {
      ++at;
      while (at < record.size()) {
        if (record[at] != '"') {
          field += record[at++];
        } else if (at + 1 < record.size() && record[at + 1] == '"') {
          field += '"';
          at += 2;
        } else {
          break;
        }
      }
      ++at;  // the closing quote; the scanner has seen that there is one
      if (at < record.size() && record[at] != ',') split.mistake = "text after a closing quote";
    }
    while (at < record.size() && record[at] != ',') {
      if (record[at] == '"') split.mistake = "a quote inside a field that does not start with one";
      if (record[at] == '\r') split.mistake = "a carriage return without a line feed";
      field += record[at++];
    }
    split.fields.push_back(std::move(field));
    if (at >= record.size()) return split;
    ++at;  // the comma
  }
}

// Cuts a stream of bytes into records and hands them on.
class Scanner {
 public:
  Scanner(std::string file, const CsvSink& sink) : file_(std::move(file)), sink_(sink) {}

  void take(char c) {
    if (state_ == State::too_long) {
      if (c == '\n') start_record();
    } else if (state_ == State::quoted) {
      if (c == '"') state_ = State::quote_in_quoted;
      keep(c);
    } else if (c == '\n') {
      end_record();
      start_record();
    } else {
      if (c == '"' && state_ == State::field_start) {
        state_ = State::quoted;
        quote_line_ = line_;
      } else if (c == '"' && state_ == State::quote_in_quoted) {
        state_ = State::quoted;
      } else {
        state_ = c == ',' ? State::field_start : State::plain;
      }
      keep(c);
    }
    if (c == '\n') ++line_;
    if (c == '\n' && state_ == State::field_start) record_line_ = line_;
  }

  void finish() {
    if (stopped_) return;
    if (state_ == State::quoted) {
      fault(quote_line_, "a quoted field is never closed",
            "close it with a quote; write \"\" "
            "for a quote inside it");
    } else if (state_ != State::too_long) {
      end_record();
    }
    if (header_.empty() && faults_.empty()) {
      fault(0, "the table is empty", "its first line must name the columns");
    }
  }

  bool stopped() const { return stopped_; }
  Faults take_faults() { return std::move(faults_); }

 private:
  enum class State { field_start, plain, quoted, quote_in_quoted, too_long };

  void fault(int line, std::string what, std::string hint = "") {
    if (stopped_) return;
    faults_.push_back(Fault{file_, line, std::move(what), std::move(hint)});
    if (faults_.size() < kTableFaults) return;
    faults_.push_back(Fault{file_, line, "too many mistakes, the rest of the table was not read",
                            "repair these first"});
    stopped_ = true;
  }

  // Report a record that cannot be cut into fields; without a header no other row can be read.
  void bad_record(int line, std::string what, std::string hint) {
    fault(line, std::move(what), std::move(hint));
    if (header_.empty()) stopped_ = true;
  }

  void start_record() {
    record_.clear();
    state_ = State::field_start;
  }

  void keep(char c) {
    record_ += c;
    if (record_.size() <= kRecordBytes) return;
    if (state_ == State::quoted) {
      fault(quote_line_, "a quoted field is longer than 1 MiB", "is its closing quote missing?");
      stopped_ = true;  // where the next row starts is anybody's guess
    } else {
      bad_record(record_line_, "a line is longer than 1 MiB", "is a line break missing?");
    }
    record_.clear();
    record_.shrink_to_fit();
    state_ = State::too_long;
  }

  void end_record() {
    if (!record_.empty() && record_.back() == '\r') record_.pop_back();
    if (record_.empty()) return;
    if (const auto bad = first_bad_byte(record_)) {
      const auto lines = std::count(record_.begin(), record_.begin() + bad->at, '\n');
      bad_record(record_line_ + static_cast<int>(lines), bad->why, "save the file as UTF-8 text");
      return;
    }
    Split split = split_record(record_);
    if (!split.mistake.empty()) {
      bad_record(record_line_, split.mistake,
                 "put the whole field in quotes and write \"\" for a quote inside it");
    } else if (header_.empty()) {
      take_header(std::move(split.fields));
    } else if (split.fields.size() != header_.size()) {
      fault(record_line_,
            "the row has " + std::to_string(split.fields.size()) + " fields, the header " +
                std::to_string(header_.size()),
            "put a field that contains a comma in quotes");
    } else {
      sink_.row(CsvRow{record_line_, std::move(split.fields)});
    }
  }

  void take_header(std::vector<std::string> names) {
    header_ = std::move(names);
    std::set<std::string> seen;
    for (const std::string& name : header_) {
      if (name.empty()) fault(record_line_, "a column has no name");
      if (!name.empty() && !seen.insert(name).second) {
        fault(record_line_, "the column '" + name + "' stands twice in the header");
      }
    }
    sink_.header(header_);
  }

  std::string file_;
  const CsvSink& sink_;
  Faults faults_;
  State state_ = State::field_start;
  std::string record_;
  std::vector<std::string> header_;
  int line_ = 1;
  int record_line_ = 1;
  int quote_line_ = 1;
  bool stopped_ = false;
};

CsvSink into(CsvTable& table) {
  return CsvSink{[&table](const std::vector<std::string>& header) { table.header = header; },
                 [&table](const CsvRow& row) { table.rows.push_back(row); }};
}

std::string in_quotes(std::string_view text) {
  return "'" + std::string(text.substr(0, 40)) + (text.size() > 40 ? "...'" : "'");
}

}  // namespace

Faults scan_csv(std::istream& stream, const std::string& file, const CsvSink& sink) {
  Scanner scanner(file, sink);
  std::array<char, 1 << 16> block;
  bool at_start = true;
  while (stream && !scanner.stopped()) {
    stream.read(block.data(), static_cast<std::streamsize>(block.size()));
    std::string_view bytes(block.data(), static_cast<std::size_t>(stream.gcount()));
    if (at_start) bytes = without_bom(bytes);
    at_start = false;
    for (std::size_t i = 0; i < bytes.size() && !scanner.stopped(); ++i) scanner.take(bytes[i]);
  }
  scanner.finish();
  Faults faults = scanner.take_faults();
  if (stream.bad()) faults.push_back(Fault{file, 0, "cannot be read to its end", ""});
  return faults;
}

Faults scan_csv(const std::filesystem::path& path, const std::string& file, const CsvSink& sink) {
  const auto size = file_size_within(path, file, kTableBytes);
  if (!size) return size.error();
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return {Fault{file, 0, "cannot be read", "check the file's permissions"}};
  return scan_csv(stream, file, sink);
}

CsvTable read_csv(const std::filesystem::path& path, const std::string& file, Faults& faults) {
  CsvTable table;
  table.file = file;
  Faults found = scan_csv(path, file, into(table));
  faults.insert(faults.end(), found.begin(), found.end());
  return table;
}

Result<CsvTable> parse_csv(std::string_view text, const std::string& file) {
  CsvTable table;
  table.file = file;
  std::istringstream stream{std::string(text)};
  Faults faults = scan_csv(stream, file, into(table));
  if (!faults.empty()) return fail(std::move(faults));
  return table;
}

void check_columns(const CsvTable& table, const std::vector<std::string>& expected,
                   Faults& faults) {
  if (table.header.empty()) return;  // empty or unreadable: reported already
  std::string list;
  for (const std::string& name : expected) list += (list.empty() ? "" : ",") + name;
  const auto contains = [](const std::vector<std::string>& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const std::string& name : expected) {
    if (contains(table.header, name)) continue;
    faults.push_back(
        Fault{table.file, 1, "the column '" + name + "' is missing", "the columns are " + list});
  }
  for (const std::string& name : table.header) {
    if (contains(expected, name)) continue;
    faults.push_back(
        Fault{table.file, 1, "unknown column " + in_quotes(name), "the columns are " + list});
  }
}

const std::string* CsvCells::cell(std::string_view column) const {
  const auto at = std::find(table_.header.begin(), table_.header.end(), column);
  if (at == table_.header.end()) return nullptr;
  return &row_.fields[static_cast<std::size_t>(at - table_.header.begin())];
}

void CsvCells::fault(std::string what, std::string hint) {
  faults_.push_back(Fault{table_.file, row_.line, std::move(what), std::move(hint)});
}

std::string CsvCells::text_or_empty(std::string_view column) {
  const std::string* field = cell(column);
  return field == nullptr ? "" : *field;
}

std::string CsvCells::text(std::string_view column) {
  const std::string* field = cell(column);
  if (field != nullptr && field->empty()) fault(std::string(column) + " is empty");
  return field == nullptr ? "" : *field;
}

std::optional<double> CsvCells::number_if_given(std::string_view column) {
  const std::string* field = cell(column);
  if (field == nullptr || field->empty()) return std::nullopt;
  const std::optional<double> value = parse_number(*field);
  if (!value) {
    fault(std::string(column) + ": " + in_quotes(*field) + " is not a finite number",
          "write it like 1250.5, without spaces, separators or units");
  }
  return value;
}

double CsvCells::number(std::string_view column) {
  const std::string* field = cell(column);
  if (field != nullptr && field->empty()) fault(std::string(column) + " is empty");
  return number_if_given(column).value_or(0);
}

int CsvCells::integer(std::string_view column, int low, int high) {
  const std::string* field = cell(column);
  if (field == nullptr) return low;
  const std::optional<int> value = parse_integer(*field);
  if (value && *value >= low && *value <= high) return *value;
  fault(std::string(column) + ": " + in_quotes(*field) + " is not a whole number from " +
        std::to_string(low) + " to " + std::to_string(high));
  return low;
}

bool CsvCells::flag(std::string_view column) {
  const std::string* field = cell(column);
  if (field == nullptr) return false;
  const std::optional<bool> value = parse_flag(*field);
  if (!value) fault(std::string(column) + ": " + in_quotes(*field) + " is not true or false");
  return value.value_or(false);
}

}  // namespace formulary
