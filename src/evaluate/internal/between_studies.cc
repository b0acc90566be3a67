#include "evaluate/internal/between_studies.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

namespace formulary::evaluate {

namespace {

// Where a falling function crosses 0 between `low`, where it is above, and `high`: to the last
// digit.
template <typename Function>
double crossing(const Function& function, double low, double high) {
  while (true) {
    const double middle = low + (high - low) / 2;
    if (!(middle > low && middle < high)) return middle;
    (function(middle) > 0 ? low : high) = middle;
  }
}

template <typename Function>
double falling_root(const Function& function, double scale) {
  if (!(function(0.0) > 0)) return 0;
  double high = scale;
  while (function(high) > 0 && std::isfinite(high)) high *= 2;
  return crossing(function, 0, high);
}

// The likelihood may have several tops: the highest of a fine grid is climbed.
double highest(const Studies& studies, bool restricted, double scale) {
  constexpr int kPoints = 240;
  const auto point = [scale](int i) { return i == 0 ? 0 : scale * std::pow(10, (i - 200) / 20.0); };
  int best = 0;
  double top = log_likelihood(studies, 0, restricted);
  for (int i = 1; i <= kPoints; ++i) {
    const double here = log_likelihood(studies, point(i), restricted);
    if (here > top) {
      best = i;
      top = here;
    }
  }
  const auto slope = [&](double tau2) {
    const StudyFit fit = fit_studies(studies, tau2);
    return fit.pull - (restricted ? fit.trace : fit.weight.sum());
  };
  const double low = best == 0 ? 0 : point(best - 1);
  const double high = point(std::min(best + 1, kPoints));
  if (low == 0 && !(slope(0) > 0)) return 0;
  return crossing(slope, low, high);
}

}  // namespace

StudyFit fit_studies(const Studies& studies, double tau2) {
  StudyFit fit;
  fit.weight = (studies.variance.array() + tau2).inverse().matrix();
  const Eigen::MatrixXd wx = fit.weight.asDiagonal() * studies.x;
  const Eigen::LLT<Eigen::MatrixXd> factor(studies.x.transpose() * wx);
  fit.inverse = factor.solve(Eigen::MatrixXd::Identity(studies.x.cols(), studies.x.cols()));
  fit.log_det = 2 * factor.matrixL().toDenseMatrix().diagonal().array().log().sum();
  fit.b = fit.inverse * (wx.transpose() * studies.effect);
  fit.b += fit.inverse * (wx.transpose() * (studies.effect - studies.x * fit.b));
  fit.residual = studies.effect - studies.x * fit.b;
  const Eigen::VectorXd weighted = fit.weight.cwiseProduct(fit.residual);  // P y
  fit.misfit = weighted.dot(fit.residual);
  fit.pull = weighted.squaredNorm();
  const Eigen::MatrixXd second = wx.transpose() * wx * fit.inverse;
  const Eigen::MatrixXd third = wx.transpose() * fit.weight.asDiagonal() * wx * fit.inverse;
  fit.trace = fit.weight.sum() - second.trace();
  fit.trace_squared = fit.weight.squaredNorm() - 2 * third.trace() + (second * second).trace();
  return fit;
}

double log_likelihood(const Studies& studies, double tau2, bool restricted) {
  const StudyFit fit = fit_studies(studies, tau2);
  const double own = (fit.weight.array().log().sum() - fit.misfit) / 2;
  return restricted ? own - fit.log_det / 2 : own;
}

bool independent_columns(const Eigen::MatrixXd& x) {
  const Eigen::MatrixXd gram = x.transpose() * x;
  const Eigen::VectorXd scale = gram.diagonal().cwiseSqrt().cwiseInverse();
  if (!scale.allFinite()) return false;
  const Eigen::MatrixXd unit = scale.asDiagonal() * gram * scale.asDiagonal();
  const Eigen::LDLT<Eigen::MatrixXd> factor(unit);
  return factor.info() == Eigen::Success && factor.vectorD().minCoeff() > 1e-12;
}

double between_variance(const Studies& studies, Between method) {
  const auto k = static_cast<double>(studies.effect.size());
  const double free = k - static_cast<double>(studies.x.cols());
  const double spread = (studies.effect.array() - studies.effect.mean()).square().sum();
  const double scale = std::max(spread / k, studies.variance.mean());
  switch (method) {
    case Between::fe:
      return 0;
    case Between::reml:
      return highest(studies, true, scale);
    case Between::ml:
      return highest(studies, false, scale);
    case Between::pm:
    case Between::eb:  // the same equation
      return falling_root([&](double tau2) { return fit_studies(studies, tau2).misfit - free; },
                          scale);
    case Between::dl: {
      const StudyFit fit = fit_studies(studies, 0);
      return std::max(0.0, (fit.misfit - free) / fit.trace);
    }
    case Between::hs: {
      const StudyFit fit = fit_studies(studies, 0);
      return std::max(0.0, (fit.misfit - k) / fit.weight.sum());
    }
    case Between::he: {
      Studies equal = studies;
      equal.variance.setOnes();
      const StudyFit fit = fit_studies(equal, 0);
      const Eigen::MatrixXd leverage = studies.x * fit.inverse * studies.x.transpose();
      const double noise = studies.variance.dot((1 - leverage.diagonal().array()).matrix());
      return std::max(0.0, (fit.misfit - noise) / free);
    }
    case Between::sj: {
      const double rough = spread / k;
      if (!(rough > 0)) return 0;
      return rough * fit_studies(studies, rough).misfit / free;
    }
  }
  return 0;
}

}  // namespace formulary::evaluate
