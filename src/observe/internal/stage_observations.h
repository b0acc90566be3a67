// What does the stage model see of a sector in a year? Windows of its series, made comparable.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "domain/country.h"
#include "domain/stages.h"
#include "observe/observe.h"

namespace formulary {

// growth  log points a year, relative to the whole economy, discounted where it fluctuates a lot
// level   a share or an index, averaged as it is
enum class FeatureKind { growth, level };

// Classify a feature by its name; nothing when nobody knows it.
std::optional<FeatureKind> kind_of_feature(std::string_view name);

// Take one sector's points out of a whole series.
std::vector<SeriesPoint> points_of_sector(std::span<const SeriesPoint> points,
                                          std::string_view sector);

struct StageObservations {
  int first_year = 0;
  std::size_t years = 0;
  std::vector<double> values;  // years x model.features; NaN = not observed
  bool assumed = false;        // some of the points used are assumed
};

// Observe a sector from its first to its last year with a point of the model's features.
StageObservations observe_sector(const StageModel& model, std::span<const SeriesPoint> points,
                                 const EconomySeries& economy);

// Average a growth feature over a window and discount the average by
//   min(1, (persistent^2 + noise^2 / window) / (persistent^2 + v / n)),
//   v = (noise_weight noise^2 + sum of squared deviations) / (noise_weight + n - 1):
// a sector that fluctuates as usual keeps its average, a volatile or short one moves to zero.
double discounted_average(std::span<const double> window, const StageFeature& feature,
                          int window_years, double noise_weight);

// Compute a feature's yearly values relative to the economy (growth) or as they are (level).
// Employment growth that is not given is output growth minus productivity growth.
std::vector<double> yearly_values(std::string_view feature, std::span<const SeriesPoint> sector,
                                  const EconomySeries& economy, int first_year, std::size_t years);

}  // namespace formulary
