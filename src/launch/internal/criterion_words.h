// What does a criterion ask, in words? Sentences for a firm that did not meet it.
#pragma once

#include <vector>

#include "domain/criteria.h"
#include "domain/words.h"

namespace formulary {

// "number of employees: at least 5 or exports: yes".
Text words_of(const std::vector<Criterion>& group);

// What was found for the fields that a group asks about: "number of employees: 3, exports: no".
Text found_for(const std::vector<Criterion>& group, const Facts& facts);

}  // namespace formulary
