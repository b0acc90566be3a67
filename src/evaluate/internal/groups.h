// Which rows are compared where treatment was not drawn? Complete rows with their like in the other
// group, and how an estimator weighs them.
#pragma once

#include <optional>
#include <vector>

#include <Eigen/Core>

#include "evaluate/match.h"

namespace formulary::evaluate {

// Complete rows, in an order that the rows' own order does not change.
struct Groups {
  Eigen::VectorXd outcome;
  Eigen::VectorXd treated;         // 0 or 1
  Eigen::MatrixXd x;               // the constant first
  Eigen::VectorXd chance;          // of treatment, by a logit of all
  std::vector<std::string> names;  // of the covariates
  std::vector<Dropped> dropped;

  Eigen::Index rows() const { return outcome.size(); }
  Eigen::MatrixXd covariates() const { return x.rightCols(x.cols() - 1); }
};

// Collect them; rows without their like are dropped by name. Faults and Unidentified: see match.
Evaluated<Groups> groups_of(const Panel& panel, const MatchOptions& options);

// An estimate, its error, and the weight of each row within its group.
struct Compared {
  double effect = 0;
  double se = 0;
  Eigen::VectorXd weight;
};

Compared weighted(const Groups& groups, Estimand estimand);
std::optional<Compared> doubly_robust(const Groups& groups, const MatchOptions& options);
std::optional<Compared> matched(const Groups& groups, const MatchOptions& options);

}  // namespace formulary::evaluate
