// How much more did the treated change than like untreated? One comparison of two groups in two
// periods, adjusted for covariates, with everybody's influence on it.
#pragma once

#include <Eigen/Core>

#include "evaluate/staggered.h"

namespace formulary::evaluate {

struct Comparison {
  enum class Trouble { none, no_controls, no_overlap };
  Trouble trouble = Trouble::none;
  double effect = 0;
  Eigen::VectorXd influence;  // of each row; the effect's error is its mean
  double largest_score = 0;   // of the fitted chances of treatment
};

// Compare the change of rows with treated = 1 with that of the others, given covariates x (rows x
// k, the constant among them). Formulas of Sant'Anna & Zhao 2020 as in DRDID 1.2 (panel): chances
// from a logit, not above 1 - 1e-6; controls from a chance of 0.995 on are left out; weights add
// up to 1 in each group. No overlap: a chance of 0.999 or more, or no maximum of the logit. No
// controls: none, or too few for their regression.
Comparison compare(const Eigen::VectorXd& change, const Eigen::VectorXd& treated,
                   const Eigen::MatrixXd& x, Adjust adjust);

}  // namespace formulary::evaluate
