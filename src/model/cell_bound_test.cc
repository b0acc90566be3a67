// The certificate of `configure` rests on one claim: the tangent at a package, plus the bounds of
// other options, is worth at least every package that adds some of them. Here it is put to random
// packages, random prices of draws, and effects that are now and then harmful.
#include <cmath>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "model/cell.h"
#include "support/small_world.h"

using namespace formulary;

namespace {

// Two doses and two coverages of each form of the small world.
struct World {
  explicit World(double doubt, bool interactions) {
    for (Instrument& card : toolbox.instruments) {
      Response& response = card.variants.front().mechanism.response;
      response.sd_percent = doubt * response.percent;
      if (!interactions) card.interactions.clear();
    }
    view = std::make_unique<SectorView>(pack, toolbox, firms, 1, 0, Stage::growth, Goal::exports, 4,
                                        kDraws, 9);
    cell = std::make_unique<Cell>(*view, CellKey{0, 0, CompanyType::sme}, 6);
    for (const std::size_t form : cell->open_forms()) {
      for (const double dose : view->forms()[form].variant->dose.steps) {
        for (const double coverage : {1.0, 0.3}) {
          options.push_back(cell->option(form, dose, coverage));
        }
      }
    }
  }
  static constexpr std::size_t kDraws = 5;
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 120);
  std::unique_ptr<SectorView> view;
  std::unique_ptr<Cell> cell;
  std::vector<Option> options;

  double worth(const std::vector<Chosen>& chosen, const std::vector<double>& weight) const {
    std::vector<double> benefit(kDraws);
    cell->respond(chosen, benefit);
    return std::inner_product(benefit.begin(), benefit.end(), weight.begin(), 0.0);
  }
};

// A random package and random others, one option a form at most.
struct Split {
  std::vector<const Option*> chosen;
  std::vector<const Option*> open;
  std::vector<double> weight;
};
Split random_split(const World& world) {
  Split split;
  for (std::size_t form = 0; form < 4; ++form) {
    const auto number = form * 4 + *rc::gen::inRange<std::size_t>(0, 4);
    const int place = *rc::gen::inRange(0, 3);
    if (place == 1) split.chosen.push_back(&world.options[number]);
    if (place == 2) split.open.push_back(&world.options[number]);
  }
  for (std::size_t w = 0; w < World::kDraws; ++w) {
    split.weight.push_back(*rc::gen::inRange(0, 100) / 100.0);
  }
  return split;
}

std::vector<const Option*> all_of(const Split& split) {
  std::vector<const Option*> all = split.chosen;
  all.insert(all.end(), split.open.begin(), split.open.end());
  return all;
}

// The bound as pricing takes it: each option's shift at its widest factor in the whole set.
double bound_of(const World& world, const Split& split) {
  const std::vector<Chosen> whole = world.cell->with_interactions(all_of(split));
  const std::vector<Chosen> state(whole.begin(),
                                  whole.begin() + static_cast<std::ptrdiff_t>(split.chosen.size()));
  std::vector<Slope> slopes(split.open.size());
  double bound = world.cell->tangent(state, split.weight, split.open, slopes);
  for (std::size_t j = 0; j < slopes.size(); ++j) {
    const double factor = whole[split.chosen.size() + j].factor;
    bound += slopes[j].direct + factor * (slopes[j].gain + slopes[j].harm);
  }
  return bound;
}

void expect_bound(const World& world) {
  const Split split = random_split(world);
  const double worth = world.worth(world.cell->with_interactions(all_of(split)), split.weight);
  RC_ASSERT(worth <= bound_of(world, split) + 1e-9 * (1 + std::fabs(worth)));
}

}  // namespace

// Expected: theory; log E and log a_k are concave in the logits (model.md section 1), so a tangent
// lies above. A third of the draws see harmful effects here.
TEST_CASE("the tangent with the others' bounds is above every package that adds them") {
  const World world(2, false);
  CHECK(rc::check([&] { expect_bound(world); }));
}

// Expected: the same, with training strengthened by the campus and every effect helpful.
TEST_CASE("the bound holds where tools strengthen each other") {
  const World world(0.1, true);
  CHECK(rc::check([&] { expect_bound(world); }));
}

// Expected: the response itself, with a loan that does harm, which the campus halves.
TEST_CASE("the bound holds where one tool weakens another that does harm") {
  World world(0, false);
  Instrument& loan = world.toolbox.instruments[2];
  loan.interactions = {{"campus", InteractionKind::weakens, 0.5, {}, {}, ""}};
  Option harmful = world.options[8];
  for (ByComponent& shift : harmful.shift) {
    for (double& value : shift) value = -value;
  }
  const Split split{{&world.options[0]}, {&harmful}, std::vector<double>(World::kDraws, 0.2)};
  const double worth = world.worth(world.cell->with_interactions(all_of(split)), split.weight);
  CHECK(worth <= bound_of(world, split));
}

// Expected: the response itself; the tangent's value at a package is the package's worth.
TEST_CASE("the tangent touches the response at its package") {
  const World world(2, true);
  CHECK(rc::check([&] {
    const Split split = random_split(world);
    const auto chosen = world.cell->with_interactions(split.chosen);
    const double value = world.cell->tangent(chosen, split.weight, {}, {});
    const double worth = world.worth(chosen, split.weight);
    RC_ASSERT(std::fabs(value - worth) <= 1e-9 * (1 + std::fabs(worth)));
  }));
}

// Expected: the definition of a derivative; an effect of a hundredth of a percent is worth what the
// tangent at the package says, but for its curvature.
TEST_CASE("the bound of a small effect is what it adds") {
  World world(0, false);
  for (std::size_t form = 0; form < 4; ++form) {
    Option small = world.options[form * 4];
    for (ByComponent& shift : small.shift) {
      for (double& value : shift) value *= 1e-5;
    }
    small.direct_worth = 0;
    const std::vector<double> weight(World::kDraws, 0.2);
    for (const std::size_t other : {0, 5, 9}) {
      if (other / 4 == form) continue;
      const std::vector<Chosen> chosen{{&world.options[other], 1}};
      const std::vector<const Option*> open{&small};
      std::vector<Slope> bound(1);
      const double before = world.cell->tangent(chosen, weight, open, bound);
      const double after = world.worth({{&world.options[other], 1}, {&small, 1}}, weight);
      CHECK(bound[0].gain + bound[0].harm == doctest::Approx(after - before).epsilon(1e-3));
    }
  }
}

// Expected: theory; half-way between two sets of effects the response is at least the mean.
TEST_CASE("the response is concave along every line of shifts") {
  const World world(2, false);
  CHECK(rc::check([&] {
    const Split split = random_split(world);
    std::vector<Chosen> here, there, middle;
    for (const Option* option : all_of(split)) {
      const double a = *rc::gen::inRange(-100, 200) / 100.0;
      const double b = *rc::gen::inRange(-100, 200) / 100.0;
      here.push_back({option, a});
      there.push_back({option, b});
      middle.push_back({option, (a + b) / 2});
    }
    const double ends = world.worth(here, split.weight) + world.worth(there, split.weight);
    const double between = world.worth(middle, split.weight);
    RC_ASSERT(2 * between >= ends - 1e-9 * (1 + std::fabs(ends)));
  }));
}
