// How good is the ecosystem of one firm? The CES index of its access to five components.
#pragma once

#include <array>
#include <cmath>

#include "domain/words.h"

namespace formulary {

using ByComponent = std::array<double, kComponents>;

// Weights (sum 1) and substitution exponent (rho < 0: strong complements) of the index
//   E = ( sum_k w_k a_k^rho )^(1/rho)      (model.md section 1)
// Access enters as inverse odds, X_k = exp(-logit a_k), so a_k = 1 / (1 + X_k) and a shift of the
// logit by s multiplies X_k by exp(-s).
struct Ecosystem {
  ByComponent weight{};
  double rho = -3;
};

// Raise 1 + X to the power -rho; the shipped exponent -3 needs no transcendental function.
inline double raise(double one_plus_x, double power) {
  return power == 3.0 ? one_plus_x * one_plus_x * one_plus_x : std::pow(one_plus_x, power);
}

// Compute log E from inverse odds. Concave in the logits, which the bounds of `configure` use.
inline double log_index(const Ecosystem& ecosystem, const ByComponent& inverse_odds) {
  const double power = -ecosystem.rho;
  double sum = 0;
  for (std::size_t k = 0; k < kComponents; ++k) {
    sum += ecosystem.weight[k] * raise(1 + inverse_odds[k], power);
  }
  return -std::log(sum) / power;
}

// Compute d log E / d logit a_k = w_k a_k^rho (1 - a_k) / sum(w a^rho): the shadow returns.
inline ByComponent shadow_returns(const Ecosystem& ecosystem, const ByComponent& inverse_odds) {
  const double power = -ecosystem.rho;
  ByComponent term{};
  double sum = 0;
  for (std::size_t k = 0; k < kComponents; ++k) {
    term[k] = ecosystem.weight[k] * raise(1 + inverse_odds[k], power);
    sum += term[k];
  }
  for (std::size_t k = 0; k < kComponents; ++k) {
    term[k] *= inverse_odds[k] / (1 + inverse_odds[k]) / sum;
  }
  return term;
}

// Solve for the inverse odds of a firm with these shadow returns (each >= 0, sum < 1). They exist
// and are unique: with S = sum w a^rho, X_k follows from w_k (1 + X_k)^(-rho - 1) X_k = r_k S, and
// the terms' sum over S falls in S.
ByComponent odds_with_returns(const Ecosystem& ecosystem, const ByComponent& returns);

// Compute log a_k = -log(1 + X_k).
inline ByComponent log_access(const ByComponent& inverse_odds) {
  ByComponent result{};
  for (std::size_t k = 0; k < kComponents; ++k) result[k] = -std::log1p(inverse_odds[k]);
  return result;
}

inline double logistic(double x) {
  return 1 / (1 + std::exp(-x));
}

}  // namespace formulary
