#include "evaluate/internal/wald.h"

#include <cmath>

#include <Eigen/Cholesky>

#include "evaluate/internal/distributions.h"

namespace formulary::evaluate {

std::optional<Wald> wald(const Eigen::VectorXd& b, const Eigen::MatrixXd& variance,
                         std::optional<double> df) {
  const Eigen::VectorXd diagonal = variance.diagonal();
  if (b.size() == 0 || !(diagonal.minCoeff() > 0)) return std::nullopt;
  const Eigen::VectorXd scale = diagonal.cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd unit = scale.asDiagonal() * variance * scale.asDiagonal();
  const Eigen::LDLT<Eigen::MatrixXd> factor(unit);
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > 1e-10)) {
    return std::nullopt;
  }
  const Eigen::VectorXd scaled = scale.cwiseProduct(b);
  const double statistic = scaled.dot(factor.solve(scaled));
  if (!std::isfinite(statistic)) return std::nullopt;
  const auto q = static_cast<double>(b.size());
  return Wald{statistic, df ? f_upper(statistic / q, q, *df) : chi_squared_upper(statistic, q)};
}

}  // namespace formulary::evaluate
