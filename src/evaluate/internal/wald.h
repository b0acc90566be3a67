// Are several numbers 0 together? Wald's test.
#pragma once

#include <optional>

#include <Eigen/Core>

namespace formulary::evaluate {

struct Wald {
  double statistic = 0;  // b' V^-1 b
  double p = 1;          // from chi-squared, or from F with `df` in the denominator (of W / q)
};

// Test b = 0 given its variance. Nothing where the variance cannot be inverted.
std::optional<Wald> wald(const Eigen::VectorXd& b, const Eigen::MatrixXd& variance,
                         std::optional<double> df = std::nullopt);

}  // namespace formulary::evaluate
