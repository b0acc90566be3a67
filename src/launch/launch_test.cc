#include "launch/launch.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "support/adopted_world.h"

using namespace formulary;
using namespace formulary::small_world;

// Expected: by hand from the package, the cards and the pack of the small world.
TEST_CASE("a launched package is a draft with measures, targets, rules and offices") {
  const Allowed<Programme> made = launch(package(), forecast(), mandate(), toolbox(), country());
  REQUIRE(made);
  CHECK(made->state == ProgrammeState::draft);
  CHECK(made->version == 1);
  CHECK(made->pretested_version == 0);
  CHECK(made->last_day == Date::of(2028, 12, 31));
  CHECK(made->budget == Money::from_minor(1'500'000'001));
  CHECK(made->drafted_by == "drafter");
  CHECK(made->package_hash == "package");
  REQUIRE(made->measures.size() == 2);
  const ProgrammeMeasure& grant = made->measures[0];
  CHECK(grant.id == "grant.north.sme");
  CHECK(grant.owner == "the_ministry");
  CHECK(grant.delivery == "the_agency");
  CHECK(grant.selection == Selection::merit);
  CHECK(grant.award_years == 1);
  CHECK(grant.tranches == 3);
  CHECK(grant.rule.version == 1);
  CHECK(grant.rule.ladder.release_at == 0.9);
  CHECK(grant.budget_by_year == std::vector{Money::from_minor(333'333'334),
                                            Money::from_minor(333'333'334),
                                            Money::from_minor(333'333'333)});
  REQUIRE(grant.kpis.size() == 2);
  REQUIRE(grant.kpis[0].versions.size() == 1);
  const TargetVersion& target = grant.kpis[0].versions[0];
  CHECK(target.baseline == 100);
  CHECK(target.target == 150);
  CHECK(target.due == Date::of(2028, 12, 31));
  CHECK(target.by == "drafter");
  CHECK(target.at == mandate().drafted_at);
  CHECK_FALSE(target.why.empty());
}

// Expected: by hand; a region's own office comes first, and the programme's owner where no office
// of the pack holds the role.
TEST_CASE("owners are the region's office, the national one, or the programme's owner") {
  CountryPack pack = country();
  pack.offices.push_back({"north_agency", {}, {"agency"}, "north"});
  const Programme regional = *launch(package(), forecast(), mandate(), toolbox(), pack);
  CHECK(regional.measures[0].delivery == "north_agency");
  CHECK(regional.measures[1].delivery == "the_agency");
  Toolbox tools = toolbox();
  for (Instrument& card : tools.instruments) card.stakeholders = {"nobody", "nobody", {}};
  const Programme orphan = *launch(package(), forecast(), mandate(), tools, country());
  CHECK(orphan.measures[0].owner == "the_ministry");
  CHECK(orphan.measures[0].delivery == "the_ministry");
}

// Expected: by hand, one broken thing a row; the reason that names it.
TEST_CASE("a package that does not hang together is refused with the reason") {
  struct Row {
    const char* reason;
    void (*spoil)(Package&, Forecast&, Mandate&);
  };
  const std::vector<Row> rows{
      {"role", [](Package&, Forecast&, Mandate& m) { m.drafted_by.role = UserRole::approver; }},
      {"person", [](Package&, Forecast&, Mandate& m) { m.drafted_by.person = " "; }},
      {"office", [](Package&, Forecast&, Mandate& m) { m.drafted_by.office = "the_agency"; }},
      {"office_unknown", [](Package&, Forecast&, Mandate& m) { m.owner = "nowhere"; }},
      {"name_missing", [](Package&, Forecast&, Mandate& m) { m.name.kk = ""; }},
      {"name_missing", [](Package&, Forecast&, Mandate& m) { m.programme = ""; }},
      {"tranches", [](Package&, Forecast&, Mandate& m) { m.tranches = 0; }},
      {"package_empty", [](Package& p, Forecast&, Mandate&) { p.measures.clear(); }},
      {"instrument_unknown", [](Package& p, Forecast&, Mandate&) { p.measures[0].variant = "x"; }},
      {"measure_twice",
       [](Package& p, Forecast&, Mandate&) { p.measures[0].id = p.measures[1].id; }},
      {"budget_by_year",
       [](Package& p, Forecast&, Mandate&) {
         p.measures[0].budget_by_year[0] = p.measures[0].budget_by_year[0] + Money::from_minor(1);
       }},
      {"target_before_start",
       [](Package& p, Forecast&, Mandate&) { p.measures[0].kpis[0].period = 2025; }},
      {"target_before_start",
       [](Package& p, Forecast&, Mandate&) { p.measures[0].kpis[0].baseline = std::nan(""); }},
      {"forecast_of_another", [](Package&, Forecast& f, Mandate&) { f.sector = "tools"; }},
      {"forecast_of_another", [](Package&, Forecast& f, Mandate&) { f.years = 2; }},
      {"forecast_of_another", [](Package&, Forecast& f, Mandate&) { f.draws = 0; }},
      {"forecast_of_another", [](Package&, Forecast& f, Mandate&) { f.take_up.pop_back(); }},
      {"forecast_of_another",
       [](Package&, Forecast& f, Mandate&) { f.take_up[0].budget = Money::from_minor(7); }}};
  for (const Row& row : rows) {
    CAPTURE(row.reason);
    Package p = package();
    Forecast f = forecast();
    Mandate m = mandate();
    row.spoil(p, f, m);
    const Allowed<Programme> made = launch(p, f, m, toolbox(), country());
    REQUIRE_FALSE(made);
    CHECK(ids_of(made.error()).contains(row.reason));
    CHECK(is_told(made.error()));
  }
}

// Expected: invariance; whatever the amounts, years sum to measures and measures to the programme.
TEST_CASE("budgets of a launched programme add up to the last minor unit") {
  CHECK(rc::check([] {
    Package p = package();
    for (PlannedMeasure& one : p.measures) {
      one.budget = Money::from_minor(*rc::gen::inRange<std::int64_t>(1, 1'000'000'000'000));
      const std::vector<double> weights{1.0 * *rc::gen::inRange(1, 9), 1, 2.5};
      one.budget_by_year = split(one.budget, weights);
    }
    const auto made = launch(p, forecast_of(p.measures, 3), mandate(), toolbox(), country());
    RC_ASSERT(made.has_value());
    Money sum;
    for (const ProgrammeMeasure& one : made->measures) {
      Money years;
      for (const Money year : one.budget_by_year) years = years + year;
      RC_ASSERT(years == one.budget);
      sum = sum + one.budget;
    }
    RC_ASSERT(sum == made->budget);
  }));
}
