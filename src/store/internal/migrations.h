// How does a database of an older program become one of this program? Numbered steps, forward only.
#pragma once

#include <span>
#include <string>

#include "store/database.h"

namespace formulary::store {

// One step. The SQL is the same for both databases but for words in braces: {int}, {real},
// {text}, {bytes} are types, {strict} ends a table; a script that only one of them takes stands
// under its name and runs after the other.
struct Migration {
  int number;  // 1, 2, 3 ...
  const char* name;
  const char* sql;
  const char* sqlite;
  const char* postgresql;
};

std::span<const Migration> migrations();

// Bring the schema up to date, in one transaction.
// Errors: newer_schema when the database knows a step that this program does not.
Stored<void> migrate(Session& session);

// The same with other steps, for tests.
Stored<void> migrate(Session& session, std::span<const Migration> steps);

// Put the types of a dialect in place of the words in braces.
std::string in_dialect(std::string_view sql, Dialect dialect);

}  // namespace formulary::store
