#include "diagnose/diagnose.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

Problem problem(const std::string& id, Component component,
                const std::vector<std::string>& indicators) {
  Problem result;
  result.id = id;
  result.component = component;
  for (const std::string& indicator : indicators) result.signs.push_back({indicator, -0.5});
  return result;
}

// Credit one spread below the peers, schools two above, roads of two regions (no yardstick).
struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 100);

  World() {
    pack.readings.push_back({"credit", "crafts", 2020, 30, 50, 20, "s", false});
    for (const auto& [subject, value] :
         {std::pair{"AAA", 1.0}, {"BBB", 2.0}, {"CCC", 3.0}, {"SML", 4.0}}) {
      pack.readings.push_back({"schools", subject, 2020, value, 0, 0, "s", false});
    }
    toolbox.problems = {
        problem("bad_roads", Component::infrastructure, {"roads"}),
        problem("few_schools", Component::workforce, {"schools"}),
        problem("short_of_money", Component::finance, {"credit"}),
        problem("short_of_much", Component::finance, {"credit", "schools", "roads"})};
  }
  Diagnosis ask(const std::optional<std::string>& region = std::nullopt) const {
    return diagnose(pack, toolbox, firms, "crafts", region, Stage::growth, {0, 1, 0, 0});
  }
};

const ComponentState& state(const Diagnosis& diagnosis, Component component) {
  return diagnosis.components[index_of(component)];
}

double shadow_share(const Diagnosis& diagnosis, Component component) {
  double all = 0;
  for (const ComponentState& one : diagnosis.components) all += one.shadow_return;
  return state(diagnosis, component).shadow_return / all;
}

}  // namespace

// Expected: the z-scores; a component behind the peers has less access than with their conditions,
// one ahead of them more, and the others the same.
TEST_CASE("access is held against the same firms with peers' conditions") {
  const Diagnosis d = World().ask();
  CHECK(state(d, Component::finance).access < state(d, Component::finance).benchmark);
  CHECK(state(d, Component::workforce).access > state(d, Component::workforce).benchmark);
  CHECK(state(d, Component::science).access ==
        doctest::Approx(state(d, Component::science).benchmark));
  CHECK(d.stage == Stage::growth);
  CHECK(d.stage_probability[1] == 1);
}

// Expected: model.md section 1; under equal weights the scarcest component binds most.
TEST_CASE("the scarcest component binds") {
  const Diagnosis d = World().ask();
  CHECK(state(d, Component::finance).binding);
  CHECK_FALSE(state(d, Component::workforce).binding);
  for (const ComponentState& one : d.components) {
    CHECK(one.shadow_return <= state(d, Component::finance).shadow_return);
    CHECK(one.weight == doctest::Approx(0.2));
    CHECK(one.binding == (one.shadow_return >= 0.75 * state(d, Component::finance).shadow_return));
  }
}

// Expected: by hand; the one known sign is one spread deep of two and a half, 0.4, times the
// component's share of the shadow returns. Of three signs two are known and one speaks: 0.2.
TEST_CASE("problems are ranked by the depth of their signs and the return of their component") {
  const Diagnosis d = World().ask();
  REQUIRE(d.problems.size() == 2);
  const double share = shadow_share(d, Component::finance);
  CHECK(d.problems[0].problem == "short_of_money");
  CHECK(d.problems[0].score == doctest::Approx(0.4 * share));
  CHECK(d.problems[0].signs.size() == 1);
  CHECK(d.problems[0].signs[0].goodness == doctest::Approx(-1));
  CHECK(d.problems[1].problem == "short_of_much");
  CHECK(d.problems[1].score == doctest::Approx(0.2 * share));
  CHECK(d.problems[1].unknown == std::vector<std::string>{"roads"});
}

// Expected: by definition; only signs at or below their threshold speak.
TEST_CASE("a sign speaks from its threshold on") {
  World world;
  world.toolbox.problems[2].signs[0].threshold_z = -1;
  CHECK(world.ask().problems.front().problem == "short_of_money");
  world.toolbox.problems[2].signs[0].threshold_z = -1.01;
  CHECK(world.ask().problems.front().problem == "short_of_much");
}

// Expected: the card; a problem of other stages or kinds of production is none of this sector.
TEST_CASE("problems of other stages and profiles are left out") {
  World world;
  world.toolbox.problems[2].stages = {Stage::decline};
  world.toolbox.problems[3].profiles = {"science_based"};
  CHECK(world.ask().problems.empty());
  world.toolbox.problems[2].stages = {Stage::decline, Stage::growth};
  world.toolbox.problems[3].profiles = {"plain"};
  CHECK(world.ask().problems.size() == 2);
}

// Expected: by definition; what was not measured is said to be unknown and nothing else.
TEST_CASE("indicators without a reading are named, those of regions where one is asked about") {
  const World world;
  const Diagnosis country = world.ask();
  CHECK(state(country, Component::infrastructure).unknown.empty());
  CHECK(state(country, Component::finance).signs.size() == 1);
  const Diagnosis north = world.ask("north");
  CHECK(north.region == "north");
  CHECK(state(north, Component::infrastructure).unknown == std::vector<std::string>{"roads"});
}

// Expected: invariance; better credit with nothing else changed raises the index.
TEST_CASE("the index rises with a component that gets better") {
  World world;
  const Diagnosis before = world.ask();
  world.pack.readings.front().value = 50;
  const Diagnosis after = world.ask();
  CHECK(after.index > before.index);
  CHECK(after.benchmark_index == doctest::Approx(before.benchmark_index));
  CHECK(after.problems.empty());
}
