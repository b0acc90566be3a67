#include "observe/internal/stages.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <map>

#include "observe/internal/stage_observations.h"
#include "observe/observe.h"

namespace formulary {
namespace {

StageShares shares_at(const std::vector<double>& table, std::size_t step) {
  StageShares shares{};
  for (std::size_t s = 0; s < kStages; ++s) shares[s] = table[step * kStages + s];
  return shares;
}

// Set the most probable stage and the next best; ties go to the earlier stage.
void choose(SectorStage& result) {
  const StageShares& p = result.filtered;
  std::size_t best = 0;
  for (std::size_t s = 1; s < kStages; ++s) {
    if (p[s] > p[best]) best = s;
  }
  std::size_t next = best == 0 ? 1 : 0;
  for (std::size_t s = 0; s < kStages; ++s) {
    if (s != best && p[s] > p[next]) next = s;
  }
  result.stage = static_cast<Stage>(best);
  result.next_best = static_cast<Stage>(next);
}

// One feature alone: the emissions of the others cancel out of its log odds by being missing.
double feature_log_odds(const HiddenMarkov& chain, std::span<const double> observed,
                        std::size_t feature, std::size_t stage, std::size_t against) {
  std::vector<double> alone(observed.size(), std::nan(""));
  alone[feature] = observed[feature];
  return log_emission(chain, stage, alone) - log_emission(chain, against, alone);
}

std::vector<StageEvidence> evidence_of(const StageModel& model, const HiddenMarkov& chain,
                                       const StageObservations& seen,
                                       const StateProbabilities& inferred,
                                       const SectorStage& result) {
  const std::size_t stage = index_of(result.stage);
  const std::size_t against = index_of(result.next_best);
  const std::size_t last = seen.years - 1;
  const std::span observed =
      std::span(seen.values).subspan(last * model.features.size(), model.features.size());
  std::vector<StageEvidence> evidence;
  for (std::size_t f = 0; f < model.features.size(); ++f) {
    if (std::isnan(observed[f])) continue;
    evidence.push_back({model.features[f].name, observed[f], result.year,
                        feature_log_odds(chain, observed, f, stage, against)});
  }
  const StageShares before = shares_at(inferred.predicted, last);
  // Finite also against a stage that cannot be reached.
  const double odds = std::log(before[stage] / std::max(before[against], 1e-300));
  evidence.push_back({kEarlierYears, before[stage], result.year, odds});
  std::stable_sort(evidence.begin(), evidence.end(), [](const auto& a, const auto& b) {
    return std::abs(a.log_odds) > std::abs(b.log_odds);
  });
  return evidence;
}

using Weights = std::map<std::string, double>;

// The economy's own series where given, and the sectors' weighted mean in all other years.
EconomySeries mean_of_sectors(std::span<const SeriesPoint> points, const Weights& weights) {
  struct Sum {
    double value = 0;
    double weight = 0;
    std::size_t sectors = 0;
  };
  std::map<std::string, std::map<int, Sum>> sums;
  EconomySeries economy;
  for (const SeriesPoint& point : points) {
    if (kind_of_feature(point.feature) != FeatureKind::growth) continue;
    if (point.sector == kEconomy) {
      economy[point.feature][point.year] = point.value;
      continue;
    }
    const auto weight = weights.find(point.sector);
    const double w = weights.empty() ? 1.0 : weight == weights.end() ? 0.0 : weight->second;
    if (!(w > 0)) continue;
    Sum& sum = sums[point.feature][point.year];
    sum.value += w * point.value;
    sum.weight += w;
    ++sum.sectors;
  }
  for (const auto& [feature, years] : sums) {
    for (const auto& [year, sum] : years) {
      if (sum.sectors < kFewSectors) continue;
      economy[feature].emplace(year, sum.value / sum.weight);
    }
  }
  return economy;
}

// A growth feature for which the pack also gives each sector's trend.
struct Trend {
  const char* feature;
  double (*of)(const Sector& sector);
};
constexpr Trend kTrends[] = {
    {"real_output_growth", [](const Sector& sector) { return sector.real_growth.value; }},
    {"productivity_growth", [](const Sector& sector) { return sector.productivity_growth.value; }},
    {"employment_growth",
     [](const Sector& sector) {
       return sector.real_growth.value - sector.productivity_growth.value;
     }},
};

// Replace the mean over the sectors with series by one over all sectors, in every year of the
// pack's series for which the pack does not give the economy itself.
void add_mean_with_trends(const CountryPack& pack, const Trend& trend, EconomySeries& economy) {
  std::map<int, std::map<std::string, double>> given;
  std::map<int, double> whole;
  for (const SeriesPoint& point : pack.series) {
    std::map<std::string, double>& year = given[point.year];
    if (point.feature != trend.feature) continue;
    if (point.sector == kEconomy) whole[point.year] = point.value;
    year[point.sector] = point.value;
  }
  for (const auto& [year, values] : given) {
    double sum = 0;
    double weight = 0;
    for (const Sector& sector : pack.sectors) {
      const auto own = values.find(sector.id);
      const double w = sector.value_added.value;
      sum += w * (own == values.end() ? trend.of(sector) : own->second);
      weight += w;
    }
    if (weight > 0 && !whole.contains(year)) economy[trend.feature][year] = sum / weight;
  }
}

}  // namespace

HiddenMarkov chain_of(const StageModel& model) {
  HiddenMarkov chain;
  chain.states = kStages;
  chain.features = model.features.size();
  chain.power = 1.0 / model.window_years;
  chain.initial.assign(model.initial.begin(), model.initial.end());
  for (std::size_t s = 0; s < kStages; ++s) {
    chain.transition.insert(chain.transition.end(), model.transition[s].begin(),
                            model.transition[s].end());
    for (const StageFeature& feature : model.features) {
      chain.mean.push_back(feature.mean[s]);
      chain.spread.push_back(feature.spread[s]);
    }
  }
  return chain;
}

EconomySeries economy_of(std::span<const SeriesPoint> points) {
  return mean_of_sectors(points, {});
}

EconomySeries economy_of(const CountryPack& pack) {
  Weights weights;
  for (const Sector& sector : pack.sectors) weights[sector.id] = sector.value_added.value;
  EconomySeries economy = mean_of_sectors(pack.series, weights);
  for (const Trend& trend : kTrends) add_mean_with_trends(pack, trend, economy);
  return economy;
}

SectorStage stage_of(const StageModel& model, std::span<const SeriesPoint> sector,
                     const EconomySeries& economy) {
  SectorStage result;
  if (!sector.empty()) result.sector = sector.front().sector;
  const StageObservations seen = observe_sector(model, sector, economy);
  result.no_data = std::all_of(seen.values.begin(), seen.values.end(),
                               [](double value) { return std::isnan(value); });
  if (result.no_data) {
    result.filtered = result.smoothed = model.initial;
    choose(result);
    return result;
  }
  const HiddenMarkov chain = chain_of(model);
  const StateProbabilities inferred = state_probabilities(chain, seen.values);
  for (std::size_t t = 0; t < seen.years; ++t) {
    result.path.push_back({seen.first_year + static_cast<int>(t), shares_at(inferred.filtered, t),
                           shares_at(inferred.smoothed, t)});
  }
  result.year = result.path.back().year;
  result.filtered = result.path.back().filtered;
  result.smoothed = result.path.back().smoothed;
  result.from_assumed_data = seen.assumed;
  choose(result);
  result.evidence = evidence_of(model, chain, seen, inferred, result);
  return result;
}

std::vector<SectorStage> stages(const StageModel& model, const CountryPack& pack) {
  const EconomySeries economy = economy_of(pack);
  std::vector<SectorStage> all;
  for (const Sector& sector : pack.sectors) {
    const std::vector<SeriesPoint> points = points_of_sector(pack.series, sector.id);
    if (points.empty() && !sector.analysed) continue;
    all.push_back(stage_of(model, points, economy));
    all.back().sector = sector.id;
  }
  return all;
}

std::vector<SectorStage> stages(const StageModel& model, std::span<const SeriesPoint> points) {
  const EconomySeries economy = economy_of(points);
  std::vector<std::string> sectors;
  for (const SeriesPoint& point : points) {
    if (point.sector == kEconomy) continue;
    if (std::find(sectors.begin(), sectors.end(), point.sector) == sectors.end()) {
      sectors.push_back(point.sector);
    }
  }
  std::vector<SectorStage> all;
  for (const std::string& sector : sectors) {
    all.push_back(stage_of(model, points_of_sector(points, sector), economy));
  }
  return all;
}

}  // namespace formulary
