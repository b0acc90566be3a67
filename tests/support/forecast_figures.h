// Are two forecasts the same? All their figures in one row, to be compared to the last bit.
#pragma once

#include <vector>

#include "domain/forecast.h"

namespace formulary {

inline std::vector<double> figures_of(const Spread& s) {
  return {s.mean, s.p5, s.p25, s.p50, s.p75, s.p95};
}

inline void add_figures(std::vector<double>& row, const Spread& spread) {
  const std::vector<double> more = figures_of(spread);
  row.insert(row.end(), more.begin(), more.end());
}

inline std::vector<double> figures_of(const Forecast& forecast) {
  std::vector<double> row;
  add_figures(row, forecast.disbursed);
  add_figures(row, forecast.benefit);
  for (const TakeUp& use : forecast.take_up) {
    for (const Spread* spread :
         {&use.eligible, &use.aware, &use.applied, &use.awarded, &use.completed, &use.take_up_share,
          &use.deadweight, &use.disbursed}) {
      add_figures(row, *spread);
    }
    row.push_back(use.money_runs_out_day.value_or(-1));
    row.push_back(use.runs_out_share);
  }
  for (const KpiForecast& kpi : forecast.kpis) {
    row.push_back(kpi.base);
    for (const auto* world : {&kpi.no_policy, &kpi.with_policy, &kpi.impact}) {
      for (const Spread& spread : *world) add_figures(row, spread);
    }
    if (kpi.additionality) add_figures(row, *kpi.additionality);
    if (kpi.cost_per_unit) add_figures(row, *kpi.cost_per_unit);
  }
  for (const RegionForecast& region : forecast.regions) {
    add_figures(row, region.disbursed);
    add_figures(row, region.jobs);
    add_figures(row, region.revenue);
  }
  if (forecast.comparison) {
    add_figures(row, forecast.comparison->tailored);
    add_figures(row, forecast.comparison->blanket);
    add_figures(row, forecast.comparison->gain);
  }
  return row;
}

}  // namespace formulary
