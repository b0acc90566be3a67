#include "configure/configure.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <set>

#include "base/must.h"
#include "configure/internal/explain.h"
#include "configure/internal/solver.h"

namespace formulary {

namespace {

using namespace configuring;

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

Benefit benefit_of(const std::vector<Column>& pool, const Plan& plan, std::size_t draws) {
  std::vector<double> total(draws, 0);
  double cost = 0;
  for (const std::size_t p : plan.column) {
    if (p == kNone) continue;
    for (std::size_t w = 0; w < draws; ++w) total[w] += pool[p].benefit[w] * kMillion;
    cost += pool[p].cost * kMillion;
  }
  const double mean = mean_of(total);
  return {mean, *std::min_element(total.begin(), total.end()), cost > 0 ? mean / cost : 0};
}

std::vector<std::string> instruments_of(const Candidates& candidates,
                                        const std::vector<Column>& pool, const Plan& plan,
                                        int& measures) {
  std::set<std::string> ids;
  measures = 0;
  for (const std::size_t p : plan.column) {
    if (p == kNone) continue;
    for (const std::size_t o : pool[p].options) {
      const Choice& choice = candidates.choices[pool[p].choice];
      ids.insert(candidates.view->forms()[choice.options[o].form].instrument->id);
      ++measures;
    }
  }
  return {ids.begin(), ids.end()};
}

// Points of the Pareto front: the pool's packages under other budgets.
std::vector<Alternative> alternatives_of(const Solution& solution, const Candidates& candidates,
                                         const Envelope& envelope,
                                         const std::vector<double>& multiples) {
  std::vector<Alternative> alternatives;
  std::vector<double> all = multiples;
  all.push_back(1);
  std::sort(all.begin(), all.end());
  for (const double multiple : all) {
    Plan plan = solution.plan;
    if (multiple != 1) {
      MasterInput input = solution.input;
      for (std::size_t l = 0; l < input.limit.size(); ++l) {
        const std::string& id = candidates.limits[l].id;
        const bool scales =
            id == "budget" || id.rfind("budget_year", 0) == 0 || id.rfind("region.", 0) == 0;
        if (scales) input.limit[l] *= multiple;
      }
      plan = round_plan(input, solution.pool, solve_master(input, solution.pool));
    }
    Alternative point;
    point.budget = Money::from_major(std::round(envelope.budget.major() * multiple));
    const Benefit benefit = benefit_of(solution.pool, plan, candidates.view->draws());
    point.benefit = benefit.mean_field;
    point.worst_tenth = benefit.worst_tenth;
    point.instruments = instruments_of(candidates, solution.pool, plan, point.measures);
    alternatives.push_back(std::move(point));
  }
  return alternatives;
}

std::vector<ShadowPrice> prices_of(const Solution& solution, const Candidates& candidates) {
  std::vector<double> used(candidates.limits.size(), 0);
  for (const std::size_t p : solution.plan.column) {
    if (p == kNone) continue;
    for (const auto& [limit, amount] : usage_of(candidates, solution.pool[p])) {
      used[limit] += amount;
    }
  }
  std::vector<ShadowPrice> prices;
  for (std::size_t l = 0; l < candidates.limits.size(); ++l) {
    const double price = std::fabs(solution.relaxation.prices.limit[l]);
    if (price < 1e-9 && l > 0) continue;
    const std::string& id = candidates.limits[l].id;
    // Money limits are kept in millions; capacities and addresses in their own units.
    const bool money =
        id.rfind("budget", 0) == 0 || id.rfind("role.", 0) == 0 || id.rfind("region.", 0) == 0;
    const double unit = money ? kMillion : 1;
    prices.push_back(
        {id, money ? price : price * kMillion, used[l] * unit, candidates.limits[l].value * unit});
  }
  return prices;
}

Package package_of(const CountryPack& pack, const Toolbox& toolbox, const Candidates& candidates,
                   const Diagnosis& diagnosis, const Envelope& envelope, const Solution& solution,
                   const ConfigureOptions& options) {
  Package package;
  package.envelope = envelope;
  package.stage = diagnosis.stage;
  for (const std::size_t p : solution.plan.column) {
    if (p == kNone) continue;
    auto measures = measures_of(pack, candidates, diagnosis, envelope, solution.pool[p]);
    std::move(measures.begin(), measures.end(), std::back_inserter(package.measures));
  }
  std::sort(package.measures.begin(), package.measures.end(),
            [](const auto& a, const auto& b) { return a.id < b.id; });
  package.benefit = benefit_of(solution.pool, solution.plan, candidates.view->draws());
  package.blanket = blanket_of(pack, candidates, envelope, package.blanket_benefit);
  package.gap = solution.gap;
  package.bound = solution.bound * kMillion;
  package.refused = refusals_of(candidates, solution.pool, solution.plan,
                                solution.relaxation.prices, envelope.most_instruments);
  package.prices = prices_of(solution, candidates);
  package.alternatives = alternatives_of(solution, candidates, envelope, options.alternatives);
  package.binding = candidates.binding;
  package.unaddressed = candidates.unaddressed;
  package.provenance.toolbox_hash = toolbox.hash;
  package.provenance.country_hash = pack.hash;
  package.provenance.seed = options.seed;
  package.summary.cells = static_cast<int>(candidates.choices.size());
  package.summary.columns = static_cast<int>(solution.pool.size());
  package.summary.rounds = solution.rounds;
  package.summary.packages_priced = solution.priced;
  return package;
}

}  // namespace

Configuration configure(const CountryPack& pack, const Toolbox& toolbox,
                        const Population& population, double population_weight,
                        const Diagnosis& diagnosis, const Envelope& envelope,
                        const ConfigureOptions& options) {
  MUST(envelope.years > 0 && envelope.most_instruments > 0);
  if (envelope.budget.minor() <= 0) {
    return Infeasible{envelope, {"budget"}, Remedy::positive_budget};
  }
  Candidates candidates =
      make_candidates(pack, toolbox, population, population_weight, diagnosis, envelope, options);
  if (candidates.choices.empty()) {
    return Infeasible{envelope, {"firms"}, Remedy::other_firms};
  }
  if (!candidates.too_dear.empty()) {
    std::vector<std::string> limits{"budget"};
    for (const Component component : candidates.too_dear) {
      limits.push_back(std::string("addresses.") + id_of(component));
    }
    return Infeasible{envelope, limits, Remedy::larger_budget};
  }
  const Solution solution = solve(candidates, envelope, options);
  if (solution.plan.missed > 1e-9) {
    std::vector<std::string> limits{"budget"};
    for (const std::size_t l : solution.relaxation.missed_limits) {
      limits.push_back(candidates.limits[l].id);
    }
    return Infeasible{envelope, limits, Remedy::looser_limits};
  }
  return package_of(pack, toolbox, candidates, diagnosis, envelope, solution, options);
}

}  // namespace formulary
