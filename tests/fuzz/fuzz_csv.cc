// What does the CSV reader do with any bytes? It must report or return, and what it returns must
// be a table.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/must.h"
#include "tables/csv.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace formulary;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Result<CsvTable> table = parse_csv(text, "fuzz.csv");
  if (!table) {
    MUST(!table.error().empty());
    return 0;
  }
  MUST(!table->header.empty());
  Faults faults;
  for (const CsvRow& row : table->rows) {
    MUST(row.fields.size() == table->header.size() && row.line >= 1);
    CsvCells cells(*table, row, faults);
    for (const std::string& column : table->header) {
      cells.number(column);
      cells.integer(column, 0, 10);
      cells.flag(column);
    }
  }
  return 0;
}
