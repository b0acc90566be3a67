#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "monitor/internal/sample_award.h"

using namespace formulary;
using namespace formulary::sample;

namespace {

Proposal proposed(const Award& award, double jobs, Date day = kReview) {
  const Allowed<Proposal> proposal =
      propose(award, "t2", {verified("o1", "net_jobs", kHalf, jobs)}, kDirections, day);
  REQUIRE(proposal.has_value());
  return *proposal;
}

// A decision of this kind whose money fits the action on a tranche as it stands.
Decision fitting(const Proposal& proposal, DecisionKind kind, ReviewAction action, Money left,
                 Money back) {
  Decision decision = as_proposed(proposal, "d1");
  decision.kind = kind;
  decision.action = action;
  decision.why = "as minuted";
  decision.pay = decision.give_up = decision.claw_back = Money();
  decision.cure_until.reset();
  const Money half = Money::from_minor(left.minor() / 2);
  if (action == ReviewAction::release) decision.pay = left;
  if (action == ReviewAction::release_part || action == ReviewAction::reduce) decision.pay = half;
  if (action == ReviewAction::reduce) decision.give_up = left - half;
  if (action == ReviewAction::stop || action == ReviewAction::claw_back) decision.give_up = left;
  if (action == ReviewAction::claw_back) decision.claw_back = back;
  if (action == ReviewAction::cure) decision.cure_until = proposal.day.plus_months(3);
  return decision;
}

constexpr std::array kActions{
    ReviewAction::release, ReviewAction::release_part, ReviewAction::hold,     ReviewAction::cure,
    ReviewAction::reduce,  ReviewAction::stop,         ReviewAction::claw_back};

// The award with its second tranche in a state, with money to match.
Award in_state(TrancheState state) {
  Award one = award();
  Tranche& tranche = one.tranches[1];
  tranche.state = state;
  const Money some = Money::from_minor(400'000);
  if (state == TrancheState::released) tranche.released = tranche.amount;
  if (state == TrancheState::partly_released || state == TrancheState::reduced) {
    tranche.released = some;
  }
  if (state == TrancheState::reduced || state == TrancheState::stopped ||
      state == TrancheState::clawed_back) {
    tranche.given_up = tranche.amount - tranche.released;
  }
  if (state == TrancheState::clawed_back) tranche.asked_back = some;
  return one;
}

Proposal proposal_on(const Award& award) {
  Proposal proposal = proposed(sample::award(), 150);
  proposal.before = award.tranches[1];
  return proposal;
}

}  // namespace

// Expected: by hand, the life cycle of domain.md.
TEST_CASE("decisions as proposed lead through the ladder") {
  Award one = award();
  const auto step = [&](double jobs, Date day, const std::string& id) {
    const Proposal proposal = proposed(one, jobs, day);
    const Allowed<Tranche> next = decide(one, proposal, as_proposed(proposal, id), kApprover);
    REQUIRE(next.has_value());
    one.tranches[1] = *next;
  };
  step(110, kReview, "d1");
  CHECK(one.tranches[1].state == TrancheState::cure);
  CHECK(one.tranches[1].failed_reviews == 1);
  step(135, kReview.plus_days(40), "d2");
  CHECK(one.tranches[1].state == TrancheState::partly_released);
  CHECK(one.tranches[1].released.minor() == 700'000);
  CHECK(one.tranches[1].cure_until == kReview.plus_months(6));
  step(135, kReview.plus_days(50), "d3");
  CHECK(one.tranches[1].state == TrancheState::partly_released);
  step(110, kReview.plus_months(6), "d4");
  CHECK(one.tranches[1].state == TrancheState::reduced);
  CHECK(one.tranches[1].released.minor() == 700'000);
  CHECK(one.tranches[1].given_up.minor() == 300'001);
  CHECK(one.tranches[1].failed_reviews == 2);
  CHECK(held_back(one.tranches[1]) == Money());
}

// Expected: by hand, a table over every state and action. r = review decision, a = upheld appeal.
TEST_CASE("every state and action: legal moves pass, all others are refused") {
  const auto open = [](TrancheState s) {
    return s == TrancheState::due || s == TrancheState::held ||
           s == TrancheState::partly_released || s == TrancheState::cure;
  };
  for (std::size_t s = 0; s < Ids<TrancheState>::names.size(); ++s) {
    const auto state = static_cast<TrancheState>(s);
    const Award one = in_state(state);
    const Proposal proposal = proposal_on(one);
    for (const ReviewAction action : kActions) {
      CAPTURE(id_of(state));
      CAPTURE(id_of(action));
      const Decision review = fitting(proposal, DecisionKind::override_rule, action,
                                      held_back(one.tranches[1]), recoverable(one));
      const bool legal =
          open(state) || (state == TrancheState::stopped && action == ReviewAction::claw_back);
      CHECK(decide(one, proposal, review, kApprover).has_value() == legal);

      const Tranche& t = one.tranches[1];
      const Decision appeal = fitting(proposal, DecisionKind::appeal_upheld, action,
                                      t.amount - t.released, recoverable(one));
      const bool helps = action == ReviewAction::release || action == ReviewAction::release_part ||
                         action == ReviewAction::hold || action == ReviewAction::cure;
      const bool appealable = state != TrancheState::planned && state != TrancheState::due &&
                              state != TrancheState::released;
      CHECK(decide(one, proposal, appeal, kApprover).has_value() == (helps && appealable));
    }
  }
}

// Expected: by hand, the roles of domain.md.
TEST_CASE("only an approver decides, and never on what the same person drafted") {
  const Award one = award();
  const Proposal proposal = proposed(one, 150);
  const Decision decision = as_proposed(proposal, "d1");
  for (std::size_t r = 0; r < Ids<UserRole>::names.size(); ++r) {
    const auto role = static_cast<UserRole>(r);
    const Actor actor{"boss", role, "agency", ""};
    CAPTURE(id_of(role));
    CHECK(decide(one, proposal, decision, actor).has_value() == (role == UserRole::approver));
  }
  CHECK(has(decide(one, proposal, decision, kApprover, {"boss", ""}).error(),
            "drafter_cannot_decide"));
  CHECK(decide(one, proposal, decision, kApprover, {"somebody", ""}).has_value());
  Decision signed_by_another = decision;
  signed_by_another.decided_by = "somebody";
  CHECK(has(decide(one, proposal, signed_by_another, kApprover).error(), "decided_by_another"));
}

// Expected: by hand.
TEST_CASE("an override needs a written reason, a deviation needs an override") {
  const Award one = award();
  const Proposal proposal = proposed(one, 110);
  Decision decision = as_proposed(proposal, "d1");
  decision.action = ReviewAction::release;
  decision.pay = one.tranches[1].amount;
  decision.cure_until.reset();
  CHECK(has(decide(one, proposal, decision, kApprover).error(), "not_as_proposed"));
  decision.kind = DecisionKind::override_rule;
  decision.why = " \n";
  CHECK(has(decide(one, proposal, decision, kApprover).error(), "needs_written_reason"));
  decision.why = "the register was down, the firm showed contracts";
  const Allowed<Tranche> released = decide(one, proposal, decision, kApprover);
  REQUIRE(released.has_value());
  CHECK(released->state == TrancheState::released);
  CHECK(released->released == one.tranches[1].amount);
  decision.pay = decision.pay - Money::from_minor(1);
  CHECK(has(decide(one, proposal, decision, kApprover).error(), "money_does_not_fit"));
}

// Expected: by hand, every reason at once.
TEST_CASE("a decision that is not in order is refused with every reason") {
  const Award one = award();
  const Proposal proposal = proposed(one, 110);
  Decision decision =
      fitting(proposal, DecisionKind::override_rule, ReviewAction::cure, Money(), Money());
  decision.id = "";
  decision.tranche = "t1";
  decision.decided_at = noon(kReview.plus_days(-1));
  decision.cure_until = kReview.plus_days(-1);
  const Allowed<Tranche> refused = decide(one, proposal, decision, kApprover);
  REQUIRE_FALSE(refused.has_value());
  for (const char* id :
       {"decision_without_id", "another_tranche", "before_the_review", "cure_day_does_not_fit"}) {
    CAPTURE(id);
    CHECK(has(refused.error(), id));
  }
  Award other = one;
  other.id = "a2";
  CHECK(has(decide(other, proposal, as_proposed(proposal, "d1"), kApprover).error(),
            "no_such_tranche"));
}

// Expected: by hand: money moves once, whoever repeats the decision or comes with an old proposal.
TEST_CASE("a proposal on a tranche that has moved is stale") {
  Award one = award();
  const Proposal proposal = proposed(one, 140);
  const Decision decision = as_proposed(proposal, "d1");
  one.tranches[1] = decide(one, proposal, decision, kApprover).value();
  const Allowed<Tranche> again = decide(one, proposal, decision, kApprover);
  REQUIRE_FALSE(again.has_value());
  CHECK(has(again.error(), "stale_proposal"));
  CHECK(has(again.error(), "decided_before"));
  Decision other = decision;
  other.id = "d2";
  CHECK(has(decide(one, proposal, other, kApprover).error(), "stale_proposal"));
}

// Expected: by hand: an award that has ended pays nothing more; what it paid can be asked back.
TEST_CASE("nothing is paid on a terminated award") {
  Award one = award();
  const Proposal proposal = proposed(one, 150);
  one.state = AwardState::terminated;
  CHECK(has(decide(one, proposal, as_proposed(proposal, "d1"), kApprover).error(),
            "award_not_active"));
  Decision back = fitting(proposal, DecisionKind::override_rule, ReviewAction::claw_back,
                          held_back(one.tranches[1]), recoverable(one));
  CHECK(decide(one, proposal, back, kApprover)->asked_back.minor() == 500'000);
  back.claw_back = back.claw_back + Money::from_minor(1);
  CHECK(has(decide(one, proposal, back, kApprover).error(), "money_does_not_fit"));
}

// Expected: by hand: force majeure gives time, counts no failure and moves no money.
TEST_CASE("force majeure only waits") {
  const Award one = award();
  const Proposal proposal = proposed(one, 110);
  Decision decision = fitting(proposal, DecisionKind::force_majeure, ReviewAction::cure,
                              held_back(one.tranches[1]), Money());
  const Allowed<Tranche> waits = decide(one, proposal, decision, kApprover);
  REQUIRE(waits.has_value());
  CHECK(waits->failed_reviews == 0);
  CHECK(waits->state == TrancheState::cure);
  decision = fitting(proposal, DecisionKind::force_majeure, ReviewAction::stop,
                     held_back(one.tranches[1]), Money());
  CHECK(has(decide(one, proposal, decision, kApprover).error(), "force_majeure_only_waits"));
}

// Expected: by hand: an upheld appeal gives back what was given up; a rejected one changes nothing.
TEST_CASE("appeals are decided by somebody else and restore what was given up") {
  const Award one = in_state(TrancheState::clawed_back);
  const Proposal proposal = proposal_on(one);
  Decision upheld =
      fitting(proposal, DecisionKind::appeal_upheld, ReviewAction::hold, Money(), Money());
  const Allowed<Tranche> back = decide(one, proposal, upheld, kApprover);
  REQUIRE(back.has_value());
  CHECK(back->state == TrancheState::held);
  CHECK(back->given_up == Money());
  CHECK(back->asked_back == Money());
  CHECK(held_back(*back) == back->amount);
  CHECK(
      has(decide(one, proposal, upheld, kApprover, {"", "boss"}).error(), "own_decision_appealed"));
  upheld.kind = DecisionKind::appeal_rejected;
  Tranche same = decide(one, proposal, upheld, kApprover).value();
  CHECK(same.last_decision == "d1");
  same.last_decision = one.tranches[1].last_decision;
  CHECK(same == one.tranches[1]);
}

// Expected: by hand.
TEST_CASE("a planned tranche falls due on its day") {
  Tranche tranche = award().tranches[1];
  tranche.state = TrancheState::planned;
  CHECK(has(fall_due(tranche, kHalf.plus_days(-1)).error(), "not_yet_due"));
  CHECK(fall_due(tranche, kHalf)->state == TrancheState::due);
  CHECK(has(fall_due(award().tranches[1], kHalf).error(), "illegal_move"));
}

// Expected: invariants of money under any course of reviews, overrides and appeals.
TEST_CASE("whatever is decided, money adds up and is paid at most once") {
  CHECK(rc::check([] {
    Award one = award();
    one.rule.ladder.on_failure = static_cast<OnFailure>(*rc::gen::inRange(0, 3));
    Date day = kReview;
    Proposal last = *propose(one, "t2", {}, kDirections, day);
    Money paid;
    for (int i = 0; i < 12; ++i) {
      day = day.plus_days(*rc::gen::inRange(0, 120));
      const double jobs = *rc::gen::inRange(90, 170);
      const auto fresh =
          propose(one, "t2", {verified("o1", "net_jobs", kHalf, jobs)}, kDirections, day);
      if (fresh) last = *fresh;
      const auto kind = static_cast<DecisionKind>(*rc::gen::inRange(0, 5));
      Decision decision = as_proposed(last, "d" + std::to_string(i));
      decision.decided_at = noon(day);
      if (kind != DecisionKind::as_proposed) {
        const auto action = static_cast<ReviewAction>(*rc::gen::inRange(0, 7));
        const Tranche& t = one.tranches[1];
        const Money left =
            kind == DecisionKind::appeal_upheld ? t.amount - t.released : held_back(t);
        decision = fitting(last, kind, action, left, recoverable(one));
        decision.id = "d" + std::to_string(i);
        decision.decided_at = noon(day);
        decision.pay = decision.pay + Money::from_minor(*rc::gen::inRange(0, 2));
        if (action == ReviewAction::cure) decision.cure_until = day.plus_days(30);
      }
      const Allowed<Tranche> next = decide(one, last, decision, kApprover);
      if (!next) continue;
      paid = paid + decision.pay;
      one.tranches[1] = *next;
      RC_ASSERT(next->released == paid);
      RC_ASSERT(next->given_up >= Money());
      RC_ASSERT(next->released + next->given_up <= next->amount);
      RC_ASSERT(one.tranches[0].asked_back + next->asked_back <=
                one.tranches[0].released + next->released);
    }
  }));
}
