// What happens to a firm's request before anyone ranks it? Submission, screening, withdrawal.
#pragma once

#include <optional>
#include <span>

#include "domain/award.h"
#include "domain/country.h"
#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/toolbox.h"
#include "model/take_up.h"

//   move           from                                     by                     to
//   submit         nothing                                  company, its own firm  submitted
//   state_facts    submitted                                company, its own firm  submitted
//   screen         submitted                                the rules alone        eligible |
//                                                           ineligible | submitted (fact missing)
//   score          eligible                                 manager of the measure eligible
//   withdraw       submitted, eligible, ranked, waitlisted, company, its own firm  withdrawn
//                  awarded without an agreement
//   settle         submitted, eligible, ranked, waitlisted  manager of the measure declined
// Ranking and awards stand in selection.h.
namespace formulary {

// A programme with the cards and the country it stands on.
struct Setting {
  const Programme& programme;
  const Toolbox& toolbox;
  const CountryPack& pack;
};

// The most public money that one award of a measure may pay: dose money x years x public share,
// rounded to the minor unit (docs/methods/take_up.md, "Money"; administration is not the firm's).
// `accounts` are needed where the dose is a percentage. Reasons: instrument_unknown, no_awards (a
// facility hands out no money), accounts_missing, accounts.
Allowed<Money> award_ceiling(const Setting& setting, const ProgrammeMeasure& measure,
                             const std::optional<FirmAccounts>& accounts);

// Submit `drafted` (id, programme, measure, firm, facts, requested) at the moment `at`. `known` are
// the programme's applications. Reasons: programme_state, programme_other, call_days, firm,
// measure_unknown, application_twice, open_application, money, above_dose and those of
// `award_ceiling`.
Allowed<Application> submit(const Setting& setting, const Application& drafted,
                            const std::optional<FirmAccounts>& accounts,
                            std::span<const Application> known, const Actor& actor, Instant at);

// Add facts to an application that waits for them; what is not stated anew stays.
Allowed<Application> state_facts(const Application& application, const Facts& facts,
                                 const Actor& actor);

// Screen by the card's rules, nobody's discretion: yes makes it eligible, no ineligible with every
// reason; while facts are missing it stays submitted and its reasons name them.
Allowed<Application> screen(const Setting& setting, const Application& application,
                            const Facts& cell);

// Give the score of merit or need by which it is ranked: higher is served first. Reasons: no_score
// (a lottery), score (no number).
Allowed<Application> score(const Programme& programme, const Application& application, double score,
                           const Actor& actor);

// Withdraw; also what was awarded, until there is an agreement. Reasons: award_made.
Allowed<Application> withdraw(const Application& application, std::span<const Award> awards,
                              const Actor& actor);

// Decline what is left when the programme is closed or terminated. Reasons: programme_state.
Allowed<Application> settle(const Programme& programme, const Application& application,
                            const Actor& actor);

}  // namespace formulary
