#include "pretest/internal/summary.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "base/must.h"
#include "math/quantiles.h"

namespace formulary::pretesting {

namespace {

// A measure is flagged before launch when fewer firms want it (apply and would pass) than this
// share of the awards that the plan counts on.
constexpr double kLeastWanted = 0.25;
constexpr double kLeastSpent = 0.5;  // of the budget

// Firms that apply and would pass screening, in the median draw.
double wanted(const Toolbox& toolbox, const TakeUp& use) {
  const Instrument* card = toolbox.instrument(use.instrument);
  MUST(card != nullptr);
  return use.applied.p50 * card->application.approval_share.value;
}

// KPIs of which a difference has a price per unit: sums, not shares or rates.
bool countable(KpiMeasure measure) {
  switch (measure) {
    case KpiMeasure::patents_filed:
    case KpiMeasure::rd_output:
    case KpiMeasure::export_value:
    case KpiMeasure::new_markets:
    case KpiMeasure::net_jobs:
    case KpiMeasure::graduates_hired:
    case KpiMeasure::new_firms:
    case KpiMeasure::large_client_pilots:
    case KpiMeasure::private_investment:
      return true;
    default:
      return false;
  }
}

}  // namespace

Spread spread_of(std::vector<double> sample) {
  const Quantiles q = quantiles_of(std::move(sample));
  return {q.mean, q.p5, q.p25, q.p50, q.p75, q.p95};
}

std::vector<TakeUp> take_up_of(const Toolbox& toolbox, const Package& package,
                               const std::vector<DrawOutcome>& draws) {
  std::map<std::tuple<std::string, std::string, CompanyType>, std::vector<std::size_t>> by_tool;
  for (std::size_t m = 0; m < package.measures.size(); ++m) {
    const PlannedMeasure& measure = package.measures[m];
    by_tool[{measure.instrument, measure.variant, measure.company_type}].push_back(m);
  }
  std::vector<TakeUp> all;
  for (const auto& [key, numbers] : by_tool) {
    TakeUp use;
    std::tie(use.instrument, use.variant, use.company_type) = key;
    double planned = 0;
    for (const std::size_t m : numbers) {
      use.budget = use.budget + package.measures[m].budget;
      planned += package.measures[m].expected_awards;
    }
    std::vector<double> eligible, aware, applied, awarded, completed, share, lost, disbursed;
    double out_days = 0;
    double out_count = 0;
    for (const DrawOutcome& draw : draws) {
      MeasureOutcome sum;
      for (const std::size_t m : numbers) {
        const MeasureOutcome& one = draw.measures[m];
        sum.eligible += one.eligible;
        sum.aware += one.aware;
        sum.applied += one.applied;
        sum.awarded += one.awarded;
        sum.completed += one.completed;
        sum.disbursed += one.disbursed;
        sum.out_day_sum += one.out_day_sum;
        sum.out_years += one.out_years;
        sum.recipients_gross += one.recipients_gross;
        sum.recipients_impact += one.recipients_impact;
      }
      eligible.push_back(sum.eligible);
      aware.push_back(sum.aware);
      applied.push_back(sum.applied);
      awarded.push_back(sum.awarded);
      completed.push_back(sum.completed);
      disbursed.push_back(sum.disbursed);
      share.push_back(sum.eligible > 0 ? sum.awarded / sum.eligible : 0);
      if (sum.recipients_gross > 0) {
        lost.push_back(std::clamp(1 - sum.recipients_impact / sum.recipients_gross, 0.0, 1.0));
      }
      if (sum.out_years > 0) {
        out_days += sum.out_day_sum / sum.out_years;
        out_count += 1;
      }
    }
    use.eligible = spread_of(eligible);
    use.aware = spread_of(aware);
    use.applied = spread_of(applied);
    use.awarded = spread_of(awarded);
    use.completed = spread_of(completed);
    use.take_up_share = spread_of(share);
    use.deadweight = spread_of(lost);
    use.disbursed = spread_of(disbursed);
    if (out_count > 0) use.money_runs_out_day = out_days / out_count;
    use.runs_out_share = out_count / static_cast<double>(draws.size());
    use.unwanted = wanted(toolbox, use) < kLeastWanted * planned;
    all.push_back(std::move(use));
  }
  return all;
}

KpiForecast forecast_kpi(const Kpi& kpi, const CountryPack& pack, const Sector& sector, int years,
                         const std::vector<DrawOutcome>& draws) {
  KpiForecast forecast;
  forecast.kpi = kpi.id;
  std::vector<double> base;
  std::vector<double> price;
  std::vector<double> additional;
  bool always_positive = true;
  for (int t = 1; t <= years; ++t) {
    const auto year = static_cast<std::size_t>(t);
    std::vector<double> without, with_policy, impact;
    for (const DrawOutcome& draw : draws) {
      double support = 0;
      double induced = 0;
      for (std::size_t u = 1; u <= year; ++u) {
        support += draw.disbursed[u];
        induced += draw.with_policy[u][Metric::investment] - draw.without[u][Metric::investment];
      }
      const auto value = [&](const Totals& now, double money, double extra) {
        return kpi_value(kpi.measure, now, draw.without[0], t, sector, pack, money, extra);
      };
      without.push_back(value(draw.without[year], 0, 0));
      with_policy.push_back(value(draw.with_policy[year], support, induced));
      impact.push_back(with_policy.back() - without.back());
      if (t < years) continue;
      base.push_back(
          kpi_value(kpi.measure, draw.without[0], draw.without[0], 0, sector, pack, 0, 0));
      always_positive = always_positive && impact.back() > 0;
      if (impact.back() > 0) price.push_back(support / impact.back());
      if (kpi.measure == KpiMeasure::net_jobs && draw.jobs_gross > 0) {
        additional.push_back(draw.jobs_impact / draw.jobs_gross);
      }
    }
    forecast.no_policy.push_back(spread_of(std::move(without)));
    forecast.with_policy.push_back(spread_of(std::move(with_policy)));
    forecast.impact.push_back(spread_of(std::move(impact)));
  }
  forecast.base = spread_of(std::move(base)).mean;
  if (countable(kpi.measure) && always_positive && !price.empty()) {
    forecast.cost_per_unit = spread_of(std::move(price));
  }
  if (!additional.empty()) forecast.additionality = spread_of(std::move(additional));
  return forecast;
}

std::vector<RegionForecast> regions_of(const CountryPack& pack,
                                       const std::vector<DrawOutcome>& draws) {
  std::vector<RegionForecast> all;
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    std::array<std::vector<double>, 3> sample;
    for (const DrawOutcome& draw : draws) {
      for (std::size_t i = 0; i < 3; ++i) sample[i].push_back(draw.region[r][i]);
    }
    RegionForecast region{pack.regions[r].id, spread_of(sample[0]), spread_of(sample[1]),
                          spread_of(sample[2])};
    if (region.disbursed.p95 > 0) all.push_back(std::move(region));
  }
  return all;
}

std::vector<std::string> warnings_of(const std::vector<TakeUp>& take_up) {
  std::vector<std::string> warnings;
  for (const TakeUp& use : take_up) {
    const std::string who = use.instrument + "." + id_of(use.company_type);
    if (use.unwanted) {
      warnings.push_back(who + ".unwanted");
    } else if (use.disbursed.p50 < kLeastSpent * use.budget.major()) {
      warnings.push_back(who + ".unspent");
    }
  }
  return warnings;
}

Comparison compare(const std::vector<double>& tailored, const std::vector<double>& blanket) {
  Comparison comparison;
  std::vector<double> gain;
  double better = 0;
  for (std::size_t d = 0; d < tailored.size(); ++d) {
    gain.push_back(tailored[d] - blanket[d]);
    better += gain.back() > 0 ? 1 : 0;
  }
  comparison.share_of_draws_better = better / static_cast<double>(tailored.size());
  comparison.tailored = spread_of(tailored);
  comparison.blanket = spread_of(blanket);
  comparison.gain = spread_of(gain);
  return comparison;
}

}  // namespace formulary::pretesting
