// What does the rule say of a tranche on a day, and what may a person decide?
//
// Pure functions: days and moments are told, refusals come with every reason. The same record
// gives the same proposal, byte for byte (text_of). Method: docs/methods/review.md.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "domain/reason.h"
#include "domain/review.h"

namespace formulary {

// How noisy and how sluggish KPIs are taken to be, in lengths of the path from baseline to target.
// Judgement, not estimates: an award has too few values to fit them (docs/methods/review.md).
struct ProjectionOptions {
  double reporting_share = 0.1;  // sd of a reported value around the truth
  double level_share = 0.1;      // sd of the level's own shocks in a year
  double slope_share = 0.3;      // sd of a year's change of the slope, of the path's slope
  double prior_slope_share = 1;  // sd of the slope before any value, of the path's slope
  double flat_share = 0.1;       // where baseline = target: a length of so much of the baseline
};

struct ReviewOptions {
  int freshest_days = 366;  // a value speaks for a review up to so long after its period ended
  ProjectionOptions projection;

  bool is_valid() const;
};

using Directions = std::map<std::string, Direction>;  // by KPI id

// Compute the value that the path from baseline to target asks for on a day: a straight line in
// time from `from` to `due`, level before and after.
double expected_on(const Obligation& obligation, Date day);

// Propose what the award's rule says of one tranche on this day. `observations` may hold values of
// other subjects and KPIs too. Refused: an award without obligations or not active, a tranche that
// is not open to review, a KPI without a direction, weights, dates or a rule that make no sense.
Allowed<Proposal> propose(const Award& award, const std::string& tranche,
                          const std::vector<Observation>& observations,
                          const Directions& directions, Date day,
                          const ReviewOptions& options = {});

// Write a proposal in one canonical form: a line a fact, numbers as the shortest that round-trip.
std::string text_of(const Proposal& proposal);

// Move a planned tranche to due on or after its day.
Allowed<Tranche> fall_due(const Tranche& tranche, Date day);

// Who must not decide; an empty name bars nobody.
struct Barred {
  std::string drafted_by;       // the person who drafted the award's programme
  std::string earlier_decider;  // appeals: the person whose decision is appealed against
};

// Apply a person's decision to the tranche of the proposal. An appeal names the proposal whose
// decision is appealed against; any other decision must be on the tranche as the proposal saw it.
// Refused with every reason: a wrong role or person, a stale proposal, a decision made before, a
// missing written reason, an illegal move, money that does not add up.
Allowed<Tranche> decide(const Award& award, const Proposal& proposal, const Decision& decision,
                        const Actor& actor, const Barred& barred = {});

// Compute what a tranche still holds back: amount - released - given up.
Money held_back(const Tranche& tranche);

// Compute what can still be asked back of an award: released - asked back, over its tranches.
Money recoverable(const Award& award);

}  // namespace formulary
