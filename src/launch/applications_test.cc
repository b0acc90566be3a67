#include "launch/applications.h"

#include <functional>
#include <limits>

#include <doctest/doctest.h>

#include "launch/awards.h"
#include "launch/selection.h"
#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;
using enum ApplicationState;

namespace {

using Names = std::set<std::string>;

constexpr std::array kStates{submitted, eligible,   ineligible, ranked,
                             awarded,   waitlisted, declined,   withdrawn};
constexpr std::array kRoles{UserRole::company,  UserRole::analyst,  UserRole::manager,
                            UserRole::approver, UserRole::official, UserRole::auditor,
                            UserRole::admin};
const Date kDay = Date::of(2026, 3, 1);
const Instant kNow = *Instant::parse("2026-03-01T09:00:00Z");

const Programme& running() {
  static const Programme kProgramme = programme_in(ProgrammeState::open);
  return kProgramme;
}
const Toolbox& tools() {
  static const Toolbox kTools = toolbox();
  return kTools;
}
const CountryPack& home() {
  static const CountryPack kPack = country();
  return kPack;
}
Setting setting(const Programme& programme = running()) {
  return {programme, tools(), home()};
}

Allowed<Application> first_of(const Allowed<std::vector<Application>>& all) {
  if (!all) return otherwise(all.error());
  return all->front();
}

// Everything that moves an application on, as one function of it and the actor.
struct Move {
  const char* name;
  std::function<Allowed<Application>(const Application&, const Actor&)> make;
  std::map<ApplicationState, ApplicationState> to;
  std::set<UserRole> may;
  const char* refusal;  // reason of a wrong state
};

const std::vector<Move>& moves() {
  using A = const Application&;
  using W = const Actor&;
  const std::set<UserRole> company{UserRole::company};
  const std::set<UserRole> manager{UserRole::manager};
  const std::set<UserRole> approver{UserRole::approver};
  static const Programme kClosed = programme_in(ProgrammeState::closed);
  static const std::vector<Move> kMoves{
      {"state_facts",
       [](A a, W w) { return state_facts(a, a.facts, w); },
       {{submitted, submitted}},
       company,
       "state"},
      {"score",
       [](A a, W w) { return score(running(), a, 7, w); },
       {{eligible, eligible}},
       manager,
       "state"},
      {"withdraw",
       [](A a, W w) { return withdraw(a, {}, w); },
       {{submitted, withdrawn},
        {eligible, withdrawn},
        {ranked, withdrawn},
        {waitlisted, withdrawn},
        {awarded, withdrawn}},
       company,
       "state"},
      {"settle",
       [](A a, W w) { return settle(kClosed, a, w); },
       {{submitted, declined}, {eligible, declined}, {ranked, declined}, {waitlisted, declined}},
       manager,
       "state"},
      {"rank",
       [](A a, W w) { return first_of(rank_applications(running(), a.measure, {a}, {}, w, kNow)); },
       {{eligible, ranked}},
       manager,
       "nobody_eligible"},
      {"select",
       [](A a, W w) { return first_of(select_awards(running(), a.measure, {a}, {}, {}, w, kDay)); },
       {{ranked, awarded}},
       approver,
       "nobody_ranked"},
      {"award_from_waiting_list",
       [](A a, W w) {
         return first_of(
             award_from_waiting_list(running(), a.measure, {a}, {}, Rest::stop, w, kDay));
       },
       {{waitlisted, awarded}},
       approver,
       "nobody_waiting"}};
  return kMoves;
}

Application in(ApplicationState state) {
  Application a = application("a1", "f1", 100'000);
  a.state = state;
  a.score = 5;
  a.rank = 1;
  return a;
}

}  // namespace

// Expected: the tables of applications.h and selection.h, all 7 moves x 8 states; submission has
// no state before it, screening stands below.
TEST_CASE("every legal move of an application leads where the table says, others are refused") {
  int legal = 0;
  for (const Move& move : moves()) {
    for (const ApplicationState state : kStates) {
      CAPTURE(move.name);
      CAPTURE(id_of(state));
      const auto made = move.make(in(state), who(*move.may.begin()));
      if (move.to.contains(state)) {
        ++legal;
        REQUIRE(made);
        CHECK(made->state == move.to.at(state));
      } else {
        REQUIRE_FALSE(made);
        CHECK(ids_of(made.error()).contains(move.refusal));
        CHECK(is_told(made.error()));
      }
    }
  }
  CHECK(legal == 14);
}

// Expected: the same tables, all 7 moves x 7 roles.
TEST_CASE("only the roles of the table move an application") {
  for (const Move& move : moves()) {
    for (const UserRole role : kRoles) {
      CAPTURE(move.name);
      CAPTURE(id_of(role));
      const auto made = move.make(in(move.to.begin()->first), who(role));
      CHECK(made.has_value() == move.may.contains(role));
      if (!made) CHECK(ids_of(made.error()) == Names{"role"});
    }
  }
}

// Expected: by hand; only an open programme takes and decides applications, all 6 states tried.
TEST_CASE("applications move in an open programme only") {
  for (std::size_t s = 0; s < Ids<ProgrammeState>::names.size(); ++s) {
    const auto state = static_cast<ProgrammeState>(s);
    const Programme p = programme_in(state);
    const bool is_open = state == ProgrammeState::open;
    const bool over = state == ProgrammeState::closed || state == ProgrammeState::terminated;
    const std::string measure = in(submitted).measure;
    const Actor manager = who(UserRole::manager);
    const Actor approver = who(UserRole::approver);
    const Names refused{"programme_state"};
    const auto check = [&](bool may, const auto& made) {
      CAPTURE(id_of(state));
      CHECK(made.has_value() == may);
      if (!made) CHECK(ids_of(made.error()) == refused);
    };
    const Application a = in(submitted);
    check(is_open, submit(setting(p), a, {}, {}, who(UserRole::company), kNow));
    check(is_open, screen(setting(p), a, Facts()));
    check(is_open, score(p, in(eligible), 1, manager));
    check(is_open, rank_applications(p, measure, {in(eligible)}, {}, manager, kNow));
    check(is_open, select_awards(p, measure, {in(ranked)}, {}, {}, approver, kDay));
    check(is_open,
          award_from_waiting_list(p, measure, {in(waitlisted)}, {}, Rest::stop, approver, kDay));
    check(is_open, make_award(p, in(awarded), {"w1", kDay, {{"net_jobs", 1, 0.1, 1}}, {}, 0},
                              std::vector{in(awarded)}, {}, manager));
    check(over, settle(p, a, manager));
  }
}

// Expected: by hand; what was submitted is fresh whatever stood in the draft.
TEST_CASE("a sound application is submitted") {
  Application drafted = in(awarded);
  drafted.control_group = true;
  const auto made = submit(setting(), drafted, {}, {}, who(UserRole::company), kNow);
  REQUIRE(made);
  CHECK(made->state == submitted);
  CHECK(made->submitted == kNow);
  CHECK_FALSE(made->score);
  CHECK_FALSE(made->rank);
  CHECK_FALSE(made->control_group);
}

// Expected: by hand, one mistake a row. The grant's dose is 20 thousand dollars at 100 crowns, so
// at most 2,000,000.
TEST_CASE("an application is refused with every reason") {
  struct Row {
    const char* reason;
    void (*spoil)(Application&, Actor&, Instant&);
  };
  const std::vector<Row> rows{
      {"role", [](Application&, Actor& w, Instant&) { w.role = UserRole::manager; }},
      {"firm", [](Application& a, Actor&, Instant&) { a.firm = "f2"; }},
      {"programme_other", [](Application& a, Actor&, Instant&) { a.programme = "p2"; }},
      {"measure_unknown", [](Application& a, Actor&, Instant&) { a.measure = "x"; }},
      {"application_twice", [](Application& a, Actor&, Instant&) { a.id = "a0"; }},
      {"application_twice", [](Application& a, Actor&, Instant&) { a.id = ""; }},
      {"money", [](Application& a, Actor&, Instant&) { a.requested = Money(); }},
      {"above_dose",
       [](Application& a, Actor&, Instant&) { a.requested = Money::from_minor(200'000'001); }},
      {"call_days",
       [](Application&, Actor&, Instant& t) { t = *Instant::parse("2025-12-31T23:59:59Z"); }},
      {"call_days",
       [](Application&, Actor&, Instant& t) { t = *Instant::parse("2029-01-01T00:00:00Z"); }}};
  Application other = application("a0", "f9", 1);
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    Application a = in(submitted);
    Actor w = who(UserRole::company);
    Instant t = kNow;
    row.spoil(a, w, t);
    const auto made = submit(setting(), a, {}, std::vector{other}, w, t);
    REQUIRE_FALSE(made);
    CHECK(ids_of(made.error()) == Names{row.reason});
    CHECK(is_told(made.error()));
  }
  Application most = in(submitted);
  most.requested = Money::from_minor(200'000'000);
  CHECK(submit(setting(), most, {}, {}, who(UserRole::company), kNow));
}

// Expected: by hand; all 8 states of an earlier application of the same firm.
TEST_CASE("a firm has one application a measure that stands") {
  for (const ApplicationState state : kStates) {
    CAPTURE(id_of(state));
    Application before = in(state);
    before.id = "a0";
    const bool free = state == ineligible || state == declined || state == withdrawn;
    const Actor clerk = who(UserRole::company);
    CHECK(submit(setting(), in(submitted), {}, std::vector{before}, clerk, kNow).has_value() ==
          free);
    before.measure = running().measures[1].id;
    CHECK(submit(setting(), in(submitted), {}, std::vector{before}, clerk, kNow));
  }
}

// Expected: by hand; 10 % of an investment of 3,000,000 for one year is 300,000; a facility pays
// nothing; figures must be there and be numbers.
TEST_CASE("an award pays at most its dose") {
  const ProgrammeMeasure& loan = running().measures[1];
  FirmAccounts accounts;
  accounts.investment = 3e6;
  CHECK(*award_ceiling(setting(), loan, accounts) == Money::from_major(300'000));
  CHECK(ids_of(award_ceiling(setting(), loan, {}).error()) == Names{"accounts_missing"});
  accounts.investment = std::numeric_limits<double>::quiet_NaN();
  CHECK(ids_of(award_ceiling(setting(), loan, accounts).error()) == Names{"accounts"});
  accounts.investment = 1e300;
  CHECK(ids_of(award_ceiling(setting(), loan, accounts).error()) == Names{"accounts"});
  ProgrammeMeasure campus = loan;
  campus.instrument = "campus";
  CHECK(ids_of(award_ceiling(setting(), campus, {}).error()) == Names{"no_awards"});
  campus.instrument = "x";
  CHECK(ids_of(award_ceiling(setting(), campus, {}).error()) == Names{"instrument_unknown"});
  ProgrammeMeasure long_grant = running().measures[0];
  long_grant.award_years = 3;
  CHECK(*award_ceiling(setting(), long_grant, {}) == Money::from_major(6'000'000));
}

// Expected: by hand; yes, no, unknown, and what was missing said later. All 8 states are tried.
TEST_CASE("screening answers yes, no, or waits for the facts that it names") {
  CHECK(screen(setting(), in(submitted), Facts())->state == eligible);
  Application a = in(submitted);
  const auto age = static_cast<std::size_t>(Field::age_years);
  a.facts.number[age] = 1;
  const Application no = *screen(setting(), a, Facts());
  CHECK(no.state == ineligible);
  CHECK(ids_of(no.reasons) == Names{"company_type"});
  a.facts.number[age].reset();
  const Application waiting = *screen(setting(), a, Facts());
  CHECK(waiting.state == submitted);
  CHECK(ids_of(waiting.reasons) == Names{"fact_missing"});
  Facts told;
  told.number[age] = 20;
  const Application again = *state_facts(waiting, told, who(UserRole::company));
  CHECK(*again.facts.number[static_cast<std::size_t>(Field::employees)] == 30);
  CHECK(screen(setting(), again, Facts())->state == eligible);
  for (const ApplicationState state : kStates) {
    if (state == submitted) continue;
    CHECK(ids_of(screen(setting(), in(state), Facts()).error()) == Names{"state"});
  }
}

// Expected: by hand.
TEST_CASE("scores are numbers and lotteries have none; an agreement cannot be withdrawn") {
  Programme lottery = running();
  lottery.measures[0].selection = Selection::lottery;
  const Actor manager = who(UserRole::manager);
  CHECK(ids_of(score(lottery, in(eligible), 1, manager).error()) == Names{"no_score"});
  CHECK(ids_of(score(running(), in(eligible), std::numeric_limits<double>::quiet_NaN(), manager)
                   .error()) == Names{"score"});
  Award award;
  award.application = "a1";
  CHECK(ids_of(withdraw(in(awarded), std::vector{award}, who(UserRole::company)).error()) ==
        Names{"award_made"});
  Actor stranger = who(UserRole::company);
  stranger.firm = "f2";
  CHECK(ids_of(withdraw(in(eligible), {}, stranger).error()) == Names{"firm"});
  Application nameless = in(eligible);
  nameless.firm.clear();
  stranger.firm.clear();
  CHECK(ids_of(withdraw(nameless, {}, stranger).error()) == Names{"firm"});
}
