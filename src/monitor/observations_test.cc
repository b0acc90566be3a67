#include "monitor/observations.h"

#include <algorithm>
#include <limits>

#include <doctest/doctest.h>

#include "monitor/internal/sample_award.h"

using namespace formulary;
using namespace formulary::sample;

namespace {

const Actor kFirm{"aigul", UserRole::company, "", "f1"};
const Actor kAgency{"berik", UserRole::manager, "agency", ""};
const Instant kThen = noon(kHalf.plus_days(5));

Observation draft(const std::string& id) {
  Observation one;
  one.id = id;
  one.subject = "a1";
  one.kpi = "net_jobs";
  one.from = kFrom;
  one.to = kHalf;
  one.value = 12;
  one.source = "payroll form 1-T";
  return one;
}

Observation in_state(ObservationState state) {
  Observation one = report(draft("o1"), kFirm, kThen, {}).value();
  one.state = state;
  return one;
}

const ObservedPeriod kPeriod{SubjectKind::award, "a1", "net_jobs", kFrom, kHalf};

}  // namespace

// Expected: by hand, a table over every state and move (domain.md).
TEST_CASE("every state and move: legal ones pass, all others are refused") {
  for (std::size_t s = 0; s < Ids<ObservationState>::names.size(); ++s) {
    const auto state = static_cast<ObservationState>(s);
    CAPTURE(id_of(state));
    const Observation one = in_state(state);
    const bool reported = state == ObservationState::reported;
    CHECK(verify(one, kAgency, kThen).has_value() == reported);
    CHECK(dispute(one, kAgency, "payroll says 9", kThen).has_value() == reported);
    CHECK(supersede(one, draft("o2"), kFirm, kThen, {one}).has_value() ==
          (state != ObservationState::superseded));
    CHECK_FALSE(report(draft("o2"), kFirm, kThen, {one}).has_value());
  }
}

// Expected: by hand, the roles of domain.md.
TEST_CASE("every role and move") {
  const Observation one = in_state(ObservationState::reported);
  const auto may = [](UserRole role, std::initializer_list<UserRole> roles) {
    return std::find(roles.begin(), roles.end(), role) != roles.end();
  };
  using enum UserRole;
  for (std::size_t r = 0; r < Ids<UserRole>::names.size(); ++r) {
    const auto role = static_cast<UserRole>(r);
    const Actor actor{"someone", role, "agency", ""};
    CAPTURE(id_of(role));
    CHECK(report(draft("o1"), actor, kThen, {}).has_value() ==
          may(role, {company, analyst, manager, official}));
    CHECK(verify(one, actor, kThen).has_value() == may(role, {analyst, manager}));
    CHECK(dispute(one, actor, "why", kThen).has_value() ==
          may(role, {company, analyst, manager, approver, official}));
  }
}

// Expected: by hand.
TEST_CASE("the reporter never verifies, and a dispute is written") {
  const Observation one = report(draft("o1"), kAgency, kThen, {}).value();
  CHECK(has(verify(one, kAgency, kThen).error(), "reporter_cannot_verify"));
  CHECK(has(dispute(one, kFirm, "  ", kThen).error(), "needs_written_reason"));
  const Observation checked = verify(one, {"dana", UserRole::manager, "agency", ""}, kThen).value();
  CHECK(checked.verified_by == "dana");
  CHECK(checked.value == one.value);
  const Instant before = Instant::from_milliseconds(kThen.milliseconds() - 1);
  CHECK(has(verify(one, {"dana", UserRole::manager, "agency", ""}, before).error(),
            "before_the_report"));
}

// Expected: by hand: a draft cannot bring its own verification along.
TEST_CASE("a report is stamped, whatever the draft claims") {
  Observation forged = draft("o1");
  forged.state = ObservationState::verified;
  forged.verified_by = "boss";
  forged.reported_by = "boss";
  forged.supersedes = "o0";
  const Observation one = report(forged, kFirm, kThen, {}).value();
  CHECK(one.state == ObservationState::reported);
  CHECK(one.verified_by.empty());
  CHECK(one.reported_by == "aigul");
  CHECK(one.supersedes.empty());
}

// Expected: by hand, every reason at once.
TEST_CASE("an incomplete report is refused with every reason") {
  Observation bad = draft("");
  bad.value = std::nullopt;
  bad.to = kFrom.plus_days(-1);
  const Allowed<Observation> refused = report(bad, {"", UserRole::admin, "", ""}, kThen, {});
  REQUIRE_FALSE(refused.has_value());
  for (const char* id : {"observation_incomplete", "missing_without_why", "period_backwards",
                         "role_may_not", "nobody_named"}) {
    CAPTURE(id);
    CHECK(has(refused.error(), id));
  }
  Observation early = draft("o1");
  early.to = kThen.date();
  CHECK(has(report(early, kFirm, kThen, {}).error(), "period_not_over"));
  Observation nan = draft("o1");
  nan.value = std::numeric_limits<double>::quiet_NaN();
  CHECK(has(report(nan, kFirm, kThen, {}).error(), "not_a_number"));
}

// Expected: by hand: the chain's last value holds, and all links are kept.
TEST_CASE("the last of a chain holds, missing is not zero") {
  CHECK(holding_of({}, kPeriod).standing == Standing::nothing);
  Observation first = report(draft("o1"), kFirm, kThen, {}).value();
  CHECK(holding_of({first}, kPeriod).standing == Standing::unverified);
  first = verify(first, kAgency, kThen).value();
  CHECK(holding_of({first}, kPeriod).standing == Standing::verified);

  Observation none = draft("o2");
  none.value.reset();
  none.missing_why = "payroll lost";
  const Correction once = supersede(first, none, kFirm, kThen, {first}).value();
  CHECK(once.earlier.state == ObservationState::superseded);
  CHECK(once.earlier.value == 12);  // never overwritten
  CHECK(once.later.supersedes == "o1");
  std::vector<Observation> record{once.earlier, once.later};
  CHECK(holding_of(record, kPeriod).standing == Standing::unverified);
  record[1] = verify(record[1], kAgency, kThen).value();
  CHECK(holding_of(record, kPeriod).standing == Standing::missing);

  Observation zero = draft("o3");
  zero.value = 0;
  const Correction twice = supersede(record[1], zero, kFirm, kThen, record).value();
  record[1] = twice.earlier;
  record.push_back(verify(twice.later, kAgency, kThen).value());
  CHECK(holding_of(record, kPeriod).standing == Standing::verified);
  CHECK(holding_of(record, kPeriod).observation->value == 0);
  CHECK(record.size() == 3);
  CHECK(
      has(supersede(record[0], draft("o4"), kFirm, kThen, record).error(), "observation_not_open"));
  Observation other = draft("o4");
  other.to = kHalf.plus_days(-1);
  CHECK(
      has(supersede(record[2], other, kFirm, kThen, record).error(), "another_subject_or_period"));
}

// Expected: by hand: each day sees only what had happened by then.
TEST_CASE("the record can be turned back to a day") {
  const auto day = [](int n) { return noon(kHalf.plus_days(n)); };
  Observation first = report(draft("o1"), kFirm, day(1), {}).value();
  first = verify(first, kAgency, day(5)).value();
  const Correction fix = supersede(first, draft("o2"), kFirm, day(10), {first}).value();
  const Observation disputed = dispute(fix.later, kAgency, "no", day(15)).value();
  const std::vector<Observation> record{fix.earlier, disputed};
  const auto standing = [&](int n) {
    return holding_of(record_as_of(record, kHalf.plus_days(n)), kPeriod).standing;
  };
  CHECK(standing(0) == Standing::nothing);
  CHECK(standing(1) == Standing::unverified);
  CHECK(standing(5) == Standing::verified);
  CHECK(standing(10) == Standing::unverified);
  CHECK(standing(15) == Standing::disputed);
  // A superseded value never comes back because its correction was left out.
  CHECK(holding_of(record_as_of({fix.earlier}, kHalf.plus_days(99)), kPeriod).standing ==
        Standing::nothing);
}
