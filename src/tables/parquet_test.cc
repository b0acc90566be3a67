// Expected values are known by hand or by invariance: the tests write their files with DuckDB and
// read back what they wrote; a table that came from CSV must not change on its way through Parquet.
#include "tables/parquet.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <fstream>
#include <optional>

#include "tables/number.h"

#ifdef FORMULARY_DUCKDB
#include <duckdb.h>
#endif

using namespace formulary;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "formulary_XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;
  ~Folder() { fs::remove_all(path_); }
  fs::path operator/(const std::string& name) const { return path_ / name; }

 private:
  fs::path path_;
};

void write(const fs::path& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary) << bytes;
}

void check_fault(const Result<CsvTable>& table, const std::string& phrase) {
  CAPTURE(phrase);
  REQUIRE_FALSE(table);
  REQUIRE(table.error().size() == 1);
  CAPTURE(table.error()[0].what);
  CHECK(table.error()[0].file == "shown");
  CHECK(table.error()[0].what.find(phrase) != std::string::npos);
}

}  // namespace

TEST_CASE("what is no whole Parquet file is refused before it is opened as one") {
  const Folder folder;
  check_fault(read_parquet(folder / "none", "shown"), "the file is missing");
  check_fault(read_parquet("/tmp", "shown"), "is not a file");
  for (const char* text : {"", "PAR", "a,b\n1,2\n"}) {
    write(folder / "text", text);
    check_fault(read_parquet(folder / "text", "shown"), "is not a Parquet file");
  }
  write(folder / "cut", "PAR1");
  check_fault(read_parquet(folder / "cut", "shown"), "the Parquet file is cut short");
  write(folder / "cut", "PAR1 and half of the rows");
  check_fault(read_parquet(folder / "cut", "shown"), "the Parquet file is cut short");
  write(folder / "secret", "PARE, and nobody knows what comes here");
  check_fault(read_parquet(folder / "secret", "shown"), "the Parquet file is encrypted");
  ParquetLimits limits;
  limits.file_bytes = 5;
  check_fault(read_parquet(folder / "cut", "shown", limits), "more than the limit of 5");
}

#ifndef FORMULARY_DUCKDB

TEST_CASE("a build without DuckDB says what is missing and how to get it") {
  MESSAGE("Parquet is not tested: this build has no DuckDB (./run parquet)");
  CHECK_FALSE(can_read_parquet());
  const Folder folder;
  write(folder / "whole", "PAR1 rows, footer PAR1");
  const auto table = read_parquet(folder / "whole", "shown");
  check_fault(table, "this build cannot read Parquet");
  CHECK(table.error()[0].hint.find("./run parquet") == 0);
}

#else

namespace {

// Write the answer of a query as a Parquet file.
void copy_to(const fs::path& path, const std::string& select, const std::string& options = "") {
  duckdb_config config = nullptr;
  duckdb_database database = nullptr;
  duckdb_connection connection = nullptr;
  duckdb_result result;
  REQUIRE(duckdb_create_config(&config) == DuckDBSuccess);
  REQUIRE(duckdb_set_config(config, "threads", "1") == DuckDBSuccess);  // as the reader does
  REQUIRE(duckdb_open_ext(nullptr, &database, config, nullptr) == DuckDBSuccess);
  duckdb_destroy_config(&config);
  REQUIRE(duckdb_connect(database, &connection) == DuckDBSuccess);
  const std::string copy =
      "COPY (" + select + ") TO '" + path.string() + "' (FORMAT parquet" + options + ")";
  const duckdb_state state = duckdb_query(connection, copy.c_str(), &result);
  const std::string error = state == DuckDBSuccess ? "" : duckdb_result_error(&result);
  duckdb_destroy_result(&result);
  duckdb_disconnect(&connection);
  duckdb_close(&database);
  REQUIRE(error == "");
}

std::string bytes_of(const fs::path& path) {
  const auto bytes = read_file(path, "");
  REQUIRE(bytes);
  return *bytes;
}

std::vector<std::string> one_row(const std::string& select) {
  const Folder folder;
  copy_to(folder / "row", "SELECT " + select);
  const auto table = read_parquet(folder / "row", "shown");
  if (!table) FAIL(describe(table.error()[0]));
  REQUIRE(table->rows.size() == 1);
  return table->rows[0].fields;
}

using Cells = std::vector<std::string>;

}  // namespace

TEST_CASE("a Parquet file reads as header and rows, each with its number") {
  CHECK(can_read_parquet());
  const Folder folder;
  copy_to(folder / "t",
          "SELECT * FROM (VALUES (2020, 'Ore, iron', 0.1), (2021, NULL, NULL)) "
          "t(year, \"sector \"\"x\"\"\", growth)");
  const auto table = read_parquet(folder / "t", "shown");
  REQUIRE(table);
  CHECK(table->file == "shown");
  CHECK(table->header == Cells{"year", "sector \"x\"", "growth"});
  REQUIRE(table->rows.size() == 2);
  CHECK(table->rows[0].line == 1);
  CHECK(table->rows[0].fields == Cells{"2020", "Ore, iron", "0.1"});
  CHECK(table->rows[1].line == 2);
  CHECK(table->rows[1].fields == Cells{"2021", "", ""});
}

TEST_CASE("whole numbers keep every digit, decimals their places") {
  CHECK(one_row("'-128'::TINYINT, 32767::SMALLINT, '-2147483648'::INTEGER, "
                "'-9223372036854775808'::BIGINT, 255::UTINYINT, 65535::USMALLINT, "
                "4294967295::UINTEGER, 18446744073709551615::UBIGINT") ==
        Cells{"-128", "32767", "-2147483648", "-9223372036854775808", "255", "65535", "4294967295",
              "18446744073709551615"});
  CHECK(one_row("1.50::DECIMAL(9,2), -0.000001::DECIMAL(38,6), NULL::INTEGER") ==
        Cells{"1.50", "-0.000001", ""});
}

TEST_CASE("numbers with a point come in their shortest form that reads back equal") {
  const Cells cells = one_row(
      "0.1::DOUBLE, 2000::DOUBLE, 5e-324::DOUBLE, 0.1::FLOAT, "
      "1.7976931348623157e308::DOUBLE, 0.30000000000000004::DOUBLE, "
      "-0.0::DOUBLE, 'nan'::DOUBLE");
  CHECK(cells == Cells{"0.1", "2000", "5e-324", "0.1", "1.7976931348623157e+308",
                       "0.30000000000000004", "-0", "nan"});
  CHECK(parse_number(cells[2]) == 5e-324);
  CHECK(parse_number(cells[4]) == 1.7976931348623157e308);
  CHECK_FALSE(parse_number(cells[7]));  // a reader of numbers will point at the row
}

TEST_CASE("truth values, dates and times read as people write them, the zone being UTC") {
  CHECK(one_row("true, false, DATE '2020-02-29', TIMESTAMP '2020-02-29 13:05:06', "
                "TIMESTAMPTZ '2020-02-29 13:05:06+06', 'x'::ENUM('x', 'y'), 'Өнер'") ==
        Cells{"true", "false", "2020-02-29", "2020-02-29 13:05:06", "2020-02-29 07:05:06+00", "x",
              "Өнер"});
}

TEST_CASE("columns that no cell can hold are refused, all of them") {
  const Folder folder;
  copy_to(folder / "t",
          "SELECT 1 AS good, [1, 2] AS a, {'x': 1} AS b, MAP {'x': 1} AS c, "
          "'x'::BLOB AS d, INTERVAL 1 DAY AS e");
  const auto table = read_parquet(folder / "t", "shown");
  REQUIRE_FALSE(table);
  REQUIRE(table.error().size() == 5);
  CHECK(table.error()[0].what == "the column 'a' holds lists");
  CHECK(table.error()[1].what == "the column 'b' holds structures");
  CHECK(table.error()[2].what == "the column 'c' holds maps");
  CHECK(table.error()[3].what == "the column 'd' holds bytes");
  CHECK(table.error()[4].what == "the column 'e' holds values of a kind that no cell can hold");
}

TEST_CASE("text that a person cannot read is refused with its row") {
  const Folder folder;
  copy_to(folder / "t",
          "SELECT 'good' AS name UNION ALL SELECT 'a' || chr(7) UNION ALL SELECT "
          "repeat('x', 1048577)");
  const auto table = read_parquet(folder / "t", "shown");
  REQUIRE_FALSE(table);
  REQUIRE(table.error().size() == 2);
  CHECK(table.error()[0].line == 2);
  CHECK(table.error()[0].what == "name holds the control character 0x07");
  CHECK(table.error()[1].line == 3);
  CHECK(table.error()[1].what == "name is longer than 1 MiB");

  copy_to(folder / "t", "SELECT 'a' || chr(7) AS name FROM range(5000)");
  const auto many = read_parquet(folder / "t", "shown");
  REQUIRE_FALSE(many);
  CHECK(many.error().size() == kTableFaults);
}

TEST_CASE("a file beyond the limits is refused, one at the limit is read") {
  const Folder folder;
  copy_to(folder / "t", "SELECT i, 'some words' AS t FROM range(5000) r(i)",
          ", ROW_GROUP_SIZE 2048");
  ParquetLimits limits;
  limits.rows = 5000;
  const auto table = read_parquet(folder / "t", "shown", limits);
  REQUIRE(table);
  CHECK(table->rows.size() == 5000);
  CHECK(table->rows.back().line == 5000);
  CHECK(table->rows.back().fields == Cells{"4999", "some words"});
  limits.rows = 4999;
  check_fault(read_parquet(folder / "t", "shown", limits),
              "the file has 5000 rows, more than the limit of 4999");
  limits = {};
  limits.table_bytes = 300'000;  // 5000 rows of 2 cells of 32 bytes
  check_fault(read_parquet(folder / "t", "shown", limits), "more memory than the limit of 300000");
}

TEST_CASE("a table without rows has its header all the same") {
  const Folder folder;
  copy_to(folder / "t", "SELECT 1 AS a, 'x' AS b WHERE false");
  const auto table = read_parquet(folder / "t", "shown");
  REQUIRE(table);
  CHECK(table->header == Cells{"a", "b"});
  CHECK(table->rows.empty());
}

TEST_CASE("a path is a path: no pattern, no value, no address") {
  const Folder folder;
  fs::create_directories(folder / "year=2020");
  copy_to(folder / "t", "SELECT 1 AS a");
  copy_to(folder / "other", "SELECT 2 AS a");
  for (const char* name : {"year=2020/t", "[o]ther", "*", "it's", "{t,other}"}) {
    CAPTURE(name);
    fs::copy_file(folder / "t", folder / name);
    const auto table = read_parquet(folder / name, "shown");
    REQUIRE(table);
    CHECK(table->header == Cells{"a"});
    REQUIRE(table->rows.size() == 1);
    CHECK(table->rows[0].fields == Cells{"1"});
  }
  check_fault(read_parquet("s3://bucket/t", "shown"), "the file is missing");
}

TEST_CASE("a damaged file is a fault, never fewer rows and never a crash") {
  const Folder folder;
  copy_to(folder / "t", "SELECT i, 'sector ' || i AS t FROM range(6000) r(i)",
          ", ROW_GROUP_SIZE 2048, COMPRESSION snappy");
  const std::string good = bytes_of(folder / "t");
  const std::size_t footer = good.rfind("duckdb_schema");
  REQUIRE(footer < good.size());
  std::string bad = good;
  bad.replace(footer - 2000, 1000, 1000, '\xFF');  // the last of three row groups
  write(folder / "bad", bad);
  const auto late = read_parquet(folder / "bad", "shown");
  check_fault(late, "the Parquet file cannot be read: ");
  CHECK(late.error()[0].what.find("/proc") == std::string::npos);

  std::size_t refused = 0;
  for (std::size_t at = 4; at + 4 < good.size(); at += good.size() / 37) {
    bad = good;
    bad.replace(at, 3, "\xFF\x80\xFF");
    write(folder / "bad", bad);
    const auto table = read_parquet(folder / "bad", "shown");
    if (table) CHECK(table->rows.size() == 6000);  // Parquet need not have checksums
    refused += table ? 0 : 1;
    write(folder / "bad", good.substr(0, at) + "PAR1");
    CHECK_FALSE(read_parquet(folder / "bad", "shown"));
  }
  CHECK(refused > 0);
}

TEST_CASE("a panel is the same table from Parquet as from CSV") {
  const fs::path csv = FORMULARY_ROOT "/content/panels/us_bls_klems.csv";
  const fs::path parquet = KLEMS_PARQUET;  // stays: the test panel_as_parquet compares the stages
  copy_to(parquet, "SELECT * FROM read_csv('" + csv.string() + "')");
  Faults faults;
  const CsvTable from_csv = read_csv(csv, "csv", faults);
  const auto from_parquet = read_parquet(parquet, "parquet");
  REQUIRE(faults.empty());
  REQUIRE(from_parquet);
  CHECK(from_parquet->header == from_csv.header);
  REQUIRE(from_parquet->rows.size() == from_csv.rows.size());
  std::size_t numbers = 0;
  for (std::size_t r = 0; r < from_csv.rows.size(); ++r) {
    for (std::size_t c = 0; c < from_csv.header.size(); ++c) {
      const std::string& expected = from_csv.rows[r].fields[c];
      const std::string& cell = from_parquet->rows[r].fields[c];
      const std::optional<double> number = parse_number(expected);
      if (number ? parse_number(cell) != number : cell != expected) {
        FAIL("row " << r + 1 << ": " << cell << " is not " << expected);
      }
      numbers += number ? 1 : 0;
    }
  }
  CHECK(numbers > 6 * from_csv.rows.size() - 100);  // all but the two columns of names
}

#endif
