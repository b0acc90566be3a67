#include "model/totals.h"

#include <algorithm>
#include <cmath>

namespace formulary {

namespace {

double ratio(double a, double b) {
  return b != 0 ? a / b : 0;
}

double yearly_growth_percent(double now, double base, int year) {
  if (year <= 0 || !(base > 0) || !(now > 0)) return 0;
  return 100 * (std::pow(now / base, 1.0 / year) - 1);
}

// Survival over three years at this year's one-year rates (a period life table).
double period_survival_percent(const Totals& now) {
  const double first = ratio(now[Metric::survived_0], now[Metric::young_0]);
  const double second = ratio(now[Metric::survived_1], now[Metric::young_1]);
  const double third = ratio(now[Metric::survived_2], now[Metric::young_2]);
  return 100 * first * second * third;
}

// Which result a KPI speaks of, for the emphasis of a stage's KPIs.
Worth worth_of_kpi(KpiMeasure measure) {
  switch (measure) {
    case KpiMeasure::patents_filed:
    case KpiMeasure::commercialisation_rate:
    case KpiMeasure::rd_output:
      return Worth::patents;
    case KpiMeasure::export_value:
    case KpiMeasure::export_growth:
    case KpiMeasure::new_markets:
    case KpiMeasure::global_market_share:
      return Worth::exports;
    case KpiMeasure::net_jobs:
    case KpiMeasure::jobs_retained:
      return Worth::jobs;
    case KpiMeasure::graduates_hired:
      return Worth::graduates;
    case KpiMeasure::new_firms:
    case KpiMeasure::survival_3y:
      return Worth::new_firms;
    case KpiMeasure::new_product_share:
      return Worth::new_product;
    case KpiMeasure::large_client_pilots:
      return Worth::pilots;
    case KpiMeasure::standards_compliance:
      return Worth::standards;
    case KpiMeasure::local_sourcing_share:
      return Worth::local_sourcing;
    case KpiMeasure::private_investment:
    case KpiMeasure::private_capital_per_support:
      return Worth::private_investment;
    case KpiMeasure::revenue_growth:
    case KpiMeasure::labour_productivity:
    case KpiMeasure::unit_cost:
    case KpiMeasure::count_:
      break;
  }
  return Worth::value_added;
}

bool is_money(Worth worth) {
  return worth == Worth::value_added || worth == Worth::exports ||
         worth == Worth::private_investment || worth == Worth::new_product ||
         worth == Worth::local_sourcing;
}

}  // namespace

double kpi_value(KpiMeasure measure, const Totals& now, const Totals& base, int year,
                 const Sector& sector, const CountryPack& pack, double support,
                 double induced_investment) {
  constexpr double million = 1e6;
  switch (measure) {
    case KpiMeasure::patents_filed:
      return now[Metric::patents];
    case KpiMeasure::commercialisation_rate:
      return 100 * ratio(now[Metric::commercialised], now[Metric::patents_before]);
    case KpiMeasure::rd_output:
      return now[Metric::rd_outputs];
    case KpiMeasure::export_value:
      return now[Metric::exports] / million;
    case KpiMeasure::export_growth:
      return yearly_growth_percent(now[Metric::exports], base[Metric::exports], year);
    case KpiMeasure::new_markets:
      return now[Metric::new_markets];
    case KpiMeasure::global_market_share:
      return 100 * ratio(now[Metric::exports] / pack.usd_rate.value,
                         sector.world_market.value * million *
                             std::exp(sector.world_growth.value * year));
    case KpiMeasure::revenue_growth:
      return yearly_growth_percent(now[Metric::revenue], base[Metric::revenue], year);
    case KpiMeasure::labour_productivity:
      return ratio(now[Metric::revenue], now[Metric::employees]) / 1000;
    case KpiMeasure::new_product_share:
      return 100 * ratio(now[Metric::new_product_revenue], now[Metric::revenue]);
    case KpiMeasure::unit_cost:
      return 100 * ratio(ratio(now[Metric::cost_revenue], now[Metric::revenue]),
                         ratio(base[Metric::cost_revenue], base[Metric::revenue]));
    case KpiMeasure::net_jobs:
      return now[Metric::employees] - base[Metric::employees];
    case KpiMeasure::jobs_retained:
      return now[Metric::incumbent_employees];
    case KpiMeasure::graduates_hired:
      return now[Metric::graduates];
    case KpiMeasure::new_firms:
      return now[Metric::new_firms];
    case KpiMeasure::survival_3y:
      return period_survival_percent(now);
    case KpiMeasure::large_client_pilots:
      return now[Metric::pilots];
    case KpiMeasure::standards_compliance:
      return 100 * ratio(now[Metric::compliant], now[Metric::firms]);
    case KpiMeasure::local_sourcing_share:
      return 100 * ratio(now[Metric::local_revenue], now[Metric::revenue]);
    case KpiMeasure::private_capital_per_support:
      return ratio(induced_investment, support);
    case KpiMeasure::private_investment:
      return now[Metric::investment] / million;
    case KpiMeasure::count_:
      break;
  }
  return 0;
}

WorthWeights worth_weights(const Toolbox& toolbox, const CountryPack& pack, Goal goal, Stage stage,
                           const Coefficients& c) {
  WorthWeights weights;
  std::array<bool, kWorths> emphasised{};
  for (const Kpi& kpi : toolbox.kpis) {
    if (std::find(kpi.stages.begin(), kpi.stages.end(), stage) != kpi.stages.end()) {
      emphasised[index_of(worth_of_kpi(kpi.measure))] = true;
    }
  }
  for (std::size_t w = 0; w < kWorths; ++w) {
    weights.weight[w] = c.worth[index_of(goal)][w] * (emphasised[w] ? c.stage_emphasis : 1) *
                        (is_money(static_cast<Worth>(w)) ? 1 : pack.output_per_worker.value);
  }
  return weights;
}

double worth_of(const Totals& with_policy, const Totals& without, const WorthWeights& weights,
                const Sector& sector) {
  const auto gain = [&](Worth worth, Metric metric) {
    return weights.weight[index_of(worth)] * (with_policy[metric] - without[metric]);
  };
  return sector.value_added_share.value * gain(Worth::value_added, Metric::revenue) +
         gain(Worth::exports, Metric::exports) + gain(Worth::jobs, Metric::employees) +
         gain(Worth::private_investment, Metric::investment) +
         gain(Worth::patents, Metric::patents) +
         gain(Worth::new_product, Metric::new_product_revenue) +
         gain(Worth::local_sourcing, Metric::local_revenue) +
         gain(Worth::graduates, Metric::graduates) + gain(Worth::new_firms, Metric::new_firms) +
         gain(Worth::standards, Metric::newly_compliant) + gain(Worth::pilots, Metric::pilots);
}

}  // namespace formulary
