// Does the engine keep its promises on the shipped country? Invariances and limits.
#include <cmath>

#include "shipped.h"

using namespace formulary;
using namespace formulary::facts;

namespace {

Forecast forecast_of(const Package& package, int draws, int threads = 0) {
  static const DrawnPopulation firms = population_for(kazakhstan(), "biotech_pharma", 0);
  PretestOptions options;
  options.draws = draws;
  options.threads = threads;
  return pretest_package(kazakhstan(), firms, package, options);
}

const Package& biotech_package() {
  static const Package package =
      package_for(kazakhstan(), envelope_for("biotech_pharma", Goal::technology_leadership));
  return package;
}

bool same(const Spread& a, const Spread& b) {
  return a.mean == b.mean && a.p5 == b.p5 && a.p25 == b.p25 && a.p50 == b.p50 && a.p75 == b.p75 &&
         a.p95 == b.p95;
}

}  // namespace

// Expected: by construction of the two worlds; exactly zero, not nearly.
TEST_CASE("an empty package has exactly zero effect") {
  Package empty = biotech_package();
  empty.measures.clear();
  empty.blanket.clear();
  const Forecast forecast = forecast_of(empty, 6);
  for (const KpiForecast& kpi : forecast.kpis) {
    CAPTURE(kpi.kpi);
    for (std::size_t t = 0; t < kpi.impact.size(); ++t) {
      CHECK(same(kpi.impact[t], Spread{}));
      CHECK(same(kpi.with_policy[t], kpi.no_policy[t]));
    }
  }
  CHECK(same(forecast.benefit, Spread{}));
  CHECK(same(forecast.disbursed, Spread{}));
}

// Expected: invariance; the same bits whatever the number of threads.
TEST_CASE("the forecast does not depend on the number of threads") {
  const Forecast one = forecast_of(biotech_package(), 6, 1);
  for (const int threads : {2, 3}) {
    const Forecast other = forecast_of(biotech_package(), 6, threads);
    REQUIRE(one.kpis.size() == other.kpis.size());
    for (std::size_t i = 0; i < one.kpis.size(); ++i) {
      CAPTURE(one.kpis[i].kpi);
      CHECK(same(one.kpis[i].impact.back(), other.kpis[i].impact.back()));
      CHECK(same(one.kpis[i].no_policy.back(), other.kpis[i].no_policy.back()));
    }
    CHECK(same(one.benefit, other.benefit));
    CHECK(same(one.comparison->gain, other.comparison->gain));
  }
}

// Expected: invariance, as above.
TEST_CASE("the package does not depend on the number of threads") {
  const DrawnPopulation firms = population_for(kazakhstan(), "biotech_pharma", 0);
  std::vector<Package> packages;
  for (const int threads : {1, 2}) {
    ConfigureOptions options;
    options.threads = threads;
    auto answer = configure_sector(kazakhstan(), firms,
                                   envelope_for("biotech_pharma", Goal::exports), options);
    REQUIRE(answer.has_value());
    packages.push_back(std::get<Package>(*answer));
  }
  REQUIRE(packages[0].measures.size() == packages[1].measures.size());
  for (std::size_t i = 0; i < packages[0].measures.size(); ++i) {
    CHECK(packages[0].measures[i].id == packages[1].measures[i].id);
    CHECK(packages[0].measures[i].budget == packages[1].measures[i].budget);
  }
  CHECK(packages[0].benefit.mean_field == packages[1].benefit.mean_field);
  CHECK(packages[0].bound == packages[1].bound);
}

// Expected: the envelope, to the last minor unit; yearly parts add up; nothing without a KPI.
TEST_CASE("a package keeps its budget and every measure has KPIs") {
  for (const char* sector : {"biotech_pharma", "food"}) {
    const Envelope envelope = envelope_for(sector, Goal::exports, "7bn");
    const Package package = package_for(kazakhstan(), envelope);
    Money sum;
    for (const PlannedMeasure& measure : package.measures) {
      Money years;
      for (const Money& year : measure.budget_by_year) years = years + year;
      CHECK(years == measure.budget);
      CHECK(!measure.kpis.empty());
      sum = sum + measure.budget;
    }
    CHECK(sum <= envelope.budget);
    CHECK(package.gap >= 0);
    CHECK(package.bound >= 0);
  }
}

// Expected: a measure's money is its budget, in every draw.
TEST_CASE("no draw of the pre-test spends more than the budget") {
  const Forecast forecast = forecast_of(biotech_package(), 20);
  CHECK(forecast.disbursed.p95 <= biotech_package().envelope.budget.major() * (1 + 1e-12));
  for (const TakeUp& use : forecast.take_up) {
    CHECK(use.disbursed.p95 <= use.budget.major() * (1 + 1e-9));
  }
}

// Expected: one tenge buys nothing; the limits that bind are named.
TEST_CASE("an impossible budget is answered by the limits that bind") {
  const DrawnPopulation firms = population_for(kazakhstan(), "biotech_pharma", 0);
  auto answer = configure_sector(kazakhstan(), firms,
                                 envelope_for("biotech_pharma", Goal::exports, "1.00"), {});
  REQUIRE(answer.has_value());
  const auto* no = std::get_if<Infeasible>(&*answer);
  REQUIRE(no != nullptr);
  REQUIRE(!no->limits.empty());
  CHECK(no->limits.front() == "budget");
  CHECK(no->remedy == Remedy::larger_budget);
}

// Expected: more money never buys less (the smaller package still fits); the slack is the gap.
TEST_CASE("a larger budget brings no less") {
  double before = 0;
  for (const char* budget : {"2bn", "5bn", "15bn"}) {
    const Package package =
        package_for(kazakhstan(), envelope_for("biotech_pharma", Goal::exports, budget));
    CHECK(package.benefit.mean_field >= before * 0.99);
    before = package.benefit.mean_field;
  }
}

// Expected: the pack's trend of real revenue; the draws' own spread gives the tolerance.
TEST_CASE("without policy the population follows the sector's observed trend") {
  for (const char* id : {"food", "machinery", "textiles", "construction_materials"}) {
    const Sector& sector = *kazakhstan().country.sector(id);
    Package empty = biotech_package();
    empty.envelope.sector = id;
    empty.measures.clear();
    empty.blanket.clear();
    const DrawnPopulation firms = population_for(kazakhstan(), id, 6000);
    PretestOptions options;
    options.draws = 30;
    const Forecast forecast = pretest_package(kazakhstan(), firms, empty, options);
    for (const KpiForecast& kpi : forecast.kpis) {
      if (kpi.kpi != "revenue_growth") continue;
      const Spread& growth = kpi.no_policy.back();
      CAPTURE(id);
      CAPTURE(growth.mean);
      CAPTURE(sector.real_growth.value);
      const double expected = 100 * (std::exp(sector.real_growth.value) - 1);
      CHECK(std::fabs(growth.mean - expected) < 1.0);
    }
  }
}
