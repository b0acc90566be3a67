// Who sends money to the treasury in a test? An office's people over a small register.
#pragma once

#include <doctest/doctest.h>

#include <memory>
#include <set>
#include <string>

#include "office/awards.h"
#include "office/payees.h"
#include "office/reconcile.h"
#include "office/transfers.h"
#include "store/ledger.h"
#include "support/adopted_world.h"
#include "support/databases.h"
#include "support/sample_transfers.h"

namespace formulary::office {

// The register's sample: the ministry owns the programme, the agency delivers.
inline const Actor kFirst{"aigerim", UserRole::manager, "agency", ""};
inline const Actor kSecond{"saule", UserRole::manager, "agency", ""};
inline const Actor kStranger{"stranger", UserRole::manager, "other_agency", ""};
inline const Actor kDecider{"daniyar", UserRole::approver, "ministry", ""};
inline const Actor kApprover{"bota", UserRole::approver, "ministry", ""};
inline const Actor kAuditor{"auditor", UserRole::auditor, "", ""};
inline constexpr const char* kDay = "2028-02-03T10:00:00Z";

inline Facts nothing_more(const Programme&, const ProgrammeMeasure&) {
  return {};
}

// Awards w1 ... wN of firms firm-a1 ... firm-aN, of each of which d1 ... dN released 3.00.
struct TreasuryWorld {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Ground ground;
  std::unique_ptr<store::Database> database;

  TreasuryWorld(const std::string& url, int awards)
      : ground{toolbox, pack, nothing_more}, database(store::opened(url)) {
    store::fill_decided(*database, awards);
  }

  template <typename Work>
  auto act(const Actor& actor, Work work, const char* when = kDay) {
    return perform(*database, store::Access::write, ground, {actor, *Instant::parse(when)}, work);
  }
  template <typename Work>
  auto must(const Actor& actor, Work work, const char* when = kDay) {
    auto done = act(actor, work, when);
    std::string why;
    if (!done) {
      for (const Reason& reason : done.error().reasons) why += reason.id + ": " + reason.text.en;
      if (done.error().trouble) why = describe(done.error().trouble->fault);
    }
    REQUIRE_MESSAGE(done.has_value(), why);
    return std::move(*done);
  }
  template <typename Work>
  std::set<std::string> refused(const Actor& actor, Work work) {
    const auto done = act(actor, work);
    if (done) return {"done"};
    REQUIRE(!done.error().trouble);
    for (const Reason& reason : done.error().reasons) {
      CHECK(reason.text.en != reason.text.ru);
      CHECK(reason.text.ru != reason.text.kk);
    }
    return small_world::ids_of(done.error().reasons);
  }

  void payee_of(const std::string& firm) {
    const Payee set =
        must(kFirst, [&](Call& call) { return set_payee(call, firm, store::sample_account()); });
    must(kApprover, [&](Call& call) { return confirm_payee(call, firm, set.number); });
  }
  std::string order(const std::string& decision) {
    return must(kFirst, [&](Call& call) { return order_payment(call, decision); }).value.id;
  }
  Batched batch() {
    return must(kFirst, [](Call& call) {
      return make_batch(call, {Date::of(2028, 2, 5), store::sample_account("Agency")});
    });
  }
  OrderFile exported(const std::string& batch, OrderFormat format = OrderFormat::csv) {
    return must(kFirst, [&](Call& call) { return export_batch(call, batch, format); });
  }
  Reconciled reconciled(const Actor& actor, const std::string& rows) {
    const auto answer =
        read_answer("payment,status,amount,date,reference,reason\n" + rows, ReportFormat::csv);
    REQUIRE(answer.has_value());
    return must(actor, [&](Call& call) { return reconcile(call, *answer); });
  }
  std::size_t paid(const std::string& tranche) {
    return store::good(
               database->read([&](store::Session& s) { return store::payments(s, tranche); }))
        .size();
  }
  std::int64_t records() {
    const auto check =
        store::good(database->read([](store::Session& s) { return store::verify_audit(s); }));
    CHECK(check.faults.empty());
    return check.records;
  }
};

// The ids of what was left for a person.
inline std::set<std::string> exceptions(const Reconciled& done) {
  std::set<std::string> ids;
  for (const StatusException& one : done.reconciliation.exceptions) ids.insert(one.reason.id);
  return ids;
}

}  // namespace formulary::office
