// What does this file say of firms and years? A CSV or Parquet table as the columns of a panel.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "evaluate/panel.h"

namespace formulary::app {

// Which columns are wanted, and as what; a column may be both.
struct PanelColumnsWanted {
  std::vector<std::string> numbers;  // empty cells, NA, NaN and . are missing
  std::vector<std::string> keys;     // any text; empty cells and NA are missing
};

// Read those columns of a file, row by row. Faults: the file's own, a column that is not there
// (with those that are), text or an infinite value in a column of numbers.
Result<evaluate::Panel> read_panel_file(const std::string& path, PanelColumnsWanted wanted);

}  // namespace formulary::app
