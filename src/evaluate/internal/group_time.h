// What is the effect on each cohort in each period, and who made it so? Group-time effects with
// their influence functions.
//
// An influence function is kept as a product: those of all cells, for the units of one cohort, are
// features (units x k) times loadings (k x cells). Without covariates the features are a constant
// and the unit's outcomes; all later work (variances, summaries, the bootstrap) then needs k = 1 +
// periods numbers of a unit, however many cells there are.
#pragma once

#include <vector>

#include <Eigen/Core>

#include "evaluate/internal/cohorts.h"

namespace formulary::evaluate {

struct Cell {
  std::size_t cohort = 0;
  double first = 0;
  std::size_t period = 0;  // whose effect it is
  std::size_t base = 0;    // compared with
  bool after = false;      // treated in it
  bool reference = false;  // the base itself: 0 by definition
  double effect = 0;
};

struct Part {
  Eigen::MatrixXd features;  // units of the cohort x k; the first is the constant 1
  Eigen::MatrixXd loadings;  // k x cells
};

struct GroupTime {
  std::vector<Cell> cells;
  std::vector<Part> parts;  // of each cohort
  std::vector<Dropped> dropped;
  double largest_score = 0;  // of the fitted chances of treatment
};

// Estimate every cell. An effect's error is the mean over all units of its influence.
// Cells whose treated and controls do not overlap, or without controls, are dropped by name.
GroupTime group_time(const Cohorts& cohorts, const StaggeredOptions& options);

}  // namespace formulary::evaluate
