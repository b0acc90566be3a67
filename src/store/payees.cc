// Where a firm's money goes: each change another number, each confirmed by a second person.
#include "store/internal/columns_treasury.h"
#include "store/internal/refusals.h"
#include "store/internal/rows.h"
#include "store/transfers.h"

namespace formulary::store {
namespace {

constexpr const char* kLast =
    "number = (select max(number) from payee as other where other.firm = payee.firm)";

std::string subject_of(const Payee& payee) {
  return payee.firm + "/" + std::to_string(payee.number);
}

Stored<std::vector<Payee>> read_payees(Session& session, const std::string& rest, const Row& row) {
  TRY(found, select_rows<Payee>(session, {}, rest, row));
  std::vector<Payee> all;
  for (auto& one : found) all.push_back(std::move(one.noun));
  return all;
}

}  // namespace

Stored<Payee> set_payee(Session& session, const Act& act, const std::string& firm,
                        const BankAccount& account) {
  TRY(before, payee(session, firm));
  Payee next;
  next.firm = firm;
  next.number = before ? before->number + 1 : 1;
  next.account = account;
  next.set_by = act.actor.person;
  next.set_at = act.at;
  RowsOf<Payee> rows({});
  rows.add({}, next);
  const Stored<void> done = rows.insert(session);
  if (!done) return fail(done.error());
  const auto noted = append_audit(
      session, act,
      {"set_payee", "payee", subject_of(next),
       before ? std::optional(json_of_columns(*before)) : std::nullopt, json_of_columns(next)});
  if (!noted) return fail(noted.error());
  return next;
}

Stored<Allowed<Payee>> confirm_payee(Session& session, const Act& act, const std::string& firm,
                                     int number) {
  TRY(before, payee(session, firm));
  if (!before) return refuse(Refusal::not_there, firm);
  if (before->number != number) return refuse(Refusal::changed_meanwhile, firm);
  if (before->confirmed_at) return refuse(Refusal::confirmed_already, firm);
  if (before->set_by == act.actor.person) return refuse(Refusal::confirms_own_payee, firm);
  Payee next = *before;
  next.confirmed_by = act.actor.person;
  next.confirmed_at = act.at;
  TRY(written, session.run("update payee set confirmed_by = $1, confirmed_at = $2 "
                           "where firm = $3 and number = $4 and confirmed_by = ''",
                           {to_cell(next.confirmed_by), to_cell(next.confirmed_at), to_cell(firm),
                            to_cell(number)}));
  if (written.changed != 1) return refuse(Refusal::changed_meanwhile, firm);
  const auto noted = append_audit(session, act,
                                  {"confirm_payee", "payee", subject_of(next),
                                   json_of_columns(*before), json_of_columns(next)});
  if (!noted) return fail(noted.error());
  return next;
}

Stored<std::optional<Payee>> payee(Session& session, const std::string& firm,
                                   std::optional<int> number) {
  const std::string which = number ? "number = $2" : kLast;
  Row row{firm};
  if (number) row.push_back(to_cell(*number));
  TRY(found, read_payees(session, "where firm = $1 and " + which, row));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0]));
}

Stored<std::vector<Payee>> payees(Session& session, std::optional<PayeeState> state,
                                  const Page& page) {
  std::string rest = std::string("where firm > $1 and ") + kLast;
  if (state == PayeeState::confirmed) rest += " and confirmed_by <> ''";
  if (state == PayeeState::waiting) rest += " and confirmed_by = ''";
  return read_payees(session, rest + " order by firm limit $2",
                     {page.after, std::int64_t{page.limit}});
}

}  // namespace formulary::store
