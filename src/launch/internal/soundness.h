// Does a programme hang together? Checks of measures, budgets, targets and the forecast of them.
#pragma once

#include <vector>

#include "domain/forecast.h"
#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

// Sum of a measure's years, or of the measures of a programme.
Money sum_of(const std::vector<Money>& parts);
Money budget_of(const std::vector<ProgrammeMeasure>& measures);

// What no draft may have: no measures, two with one id, negative money, less than one tranche or
// year, a rule whose thresholds are out of order.
void check_measures(Reasons& reasons, const std::vector<ProgrammeMeasure>& measures);

// Budgets that do not add up: years to a measure, measures to the programme.
void check_budget(Reasons& reasons, const Programme& programme);

// KPIs, baselines and targets that are missing, measure by measure.
void check_targets(Reasons& reasons, const Programme& programme);

// A forecast that is not of these measures: other sector or years, a tool and company type that it
// says nothing of or with other money.
void check_forecast(Reasons& reasons, const std::vector<ProgrammeMeasure>& measures,
                    const Forecast& forecast);

// A baseline and target that are numbers, due after the programme's first day.
bool is_whole(const TargetVersion& version, Date first_day);

}  // namespace formulary
