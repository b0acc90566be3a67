// What does DuckDB find in this Parquet file? The adapter: its C interface ends here.
#pragma once

#include <filesystem>
#include <string>

#include "tables/parquet.h"

namespace formulary {

// Say whether this build has DuckDB.
bool can_scan_parquet();

// Read a file that begins and ends like Parquet; arguments and faults as of read_parquet. The
// query runs on one thread in at most 1 GiB and may open no other file.
Result<CsvTable> scan_parquet(const std::filesystem::path& path, const std::string& file,
                              const ParquetLimits& limits);

}  // namespace formulary
