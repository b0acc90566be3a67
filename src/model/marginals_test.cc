#include "model/marginals.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

// A hundred crafts firms of three people, and ten between 200 and 300. Nobody ever fails, so ages
// are spread evenly over 40 years.
CountryPack ageless() {
  CountryPack pack = small_world::country();
  pack.marginals.size_classes = {{"small", {}, 3, 3}, {"big", {}, 200, 300}};
  pack.marginals.firms = {{"crafts", "small", exactly(100)}, {"crafts", "big", exactly(10)}};
  pack.marginals.pareto_exponent = exactly(2);
  pack.marginals.age_weibull_shape = exactly(1);
  pack.marginals.age_weibull_scale_years = exactly(1e12);
  return pack;
}

double firms_of(const std::vector<ExpectedFirms>& kinds, CompanyType type, bool rd_active) {
  double firms = 0;
  for (const ExpectedFirms& kind : kinds) {
    if (kind.type == type && kind.rd_active == rd_active) firms += kind.firms;
  }
  return firms;
}

}  // namespace

// Expected: by hand, 2 (1 - 1/2) / (1 - 1/4) and log(2) / (1 - 1/2); and the mean of the quantiles.
TEST_CASE("the mean of a Pareto law cut off at both ends") {
  CHECK(pareto_mean(1, 2, 2) == doctest::Approx(4.0 / 3));
  CHECK(pareto_mean(1, 2, 1) == doctest::Approx(2 * std::log(2)));
  CHECK(pareto_mean(7, 7, 1.06) == 7);
  const int steps = 200000;
  double sum = 0;
  for (int i = 0; i < steps; ++i) sum += pareto_quantile((i + 0.5) / steps, 1, 100, 1.06);
  CHECK(pareto_mean(1, 100, 1.06) == doctest::Approx(sum / steps).epsilon(1e-4));
}

// Expected: by hand; (1/4 - 1/9) / (1 - 1/9), and nothing or all beyond the ends.
TEST_CASE("the share of a Pareto law above a size") {
  CHECK(pareto_share_above(2, 1, 3, 2) == doctest::Approx(5.0 / 32));
  CHECK(pareto_share_above(1, 1, 3, 2) == 1);
  CHECK(pareto_share_above(4, 1, 3, 2) == 0);
  CHECK(pareto_share_above(3, 3, 3, 2) == 1);
}

// Expected: by hand, 2 and 1 of 40 years; established firms begin at five years. And by definition:
// the share below a quantile is the quantile's own.
TEST_CASE("the ages of a population in which nobody fails are spread evenly") {
  const CountryPack pack = ageless();
  const AgeLaw small(pack.marginals, pack.marginals.size_classes[0]);
  const AgeLaw established(pack.marginals, pack.marginals.size_classes[1]);
  CHECK(small.share_below(2) == doctest::Approx(0.05));
  CHECK(small.share_below(0) == 0);
  CHECK(small.share_below(99) == doctest::Approx(1));
  CHECK(established.share_below(5) == 0);
  CHECK(established.share_below(6) == doctest::Approx(0.025));
  CountryPack mortal = pack;
  mortal.marginals.age_weibull_shape = exactly(0.67);
  mortal.marginals.age_weibull_scale_years = exactly(9.2);
  const AgeLaw law(mortal.marginals, mortal.marginals.size_classes[0]);
  for (const double u : {0.001, 0.1, 0.5, 0.93, 0.9999}) {
    CHECK(law.share_below(law.quantile(u)) == doctest::Approx(u));
  }
}

// Expected: by hand; of the small a twentieth is under two years old, an eighth between two and
// seven, three tenths do research. Of the big, (1/200^2 - 1/250^2) / (1/200^2 - 1/300^2) stay below
// 250 people, and two of 40 years are the fifth to the seventh.
TEST_CASE("expected firms by company type and research add up to the pack's counts") {
  const CountryPack pack = ageless();
  const auto kinds = expected_firms(pack, pack.sectors[0]);
  const double medium = 10 * (1 / 4e4 - 1 / 6.25e4) / (1 / 4e4 - 1 / 9e4);
  CHECK(firms_of(kinds, CompanyType::newcomer, true) == doctest::Approx(100 * 0.3 * 0.05));
  CHECK(firms_of(kinds, CompanyType::startup, true) ==
        doctest::Approx(100 * 0.3 * 0.125 + medium * 0.3 * 0.05));
  CHECK(firms_of(kinds, CompanyType::startup, false) == 0);
  CHECK(firms_of(kinds, CompanyType::sme, false) ==
        doctest::Approx(100 * 0.7 * 0.95 + medium * 0.7));
  CHECK(firms_of(kinds, CompanyType::large, true) == doctest::Approx(0.3 * (10 - medium)));
  double firms = 0;
  double jobs = 0;
  for (const ExpectedFirms& kind : kinds) {
    firms += kind.firms;
    jobs += kind.firms * kind.employees;
  }
  CHECK(firms == doctest::Approx(110));
  CHECK(jobs == doctest::Approx(300 + 10 * pareto_mean(200, 300, 2)));
  CHECK(expected_firms(pack, pack.sectors[1]).empty());
}

// Expected: by hand, as in the drawing; nobody works in a firm of less than one.
TEST_CASE("a firm of less than one employee counts as one") {
  CountryPack pack = ageless();
  pack.marginals.size_classes[0] = {"small", {}, 0.5, 2};
  pack.marginals.firms = {{"crafts", "small", exactly(15)}};
  double jobs = 0;
  for (const ExpectedFirms& kind : expected_firms(pack, pack.sectors[0])) {
    jobs += kind.firms * kind.employees;
  }
  // 4 - 1 of 4 - 1/4 are below one; the others have 4/3 on average.
  CHECK(jobs == doctest::Approx(12 + 3 * 4.0 / 3));
}

// Expected: by hand.
TEST_CASE("a sector's regions weigh by share and tilt") {
  CountryPack pack = ageless();
  pack.marginals.region_share = {{"north", 0.4}};
  pack.marginals.sector_region_tilt["tools"]["north"] = 3;
  CHECK(region_weights(pack, "crafts") == std::vector<double>{0.4, 0});
  CHECK(region_weights(pack, "tools")[0] == doctest::Approx(1.2));
}
