// Which weights, none below 0 and 1 in all, bring a mixture closest to a target?
//
// The problem is |A x - b|^2 + eta |x|^2 in its products only: gram = A'A, aim = A'b, own = b'b. A
// step then costs one column of the gram, whatever the rows of A.
#pragma once

#include <Eigen/Core>

namespace formulary::evaluate {

struct Mixture {
  Eigen::MatrixXd gram;
  Eigen::VectorXd aim;
  double own = 0;
  double rows = 0;  // of A
  double zeta = 0;  // eta = rows * zeta^2

  double eta() const { return rows * zeta * zeta; }
};

// Walk as synthdid's sc.weight.fw does: Frank-Wolfe steps of the best length from `start`, until
// one gains less than least^2 in mean square, at most `most`.
Eigen::VectorXd frank_wolfe(const Mixture& mixture, Eigen::VectorXd start, double least, int most);

// Walk 100 steps, drop the weights up to a quarter of the largest, walk on to the end (10000
// steps).
Eigen::VectorXd reference_weights(const Mixture& mixture, const Eigen::VectorXd& start,
                                  double least);

// Find the optimum, by exchange of active weights from `start`.
Eigen::VectorXd exact_weights(const Mixture& mixture, const Eigen::VectorXd& start);

}  // namespace formulary::evaluate
