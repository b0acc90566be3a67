// What was ordered of the treasury in a small register? Decisions, payees, orders, a batch.
#pragma once

#include <string>
#include <vector>

#include "store/artefacts.h"
#include "store/transfers.h"
#include "support/sample_register.h"

namespace formulary::store {

inline BankAccount sample_account(const std::string& name = "TOO Alfa") {
  return {name, "KZ86125KZT5004100100", "HSBKKZKX"};
}

// Release the first tranche, of 300 minor units, of an award that is there.
inline Decision released_tranche(Database& database, const std::string& award,
                                 const std::string& decision) {
  const Decision made = sample_decision(decision, award + "-1");
  allowed(database.write([&](Session& session) -> Stored<Allowed<Revision>> {
    Register reg(session);
    const auto tranche = good(reg.tranche(award + "-1"));
    return reg.decide(sample_act("daniyar"), made, released(*tranche, decision));
  }));
  return made;
}

// Add awards w2 ... wN beside w1, each with a decision d1 ... dN on its first tranche.
inline void fill_decided(Database& database, int awards) {
  fill(database);
  for (int i = 1; i <= awards; ++i) {
    const std::string n = std::to_string(i);
    if (i > 1) {
      allowed(database.write([&](Session& session) -> Stored<Allowed<Revision>> {
        Register reg(session);
        allowed(reg.add(sample_act(), sample_application("a" + n)));
        return reg.add(sample_act(), sample_award("w" + n, "a" + n));
      }));
    }
    released_tranche(database, "w" + n, "d" + n);
  }
}

// A payee of a firm, set by one person and confirmed by another.
inline Payee confirmed_payee(Session& session, const std::string& firm,
                             const BankAccount& account = sample_account()) {
  const Payee set = good(set_payee(session, sample_act("aigerim"), firm, account));
  return allowed(confirm_payee(session, sample_act("saule"), firm, set.number));
}

inline Transfer sample_order(const std::string& id, const std::string& award,
                             const std::string& decision) {
  Transfer transfer;
  transfer.id = id;
  transfer.decision = decision;
  transfer.tranche = award + "-1";
  transfer.award = award;
  transfer.firm = "firm-a" + award.substr(1);
  transfer.amount = Money::from_minor(300);
  transfer.ordered_by = "aigerim";
  transfer.ordered_at = sample_act().at;
  return transfer;
}

inline PaymentBatch sample_batch(const std::string& id) {
  PaymentBatch batch;
  batch.id = id;
  batch.office = "agency";
  batch.currency = "KZT";
  batch.pay_on = Date::of(2027, 4, 1);
  batch.payer = sample_account("Agency");
  batch.made_by = "aigerim";
  batch.made_at = sample_act().at;
  return batch;
}

// What was ordered, with the number of its firm's payee put to it.
inline Stored<std::vector<Kept<Transfer>>> ordered_of(Session& session) {
  TransferFilter filter;
  filter.state = TransferState::ordered;
  TRY(all, transfers(session, filter, {"", 1000}));
  for (auto& one : all) one.value.payee = 1;
  return all;
}

inline Kept<Transfer> ended(Kept<Transfer> transfer, TransferStatus status) {
  const bool paid = status == TransferStatus::executed;
  transfer.value.state = paid ? TransferState::executed : TransferState::failed;
  transfer.value.status = status;
  transfer.value.settled_on = Date::of(2027, 4, 2);
  transfer.value.reference = "REF \"1\"";
  transfer.value.why = paid ? "" : "AC04";
  return transfer;
}

// Something in every table of the treasury: a payee that was confirmed and one that waits; d1 paid,
// d2 failed and ordered anew.
inline void fill_treasury(Database& database) {
  fill_decided(database, 2);
  allowed(database.write([](Session& session) -> Stored<Allowed<Revision>> {
    const Act act = sample_act();
    confirmed_payee(session, "firm-a1");
    confirmed_payee(session, "firm-a2");
    good(set_payee(session, act, "firm-a2", sample_account("ТОО «Бета»")));
    allowed(order_transfer(session, act, sample_order("P-1", "w1", "d1")));
    allowed(order_transfer(session, act, sample_order("P-2", "w2", "d2")));
    auto batch = allowed(make_batch(session, act, sample_batch("B-1"), good(ordered_of(session))));
    allowed(note_export(session, act, batch, "csv", "hash"));
    allowed(settle(session, act, ended(*good(transfer(session, "P-1")), TransferStatus::executed)));
    allowed(settle(session, act, ended(*good(transfer(session, "P-2")), TransferStatus::rejected)));
    Reconciliation made;
    made.id = "R-1";
    made.file = "hash of the file";
    made.office = "agency";
    made.made_by = "saule";
    made.made_at = act.at;
    made.matched = 1;
    made.matched_sum = Money::from_minor(300);
    made.left_open = 2;
    made.exceptions = {{4, "P-9", "executed", Money::from_minor(7), {"unknown_payment", {}}},
                       {5, "", "?", {}, {"unreadable", {"e", "р", "қ"}}}};
    const Stored<void> kept = keep_reconciliation(session, act, made);
    REQUIRE(kept.has_value());
    const auto anew = allowed(order_transfer(session, act, sample_order("P-3", "w2", "d2")));
    return anew.revision;
  }));
}

}  // namespace formulary::store
