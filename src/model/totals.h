// What is counted each year, and how do the sums become KPIs?
#pragma once

#include <array>
#include <cstddef>

#include "domain/country.h"
#include "domain/toolbox.h"
#include "model/coefficients.h"

namespace formulary {

// Sums over firms of one cell, sector or country in one year.
enum class Metric {
  firms,
  employees,
  revenue,
  exports,
  exporters,
  new_markets,
  patents,
  patents_before,  // of the year before: the base of commercialisation
  commercialised,
  rd_outputs,
  investment,
  new_product_revenue,
  cost_revenue,  // unit-cost index x revenue
  compliant,
  newly_compliant,
  local_revenue,  // local-sourcing share x revenue
  pilots,
  graduates,
  new_firms,
  incumbent_employees,
  young_0,  // firms aged 0, 1, 2 at the year's start ...
  young_1,
  young_2,
  survived_0,  // ... and those of them alive at its end
  survived_1,
  survived_2,
  count_,
};
inline constexpr std::size_t kMetrics = static_cast<std::size_t>(Metric::count_);

struct Totals {
  std::array<double, kMetrics> sum{};
  double& operator[](Metric m) { return sum[static_cast<std::size_t>(m)]; }
  double operator[](Metric m) const { return sum[static_cast<std::size_t>(m)]; }
  Totals& operator+=(const Totals& other) {
    for (std::size_t m = 0; m < kMetrics; ++m) sum[m] += other.sum[m];
    return *this;
  }
};

// Compute a KPI of a year's sums, in the unit of the KPI's card (money in millions, shares and
// rates in percent, unit cost with the base year = 100). `base` are the base year's sums and
// `year` counts from it (1 = first year; at 0 growth rates read 0). `support` is the money
// disbursed so far and `induced_investment` the private investment above no policy, both only
// for private_capital_per_support. Missing denominators give 0.
double kpi_value(KpiMeasure measure, const Totals& now, const Totals& base, int year,
                 const Sector& sector, const CountryPack& pack, double support,
                 double induced_investment);

// The worth of a year's difference between two worlds, in national currency (not discounted):
// sum over results of the goal's weight x difference, with the emphasis of the stage's KPIs.
struct WorthWeights {
  std::array<double, kWorths> weight{};  // per metric unit, national currency
};
WorthWeights worth_weights(const Toolbox& toolbox, const CountryPack& pack, Goal goal, Stage stage,
                           const Coefficients& c);
double worth_of(const Totals& with_policy, const Totals& without, const WorthWeights& weights,
                const Sector& sector);

}  // namespace formulary
