#include "model/cell.h"

#include <cmath>
#include <numeric>

#include <doctest/doctest.h>

#include "base/must.h"
#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

constexpr std::size_t kAllStrata = 1000000;

// A cell of the small world with its view; tests change toolbox and pack before they ask.
struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 300);

  SectorView view(double weight = 1, int years = 4) const {
    return SectorView(pack, toolbox, firms, weight, 0, Stage::growth, Goal::exports, years, 5, 9);
  }
};

constexpr CellKey kSmes{0, 0, CompanyType::sme};

std::vector<double> respond(const SectorView& view, const Cell& cell,
                            const std::vector<const Option*>& options) {
  std::vector<double> benefit(view.draws());
  cell.respond(cell.with_interactions(options), benefit);
  return benefit;
}

double mean(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// One dose of each form: campus, grant, loan, training.
std::vector<Option> usual(const Cell& cell) {
  return {cell.option(0, 0.4, 1), cell.option(1, 20, 1), cell.option(2, 20, 1),
          cell.option(3, 10, 1)};
}

}  // namespace

// Expected: exactly zero, not something small (a package of nothing does nothing).
TEST_CASE("an empty package responds with exactly nothing") {
  const World world;
  const SectorView view = world.view();
  const Cell cell(view, kSmes, 8);
  for (const double benefit : respond(view, cell, {})) CHECK(benefit == 0);
}

// Expected: invariance; the same firms standing for twice as many do twice as much. The facility's
// region holds fewer jobs than crowd it, so that half its users lose nothing to the other half.
TEST_CASE("benefit and cost of awards grow with the firms that each firm stands for") {
  World world;
  world.toolbox.parameters["ecosystem.facility_employees"] = exactly(1e9);
  world.toolbox.parameters["goals.public_funds_value"] = exactly(0);  // one facility's worth later
  const SectorView one = world.view(1);
  const SectorView two = world.view(2);
  const Cell a(one, kSmes, 8);
  const Cell b(two, kSmes, 8);
  const std::vector<Option> from_one = usual(a);
  const std::vector<Option> from_two = usual(b);
  for (std::size_t o = 0; o < from_one.size(); ++o) {
    const auto once = respond(one, a, {&from_one[o]});
    const auto twice = respond(two, b, {&from_two[o]});
    for (std::size_t w = 0; w < once.size(); ++w) {
      CHECK(twice[w] == doctest::Approx(2 * once[w]).epsilon(1e-9));
    }
    CHECK(from_two[o].awards == doctest::Approx(2 * from_one[o].awards).epsilon(1e-9));
    const double fixed = o == 0 ? from_one[o].cost : 1e5;  // a set-up of 1,000 dollars
    CHECK(from_two[o].cost - fixed ==
          doctest::Approx(2 * (from_one[o].cost - fixed)).epsilon(1e-9));
  }
  CHECK(b.firms() == 2 * a.firms());
}

// Expected: invariance; the limit of ever finer strata (every firm its own) is close by at 8.
TEST_CASE("eight strata foresee the use and cost of a tool as one stratum a firm does") {
  const World world;
  const SectorView view = world.view();
  const Cell coarse(view, kSmes, 8);
  const Cell fine(view, kSmes, kAllStrata);
  const std::vector<Option> few = usual(coarse);
  const std::vector<Option> all = usual(fine);
  for (std::size_t o = 0; o < few.size(); ++o) {
    INFO(o);
    CHECK(few[o].awards == doctest::Approx(all[o].awards).epsilon(0.1));
    CHECK(few[o].cost == doctest::Approx(all[o].cost).epsilon(0.1));
  }
}

// Expected: the same for the benefit. A stratum's firms apply alike, where in truth those apply
// that lack what the tool gives: coarse strata see less of a grant for one component, never more.
TEST_CASE("eight strata foresee the benefit of a tool as one stratum a firm does") {
  const World world;
  const SectorView view = world.view();
  const Cell coarse(view, kSmes, 8);
  const Cell fine(view, kSmes, kAllStrata);
  const std::vector<Option> few = usual(coarse);
  const std::vector<Option> all = usual(fine);
  for (std::size_t o = 0; o < few.size(); ++o) {
    INFO(o);
    const double ratio =
        mean(respond(view, coarse, {&few[o]})) / mean(respond(view, fine, {&all[o]}));
    CHECK(ratio < 1.01);
    CHECK(ratio > (o == 1 ? 0.93 : 0.97));
  }
}

// Expected: invariance; a small shift for all is worth the same however firms are put into strata.
TEST_CASE("a small shift is worth what it is worth to each firm, whatever the strata") {
  const World world;
  const SectorView view = world.view();
  const Cell coarse(view, kSmes, 2);
  const Cell fine(view, kSmes, kAllStrata);
  for (std::size_t k = 0; k < kComponents; ++k) {
    INFO(k);
    Option small = coarse.option(0, 0.4, 1);
    for (ByComponent& shift : small.shift) {
      shift = {};
      shift[k] = 1e-5;
    }
    Option same = small;
    same.reach.assign(kAllStrata, 1);
    same.strength.assign(kAllStrata, 1);
    CHECK(mean(respond(view, coarse, {&small})) ==
          doctest::Approx(mean(respond(view, fine, {&same}))).epsilon(1e-4));
  }
}

// Expected: by hand. Nothing to do to apply, so all who know do, and 60 % pass: 0.4 hear in the
// first year and 0.24 are awarded. In the second, 8 % exits made good by firms that start anew:
// waiting 0.16 x 0.92 + (0.6 x 0.92 + 0.08) x 0.4 = 0.4, and 0.24 are awarded again.
TEST_CASE("awards follow awareness, the wish to apply and approval") {
  World world;
  Instrument& grant = world.toolbox.instruments[1];
  grant.application.days = exactly(0);
  grant.application.documents = exactly(0);
  grant.application.compliance_days = exactly(0);
  const SectorView view = world.view(1, 2);
  const Cell cell(view, kSmes, 8);
  const Option option = cell.option(1, 20, 1);
  CHECK(option.eligible == doctest::Approx(cell.firms()));
  CHECK(option.awards_by_year[0] == doctest::Approx(0.24 * cell.firms()));
  CHECK(option.awards_by_year[1] == doctest::Approx(0.24 * cell.firms()));
  CHECK(option.awards == doctest::Approx(0.48 * cell.firms()));
  CHECK(option.applied == doctest::Approx(0.8 * cell.firms()));
  // 20 thousand dollars at 100 with 5 % administration, and a set-up of a thousand dollars.
  CHECK(option.cost_by_year[0] == doctest::Approx(0.24 * cell.firms() * 2.1e6 + 1e5));
  CHECK(option.cost == doctest::Approx(0.48 * cell.firms() * 2.1e6 + 1e5));
  const Option half = cell.option(1, 20, 0.5);
  CHECK(half.awards_by_year[0] == doctest::Approx(0.12 * cell.firms()));
}

// Expected: by definition; years before the set-up hand out nothing.
TEST_CASE("nobody is awarded before the measure is set up") {
  World world;
  world.toolbox.instruments[1].lag.set_up_years = exactly(1.5);
  const SectorView view = world.view();
  const Cell cell(view, kSmes, 8);
  const Option option = cell.option(1, 20, 1);
  CHECK(option.awards_by_year[0] == 0);
  CHECK(option.awards_by_year[1] > 0);
  CHECK(option.awards_by_year[2] > option.awards_by_year[1]);
}

// Expected: by definition; a longer way to an award, or fewer who hear of it, bring fewer.
TEST_CASE("effort and ignorance keep firms away") {
  const auto awards = [](const World& world) {
    const SectorView view = world.view();
    return Cell(view, kSmes, 8).option(1, 20, 1).awards;
  };
  World slow;
  slow.toolbox.instruments[1].application.days.value *= 2;
  World quiet;
  quiet.toolbox.parameters["take_up.awareness.sme"].value /= 2;
  CHECK(awards(slow) < awards(World{}));
  CHECK(awards(quiet) < 0.75 * awards(World{}));
}

// Expected: by hand; half the region's jobs, but never less than a quarter of the facility.
TEST_CASE("a company type carries its share of a facility's cost") {
  const World world;
  const SectorView view = world.view();
  const Cell smes(view, kSmes, 8);
  const auto group = world.firms.group(0, 0);
  double jobs = 0;
  double own = 0;
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const double n = static_cast<double>(world.firms.employees[i]);
    jobs += n;
    own += world.firms.type[i] == index_of(CompanyType::sme) ? n : 0;
  }
  const double whole = 1e5 + 0.4 * 1e8 * 1.05;  // set-up, 0.4 million dollars, administration
  CHECK(smes.option(0, 0.4, 1).cost == doctest::Approx(whole * std::max(0.25, own / jobs)));
  CHECK(Cell(view, {0, 0, CompanyType::newcomer}, 8).option(0, 0.4, 1).cost >=
        0.25 * whole * (1 - 1e-12));
}

// Expected: model.md section 1; tools whose effect is positive never take away from each other.
TEST_CASE("another tool never lowers the benefit of a package") {
  World world;
  for (Instrument& card : world.toolbox.instruments) {
    card.variants.front().mechanism.response.sd_percent = 0;
  }
  const SectorView view = world.view();
  const Cell cell(view, kSmes, 8);
  const std::vector<Option> all = usual(cell);
  std::vector<const Option*> package;
  double before = 0;
  for (const Option& option : all) {
    package.push_back(&option);
    const double now = mean(respond(view, cell, package));
    CHECK(now > before);
    before = now;
  }
}

// Expected: by hand; the campus lifts the shift of training by 1.3, training does not lift it.
TEST_CASE("interactions inside a package put a factor on the option they speak of") {
  const World world;
  const SectorView view = world.view();
  const Cell cell(view, kSmes, 8);
  const std::vector<Option> all = usual(cell);
  const std::vector<const Option*> pair{&all[0], &all[3]};
  const auto chosen = cell.with_interactions(pair);
  CHECK(chosen[0].factor == 1);
  CHECK(chosen[1].factor == doctest::Approx(1.3));
}

// Expected: by hand, from the card; each cell refuses for the first reason that holds.
TEST_CASE("a cell refuses what is not indicated, lacks its conditions or is contraindicated") {
  World world;
  world.toolbox.instruments[0].stages = {Stage::decline};
  Criterion dense;
  dense.field = Field::labour_market_density;
  dense.min = 0.9;
  world.toolbox.instruments[1].conditions.all = {{dense}};
  Criterion old;
  old.field = Field::age_years;
  old.min = 0;
  world.toolbox.instruments[2].variants.front().contraindications = {
      {{{{old}}}, {"too old", "", ""}, ""}};
  Criterion huge;
  huge.field = Field::employees;
  huge.min = 1e6;
  world.toolbox.instruments[3].variants.front().eligibility.all = {{huge}};
  const SectorView view = world.view();
  const Cell cell(view, kSmes, 8);
  CHECK(cell.open_forms().empty());
  REQUIRE(cell.refusals().size() == 4);
  std::array<RefusalReason, 4> reason{};
  for (const CellRefusal& refusal : cell.refusals()) reason[refusal.form] = refusal.reason;
  CHECK(reason[0] == RefusalReason::not_indicated);
  CHECK(reason[1] == RefusalReason::conditions_missing);
  CHECK(reason[2] == RefusalReason::contraindicated);
  CHECK(reason[3] == RefusalReason::nobody_eligible);
  for (const CellRefusal& refusal : cell.refusals()) {
    if (refusal.form == 2) CHECK(refusal.text.en == "too old");
  }
}

// Expected: known truth; the base year's sums are the firms', the trend the pack's log points.
TEST_CASE("base sums are the firms' and the trend is the pack's") {
  const World world;
  const SectorView view = world.view(3);
  const Cell cell(view, kSmes, 8);
  double jobs = 0;
  double firms = 0;
  for (std::size_t i = 0; i < 300; ++i) {
    if (world.firms.type[i] != index_of(CompanyType::sme)) continue;
    jobs += 3 * static_cast<double>(world.firms.employees[i]);
    firms += 3;
  }
  const Totals base = cell.base_totals();
  CHECK(base[Metric::firms] == doctest::Approx(firms));
  CHECK(base[Metric::employees] == doctest::Approx(jobs));
  const Totals trend = cell.trend_totals(4);
  CHECK(trend[Metric::employees] == doctest::Approx(jobs * std::exp(4 * 0.025)));
  CHECK(trend[Metric::revenue] == doctest::Approx(base[Metric::revenue] * std::exp(4 * 0.04)));
  const Totals nothing = cell.response_totals({}, 4);
  for (std::size_t m = 0; m < kMetrics; ++m) CHECK(nothing.sum[m] == trend.sum[m]);
}

// Expected: by definition; a cell without firms is a mistake of the caller.
TEST_CASE("a cell must have a firm") {
  World world;
  world.firms = small_world::population(world.pack, 0);
  const SectorView view = world.view();
  CHECK_THROWS_AS(Cell(view, kSmes, 8), Broken);
}
