// Which word did they mean? The nearest id to one that does not exist.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/toolbox.h"

namespace formulary::report {

// Find the candidate with the fewest changed letters (Levenshtein); empty when none is near,
// which is more than a third of the letters, or when there are no candidates.
std::string nearest(std::string_view word, const std::vector<std::string>& candidates);

// Say that no instrument has this id, naming the nearest one in the hint.
Fault no_such_instrument(const Toolbox& toolbox, const std::string& id);

}  // namespace formulary::report
