// Payees, transfers, batches and what the treasury answered, as JSON.
#include "server/internal/encode.h"

namespace formulary::server {
namespace {

Json account(const BankAccount& one) {
  return {{"name", one.name}, {"iban", one.iban}, {"bic", one.bic}};
}

}  // namespace

Json json_of(const Transfer& transfer) {
  return {{"id", transfer.id},
          {"decision", transfer.decision},
          {"tranche", transfer.tranche},
          {"award", transfer.award},
          {"firm", transfer.firm},
          {"amount", json_of(transfer.amount)},
          {"ordered_by", transfer.ordered_by},
          {"ordered_at", json_of(transfer.ordered_at)},
          {"state", id_of(transfer.state)},
          {"batch", transfer.batch ? Json(*transfer.batch) : Json()},
          {"payee", json_of(transfer.payee)},
          {"status", transfer.status ? Json(id_of(*transfer.status)) : Json()},
          {"settled_on", json_of(transfer.settled_on)},
          {"reference", transfer.reference},
          {"why", transfer.why}};
}

Json json_of(const PaymentBatch& batch) {
  return {{"id", batch.id},
          {"office", batch.office},
          {"currency", batch.currency},
          {"pay_on", json_of(batch.pay_on)},
          {"payer", account(batch.payer)},
          {"count", batch.transfers},
          {"total", json_of(batch.total)},
          {"made_by", batch.made_by},
          {"made_at", json_of(batch.made_at)},
          {"state", id_of(batch.state)},
          {"exported_at", json_of(batch.exported_at)}};
}

Json json_of(const Payee& payee) {
  return {{"firm", payee.firm},
          {"number", payee.number},
          {"account", account(payee.account)},
          {"set_by", payee.set_by},
          {"set_at", json_of(payee.set_at)},
          {"confirmed_by", payee.confirmed_by.empty() ? Json() : Json(payee.confirmed_by)},
          {"confirmed_at", json_of(payee.confirmed_at)}};
}

Json json_of(const StatusException& exception) {
  return {{"line", exception.line},
          {"payment", exception.payment},
          {"status", exception.status},
          {"amount", json_of(exception.amount)},
          {"reason", json_of(exception.reason)}};
}

Json json_of(const Reconciliation& one) {
  Json json{{"id", one.id},
            {"file", one.file},
            {"office", one.office},
            {"made_by", one.made_by},
            {"made_at", json_of(one.made_at)},
            {"matched", one.matched},
            {"matched_sum", json_of(one.matched_sum)},
            {"failed", one.failed},
            {"failed_sum", json_of(one.failed_sum)},
            {"repeated", one.repeated},
            {"pending", one.pending},
            {"left_open", one.left_open}};
  const bool whole = one.exceptions.size() == static_cast<std::size_t>(one.left_open);
  if (whole) json["exceptions"] = json_list(one.exceptions);
  return json;
}

}  // namespace formulary::server
