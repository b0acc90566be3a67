#include "tables/internal/parquet_scan.h"

#ifndef FORMULARY_DUCKDB

namespace formulary {

bool can_scan_parquet() {
  return false;
}

Result<CsvTable> scan_parquet(const std::filesystem::path&, const std::string& file,
                              const ParquetLimits&) {
  return fail(Fault{file, 0, "this build has no DuckDB", ""});
}

}  // namespace formulary

#else

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <exception>
#include <string_view>
#include <utility>

#include "tables/internal/duckdb_handles.h"
#include "tables/internal/parquet_cells.h"
#include "tables/utf8.h"

namespace formulary {

namespace {

constexpr const char* kMemory = "1GiB";  // of DuckDB; the table itself comes on top

// An open file. DuckDB reads it by this descriptor: a path would be a pattern to it ("*", "["),
// might carry values ("/year=2020/"), and could name another file by the time it is opened.
class OpenFile {
 public:
  explicit OpenFile(const std::filesystem::path& path)
      : descriptor_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  bool is_open() const { return descriptor_ >= 0; }
  std::string name() const { return "/proc/self/fd/" + std::to_string(descriptor_); }

 private:
  int descriptor_;
};

std::string in_double_quotes(const std::string& name) {
  std::string quoted = "\"";
  for (const char c : name) quoted.append(c == '"' ? 2 : 1, c);
  return quoted + "\"";
}

// The steps of reading one file, each with what went wrong (empty = nothing).
class ParquetScan {
 public:
  ParquetScan(const OpenFile& input, const std::string& file, const ParquetLimits& limits)
      : input_(input.name()),
        from_(" FROM read_parquet('" + input_ + "', hive_partitioning = false)"),
        limits_(limits) {
    table_.file = file;
  }

  Faults open();
  Faults read_header();
  Faults count_rows();
  Faults read_rows();
  CsvTable take_table() { return std::move(table_); }

 private:
  Faults damaged(const char* message) const;
  Faults run(const std::string& statement);
  void take_chunk(duckdb_data_chunk chunk, Faults& faults);
  void check_cell(const CsvRow& row, std::size_t column, Faults& faults) const;

  std::string input_;
  std::string from_;
  const ParquetLimits& limits_;
  Database database_;
  Connection connection_;
  std::string columns_;  // of the SELECT that reads them
  std::vector<AppendCell> append_;
  std::size_t promised_rows_ = 0;
  std::size_t table_bytes_ = 0;
  CsvTable table_;
};

// Cut DuckDB's message to what concerns the reader: one line, without the kind of error before it
// and without the descriptor that stands for the file.
Faults ParquetScan::damaged(const char* message) const {
  std::string what(message == nullptr ? "no reason given" : message);
  what = what.substr(0, what.find('\n'));
  if (const auto kind = what.find("Error: "); kind != std::string::npos) what.erase(0, kind + 7);
  const std::string in_quotes = "'" + input_ + "'";
  for (const std::string& name : {"file " + in_quotes, in_quotes, input_}) {
    for (auto at = what.find(name); at != std::string::npos; at = what.find(name)) {
      what.replace(at, name.size(), "it");
    }
  }
  for (auto bad = first_bad_byte(what); bad; bad = first_bad_byte(what)) what[bad->at] = '?';
  return {Fault{table_.file, 0, "the Parquet file cannot be read: " + what.substr(0, 300),
                "is it whole? copy or write it again"}};
}

Faults ParquetScan::run(const std::string& statement) {
  QueryResult result;
  if (duckdb_query(connection_.get(), statement.c_str(), result.out()) == DuckDBSuccess) return {};
  return damaged(duckdb_result_error(result.out()));
}

Faults ParquetScan::open() {
  Config config;
  bool good = duckdb_create_config(config.out()) == DuckDBSuccess;
  for (const auto& [name, value] : {std::pair{"threads", "1"},
                                    {"memory_limit", kMemory},
                                    {"temp_directory", ""},
                                    {"autoinstall_known_extensions", "false"},
                                    {"autoload_known_extensions", "false"},
                                    {"allow_persistent_secrets", "false"}}) {
    good = good && duckdb_set_config(config.get(), name, value) == DuckDBSuccess;
  }
  good = good && duckdb_open_ext(nullptr, database_.out(), config.get(), nullptr) == DuckDBSuccess;
  good = good && duckdb_connect(database_.get(), connection_.out()) == DuckDBSuccess;
  if (!good) return {Fault{table_.file, 0, "DuckDB, which reads Parquet, does not start", ""}};
  for (const std::string& setting :
       {std::string("TimeZone = 'UTC'"), "allowed_paths = ['" + input_ + "']",
        std::string("enable_external_access = false"), std::string("lock_configuration = true")}) {
    if (Faults faults = run("SET " + setting); !faults.empty()) return faults;
  }
  return {};
}

Faults ParquetScan::read_header() {
  Prepared all;
  const std::string query = "SELECT *" + from_;
  if (duckdb_prepare(connection_.get(), query.c_str(), all.out()) != DuckDBSuccess) {
    return damaged(duckdb_prepare_error(all.get()));
  }
  Faults faults;
  for (idx_t c = 0; c < duckdb_prepared_statement_column_count(all.get()); ++c) {
    const char* given = duckdb_prepared_statement_column_name(all.get(), c);
    const std::string name = given == nullptr ? "" : given;
    duckdb_free(const_cast<char*>(given));
    const duckdb_type type = duckdb_prepared_statement_column_type(all.get(), c);
    const std::string place = "column " + std::to_string(c + 1);
    if (name.empty()) faults.push_back({table_.file, 0, place + " has no name", ""});
    if (const auto bad = first_bad_byte(name)) {
      faults.push_back({table_.file, 0, "the name of " + place + " holds " + bad->why, ""});
    } else if (const auto held = no_cells(type)) {
      faults.push_back({table_.file, 0, "the column '" + name + "' holds " + *held,
                        "a cell is one number, text, date or truth value: unfold the column "
                        "or leave it out"});
    }
    const bool cast = append_cell(type) == nullptr;
    const std::string quoted = in_double_quotes(name);
    columns_ += (c == 0 ? "" : ", ") + (cast ? "CAST(" + quoted + " AS VARCHAR)" : quoted);
    append_.push_back(append_cell(cast ? DUCKDB_TYPE_VARCHAR : type));
    table_.header.push_back(name);
  }
  return faults;
}

// What the footer promises is asked for first: a file that is too long is refused unread.
Faults ParquetScan::count_rows() {
  QueryResult result;
  const std::string query = "SELECT count(*)" + from_;
  if (duckdb_query(connection_.get(), query.c_str(), result.out()) != DuckDBSuccess) {
    return damaged(duckdb_result_error(result.out()));
  }
  const Chunk chunk(duckdb_fetch_chunk(*result.out()));
  if (chunk.get() == nullptr) return damaged(duckdb_result_error(result.out()));
  const void* data = duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk.get(), 0));
  promised_rows_ = static_cast<std::size_t>(*static_cast<const std::int64_t*>(data));
  if (promised_rows_ <= limits_.rows) return {};
  return {Fault{table_.file, 0,
                "the file has " + std::to_string(promised_rows_) +
                    " rows, more than the limit of " + std::to_string(limits_.rows),
                "split it, or keep only what is needed"}};
}

void ParquetScan::check_cell(const CsvRow& row, std::size_t column, Faults& faults) const {
  const std::string& cell = row.fields[column];
  const auto bad = first_bad_byte(cell);
  if (!bad && cell.size() <= kRecordBytes) return;
  const std::string what = bad ? "holds " + bad->why : "is longer than 1 MiB";
  faults.push_back({table_.file, row.line, table_.header[column] + " " + what,
                    bad ? "write plain text, as UTF-8" : "a panel needs no such text"});
}

void ParquetScan::take_chunk(duckdb_data_chunk chunk, Faults& faults) {
  const idx_t rows = duckdb_data_chunk_get_size(chunk);
  const std::size_t first = table_.rows.size();
  for (idx_t r = 0; r < rows; ++r) {
    table_.rows.push_back(CsvRow{static_cast<int>(first + r) + 1, {}});
    table_.rows.back().fields.resize(append_.size());
  }
  table_bytes_ += rows * (sizeof(CsvRow) + append_.size() * sizeof(std::string));
  for (std::size_t c = 0; c < append_.size(); ++c) {
    const duckdb_vector vector = duckdb_data_chunk_get_vector(chunk, c);
    const void* data = duckdb_vector_get_data(vector);
    std::uint64_t* valid = duckdb_vector_get_validity(vector);
    for (idx_t r = 0; r < rows; ++r) {
      if (valid != nullptr && !duckdb_validity_row_is_valid(valid, r)) continue;
      CsvRow& row = table_.rows[first + r];
      append_[c](data, r, row.fields[c]);
      table_bytes_ += row.fields[c].size();
      if (faults.size() < kTableFaults) check_cell(row, c, faults);
    }
  }
}

Faults ParquetScan::read_rows() {
  Prepared select;
  Pending pending;
  QueryResult result;
  const std::string query = "SELECT " + columns_ + from_;
  if (duckdb_prepare(connection_.get(), query.c_str(), select.out()) != DuckDBSuccess) {
    return damaged(duckdb_prepare_error(select.get()));
  }
  // Streaming: the file passes through in chunks of 2048 rows and never stands here whole twice.
  if (duckdb_pending_prepared_streaming(select.get(), pending.out()) != DuckDBSuccess) {
    return damaged(duckdb_pending_error(pending.get()));
  }
  if (duckdb_execute_pending(pending.get(), result.out()) != DuckDBSuccess) {
    return damaged(duckdb_result_error(result.out()));
  }
  Faults faults;
  while (faults.size() < kTableFaults && table_.rows.size() <= promised_rows_) {
    const Chunk chunk(duckdb_fetch_chunk(*result.out()));
    if (chunk.get() == nullptr || duckdb_data_chunk_get_size(chunk.get()) == 0) break;
    take_chunk(chunk.get(), faults);
    if (table_bytes_ <= limits_.table_bytes) continue;
    return {Fault{table_.file, 0,
                  "the rows take more memory than the limit of " +
                      std::to_string(limits_.table_bytes) + " bytes",
                  "split the file, or keep only the columns that are needed"}};
  }
  if (!faults.empty()) return faults;
  const char* error = duckdb_result_error(result.out());
  if (error != nullptr && *error != '\0') return damaged(error);
  if (table_.rows.size() != promised_rows_)
    return damaged("it has other rows than its footer says");
  return {};
}

}  // namespace

bool can_scan_parquet() {
  return true;
}

Result<CsvTable> scan_parquet(const std::filesystem::path& path, const std::string& file,
                              const ParquetLimits& limits) {
  const OpenFile input(path);
  if (!input.is_open()) {
    return fail(Fault{file, 0, "cannot be read", "check the file's permissions"});
  }
  try {
    ParquetScan scan(input, file, limits);
    for (const auto step : {&ParquetScan::open, &ParquetScan::read_header, &ParquetScan::count_rows,
                            &ParquetScan::read_rows}) {
      if (Faults faults = (scan.*step)(); !faults.empty()) return fail(std::move(faults));
    }
    return scan.take_table();
  } catch (const std::exception& error) {  // DuckDB's own, should one get through its C interface
    return fail(Fault{file, 0, std::string("the Parquet file cannot be read: ") + error.what(),
                      "is it whole? copy or write it again"});
  }
}

}  // namespace formulary

#endif
