#include <algorithm>
#include <array>
#include <cmath>

#include "base/must.h"
#include "observe/internal/stage_observations.h"
#include "observe/stage_fit.h"

namespace formulary {
namespace {

constexpr const char* kGrowthFeature = "real_output_growth";
constexpr double kThreshold = 0.02;

std::size_t most_probable(const StageShares& shares) {
  return static_cast<std::size_t>(std::max_element(shares.begin(), shares.end()) - shares.begin());
}

// A running accuracy and log score.
struct Tally {
  double right = 0;
  double log_sum = 0;
  double years = 0;

  void add(bool is_right, double log_probability) {
    right += is_right ? 1 : 0;
    log_sum += log_probability;
    years += 1;
  }
  Score score() const { return years > 0 ? Score{right / years, log_sum / years} : Score{}; }
};

// The best log score that an answer without probabilities can get: it states its error rate as
// known afterwards, shared by the other stages.
Score flattered(const Tally& tally) {
  Score score = tally.score();
  const double wrong = 1 - score.accuracy;
  score.log_score = 0;
  if (wrong < 1) score.log_score += score.accuracy * std::log(score.accuracy);
  if (wrong > 0) score.log_score += wrong * std::log(wrong / (kStages - 1));
  return score;
}

LabelScore score_label(const StageModel& model, const StageLabel& label,
                       std::span<const SeriesPoint> sector, const EconomySeries& economy,
                       std::array<Tally, 3>& tallies) {
  LabelScore score;
  score.label = label;
  const std::size_t truth = index_of(label.stage);
  StageShares sum{};
  double years = 0;
  for (const StageYear& year : stage_of(model, sector, economy).path) {
    if (year.year < label.first_year || year.year > label.last_year) continue;
    const bool smoothed = most_probable(year.smoothed) == truth;
    const bool filtered = most_probable(year.filtered) == truth;
    const bool rule = stage_by_rule(sector, economy, model.window_years, year.year) == label.stage;
    tallies[0].add(smoothed, std::log(year.smoothed[truth]));
    tallies[1].add(filtered, std::log(year.filtered[truth]));
    tallies[2].add(rule, 0);
    for (std::size_t s = 0; s < kStages; ++s) sum[s] += year.smoothed[s];
    score.smoothed += smoothed ? 1 : 0;
    score.filtered += filtered ? 1 : 0;
    score.rule += rule ? 1 : 0;
    years += 1;
  }
  MUST(years > 0);
  score.stage = static_cast<Stage>(most_probable(sum));
  score.probability = sum[truth] / years;
  score.smoothed /= years;
  score.filtered /= years;
  score.rule /= years;
  return score;
}

// A sector-year with what was known of its stage and the growth that followed.
struct Forecast {
  StageShares model;
  StageShares rule;
  double next = 0;
};

std::vector<Forecast> forecasts_of(const StageModel& model, std::span<const SeriesPoint> sector,
                                   const EconomySeries& economy) {
  std::vector<Forecast> forecasts;
  const SectorStage result = stage_of(model, sector, economy);
  if (result.no_data) return forecasts;
  const int first = result.path.front().year;
  const auto growth = yearly_values(kGrowthFeature, sector, economy, first, result.path.size());
  for (std::size_t t = 0; t + 1 < result.path.size(); ++t) {
    const auto rule = stage_by_rule(sector, economy, model.window_years, result.path[t].year);
    if (!rule || !std::isfinite(growth[t + 1])) continue;
    Forecast forecast;
    forecast.model = result.path[t].filtered;
    forecast.rule = {};
    forecast.rule[index_of(*rule)] = 1;
    forecast.next = growth[t + 1];
    forecasts.push_back(forecast);
  }
  return forecasts;
}

// Next year's growth per stage, normal, learnt with the shares as weights; scored as a mixture.
class NextYear {
 public:
  NextYear(std::span<const Forecast> training, StageShares Forecast::*shares) : shares_(shares) {
    StageShares weight{};
    StageShares sum{};
    StageShares square{};
    for (const Forecast& forecast : training) {
      for (std::size_t s = 0; s < kStages; ++s) {
        const double p = (forecast.*shares)[s];
        weight[s] += p;
        sum[s] += p * forecast.next;
        square[s] += p * forecast.next * forecast.next;
      }
    }
    for (std::size_t s = 0; s < kStages; ++s) {
      known_[s] = weight[s] > 1;  // a stage that training hardly saw predicts nothing
      if (!known_[s]) continue;
      mean_[s] = sum[s] / weight[s];
      variance_[s] = square[s] / weight[s] - mean_[s] * mean_[s];
    }
  }

  ForecastScore score(std::span<const Forecast> forecasts) const {
    ForecastScore score;
    for (const Forecast& forecast : forecasts) {
      double density = 0;
      double mean = 0;
      double weight = 0;
      for (std::size_t s = 0; s < kStages; ++s) {
        if (!known_[s]) continue;
        const double z2 = (forecast.next - mean_[s]) * (forecast.next - mean_[s]) / variance_[s];
        const double p = (forecast.*shares_)[s];
        density += p * std::exp(-0.5 * z2) / std::sqrt(2 * M_PI * variance_[s]);
        mean += p * mean_[s];
        weight += p;
      }
      score.log_density += std::log(density / weight);
      score.absolute_error += std::abs(forecast.next - mean / weight);
    }
    score.log_density /= static_cast<double>(forecasts.size());
    score.absolute_error /= static_cast<double>(forecasts.size());
    return score;
  }

 private:
  StageShares Forecast::*shares_;
  std::array<bool, kStages> known_{};
  StageShares mean_{};
  StageShares variance_{};
};

}  // namespace

std::optional<Stage> stage_by_rule(std::span<const SeriesPoint> sector,
                                   const EconomySeries& economy, int window_years, int year) {
  const auto yearly = yearly_values(kGrowthFeature, sector, economy, year - window_years + 1,
                                    static_cast<std::size_t>(window_years));
  double sum = 0;
  double years = 0;
  for (const double value : yearly) {
    if (!std::isfinite(value)) continue;
    sum += value;
    years += 1;
  }
  if (years == 0) return std::nullopt;
  if (sum / years > kThreshold) return Stage::growth;
  return sum / years < -kThreshold ? Stage::decline : Stage::maturity;
}

StageValidation validate_stages(const StageModel& model, std::span<const SeriesPoint> points,
                                std::span<const std::string> held_out,
                                std::span<const StageLabel> labels) {
  const EconomySeries economy = economy_of(points);
  StageValidation validation;
  std::array<Tally, 3> tallies;
  for (const StageLabel& label : labels) {
    const auto sector = points_of_sector(points, label.sector);
    validation.labels.push_back(score_label(model, label, sector, economy, tallies));
  }
  validation.smoothed = tallies[0].score();
  validation.filtered = tallies[1].score();
  validation.rule = flattered(tallies[2]);
  std::vector<Forecast> training;
  std::vector<Forecast> test;
  for (const SectorStage& sector : stages(model, points)) {
    const bool unseen =
        std::find(held_out.begin(), held_out.end(), sector.sector) != held_out.end();
    const auto own = forecasts_of(model, points_of_sector(points, sector.sector), economy);
    (unseen ? test : training).insert((unseen ? test : training).end(), own.begin(), own.end());
  }
  validation.next_year_model = NextYear(training, &Forecast::model).score(test);
  validation.next_year_rule = NextYear(training, &Forecast::rule).score(test);
  for (auto* forecasts : {&training, &test}) {
    for (Forecast& forecast : *forecasts) forecast.rule = {1, 0, 0, 0};
  }
  validation.next_year_nothing = NextYear(training, &Forecast::rule).score(test);
  return validation;
}

}  // namespace formulary
