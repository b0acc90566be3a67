#include "monitor/observations.h"
#include "office/awards.h"
#include "office/internal/steps.h"
#include "store/artefacts.h"

namespace formulary::office {
namespace {

Directions directions_of(const Toolbox& toolbox) {
  Directions directions;
  for (const Kpi& kpi : toolbox.kpis) directions[kpi.id] = kpi.direction;
  return directions;
}

Outcome<std::vector<Observation>> observations_of(const Call& call, const std::string& award) {
  return all_pages<Observation>([&](const store::Page& page) {
    return call.record().observations({SubjectKind::award, award, "", {}}, page);
  });
}

Tranche* tranche_in(Award& award, const std::string& id) {
  for (Tranche& tranche : award.tranches) {
    if (tranche.id == id) return &tranche;
  }
  return nullptr;
}

// The award with this tranche fallen due, where its day has come.
Award fallen_due(Award award, const std::string& id, Date day) {
  Tranche* tranche = tranche_in(award, id);
  if (tranche == nullptr) return award;
  if (const auto due = fall_due(*tranche, day)) *tranche = *due;
  return award;
}

// What the rule says of a tranche of an award as it stood at a moment.
Outcome<Allowed<Proposal>> proposal_at(const Call& call, const Award& award,
                                       const std::string& tranche, Instant at) {
  TRY(all, observations_of(call, award.id));
  return propose(fallen_due(award, tranche, at.date()), tranche, record_as_of(all, at),
                 directions_of(call.ground.toolbox), at.date());
}

bool is_open_to_review(const Award& award, const Tranche& tranche) {
  if (award.state != AwardState::active) return false;
  switch (tranche.state) {
    case TrancheState::planned:
    case TrancheState::due:
    case TrancheState::partly_released:
    case TrancheState::held:
    case TrancheState::cure:
      return true;
    default:
      return false;
  }
}

Outcome<Review> review_of(const Call& call, const Award& award, const Tranche& tranche) {
  Review review{award.id, award.programme, award.measure, award.firm, tranche, {}, {}};
  TRY(proposal, proposal_at(call, award, tranche.id, call.act.at));
  if (proposal) {
    review.proposal = std::move(*proposal);
  } else {
    review.reasons = std::move(proposal.error());
  }
  return review;
}

struct ToDecide {
  KeptAward award;
  Programme programme;
  store::Kept<Tranche> tranche;
};

Outcome<ToDecide> to_decide(Call& call, Operation operation, const std::string& tranche,
                            Seen seen) {
  TRY(kept, found(call.record().tranche(tranche), tranche, seen));
  TRY(award_id, call.record().award_of(tranche));
  TRY(award, found(call.record().award(award_id.value_or("")), tranche));
  TRY(programme, found(call.record().programme(award.value.programme), award.value.programme));
  const ProgrammeMeasure* measure = measure_of(programme.value, award.value.measure);
  TRY(allowed, allow(call, operation, owner_of(programme.value, measure, award.value.firm)));
  return ToDecide{std::move(award), std::move(programme.value), std::move(kept)};
}

bool is_appeal(DecisionKind kind) {
  return kind == DecisionKind::appeal_upheld || kind == DecisionKind::appeal_rejected;
}

// The award as it stood when a decision was made: each tranche as the next decision on it saw it.
Outcome<Award> award_as_of(Call& call, Award award, Instant moment) {
  for (Tranche& tranche : award.tranches) {
    TRY(before, store::tranche_before(call.session, tranche.id, moment));
    if (before) tranche = *before;
  }
  return award;
}

}  // namespace

Outcome<Listed<Review>> due_reviews(Call& call, Date day, const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_reviews));
  TRY(tranches, call.record().tranches({"", day, {}, true}, page));
  Listed<Review> list;
  if (static_cast<int>(tranches.size()) >= page.limit) list.next = tranches.back().value.id;
  Programmes programmes(call);
  for (const auto& kept : tranches) {
    TRY(id, call.record().award_of(kept.value.id));
    TRY(award, found(call.record().award(id.value_or("")), kept.value.id));
    if (!is_open_to_review(award.value, kept.value)) continue;
    const Programme* programme = programmes.find(award.value.programme);
    if (programme == nullptr) continue;
    const ProgrammeMeasure* measure = measure_of(*programme, award.value.measure);
    if (!may(call, Operation::read_reviews, owner_of(*programme, measure, award.value.firm))) {
      continue;
    }
    TRY(review, review_of(call, award.value, kept.value));
    list.items.push_back(std::move(review));
  }
  return list;
}

Outcome<Review> review_tranche(Call& call, const std::string& tranche) {
  TRY(of, to_decide(call, Operation::read_reviews, tranche, {}));
  return review_of(call, of.award.value, of.tranche.value);
}

namespace {

// The proposal a decision stands on: today's, or for an appeal the one that is appealed against.
Outcome<Proposal> ground_of(Call& call, const ToDecide& of, const Verdict& verdict) {
  if (is_appeal(verdict.kind)) {
    TRY(again, recompute(call, of.tranche.value.last_decision));
    return std::move(again.proposal);
  }
  TRY(proposal, proposal_at(call, of.award.value, of.tranche.value.id, call.act.at));
  TRY(sound, std::move(proposal));
  return sound;
}

Decision decision_of(const Call& call, const std::string& id, const Verdict& verdict,
                     const Proposal& proposal) {
  Decision decision;
  decision.id = id;
  decision.tranche = proposal.tranche;
  decision.kind = verdict.kind;
  decision.why = verdict.why;
  decision.decided_by = call.actor().person;
  decision.decided_at = call.act.at;
  if (verdict.kind == DecisionKind::as_proposed) {
    decision.action = proposal.action;
    decision.pay = proposal.pay;
    decision.give_up = proposal.give_up;
    decision.claw_back = proposal.claw_back;
    decision.cure_until = proposal.cure_until;
  } else {
    decision.action = verdict.action;
    decision.pay = verdict.pay;
    decision.give_up = verdict.give_up;
    decision.claw_back = verdict.claw_back;
    decision.cure_until = verdict.cure_until;
  }
  return decision;
}

}  // namespace

Outcome<Decided> decide(Call& call, const std::string& tranche, Seen seen, const Verdict& verdict) {
  TRY(of, to_decide(call, Operation::decide, tranche, seen));
  TRY(proposal, ground_of(call, of, verdict));
  Barred barred{of.programme.drafted_by, ""};
  if (is_appeal(verdict.kind)) {
    TRY(earlier, call.record().decision(of.tranche.value.last_decision));
    if (earlier) barred.earlier_decider = earlier->decided_by;
  }
  TRY(id, store::new_id(call.session, "D-"));
  const Decision decision = decision_of(call, id, verdict, proposal);
  const Award award = fallen_due(of.award.value, tranche, call.act.at.date());
  TRY(after, formulary::decide(award, proposal, decision, call.actor(), barred));
  Tranche before = of.tranche.value;
  for (const Tranche& one : award.tranches) {
    if (one.id == tranche) before = one;
  }
  if (!(before == of.tranche.value)) {
    TRY(due, flat(call.record().change(call.act, "fall_due", {before, of.tranche.revision})));
    of.tranche.revision = due;
  }
  TRY(revision, flat(call.record().decide(call.act, decision, {after, of.tranche.revision})));
  const store::Stored<void> kept =
      store::keep_proposal(call.session, decision.id, {proposal.day, text_of(proposal), before});
  if (!kept) return fail(kept.error());
  return Decided{decision, after, std::move(proposal)};
}

Outcome<Recomputed> recompute(Call& call, const std::string& decision) {
  TRY(made, call.record().decision(decision));
  if (!made) return refuse(Refusal::not_found, decision);
  TRY(kept, store::proposal(call.session, decision));
  if (!kept) return refuse(Refusal::no_proposal, decision);
  // An appeal stands on an earlier decision's proposal.
  if (is_appeal(made->kind)) return recompute(call, kept->before.last_decision);
  TRY(of, to_decide(call, Operation::read_reviews, made->tranche, {}));
  TRY(then, award_as_of(call, of.award.value, made->decided_at));
  Tranche* tranche = tranche_in(then, made->tranche);
  if (tranche == nullptr) return refuse(Refusal::not_found, made->tranche);
  *tranche = kept->before;
  then.state = AwardState::active;  // or there had been no review
  TRY(proposal, proposal_at(call, then, made->tranche, made->decided_at));
  TRY(sound, std::move(proposal));
  return Recomputed{std::move(sound), kept->body};
}

}  // namespace formulary::office
