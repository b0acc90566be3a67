#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "diagnose/diagnose.h"
#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 200);
  SensitivityOptions options;

  World() {
    options.sectors = {"crafts"};
    options.draws = 8;
  }
  // A world without noise, drawn parameters or doubt: every firm stands at the benchmark.
  static World certain() {
    World world;
    for (auto& [key, quantity] : world.toolbox.parameters) quantity.sd = 0;
    world.toolbox.parameters["ecosystem.access_sd"] = exactly(0);
    for (Instrument& card : world.toolbox.instruments) {
      card.variants.front().mechanism.response.sd_percent = 0;
      card.variants.front().mechanism.response.after_years = 3;
    }
    return world;
  }
  Sensitivity ask() const {
    return sensitivity(pack, toolbox, firms, {Stage::growth, Stage::growth}, options);
  }
};

const SensitivityCell& cell(const Sensitivity& answer, const std::string& instrument,
                            CompanyType type) {
  const auto at = std::find_if(answer.cells.begin(), answer.cells.end(), [&](const auto& one) {
    return one.instrument == instrument && one.company_type == type;
  });
  REQUIRE(at != answer.cells.end());
  return *at;
}

Criterion at_least(Field field, double value) {
  Criterion criterion;
  criterion.field = field;
  criterion.min = value;
  return criterion;
}

}  // namespace

// Expected: the round trip; firms at the benchmark answer a tool as the study's firm did, by
// 6 percent after the study's three years.
TEST_CASE("a firm at the benchmark answers as the study says") {
  const Sensitivity answer = World::certain().ask();
  const SensitivityCell& loan = cell(answer, "loan", CompanyType::sme);
  CHECK(loan.response.mean == doctest::Approx(6));
  CHECK(loan.response.p5 == doctest::Approx(loan.response.p95));
}

// Expected: by definition; no combination of sector, form and company type goes unanswered.
TEST_CASE("every combination is answered, in order") {
  World world;
  world.options.sectors = {};
  const Sensitivity answer = world.ask();
  CHECK(answer.cells.size() == 2 * 4 * 4);
  const auto key = [](const SensitivityCell& c) {
    return std::tuple(c.sector, c.instrument, c.variant, c.company_type);
  };
  CHECK(std::is_sorted(answer.cells.begin(), answer.cells.end(),
                       [&](const auto& a, const auto& b) { return key(a) < key(b); }));
  for (const SensitivityCell& one : answer.cells) {
    CHECK(one.response.p5 <= one.response.p50);
    CHECK(one.response.p50 <= one.response.p95);
  }
  world.pack.sectors[1].analysed = false;
  CHECK(world.ask().cells.size() == 16);
}

// Expected: model.md section 1; where finance binds, finance moves firms more than where it does
// not, and the reason says so.
TEST_CASE("a tool moves firms more where the component it works on binds") {
  World rich;
  rich.pack.readings.push_back({"credit", "crafts", 2020, 100, 50, 20, "s", false});
  World poor;
  poor.pack.readings.push_back({"credit", "crafts", 2020, 0, 50, 20, "s", false});
  const SensitivityCell here = cell(poor.ask(), "grant", CompanyType::sme);
  const SensitivityCell there = cell(rich.ask(), "grant", CompanyType::sme);
  CHECK(here.response.mean > 2 * there.response.mean);
  CHECK(here.reason == SensitivityReason::treats_binding);
  CHECK(here.binding == Component::finance);
  CHECK(there.reason == SensitivityReason::binds_elsewhere);
  CHECK(there.binding != Component::finance);
}

// Expected: by hand, from the cards.
TEST_CASE("a refusal is told by its reason, in the card's words where it has some") {
  World world;
  auto& cards = world.toolbox.instruments;
  cards[0].stages = {Stage::decline};
  cards[1].conditions.all = {{at_least(Field::labour_market_density, 0.9)}};
  cards[2].variants.front().contraindications = {
      {{{{at_least(Field::age_years, 0)}}}, {"too old", "", ""}, ""}};
  cards[3].variants.front().eligibility.all = {{at_least(Field::employees, 1e6)}};
  const Sensitivity answer = world.ask();
  CHECK(cell(answer, "campus", CompanyType::sme).reason == SensitivityReason::not_indicated);
  CHECK(cell(answer, "grant", CompanyType::sme).reason == SensitivityReason::conditions_missing);
  CHECK(cell(answer, "loan", CompanyType::sme).reason == SensitivityReason::contraindicated);
  CHECK(cell(answer, "loan", CompanyType::sme).text.en == "too old");
  CHECK(cell(answer, "training", CompanyType::sme).reason == SensitivityReason::nobody_eligible);
}

// Expected: by definition; the goal is not asked, so a tool for other goals is answered all the
// same.
TEST_CASE("sensitivity does not ask for the goal") {
  World world;
  world.toolbox.instruments[1].goals = {Goal::technology_leadership};
  const auto reason = cell(world.ask(), "grant", CompanyType::sme).reason;
  CHECK((reason == SensitivityReason::treats_binding ||
         reason == SensitivityReason::binds_elsewhere));
}

// Expected: invariance; the same seed gives the same bytes.
TEST_CASE("the same seed gives the same answer and another seed another") {
  World world;
  const auto mean = [&] { return cell(world.ask(), "grant", CompanyType::sme).response.mean; };
  const double first = mean();
  CHECK(mean() == first);
  world.options.seed = 2;
  CHECK(mean() != first);
}

// Expected: by hand; without crowding the users elsewhere change no response, and of a facility's
// cost the SMEs, for whom alone it is, carry their part of all SMEs' jobs in each region.
TEST_CASE("a facility open to the region costs a sector what its users are of all users") {
  World world = World::certain();
  for (const char* key : {"facility_congestion", "facility_least_share"}) {
    world.toolbox.parameters["ecosystem." + std::string(key)] = exactly(0);
  }
  world.options.most_firms = 100000;
  Instrument& campus = world.toolbox.instruments[0];
  campus.company_types = {CompanyType::sme};
  const SensitivityCell alone = cell(world.ask(), "campus", CompanyType::sme);
  campus.variants.front().mechanism.open_to = OpenTo::region;
  // A thousand firms of ten, of which nobody is young: 5,000 jobs of SMEs in each region.
  world.pack.company_types.newcomer_age_below = 0;
  world.pack.company_types.startup_age_below = 0;
  world.pack.marginals.size_classes = {{"small", {}, 10, 10}};
  world.pack.marginals.firms = {{"tools", "small", exactly(1000)}};
  world.pack.marginals.pareto_exponent = exactly(1.06);
  world.pack.marginals.age_weibull_shape = exactly(0.67);
  world.pack.marginals.age_weibull_scale_years = exactly(9);
  const SensitivityCell shared = cell(world.ask(), "campus", CompanyType::sme);
  CHECK(shared.response.mean == doctest::Approx(alone.response.mean));
  double cost = 0;  // of two facilities
  for (std::size_t r = 0; r < 2; ++r) {
    double own = 0;
    const auto group = world.firms.group(0, r);
    for (std::size_t i = group.begin; i < group.end; ++i) {
      if (world.firms.type[i] != index_of(CompanyType::sme)) continue;
      own += static_cast<double>(world.firms.employees[i]);
    }
    cost += own / (own + 5000);
  }
  CHECK(shared.per_cost / alone.per_cost == doctest::Approx(2 / cost));
}
