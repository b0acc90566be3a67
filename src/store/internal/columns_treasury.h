// Which column holds which member of a payee, a transfer, a batch, a reconciliation?
#pragma once

#include "domain/transfer.h"
#include "store/internal/columns.h"

namespace formulary::store {

template <typename V, Of<Payee> T>
void columns(V& v, T& t) {
  v("firm", t.firm);
  v("number", t.number);
  v("name", t.account.name);
  v("iban", t.account.iban);
  v("bic", t.account.bic);
  v("set_by", t.set_by);
  v("set_at", t.set_at);
  v("confirmed_by", t.confirmed_by);
  v("confirmed_at", t.confirmed_at);
}

template <typename V, Of<Transfer> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("decision", t.decision);
  v("tranche", t.tranche);
  v("award", t.award);
  v("firm", t.firm);
  v("amount", t.amount);
  v("ordered_by", t.ordered_by);
  v("ordered_at", t.ordered_at);
  v("state", t.state);
  v("batch", t.batch);
  v("payee", t.payee);
  v("status", t.status);
  v("settled_on", t.settled_on);
  v("reference", t.reference);
  v("why", t.why);
}

template <typename V, Of<PaymentBatch> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("office", t.office);
  v("currency", t.currency);
  v("pay_on", t.pay_on);
  v("payer_name", t.payer.name);
  v("payer_iban", t.payer.iban);
  v("payer_bic", t.payer.bic);
  v("transfers", t.transfers);
  v("total", t.total);
  v("made_by", t.made_by);
  v("made_at", t.made_at);
  v("state", t.state);
  v("exported_at", t.exported_at);
}

template <typename V, Of<Reconciliation> T>
void columns(V& v, T& t) {
  v("id", t.id);
  v("file", t.file);
  v("office", t.office);
  v("made_by", t.made_by);
  v("made_at", t.made_at);
  v("matched", t.matched);
  v("matched_sum", t.matched_sum);
  v("failed", t.failed);
  v("failed_sum", t.failed_sum);
  v("repeated", t.repeated);
  v("pending", t.pending);
  v("left_open", t.left_open);
}

template <typename V, Of<StatusException> T>
void columns(V& v, T& t) {
  v("line", t.line);
  v("payment", t.payment);
  v("status", t.status);
  v("amount", t.amount);
  v("reason", t.reason.id);
  v("text_en", t.reason.text.en);
  v("text_ru", t.reason.text.ru);
  v("text_kk", t.reason.text.kk);
}

template <>
inline constexpr const char* kTable<Payee> = "payee";
template <>
inline constexpr const char* kTable<Transfer> = "transfer";
template <>
inline constexpr const char* kTable<PaymentBatch> = "payment_batch";
template <>
inline constexpr const char* kTable<Reconciliation> = "reconciliation";
template <>
inline constexpr const char* kTable<StatusException> = "reconciliation_exception";

}  // namespace formulary::store
