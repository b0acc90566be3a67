#include "evaluate/internal/nuisance.h"

#include <Eigen/Cholesky>

namespace formulary::evaluate {

namespace {

constexpr int kMostSteps = 50;
constexpr double kSingular = 1e-10;  // of a matrix scaled to a unit diagonal

std::optional<Eigen::MatrixXd> inverted(const Eigen::MatrixXd& gram) {
  const Eigen::VectorXd diagonal = gram.diagonal();
  if (!(diagonal.minCoeff() > 0)) return std::nullopt;
  const Eigen::VectorXd scale = diagonal.cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd unit = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LDLT<Eigen::MatrixXd> factor(unit);
  if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > kSingular)) {
    return std::nullopt;
  }
  const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(gram.rows(), gram.cols());
  return scale.asDiagonal() * factor.solve(identity) * scale.asDiagonal();
}

}  // namespace

Eigen::VectorXd chances(const Logit& logit, const Eigen::MatrixXd& x) {
  return (1 + (-(x * logit.b)).array().exp()).inverse().matrix();
}

std::optional<Logit> fit_logit(const Eigen::VectorXd& d, const Eigen::MatrixXd& x) {
  Logit logit{Eigen::VectorXd::Zero(x.cols()), {}};
  for (int step = 0; step < kMostSteps; ++step) {
    const Eigen::VectorXd p = chances(logit, x);
    const Eigen::MatrixXd weighted = (p.array() * (1 - p.array())).matrix().asDiagonal() * x;
    const auto inverse = inverted(x.transpose() * weighted);
    if (!inverse) return std::nullopt;
    const Eigen::VectorXd move = *inverse * (x.transpose() * (d - p));
    logit.b += move;
    logit.inverse = *inverse;
    if (!logit.b.allFinite()) return std::nullopt;
    if (move.cwiseAbs().maxCoeff() <= 1e-12 * (1 + logit.b.cwiseAbs().maxCoeff())) return logit;
  }
  return std::nullopt;
}

std::optional<Eigen::VectorXd> regress(const Eigen::VectorXd& y, const Eigen::MatrixXd& x,
                                       const Eigen::VectorXd& weight) {
  const Eigen::MatrixXd weighted = weight.asDiagonal() * x;
  const auto inverse = inverted(x.transpose() * weighted);
  if (!inverse) return std::nullopt;
  Eigen::VectorXd b = *inverse * (weighted.transpose() * y);
  b += *inverse * (weighted.transpose() * (y - x * b));  // once more, for rounding
  return b;
}

}  // namespace formulary::evaluate
