#include "office/reconcile.h"

#include <map>

#include "office/internal/money_owner.h"
#include "store/artefacts.h"
#include "treasury/settle.h"

namespace formulary::office {
namespace {

constexpr int kAtATime = 1000;

// Batches, each read once.
class Batches {
 public:
  explicit Batches(const Call& call) : call_(call) {}

  // Null where there is none.
  Outcome<const PaymentBatch*> find(const std::string& id) {
    auto at = known_.find(id);
    if (at == known_.end()) {
      TRY(stored, store::payment_batch(call_.session, id));
      std::optional<PaymentBatch> batch;
      if (stored) batch = std::move(stored->value);
      at = known_.emplace(id, std::move(batch)).first;
    }
    return at->second ? &*at->second : nullptr;
  }

 private:
  const Call& call_;
  std::map<std::string, std::optional<PaymentBatch>> known_;
};

// Rows that speak of a whole message become one for each of its payments.
Outcome<std::vector<StatusRow>> each_payment(const Call& call, const std::vector<StatusRow>& rows) {
  std::vector<StatusRow> all;
  for (const StatusRow& row : rows) {
    if (!row.payment.empty() || row.batch.empty()) {
      all.push_back(row);
      continue;
    }
    store::TransferFilter filter;
    filter.batch = row.batch;
    TRY(kept, store::transfers(call.session, filter, {"", static_cast<int>(kReportRows)}));
    std::vector<Transfer> transfers;
    for (auto& one : kept) transfers.push_back(std::move(one.value));
    std::vector<StatusRow> more = spread(row, transfers);
    if (more.empty()) more.push_back(row);
    all.insert(all.end(), more.begin(), more.end());
  }
  mark_duplicates(all);
  return all;
}

class Reconciling {
 public:
  Reconciling(Call& call, Reconciliation& into)
      : call_(call), into_(into), owners_(call), batches_(call) {}

  Outcome<Done> take(const StatusRow& row) {
    TRY(kept, store::transfer(call_.session, row.payment));
    const PaymentBatch* batch = nullptr;
    if (kept && kept->value.batch) {
      TRY(found, batches_.find(*kept->value.batch));
      batch = found;
    }
    const Judged judged = judge(row, kept ? &kept->value : nullptr, batch, call_.act.at.date());
    if (judged.finding == Finding::exception) {
      except(row, *judged.reason);
      return Done{};
    }
    TRY(barred, against_actor(*kept, *batch));
    if (barred) {
      except(row, *barred);
      return Done{};
    }
    return count(judged, *kept);
  }

  bool changed() const { return into_.matched + into_.failed > 0; }

 private:
  // Why this person may not say so of this payment.
  Outcome<std::optional<Reason>> against_actor(const store::Kept<Transfer>& kept,
                                               const PaymentBatch& batch) {
    TRY(owner, owners_.of_award(kept.value.award));
    if (!may(call_, Operation::reconcile, owner)) {
      return std::optional(refusal(Refusal::not_your_own, kept.value.id));
    }
    if (batch.made_by == call_.actor().person) {
      return std::optional(refusal(Refusal::same_person_reconciles, kept.value.id));
    }
    return std::optional<Reason>();
  }

  Outcome<Done> count(const Judged& judged, const store::Kept<Transfer>& kept) {
    if (judged.finding == Finding::repeated) ++into_.repeated;
    if (judged.finding == Finding::pending) ++into_.pending;
    if (judged.finding != Finding::matched && judged.finding != Finding::failed) return Done{};
    TRY(settled, flat(store::settle(call_.session, call_.act, {judged.next, kept.revision})));
    const bool matched = judged.finding == Finding::matched;
    ++(matched ? into_.matched : into_.failed);
    Money& sum = matched ? into_.matched_sum : into_.failed_sum;
    sum = sum + kept.value.amount;
    return Done{};
  }

  void except(const StatusRow& row, const Reason& reason) {
    ++into_.left_open;
    into_.exceptions.push_back({row.line, row.payment, row.word, row.amount, reason});
  }

  Call& call_;
  Reconciliation& into_;
  MoneyOwner owners_;
  Batches batches_;
};

Outcome<std::vector<Transfer>> unanswered(const Call& call, int days) {
  store::TransferFilter filter;
  filter.state = TransferState::batched;
  constexpr std::int64_t kDay = 86'400'000;
  filter.batched_before = Instant::from_milliseconds(call.act.at.milliseconds() - kDay * days);
  std::vector<Transfer> all;
  MoneyOwner owners(call);
  store::Page page{"", kAtATime};
  while (true) {
    TRY(found, store::transfers(call.session, filter, page));
    for (auto& one : found) {
      page.after = one.value.id;
      TRY(owner, owners.of_award(one.value.award));
      if (may(call, Operation::reconcile, owner)) all.push_back(std::move(one.value));
    }
    if (found.size() < kAtATime) return all;
  }
}

}  // namespace

Result<TreasuryAnswer> read_answer(const std::string& bytes, ReportFormat format) {
  TRY(rows, format == ReportFormat::csv ? read_status_csv(bytes) : read_pain002(bytes));
  return TreasuryAnswer{store::file_hash(bytes), std::move(rows)};
}

Outcome<Reconciled> reconcile(Call& call, const TreasuryAnswer& answer,
                              const ReconcileOptions& options) {
  TRY(allowed, allow(call, Operation::reconcile));
  TRY(rows, each_payment(call, answer.rows));
  Reconciled result;
  Reconciliation& made = result.reconciliation;
  made.file = answer.file;
  made.office = call.actor().office;
  made.made_by = call.actor().person;
  made.made_at = call.act.at;
  Reconciling reconciling(call, made);
  for (const StatusRow& row : rows) {
    TRY(taken, reconciling.take(row));
  }
  TRY(before, store::reconciliation_of(call.session, answer.file));
  result.changed = reconciling.changed() || !before;
  if (result.changed) {
    TRY(id, store::new_id(call.session, "R-"));
    made.id = id;
    const store::Stored<void> kept = store::keep_reconciliation(call.session, call.act, made);
    if (!kept) return fail(kept.error());
  } else {
    made.id = before->id;
  }
  TRY(late, unanswered(call, options.days));
  result.unanswered = std::move(late);
  return result;
}

Outcome<Reconciliation> read_reconciliation(Call& call, const std::string& id) {
  TRY(allowed, allow(call, Operation::read_payments));
  TRY(found, store::reconciliation(call.session, id));
  if (!found) return refuse(Refusal::not_found, id);
  TRY(own, allow(call, Operation::read_payments, Owner{"", {found->office}, ""}));
  return std::move(*found);
}

Outcome<ListedReconciliations> list_reconciliations(Call& call, const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_payments));
  TRY(all, store::reconciliations(call.session, page));
  ListedReconciliations list;
  if (static_cast<int>(all.size()) >= page.limit) list.next = all.back().id;
  for (Reconciliation& one : all) {
    if (may(call, Operation::read_payments, Owner{"", {one.office}, ""})) {
      list.items.push_back(std::move(one));
    }
  }
  return list;
}

}  // namespace formulary::office
