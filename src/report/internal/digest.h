// What does a package come to, summed by tool, type of company, region and year?
#pragma once

#include <string>
#include <vector>

#include "base/money.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/toolbox.h"

namespace formulary::report {

// The measures of one tool (in one form) for one type of company, over all regions.
struct ToolGroup {
  std::string instrument;
  std::string variant;
  CompanyType company_type = CompanyType::sme;
  std::vector<const PlannedMeasure*> measures;  // largest budget first
  Money budget;
  double awards = 0;
  double gain = 0;              // sum of the gains if kept, national currency
  double benefit_per_cost = 0;  // mean, weighted by budget
  bool assumed_effect = false;  // of any of them
};

// Group the measures: the tool with the largest budget first, and of each tool the largest group.
std::vector<ToolGroup> groups_of(const std::vector<PlannedMeasure>& measures);

struct Total {
  std::string id;
  Money budget;
  int measures = 0;
};

// Sum by instrument or by region; the largest budget first, ties by id.
std::vector<Total> by_instrument(const std::vector<PlannedMeasure>& measures);
std::vector<Total> by_region(const std::vector<PlannedMeasure>& measures);

// Sum by year of the programme; one entry per year of the longest measure.
std::vector<Money> by_year(const std::vector<PlannedMeasure>& measures);

Money total_of(const std::vector<PlannedMeasure>& measures);

// The share of one amount in another; 0 where there is nothing to share.
double share_of(Money part, Money whole);

// The KPIs that the measures are answerable for; those with the most money behind them first.
std::vector<std::string> targeted_kpis(const std::vector<PlannedMeasure>& measures);

// The forecast of a KPI; null when it was not forecast or has no years.
const KpiForecast* forecast_of(const Forecast& forecast, const std::string& kpi);

// The KPI to name first: of those targeted, one of the goal's own family before any other, and
// there the one whose impact is farthest from chance (its median in widths of its interval);
// null when none was forecast.
const KpiForecast* leading_kpi(const Package& package, const Forecast& forecast,
                               const Toolbox& toolbox);

// Tell whether a forecast knows the KPI's value in the base year: flows of the first year, such as
// new firms, have none, and the simulation then leaves it at zero.
bool has_base(const KpiForecast& kpi);

}  // namespace formulary::report
