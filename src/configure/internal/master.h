// Which mix of packages is best under the shared limits? The linear master and its rounding.
#pragma once

#include <vector>

#include "configure/internal/pricing.h"

namespace formulary::configuring {

// The limits as the master sees them; a Pareto point scales the budget.
struct MasterInput {
  const Candidates* candidates = nullptr;
  std::vector<double> limit;  // by limit
  double risk_aversion = 0;
  double money = 0;  // value of a unit of public money left unspent
};

struct MasterSolution {
  double value = 0;         // of the linear relaxation over the pool
  std::vector<double> use;  // by column, 0..1; of the pool as it was when solved
  Prices prices;
  double missed = 0;  // artificial use of >= limits: positive when they cannot hold
  std::vector<std::size_t> missed_limits;
};

// Solve the linear relaxation over the pool (CLP, one model a call). The cells of `must_act` take a
// package; the others may stay empty.
MasterSolution solve_master(const MasterInput& input, const std::vector<Column>& pool,
                            const std::vector<std::size_t>& must_act = {});

// Upper bound over all packages at these prices, given the cells' pricing bounds.
double lagrangian_bound(const MasterInput& input, const Prices& prices,
                        const std::vector<double>& cell_bounds);

// One column (or kNone) a choice, and what it is worth.
struct Plan {
  std::vector<std::size_t> column;  // by choice
  double value = 0;                 // objective: mean + risk_aversion x worst draw - money x cost
  double missed = 0;                // shortfall of >= limits, in their own units relative to them
};

double plan_value(const MasterInput& input, const std::vector<Column>& pool,
                  const std::vector<std::size_t>& column);

// Round the relaxation: take the columns it uses most as far as they fit, then move and swap
// single cells and pairs while the plan gains.
Plan round_plan(const MasterInput& input, const std::vector<Column>& pool,
                const MasterSolution& relaxation);

// Improve on a plan by branch and bound in a child process (the `cbc` program, which is not
// thread-safe as a library), stopped by a count of nodes so that every machine finds the same;
// the plan itself when there is no such program or nothing better.
Plan branch_plan(const MasterInput& input, const std::vector<Column>& pool, const Plan& plan,
                 double gap, int most_nodes);

}  // namespace formulary::configuring
