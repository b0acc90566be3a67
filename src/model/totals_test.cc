#include "model/totals.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

// Sums of year 2 and of the base year, in numbers that are easy to divide.
Totals now() {
  Totals t;
  t[Metric::firms] = 200;
  t[Metric::employees] = 1100;
  t[Metric::revenue] = 4.84e9;
  t[Metric::exports] = 1.21e9;
  t[Metric::new_markets] = 13;
  t[Metric::patents] = 7;
  t[Metric::patents_before] = 20;
  t[Metric::commercialised] = 8;
  t[Metric::rd_outputs] = 21;
  t[Metric::investment] = 3.5e8;
  t[Metric::new_product_revenue] = 1.21e9;
  t[Metric::cost_revenue] = 4.356e9;
  t[Metric::compliant] = 30;
  t[Metric::newly_compliant] = 4;
  t[Metric::local_revenue] = 2.42e9;
  t[Metric::pilots] = 9;
  t[Metric::graduates] = 33;
  t[Metric::new_firms] = 17;
  t[Metric::incumbent_employees] = 950;
  t[Metric::young_0] = 10;
  t[Metric::young_1] = 8;
  t[Metric::young_2] = 5;
  t[Metric::survived_0] = 8;
  t[Metric::survived_1] = 6;
  t[Metric::survived_2] = 4;
  return t;
}

Totals base() {
  Totals t;
  t[Metric::employees] = 1000;
  t[Metric::revenue] = 4e9;
  t[Metric::exports] = 1e9;
  t[Metric::cost_revenue] = 4e9;
  return t;
}

double value(KpiMeasure measure, const Totals& totals, const Totals& before, int year) {
  return kpi_value(measure, totals, before, year, small_world::sector("s"), small_world::country(),
                   2e6, 5e6);
}

}  // namespace

// Expected: by hand. Exports are 12.1 million dollars at 100 a dollar of a world market of 10,000
// million that grew by 3 log points a year; revenue grew by 1.21 in two years, 10 % a year; unit
// cost fell from 1 to 0.9; of those born 8/10, 6/8 and 4/5 live on.
TEST_CASE("every KPI is computed from the year's sums in the unit of its card") {
  const std::pair<KpiMeasure, double> expected[] = {
      {KpiMeasure::patents_filed, 7},
      {KpiMeasure::commercialisation_rate, 40},
      {KpiMeasure::rd_output, 21},
      {KpiMeasure::export_value, 1210},
      {KpiMeasure::export_growth, 10},
      {KpiMeasure::new_markets, 13},
      {KpiMeasure::global_market_share, 0.121 * std::exp(-0.06)},
      {KpiMeasure::revenue_growth, 10},
      {KpiMeasure::labour_productivity, 4400},
      {KpiMeasure::new_product_share, 25},
      {KpiMeasure::unit_cost, 90},
      {KpiMeasure::net_jobs, 100},
      {KpiMeasure::jobs_retained, 950},
      {KpiMeasure::graduates_hired, 33},
      {KpiMeasure::new_firms, 17},
      {KpiMeasure::survival_3y, 48},
      {KpiMeasure::large_client_pilots, 9},
      {KpiMeasure::standards_compliance, 15},
      {KpiMeasure::local_sourcing_share, 50},
      {KpiMeasure::private_capital_per_support, 2.5},
      {KpiMeasure::private_investment, 350},
  };
  CHECK(std::size(expected) == kKpiMeasures);
  for (const auto& [measure, figure] : expected) {
    INFO(id_of(measure));
    CHECK(value(measure, now(), base(), 2) == doctest::Approx(figure));
  }
}

// Expected: by definition; a figure without a denominator is 0 and never infinite or no number.
TEST_CASE("a KPI of nothing is zero") {
  for (std::size_t m = 0; m < kKpiMeasures; ++m) {
    INFO(Ids<KpiMeasure>::names[m]);
    CHECK(kpi_value(static_cast<KpiMeasure>(m), Totals{}, Totals{}, 2, small_world::sector("s"),
                    small_world::country(), 0, 0) == 0);
  }
}

// Expected: by definition; the base year is compared with itself.
TEST_CASE("in the base year nothing has grown and unit cost is 100") {
  CHECK(value(KpiMeasure::revenue_growth, base(), base(), 0) == 0);
  CHECK(value(KpiMeasure::export_growth, base(), base(), 0) == 0);
  CHECK(value(KpiMeasure::net_jobs, base(), base(), 0) == 0);
  CHECK(value(KpiMeasure::unit_cost, base(), base(), 0) == doctest::Approx(100));
}

// Expected: invariance; no difference, no worth.
TEST_CASE("two equal worlds differ in nothing of worth") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const WorthWeights weights = worth_weights(small_world::toolbox(), small_world::country(),
                                             Goal::exports, Stage::growth, c);
  CHECK(worth_of(now(), now(), weights, small_world::sector("s")) == 0);
}

// Expected: by hand; half of revenue is value added, exports and investment count as money, jobs
// and patents in yearly outputs per worker of two million.
TEST_CASE("a difference is worth the goal's weight per unit of each result") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const WorthWeights weights = worth_weights(small_world::toolbox(), small_world::country(),
                                             Goal::exports, Stage::growth, c);
  const Sector sector = small_world::sector("s");
  const auto worth = [&](Metric metric, double more) {
    Totals with_policy = now();
    with_policy[metric] += more;
    return worth_of(with_policy, now(), weights, sector);
  };
  CHECK(worth(Metric::revenue, 1000) == doctest::Approx(0.3 * 500));
  CHECK(worth(Metric::exports, 1000) == doctest::Approx(0.3 * 1000));
  CHECK(worth(Metric::investment, 1000) == doctest::Approx(0.1 * 1000));
  CHECK(worth(Metric::employees, 10) == doctest::Approx(10 * 0.1 * 2e6));
  CHECK(worth(Metric::patents, 3) == doctest::Approx(3 * 2 * 2e6));
  CHECK(worth(Metric::graduates, 5) == doctest::Approx(5 * 0.1 * 2e6));
  CHECK(worth(Metric::new_firms, 2) == doctest::Approx(2 * 0.3 * 2e6));
  CHECK(worth(Metric::pilots, 5) == 0);
  CHECK(worth(Metric::exporters, 5) == 0);
}

// Expected: by hand; the stage's KPI of patents lifts their weight by one half, and no other.
TEST_CASE("results that the stage's KPIs name count half as much again") {
  Toolbox toolbox = small_world::toolbox();
  const Coefficients c = mean_coefficients(toolbox.parameters);
  const CountryPack pack = small_world::country();
  const auto plain = worth_weights(toolbox, pack, Goal::exports, Stage::emerging, c).weight;
  for (Kpi& kpi : toolbox.kpis) {
    if (kpi.measure == KpiMeasure::patents_filed) kpi.stages = {Stage::emerging};
  }
  const auto emphasised = worth_weights(toolbox, pack, Goal::exports, Stage::emerging, c).weight;
  const auto elsewhere = worth_weights(toolbox, pack, Goal::exports, Stage::decline, c).weight;
  for (std::size_t w = 0; w < kWorths; ++w) {
    const double factor = w == index_of(Worth::patents) ? 1.5 : 1;
    CHECK(emphasised[w] == doctest::Approx(factor * plain[w]));
    CHECK(elsewhere[w] == plain[w]);
  }
}

// Expected: by definition of a sum.
TEST_CASE("totals add up metric by metric") {
  Totals sum = now();
  sum += base();
  CHECK(sum[Metric::employees] == 2100);
  CHECK(sum[Metric::patents] == 7);
}
