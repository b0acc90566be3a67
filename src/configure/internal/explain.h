// How is a plan told to people? Measures with KPIs, schedule, reasons; refusals with theirs.
#pragma once

#include <vector>

#include "configure/internal/master.h"

namespace formulary::configuring {

// The measures of one cell's package, with budgets that round down to whole coins.
std::vector<PlannedMeasure> measures_of(const CountryPack& pack, const Candidates& candidates,
                                        const Diagnosis& diagnosis, const Envelope& envelope,
                                        const Column& column);

// Every form that the plan does not use, by reason, summed over cells.
std::vector<Refusal> refusals_of(const Candidates& candidates, const std::vector<Column>& pool,
                                 const Plan& plan, const Prices& prices, int most_instruments);

// The blanket programme: the same budget spread evenly over all firms of the envelope's cells and
// over the instruments of the country's existing programmes (all financial instruments, where
// there are none), at reference doses, whoever it fits. `benefit` receives its mean-field benefit.
std::vector<PlannedMeasure> blanket_of(const CountryPack& pack, const Candidates& candidates,
                                       const Envelope& envelope, Benefit& benefit);

}  // namespace formulary::configuring
