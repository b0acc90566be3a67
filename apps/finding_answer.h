// How is a finding given, and which columns does `x1 + x2` name? What all commands of `evaluate`
// share.
#pragma once

#include <string>
#include <vector>

#include "commands.h"
#include "evaluate/effect.h"

namespace formulary::app {

// Print a finding, or why there is none, and return the exit code.
int answer(const Common& common, const evaluate::Evaluated<evaluate::Finding>& found);

// `x1 + x2`, as in a formula; an empty sum names none. `option` is what a fault names.
Result<std::vector<std::string>> columns_in(const std::string& sum, const std::string& option);

}  // namespace formulary::app
