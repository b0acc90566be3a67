// What does the rule say of a tranche, and what was decided? Proposals with their arithmetic.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/award.h"
#include "domain/observation.h"

namespace formulary {

enum class ReviewAction { release, release_part, hold, cure, reduce, stop, claw_back };
template <>
struct Ids<ReviewAction> {
  static constexpr std::array names{"release", "release_part", "hold",     "cure",
                                    "reduce",  "stop",         "claw_back"};
};

// How one obligation stands at a review.
struct Attainment {
  std::string kpi;
  bool is_known = false;  // a verified value covers the review's day
  double expected = 0;    // on the path from baseline to target
  double observed = 0;
  double share = 0;         // of the way that should have been gone, in [0, 1]
  double probability = 0;   // of reaching the target in time
  std::string observation;  // id of the value used
};

// One line of the arithmetic: what was computed, from what, to what.
struct ArithmeticStep {
  std::string name;    // stable id
  std::string inputs;  // numbers as written
  std::string result;
};

// What the rule proposes. Computed from the record alone, so it can be recomputed years later.
struct Proposal {
  std::string award;
  std::string tranche;
  Tranche before;  // the tranche as it stood: a decision on another state is refused
  Date day;
  int rule_version = 1;
  std::vector<Attainment> attainments;
  double attainment = 0;   // weighted over obligations
  double probability = 0;  // of the weakest obligation
  ReviewAction action = ReviewAction::hold;
  Money pay;        // to release now
  Money give_up;    // never to be paid
  Money claw_back;  // to be asked back
  std::optional<Date> cure_until;
  Reasons reasons;
  std::vector<ArithmeticStep> steps;
};

enum class DecisionKind {
  as_proposed,
  override_rule,
  force_majeure,
  appeal_upheld,
  appeal_rejected
};
template <>
struct Ids<DecisionKind> {
  static constexpr std::array names{"as_proposed", "override_rule", "force_majeure",
                                    "appeal_upheld", "appeal_rejected"};
};

// What a person decided on a proposal. Anything but the proposal needs a written reason.
struct Decision {
  std::string id;
  std::string tranche;
  DecisionKind kind = DecisionKind::as_proposed;
  ReviewAction action = ReviewAction::hold;
  Money pay;
  Money give_up;
  Money claw_back;
  std::optional<Date> cure_until;
  std::string why;
  std::string decided_by;
  Instant decided_at;
};

}  // namespace formulary
