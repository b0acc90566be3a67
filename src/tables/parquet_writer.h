// How is a table written as Parquet? With types, compressed, for those who load it whole.
//
// An optional part: DuckDB writes it, and a build without it (docs/decisions/0003) says so.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"

namespace formulary {

enum class ParquetType { text, integer, number, money, date, flag };

struct ParquetColumn {
  std::string name;
  ParquetType type = ParquetType::text;
};

// Say whether this build can write Parquet.
bool can_write_parquet();

// Write rows, each with a cell of text for every column; an empty cell is NULL. Money has two
// decimals. The same rows give the same bytes with the same DuckDB.
//
// scratch_folder   holds a file meanwhile; its path MUST have no single quote
//
// Errors: a cell that is not of its column's type; a folder that cannot be written; a build that
// cannot write Parquet.
Result<std::string> parquet_of(const std::vector<ParquetColumn>& columns,
                               const std::vector<std::vector<std::string>>& rows,
                               const std::string& scratch_folder);

}  // namespace formulary
