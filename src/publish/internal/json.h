// How is a published JSON document written? Keys in a fixed order, two spaces a level.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "base/money.h"
#include "domain/words.h"

namespace formulary::publish {

using Json = nlohmann::ordered_json;

// Print a document with a newline at its end; U+FFFD for bytes that are not UTF-8.
std::string print(const Json& json);

// The text with U+FFFD for bytes that are not UTF-8 and without control characters other than
// line feed and tab.
std::string readable(const std::string& text);

// An array of one element. (Braces around one element mean different things to compilers.)
Json list_of(Json element);

// An amount as a JSON number of major units, as 360Giving and OCDS want it; exact up to 2^53
// minor units.
Json number_of(Money amount);

}  // namespace formulary::publish
