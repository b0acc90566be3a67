#include "treasury/settle.h"

#include <doctest/doctest.h>

#include "treasury/internal/sample_batch.h"

namespace formulary {
namespace {

const Date kToday = Date::of(2027, 3, 10);

StatusRow row(TransferStatus status) {
  StatusRow one;
  one.line = 2;
  one.payment = "P-1";
  one.status = status;
  one.word = id_of(status);
  one.amount = Money::from_minor(500);
  one.day = Date::of(2027, 3, 5);
  one.reference = "REF";
  return one;
}

struct Case {
  Transfer transfer = treasury::sample_transfer("P-1", 500);
  PaymentBatch batch = treasury::sample_batch();

  Judged judged(const StatusRow& said) const { return judge(said, &transfer, &batch, kToday); }
  std::string why(const StatusRow& said) const {
    const Judged one = judged(said);
    CHECK((one.finding == Finding::exception) == one.reason.has_value());
    return one.reason ? one.reason->id : id_of(one.next.state);
  }
};

}  // namespace

TEST_CASE("what was paid as it was ordered is executed, with the treasury's day and reference") {
  const Judged judged = Case().judged(row(TransferStatus::executed));
  CHECK(judged.finding == Finding::matched);
  CHECK(judged.next.state == TransferState::executed);
  CHECK(judged.next.status == TransferStatus::executed);
  CHECK(judged.next.settled_on == Date::of(2027, 3, 5));
  CHECK(judged.next.reference == "REF");
  CHECK(judged.next.amount == Money::from_minor(500));
}

TEST_CASE("what was rejected or returned failed") {
  for (const TransferStatus status : {TransferStatus::rejected, TransferStatus::returned}) {
    StatusRow said = row(status);
    said.day.reset();  // a rejection needs neither a day nor an amount
    said.amount.reset();
    said.why = "AC04";
    const Judged judged = Case().judged(said);
    CHECK(judged.finding == Finding::failed);
    CHECK(judged.next.state == TransferState::failed);
    CHECK(judged.next.status == status);
    CHECK(judged.next.why == "AC04");
  }
}

TEST_CASE("the same said again is no news, and another word about what ended is an exception") {
  Case one;
  const StatusRow executed = row(TransferStatus::executed);
  one.transfer = one.judged(executed).next;
  CHECK(one.judged(executed).finding == Finding::repeated);
  StatusRow other = executed;
  other.reference = "REF 2";
  CHECK(one.why(other) == "already_executed");
  CHECK(one.why(row(TransferStatus::returned)) == "already_executed");
  CHECK(one.judged(row(TransferStatus::pending)).finding == Finding::pending);
  Case failed;
  const StatusRow rejected = row(TransferStatus::rejected);
  failed.transfer = failed.judged(rejected).next;
  CHECK(failed.judged(rejected).finding == Finding::repeated);
  CHECK(failed.why(executed) == "already_failed");
}

TEST_CASE("what does not fit the order changes nothing and says why") {
  const Case one;
  StatusRow said = row(TransferStatus::executed);
  said.amount = Money::from_minor(499);
  CHECK(one.why(said) == "amount_differs");
  said = row(TransferStatus::rejected);
  said.amount = Money::from_minor(501);
  CHECK(one.why(said) == "amount_differs");
  said = row(TransferStatus::executed);
  said.currency = "USD";
  CHECK(one.why(said) == "currency_differs");
  said = row(TransferStatus::executed);
  said.batch = "B-8";
  CHECK(one.why(said) == "wrong_batch");
  said = row(TransferStatus::executed);
  said.day.reset();
  CHECK(one.why(said) == "day_missing");
  said.day = Date::of(2027, 2, 28);  // ordered on the first of March
  CHECK(one.why(said) == "day_impossible");
  said.day = Date::of(2027, 3, 11);
  CHECK(one.why(said) == "day_impossible");
  said.day = kToday;
  CHECK(one.why(said) == "executed");
  said.faults.push_back({"unreadable", {}});
  CHECK(one.why(said) == "unreadable");
}

TEST_CASE("what was never sent cannot have been paid") {
  Case one;
  const StatusRow said = row(TransferStatus::executed);
  CHECK(judge(said, nullptr, nullptr, kToday).reason->id == "unknown_payment");
  CHECK(judge(said, &one.transfer, nullptr, kToday).reason->id == "not_sent");
  one.batch.state = BatchState::made;
  CHECK(one.why(said) == "not_sent");
  one.batch.state = BatchState::discarded;
  CHECK(one.why(said) == "not_sent");
  one.batch.state = BatchState::exported;
  one.transfer.state = TransferState::withdrawn;
  CHECK(one.why(said) == "not_sent");
}

TEST_CASE("rows of a payment that is named twice are all refused") {
  std::vector<StatusRow> rows{row(TransferStatus::executed), row(TransferStatus::rejected),
                              row(TransferStatus::executed)};
  rows[1].payment = "P-2";
  mark_duplicates(rows);
  CHECK(Case().why(rows[0]) == "duplicate_row");
  CHECK(rows[1].faults.empty());
  CHECK(Case().why(rows[2]) == "duplicate_row");
}

TEST_CASE("a row of a whole message speaks of each of its payments") {
  StatusRow whole = row(TransferStatus::rejected);
  whole.payment.clear();
  const auto rows =
      spread(whole, {treasury::sample_transfer("P-1", 5), treasury::sample_transfer("P-2", 6)});
  REQUIRE(rows.size() == 2);
  CHECK(rows[1].payment == "P-2");
  CHECK(rows[1].status == TransferStatus::rejected);
  CHECK(spread(whole, {}).empty());
}

}  // namespace formulary
