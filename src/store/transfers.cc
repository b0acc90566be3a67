#include "store/transfers.h"

#include "store/internal/columns_treasury.h"
#include "store/internal/nouns.h"
#include "store/internal/refusals.h"
#include "store/internal/sha256.h"
#include "store/ledger.h"

namespace formulary::store {
namespace {

constexpr const char* kTransfer = "transfer";
constexpr const char* kBatch = "payment_batch";

// A page of what has a revision and no parts.
template <typename T>
Stored<std::vector<Kept<T>>> page_of(Session& session, Where where, const Page& page) {
  if (!page.after.empty()) where.compare("id", " > ", page.after);
  Row row = where.row();
  row.emplace_back(std::int64_t{page.limit});
  TRY(found,
      select_rows<T>(session, {"revision"},
                     where.sql() + " order by id limit $" + std::to_string(row.size()), row));
  std::vector<Kept<T>> all;
  for (auto& one : found) {
    all.push_back({std::move(one.noun), std::get<std::int64_t>(one.lead.at(0))});
  }
  return all;
}

template <typename T>
Stored<std::optional<Kept<T>>> one_of(Session& session, const std::string& id) {
  TRY(found, page_of<T>(session, Where().compare("id", " = ", id), {}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0]));
}

std::string json_of(const PaymentBatch& batch, const std::vector<Kept<Transfer>>& transfers) {
  std::vector<std::string> objects;
  for (const auto& one : transfers) objects.push_back(json_of_columns(one.value));
  JsonObject json;
  columns(json, batch);
  json.nested("lines", objects);
  return json.finish();
}

// What speaks against an order.
Stored<Allowed<bool>> check_order(Session& session, const Transfer& transfer) {
  TRY(decisions, select_rows<Decision>(session, {}, "where id = $1", {transfer.decision}));
  if (decisions.empty()) return refuse(Refusal::not_there, transfer.decision);
  const Decision& decision = decisions[0].noun;
  if (decision.tranche != transfer.tranche || decision.pay != transfer.amount ||
      transfer.amount <= Money()) {
    return refuse(Refusal::not_as_decided, transfer.decision);
  }
  TRY(paid, session.run("select id from payment where decision = $1", {transfer.decision}));
  if (!paid.rows.empty()) return refuse(Refusal::already_paid, transfer.decision);
  TRY(live, session.run("select id from transfer where decision = $1 and "
                        "state in ('ordered', 'batched', 'executed')",
                        {transfer.decision}));
  if (!live.rows.empty()) return refuse(Refusal::ordered_already, transfer.decision);
  TRY(known, session.run("select id from transfer where id = $1", {transfer.id}));
  if (!known.rows.empty()) return refuse(Refusal::exists_already, transfer.id);
  return true;
}

// Write how a transfer goes on, over the revision and the state that were read.
Stored<bool> move(Session& session, const Kept<Transfer>& next, TransferState from) {
  const Transfer& t = next.value;
  TRY(written,
      session.run("update transfer set revision = revision + 1, state = $1, status = $2, "
                  "settled_on = $3, reference = $4, why = $5 "
                  "where id = $6 and revision = $7 and state = $8",
                  {to_cell(t.state), to_cell(t.status), to_cell(t.settled_on), to_cell(t.reference),
                   to_cell(t.why), to_cell(t.id), Value(next.revision), to_cell(from)}));
  return written.changed == 1;
}

Stored<Revision> noted(Session& session, const Act& act, const AuditEntry& entry,
                       Revision revision) {
  const auto done = append_audit(session, act, entry);
  if (!done) return fail(done.error());
  return revision;
}

}  // namespace

Stored<Allowed<Kept<Transfer>>> order_transfer(Session& session, const Act& act,
                                               const Transfer& transfer) {
  TRY(sound, check_order(session, transfer));
  if (!sound) return otherwise(std::move(sound.error()));
  RowsOf<Transfer> rows({"revision"});
  rows.add({Revision{1}}, transfer);
  const Stored<void> done = rows.insert(session);
  if (!done) return fail(done.error());
  TRY(revision,
      noted(session, act,
            {"order_payment", kTransfer, transfer.id, std::nullopt, json_of_columns(transfer)}, 1));
  return Kept<Transfer>{transfer, revision};
}

Stored<Allowed<Kept<Transfer>>> withdraw_transfer(Session& session, const Act& act,
                                                  const Kept<Transfer>& read,
                                                  const std::string& why) {
  Kept<Transfer> next = read;
  next.value.state = TransferState::withdrawn;
  next.value.why = why;
  TRY(won, move(session, next, TransferState::ordered));
  if (!won) return refuse(Refusal::changed_meanwhile, read.value.id);
  TRY(revision, noted(session, act,
                      {"withdraw_order", kTransfer, next.value.id, json_of_columns(read.value),
                       json_of_columns(next.value)},
                      read.revision + 1));
  next.revision = revision;
  return next;
}

Stored<Allowed<Kept<PaymentBatch>>> make_batch(Session& session, const Act& act, PaymentBatch batch,
                                               const std::vector<Kept<Transfer>>& transfers) {
  batch.transfers = static_cast<int>(transfers.size());
  batch.total = Money();
  std::vector<Row> moves;
  for (const auto& one : transfers) {
    batch.total = batch.total + one.value.amount;
    moves.push_back(
        {to_cell(batch.id), to_cell(one.value.payee), to_cell(one.value.id), Value(one.revision)});
  }
  RowsOf<PaymentBatch> rows({"revision"});
  rows.add({Revision{1}}, batch);
  TRY(taken, rows.insert_new(session));
  if (taken) return refuse(Refusal::exists_already, batch.id);
  TRY(changes, session.run_many(
                   "update transfer set revision = revision + 1, state = 'batched', batch = $1, "
                   "payee = $2 where id = $3 and revision = $4 and state = 'ordered' and exists "
                   "(select 1 from payee as p where p.firm = transfer.firm and p.number = $2 "
                   "and p.confirmed_by <> '')",
                   moves));
  for (std::size_t i = 0; i < changes.size(); ++i) {
    if (changes[i] != 1) return refuse(Refusal::changed_meanwhile, transfers[i].value.id);
  }
  TRY(revision,
      noted(session, act, {"make_batch", kBatch, batch.id, std::nullopt, json_of(batch, transfers)},
            1));
  return Kept<PaymentBatch>{std::move(batch), revision};
}

Stored<Allowed<Kept<PaymentBatch>>> note_export(Session& session, const Act& act,
                                                const Kept<PaymentBatch>& batch,
                                                const std::string& format,
                                                const std::string& hash) {
  Kept<PaymentBatch> next = batch;
  if (batch.value.state == BatchState::made) {
    next.value.state = BatchState::exported;
    next.value.exported_at = act.at;
    next.revision = batch.revision + 1;
    TRY(written, session.run("update payment_batch set revision = revision + 1, state = 'exported',"
                             " exported_at = $1 where id = $2 and revision = $3",
                             {to_cell(act.at), to_cell(batch.value.id), Value(batch.revision)}));
    if (written.changed != 1) return refuse(Refusal::changed_meanwhile, batch.value.id);
  }
  std::string after = "{\"format\":";
  append_json_text(after, format);
  after += ",\"sha256\":\"" + hash + "\"}";
  TRY(revision, noted(session, act, {"export_batch", kBatch, batch.value.id, std::nullopt, after},
                      next.revision));
  return next;
}

Stored<Allowed<Kept<PaymentBatch>>> discard_batch(Session& session, const Act& act,
                                                  const Kept<PaymentBatch>& batch) {
  const std::string& id = batch.value.id;
  if (batch.value.state != BatchState::made) return refuse(Refusal::exported_already, id);
  Kept<PaymentBatch> next = batch;
  next.value.state = BatchState::discarded;
  next.revision = batch.revision + 1;
  TRY(written, session.run("update payment_batch set revision = revision + 1, state = 'discarded' "
                           "where id = $1 and revision = $2 and state = 'made'",
                           {to_cell(id), Value(batch.revision)}));
  if (written.changed != 1) return refuse(Refusal::changed_meanwhile, id);
  TRY(freed, session.run("update transfer set revision = revision + 1, state = 'ordered', "
                         "batch = null, payee = null where batch = $1 and state = 'batched'",
                         {id}));
  TRY(revision, noted(session, act,
                      {"discard_batch", kBatch, id, json_of_columns(batch.value),
                       json_of_columns(next.value)},
                      next.revision));
  return next;
}

Stored<Allowed<Revision>> settle(Session& session, const Act& act, const Kept<Transfer>& next) {
  const Transfer& t = next.value;
  TRY(before, transfer(session, t.id));
  if (!before) return refuse(Refusal::not_there, t.id);
  TRY(won, move(session, next, TransferState::batched));
  if (!won) return refuse(Refusal::changed_meanwhile, t.id);
  TRY(revision,
      noted(session, act,
            {"settle", kTransfer, t.id, json_of_columns(before->value), json_of_columns(t)},
            next.revision + 1));
  if (t.state != TransferState::executed) return revision;
  constexpr std::int64_t kDay = 86'400'000;
  const Instant paid_at = Instant::from_milliseconds(kDay * t.settled_on.value_or(Date()).days());
  TRY(paid, pay(session, act, {t.id, t.tranche, t.decision, t.amount, paid_at}));
  if (!paid) return otherwise(std::move(paid.error()));
  return revision;
}

Stored<std::optional<Kept<Transfer>>> transfer(Session& session, const std::string& id) {
  return one_of<Transfer>(session, id);
}

Stored<std::vector<Kept<Transfer>>> transfers(Session& session, const TransferFilter& filter,
                                              const Page& page) {
  Where where;
  where.is("state", filter.state).is("batch", filter.batch).is("decision", filter.decision);
  where.is("firm", filter.firm);
  if (filter.batched_before) {
    where.compare("(select made_at from payment_batch as b where b.id = batch)", " < ",
                  to_cell(*filter.batched_before));
  }
  return page_of<Transfer>(session, std::move(where), page);
}

Stored<std::optional<Kept<PaymentBatch>>> payment_batch(Session& session, const std::string& id) {
  return one_of<PaymentBatch>(session, id);
}

Stored<std::vector<Kept<PaymentBatch>>> payment_batches(Session& session,
                                                        std::optional<BatchState> state,
                                                        const Page& page) {
  return page_of<PaymentBatch>(session, Where().is("state", state), page);
}

std::string file_hash(const std::string& bytes) {
  return hash_of(bytes);
}

}  // namespace formulary::store
