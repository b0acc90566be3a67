#include "office/awards.h"

#include "office/internal/steps.h"
#include "store/artefacts.h"
#include "store/transfers.h"

namespace formulary::office {
namespace {

struct Agreed {
  KeptAward award;
  Programme programme;
};

Outcome<Agreed> agreed(Call& call, Operation operation, const std::string& id, Seen seen) {
  TRY(kept, found(call.record().award(id), id, seen));
  TRY(programme, found(call.record().programme(kept.value.programme), kept.value.programme));
  const ProgrammeMeasure* measure = measure_of(programme.value, kept.value.measure);
  TRY(allowed, allow(call, operation, owner_of(programme.value, measure, kept.value.firm)));
  return Agreed{std::move(kept), std::move(programme.value)};
}

// Write what ended an award: its state, and its tranches where they changed.
Outcome<KeptAward> ended(Call& call, Operation operation, const KeptAward& before,
                         const Award& after) {
  for (const Tranche& tranche : after.tranches) {
    TRY(kept, found(call.record().tranche(tranche.id), tranche.id));
    if (kept.value == tranche) continue;
    TRY(revision,
        flat(call.record().give_up(call.act, id_of(operation), {tranche, kept.revision})));
  }
  TRY(revision, flat(call.record().change_state(call.act, after.id, before.revision, after.state,
                                                after.terminated_why)));
  return KeptAward{after, revision};
}

}  // namespace

Outcome<KeptAward> make_award(Call& call, const std::string& application, Agreement agreement) {
  TRY(kept, found(call.record().application(application), application));
  const std::string& programme_id = kept.value.programme;
  TRY(programme, found(call.record().programme(programme_id), programme_id));
  const ProgrammeMeasure* measure = measure_of(programme.value, kept.value.measure);
  TRY(allowed, allow(call, Operation::make_award, owner_of(programme.value, measure, "")));
  // What binds the measure's money: its awarded requests and its awards.
  TRY(applications, all_pages<Application>([&](const store::Page& page) {
        return call.record().applications(
            {programme_id, kept.value.measure, "", ApplicationState::awarded}, page);
      }));
  TRY(awards, awards_of(call, programme_id, kept.value.measure));
  TRY(id, store::new_id(call.session, "W-"));
  agreement.award = id;
  TRY(award, formulary::make_award(programme.value, kept.value, agreement, applications, awards,
                                   call.actor()));
  TRY(revision, flat(call.record().add(call.act, award)));
  return KeptAward{std::move(award), revision};
}

Outcome<KeptAward> complete_award(Call& call, const std::string& award, Seen seen) {
  TRY(of, agreed(call, Operation::complete_award, award, seen));
  TRY(next, formulary::complete_award(of.programme, of.award.value, call.actor()));
  return ended(call, Operation::complete_award, of.award, next);
}

Outcome<KeptAward> terminate_award(Call& call, const std::string& award, Seen seen,
                                   const std::string& why) {
  TRY(of, agreed(call, Operation::terminate_award, award, seen));
  TRY(next, formulary::terminate_award(of.programme, of.award.value, why, call.actor()));
  return ended(call, Operation::terminate_award, of.award, next);
}

Outcome<KeptAward> read_award(Call& call, const std::string& award) {
  TRY(of, agreed(call, Operation::read_awards, award, {}));
  return std::move(of.award);
}

Outcome<Listed<KeptAward>> list_awards(Call& call, const store::AwardFilter& filter,
                                       const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_awards));
  store::AwardFilter own = filter;
  if (call.actor().role == UserRole::company) own.firm = call.actor().firm;
  Programmes programmes(call);
  return listed<KeptAward>(call.record().awards(own, page), page, [&](const KeptAward& one) {
    const Programme* programme = programmes.find(one.value.programme);
    if (programme == nullptr) return false;
    const ProgrammeMeasure* measure = measure_of(*programme, one.value.measure);
    return may(call, Operation::read_awards, owner_of(*programme, measure, one.value.firm));
  });
}

Outcome<store::Payment> pay(Call& call, const std::string& decision) {
  TRY(made, call.record().decision(decision));
  if (!made) return refuse(Refusal::not_found, decision);
  TRY(award, call.record().award_of(made->tranche));
  if (!award) return refuse(Refusal::not_found, made->tranche);
  TRY(of, agreed(call, Operation::pay, *award, {}));
  if (made->decided_by == call.actor().person) return refuse(Refusal::same_person_pays);
  if (made->pay <= Money()) return refuse(Refusal::nothing_to_pay, decision);
  TRY(id, store::new_id(call.session, "P-"));
  const store::Payment payment{id, made->tranche, decision, made->pay, call.act.at};
  TRY(paid, flat(store::pay(call.session, call.act, payment)));
  return payment;
}

namespace {

// The transfer by which the treasury was ordered to pay a decision; empty where there is none.
Outcome<std::string> live_transfer(Call& call, const std::string& decision) {
  store::TransferFilter filter;
  filter.decision = decision;
  TRY(all, store::transfers(call.session, filter, {"", 1000}));
  for (const auto& one : all) {
    const TransferState state = one.value.state;
    if (state == TransferState::ordered || state == TransferState::batched) return one.value.id;
  }
  return std::string();
}

}  // namespace

Outcome<std::vector<PaymentOrder>> payment_orders(Call& call) {
  TRY(allowed, allow(call, Operation::read_payments));
  TRY(unpaid, store::unpaid(call.session));
  Programmes programmes(call);
  std::vector<PaymentOrder> orders;
  for (const Decision& decision : unpaid) {
    TRY(id, call.record().award_of(decision.tranche));
    TRY(award, found(call.record().award(id.value_or("")), decision.tranche));
    const Programme* programme = programmes.find(award.value.programme);
    if (programme == nullptr) continue;
    const ProgrammeMeasure* measure = measure_of(*programme, award.value.measure);
    if (!may(call, Operation::read_payments, owner_of(*programme, measure, award.value.firm))) {
      continue;
    }
    TRY(transfer, live_transfer(call, decision.id));
    orders.push_back({decision.id, decision.tranche, award.value.id, award.value.firm, decision.pay,
                      decision.decided_at.date(), transfer});
  }
  return orders;
}

}  // namespace formulary::office
