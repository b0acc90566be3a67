#include "office/transfers.h"

#include <map>

#include "office/internal/money_owner.h"
#include "store/artefacts.h"
#include "store/demonstration.h"
#include "treasury/bank_account.h"
#include "treasury/order_file.h"

namespace formulary::office {
namespace {

constexpr int kAtATime = 1000;

Owner owner_of(const PaymentBatch& batch) {
  return {"", {batch.office}, ""};
}

Outcome<std::vector<KeptTransfer>> all_transfers(const Call& call,
                                                 const store::TransferFilter& filter) {
  std::vector<KeptTransfer> all;
  store::Page page{"", kAtATime};
  while (true) {
    TRY(found, store::transfers(call.session, filter, page));
    for (KeptTransfer& one : found) all.push_back(std::move(one));
    if (found.size() < kAtATime) return all;
    page.after = all.back().value.id;
  }
}

Outcome<std::vector<Transfer>> of_batch(const Call& call, const std::string& batch) {
  store::TransferFilter filter;
  filter.batch = batch;
  TRY(found, all_transfers(call, filter));
  std::vector<Transfer> transfers;
  for (KeptTransfer& one : found) transfers.push_back(std::move(one.value));
  return transfers;
}

Outcome<KeptBatch> batch_for(const Call& call, Operation operation, const std::string& batch,
                             Seen seen = {}) {
  TRY(kept, found(store::payment_batch(call.session, batch), batch, seen));
  TRY(allowed, allow(call, operation, owner_of(kept.value)));
  return kept;
}

// The payees of firms, each read once.
class Payees {
 public:
  explicit Payees(const Call& call) : call_(call) {}

  Outcome<const std::optional<Payee>*> last_of(const std::string& firm) {
    auto at = known_.find(firm);
    if (at == known_.end()) {
      TRY(payee, store::payee(call_.session, firm));
      at = known_.emplace(firm, std::move(payee)).first;
    }
    return &at->second;
  }

 private:
  const Call& call_;
  std::map<std::string, std::optional<Payee>> known_;
};

// Why a transfer may not go out now; sets its payee where it may.
Outcome<Reasons> prepare(Call& call, Payees& payees, Transfer& transfer) {
  Reasons reasons;
  TRY(decision, call.record().decision(transfer.decision));
  if (!decision || decision->decided_by == call.actor().person) {
    reasons.push_back(refusal(Refusal::same_person_pays, transfer.id));
  }
  TRY(payee, payees.last_of(transfer.firm));
  if (!*payee) {
    reasons.push_back(refusal(Refusal::no_payee, transfer.firm));
  } else if (!(*payee)->confirmed_at) {
    reasons.push_back(refusal(Refusal::payee_unconfirmed, transfer.firm));
  } else {
    transfer.payee = (*payee)->number;
  }
  return reasons;
}

// Ordered transfers of the actor's office: those that go, and those that cannot.
struct Sorted {
  std::vector<KeptTransfer> go;
  std::vector<LeftOut> left_out;
};
Outcome<Sorted> sorted(Call& call) {
  Sorted result;
  store::TransferFilter filter;
  filter.state = TransferState::ordered;
  TRY(ordered, all_transfers(call, filter));
  MoneyOwner owners(call);
  Payees payees(call);
  for (KeptTransfer& one : ordered) {
    if (result.go.size() >= kMostInBatch) break;
    TRY(owner, owners.of_award(one.value.award));
    if (!may(call, Operation::make_batch, owner)) continue;
    TRY(reasons, prepare(call, payees, one.value));
    if (reasons.empty()) {
      result.go.push_back(std::move(one));
    } else {
      result.left_out.push_back({std::move(one.value), std::move(reasons)});
    }
  }
  return result;
}

Reasons faults_of(const BatchWish& wish, Date today) {
  Reasons faults = formulary::faults_of(wish.payer);
  if (wish.pay_on < today || wish.pay_on > today.plus_months(12)) {
    faults.push_back(refusal(Refusal::pay_day_impossible, wish.pay_on.text()));
  }
  return faults;
}

}  // namespace

Outcome<KeptTransfer> order_payment(Call& call, const std::string& decision) {
  TRY(made, call.record().decision(decision));
  if (!made) return refuse(Refusal::not_found, decision);
  TRY(award, call.record().award_of(made->tranche));
  if (!award) return refuse(Refusal::not_found, made->tranche);
  TRY(owner, MoneyOwner(call).of_award(*award));
  TRY(allowed, allow(call, Operation::order_payment, owner));
  if (made->decided_by == call.actor().person) return refuse(Refusal::same_person_pays);
  if (made->pay <= Money()) return refuse(Refusal::nothing_to_pay, decision);
  Transfer transfer;
  TRY(id, store::new_id(call.session, "P-"));
  transfer.id = id;
  transfer.decision = decision;
  transfer.tranche = made->tranche;
  transfer.award = *award;
  transfer.firm = owner.firm;
  transfer.amount = made->pay;
  transfer.ordered_by = call.actor().person;
  transfer.ordered_at = call.act.at;
  return flat(store::order_transfer(call.session, call.act, transfer));
}

Outcome<KeptTransfer> withdraw_order(Call& call, const std::string& transfer, Seen seen,
                                     const std::string& why) {
  TRY(kept, found(store::transfer(call.session, transfer), transfer, seen));
  TRY(owner, MoneyOwner(call).of_award(kept.value.award));
  TRY(allowed, allow(call, Operation::withdraw_order, owner));
  if (why.find_first_not_of(' ') == std::string::npos) return refuse(Refusal::why_missing);
  return flat(store::withdraw_transfer(call.session, call.act, kept, why));
}

Outcome<Batched> make_batch(Call& call, BatchWish wish) {
  TRY(allowed, allow(call, Operation::make_batch));
  wish.payer.iban = compact(wish.payer.iban);
  wish.payer.bic = compact(wish.payer.bic);
  Reasons faults = faults_of(wish, call.act.at.date());
  if (!faults.empty()) return otherwise(Denial(std::move(faults)));
  TRY(found, sorted(call));
  if (found.go.empty()) {
    Reasons reasons{refusal(Refusal::nothing_to_batch)};
    for (LeftOut& one : found.left_out) {
      reasons.insert(reasons.end(), one.reasons.begin(), one.reasons.end());
    }
    return otherwise(Denial(std::move(reasons)));
  }
  PaymentBatch batch;
  TRY(id, store::new_id(call.session, "B-"));
  batch.id = id;
  batch.office = call.actor().office;
  batch.currency = call.ground.pack.currency;
  batch.pay_on = wish.pay_on;
  batch.payer = wish.payer;
  batch.made_by = call.actor().person;
  batch.made_at = call.act.at;
  TRY(made, flat(store::make_batch(call.session, call.act, batch, found.go)));
  TRY(transfers, of_batch(call, id));
  return Batched{std::move(made), std::move(transfers), std::move(found.left_out)};
}

Outcome<KeptBatch> discard_batch(Call& call, const std::string& batch, Seen seen) {
  TRY(kept, batch_for(call, Operation::discard_batch, batch, seen));
  return flat(store::discard_batch(call.session, call.act, kept));
}

Outcome<OrderFile> export_batch(Call& call, const std::string& batch, OrderFormat format) {
  TRY(kept, batch_for(call, Operation::export_batch, batch));
  TRY(kind, store::kind_of_register(call.session));
  if (kind == store::RegisterKind::demonstration) return refuse(Refusal::made_up_money);
  if (kept.value.state == BatchState::discarded) return refuse(Refusal::batch_discarded, batch);
  TRY(transfers, of_batch(call, batch));
  std::vector<OrderLine> lines;
  for (Transfer& transfer : transfers) {
    TRY(payee, store::payee(call.session, transfer.firm, transfer.payee));
    if (!payee) return refuse(Refusal::no_payee, transfer.firm);
    lines.push_back({std::move(transfer), std::move(payee->account)});
  }
  OrderFile file;
  if (format == OrderFormat::csv) {
    file = {batch + ".csv", "text/csv; charset=utf-8", order_csv(kept.value, std::move(lines))};
  } else {
    file = {batch + ".xml", "application/xml", order_pain001(kept.value, std::move(lines))};
  }
  TRY(noted, flat(store::note_export(call.session, call.act, kept, id_of(format),
                                     store::file_hash(file.bytes))));
  return file;
}

Outcome<Batched> read_batch(Call& call, const std::string& batch) {
  TRY(kept, batch_for(call, Operation::read_payments, batch));
  TRY(transfers, of_batch(call, batch));
  return Batched{std::move(kept), std::move(transfers), {}};
}

Outcome<Listed<KeptBatch>> list_batches(Call& call, std::optional<BatchState> state,
                                        const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_payments));
  return listed<KeptBatch>(store::payment_batches(call.session, state, page), page,
                           [&](const KeptBatch& one) {
                             return may(call, Operation::read_payments, owner_of(one.value));
                           });
}

Outcome<Listed<KeptTransfer>> list_transfers(Call& call, const store::TransferFilter& filter,
                                             const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_payments));
  store::TransferFilter own = filter;
  if (call.actor().role == UserRole::company) own.firm = call.actor().firm;
  MoneyOwner owners(call);
  return listed<KeptTransfer>(store::transfers(call.session, own, page), page,
                              [&](const KeptTransfer& one) {
                                const auto owner = owners.of_award(one.value.award);
                                return owner && may(call, Operation::read_payments, *owner);
                              });
}

}  // namespace formulary::office
