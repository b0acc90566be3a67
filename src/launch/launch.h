// What becomes of a package once it is adopted? A programme in draft, ready for its life cycle.
#pragma once

#include <string>

#include "domain/country.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/toolbox.h"

namespace formulary {

// What the ministry adds to a package to make a programme of it.
struct Mandate {
  std::string programme;  // id
  Text name;
  std::string owner;        // office of the pack; may be empty in a draft
  Actor drafted_by;         // a manager
  Instant drafted_at;       // of the first targets
  std::string targets_why;  // why these targets; empty = as planned by the package
  Date first_day;
  int tranches = 1;             // of an award, at least 1
  EvaluationDesign evaluation;  // may be incomplete in a draft
  std::string package_hash;
  bool demonstration = false;
};

// Launch a package: its measures with their budgets by year to the last minor unit, KPIs whose
// first target version is the planned one (due on the last day of its year), the card's rule of
// continued support, selection and years of an award, owners and deliverers from the pack's
// offices (the mandate's owner where the pack names none). `forecast` MAY be of another draw count
// but must be of this package. The state is draft: `record_pretest` is a move of its own.
// Reasons: role, person, office_unknown, name_missing, package_empty, instrument_unknown,
// tranches, budget_by_year, measure_twice, target_before_start and those of `record_pretest` about
// the forecast.
Allowed<Programme> launch(const Package& package, const Forecast& forecast, const Mandate& mandate,
                          const Toolbox& toolbox, const CountryPack& pack);

}  // namespace formulary
