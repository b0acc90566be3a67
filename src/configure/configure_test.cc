#include "configure/configure.h"

#include <algorithm>
#include <numeric>
#include <set>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

// The small world with what a ministry asks; tests change either before they ask.
struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 150);
  Envelope envelope;
  ConfigureOptions options;
  std::vector<Component> binding{Component::finance};

  World() {
    envelope.country = "smallia";
    envelope.sector = "crafts";
    envelope.budget = *Money::parse("150m");
    envelope.years = 3;
    options.scenarios = 4;
    options.threads = 1;
    options.alternatives = {};
  }

  Configuration ask() const {
    Diagnosis diagnosis;
    diagnosis.sector = envelope.sector;
    diagnosis.stage = Stage::growth;
    for (std::size_t k = 0; k < kComponents; ++k) {
      ComponentState state;
      state.component = static_cast<Component>(k);
      state.binding = std::count(binding.begin(), binding.end(), state.component) > 0;
      diagnosis.components.push_back(state);
    }
    RankedProblem problem;
    problem.problem = "short_of_money";
    problem.instruments = {"grant", "loan"};
    diagnosis.problems = {problem};
    return configure(pack, toolbox, firms, 1, diagnosis, envelope, options);
  }
  Package package() const {
    const Configuration answer = ask();
    REQUIRE(std::holds_alternative<Package>(answer));
    return std::get<Package>(answer);
  }
  Infeasible limits() const {
    const Configuration answer = ask();
    REQUIRE(std::holds_alternative<Infeasible>(answer));
    return std::get<Infeasible>(answer);
  }
};

bool names(const std::vector<std::string>& list, const std::string& id) {
  return std::find(list.begin(), list.end(), id) != list.end();
}

// Instruments by cell (region and company type).
std::map<std::string, std::set<std::string>> cells_of(const Package& package) {
  std::map<std::string, std::set<std::string>> cells;
  for (const PlannedMeasure& m : package.measures) {
    cells[m.region + "." + id_of(m.company_type)].insert(m.instrument);
  }
  return cells;
}

Money total_of(const std::vector<PlannedMeasure>& measures) {
  Money sum;
  for (const PlannedMeasure& m : measures) sum = sum + m.budget;
  return sum;
}

bool same(const PlannedMeasure& a, const PlannedMeasure& b) {
  return a.id == b.id && a.variant == b.variant && a.dose == b.dose && a.coverage == b.coverage &&
         a.budget == b.budget && a.budget_by_year == b.budget_by_year &&
         a.expected_awards == b.expected_awards && a.why.gain_if_kept == b.why.gain_if_kept;
}

}  // namespace

// Expected: the envelope, in whole minor units; no rounding may spend money that is not there.
TEST_CASE("measures never cost more than the envelope, and years add up to the measure exactly") {
  for (const char* budget : {"20m", "33333333.33", "150m", "1bn"}) {
    INFO(std::string(budget));
    World world;
    world.envelope.budget = *Money::parse(budget);
    const Package package = world.package();
    CHECK(!package.measures.empty());
    CHECK(total_of(package.measures) <= world.envelope.budget);
    for (const PlannedMeasure& m : package.measures) {
      CHECK(m.budget_by_year.size() == 3);
      Money sum;
      for (const Money year : m.budget_by_year) {
        CHECK(year.minor() >= 0);
        sum = sum + year;
      }
      CHECK(sum == m.budget);
    }
    CHECK(total_of(package.blanket) == world.envelope.budget);
  }
}

// Expected: the calendar of model.md section 8; spending runs at most half ahead of an even one.
TEST_CASE("spending keeps to the calendar of the years") {
  World world;
  world.envelope.budget = *Money::parse("40m");
  const Package package = world.package();
  double first = 0;
  for (const PlannedMeasure& m : package.measures) first += m.budget_by_year.front().major();
  CHECK(first <= 0.5 * 40e6 * (1 + 1e-9));
}

// Expected: the cards; the grant and the loan exclude each other, training requires the campus.
TEST_CASE("no cell holds tools that exclude each other or lack what they require") {
  for (const char* budget : {"60m", "150m", "5bn"}) {
    World world;
    world.envelope.budget = *Money::parse(budget);
    for (const auto& [cell, tools] : cells_of(world.package())) {
      INFO(cell);
      CHECK((tools.count("grant") == 0 || tools.count("loan") == 0));
      CHECK((tools.count("training") == 0 || tools.count("campus") == 1));
    }
  }
}

// Expected: by definition, the least one of one.
TEST_CASE("no cell holds more tools than the envelope allows") {
  World world;
  world.envelope.budget = *Money::parse("5bn");
  world.envelope.most_instruments = 1;
  for (const auto& [cell, tools] : cells_of(world.package())) CHECK(tools.size() == 1);
}

// Expected: the envelope; nothing is planned outside its regions and company types.
TEST_CASE("measures stay inside the envelope's regions and company types") {
  World world;
  world.envelope.regions = {"south"};
  world.envelope.company_types = {CompanyType::sme};
  const Package package = world.package();
  CHECK(!package.measures.empty());
  for (const PlannedMeasure& m : package.measures) {
    CHECK(m.region == "south");
    CHECK(m.company_type == CompanyType::sme);
    CHECK(m.sector == "crafts");
  }
}

// Expected: invariance; every package of the smaller budget is one of the larger. The claim holds
// for the certified bound at once and for the plan up to its certified gap.
TEST_CASE("more money never lowers the benefit") {
  double before = 0;
  double bound_before = 0;
  for (const char* budget : {"20m", "40m", "80m", "160m", "320m", "640m"}) {
    INFO(std::string(budget));
    World world;
    world.envelope.budget = *Money::parse(budget);
    world.envelope.risk_aversion = 0;
    world.toolbox.parameters["goals.public_funds_value"] = exactly(0);
    const Package package = world.package();
    CHECK(package.benefit.mean_field >= before * (1 - 1e-9));
    CHECK(package.bound >= bound_before);
    CHECK(package.benefit.mean_field <= package.bound * (1 + 1e-9));
    before = package.benefit.mean_field * (1 - package.gap);
    bound_before = package.benefit.mean_field;
  }
}

// Expected: by definition of a Pareto front; its points rise together, and the plan is one of them.
TEST_CASE("alternatives rise with their budget and hold the plan itself") {
  World world;
  world.options.alternatives = {0.25, 0.5, 2.0};
  const Package package = world.package();
  REQUIRE(package.alternatives.size() == 4);
  for (std::size_t a = 0; a < 4; ++a) {
    const Alternative& point = package.alternatives[a];
    CHECK(point.worst_tenth <= point.benefit);
    CHECK(point.measures >= static_cast<int>(point.instruments.size()));
    if (a == 0) continue;
    CHECK(point.budget > package.alternatives[a - 1].budget);
    CHECK(point.benefit >= package.alternatives[a - 1].benefit);
  }
  CHECK(package.alternatives[2].budget == world.envelope.budget);
  CHECK(package.alternatives[2].benefit == package.benefit.mean_field);
}

// Expected: by definition; no limit is used beyond its value, and scarce money has a price.
TEST_CASE("shadow prices are told with what is used of each limit") {
  World world;
  world.envelope.budget = *Money::parse("60m");
  const Package package = world.package();
  REQUIRE(!package.prices.empty());
  CHECK(package.prices.front().limit == "budget");
  CHECK(package.prices.front().limit_value == doctest::Approx(60e6));
  double dearest = 0;
  for (const ShadowPrice& price : package.prices) {
    INFO(price.limit);
    CHECK(price.price >= 0);
    if (!price.limit.starts_with("addresses")) {
      CHECK(price.used <= price.limit_value * (1 + 1e-6));
    }
    dearest = std::max(dearest, price.price);
  }
  CHECK(dearest > 0.25);  // dearer than the use that the budget has elsewhere
}

// Expected: one crown buys nothing; the limits that bind are named.
TEST_CASE("an impossible budget is infeasible and names its limits") {
  World world;
  world.envelope.budget = *Money::parse("1.00");
  const Infeasible answer = world.limits();
  CHECK(names(answer.limits, "budget"));
  CHECK(names(answer.limits, "addresses.finance"));
  CHECK(answer.remedy == Remedy::larger_budget);
  world.envelope.budget = Money();
  CHECK(names(world.limits().limits, "budget"));
  CHECK(world.limits().remedy == Remedy::positive_budget);
}

// Expected: half the money in each of two regions and in all the same leaves no slack at all.
TEST_CASE("a least share per region is kept, or the region's limit is named") {
  World world;
  world.envelope.minimum_region_share = 0.3;
  const Package package = world.package();
  for (const char* region : {"north", "south"}) {
    double money = 0;
    for (const PlannedMeasure& m : package.measures) {
      if (m.region == region) money += m.budget.major();
    }
    CHECK(money >= 0.3 * 150e6 * (1 - 1e-6));
  }
  world.envelope.budget = *Money::parse("900bn");  // more than these firms can take
  const Infeasible answer = world.limits();
  CHECK((names(answer.limits, "region.north") || names(answer.limits, "region.south")));
  CHECK(answer.remedy == Remedy::looser_limits);
}

// Expected: by definition; somewhere a tool works at least a quarter on each component that binds,
// and a component that no tool works on is named.
TEST_CASE("every binding component is addressed or named as out of reach") {
  World world;
  world.binding = {Component::science, Component::infrastructure};
  world.envelope.budget = *Money::parse("900m");
  const Package package = world.package();
  bool science = false;
  bool infrastructure = false;
  for (const PlannedMeasure& m : package.measures) {
    science |= m.instrument == "campus";
    infrastructure |= m.instrument == "loan";
  }
  CHECK(science);
  CHECK(infrastructure);
  CHECK(package.unaddressed.empty());
  world.toolbox.instruments[0].variants.front().mechanism.share = {1, 0, 0, 0, 0};
  CHECK(world.package().unaddressed == std::vector<std::string>{"science"});
}

// Expected: invariance; the answer's bytes do not depend on the number of threads.
TEST_CASE("one thread and two give the same package") {
  World world;
  world.options.alternatives = {0.5};
  const Package one = world.package();
  world.options.threads = 2;
  const Package two = world.package();
  REQUIRE(one.measures.size() == two.measures.size());
  for (std::size_t m = 0; m < one.measures.size(); ++m) {
    CHECK(same(one.measures[m], two.measures[m]));
  }
  CHECK(one.bound == two.bound);
  CHECK(one.gap == two.gap);
  CHECK(one.benefit.mean_field == two.benefit.mean_field);
  CHECK(one.benefit.worst_tenth == two.benefit.worst_tenth);
  CHECK(one.blanket_benefit.mean_field == two.blanket_benefit.mean_field);
  REQUIRE(one.alternatives.size() == two.alternatives.size());
  CHECK(one.alternatives.front().benefit == two.alternatives.front().benefit);
  REQUIRE(one.refused.size() == two.refused.size());
  for (std::size_t r = 0; r < one.refused.size(); ++r) {
    CHECK(one.refused[r].instrument == two.refused[r].instrument);
    CHECK(one.refused[r].reduced_cost == two.refused[r].reduced_cost);
  }
}

// Expected: model.md section 8; every measure has its KPIs, a schedule with offices and reasons.
TEST_CASE("every measure says how it is measured, when it runs, who does it and why") {
  const World world;
  for (const PlannedMeasure& m : world.package().measures) {
    INFO(m.id);
    REQUIRE(!m.kpis.empty());
    CHECK(m.kpis.front().period == 2025 + 3);
    CHECK(m.kpis.front().target != m.kpis.front().no_policy);
    REQUIRE(!m.schedule.empty());
    for (const Step& step : m.schedule) {
      CHECK(step.from_month <= step.to_month);
      CHECK((step.office == "the_ministry" || step.office == "the_agency"));
    }
    CHECK(m.expected_awards > 0);
    const bool money = m.instrument == "grant" || m.instrument == "loan";
    CHECK(m.why.problem == (money ? "short_of_money" : ""));
  }
}

// Expected: the cards and the plan; a tool is in the plan of a cell or refused there with a reason.
TEST_CASE("every tool of the toolbox is planned or refused") {
  World world;
  world.toolbox.instruments[2].goals = {Goal::technology_leadership};
  const Package package = world.package();
  for (const Instrument& card : world.toolbox.instruments) {
    INFO(card.id);
    std::size_t planned = 0;
    for (const PlannedMeasure& m : package.measures) planned += m.instrument == card.id ? 1 : 0;
    std::size_t refused = 0;
    for (const Refusal& r : package.refused) {
      if (r.instrument != card.id) continue;
      refused += static_cast<std::size_t>(r.cells);
      if (card.id == "loan") CHECK(r.reason == RefusalReason::not_indicated);
    }
    CHECK(planned + refused == static_cast<std::size_t>(package.summary.cells));
  }
}

// Expected: by hand; an application that takes years of work draws nobody, whoever is eligible.
TEST_CASE("a tool that too few firms would come to is refused for that") {
  World world;
  world.toolbox.instruments[1].application.days = exactly(1e6);
  int refused = 0;
  for (const Refusal& refusal : world.package().refused) {
    if (refusal.instrument != "grant") continue;
    CHECK(refusal.reason == RefusalReason::too_few_would_come);
    refused += refusal.cells;
  }
  CHECK(refused == world.package().summary.cells);
}

// Expected: by definition; no firm, no package.
TEST_CASE("a sector without firms is infeasible for want of firms") {
  World world;
  world.firms = small_world::population(world.pack, 0);
  CHECK(names(world.limits().limits, "firms"));
  CHECK(world.limits().remedy == Remedy::other_firms);
}
