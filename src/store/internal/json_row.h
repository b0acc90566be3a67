// What does one line of an export say? The reading side of json_text.h.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "store/database.h"

namespace formulary::store {

using NamedValues = std::vector<std::pair<std::string, Value>>;

// Read one flat JSON object whose values are text, numbers, null and {"hex":"..."}; a number with
// a point or an exponent is a double. Nothing when the line is anything else.
std::optional<NamedValues> read_json_row(std::string_view line);

}  // namespace formulary::store
