// What do the tests of this room review? A small award whose figures can be worked out by hand.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "monitor/review.h"

namespace formulary::sample {

inline const Date kFrom = Date::of(2027, 1, 1);
inline const Date kDue = kFrom.plus_days(1000);  // so that 500 days are half of the way
inline const Date kHalf = kFrom.plus_days(500);
inline const Date kReview = kFrom.plus_days(510);

inline Instant noon(Date day) {
  return Instant::from_milliseconds(day.days() * std::int64_t{86'400'000} + 43'200'000);
}

// Two tranches; the second (10,000.01) is due at half of the way. Jobs are to rise 100 -> 200.
inline Award award() {
  Award award;
  award.id = "a1";
  award.programme = "p1";
  award.measure = "m1";
  award.firm = "f1";
  award.amount = Money::from_minor(1'500'001);
  award.obligations.push_back({"net_jobs", 100, 200, kFrom, kDue, 1});
  Tranche first;
  first.id = "t1";
  first.amount = first.released = Money::from_minor(500'000);
  first.due = kFrom;
  first.state = TrancheState::released;
  Tranche second;
  second.id = "t2";
  second.number = 2;
  second.amount = Money::from_minor(1'000'001);
  second.due = kHalf;
  second.state = TrancheState::due;
  award.tranches = {first, second};
  award.rule.version = 3;
  return award;
}

inline const Directions kDirections{{"net_jobs", Direction::increase},
                                    {"unit_cost", Direction::decrease}};

// A value for the hundred days that end on `to`, reported and verified right after.
inline Observation verified(const std::string& id, const std::string& kpi, Date to, double value) {
  Observation one;
  one.id = id;
  one.subject = "a1";
  one.kpi = kpi;
  one.from = to.plus_days(-99);
  one.to = to;
  one.value = value;
  one.source = "form";
  one.reported_by = "firm";
  one.reported_at = noon(to.plus_days(1));
  one.state = ObservationState::verified;
  one.verified_by = "agency";
  one.verified_at = noon(to.plus_days(2));
  return one;
}

inline const Actor kApprover{"boss", UserRole::approver, "agency", ""};

// The decision that follows a proposal to the letter.
inline Decision as_proposed(const Proposal& proposal, const std::string& id) {
  Decision decision;
  decision.id = id;
  decision.tranche = proposal.tranche;
  decision.action = proposal.action;
  decision.pay = proposal.pay;
  decision.give_up = proposal.give_up;
  decision.claw_back = proposal.claw_back;
  decision.cure_until = proposal.cure_until;
  decision.decided_by = kApprover.person;
  decision.decided_at = noon(proposal.day);
  return decision;
}

inline bool has(const Reasons& reasons, const std::string& id) {
  return std::any_of(reasons.begin(), reasons.end(), [&](const Reason& r) { return r.id == id; });
}

}  // namespace formulary::sample
