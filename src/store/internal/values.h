// Which values may be stored, so that both databases give back exactly what they were given?
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/database.h"

namespace formulary::store {

// Say why a value may not be stored: text that is not UTF-8 or holds a NUL, a number that is not
// finite. PostgreSQL refuses the first two and SQLite makes the third NULL.
std::optional<Trouble> check_value(const Value& value);

bool is_utf8(std::string_view text);

// A trouble of one kind, with the hint that belongs to it.
Trouble trouble(TroubleKind kind, const std::string& place, const std::string& what);

// A number that reads back as the same double.
std::string exact(double number);

}  // namespace formulary::store
