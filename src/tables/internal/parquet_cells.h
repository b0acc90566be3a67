// How does a value of a Parquet column read as text?
#pragma once

#include <optional>
#include <string>

#include <duckdb.h>

namespace formulary {

// Append the value at `row` of a vector's data to a text.
using AppendCell = void (*)(const void* data, idx_t row, std::string& text);

// Find how to write a type; nothing for one that DuckDB must first cast to text, or a nested one.
AppendCell append_cell(duckdb_type type);

// Say whether DuckDB's own text of a type is what a cell should hold (dates, decimals, ...).
bool reads_well_as_text(duckdb_type type);

// Name in the plural what a column holds that no cell can; nothing when a cell can.
std::optional<std::string> no_cells(duckdb_type type);

}  // namespace formulary
