#include "observe/internal/stage_observations.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

#include "observe/internal/stage_priors.h"

namespace formulary {
namespace {

constexpr double kMissing = std::numeric_limits<double>::quiet_NaN();

// The economy's value of a growth feature; NaN when nobody knows it.
double economy_value(const EconomySeries& economy, std::string_view feature, int year) {
  const auto series = economy.find(std::string(feature));
  if (series == economy.end()) return kMissing;
  const auto at = series->second.find(year);
  return at == series->second.end() ? kMissing : at->second;
}

std::vector<double> given_values(std::string_view feature, std::span<const SeriesPoint> sector,
                                 const EconomySeries& economy, int first_year, std::size_t years) {
  std::vector<double> values(years, kMissing);
  const bool growth = kind_of_feature(feature) == FeatureKind::growth;
  for (const SeriesPoint& point : sector) {
    if (point.feature != feature || point.year < first_year) continue;
    const std::size_t at = static_cast<std::size_t>(point.year - first_year);
    if (at >= years) continue;
    values[at] = growth ? point.value - economy_value(economy, feature, point.year) : point.value;
  }
  return values;
}

// The values of the last `window_years` years that are known.
std::vector<double> window_of(std::span<const double> yearly, std::size_t year, int window_years) {
  std::vector<double> window;
  const std::size_t length = static_cast<std::size_t>(window_years);
  const std::size_t first = year + 1 < length ? 0 : year + 1 - length;
  for (std::size_t t = first; t <= year; ++t) {
    if (std::isfinite(yearly[t])) window.push_back(yearly[t]);
  }
  return window;
}

// Productivity is used where it stands in for employment.
bool is_used(const StageModel& model, std::string_view feature) {
  return std::any_of(model.features.begin(), model.features.end(), [&](const StageFeature& f) {
    return f.name == feature || (f.name == "employment_growth" && feature == "productivity_growth");
  });
}

double average(std::span<const double> values) {
  double sum = 0;
  for (const double value : values) sum += value;
  return sum / static_cast<double>(values.size());
}

}  // namespace

std::optional<FeatureKind> kind_of_feature(std::string_view name) {
  const FeaturePrior* prior = feature_prior(name);
  if (prior == nullptr) return std::nullopt;
  return prior->kind;
}

std::vector<SeriesPoint> points_of_sector(std::span<const SeriesPoint> points,
                                          std::string_view sector) {
  std::vector<SeriesPoint> own;
  std::copy_if(points.begin(), points.end(), std::back_inserter(own),
               [&](const SeriesPoint& point) { return point.sector == sector; });
  return own;
}

double discounted_average(std::span<const double> window, const StageFeature& feature,
                          int window_years, double noise_weight) {
  const double n = static_cast<double>(window.size());
  const double mean = average(window);
  const double noise = feature.noise_sd * feature.noise_sd;
  double square = noise_weight * noise;
  for (const double value : window) square += (value - mean) * (value - mean);
  const double variance = square / (noise_weight + n - 1);
  const double persistent = feature.persistent_sd * feature.persistent_sd;
  const double usual = persistent + noise / window_years;
  return mean * std::min(1.0, usual / (persistent + variance / n));
}

std::vector<double> yearly_values(std::string_view feature, std::span<const SeriesPoint> sector,
                                  const EconomySeries& economy, int first_year, std::size_t years) {
  std::vector<double> values = given_values(feature, sector, economy, first_year, years);
  if (feature != "employment_growth") return values;
  const auto output = given_values("real_output_growth", sector, economy, first_year, years);
  const auto productivity = given_values("productivity_growth", sector, economy, first_year, years);
  for (std::size_t t = 0; t < years; ++t) {
    if (std::isnan(values[t])) values[t] = output[t] - productivity[t];
  }
  return values;
}

StageObservations observe_sector(const StageModel& model, std::span<const SeriesPoint> points,
                                 const EconomySeries& economy) {
  StageObservations seen;
  std::vector<SeriesPoint> sector;
  std::copy_if(points.begin(), points.end(), std::back_inserter(sector),
               [&](const SeriesPoint& point) { return is_used(model, point.feature); });
  if (sector.empty()) return seen;
  const auto [first, last] = std::minmax_element(
      sector.begin(), sector.end(), [](const auto& a, const auto& b) { return a.year < b.year; });
  seen.first_year = first->year;
  seen.years = static_cast<std::size_t>(last->year - first->year) + 1;
  seen.values.assign(seen.years * model.features.size(), kMissing);
  for (const SeriesPoint& point : sector) seen.assumed = seen.assumed || point.assumed;
  for (std::size_t f = 0; f < model.features.size(); ++f) {
    const StageFeature& feature = model.features[f];
    const auto yearly = yearly_values(feature.name, sector, economy, seen.first_year, seen.years);
    const bool growth = kind_of_feature(feature.name) == FeatureKind::growth;
    for (std::size_t t = 0; t < seen.years; ++t) {
      const std::vector<double> window = window_of(yearly, t, model.window_years);
      if (window.empty()) continue;
      seen.values[t * model.features.size() + f] =
          growth ? discounted_average(window, feature, model.window_years, model.noise_weight)
                 : average(window);
    }
  }
  return seen;
}

}  // namespace formulary
