// May this firm have it? Yes, no or unknown, with every reason and every fact that is missing.
#pragma once

#include <vector>

#include "domain/country.h"
#include "domain/criteria.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/toolbox.h"

namespace formulary {

struct Eligibility {
  Answer answer = Answer::unknown;
  Reasons reasons;             // no: all that speak against it; unknown: one for each missing fact
  std::vector<Field> missing;  // unknown only: the facts that would decide, in Field's order
};

// Whether a firm is of a company type: large above the pack's threshold, else newcomer or start-up
// (research-active) by age, else sme. Unknown while a fact that could decide it is missing.
Answer is_of_type(CompanyType type, const Facts& stated, const CompanyTypeRule& rule);

// Decide a firm's eligibility for a measure: it is of the measure's sector, region and company
// type; the card's conditions and the form's criteria hold; no contraindication does. `stated` are
// the firm's facts, its sector and its region; everything else is taken from `cell` (the model's
// `cell_facts`), never from the firm. Kleene logic: a certain "no" wins over "unknown".
// MUST: the measure is of this card and has one of its forms.
Eligibility eligibility(const ProgrammeMeasure& measure, const Instrument& card,
                        const Facts& stated, const Facts& cell, const CompanyTypeRule& rule);

}  // namespace formulary
