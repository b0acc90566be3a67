// How much of each region's deviation is real? A Fay-Herriot model, by the method of moments.
//
//   y_i = x_i' b + u_i + e_i,   u_i ~ N(0, A),   e_i ~ N(0, v_i), v_i known
// Fay & Herriot 1979 (JASA 74); A by moments of ordinary residuals and the error of prediction of
// Prasad & Rao 1990 (JASA 85), here of the effect u_i instead of the mean x_i' b + u_i.
#pragma once

#include <cstddef>
#include <vector>

namespace formulary {

struct AreaEffects {
  double between_variance = 0;       // A
  std::vector<double> coefficients;  // b; 0 for a column that others determine
  std::vector<double> fitted;        // x_i' b
  std::vector<double> effect;        // u_i, shrunk
  std::vector<double> variance;      // of its error: the own part and what comes from b
  std::vector<double> own_variance;  // the part that no other area shares
  std::vector<double> shared;        // areas x areas: covariance of errors that comes from b
  std::vector<double> reliability;   // A / (A + v_i)
};

// `x` is areas x columns, row-major; v_i > 0; more areas than columns.
AreaEffects area_effects(const std::vector<double>& y, const std::vector<double>& x,
                         std::size_t columns, const std::vector<double>& v);

// Compute the variance of the error of effect i - effect j: what both share through b cancels.
double difference_variance(const AreaEffects& effects, std::size_t i, std::size_t j);

}  // namespace formulary
