#include <algorithm>
#include <cmath>
#include <set>

#include "base/must.h"
#include "math/hidden_markov.h"
#include "observe/internal/stage_observations.h"
#include "observe/internal/stage_parameters.h"
#include "observe/internal/stage_priors.h"
#include "observe/internal/stages.h"
#include "observe/observe.h"
#include "observe/stage_fit.h"

namespace formulary {
namespace {

constexpr std::string_view kFast =
    "judgement: fast from a small base and volatile; no number is published, 10 pp with a spread "
    "of "
    "8 outweighs growth only above about 7 pp";
constexpr std::size_t kEmerging = index_of(Stage::emerging);
constexpr std::size_t kGrowth = index_of(Stage::growth);

// One sector of the panel that the fit may see.
struct TrainingSector {
  std::vector<SeriesPoint> points;
  int first_year = 0;
  std::size_t years = 0;
};

std::vector<TrainingSector> training_sectors(std::span<const SeriesPoint> points,
                                             const StageFitOptions& options) {
  const std::set<std::string> held_out(options.held_out.begin(), options.held_out.end());
  std::map<std::string, TrainingSector> by_name;  // by name: the order of rows must not matter
  for (const SeriesPoint& point : points) {
    if (point.sector == kEconomy || held_out.contains(point.sector)) continue;
    by_name[point.sector].points.push_back(point);
  }
  std::vector<TrainingSector> sectors;
  for (auto& [name, sector] : by_name) {
    const auto [first, last] =
        std::minmax_element(sector.points.begin(), sector.points.end(),
                            [](const auto& a, const auto& b) { return a.year < b.year; });
    sector.first_year = first->year;
    sector.years = static_cast<std::size_t>(last->year - first->year) + 1;
    sectors.push_back(std::move(sector));
  }
  return sectors;
}

double median(std::vector<double> values) {
  MUST(!values.empty());
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

// Usual noise: the median of the variances inside full windows. Lasting differences: the spread
// of window averages (1.4826 median absolute, as for a normal) less what that noise explains.
// Medians, because a few sectors (oil, mining support) fluctuate ten times more than the rest.
void measure_fluctuation(std::span<const TrainingSector> sectors, const EconomySeries& economy,
                         int window_years, StageFeature& feature) {
  std::vector<double> variances;
  std::vector<double> sizes;
  const std::size_t length = static_cast<std::size_t>(window_years);
  for (const TrainingSector& sector : sectors) {
    const auto yearly =
        yearly_values(feature.name, sector.points, economy, sector.first_year, sector.years);
    for (std::size_t t = length - 1; t < yearly.size(); ++t) {
      const std::span window(&yearly[t + 1 - length], length);
      double mean = 0;
      for (const double value : window) mean += value / static_cast<double>(length);
      double square = 0;
      for (const double value : window) square += (value - mean) * (value - mean);
      if (!std::isfinite(square)) continue;
      variances.push_back(square / static_cast<double>(length - 1));
      sizes.push_back(std::abs(mean));
    }
  }
  const double noise = median(std::move(variances));
  const double size = 1.4826 * median(std::move(sizes));
  feature.noise_sd = std::sqrt(noise);
  feature.persistent_sd = std::sqrt(std::max(size * size - noise / window_years, noise / 100));
}

StageFeature prior_feature(const FeaturePrior& prior) {
  return {std::string(prior.name), prior.persistent_sd, prior.noise_sd, prior.mean, prior.spread};
}

// The model before the chain is fitted: fluctuations measured, emissions and moves the prior's.
StageModel prior_model(std::span<const TrainingSector> sectors, const EconomySeries& economy,
                       const StageFitOptions& options) {
  StageModel model;
  model.window_years = options.window_years;
  model.noise_weight = options.noise_weight;
  model.initial = chain_prior().initial;
  model.transition = chain_prior().transition;
  for (const std::string& name : options.features) {
    const FeaturePrior* prior = feature_prior(name);
    MUST(prior != nullptr && prior->kind == FeatureKind::growth);
    model.features.push_back(prior_feature(*prior));
    measure_fluctuation(sectors, economy, options.window_years, model.features.back());
  }
  return model;
}

HiddenMarkovPrior chain_prior_of(const HiddenMarkov& start, double anchor_weight) {
  HiddenMarkovPrior prior;
  prior.mean = start.mean;
  prior.spread = start.spread;
  prior.mean_weight.assign(start.mean.size(), anchor_weight);
  prior.spread_weight = prior.mean_weight;
  for (const double p : start.transition) prior.moves.push_back(p * chain_prior().years_per_stage);
  for (const double p : start.initial) prior.starts.push_back(p * chain_prior().sectors);
  return prior;
}

// Take the fitted numbers over and build emerging, which no panel of national industries shows.
void take_over(const HiddenMarkov& fitted, StageModel& model) {
  const std::size_t features = model.features.size();
  for (std::size_t s = 0; s < kStages; ++s) {
    for (std::size_t j = 0; j < kStages; ++j) {
      model.transition[s][j] = fitted.transition[s * kStages + j];
    }
    model.initial[s] = fitted.initial[s] * (1 - chain_prior().emerging);
    for (std::size_t f = 0; f < features; ++f) {
      model.features[f].mean[s] = fitted.mean[s * features + f];
      model.features[f].spread[s] = fitted.spread[s * features + f];
    }
  }
  model.initial[kEmerging] = chain_prior().emerging;
  for (StageFeature& feature : model.features) {
    if (feature.name == "real_output_growth") continue;
    feature.mean[kEmerging] = feature.mean[kGrowth];
    feature.spread[kEmerging] = feature.spread[kGrowth];
  }
}

// Writes the model as parameters, each with the doubt that the expected counts leave.
class Writer {
 public:
  Writer(const HiddenMarkovFit& fit, const HiddenMarkovPrior& prior, std::size_t sectors,
         StageFit& result)
      : fit_(fit), prior_(prior), sectors_(sectors), result_(result) {}

  void write(const StageFitOptions& options) {
    const StageModel& model = result_.model;
    put(window_key(), model.window_years, 0, "years",
        "five-year averages, as the proposed thresholds (docs/methods/stages.md); 3 to 7 tried",
        false);
    put(noise_weight_key(), model.noise_weight, 0, "years",
        "judgement: the usual fluctuation counts as much as one window", true);
    for (std::size_t s = 0; s < kStages; ++s) write_chain(s);
    for (std::size_t f = 0; f < options.features.size(); ++f) write_fitted(f);
    for (std::size_t f = options.features.size(); f < model.features.size(); ++f) write_assumed(f);
  }

  void set_source(std::string source) { source_ = std::move(source); }

 private:
  void put(const std::string& key, double value, double sd, std::string_view unit,
           std::string_view source, bool assumed) {
    result_.parameters[key] = {value, sd, std::string(unit), std::string(source), assumed};
  }

  void write_chain(std::size_t s) {
    const StageModel& model = result_.model;
    const bool emerging = s == kEmerging;
    const double start = model.initial[s];
    const double starts = static_cast<double>(sectors_) + chain_prior().sectors;
    put(initial_key(s), start, std::sqrt(start * (1 - start) / (starts + 1)), "probability",
        emerging ? "judgement: few sectors of national statistics are new" : source_, emerging);
    double moves = chain_prior().years_per_stage;
    for (std::size_t j = 0; j < kStages; ++j) moves += fit_.moves[s * kStages + j];
    for (std::size_t j = 0; j < kStages; ++j) {
      const double p = model.transition[s][j];
      if (!(p > 0)) continue;
      put(transition_key(s, j), p, std::sqrt(p * (1 - p) / (moves + 1)), "probability a year",
          emerging ? "judgement: emerging lasts about 14 years on average" : source_, emerging);
    }
  }

  void write_fitted(std::size_t f) {
    const StageFeature& feature = result_.model.features[f];
    const FeaturePrior& prior = *feature_prior(feature.name);
    put(persistent_key(feature.name), feature.persistent_sd, 0, prior.unit, source_, false);
    put(noise_key(feature.name), feature.noise_sd, 0, prior.unit, source_, false);
    const std::size_t features = fit_.model.features;
    for (std::size_t s = 0; s < kStages; ++s) {
      // Emerging has growth's emission, or the prior's with the doubt of half its spread.
      const bool described = s == kEmerging && feature.name == "real_output_growth";
      const std::size_t at = (s == kEmerging ? kGrowth : s) * features + f;
      const double spread = feature.spread[s];
      const double weight = fit_.observations[at] + prior_.mean_weight[at];
      const double sd_mean = described ? spread / 2 : spread / std::sqrt(weight);
      const double sd_spread = described ? spread / 2 : spread / std::sqrt(2 * weight);
      const std::string_view source =
          described        ? prior.source
          : s == kEmerging ? std::string_view("growth's: no rule tells the two apart")
                           : std::string_view(source_);
      put(mean_key(s, feature.name), feature.mean[s], sd_mean, prior.unit, source, s == kEmerging);
      put(spread_key(s, feature.name), spread, sd_spread, prior.unit, source, s == kEmerging);
    }
  }

  void write_assumed(std::size_t f) {
    const StageFeature& feature = result_.model.features[f];
    const FeaturePrior& prior = *feature_prior(feature.name);
    if (prior.kind == FeatureKind::growth) {
      put(persistent_key(feature.name), feature.persistent_sd, 0, prior.unit, prior.source, true);
      put(noise_key(feature.name), feature.noise_sd, 0, prior.unit, prior.source, true);
    }
    for (std::size_t s = 0; s < kStages; ++s) {
      const double spread = feature.spread[s];
      put(mean_key(s, feature.name), feature.mean[s], spread / 2, prior.unit, prior.source, true);
      put(spread_key(s, feature.name), spread, spread / 2, prior.unit, prior.source, true);
    }
  }

  const HiddenMarkovFit& fit_;
  const HiddenMarkovPrior& prior_;
  std::size_t sectors_;
  StageFit& result_;
  std::string source_;
};

}  // namespace

StageFit fit_stage_model(std::span<const SeriesPoint> points, const StageFitOptions& options) {
  MUST(options.window_years > 1 && options.anchor_weight > 0 && options.noise_weight > 0);
  const EconomySeries economy = economy_of(points);
  const std::vector<TrainingSector> sectors = training_sectors(points, options);
  MUST(!sectors.empty());
  StageFit result;
  result.model = prior_model(sectors, economy, options);
  std::vector<std::vector<double>> sequences;
  for (const TrainingSector& sector : sectors) {
    StageObservations seen = observe_sector(result.model, sector.points, economy);
    result.sector_years += seen.years;
    sequences.push_back(std::move(seen.values));
  }
  const HiddenMarkov start = chain_of(result.model);
  const HiddenMarkovPrior prior = chain_prior_of(start, options.anchor_weight);
  const HiddenMarkovFit fit = fit_hidden_markov(start, prior, sequences);
  take_over(fit.model, result.model);
  for (const std::string_view name : assumed_features()) {
    result.model.features.push_back(prior_feature(*feature_prior(name)));
  }
  result.sectors = sectors.size();
  result.iterations = fit.penalised_log_likelihood.size() - 1;
  result.converged = fit.converged;
  result.penalised_log_likelihood = fit.penalised_log_likelihood.back();
  result.model.source =
      "fitted by fit_stages to " + options.panel + ", " + std::to_string(sectors.size()) +
      " sectors, " + std::to_string(options.held_out.size()) + " held out; docs/methods/stages.md";
  Writer writer(fit, prior, sectors.size(), result);
  writer.set_source(result.model.source);
  writer.write(options);
  return result;
}

}  // namespace formulary
