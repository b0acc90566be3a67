#include "office/payees.h"

#include "office/internal/steps.h"
#include "treasury/bank_account.h"

namespace formulary::office {
namespace {

// A firm's payee belongs to the firm and to every office that made it an award.
Outcome<Owner> owner_of_payee(const Call& call, const std::string& firm) {
  Owner owner{firm, {}, ""};
  TRY(awards, all_pages<Award>([&](const store::Page& page) {
        return call.record().awards({"", "", firm, {}}, page);
      }));
  std::vector<std::string> ids;
  for (const Award& award : awards) ids.push_back(award.id);
  if (ids.empty()) return owner;
  TRY(places, call.record().places(ids));
  for (const auto& place : places) {
    owner.offices.insert(owner.offices.end(), place.offices.begin(), place.offices.end());
  }
  return owner;
}

Outcome<Done> allow_payee(const Call& call, Operation operation, const std::string& firm) {
  TRY(allowed, allow(call, operation));
  TRY(owner, owner_of_payee(call, firm));
  return allow(call, operation, owner);
}

}  // namespace

Outcome<Payee> set_payee(Call& call, const std::string& firm, BankAccount account) {
  TRY(allowed, allow_payee(call, Operation::set_payee, firm));
  account.iban = compact(account.iban);
  account.bic = compact(account.bic);
  Reasons faults = faults_of(account);
  if (!faults.empty()) return otherwise(Denial(std::move(faults)));
  TRY(set, store::set_payee(call.session, call.act, firm, account));
  return set;
}

Outcome<Payee> confirm_payee(Call& call, const std::string& firm, int number) {
  TRY(allowed, allow_payee(call, Operation::confirm_payee, firm));
  return flat(store::confirm_payee(call.session, call.act, firm, number));
}

Outcome<Payee> read_payee(Call& call, const std::string& firm) {
  TRY(allowed, allow_payee(call, Operation::read_payees, firm));
  TRY(found, store::payee(call.session, firm));
  if (!found) return refuse(Refusal::not_found, firm);
  return std::move(*found);
}

Outcome<ListedPayees> list_payees(Call& call, std::optional<store::PayeeState> state,
                                  const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_payees));
  TRY(all, store::payees(call.session, state, page));
  ListedPayees list;
  if (static_cast<int>(all.size()) >= page.limit) list.next = all.back().firm;
  for (Payee& one : all) {
    TRY(owner, owner_of_payee(call, one.firm));
    if (may(call, Operation::read_payees, owner)) list.items.push_back(std::move(one));
  }
  return list;
}

}  // namespace formulary::office
