// What do the draws say together? Distributions for people, from what each draw saw.
#pragma once

#include <array>
#include <vector>

#include "domain/forecast.h"
#include "pretest/internal/group.h"

namespace formulary::pretesting {

// What one draw saw of the package's sector, summed over regions in their order.
struct DrawOutcome {
  std::vector<Totals> without;
  std::vector<Totals> with_policy;
  std::vector<double> disbursed;         // by year
  std::vector<MeasureOutcome> measures;  // by number in the package
  double co_financing = 0;
  double jobs_gross = 0;
  double jobs_impact = 0;
  std::vector<std::array<double, 3>> region;  // disbursed, jobs, revenue impact of the last year
};

// Sum a sample up: mean and quantiles.
Spread spread_of(std::vector<double> sample);

// Who came, by instrument and company type, over all regions.
std::vector<TakeUp> take_up_of(const Toolbox& toolbox, const Package& package,
                               const std::vector<DrawOutcome>& draws);

// One KPI in both worlds, and the paired difference, by year.
KpiForecast forecast_kpi(const Kpi& kpi, const CountryPack& pack, const Sector& sector, int years,
                         const std::vector<DrawOutcome>& draws);

std::vector<RegionForecast> regions_of(const CountryPack& pack,
                                       const std::vector<DrawOutcome>& draws);

// What should be looked at before launch: INSTRUMENT.COMPANY_TYPE.unwanted or .unspent.
std::vector<std::string> warnings_of(const std::vector<TakeUp>& take_up);

// Two programmes on the same draws: benefits and their paired difference.
Comparison compare(const std::vector<double>& tailored, const std::vector<double>& blanket);

}  // namespace formulary::pretesting
