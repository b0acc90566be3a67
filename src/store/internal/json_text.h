// How is a stored value written as JSON, the same on every run?
#pragma once

#include <string>
#include <string_view>

#include "store/database.h"

namespace formulary::store {

// Append a value: integers without a point, doubles always with a point or an exponent, bytes as
// {"hex":"0a0b"}; text as it is, but for quotes, backslashes and control characters.
void append_json(std::string& json, const Value& value);
void append_json_text(std::string& json, std::string_view text);

}  // namespace formulary::store
