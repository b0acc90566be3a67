#include <cmath>

#include "report/internal/example.h"

namespace formulary::report {

namespace {

Spread around(double centre, double spread) {
  return {centre, centre - 1.64 * spread, centre - 0.67 * spread,
          centre, centre + 0.67 * spread, centre + 1.64 * spread};
}

KpiForecast path(const char* kpi, double base, double growth, double lift, double doubt) {
  KpiForecast forecast;
  forecast.kpi = kpi;
  forecast.base = base;
  for (int year = 1; year <= 5; ++year) {
    const double calm = base * std::pow(1 + growth, year);
    const double ramp = lift * year * year / 25.0;
    forecast.no_policy.push_back(around(calm, calm * doubt * std::sqrt(year)));
    forecast.with_policy.push_back(around(calm * (1 + ramp), calm * doubt * std::sqrt(year) * 1.1));
    forecast.impact.push_back(around(calm * ramp, std::fabs(calm * lift) * 0.09 * year));
  }
  return forecast;
}

TakeUp take_up(const char* instrument, const char* variant, CompanyType type, double eligible,
               double share, const char* budget) {
  TakeUp one;
  one.instrument = instrument;
  one.variant = variant;
  one.company_type = type;
  one.eligible = around(eligible, eligible * 0.03);
  one.aware = around(eligible * std::max(0.7, share * 1.4), eligible * 0.05);
  one.applied = around(eligible * share * 1.3, eligible * share * 0.13);
  one.awarded = around(eligible * share, eligible * share * 0.12);
  one.completed = around(eligible * share * 0.86, eligible * share * 0.12);
  one.take_up_share = around(share, share * 0.12);
  one.deadweight = around(0.31, 0.08);
  one.budget = *Money::parse(budget);
  one.disbursed = around(one.budget.major() * 0.92, one.budget.major() * 0.04);
  return one;
}

void add_regions(const Package& package, Forecast& forecast) {
  for (const PlannedMeasure& measure : package.measures) {
    RegionForecast* found = nullptr;
    for (RegionForecast& one : forecast.regions) {
      if (one.region == measure.region) found = &one;
    }
    if (found == nullptr) {
      forecast.regions.push_back({measure.region, {}, {}, {}});
      found = &forecast.regions.back();
    }
    const double paid = found->disbursed.mean + measure.budget.major() * 0.92;
    found->disbursed = around(paid, paid * 0.05);
    found->jobs = around(paid / 4.1e6, paid / 1.1e7);
    found->revenue = around(paid * 1.7, paid * 0.5);
  }
}

}  // namespace

Forecast example_forecast(const Package& package) {
  Forecast forecast;
  forecast.sector = "ai_software";
  forecast.base_year = 2025;
  forecast.years = 5;
  forecast.draws = 500;
  forecast.firms = 20572;
  forecast.take_up = {
      take_up("joint_campus", "standard", CompanyType::sme, 2710, 0.41, "15.7bn"),
      take_up("tax_incentive", "payroll_tax", CompanyType::startup, 1640, 0.63, "3.4bn"),
      take_up("accelerator", "standard", CompanyType::startup, 1910, 0.17, "1.6bn"),
      take_up("prototype_grant", "standard", CompanyType::startup, 880, 0.22, "1.0bn"),
      take_up("export_accelerator", "standard", CompanyType::sme, 640, 0.004, "2.4bn")};
  forecast.take_up[2].money_runs_out_day = 214;
  forecast.take_up[2].runs_out_share = 0.78;
  forecast.take_up[4].unwanted = true;
  forecast.kpis = {path("export_value", 521000, 0.09, 0.17, 0.05),
                   path("graduates_hired", 2900, 0.03, 0.38, 0.03),
                   path("net_jobs", 79000, 0.04, 0.062, 0.02),
                   path("new_firms", 1450, 0.02, 0.11, 0.04),
                   path("patents_filed", 61, 0.05, 0.3, 0.09),
                   path("revenue_growth", 11, 0, 0.12, 0.08),
                   path("survival_3y", 0.52, 0, 0.08, 0.01)};
  for (KpiForecast& kpi : forecast.kpis) {
    if (kpi.kpi == "revenue_growth") continue;
    kpi.additionality = around(0.64, 0.07);
    kpi.cost_per_unit = around(2.23e10 / kpi.impact.back().mean, 3e9 / kpi.impact.back().mean);
  }
  add_regions(package, forecast);
  forecast.disbursed = around(2.23e10, 0.07e10);
  forecast.benefit = around(4.32e10, 1.21e10);
  forecast.mean_field_benefit = package.benefit.mean_field;
  forecast.comparison = Comparison{around(4.32e10, 1.21e10), around(2.27e10, 0.9e10),
                                   around(2.05e10, 0.82e10), 0.982};
  forecast.warnings = {"export_accelerator: nobody comes", "export_accelerator: money unspent"};
  forecast.provenance = package.provenance;
  forecast.provenance.seed = 42;
  forecast.provenance.command = "formulary pretest package.json --draws 500 --seed 42";
  forecast.run = {6.1, 8.4e6, 2};
  return forecast;
}

}  // namespace formulary::report
