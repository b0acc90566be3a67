// How does a register leave one database and enter another, unchanged? Lines of JSON.
#pragma once

#include <cstdint>
#include <iosfwd>

#include "store/database.h"

namespace formulary::store {

// Write every table but those that let someone in, a line a row, as of one moment; a first line
// says the schema and whether it is a demonstration, the last one the number of rows. Returns that
// number. Accounts travel without their passwords, sessions and tokens: where the register arrives,
// passwords are set anew.
Stored<std::int64_t> export_register(Database& database, std::ostream& out);

// Read what export_register wrote into an empty register, all or nothing, and verify its audit
// chain. Returns the number of rows.
// Errors: damaged, with the line, where the text is not such an export or its chain does not
// hold; newer_schema; breaks_a_rule where the register is not empty.
Stored<std::int64_t> import_register(Database& database, std::istream& in);

}  // namespace formulary::store
