#include "report/internal/digest.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

namespace formulary::report {

namespace {

template <typename Key>
std::vector<Total> sum_by(const std::vector<PlannedMeasure>& measures, Key key) {
  std::map<std::string, Total> totals;
  for (const PlannedMeasure& measure : measures) {
    Total& total = totals[key(measure)];
    total.id = key(measure);
    total.budget = total.budget + measure.budget;
    ++total.measures;
  }
  std::vector<Total> list;
  for (auto& [id, total] : totals) list.push_back(std::move(total));
  std::stable_sort(list.begin(), list.end(),
                   [](const Total& a, const Total& b) { return a.budget > b.budget; });
  return list;
}

// Tell whether a KPI measures the strategic goal itself.
bool serves(const Kpi& kpi, Goal goal) {
  switch (goal) {
    case Goal::exports:
      return kpi.family == "exports";
    case Goal::technology_leadership:
      return kpi.family == "rd";
    case Goal::import_substitution:
      return kpi.measure == KpiMeasure::local_sourcing_share;
  }
  return false;
}

}  // namespace

std::vector<ToolGroup> groups_of(const std::vector<PlannedMeasure>& measures) {
  std::map<std::tuple<std::string, std::string, CompanyType>, ToolGroup> groups;
  for (const PlannedMeasure& measure : measures) {
    ToolGroup& group = groups[{measure.instrument, measure.variant, measure.company_type}];
    group.instrument = measure.instrument;
    group.variant = measure.variant;
    group.company_type = measure.company_type;
    group.measures.push_back(&measure);
    group.budget = group.budget + measure.budget;
    group.awards += measure.expected_awards;
    group.gain += measure.why.gain_if_kept;
    group.benefit_per_cost += measure.why.benefit_per_cost * measure.budget.major();
    group.assumed_effect = group.assumed_effect || measure.why.assumed_effect;
  }
  std::vector<ToolGroup> list;
  for (auto& [key, group] : groups) {
    if (group.budget.minor() > 0) group.benefit_per_cost /= group.budget.major();
    std::stable_sort(group.measures.begin(), group.measures.end(),
                     [](const auto* a, const auto* b) { return a->budget > b->budget; });
    list.push_back(std::move(group));
  }
  std::map<std::string, Money> whole;
  for (const ToolGroup& group : list) {
    whole[group.instrument] = whole[group.instrument] + group.budget;
  }
  std::stable_sort(list.begin(), list.end(), [&](const ToolGroup& a, const ToolGroup& b) {
    if (a.instrument != b.instrument) return whole[a.instrument] > whole[b.instrument];
    return a.budget > b.budget;
  });
  return list;
}

std::vector<Total> by_instrument(const std::vector<PlannedMeasure>& measures) {
  return sum_by(measures, [](const PlannedMeasure& measure) { return measure.instrument; });
}

std::vector<Total> by_region(const std::vector<PlannedMeasure>& measures) {
  return sum_by(measures, [](const PlannedMeasure& measure) { return measure.region; });
}

std::vector<Money> by_year(const std::vector<PlannedMeasure>& measures) {
  std::vector<Money> years;
  for (const PlannedMeasure& measure : measures) {
    if (measure.budget_by_year.size() > years.size()) years.resize(measure.budget_by_year.size());
    for (std::size_t i = 0; i < measure.budget_by_year.size(); ++i) {
      years[i] = years[i] + measure.budget_by_year[i];
    }
  }
  return years;
}

Money total_of(const std::vector<PlannedMeasure>& measures) {
  Money total;
  for (const PlannedMeasure& measure : measures) total = total + measure.budget;
  return total;
}

double share_of(Money part, Money whole) {
  return whole.minor() == 0 ? 0 : part.major() / whole.major();
}

std::vector<std::string> targeted_kpis(const std::vector<PlannedMeasure>& measures) {
  std::vector<std::pair<std::string, Money>> behind;
  for (const PlannedMeasure& measure : measures) {
    for (const PlannedKpi& kpi : measure.kpis) {
      const auto at = std::find_if(behind.begin(), behind.end(),
                                   [&](const auto& one) { return one.first == kpi.kpi; });
      if (at == behind.end()) {
        behind.emplace_back(kpi.kpi, measure.budget);
      } else {
        at->second = at->second + measure.budget;
      }
    }
  }
  std::stable_sort(behind.begin(), behind.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  std::vector<std::string> list;
  for (auto& [kpi, money] : behind) list.push_back(std::move(kpi));
  return list;
}

const KpiForecast* forecast_of(const Forecast& forecast, const std::string& kpi) {
  for (const KpiForecast& one : forecast.kpis) {
    if (one.kpi == kpi && !one.impact.empty()) return &one;
  }
  return nullptr;
}

const KpiForecast* leading_kpi(const Package& package, const Forecast& forecast,
                               const Toolbox& toolbox) {
  const KpiForecast* best = nullptr;
  std::pair<bool, double> best_rank{false, -1};
  for (const std::string& id : targeted_kpis(package.measures)) {
    const KpiForecast* one = forecast_of(forecast, id);
    if (one == nullptr) continue;
    const Kpi* card = toolbox.kpi(id);
    const Spread& last = one->impact.back();
    const double doubt = last.p95 - last.p5;
    const std::pair rank{card != nullptr && serves(*card, package.envelope.goal),
                         doubt > 0 ? std::fabs(last.p50) / doubt : 0};
    if (rank > best_rank) {
      best_rank = rank;
      best = one;
    }
  }
  return best;
}

bool has_base(const KpiForecast& kpi) {
  return kpi.base != 0 || kpi.no_policy.empty() || !(kpi.no_policy.front().p5 > 0);
}

}  // namespace formulary::report
