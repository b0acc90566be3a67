#include "store/transfers.h"

#include <doctest/doctest.h>

#include <atomic>
#include <barrier>
#include <set>
#include <thread>

#include "support/databases.h"
#include "support/sample_transfers.h"

namespace formulary::store {
namespace {

using support::on_each_database;

template <typename Work>
auto writing(Database& database, Work work) {
  return database.write([&](Session& session) { return work(session); });
}

std::string order(Database& database, const std::string& id, const std::string& award,
                  const std::string& decision) {
  return reason(writing(database, [&](Session& s) {
    return order_transfer(s, sample_act(), sample_order(id, award, decision));
  }));
}

Kept<Transfer> read(Database& database, const std::string& id) {
  const auto found = good(database.read([&](Session& s) { return transfer(s, id); }));
  REQUIRE(found.has_value());
  return *found;
}

std::string batch(Database& database, const std::string& id) {
  return reason(writing(database, [&](Session& s) -> Stored<Allowed<Kept<PaymentBatch>>> {
    TRY(all, ordered_of(s));
    return make_batch(s, sample_act(), sample_batch(id), all);
  }));
}

std::string end(Database& database, const Kept<Transfer>& transfer, TransferStatus status) {
  return reason(writing(
      database, [&](Session& s) { return settle(s, sample_act(), ended(transfer, status)); }));
}

bool refuses(Database& database, const std::string& sql) {
  const auto done = database.write([&](Session& s) { return s.run(sql); });
  return !done && done.error().kind == TroubleKind::breaks_a_rule;
}

std::size_t paid(Database& database, const std::string& tranche) {
  return good(database.read([&](Session& s) { return payments(s, tranche); })).size();
}

void with_payees(Database& database, int awards) {
  fill_decided(database, awards);
  good(writing(database, [&](Session& s) -> Stored<bool> {
    for (int i = 1; i <= awards; ++i) confirmed_payee(s, "firm-a" + std::to_string(i));
    return true;
  }));
}

void check_chain(Database& database) {
  CHECK(good(database.read([](Session& s) { return verify_audit(s); })).faults.empty());
}

}  // namespace

TEST_CASE("a decision is ordered once, and again only after the order failed or was withdrawn") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    with_payees(*database, 1);
    CHECK(order(*database, "P-1", "w1", "none") == "not_there");
    Transfer other = sample_order("P-1", "w1", "d1");
    other.amount = Money::from_minor(299);
    CHECK(reason(writing(*database, [&](Session& s) {
            return order_transfer(s, sample_act(), other);
          })) == "not_as_decided");
    CHECK(order(*database, "P-1", "w1", "d1") == "");
    CHECK(order(*database, "P-2", "w1", "d1") == "ordered_already");
    // What is ordered of the treasury is not paid by hand beside it.
    const Payment by_hand{"y1", "w1-1", "d1", Money::from_minor(300), sample_act().at};
    const auto pay_it = [&](Session& s) { return pay(s, sample_act(), by_hand); };
    CHECK(reason(writing(*database, pay_it)) == "being_paid");
    allowed(writing(*database, [&](Session& s) {
      return withdraw_transfer(s, sample_act(), read(*database, "P-1"), "wrong day");
    }));
    CHECK(order(*database, "P-1", "w1", "d1") == "exists_already");
    CHECK(order(*database, "P-2", "w1", "d1") == "");
    CHECK(batch(*database, "B-1") == "");
    CHECK(order(*database, "P-3", "w1", "d1") == "ordered_already");
    CHECK(end(*database, read(*database, "P-2"), TransferStatus::rejected) == "");
    CHECK(order(*database, "P-3", "w1", "d1") == "");
    CHECK(batch(*database, "B-2") == "");
    CHECK(end(*database, read(*database, "P-3"), TransferStatus::executed) == "");
    CHECK(paid(*database, "w1-1") == 1);
    CHECK(order(*database, "P-4", "w1", "d1") == "already_paid");
    CHECK(reason(writing(*database, pay_it)) == "already_paid");
    check_chain(*database);
  });
}

TEST_CASE("what ended does not end again, and what was not sent does not end") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    with_payees(*database, 1);
    order(*database, "P-1", "w1", "d1");
    const auto before = read(*database, "P-1");
    CHECK(end(*database, before, TransferStatus::executed) == "changed_meanwhile");
    batch(*database, "B-1");
    CHECK(end(*database, before, TransferStatus::executed) == "changed_meanwhile");
    const auto sent = read(*database, "P-1");
    CHECK(end(*database, sent, TransferStatus::executed) == "");
    CHECK(end(*database, sent, TransferStatus::executed) == "changed_meanwhile");
    CHECK(end(*database, read(*database, "P-1"), TransferStatus::rejected) == "changed_meanwhile");
    CHECK(paid(*database, "w1-1") == 1);
    const auto made = good(database->read([](Session& s) { return payments(s, "w1-1"); }));
    CHECK(made[0].id == "P-1");  // the payment has the id that the bank was told
    CHECK(made[0].paid_at.date() == Date::of(2027, 4, 2));
  });
}

TEST_CASE("no money goes where a second person has not looked") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill_decided(*database, 1);
    order(*database, "P-1", "w1", "d1");
    const auto confirm = [&](const char* who, int number) {
      return reason(writing(*database, [&](Session& s) {
        return confirm_payee(s, sample_act(who), "firm-a1", number);
      }));
    };
    const auto set = [&](const char* who) {
      return good(writing(*database, [&](Session& s) {
        return set_payee(s, sample_act(who), "firm-a1", sample_account());
      }));
    };
    CHECK(confirm("saule", 1) == "not_there");
    CHECK(set("aigerim").number == 1);
    CHECK(batch(*database, "B-1") == "changed_meanwhile");  // not confirmed
    CHECK(confirm("aigerim", 1) == "confirms_own_payee");
    CHECK(set("mallory").number == 2);
    CHECK(confirm("saule", 1) == "changed_meanwhile");  // another one than was looked at
    CHECK(confirm("saule", 2) == "");
    CHECK(confirm("daniyar", 2) == "confirmed_already");
    const auto last =
        good(database->read([](Session& s) { return payees(s, PayeeState::confirmed, {}); }));
    REQUIRE(last.size() == 1);
    CHECK(last[0].number == 2);
    CHECK(last[0].confirmed_by == "saule");
    CHECK(good(database->read([](Session& s) {
            return payees(s, PayeeState::waiting, {});
          })).empty());
    check_chain(*database);
  });
}

TEST_CASE("the database itself refuses what would rewrite the money") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill_treasury(*database);
    for (const char* sql :
         {"update transfer set amount = 1", "update transfer set firm = 'x'",
          "update transfer set state = 'failed' where id = 'P-1'",
          "update transfer set why = 'x' where id = 'P-2'", "delete from transfer",
          "update transfer set state = 'lost' where id = 'P-3'",
          "update transfer set state = 'batched' where id = 'P-3'",
          "update payment_batch set total = 1", "update payment_batch set payer_iban = 'x'",
          "delete from payment_batch", "update payee set iban = 'x'", "delete from payee",
          "update payee set confirmed_by = 'x', confirmed_at = 'y' where firm = 'firm-a1'",
          "update payee set confirmed_by = 'aigerim', confirmed_at = 'y' where number = 2",
          "insert into transfer (id, revision, decision, tranche, award, firm, amount, ordered_by,"
          " ordered_at, state, batch, payee, status, settled_on, reference, why) select 'P-9', 1,"
          " decision, tranche, award, firm, amount, ordered_by, ordered_at, 'ordered', null, null,"
          " null, null, '', '' from transfer where id = 'P-1'"}) {
      CHECK_MESSAGE(refuses(*database, sql), sql);
    }
    CHECK(!refuses(*database, "update transfer set reference = 'x' where id = 'P-3'"));
  });
}

TEST_CASE("a batch is all or nothing, stands as it was made, and is discarded only unsent") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    with_payees(*database, 2);
    order(*database, "P-1", "w1", "d1");
    order(*database, "P-2", "w2", "d2");
    // One of the two was read before it changed: neither goes.
    CHECK(reason(writing(*database, [&](Session& s) -> Stored<Allowed<Kept<PaymentBatch>>> {
            TRY(all, ordered_of(s));
            all[1].revision = 7;
            return make_batch(s, sample_act(), sample_batch("B-0"), all);
          })) == "changed_meanwhile");
    CHECK(read(*database, "P-1").value.state == TransferState::ordered);
    CHECK(batch(*database, "B-1") == "");
    const auto kept = [&] {
      return *good(database->read([](Session& s) { return payment_batch(s, "B-1"); }));
    };
    CHECK(kept().value.total == Money::from_minor(600));
    CHECK(kept().value.transfers == 2);
    const auto made = kept();
    allowed(writing(*database, [&](Session& s) { return discard_batch(s, sample_act(), made); }));
    CHECK(read(*database, "P-1").value.state == TransferState::ordered);
    CHECK(!read(*database, "P-1").value.batch);
    CHECK(batch(*database, "B-2") == "");
    const auto again = *good(database->read([](Session& s) { return payment_batch(s, "B-2"); }));
    const auto exported = allowed(writing(
        *database, [&](Session& s) { return note_export(s, sample_act(), again, "csv", "h"); }));
    CHECK(exported.value.state == BatchState::exported);
    CHECK(reason(writing(*database, [&](Session& s) {
            return discard_batch(s, sample_act(), exported);
          })) == "exported_already");
    CHECK(reason(writing(*database, [&](Session& s) {
            return discard_batch(s, sample_act(), again);
          })) == "changed_meanwhile");
    check_chain(*database);
  });
}

TEST_CASE("payments that many order, batch and settle at once go out once") {
  constexpr int kThreads = 4;
  constexpr int kAwards = 6;
  on_each_database([&](const std::string& url) {
    auto database = opened(url);
    with_payees(*database, kAwards);
    std::atomic<int> ordered = 0;
    std::atomic<int> settled = 0;
    std::barrier together(kThreads);
    const auto work = [&](int i) {
      // Each has a Database of its own, as the replicas of a server have.
      auto own = std::move(*Database::open(url));
      const std::string mine = "-" + std::to_string(i) + "-";
      together.arrive_and_wait();
      for (int n = 1; n <= kAwards; ++n) {
        const std::string number = std::to_string(n);
        const auto done = own->write([&](Session& s) {
          return order_transfer(s, sample_act(),
                                sample_order("P" + mine + number, "w" + number, "d" + number));
        });
        if (done && *done) ++ordered;
        (void)own->write([&](Session& s) -> Stored<Allowed<Kept<PaymentBatch>>> {
          TRY(all, ordered_of(s));
          if (all.empty()) return otherwise(Reasons{{"nothing", {}}});
          return make_batch(s, sample_act(), sample_batch("B" + mine + number), all);
        });
      }
      together.arrive_and_wait();
      const auto all = own->read([](Session& s) { return transfers(s, {}, {"", 1000}); });
      if (!all) return;
      together.arrive_and_wait();
      for (const auto& one : *all) {
        const auto done = own->write([&](Session& s) {
          return settle(s, sample_act(), ended(one, TransferStatus::executed));
        });
        if (done && *done) ++settled;
      }
    };
    std::vector<std::thread> threads;
    for (int i = 0; i < kThreads; ++i) threads.emplace_back(work, i);
    for (std::thread& thread : threads) thread.join();
    CHECK(ordered == kAwards);
    CHECK(settled == kAwards);
    Money in_batches;
    for (const auto& one : good(database->read([](Session& s) {
           return payment_batches(s, std::nullopt, {"", 1000});
         }))) {
      in_batches = in_batches + one.value.total;
    }
    CHECK(in_batches == Money::from_minor(300 * kAwards));
    for (int n = 1; n <= kAwards; ++n) CHECK(paid(*database, "w" + std::to_string(n) + "-1") == 1);
    check_chain(*database);
  });
}

TEST_CASE("what is old and unanswered is found, and a reconciliation is read as it was kept") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill_treasury(*database);
    order(*database, "P-3", "w2", "d2");
    const auto older_than = [&](const char* moment) {
      TransferFilter filter;
      filter.batched_before = *Instant::parse(moment);
      return good(database->read([&](Session& s) { return transfers(s, filter, {}); })).size();
    };
    CHECK(older_than("2027-03-31T08:15:00.123Z") == 0);
    CHECK(older_than("2027-03-31T08:15:00.124Z") == 2);
    const auto kept =
        good(database->read([](Session& s) { return reconciliation_of(s, "hash of the file"); }));
    REQUIRE(kept.has_value());
    CHECK(kept->id == "R-1");
    REQUIRE(kept->exceptions.size() == 2);
    CHECK(kept->exceptions[0].amount == Money::from_minor(7));
    CHECK(!kept->exceptions[1].amount);
    CHECK(kept->exceptions[1].reason.text.kk == "қ");
    CHECK(good(database->read([](Session& s) { return reconciliations(s, {"R-1", 10}); })).empty());
  });
}

}  // namespace formulary::store
