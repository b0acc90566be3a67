#include "launch/awards.h"

#include <functional>
#include <limits>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;

namespace {

using Names = std::set<std::string>;

const Date kDay = Date::of(2026, 3, 31);

Programme running() {
  return programme_in(ProgrammeState::open);
}
Application granted(double requested = 1'000'000.01) {
  Application a = application("a1", "f1", requested);
  a.state = ApplicationState::awarded;
  return a;
}
Agreement agreement() {
  return {"w1", kDay, {{"net_jobs", 12, 0.1, 2}, {"revenue_growth", 0.01, 1, 1}}, {}, 0};
}
Allowed<Award> made(const Programme& p, const Application& a, const Agreement& agreed,
                    const Actor& actor = who(UserRole::manager),
                    std::span<const Award> awards = {}) {
  return make_award(p, a, agreed, std::vector{a}, awards, actor);
}
Award award() {
  return *made(running(), granted(), agreement());
}
// The first tranche paid in full, a part of the second, the third given up.
Award paid_in_part() {
  Award w = award();
  w.tranches[0].released = w.tranches[0].amount;
  w.tranches[0].state = TrancheState::released;
  w.tranches[1].released = Money::from_minor(5);
  w.tranches[1].state = TrancheState::cure;
  w.tranches[1].cure_until = kDay;
  w.tranches[2].given_up = w.tranches[2].amount;
  w.tranches[2].state = TrancheState::stopped;
  return w;
}
Award settled() {
  Award w = paid_in_part();
  w.tranches[1].given_up = w.tranches[1].amount - w.tranches[1].released;
  return w;
}

struct Move {
  const char* name;
  std::function<Allowed<Award>(const Award&, const Actor&)> make;
  AwardState to;
  UserRole may;
};
const std::vector<Move>& moves() {
  using W = const Award&;
  using A = const Actor&;
  static const std::vector<Move> kMoves{
      {"complete", [](W w, A a) { return complete_award(running(), w, a); }, AwardState::completed,
       UserRole::manager},
      {"terminate", [](W w, A a) { return terminate_award(running(), w, "bankrupt", a); },
       AwardState::terminated, UserRole::approver}};
  return kMoves;
}

}  // namespace

// Expected: by hand; jobs 12 + 0.1 (150 - 100) = 17, growth 0.01 + (0.05 - 0.02) = 0.04. A third
// of 100,000,001 is 33,333,334 twice and 33,333,333; four months apart, the 31st or month's end.
TEST_CASE("an award holds the firm's obligations and a plan of tranches") {
  const Award w = award();
  CHECK(w.state == AwardState::active);
  CHECK(w.application == "a1");
  CHECK(w.firm == "f1");
  CHECK(w.amount == Money::from_minor(100'000'001));
  CHECK(w.rule.version == 1);
  REQUIRE(w.obligations.size() == 2);
  CHECK(w.obligations[0].target == doctest::Approx(17));
  CHECK(w.obligations[0].weight == 2);
  CHECK(w.obligations[0].from == kDay);
  CHECK(w.obligations[0].due == Date::of(2028, 12, 31));
  CHECK(w.obligations[1].target == doctest::Approx(0.04));
  REQUIRE(w.tranches.size() == 3);
  CHECK(w.tranches[0].id == "w1.1");
  CHECK(w.tranches[1].amount == Money::from_minor(33'333'334));
  CHECK(w.tranches[2].amount == Money::from_minor(33'333'333));
  CHECK(w.tranches[0].due == kDay);
  CHECK(w.tranches[1].due == Date::of(2026, 7, 31));
  CHECK(w.tranches[2].due == Date::of(2026, 11, 30));
  CHECK(w.tranches[2].state == TrancheState::planned);
}

// Expected: invariance; parts sum to the award, none is empty, due days do not go back.
TEST_CASE("tranches sum to the award exactly") {
  CHECK(rc::check([] {
    Programme p = running();
    const int n = *rc::gen::inRange(1, 13);
    p.measures[0].tranches = n;
    p.measures[0].award_years = *rc::gen::inRange(1, 5);
    Application a = granted();
    a.requested = Money::from_minor(*rc::gen::inRange<std::int64_t>(100'000, 300'000'000));
    Agreement agreed = agreement();
    agreed.first_tranche_months = *rc::gen::inRange(0, 13);
    for (int i = 0; i < n; ++i) {
      agreed.tranche_weights.push_back(0.1 * *rc::gen::inRange(1, 50));
    }
    const auto w = made(p, a, agreed);
    RC_ASSERT(w.has_value());
    Money sum;
    for (std::size_t i = 0; i < w->tranches.size(); ++i) {
      sum = sum + w->tranches[i].amount;
      RC_ASSERT(w->tranches[i].amount > Money());
      RC_ASSERT((i == 0 || w->tranches[i - 1].due <= w->tranches[i].due));  // RC_ASSERT breaks ||
    }
    RC_ASSERT(w->tranches.size() == static_cast<std::size_t>(n));
    RC_ASSERT(sum == a.requested);
  }));
}

// Expected: by hand, one mistake a row.
TEST_CASE("an award is refused with every reason") {
  struct Row {
    const char* reason;
    void (*spoil)(Programme&, Application&, Agreement&);
  };
  const std::vector<Row> rows{
      {"measure_unknown", [](Programme&, Application& a, Agreement&) { a.measure = "x"; }},
      {"award_twice", [](Programme&, Application&, Agreement& g) { g.award = ""; }},
      {"award_twice", [](Programme&, Application&, Agreement& g) { g.award = "w0"; }},
      {"award_twice", [](Programme&, Application& a, Agreement&) { a.id = "a0"; }},
      {"agreement_day",
       [](Programme&, Application&, Agreement& g) { g.day = Date::of(2026, 1, 31); }},
      {"shares_missing", [](Programme&, Application&, Agreement& g) { g.shares.clear(); }},
      {"share", [](Programme&, Application&, Agreement& g) { g.shares[0].kpi = "new_firms"; }},
      {"share", [](Programme&, Application&, Agreement& g) { g.shares[1] = g.shares[0]; }},
      {"share", [](Programme&, Application&, Agreement& g) { g.shares[0].share = 0; }},
      {"share", [](Programme&, Application&, Agreement& g) { g.shares[0].share = 1.01; }},
      {"share", [](Programme&, Application&, Agreement& g) { g.shares[0].weight = 0; }},
      {"share",
       [](Programme&, Application&, Agreement& g) {
         g.shares[0].baseline = std::numeric_limits<double>::quiet_NaN();
       }},
      {"target_due",
       [](Programme&, Application&, Agreement& g) { g.day = Date::of(2028, 12, 31); }},
      {"tranche_weights", [](Programme&, Application&, Agreement& g) { g.tranche_weights = {1}; }},
      {"tranche_weights",
       [](Programme&, Application&, Agreement& g) {
         g.tranche_weights = {1, 0, 1};
       }},
      {"tranche_weights",
       [](Programme&, Application&, Agreement& g) { g.first_tranche_months = -1; }},
      {"tranche_weights",
       [](Programme&, Application& a, Agreement&) { a.requested = Money::from_minor(2); }},
      {"money_short", [](Programme& p, Application&, Agreement&) {
         p.measures[0].budget_by_year = {Money(), Money(), p.measures[0].budget};
       }}};
  Award other = award();
  other.id = "w0";
  other.application = "a0";
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    Programme p = running();
    Application a = granted();
    Agreement g = agreement();
    row.spoil(p, a, g);
    const auto w = made(p, a, g, who(UserRole::manager), std::vector{other});
    REQUIRE_FALSE(w);
    CHECK(ids_of(w.error()) == Names{row.reason});
    CHECK(is_told(w.error()));
  }
}

// Expected: by hand; a budget of 1,000,000 a year for all, an application beside the record.
TEST_CASE("an application that is not on the record is paid only from money that is free") {
  Programme p = running();
  p.measures[0].budget = Money::from_major(1'000'000);
  p.measures[0].budget_by_year = {p.measures[0].budget};
  const Application a = granted(600'000);
  Application rival = granted(600'000);
  rival.id = "a2";
  const Actor manager = who(UserRole::manager);
  CHECK(make_award(p, a, agreement(), std::vector{a}, {}, manager));
  CHECK(make_award(p, a, agreement(), {}, {}, manager));
  CHECK(ids_of(make_award(p, a, agreement(), std::vector{rival}, {}, manager).error()) ==
        Names{"money_short"});
}

// Expected: the table of awards.h; all 8 application states, 7 roles.
TEST_CASE("only a manager makes an award, of an awarded application") {
  for (std::size_t s = 0; s < Ids<ApplicationState>::names.size(); ++s) {
    Application a = granted();
    a.state = static_cast<ApplicationState>(s);
    const auto w = made(running(), a, agreement());
    CHECK(w.has_value() == (a.state == ApplicationState::awarded));
    if (!w) CHECK(ids_of(w.error()) == Names{"state"});
  }
  for (std::size_t r = 0; r < Ids<UserRole>::names.size(); ++r) {
    const auto role = static_cast<UserRole>(r);
    const auto w = made(running(), granted(), agreement(), who(role));
    CHECK(w.has_value() == (role == UserRole::manager));
    if (!w) CHECK(ids_of(w.error()) == Names{"role"});
  }
  CHECK(made(running(), granted(), agreement(), {"m", UserRole::manager, "the_agency", ""}));
  CHECK(
      ids_of(made(running(), granted(), agreement(), {"m", UserRole::manager, "x", ""}).error()) ==
      Names{"office"});
}

// Expected: the table of awards.h, all 2 moves x 3 states x 7 roles.
TEST_CASE("every legal move of an award leads where the table says, others are refused") {
  for (const Move& move : moves()) {
    for (std::size_t s = 0; s < Ids<AwardState>::names.size(); ++s) {
      for (std::size_t r = 0; r < Ids<UserRole>::names.size(); ++r) {
        Award w = settled();
        w.state = static_cast<AwardState>(s);
        const auto role = static_cast<UserRole>(r);
        CAPTURE(move.name);
        CAPTURE(id_of(w.state));
        CAPTURE(id_of(role));
        Names expected;
        if (w.state != AwardState::active) expected.insert("state");
        if (role != move.may) expected.insert("role");
        const auto next = move.make(w, who(role));
        REQUIRE(next.has_value() == expected.empty());
        if (next) CHECK(next->state == move.to);
        if (!next) CHECK(ids_of(next.error()) == expected);
      }
    }
  }
}

// Expected: by hand.
TEST_CASE("an award is complete when every tranche is paid or given up") {
  CHECK(complete_award(running(), settled(), who(UserRole::manager)));
  const auto open = complete_award(running(), paid_in_part(), who(UserRole::manager));
  CHECK(ids_of(open.error()) == Names{"tranches_open"});
  CHECK(open.error()[0].text.en == "Tranches that are neither paid nor given up: 2.");
}

// Expected: by hand; 5 minor units of the second tranche were paid, the rest of it comes free.
TEST_CASE("termination gives up what was not paid and needs a reason and a second person") {
  const Actor approver = who(UserRole::approver);
  const Award w = *terminate_award(running(), paid_in_part(), "bankrupt", approver);
  CHECK(w.terminated_why == "bankrupt");
  CHECK(w.tranches[0].state == TrancheState::released);
  CHECK(w.tranches[1].state == TrancheState::reduced);
  CHECK(w.tranches[1].given_up == w.tranches[1].amount - Money::from_minor(5));
  CHECK_FALSE(w.tranches[1].cure_until);
  CHECK(w.tranches[2].state == TrancheState::stopped);
  const Award unpaid = *terminate_award(running(), award(), "bankrupt", approver);
  for (const Tranche& tranche : unpaid.tranches) {
    CHECK(tranche.state == TrancheState::stopped);
    CHECK(tranche.given_up == tranche.amount);
  }
  CHECK(ids_of(terminate_award(running(), award(), "", approver).error()) == Names{"why_missing"});
  CHECK(ids_of(terminate_award(running(), award(), "x", {"drafter", UserRole::approver, "", ""})
                   .error()) == Names{"second_person_draft", "second_person_target"});
}
