#include "diagnose/diagnose.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/must.h"
#include "model/access.h"

namespace formulary {

namespace {

constexpr std::size_t kMostSampled = 5000;
constexpr double kNearlyBinding = 0.75;  // of the largest shadow return
constexpr double kDeepest = 2.5;         // standard deviations at which severity is 1

// Means over the firms looked at.
struct Means {
  ByComponent access{};
  ByComponent benchmark{};
  ByComponent shadow{};
  double log_index = 0;
  double log_benchmark = 0;
  double firms = 0;
};

void add_firm(Means& means, const Ecosystem& ecosystem, const ByComponent& odds,
              const ByComponent& peer_odds) {
  const ByComponent returns = shadow_returns(ecosystem, odds);
  for (std::size_t k = 0; k < kComponents; ++k) {
    means.access[k] += 1 / (1 + odds[k]);
    means.benchmark[k] += 1 / (1 + peer_odds[k]);
    means.shadow[k] += returns[k];
  }
  means.log_index += log_index(ecosystem, odds);
  means.log_benchmark += log_index(ecosystem, peer_odds);
  means.firms += 1;
}

Means look(const Population& population, std::size_t sector, std::optional<std::size_t> region,
           const AccessMap& access, const Ecosystem& ecosystem) {
  const std::size_t from = region.value_or(0);
  const std::size_t to = region.value_or(population.regions - 1);
  const std::size_t first = population.group(sector, from).begin;
  const std::size_t last = population.group(sector, to).end;
  const std::size_t step = std::max<std::size_t>(1, (last - first) / kMostSampled);
  Means means;
  std::size_t r = from;
  for (std::size_t i = first; i < last; i += step) {
    while (i >= population.group(sector, r).end) ++r;
    const auto type = static_cast<CompanyType>(population.type[i]);
    add_firm(means, ecosystem,
             inverse_odds_of(access.logit(sector, r, type), population.access_noise[i],
                             access.access_sd()),
             inverse_odds_of(access.benchmark_logit(type), population.access_noise[i],
                             access.access_sd()));
  }
  if (means.firms > 0) {
    for (std::size_t k = 0; k < kComponents; ++k) {
      means.access[k] /= means.firms;
      means.benchmark[k] /= means.firms;
      means.shadow[k] /= means.firms;
    }
    means.log_index /= means.firms;
    means.log_benchmark /= means.firms;
  }
  return means;
}

bool applies(const Problem& problem, Stage stage, const std::string& profile) {
  const bool at_stage =
      problem.stages.empty() ||
      std::find(problem.stages.begin(), problem.stages.end(), stage) != problem.stages.end();
  const bool for_profile = problem.profiles.empty() ||
                           std::find(problem.profiles.begin(), problem.profiles.end(), profile) !=
                               problem.profiles.end();
  return at_stage && for_profile;
}

// Rank one problem; nothing when none of its signs speaks.
std::optional<RankedProblem> rank(const Problem& problem, const std::vector<IndicatorSign>& signs,
                                  const ByComponent& shadow) {
  RankedProblem ranked;
  ranked.problem = problem.id;
  ranked.component = problem.component;
  ranked.instruments = problem.instruments;
  ranked.kpis = problem.kpis;
  double depth = 0;
  double known = 0;
  for (const ProblemSign& sign : problem.signs) {
    const auto at = std::find_if(signs.begin(), signs.end(), [&](const IndicatorSign& s) {
      return s.indicator == sign.indicator;
    });
    if (at == signs.end()) {
      ranked.unknown.push_back(sign.indicator);
      continue;
    }
    known += 1;
    if (at->goodness <= sign.threshold_z) {
      ranked.signs.push_back(*at);
      depth += std::min(1.0, -at->goodness / kDeepest);
    }
  }
  if (ranked.signs.empty()) return std::nullopt;
  const double all = std::accumulate(shadow.begin(), shadow.end(), 0.0);
  ranked.score = depth / known * shadow[index_of(problem.component)] / all;
  return ranked;
}

}  // namespace

Diagnosis diagnose(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                   const std::string& sector, const std::optional<std::string>& region, Stage stage,
                   const std::array<double, kStages>& stage_probability) {
  const std::size_t s = pack.sector_index(sector);
  std::optional<std::size_t> r;
  if (region) r = pack.region_index(*region);
  const Coefficients c = mean_coefficients(toolbox.parameters);
  const Readiness readiness = readiness_of(pack, toolbox);
  const AccessMap access(readiness, c);
  const Ecosystem ecosystem = ecosystem_of(pack.sectors[s], toolbox, stage, c);
  const Means means = look(population, s, r, access, ecosystem);
  std::vector<IndicatorSign> signs = read_signs(pack, toolbox, Level::sector, sector);
  const auto add = [&](Level level, const std::string& subject) {
    const auto more = read_signs(pack, toolbox, level, subject);
    signs.insert(signs.end(), more.begin(), more.end());
  };
  if (region) add(Level::region, *region);
  add(Level::country, pack.iso3);

  Diagnosis diagnosis;
  diagnosis.sector = sector;
  diagnosis.region = region.value_or("");
  diagnosis.stage = stage;
  diagnosis.stage_probability = stage_probability;
  diagnosis.index = std::exp(means.log_index);
  diagnosis.benchmark_index = std::exp(means.log_benchmark);
  const double most = *std::max_element(means.shadow.begin(), means.shadow.end());
  for (std::size_t k = 0; k < kComponents; ++k) {
    ComponentState state;
    state.component = static_cast<Component>(k);
    state.access = means.access[k];
    state.benchmark = means.benchmark[k];
    state.weight = ecosystem.weight[k];
    state.shadow_return = means.shadow[k];
    state.binding = most > 0 && means.shadow[k] >= kNearlyBinding * most;
    for (const Indicator& indicator : toolbox.indicators) {
      if (indicator.component != state.component) continue;
      if (indicator.level == Level::region && !region) continue;
      const auto at = std::find_if(signs.begin(), signs.end(), [&](const IndicatorSign& sign) {
        return sign.indicator == indicator.id;
      });
      if (at != signs.end()) {
        state.signs.push_back(*at);
      } else {
        state.unknown.push_back(indicator.id);
      }
    }
    diagnosis.components.push_back(std::move(state));
  }
  for (const Problem& problem : toolbox.problems) {
    if (!applies(problem, stage, pack.sectors[s].profile)) continue;
    if (auto ranked = rank(problem, signs, means.shadow)) {
      diagnosis.problems.push_back(std::move(*ranked));
    }
  }
  std::sort(diagnosis.problems.begin(), diagnosis.problems.end(),
            [](const RankedProblem& a, const RankedProblem& b) {
              return std::pair(-a.score, a.problem) < std::pair(-b.score, b.problem);
            });
  return diagnosis;
}

}  // namespace formulary
