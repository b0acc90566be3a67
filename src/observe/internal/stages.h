// How does the stage model become a hidden Markov chain?
#pragma once

#include "domain/stages.h"
#include "math/hidden_markov.h"

namespace formulary {

// Lay the stage model out as a chain over four states. Neighbouring years share all but one year
// of their windows, so that each counts 1 / window_years.
HiddenMarkov chain_of(const StageModel& model);

}  // namespace formulary
