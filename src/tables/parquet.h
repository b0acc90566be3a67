// What are the rows of this Parquet file? The same table as from CSV: cells as text, by row.
//
// An optional part: DuckDB reads the file, and a build without it (docs/decisions/0003) says so.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"
#include "tables/csv.h"
#include "tables/read_file.h"

namespace formulary {

struct ParquetLimits {
  std::uintmax_t file_bytes = kTableBytes;
  std::size_t rows = 5'000'000;
  std::size_t table_bytes = std::size_t{1} << 30;  // 1 GiB: the rows as they stand in memory
};

// Say whether this build can read Parquet.
bool can_read_parquet();

// Read a whole Parquet file; `line` of a row is its number in the file, from 1. Numbers come in
// their shortest form that reads back equal, truth values as true and false, dates and times in
// ISO 8601 (UTC where they have a zone), NULL as an empty cell.
// Faults, with `shown_name` as their file: missing, not Parquet, cut short, encrypted or damaged;
// beyond a limit; columns of lists, structures, maps or bytes; text with control characters; a
// build that cannot read Parquet.
Result<CsvTable> read_parquet(const std::filesystem::path& path, const std::string& shown_name,
                              const ParquetLimits& limits = {});

}  // namespace formulary
