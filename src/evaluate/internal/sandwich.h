// How uncertain is b? Variances of an estimator whose error is bread * sum of x[i] u[i].
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include <Eigen/Core>

#include "evaluate/effect.h"
#include "evaluate/fixed_effects.h"
#include "evaluate/internal/absorb.h"
#include "evaluate/internal/least_squares.h"

namespace formulary::evaluate {

struct Scores {
  std::vector<ColumnView> x;
  ColumnView u;                          // weight times residual, of each row
  Eigen::MatrixXd bread;                 // (X' W X)^-1
  double squares = 0;                    // weighted sum of squared residuals; iid only
  std::optional<double> known_variance;  // of the residuals where the model fixes it (Poisson: 1)
};

struct Sandwich {
  Eigen::MatrixXd variance;
  double k = 0;
  std::optional<double> df;
  std::vector<Count> groups;
  Text stated;
  bool corrected = false;  // was not positive definite
};

// What N - K and the nested effects are counted from.
struct Dimensions {
  std::size_t n = 0;
  std::size_t columns = 0;  // of x, the constant included
  const std::vector<Factor>& effects;
  const std::vector<Factor>& clusters;
  std::optional<std::size_t> rank;  // of the dummies together, where it is known exactly
};

// Count K as the options want it. One intercept always stays: effects count their levels minus one
// each, plus one.
double count_parameters(const Dimensions& size, const RegressionOptions& options);

// Compute the variance. Unidentified: N <= K, or one cluster.
Identified<Sandwich> sandwich(const Scores& scores, const Dimensions& size,
                              const RegressionOptions& options);

// Sum x u by cluster: clusters x columns.
Eigen::MatrixXd cluster_sums(const std::vector<ColumnView>& x, ColumnView u, const Factor& cluster,
                             int threads);

}  // namespace formulary::evaluate
