// What does a column mean? Every column of every open table, once, in three languages.
#pragma once

#include <string>
#include <vector>

#include "publish/open_table.h"

namespace formulary::publish {

// The column with this name; MUST exist.
OpenColumn column_named(const std::string& name);

// A table without rows, its columns by name; the first of them, as many as `key`, name a row.
OpenTable table_of(const std::string& name, const Text& title, const Text& description,
                   const std::vector<std::string>& columns, std::size_t key);

}  // namespace formulary::publish
