#include "monitor/kpi_rules.h"

namespace formulary {

RollUpKind roll_up_kind(KpiMeasure measure) {
  switch (measure) {
    case KpiMeasure::patents_filed:
    case KpiMeasure::rd_output:
    case KpiMeasure::export_value:
    case KpiMeasure::new_markets:
    case KpiMeasure::net_jobs:
    case KpiMeasure::jobs_retained:
    case KpiMeasure::graduates_hired:
    case KpiMeasure::new_firms:
    case KpiMeasure::large_client_pilots:
    case KpiMeasure::private_investment:
      return RollUpKind::count;
    default:
      return RollUpKind::weighted_mean;
  }
}

ValueRange possible_values(KpiMeasure measure) {
  switch (measure) {
    case KpiMeasure::net_jobs:
      return {};
    case KpiMeasure::export_growth:
    case KpiMeasure::revenue_growth:
      return {-100.0, {}};
    case KpiMeasure::commercialisation_rate:
    case KpiMeasure::global_market_share:
    case KpiMeasure::new_product_share:
    case KpiMeasure::local_sourcing_share:
    case KpiMeasure::standards_compliance:
    case KpiMeasure::survival_3y:
      return {0.0, 100.0};
    default:
      return {0.0, {}};
  }
}

}  // namespace formulary
