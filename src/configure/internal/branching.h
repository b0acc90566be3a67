// How far is the best plan from the best there is? Branch and price, where the relaxation is loose.
#pragma once

#include <functional>

#include "configure/internal/master.h"
#include "configure/internal/pool.h"

namespace formulary::configuring {

// What branch and price starts from and leaves better.
struct Certificate {
  double bound = 0;      // no plan is worth more
  long long priced = 0;  // nodes of pricing so far
};

// Split the problem on whether a cell's package holds an option, solving each half by column
// generation with its own Lagrangian bound, the loosest half first, until `plan` is within
// `envelope.gap` of every half's bound or `most_priced` nodes of pricing are spent. The count, not
// the time, so that every machine finds the same. `improve` sees every relaxation on the way.
void branch_and_price(const Candidates& candidates, const Envelope& envelope,
                      const ConfigureOptions& options, const MasterInput& input, Pool& pool,
                      const MasterSolution& relaxation, long long most_priced,
                      const std::function<double(const MasterSolution&)>& improve,
                      Certificate& certificate);

}  // namespace formulary::configuring
