// Do the cards of a toolbox agree with one another?
#pragma once

#include <vector>

#include "base/result.h"
#include "cards/internal/instrument_card.h"
#include "cards/internal/references.h"
#include "domain/toolbox.h"

namespace formulary::cards {

// Report KPIs that no component of a form can move, indicated stages and company types without a
// KPI, and responses that claim a study the card does not confirm.
void check_instruments(const std::vector<InstrumentCard>& cards, const Toolbox& toolbox,
                       Faults& faults);

// Report interactions that cannot all be true (interaction_checks.cc names the rules).
void check_interactions(const std::vector<InstrumentCard>& cards, Faults& faults);

// Report instruments of a problem that do not work on the problem's component; `references` tells
// the lines on which the problems name them.
void check_problems(const Toolbox& toolbox, const References& references, Faults& faults);

}  // namespace formulary::cards
