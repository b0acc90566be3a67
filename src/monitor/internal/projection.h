// How likely is it that a KPI reaches its target in time, given the few noisy values so far?
//
// A linear trend in continuous time, seen through reporting noise: level x and slope v with
//   dx = v dt + s_x dW1,   dv = s_v dW2,   reported value = x + noise,   time in years.
// Filtered by the exact discretisation for uneven steps (Harvey 1989, Forecasting, Structural Time
// Series Models and the Kalman Filter, sections 3.2 and 9.1; Durbin & Koopman 2012, section 3.2).
#pragma once

#include <span>

#include "monitor/review.h"

namespace formulary {

// What is known of level and slope at one time (years): mean and covariance.
struct TrendState {
  double time = 0;
  double level = 0;
  double slope = 0;
  double level_variance = 0;
  double covariance = 0;
  double slope_variance = 0;
};

struct TrendNoise {
  double level_sd = 0;      // s_x, per square root of a year
  double slope_sd = 0;      // s_v, per year and square root of a year
  double reporting_sd = 0;  // of a reported value, > 0
};

struct TimedValue {
  double time = 0;  // years
  double value = 0;
};

// Carry a state forward to a later time (an earlier one changes nothing).
TrendState predicted(const TrendState& state, const TrendNoise& noise, double time);

// Take in one reported value at the state's time.
TrendState updated(const TrendState& state, const TrendNoise& noise, double value);

// How an obligation's path becomes a prior and noise (docs/methods/review.md): everything is
// measured in the length of the path, or a share of the baseline where the path is flat.
struct Projection {
  TrendState at_due;
  double probability = 0;  // that the level at the due day is at the target or better
};
Projection project(const Obligation& obligation, Direction direction,
                   std::span<const TimedValue> values, const ProjectionOptions& options);

// Years since the obligation's first day.
double years_since(Date from, Date day);

}  // namespace formulary
