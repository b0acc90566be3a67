// Does pricing find the best package of a cell, and is its bound one? Every package of a cell with
// eight options is counted out at random prices.
#include "configure/internal/pricing.h"

#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "support/small_world.h"

using namespace formulary;
using namespace formulary::configuring;

namespace {

constexpr int kMostInstruments = 3;

// One cell of the small world; `doubt` is the effects' sd in multiples of their mean.
struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 200);
  Diagnosis diagnosis;
  Envelope envelope;
  ConfigureOptions options;
  Candidates candidates;
  std::vector<Column> columns;  // every package

  World(double doubt, double weakened) {
    for (Instrument& card : toolbox.instruments) {
      Response& response = card.variants.front().mechanism.response;
      response.sd_percent = doubt * response.percent;
    }
    if (weakened < 1) {
      toolbox.instruments[2].interactions = {
          {"campus", InteractionKind::weakens, weakened, {}, {}, ""}};
    }
    diagnosis.sector = "crafts";
    ComponentState binding;
    binding.component = Component::finance;
    binding.binding = true;
    diagnosis.components = {binding};
    envelope.sector = "crafts";
    envelope.regions = {"north"};
    envelope.company_types = {CompanyType::sme};
    envelope.budget = *Money::parse("1bn");
    envelope.years = 3;
    options.coverages = {1};
    options.scenarios = 4;
    options.threads = 1;
    candidates = make_candidates(pack, toolbox, firms, 1, diagnosis, envelope, options);
    count_out();
  }

  void count_out() {
    const Choice& choice = candidates.choices.front();
    for (std::size_t bits = 1; bits < (std::size_t{1} << choice.options.size()); ++bits) {
      std::vector<std::size_t> package;
      for (std::size_t o = 0; o < choice.options.size(); ++o) {
        if ((bits >> o & 1u) != 0) package.push_back(o);
      }
      if (package.size() <= kMostInstruments && allowed(choice, package)) {
        columns.push_back(make_column(choice, 0, package, 4));
      }
    }
  }

  bool allowed(const Choice& choice, const std::vector<std::size_t>& package) const {
    bool campus = false;
    bool training = false;
    for (const std::size_t a : package) {
      const std::string& id = candidates.view->forms()[choice.options[a].form].instrument->id;
      campus |= id == "campus";
      training |= id == "training";
      for (const std::size_t b : package) {
        if (a != b && choice.excludes[a][b]) return false;
      }
    }
    return campus || !training;
  }

  double best_at(const Prices& prices) const {
    double best = 0;  // of the empty package
    for (const Column& column : columns) {
      best = std::max(best, value_at(candidates, column, prices));
    }
    return best;
  }
};

Prices random_prices(const Candidates& candidates) {
  Prices prices;
  for (int w = 0; w < 4; ++w) prices.draw_weight.push_back(*rc::gen::inRange(0, 60) / 100.0);
  for (const Limit& limit : candidates.limits) {
    const double price = *rc::gen::inRange(0, 300) / 100.0;
    prices.limit.push_back(limit.at_least ? -10 * price : price);
  }
  prices.money = *rc::gen::inRange(0, 100) / 100.0;
  return prices;
}

void expect_best(const World& world) {
  const Prices prices = random_prices(world.candidates);
  const double best = world.best_at(prices);
  const double slack = 1e-9 * (1 + best);
  const PricedCell exact = price_cell(world.candidates, 0, prices, {kMostInstruments, 0, 1000000});
  RC_ASSERT(std::fabs(exact.best - best) <= slack);
  RC_ASSERT(exact.bound >= best - slack);
  const PricedCell loose = price_cell(world.candidates, 0, prices, {kMostInstruments, 0.1, 3});
  RC_ASSERT(loose.best <= best + slack);
  RC_ASSERT(loose.bound >= best - slack);
  for (const auto& package : exact.packages) {
    RC_ASSERT(world.allowed(world.candidates.choices.front(), package));
    RC_ASSERT(package.size() <= static_cast<std::size_t>(kMostInstruments));
  }
  const auto greedy = greedy_package(world.candidates, 0, prices, kMostInstruments);
  RC_ASSERT(greedy.empty() || world.allowed(world.candidates.choices.front(), greedy));
}

}  // namespace

// Expected: brute force over all packages of the cell.
TEST_CASE("pricing finds the best package of a cell and bounds it, cut short or not") {
  const World world(0.25, 1);
  CHECK(rc::check([&] { expect_best(world); }));
}

// Expected: brute force over the packages that hold one option and not another, the empty one only
// where nothing must be held.
TEST_CASE("pricing under a restriction finds the best of what it allows") {
  const World world(2, 1);
  CHECK(rc::check([&] {
    const Prices prices = random_prices(world.candidates);
    const std::size_t options = world.candidates.choices.front().options.size();
    Restriction restriction;
    if (*rc::gen::arbitrary<bool>()) {
      restriction.must.push_back(*rc::gen::inRange<std::size_t>(0, options));
    }
    restriction.never.push_back(*rc::gen::inRange<std::size_t>(0, options));
    double best = restriction.must.empty() ? 0 : -HUGE_VAL;
    for (const Column& column : world.columns) {
      if (!restriction.allows(column.options)) continue;
      best = std::max(best, value_at(world.candidates, column, prices));
    }
    const PricedCell exact =
        price_cell(world.candidates, 0, prices, {kMostInstruments, 0, 1000000}, restriction);
    if (std::isinf(best)) {
      RC_ASSERT(exact.packages.empty());
      return;
    }
    const double slack = 1e-9 * (1 + std::fabs(best));
    RC_ASSERT(std::fabs(exact.best - best) <= slack);
    RC_ASSERT(exact.bound >= best - slack);
    for (const auto& package : exact.packages) RC_ASSERT(restriction.allows(package));
    const PricedCell loose =
        price_cell(world.candidates, 0, prices, {kMostInstruments, 0.1, 3}, restriction);
    RC_ASSERT(loose.bound >= best - slack);
    const PricedCell close =
        price_cell(world.candidates, 0, prices, {kMostInstruments, 0.01, 1000000}, restriction);
    RC_ASSERT(close.bound <= close.best + 0.01 * std::fabs(best) + slack);
  }));
}

// Expected: brute force; some draws see harmful effects.
TEST_CASE("pricing is exact where tools may do harm") {
  const World world(2, 1);
  CHECK(rc::check([&] { expect_best(world); }));
}

// Expected: brute force; the campus leaves the loan half of its effect.
TEST_CASE("pricing is exact where a tool weakens another that may do harm") {
  const World world(2, 0.5);
  CHECK(rc::check([&] { expect_best(world); }));
}
