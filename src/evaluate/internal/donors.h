// Who is compared with whom in a synthetic design? Complete units over all periods: the untreated,
// and the treated by their first period.
#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "evaluate/synthetic.h"

namespace formulary::evaluate {

struct Adopters {
  Eigen::Index before = 0;  // periods without treatment
  std::vector<std::size_t> units;
};

struct Donors {
  Eigen::MatrixXd outcome;  // units x periods
  std::vector<std::string> names;
  std::vector<std::string> periods;
  std::vector<std::size_t> controls;
  std::vector<Adopters> cohorts;  // the earliest first
  std::vector<Dropped> dropped;
};

// Collect them. Faults and Unidentified: see synthetic().
Evaluated<Donors> donors_of(const Panel& panel, const SyntheticOptions& options);

}  // namespace formulary::evaluate
