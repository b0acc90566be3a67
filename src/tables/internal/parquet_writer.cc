#include "tables/parquet_writer.h"

#include "tables/read_file.h"

#ifndef FORMULARY_DUCKDB

namespace formulary {

bool can_write_parquet() {
  return false;
}

Result<std::string> parquet_of(const std::vector<ParquetColumn>&,
                               const std::vector<std::vector<std::string>>&, const std::string&) {
  return fail(Fault{"", 0, "this build cannot write Parquet", "./run parquet adds it"});
}

}  // namespace formulary

#else

#include <unistd.h>

#include <filesystem>

#include "base/must.h"
#include "tables/internal/duckdb_handles.h"

namespace formulary {
namespace {

using Appender = Owned<duckdb_appender, [](duckdb_appender* one) { duckdb_appender_destroy(one); }>;

const char* sql_of(ParquetType type) {
  switch (type) {
    case ParquetType::text:
      return "VARCHAR";
    case ParquetType::integer:
      return "BIGINT";
    case ParquetType::number:
      return "DOUBLE";
    case ParquetType::money:
      return "DECIMAL(18, 2)";
    case ParquetType::date:
      return "DATE";
    case ParquetType::flag:
      return "BOOLEAN";
  }
  return "VARCHAR";
}

tl::unexpected<Faults> wrong(const char* message) {
  std::string what(message == nullptr ? "no reason given" : message);
  return fail(Fault{"", 0, "Parquet cannot be written: " + what.substr(0, what.find('\n')), ""});
}

std::string quoted(const std::string& name) {
  std::string text = "\"";
  for (const char c : name) text.append(c == '"' ? 2 : 1, c);
  return text + "\"";
}

// A file that goes when this does, whatever happened.
struct Scratch {
  std::string path;
  ~Scratch() {
    std::error_code error;
    std::filesystem::remove(path, error);
  }
};

class Writer {
 public:
  Result<bool> open() {
    Config config;
    bool good = duckdb_create_config(config.out()) == DuckDBSuccess;
    for (const auto& [name, value] : {std::pair{"threads", "1"},
                                      {"memory_limit", "1GiB"},
                                      {"temp_directory", ""},
                                      {"autoinstall_known_extensions", "false"},
                                      {"autoload_known_extensions", "false"}}) {
      good = good && duckdb_set_config(config.get(), name, value) == DuckDBSuccess;
    }
    good =
        good && duckdb_open_ext(nullptr, database_.out(), config.get(), nullptr) == DuckDBSuccess;
    good = good && duckdb_connect(database_.get(), connection_.out()) == DuckDBSuccess;
    if (!good) return wrong("DuckDB does not start");
    return true;
  }

  Result<bool> run(const std::string& statement) {
    QueryResult result;
    if (duckdb_query(connection_.get(), statement.c_str(), result.out()) != DuckDBSuccess) {
      return wrong(duckdb_result_error(result.out()));
    }
    return true;
  }

  // Cells come as text; DuckDB reads them as the column's type, or says what is wrong.
  Result<bool> append(const std::vector<std::vector<std::string>>& rows, std::size_t columns) {
    Appender appender;
    if (duckdb_appender_create(connection_.get(), nullptr, "t", appender.out()) != DuckDBSuccess) {
      return wrong(duckdb_appender_error(appender.get()));
    }
    for (const std::vector<std::string>& row : rows) {
      MUST(row.size() == columns);
      for (const std::string& cell : row) {
        const duckdb_state done =
            cell.empty() ? duckdb_append_null(appender.get())
                         : duckdb_append_varchar_length(appender.get(), cell.data(), cell.size());
        if (done != DuckDBSuccess) return wrong(duckdb_appender_error(appender.get()));
      }
      if (duckdb_appender_end_row(appender.get()) != DuckDBSuccess) {
        return wrong(duckdb_appender_error(appender.get()));
      }
    }
    if (duckdb_appender_close(appender.get()) != DuckDBSuccess) {
      return wrong(duckdb_appender_error(appender.get()));
    }
    return true;
  }

 private:
  Database database_;
  Connection connection_;
};

}  // namespace

bool can_write_parquet() {
  return true;
}

Result<std::string> parquet_of(const std::vector<ParquetColumn>& columns,
                               const std::vector<std::vector<std::string>>& rows,
                               const std::string& scratch_folder) {
  std::string name = (std::filesystem::path(scratch_folder) / "formulary-XXXXXX").string();
  const int descriptor = mkstemp(name.data());
  if (descriptor < 0) {
    return fail(Fault{scratch_folder, 0, "no file can be made here", "see its permissions"});
  }
  ::close(descriptor);
  const Scratch scratch{name};
  MUST(name.find('\'') == std::string::npos);  // it stands in a statement
  std::string create = "CREATE TABLE t (";
  for (std::size_t i = 0; i < columns.size(); ++i) {
    create += (i == 0 ? "" : ", ") + quoted(columns[i].name) + " " + sql_of(columns[i].type);
  }
  Writer writer;
  TRY(opened, writer.open());
  TRY(created, writer.run(create + ")"));
  TRY(appended, writer.append(rows, columns.size()));
  TRY(copied, writer.run("COPY t TO '" + name + "' (FORMAT parquet, COMPRESSION zstd)"));
  return read_file(name, "Parquet", kTableBytes);
}

}  // namespace formulary

#endif
