#include "launch/programme_moves.h"

#include <functional>
#include <limits>

#include <doctest/doctest.h>

#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;
using enum ProgrammeState;

namespace {

using Names = std::set<std::string>;

constexpr std::array kStates{draft, pretested, approved, open, closed, terminated};
constexpr std::array kRoles{UserRole::company,  UserRole::analyst,  UserRole::manager,
                            UserRole::approver, UserRole::official, UserRole::auditor,
                            UserRole::admin};

TargetChange change() {
  return {"grant.north.sme",
          "net_jobs",
          100,
          180,
          Date::of(2028, 6, 30),
          *Instant::parse("2025-12-01T09:00:00Z"),
          "firms asked for more"};
}
Revision revision_of(const Programme& p) {
  return {p.owner, p.first_day, p.last_day, p.budget, p.measures};
}

struct Move {
  const char* name;
  std::function<Allowed<Programme>(const Programme&, const Actor&)> make;
  std::map<ProgrammeState, ProgrammeState> to;  // legal states and where they lead
  std::set<UserRole> may;
};

const std::vector<Move>& moves() {
  using P = const Programme&;
  using A = const Actor&;
  const std::set<UserRole> manager{UserRole::manager};
  const std::set<UserRole> approver{UserRole::approver};
  static const std::vector<Move> kMoves{
      {"record_pretest",
       [](P p, A a) {
         return record_pretest(p, forecast(), {p.version, "forecast"}, a);
       },
       {{draft, pretested}},
       {UserRole::analyst, UserRole::manager}},
      {"revise",
       [](P p, A a) { return revise(p, revision_of(p), a); },
       {{draft, draft}, {pretested, draft}, {approved, draft}},
       manager},
      {"set_target",
       [](P p, A a) { return set_target(p, change(), a); },
       {{draft, draft}, {pretested, draft}, {approved, draft}},
       manager},
      {"set_evaluation",
       [](P p, A a) { return set_evaluation(p, p.evaluation, a); },
       {{draft, draft}, {pretested, pretested}, {approved, pretested}},
       manager},
      {"approve", [](P p, A a) { return approve(p, a); }, {{pretested, approved}}, approver},
      {"open", [](P p, A a) { return open_programme(p, a); }, {{approved, open}}, manager},
      {"close", [](P p, A a) { return close_programme(p, {}, a); }, {{open, closed}}, manager},
      {"terminate",
       [](P p, A a) { return terminate_programme(p, "the money is needed elsewhere", a); },
       {{approved, terminated}, {open, terminated}},
       approver}};
  return kMoves;
}

// The draft's version 1 was pre-tested, so that approval from draft fails on its state alone.
Programme sound_in(ProgrammeState state) {
  Programme p = programme_in(pretested);
  p.state = state;
  return p;
}

}  // namespace

// Expected: the table of programme_moves.h, all 8 moves x 6 states; an illegal one fails on the
// state alone, for everything else is in order.
TEST_CASE("every legal programme move leads where the table says and every other is refused") {
  int legal = 0;
  for (const Move& move : moves()) {
    for (const ProgrammeState state : kStates) {
      CAPTURE(move.name);
      CAPTURE(id_of(state));
      const auto made = move.make(sound_in(state), who(*move.may.begin()));
      if (move.to.contains(state)) {
        ++legal;
        REQUIRE(made);
        CHECK(made->state == move.to.at(state));
      } else {
        REQUIRE_FALSE(made);
        CHECK(ids_of(made.error()) == Names{"state"});
        CHECK(is_told(made.error()));
      }
    }
  }
  CHECK(legal == 15);
}

// Expected: the same table, all 8 moves x 7 roles in a legal state; auditor and admin do nothing.
TEST_CASE("only the roles of the table move a programme") {
  for (const Move& move : moves()) {
    for (const UserRole role : kRoles) {
      CAPTURE(move.name);
      CAPTURE(id_of(role));
      const auto made = move.make(sound_in(move.to.begin()->first), who(role));
      CHECK(made.has_value() == move.may.contains(role));
      if (!made) CHECK(ids_of(made.error()) == Names{"role"});
      if (role == UserRole::auditor || role == UserRole::admin) CHECK_FALSE(made);
    }
  }
}

// Expected: by hand; a manager of another agency, and nobody in particular.
TEST_CASE("a manager moves the programmes of the own office only") {
  for (const Move& move : moves()) {
    CAPTURE(move.name);
    const Programme p = sound_in(move.to.begin()->first);
    if (move.may.contains(UserRole::manager)) {
      const auto other = move.make(p, {"m", UserRole::manager, "the_agency", ""});
      REQUIRE_FALSE(other);
      CHECK(ids_of(other.error()) == Names{"office"});
    }
    Actor nobody = who(*move.may.begin());
    nobody.person.clear();
    const auto made = move.make(p, nobody);
    REQUIRE_FALSE(made);
    CHECK(ids_of(made.error()) == Names{"person"});
  }
}

// Expected: by hand; the drafter, a reviser, who set a target and who set one that was dropped.
TEST_CASE("nobody approves what the same person drafted, revised or set targets of") {
  const Actor hand{"hand", UserRole::manager, "the_ministry", ""};
  const auto refused_to = [](const Programme& p, const std::string& person) {
    Programme ready = p;
    ready.state = pretested;
    ready.pretested_version = ready.version;
    const auto made = approve(ready, {person, UserRole::approver, "", ""});
    REQUIRE(approve(ready, who(UserRole::approver)));
    return made ? Names{} : ids_of(made.error());
  };
  const Programme p = programme_in(pretested);
  CHECK(refused_to(p, "drafter") == Names{"second_person_draft", "second_person_target"});
  CHECK(refused_to(p, "hand").empty());
  CHECK(refused_to(*set_target(p, change(), hand), "hand") == Names{"second_person_target"});
  CHECK(refused_to(*revise(p, revision_of(p), hand), "hand") == Names{"second_person_draft"});
  CHECK(refused_to(*set_evaluation(p, p.evaluation, hand), "hand") == Names{"second_person_draft"});
  const Programme with = *set_target(p, change(), hand);
  Revision without = revision_of(with);
  without.measures[0].kpis.erase(without.measures[0].kpis.begin());
  const Programme dropped =
      *revise(with, without, {"third", UserRole::manager, "the_ministry", ""});
  CHECK(refused_to(dropped, "hand") == Names{"second_person_draft"});
  const auto ended =
      terminate_programme(programme_in(open), "why", {"drafter", UserRole::approver, "", ""});
  REQUIRE_FALSE(ended);
  CHECK(ids_of(ended.error()).contains("second_person_draft"));
}

// Expected: by hand; a programme with nothing in order names everything, not the first.
TEST_CASE("an approval lists all that is missing") {
  Programme p = programme_in(pretested);
  CHECK(missing_for_approval(p).empty());
  p.version = 2;
  p.evaluation = {};
  p.owner.clear();
  p.budget = p.budget + Money::from_minor(1);
  p.measures[0].budget_by_year[0] = Money();
  p.measures[0].kpis.clear();
  p.measures[1].kpis[0].versions.clear();
  p.measures[1].kpis[1].versions.back().target = std::numeric_limits<double>::quiet_NaN();
  const auto made = approve(p, who(UserRole::approver));
  REQUIRE_FALSE(made);
  CHECK(ids_of(made.error()) == Names{"pretest_missing", "evaluation_missing", "owner_missing",
                                      "budget_sum", "budget_by_year", "kpi_missing",
                                      "target_missing"});
  CHECK(made.error().size() == 8);  // two targets
  CHECK(is_told(made.error()));
  CHECK(approve(Programme(), who(UserRole::approver)).error().size() >= 5);
}

// Expected: by hand, one missing thing a row.
TEST_CASE("each missing piece alone stands in the way of an approval") {
  struct Row {
    const char* reason;
    void (*spoil)(Programme&);
  };
  const std::vector<Row> rows{
      {"kpi_missing", [](Programme& p) { p.measures[1].kpis.clear(); }},
      {"target_missing", [](Programme& p) { p.measures[1].kpis[0].versions.clear(); }},
      {"target_missing",
       [](Programme& p) { p.measures[1].kpis[0].versions.back().due = p.first_day; }},
      {"pretest_missing", [](Programme& p) { p.pretested_version = 0; }},
      {"pretest_missing", [](Programme& p) { p.forecast_hash.clear(); }},
      {"evaluation_missing", [](Programme& p) { p.evaluation.method.clear(); }},
      {"evaluation_missing", [](Programme& p) { p.evaluation.comparison.clear(); }},
      {"evaluation_missing", [](Programme& p) { p.evaluation.outcomes.clear(); }},
      {"evaluation_missing", [](Programme& p) { p.evaluation.follow_up_years = 0; }},
      {"owner_missing", [](Programme& p) { p.owner = " "; }},
      {"budget_sum", [](Programme& p) { p.budget = Money::from_minor(1); }},
      {"budget_by_year", [](Programme& p) { p.measures[0].budget_by_year.pop_back(); }},
      {"rule", [](Programme& p) { p.measures[0].rule.ladder.partial_from = 0.95; }}};
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    Programme p = programme_in(pretested);
    row.spoil(p);
    const auto made = approve(p, who(UserRole::approver));
    REQUIRE_FALSE(made);
    CHECK(ids_of(made.error()) == Names{row.reason});
  }
}

// Expected: by hand; versions count 1, 2, 3, and the pre-test of version 1 no longer serves.
TEST_CASE("a change after the pre-test raises the version and needs a new pre-test") {
  const Actor manager = who(UserRole::manager);
  const Programme p = programme_in(approved);
  const Programme changed = *set_target(p, change(), manager);
  CHECK(changed.version == 2);
  CHECK(changed.state == draft);
  CHECK(changed.approved_by.empty());
  const auto& versions = changed.measures[0].kpis[0].versions;
  REQUIRE(versions.size() == 2);
  CHECK(versions[0].target == 150);
  CHECK(versions[1].target == 180);
  CHECK(versions[1].by == manager.person);
  CHECK(versions[1].why == change().why);
  CHECK(ids_of(approve(changed, who(UserRole::approver)).error()) ==
        Names{"state", "pretest_missing"});
  const Actor analyst = who(UserRole::analyst);
  CHECK(ids_of(record_pretest(changed, forecast(), {1, "f"}, analyst).error()) == Names{"version"});
  CHECK(ids_of(record_pretest(changed, forecast(), {2, ""}, analyst).error()) ==
        Names{"forecast_hash"});
  const Programme again = *record_pretest(changed, forecast(), {2, "f2"}, analyst);
  CHECK(again.pretested_version == 2);
  CHECK(again.forecast_hash == "f2");
  Revision more = revision_of(again);
  more.measures[0].budget = more.measures[0].budget + Money::from_minor(3);
  more.measures[0].budget_by_year[2] = more.measures[0].budget_by_year[2] + Money::from_minor(3);
  more.budget = more.budget + Money::from_minor(3);
  const Programme richer = *revise(again, more, manager);
  CHECK(richer.version == 3);
  CHECK(ids_of(record_pretest(richer, forecast(), {3, "f3"}, analyst).error()) ==
        Names{"forecast_of_another"});
}

// Expected: by hand; a reviser cannot write history, and a changed ladder is the next version.
TEST_CASE("a revision keeps target versions and numbers the rules") {
  const Actor manager = who(UserRole::manager);
  const Programme p = programme_in(draft);
  Revision r = revision_of(p);
  r.measures[0].kpis[0].versions.back().target = 1;
  r.measures[0].kpis.push_back({"new_firms", {TargetVersion{0, 5, p.last_day, "x", {}, "y"}}});
  r.measures[0].rule.ladder.cure_months = 3;
  r.measures[1].rule.version = 9;
  const Programme next = *revise(p, r, manager);
  CHECK(next.measures[0].kpis[0].versions.back().target == 150);
  CHECK(next.measures[0].kpis[2].versions.empty());
  CHECK(next.measures[0].rule.version == 2);
  CHECK(next.measures[1].rule.version == 1);
  r = revision_of(p);
  r.last_day = r.first_day;
  r.measures[1].id = r.measures[0].id;
  r.measures[0].budget = Money::from_minor(-1);
  CHECK(ids_of(revise(p, r, manager).error()) == Names{"days", "measure_twice", "budget_negative"});
}

// Expected: by hand, one mistake a row.
TEST_CASE("a target is refused without a reason, a number, a day, a KPI or in the past") {
  struct Row {
    const char* reason;
    void (*spoil)(TargetChange&);
  };
  const std::vector<Row> rows{
      {"why_missing", [](TargetChange& c) { c.why = " \n"; }},
      {"target", [](TargetChange& c) { c.target = std::numeric_limits<double>::infinity(); }},
      {"target", [](TargetChange& c) { c.due = Date::of(2026, 1, 1); }},
      {"measure_unknown", [](TargetChange& c) { c.measure = "x"; }},
      {"kpi_unknown", [](TargetChange& c) { c.kpi = "x"; }},
      {"target_time", [](TargetChange& c) { c.at = Instant(); }}};
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    TargetChange c = change();
    row.spoil(c);
    const auto made = set_target(programme_in(draft), c, who(UserRole::manager));
    REQUIRE_FALSE(made);
    CHECK(ids_of(made.error()) == Names{row.reason});
    CHECK(is_told(made.error()));
  }
}

// Expected: by hand.
TEST_CASE("a programme closes when nothing is under way and ends early only with a reason") {
  const Programme p = programme_in(open);
  CHECK(ids_of(close_programme(p, {1, 0}, who(UserRole::manager)).error()) == Names{"under_way"});
  CHECK(ids_of(close_programme(p, {0, 1}, who(UserRole::manager)).error()) == Names{"under_way"});
  CHECK(ids_of(terminate_programme(p, " ", who(UserRole::approver)).error()) ==
        Names{"why_missing"});
  CHECK(terminate_programme(p, "over", who(UserRole::approver))->terminated_why == "over");
}
