#include "pretest/pretest.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "support/forecast_figures.h"
#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

constexpr int kYears = 4;

// The small world under a plan for its first sector; tests change anything before they ask.
struct World {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 150);
  double weight = 1;
  Package package;
  PretestOptions options;

  World() {
    package.envelope.sector = "crafts";
    package.envelope.years = kYears;
    options.draws = 6;
    options.threads = 1;
    options.compare_blanket = false;
  }
  // Facility, grant, loan and training where they belong.
  static World with_plan() {
    World world;
    world.add(0, 0, CompanyType::sme, 0.4, 15e6);
    world.add(1, 1, CompanyType::sme, 20, 60e6);
    world.add(2, 0, CompanyType::sme, 20, 30e6);
    world.add(3, 0, CompanyType::sme, 10, 30e6);
    world.add(1, 0, CompanyType::newcomer, 10, 10e6);
    return world;
  }
  void add(std::size_t card, std::size_t region, CompanyType type, double dose, double budget) {
    package.measures.push_back(
        small_world::measure(pack, toolbox.instruments[card], region, type, dose, budget, kYears));
  }
  Forecast ask() const {
    return pretest(pack, toolbox, firms, weight, {Stage::growth, Stage::growth}, package, options);
  }
};

const KpiForecast& kpi(const Forecast& forecast, const std::string& id) {
  const auto at = std::find_if(forecast.kpis.begin(), forecast.kpis.end(),
                               [&](const KpiForecast& one) { return one.kpi == id; });
  REQUIRE(at != forecast.kpis.end());
  return *at;
}

double awarded(const Forecast& forecast) {
  double sum = 0;
  for (const TakeUp& use : forecast.take_up) sum += use.awarded.mean;
  return sum;
}

double revenue_impact(const Forecast& forecast) {
  double sum = 0;
  for (const RegionForecast& region : forecast.regions) sum += region.revenue.mean;
  return sum;
}

void expect_no_effect(const Forecast& forecast) {
  CHECK(forecast.benefit.mean == 0);
  CHECK(forecast.benefit.p95 == 0);
  for (const KpiForecast& one : forecast.kpis) {
    INFO(one.kpi);
    for (std::size_t t = 0; t < one.impact.size(); ++t) {
      CHECK(figures_of(one.impact[t]) == std::vector<double>(6, 0));
      CHECK(figures_of(one.with_policy[t]) == figures_of(one.no_policy[t]));
    }
  }
}

}  // namespace

// Expected: exactly zero; both worlds are the same, to the last bit.
TEST_CASE("an empty package has exactly no effect on any KPI in any year") {
  const Forecast forecast = World().ask();
  CHECK(forecast.kpis.size() == kKpiMeasures);
  expect_no_effect(forecast);
  CHECK(forecast.disbursed.p95 == 0);
  CHECK(forecast.take_up.empty());
  CHECK(forecast.regions.empty());
  CHECK(forecast.warnings.empty());
}

// Expected: exactly zero, though firms hear of the call and apply.
TEST_CASE("a grant without money has exactly no effect") {
  World world;
  world.toolbox.instruments[1].variants.front().costs.set_up_thousand_usd = exactly(0);
  world.add(1, 0, CompanyType::sme, 20, 0);
  const Forecast forecast = world.ask();
  expect_no_effect(forecast);
  REQUIRE(forecast.take_up.size() == 1);
  CHECK(forecast.take_up.front().applied.mean > 0);
  CHECK(forecast.take_up.front().awarded.mean == 0);
  CHECK(forecast.disbursed.mean == 0);
}

// Expected: invariance; the same bytes.
TEST_CASE("one, two and three threads give the same forecast") {
  World world = World::with_plan();
  const std::vector<double> one = figures_of(world.ask());
  CHECK(one.size() > 1000);
  for (const int threads : {2, 3}) {
    world.options.threads = threads;
    CHECK(figures_of(world.ask()) == one);
  }
}

// Expected: invariance; what happens without policy does not hang on the policy. Sums are taken in
// another order where firms are not coupled, hence the tolerance.
TEST_CASE("the world without policy is the same whatever the plan") {
  const Forecast empty = World().ask();
  const Forecast planned = World::with_plan().ask();
  for (std::size_t k = 0; k < empty.kpis.size(); ++k) {
    INFO(empty.kpis[k].kpi);
    for (std::size_t t = 0; t < kYears; ++t) {
      const auto a = figures_of(empty.kpis[k].no_policy[t]);
      const auto b = figures_of(planned.kpis[k].no_policy[t]);
      for (std::size_t i = 0; i < a.size(); ++i) {
        CHECK(std::fabs(a[i] - b[i]) <= 1e-9 * (1 + std::fabs(a[i])));
      }
    }
  }
}

// Expected: invariance; a seed is all there is to chance.
TEST_CASE("the same seed gives the same forecast and another seed another") {
  World world = World::with_plan();
  const std::vector<double> first = figures_of(world.ask());
  CHECK(figures_of(world.ask()) == first);
  world.options.seed = 2;
  CHECK(figures_of(world.ask()) != first);
}

// Expected: invariance. Of two draws the smaller is mean - half the range and the larger mean + it,
// where the range is (p95 - p5) / 0.9; the one draw must be one of them.
TEST_CASE("more draws add to the draws there were") {
  World world = World::with_plan();
  world.options.draws = 1;
  const Forecast one = world.ask();
  world.options.draws = 2;
  const Forecast two = world.ask();
  const auto expect_among = [](const Spread& single, const Spread& pair) {
    const double half = (pair.p95 - pair.p5) / 0.9 / 2;
    const double off = std::fabs(single.mean - pair.mean);
    CHECK(off == doctest::Approx(half).epsilon(1e-9));
  };
  expect_among(one.benefit, two.benefit);
  expect_among(one.disbursed, two.disbursed);
  expect_among(kpi(one, "net_jobs").no_policy.back(), kpi(two, "net_jobs").no_policy.back());
}

// Expected: the plan's budgets; money that is not there is not spent, in no draw. Awards are summed
// in doubles, which may leave the last of many off by less than half a minor unit.
TEST_CASE("no draw spends more than the budget, in total or by measure") {
  World world = World::with_plan();
  world.options.draws = 12;
  for (const double weight : {1.0, 7.0}) {
    world.weight = weight;
    const Forecast forecast = world.ask();
    CHECK(forecast.disbursed.mean > 0);
    CHECK(forecast.disbursed.p95 <= 145e6 + 0.005);
    Money sum;
    for (const TakeUp& use : forecast.take_up) {
      INFO(use.instrument << " weight " << weight);
      CHECK(use.disbursed.p95 <= use.budget.major() + 0.005);
      sum = sum + use.budget;
    }
    CHECK(sum == Money::from_major(145e6));
    double regions = 0;
    for (const RegionForecast& region : forecast.regions) regions += region.disbursed.mean;
    CHECK(regions == doctest::Approx(forecast.disbursed.mean));
  }
}

// Expected: by definition; one comes after the other, so every quantile is ordered.
TEST_CASE("the funnel narrows from the eligible to those who complete") {
  const Forecast forecast = World::with_plan().ask();
  CHECK(forecast.take_up.size() == 5);
  for (const TakeUp& use : forecast.take_up) {
    INFO(use.instrument);
    const std::vector<std::vector<double>> steps{figures_of(use.eligible), figures_of(use.aware),
                                                 figures_of(use.applied), figures_of(use.awarded),
                                                 figures_of(use.completed)};
    for (std::size_t s = 1; s < steps.size(); ++s) {
      for (std::size_t i = 0; i < 6; ++i) CHECK(steps[s][i] <= steps[s - 1][i]);
    }
    CHECK(use.take_up_share.p95 <= 1);
    CHECK(use.deadweight.p5 >= 0);
    CHECK(use.deadweight.p95 <= 1);
  }
}

// Expected: by definition; a facility is paid for and opens to whoever may use it.
TEST_CASE("a facility costs what the plan says and serves all who may use it") {
  const Forecast forecast = World::with_plan().ask();
  const TakeUp& campus = forecast.take_up.front();
  CHECK(campus.instrument == "campus");
  CHECK(campus.disbursed.p5 == doctest::Approx(15e6));
  CHECK(campus.disbursed.p95 == doctest::Approx(15e6));
  CHECK(campus.take_up_share.p5 == 1);
}

// Expected: the sign of crowding; users in other sectors take room in a facility that is open to
// the region and leave one for the sector alone, and the region without it, as they are.
TEST_CASE("a facility open to the region does less for a sector where others crowd it") {
  World alone;
  alone.pack.marginals.pareto_exponent = exactly(1.06);
  alone.pack.marginals.age_weibull_shape = exactly(0.67);
  alone.pack.marginals.age_weibull_scale_years = exactly(9);
  alone.add(0, 0, CompanyType::sme, 0.4, 15e6);
  World crowded = alone;
  crowded.toolbox.instruments[0].variants.front().mechanism.open_to = OpenTo::region;
  const auto jobs = [](const World& world) {
    return kpi(world.ask(), "net_jobs").impact.back().mean;
  };
  const double usual = jobs(alone);
  CHECK(usual > 0);
  crowded.pack.marginals.firms.back().firms.value = 0;
  CHECK(jobs(crowded) == usual);
  crowded.pack.marginals.firms.back().firms.value = 400;
  CHECK(jobs(crowded) < 0.5 * usual);
  CHECK(jobs(crowded) > 0);
  alone.pack.marginals.firms.back().firms.value = 400;
  CHECK(jobs(alone) == usual);
}

// Expected: the sign of what people do (the mission's case: a heavier form, fewer who hear of it).
TEST_CASE("heavier forms or less outreach mean fewer awards") {
  const double usual = awarded(World::with_plan().ask());
  World heavier = World::with_plan();
  for (Instrument& card : heavier.toolbox.instruments) card.application.days.value *= 2;
  CHECK(awarded(heavier.ask()) < usual);
  World quieter = World::with_plan();
  for (auto& [key, quantity] : quieter.toolbox.parameters) {
    if (key.starts_with("take_up.awareness.")) quantity.value /= 2;
  }
  CHECK(awarded(quieter.ask()) < usual);
}

// Expected: by definition; a million days of forms for twenty thousand dollars.
TEST_CASE("a grant that nobody wants is flagged, one that is wanted is not") {
  World world;
  world.add(1, 0, CompanyType::sme, 20, 60e6);
  CHECK_FALSE(world.ask().take_up.front().unwanted);
  world.toolbox.instruments[1].application.days.value = 1e6;
  const Forecast forecast = world.ask();
  CHECK(forecast.take_up.front().unwanted);
  CHECK(forecast.warnings == std::vector<std::string>{"grant.sme.unwanted"});
}

// Expected: by definition; ten billion is more than these firms can be given.
TEST_CASE("money that is not spent is said") {
  World world;
  world.add(1, 0, CompanyType::sme, 20, 1e10);
  CHECK(world.ask().warnings == std::vector<std::string>{"grant.sme.unspent"});
}

// Expected: by definition; five grants' worth a year is gone early, a fortune never.
TEST_CASE("the day on which the money runs out is told") {
  World world;
  world.add(1, 0, CompanyType::sme, 20, 40e6);
  const TakeUp scarce = world.ask().take_up.front();
  CHECK(scarce.runs_out_share == 1);
  REQUIRE(scarce.money_runs_out_day.has_value());
  CHECK(*scarce.money_runs_out_day > 0);
  CHECK(*scarce.money_runs_out_day < 365);
  world.package.measures.clear();
  world.add(1, 0, CompanyType::sme, 20, 1e10);
  const TakeUp plenty = world.ask().take_up.front();
  CHECK(plenty.runs_out_share == 0);
  CHECK_FALSE(plenty.money_runs_out_day.has_value());
}

// Expected: by hand; three awards a year in four years, by whichever rule.
TEST_CASE("an agency hands out no more awards a year than it can handle") {
  for (const Selection selection : {Selection::merit, Selection::need, Selection::lottery}) {
    World world;
    world.toolbox.instruments[1].application.capacity = exactly(3);
    world.toolbox.instruments[1].application.selection = selection;
    world.add(1, 0, CompanyType::sme, 20, 1e9);
    const TakeUp use = world.ask().take_up.front();
    CHECK(use.awarded.p95 <= 12);
    CHECK(use.awarded.p50 == 12);
  }
}

// Expected: model.md section 4; rivals nearby lose all of last year's extra domestic revenue, and
// only what was added this year remains. With exports nothing is taken from anyone at home.
TEST_CASE("full displacement takes most of the domestic gain") {
  const auto impact = [](double displacement, double export_share) {
    World world;
    world.add(1, 0, CompanyType::sme, 20, 60e6);
    world.add(1, 1, CompanyType::sme, 20, 60e6);
    world.pack.sectors.front().displacement = exactly(displacement);
    world.pack.sectors.front().export_share = exactly(export_share);
    return revenue_impact(world.ask());
  };
  CHECK(impact(0, 0) > 0);
  CHECK(impact(1, 0) < 0.6 * impact(0, 0));
  CHECK(impact(0.5, 0) > impact(1, 0));
  CHECK(impact(0.5, 0) < impact(0, 0));
}

// Expected: by definition of a paired comparison; a plan is as good as itself in every draw.
TEST_CASE("tailored and blanket are compared draw by draw") {
  World world = World::with_plan();
  world.options.compare_blanket = true;
  world.package.blanket = world.package.measures;
  const Forecast same = world.ask();
  REQUIRE(same.comparison.has_value());
  CHECK(figures_of(same.comparison->gain) == std::vector<double>(6, 0));
  CHECK(same.comparison->share_of_draws_better == 0);
  CHECK(figures_of(same.comparison->tailored) == figures_of(same.benefit));
  world.package.blanket.resize(1);
  const Forecast less = world.ask();
  CHECK(less.comparison->gain.mean ==
        doctest::Approx(less.benefit.mean - less.comparison->blanket.mean));
  CHECK(less.comparison->share_of_draws_better == 1);
  world.package.blanket.clear();
  CHECK_FALSE(world.ask().comparison.has_value());
}

// Expected: by definition; a firm that stands for three counts three times.
TEST_CASE("counts and sums are those of the country, not of the sample") {
  World world = World::with_plan();
  const Forecast once = world.ask();
  world.weight = 3;
  const Forecast thrice = world.ask();
  CHECK(thrice.weight == 3);
  CHECK(kpi(thrice, "net_jobs").no_policy.back().mean ==
        doctest::Approx(3 * kpi(once, "net_jobs").no_policy.back().mean));
  CHECK(kpi(thrice, "patents_filed").base == doctest::Approx(3 * kpi(once, "patents_filed").base));
  CHECK(kpi(thrice, "labour_productivity").base ==
        doctest::Approx(kpi(once, "labour_productivity").base));
  CHECK(thrice.take_up.front().eligible.mean ==
        doctest::Approx(3 * once.take_up.front().eligible.mean).epsilon(0.02));
}

// Expected: by definition; a card that is no use among twenty firms or fewer is of use among the
// forty that these ten stand for.
TEST_CASE("a sample counts the firms that it stands for when cards ask for them") {
  World world;
  world.firms = small_world::population(world.pack, 10);
  world.weight = 4;
  Criterion few;
  few.field = Field::sector_firms;
  few.max = 20;
  world.toolbox.instruments[1].variants.front().contraindications = {{{{{few}}}, {}, ""}};
  world.add(1, 0, CompanyType::sme, 20, 60e6);
  CHECK(world.ask().take_up.front().eligible.mean > 0);
}
