#include <algorithm>

#include "monitor/internal/reasons.h"
#include "monitor/review.h"

namespace formulary {

namespace {

constexpr Money kNone;

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool is_appeal(DecisionKind kind) {
  return kind == DecisionKind::appeal_upheld || kind == DecisionKind::appeal_rejected;
}

// Whether a review's decision may move a tranche of this state so.
bool is_legal(TrancheState from, ReviewAction action) {
  switch (from) {
    case TrancheState::due:
    case TrancheState::held:
    case TrancheState::partly_released:
    case TrancheState::cure:
      return true;
    case TrancheState::stopped:
      return action == ReviewAction::claw_back;
    case TrancheState::planned:
    case TrancheState::released:
    case TrancheState::reduced:
    case TrancheState::clawed_back:
      return false;
  }
  return false;
}

// An appeal is possible against any decision that kept money from the firm; a successful one
// leads back into the review, never to a loss.
bool is_legal_appeal(DecisionKind kind, TrancheState from, ReviewAction action) {
  if (from == TrancheState::planned || from == TrancheState::due) return false;
  if (kind == DecisionKind::appeal_rejected) return action == ReviewAction::hold;
  if (from == TrancheState::released) return false;
  return action == ReviewAction::release || action == ReviewAction::release_part ||
         action == ReviewAction::hold || action == ReviewAction::cure;
}

void check_person(const Decision& decision, const Actor& actor, const Barred& barred,
                  Reasons& reasons) {
  if (actor.role != UserRole::approver) {
    reasons.push_back(reason_of("role_may_not", id_of(actor.role)));
  }
  if (is_blank(actor.person)) reasons.push_back(reason_of("nobody_named"));
  if (decision.decided_by != actor.person) reasons.push_back(reason_of("decided_by_another"));
  if (!barred.drafted_by.empty() && barred.drafted_by == actor.person) {
    reasons.push_back(reason_of("drafter_cannot_decide"));
  }
  if (is_appeal(decision.kind) && !barred.earlier_decider.empty() &&
      barred.earlier_decider == actor.person) {
    reasons.push_back(reason_of("own_decision_appealed"));
  }
}

bool same_as_proposed(const Proposal& proposal, const Decision& decision) {
  return decision.action == proposal.action && decision.pay == proposal.pay &&
         decision.give_up == proposal.give_up && decision.claw_back == proposal.claw_back &&
         decision.cure_until == proposal.cure_until;
}

void check_move(const Tranche& tranche, const Proposal& proposal, const Decision& decision,
                Reasons& reasons) {
  if (is_blank(decision.id)) reasons.push_back(reason_of("decision_without_id"));
  if (decision.tranche != proposal.tranche) reasons.push_back(reason_of("another_tranche"));
  if (!decision.id.empty() && decision.id == tranche.last_decision) {
    reasons.push_back(reason_of("decided_before", decision.id));
  }
  if (decision.decided_at.date() < proposal.day) {
    reasons.push_back(reason_of("before_the_review"));
  }
  if (decision.kind != DecisionKind::as_proposed && is_blank(decision.why)) {
    reasons.push_back(reason_of("needs_written_reason"));
  }
  if (is_appeal(decision.kind)) {
    if (!is_legal_appeal(decision.kind, tranche.state, decision.action)) {
      reasons.push_back(reason_of("illegal_appeal", id_of(tranche.state)));
    }
    return;
  }
  if (!(tranche == proposal.before)) reasons.push_back(reason_of("stale_proposal"));
  if (!is_legal(tranche.state, decision.action)) {
    reasons.push_back(reason_of("illegal_move", id_of(tranche.state)));
  }
  if (decision.kind == DecisionKind::as_proposed && !same_as_proposed(proposal, decision)) {
    reasons.push_back(reason_of("not_as_proposed"));
  }
  if (decision.kind == DecisionKind::force_majeure && decision.action != ReviewAction::hold &&
      decision.action != ReviewAction::cure) {
    reasons.push_back(reason_of("force_majeure_only_waits"));
  }
}

// Whether the amounts are those that the action allows, of what the tranche holds back.
bool money_fits(const Decision& d, Money left, Money back) {
  if (d.pay < kNone || d.give_up < kNone || d.claw_back < kNone) return false;
  if (d.pay > left || d.give_up > left - d.pay) return false;
  if (d.action != ReviewAction::claw_back && d.claw_back != kNone) return false;
  switch (d.action) {
    case ReviewAction::release:
      return d.pay == left && d.give_up == kNone;
    case ReviewAction::release_part:
      return d.pay > kNone && d.pay < left && d.give_up == kNone;
    case ReviewAction::hold:
    case ReviewAction::cure:
      return d.pay == kNone && d.give_up == kNone;
    case ReviewAction::reduce:
      return d.pay + d.give_up == left && d.give_up > kNone;
    case ReviewAction::stop:
      return d.pay == kNone && d.give_up == left;
    case ReviewAction::claw_back:
      return d.pay == kNone && d.give_up == left && d.claw_back > kNone && d.claw_back <= back;
  }
  return false;
}

// Only what leaves money waiting has a day until which the firm may cure.
bool cure_fits(const Decision& decision) {
  const bool waits = decision.action == ReviewAction::hold ||
                     decision.action == ReviewAction::cure ||
                     decision.action == ReviewAction::release_part;
  if (decision.action == ReviewAction::cure && !decision.cure_until) return false;
  if (!decision.cure_until) return true;
  const bool later = *decision.cure_until > decision.decided_at.date();
  return waits && (later || decision.action == ReviewAction::hold);
}

TrancheState state_after(TrancheState from, ReviewAction action) {
  switch (action) {
    case ReviewAction::release:
      return TrancheState::released;
    case ReviewAction::release_part:
      return TrancheState::partly_released;
    case ReviewAction::hold:  // waiting goes on as it was
      return from == TrancheState::cure || from == TrancheState::partly_released
                 ? from
                 : TrancheState::held;
    case ReviewAction::cure:
      return TrancheState::cure;
    case ReviewAction::reduce:
      return TrancheState::reduced;
    case ReviewAction::stop:
      return TrancheState::stopped;
    case ReviewAction::claw_back:
      return TrancheState::clawed_back;
  }
  return from;
}

bool counts_as_failure(const Decision& decision) {
  const bool failed =
      decision.action == ReviewAction::cure || decision.action == ReviewAction::reduce ||
      decision.action == ReviewAction::stop || decision.action == ReviewAction::claw_back;
  return failed && (decision.kind == DecisionKind::as_proposed ||
                    decision.kind == DecisionKind::override_rule);
}

// What an upheld appeal gives back before its own action: what was given up waits again, what was
// asked back is no longer owed, and the failed review does not count.
Tranche restored(Tranche tranche) {
  if (tranche.given_up > kNone || tranche.state == TrancheState::cure ||
      tranche.state == TrancheState::stopped || tranche.state == TrancheState::clawed_back) {
    tranche.failed_reviews = std::max(0, tranche.failed_reviews - 1);
  }
  tranche.given_up = kNone;
  tranche.asked_back = kNone;
  tranche.cure_until.reset();
  tranche.state = tranche.released > kNone ? TrancheState::partly_released : TrancheState::held;
  return tranche;
}

Tranche moved(Tranche tranche, const Decision& decision) {
  tranche.last_decision = decision.id;
  if (decision.kind == DecisionKind::appeal_rejected) return tranche;
  tranche.state = state_after(tranche.state, decision.action);
  tranche.released = tranche.released + decision.pay;
  tranche.given_up = tranche.given_up + decision.give_up;
  tranche.asked_back = tranche.asked_back + decision.claw_back;
  tranche.failed_reviews += counts_as_failure(decision) ? 1 : 0;
  if (decision.action != ReviewAction::hold || decision.cure_until) {
    tranche.cure_until = decision.cure_until;
  }
  return tranche;
}

}  // namespace

Allowed<Tranche> fall_due(const Tranche& tranche, Date day) {
  Reasons reasons;
  if (tranche.state != TrancheState::planned) {
    reasons.push_back(reason_of("illegal_move", id_of(tranche.state)));
  }
  if (day < tranche.due) reasons.push_back(reason_of("not_yet_due", tranche.due.text()));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Tranche due = tranche;
  due.state = TrancheState::due;
  return due;
}

Allowed<Tranche> decide(const Award& award, const Proposal& proposal, const Decision& decision,
                        const Actor& actor, const Barred& barred) {
  Reasons reasons;
  const auto at = std::find_if(award.tranches.begin(), award.tranches.end(),
                               [&](const Tranche& one) { return one.id == proposal.tranche; });
  if (proposal.award != award.id || at == award.tranches.end()) {
    reasons.push_back(reason_of("no_such_tranche", proposal.tranche));
    return otherwise(std::move(reasons));
  }
  check_person(decision, actor, barred, reasons);
  if (award.state != AwardState::active && !is_appeal(decision.kind) &&
      decision.action != ReviewAction::claw_back) {
    reasons.push_back(reason_of("award_not_active", id_of(award.state)));
  }
  check_move(*at, proposal, decision, reasons);
  const bool restores =
      decision.kind == DecisionKind::appeal_upheld && reasons.empty();  // else refused anyway
  const Tranche start = restores ? restored(*at) : *at;
  if (!money_fits(decision, held_back(start), recoverable(award))) {
    reasons.push_back(reason_of("money_does_not_fit"));
  }
  if (!cure_fits(decision)) reasons.push_back(reason_of("cure_day_does_not_fit"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  return moved(start, decision);
}

}  // namespace formulary
