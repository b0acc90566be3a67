#include "model/ecosystem.h"

#include "base/must.h"

namespace formulary {

namespace {

constexpr int kHalvings = 60;
constexpr int kNewtonSteps = 40;

// X with w (1 + X)^(power - 1) X = value, by Newton's method in log X, which is convex there.
double odds_where(double weight, double power, double value) {
  if (!(value > 0) || !(weight > 0)) return 0;
  const double target = std::log(value / weight);
  double log_x = target > 0 ? target / power : target;
  for (int i = 0; i < kNewtonSteps; ++i) {
    const double x = std::exp(log_x);
    const double error = (power - 1) * std::log1p(x) + log_x - target;
    log_x -= error / (1 + (power - 1) * x / (1 + x));
    if (std::fabs(error) < 1e-14) break;
  }
  return std::exp(log_x);
}

}  // namespace

ByComponent odds_with_returns(const Ecosystem& ecosystem, const ByComponent& returns) {
  double all = 0;
  for (const double value : returns) all += value;
  MUST(all < 1);
  const double power = -ecosystem.rho;
  const auto odds_at = [&](double log_sum) {
    ByComponent odds{};
    for (std::size_t k = 0; k < kComponents; ++k) {
      odds[k] = odds_where(ecosystem.weight[k], power, returns[k] * std::exp(log_sum));
    }
    return odds;
  };
  // The sum of terms less S, over S: falls in S.
  const auto surplus = [&](double log_sum) {
    const ByComponent odds = odds_at(log_sum);
    double sum = 0;
    for (std::size_t k = 0; k < kComponents; ++k) {
      sum += ecosystem.weight[k] * raise(1 + odds[k], power);
    }
    return sum * std::exp(-log_sum) - 1;
  };
  double low = 0;  // no term is below its weight, and weights sum to 1
  double high = 1;
  while (surplus(high) > 0 && high < 500) high *= 2;
  for (int i = 0; i < kHalvings; ++i) {
    const double middle = (low + high) / 2;
    (surplus(middle) > 0 ? low : high) = middle;
  }
  return odds_at((low + high) / 2);
}

}  // namespace formulary
