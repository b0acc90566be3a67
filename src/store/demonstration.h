// Is this register a demonstration? The first record of its audit chain says so, or it never is.
//
// The mark is a record of the chain and nothing else: it stands before all data, goes wherever the
// chain goes (export, import, backup), and cannot be taken away without breaking the chain.
#pragma once

#include <cstdint>

#include "domain/reason.h"
#include "store/audit.h"
#include "store/database.h"

namespace formulary::store {

// Once there is a first record, a register stays what it is.
enum class RegisterKind { empty, real, demonstration };

// Mark an empty register; returns the number of the record, which is 1. Refused: not_empty.
Stored<Allowed<std::int64_t>> mark_demonstration(Session& session, const Act& act);

Stored<RegisterKind> kind_of_register(Session& session);

}  // namespace formulary::store
