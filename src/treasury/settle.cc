#include "treasury/settle.h"

#include <map>

#include "treasury/internal/refusals.h"

namespace formulary {
namespace {

using treasury::Refusal;
using treasury::refusal;

Judged exception(Refusal why, const std::string& detail) {
  return {Finding::exception, {}, refusal(why, detail)};
}

// Whether it ended so, in the same words.
bool said_before(const StatusRow& row, const Transfer& transfer) {
  return transfer.status == row.status && transfer.settled_on == row.day &&
         transfer.reference == row.reference && transfer.why == row.why;
}

std::optional<Judged> against(const StatusRow& row, const Transfer& transfer,
                              const PaymentBatch& batch, Date today) {
  const std::string& id = transfer.id;
  if (!row.batch.empty() && row.batch != batch.id) return exception(Refusal::wrong_batch, id);
  if (row.amount && *row.amount != transfer.amount) {
    return exception(Refusal::amount_differs,
                     id + " " + transfer.amount.text() + " / " + row.amount->text());
  }
  if (!row.currency.empty() && row.currency != batch.currency) {
    return exception(Refusal::currency_differs, id + " " + row.currency);
  }
  if (row.status == TransferStatus::executed && !row.day) {
    return exception(Refusal::day_missing, id);
  }
  if (row.day && (*row.day < transfer.ordered_at.date() || *row.day > today)) {
    return exception(Refusal::day_impossible, id + " " + row.day->text());
  }
  return std::nullopt;
}

}  // namespace

Judged judge(const StatusRow& row, const Transfer* transfer, const PaymentBatch* batch,
             Date today) {
  if (!row.faults.empty()) return {Finding::exception, {}, row.faults.front()};
  if (!row.status) return exception(Refusal::unreadable, row.word);
  if (transfer == nullptr) return exception(Refusal::unknown_payment, row.payment);
  if (batch == nullptr || batch->state != BatchState::exported) {
    return exception(Refusal::not_sent, transfer->id);
  }
  if (auto wrong = against(row, *transfer, *batch, today)) return *wrong;
  if (row.status == TransferStatus::pending) return {Finding::pending, *transfer, {}};
  const bool executed = transfer->state == TransferState::executed;
  if (executed || transfer->state == TransferState::failed) {
    if (said_before(row, *transfer)) return {Finding::repeated, *transfer, {}};
    return exception(executed ? Refusal::already_executed : Refusal::already_failed, transfer->id);
  }
  if (transfer->state != TransferState::batched) {
    return exception(Refusal::not_sent, transfer->id);
  }
  Transfer next = *transfer;
  const bool paid = row.status == TransferStatus::executed;
  next.state = paid ? TransferState::executed : TransferState::failed;
  next.status = row.status;
  next.settled_on = row.day;
  next.reference = row.reference;
  next.why = row.why;
  return {paid ? Finding::matched : Finding::failed, std::move(next), {}};
}

std::vector<StatusRow> spread(const StatusRow& row, const std::vector<Transfer>& of_batch) {
  std::vector<StatusRow> rows;
  for (const Transfer& transfer : of_batch) {
    rows.push_back(row);
    rows.back().payment = transfer.id;
  }
  return rows;
}

void mark_duplicates(std::vector<StatusRow>& rows) {
  std::map<std::string, int> times;
  for (const StatusRow& row : rows) ++times[row.payment];
  for (StatusRow& row : rows) {
    if (row.payment.empty() || times[row.payment] == 1) continue;
    row.faults.insert(row.faults.begin(), refusal(Refusal::duplicate_row, row.payment));
  }
}

}  // namespace formulary
