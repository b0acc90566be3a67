#include "monitor/internal/projection.h"

#include <algorithm>
#include <cmath>

namespace formulary {

namespace {

constexpr double kDaysPerYear = 365.25;
constexpr double kSmallestSd = 1e-12;  // of a certain state: the probability is then 0 or 1

}  // namespace

double years_since(Date from, Date day) {
  return static_cast<double>(day.days() - from.days()) / kDaysPerYear;
}

TrendState predicted(const TrendState& state, const TrendNoise& noise, double time) {
  const double dt = time - state.time;
  if (dt <= 0) return state;
  const double x = noise.level_sd * noise.level_sd;
  const double v = noise.slope_sd * noise.slope_sd;
  TrendState later;
  later.time = time;
  later.level = state.level + dt * state.slope;
  later.slope = state.slope;
  later.level_variance = state.level_variance + 2 * dt * state.covariance +
                         dt * dt * state.slope_variance + x * dt + v * dt * dt * dt / 3;
  later.covariance = state.covariance + dt * state.slope_variance + v * dt * dt / 2;
  later.slope_variance = state.slope_variance + v * dt;
  return later;
}

TrendState updated(const TrendState& state, const TrendNoise& noise, double value) {
  const double spread = state.level_variance + noise.reporting_sd * noise.reporting_sd;
  const double level_gain = state.level_variance / spread;
  const double slope_gain = state.covariance / spread;
  const double surprise = value - state.level;
  TrendState now = state;
  now.level += level_gain * surprise;
  now.slope += slope_gain * surprise;
  now.level_variance = state.level_variance * (1 - level_gain);
  now.covariance = state.covariance * (1 - level_gain);
  now.slope_variance = state.slope_variance - slope_gain * state.covariance;
  return now;
}

Projection project(const Obligation& obligation, Direction direction,
                   std::span<const TimedValue> values, const ProjectionOptions& options) {
  const double way = obligation.target - obligation.baseline;
  double scale = std::max(std::fabs(way), options.flat_share * std::fabs(obligation.baseline));
  if (scale == 0) scale = 1;
  const double years = std::max(years_since(obligation.from, obligation.due), 1 / kDaysPerYear);
  const TrendNoise noise{options.level_share * scale, options.slope_share * scale / years,
                         options.reporting_share * scale};
  const double slope_sd = options.prior_slope_share * scale / years;
  TrendState state{0, obligation.baseline, way / years, noise.reporting_sd * noise.reporting_sd,
                   0, slope_sd * slope_sd};
  for (const TimedValue& one : values) {
    state = updated(predicted(state, noise, one.time), noise, one.value);
  }
  Projection result;
  result.at_due = predicted(state, noise, years);
  const double sd = std::max(std::sqrt(std::max(result.at_due.level_variance, 0.0)), kSmallestSd);
  const double sign = direction == Direction::increase ? 1 : -1;
  const double z = sign * (result.at_due.level - obligation.target) / sd;
  result.probability = 0.5 * std::erfc(-z / std::sqrt(2.0));
  return result;
}

}  // namespace formulary
