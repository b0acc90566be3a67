// How do values of a KPI add up, and which are possible? By what the KPI measures.
#pragma once

#include "domain/rollup.h"
#include "domain/toolbox.h"
#include "monitor/quality.h"

namespace formulary {

// Counts and amounts are summed; rates, shares and growth are averaged over awards, each counting
// once.
RollUpKind roll_up_kind(KpiMeasure measure);

// Counts and amounts are not negative (net jobs may be), shares lie between 0 and 100 percent, and
// growth is above -100 percent: nobody loses more than all.
ValueRange possible_values(KpiMeasure measure);

}  // namespace formulary
