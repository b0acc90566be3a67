// Which values stand in this file? CSV or NDJSON of any size, a batch at a time.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/observation.h"

namespace formulary::server {

// A row that could not even be read.
struct BadRow {
  int line = 0;
  std::string column;
  std::string what;
};

struct ValueBatch {
  std::vector<Observation> rows;
  std::vector<int> lines;  // where each row starts in the file
  std::vector<BadRow> bad;
};

enum class RowFormat { csv, ndjson };

// Read a file in batches of `at_a_time` rows; `take` returns false to stop. Columns or keys:
// subject, kpi, from, to, and of value, missing_why, source, subject_kind as many as are needed.
// Errors: what makes the file as a whole unreadable (its header, quotes, encoding).
Faults read_values(const std::string& path, RowFormat format, std::size_t at_a_time,
                   const std::function<bool(ValueBatch&)>& take);

}  // namespace formulary::server
