// Expected values by invariance: what is written reads back as the text it was, but for money,
// which always has two decimals.
#include "tables/parquet_writer.h"

#include <doctest/doctest.h>

#include <fstream>

#include "support/temporary_folder.h"
#include "tables/parquet.h"

using namespace formulary;

TEST_CASE("a table of every type comes back from Parquet as it went in") {
  const support::TemporaryFolder folder;
  const std::vector<ParquetColumn> columns{
      {"id", ParquetType::text},      {"number \"of\" firms", ParquetType::integer},
      {"share", ParquetType::number}, {"budget", ParquetType::money},
      {"day", ParquetType::date},     {"is_open", ParquetType::flag}};
  const std::vector<std::vector<std::string>> rows{
      {"000123", "9007199254740993", "0.1", "90071992547409.93", "2026-02-28", "true"},
      {"'; drop \\N \"x\"", "-3", "1e-300", "-0.01", "1999-12-31", "false"},
      {"Қазақстан", "", "", "", "", ""}};
  if (!can_write_parquet()) {
    MESSAGE("Parquet is not written: this build has no DuckDB (./run parquet)");
    CHECK(!parquet_of(columns, rows, folder.path()));
    return;
  }
  const auto bytes = parquet_of(columns, rows, folder.path());
  REQUIRE_MESSAGE(bytes.has_value(), (bytes ? "" : describe(bytes.error()[0])));
  CHECK(parquet_of(columns, rows, folder.path()) == bytes);  // the same bytes again
  CHECK(std::filesystem::is_empty(folder.path()));           // no scratch file stays
  const std::string path = folder.path() + "/t.parquet";
  std::ofstream(path, std::ios::binary) << *bytes;
  const auto table = read_parquet(path, "t");
  REQUIRE(table.has_value());
  for (std::size_t c = 0; c < columns.size(); ++c) CHECK(table->header[c] == columns[c].name);
  REQUIRE(table->rows.size() == rows.size());
  for (std::size_t r = 0; r < rows.size(); ++r) CHECK(table->rows[r].fields == rows[r]);
}

TEST_CASE("a cell that is not of its column's type is named, and no file is left") {
  if (!can_write_parquet()) return;
  const support::TemporaryFolder folder;
  for (const auto& [type, cell] : {std::pair{ParquetType::integer, "many"},
                                   {ParquetType::number, "1,5"},
                                   {ParquetType::money, "12.3.4"},
                                   {ParquetType::date, "2026-02-30"},
                                   {ParquetType::flag, "perhaps"}}) {
    const auto bytes = parquet_of({{"a", type}}, {{cell}}, folder.path());
    REQUIRE(!bytes.has_value());
    CHECK(bytes.error()[0].what.find("Parquet cannot be written") == 0);
  }
  CHECK(std::filesystem::is_empty(folder.path()));
  CHECK(!parquet_of({{"a", ParquetType::text}}, {{"x"}}, folder.path() + "/none"));
}
