// Who became treated when, and what was seen of whom? A panel as a table of units by periods.
#pragma once

#include <limits>
#include <vector>

#include "evaluate/effect.h"
#include "evaluate/panel.h"
#include "evaluate/staggered.h"

namespace formulary::evaluate {

inline constexpr double kNever = std::numeric_limits<double>::infinity();

// Units stand in the order of their cohorts, those never treated last.
struct Cohorts {
  std::vector<double> periods;      // ascending
  std::vector<double> first;        // of each cohort: its period of first treatment, or kNever
  std::vector<std::size_t> starts;  // first unit of each cohort, and the end
  std::vector<std::uint64_t> id;    // of each unit: its level, the same in any order of rows
  std::vector<double> outcome;      // units x periods; NaN = not observed
  std::vector<std::vector<double>> covariates;  // each units x periods
  std::vector<Dropped> dropped;
  std::vector<bool> only_control;  // of each cohort: treated too late for this window

  std::size_t units() const { return id.size(); }
  std::size_t size_of(std::size_t cohort) const { return starts[cohort + 1] - starts[cohort]; }
  double seen(std::size_t unit, std::size_t period) const {
    return outcome[unit * periods.size() + period];
  }
};

// Collect the table. Faults and Unidentified: see staggered().
Evaluated<Cohorts> cohorts_of(const Panel& panel, const StaggeredOptions& options);

}  // namespace formulary::evaluate
