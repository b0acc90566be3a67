#include "store/ledger.h"

#include "store/internal/refusals.h"
#include "store/internal/rows.h"
#include "store/internal/sha256.h"

namespace formulary::store {
namespace {

std::int64_t first_number(const Rows& rows) {
  return std::get<std::int64_t>(rows.rows.at(0).at(0));
}

}  // namespace

Stored<Allowed<std::string>> pay(Session& session, const Act& act, const Payment& payment) {
  TRY(decisions, select_rows<Decision>(session, {}, "where id = $1", {to_cell(payment.decision)}));
  if (decisions.empty()) return refuse(Refusal::not_there, payment.decision);
  const Decision& decision = decisions[0].noun;
  if (decision.tranche != payment.tranche || decision.pay != payment.amount ||
      payment.amount <= Money()) {
    return refuse(Refusal::not_as_decided, payment.decision);
  }
  TRY(paid, session.run("select count(*) from payment where tranche = $1 and decision = $2",
                        {payment.tranche, payment.decision}));
  if (first_number(paid) > 0) return refuse(Refusal::already_paid, payment.decision);
  // A payment of the treasury's has the id of its transfer.
  TRY(live, session.run("select count(*) from transfer where decision = $1 and id <> $2 and "
                        "state in ('ordered', 'batched', 'executed')",
                        {payment.decision, payment.id}));
  if (first_number(live) > 0) return refuse(Refusal::being_paid, payment.decision);
  TRY(known, session.run("select count(*) from payment where id = $1", {payment.id}));
  if (first_number(known) > 0) return refuse(Refusal::exists_already, payment.id);
  TRY(left, session.run("select released - (select coalesce(cast(sum(amount) as bigint), 0) "
                        "from payment where tranche = $1) from tranche where id = $1",
                        {payment.tranche}));
  if (left.rows.empty()) return refuse(Refusal::not_there, payment.tranche);
  if (payment.amount.minor() > first_number(left)) {
    return refuse(Refusal::more_than_released, payment.tranche);
  }
  RowsOf<Payment> rows({});
  rows.add({}, payment);
  Stored<void> done = rows.insert(session);
  if (!done) return fail(done.error());
  const auto noted = append_audit(
      session, act, {"pay", "payment", payment.id, std::nullopt, json_of_columns(payment)});
  if (!noted) return fail(noted.error());
  return payment.id;
}

Stored<std::vector<Decision>> unpaid(Session& session) {
  TRY(found, select_rows<Decision>(session, {},
                                   "where pay > 0 and not exists (select 1 from payment where "
                                   "payment.tranche = decision.tranche and "
                                   "payment.decision = decision.id) order by id",
                                   {}));
  std::vector<Decision> all;
  for (auto& one : found) all.push_back(std::move(one.noun));
  return all;
}

Stored<std::vector<Payment>> payments(Session& session, const std::string& tranche) {
  TRY(found, select_rows<Payment>(session, {}, "where tranche = $1 order by id", {tranche}));
  std::vector<Payment> all;
  for (auto& one : found) all.push_back(std::move(one.noun));
  return all;
}

Answered once(Session& session, const std::string& key, const std::string& request,
              const std::function<Answered(Session&)>& work) {
  Sha256 hash;
  hash.add(Value(request));
  const Bytes digest = hash.finish();
  TRY(known, session.run("select request, answer from idempotency where key = $1", {key}));
  if (!known.rows.empty()) {
    const Row& row = known.rows[0];
    if (std::get<Bytes>(row[0]) != digest) return refuse(Refusal::key_of_another_request, key);
    return std::get<std::string>(row[1]);
  }
  TRY(answer, work(session));
  if (!answer) return answer;
  const auto kept = session.run(
      "insert into idempotency (key, request, answer) values ($1, $2, $3)", {key, digest, *answer});
  if (!kept) return fail(kept.error());
  return answer;
}

}  // namespace formulary::store
