// How is the best mix of packages found? Column generation, certified, then rounded.
#pragma once

#include <vector>

#include "configure/internal/master.h"

namespace formulary::configuring {

// What the solver leaves behind. `bound` is no package's value over the whole set of candidates;
// `gap` = (bound - value of the plan) / bound.
struct Solution {
  std::vector<Column> pool;
  Plan plan;
  MasterSolution relaxation;  // at the end: its prices are the limits' shadow prices
  MasterInput input;
  double gap = 1;
  double bound = 0;  // millions
  int rounds = 0;
  long long priced = 0;  // nodes of all exact pricing
};

Solution solve(const Candidates& candidates, const Envelope& envelope,
               const ConfigureOptions& options);

}  // namespace formulary::configuring
