#include "observe/population.h"

#include <algorithm>
#include <cmath>
#include <set>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

// 20,000 small and 2,000 large firms of crafts in two regions, and a few of tools.
CountryPack pack_of_firms() {
  CountryPack pack = small_world::country();
  pack.marginals.pareto_exponent = exactly(1.06);
  pack.marginals.age_weibull_shape = exactly(0.67);
  pack.marginals.age_weibull_scale_years = exactly(9.2);
  pack.marginals.region_share = {{"north", 0.3}, {"south", 0.7}};
  pack.marginals.exporter_share_by_size = {{"small", exactly(0.04)}, {"large", exactly(0.6)}};
  pack.marginals.firms = {{"crafts", "small", exactly(20000)},
                          {"crafts", "large", exactly(2000)},
                          {"tools", "small", exactly(101)}};
  return pack;
}

struct Drawn {
  CountryPack pack = pack_of_firms();
  DrawnPopulation drawn = draw_population(pack, {});
  const Population& p = drawn.population;
  bool small(std::size_t i) const { return p.size_class[i] == 0; }
};

double share(double part, double whole) {
  return part / whole;
}

}  // namespace

// Expected: the pack's counts, exactly; regions by largest remainder of 101 x 0.3 and 101 x 0.7.
TEST_CASE("firms by sector, size class and region are the pack's counts") {
  const Drawn d;
  CHECK(d.drawn.weight == 1);
  CHECK(d.p.size() == 22101);
  CHECK(d.p.group(0, 0).size() == 6600);
  CHECK(d.p.group(0, 1).size() == 15400);
  CHECK(d.p.group(1, 0).size() == 30);
  CHECK(d.p.group(1, 1).size() == 71);
  CHECK(std::count(d.p.size_class.begin(), d.p.size_class.end(), 1) == 2000);
  CHECK(std::set<std::uint64_t>(d.p.id.begin(), d.p.id.end()).size() == d.p.size());
}

// Expected: by hand; a sector twice as thick in the north there has 0.6 against 0.7.
TEST_CASE("a sector is thicker where the pack says so") {
  CountryPack pack = pack_of_firms();
  pack.marginals.sector_region_tilt["tools"]["north"] = 2;
  const Population p = draw_population(pack, {}).population;
  CHECK(p.group(1, 0).size() == 47);  // 101 x 0.6 / 1.3 = 46.6
  CHECK(p.group(1, 1).size() == 54);
  CHECK(p.group(0, 0).size() == 6600);
}

// Expected: the pack's value added over its share of revenue; floats keep seven digits.
TEST_CASE("revenue adds up to the sector's value added") {
  const Drawn d;
  double revenue = 0;
  for (std::size_t i = 0; i < 22000; ++i) {
    revenue +=
        static_cast<double>(d.p.employees[i]) * static_cast<double>(d.p.output_per_worker[i]);
  }
  CHECK(revenue == doctest::Approx(1000e6 / 0.5).epsilon(1e-6));
}

// Expected: the formula of the truncated Pareto law; F(x) = (1 - x^-a) / (1 - 100^-a). A share of
// 20,000 firms strays less than four standard errors.
TEST_CASE("sizes inside a class follow the truncated Pareto law") {
  const Drawn d;
  for (const double size : {1.5, 2.0, 5.0, 10.0, 50.0}) {
    double below = 0;
    for (std::size_t i = 0; i < 22000; ++i) {
      const auto n = static_cast<double>(d.p.employees[i]);
      if (d.small(i)) {
        CHECK_MESSAGE((n >= 1 && n <= 100), n);
        below += n < size ? 1 : 0;
      } else {
        CHECK_MESSAGE((n >= 251 && n <= 1000.01), n);
      }
    }
    const double expected = (1 - std::pow(size, -1.06)) / (1 - std::pow(100, -1.06));
    const double error = std::sqrt(expected * (1 - expected) / 20000);
    CHECK(std::fabs(share(below, 20000) - expected) < 4 * error);
  }
}

// Expected: numeric integration of the Weibull survival over ages to 40; large firms start at 5.
TEST_CASE("ages are those of a stationary population") {
  const Drawn d;
  const auto survivors = [](double from, double to) {
    double sum = 0;
    for (double a = from + 0.0005; a < to; a += 0.001) {
      sum += 0.001 * std::exp(-std::pow(a / 9.2, 0.67));
    }
    return sum;
  };
  for (const double age : {1.0, 5.0, 20.0}) {
    double below = 0;
    for (std::size_t i = 0; i < 22000; ++i) {
      if (d.small(i)) below += static_cast<double>(d.p.age_years[i]) < age ? 1 : 0;
    }
    const double expected = survivors(0, age) / survivors(0, 40);
    CHECK(std::fabs(share(below, 20000) - expected) <
          4 * std::sqrt(expected * (1 - expected) / 20000) + 0.002);
  }
  for (std::size_t i = 0; i < 22000; ++i) {
    if (!d.small(i)) CHECK_MESSAGE(d.p.age_years[i] >= 5, i);
  }
}

// Expected: the pack's exporter share of firms with ten or more employees, 0.3, and its research
// share, 0.3; four standard errors.
TEST_CASE("exporters and research are as common as the pack says") {
  const Drawn d;
  double ten = 0;
  double exporters = 0;
  double research = 0;
  for (std::size_t i = 0; i < 22000; ++i) {
    research += (d.p.flags[i] & kRdActive) != 0 ? 1 : 0;
    if (d.p.employees[i] < 10) continue;
    ten += 1;
    exporters += (d.p.flags[i] & kExporter) != 0 ? 1 : 0;
  }
  CHECK(std::fabs(share(exporters, ten) - 0.3) < 4 * std::sqrt(0.3 * 0.7 / ten));
  CHECK(std::fabs(share(research, 22000) - 0.3) < 4 * std::sqrt(0.3 * 0.7 / 22000));
}

// Expected: the pack's rule of types.
TEST_CASE("a firm's type follows from its size, age and research") {
  const Drawn d;
  for (std::size_t i = 0; i < d.p.size(); ++i) {
    const bool research = (d.p.flags[i] & kRdActive) != 0;
    const CompanyType expected = d.p.employees[i] > 250             ? CompanyType::large
                                 : d.p.age_years[i] < 2             ? CompanyType::newcomer
                                 : d.p.age_years[i] < 7 && research ? CompanyType::startup
                                                                    : CompanyType::sme;
    CHECK_MESSAGE(d.p.type[i] == index_of(expected), i);
  }
}

// Expected: by definition of the normal law; four standard errors of mean and variance.
TEST_CASE("noise of access is standard normal in every component") {
  const Drawn d;
  for (std::size_t k = 0; k < kComponents; ++k) {
    double sum = 0;
    double squares = 0;
    for (const auto& noise : d.p.access_noise) {
      sum += static_cast<double>(noise[k]);
      squares += static_cast<double>(noise[k]) * static_cast<double>(noise[k]);
    }
    const auto firms = static_cast<double>(d.p.size());
    CHECK(std::fabs(sum / firms) < 4 / std::sqrt(firms));
    CHECK(std::fabs(squares / firms - 1) < 4 * std::sqrt(2 / firms));
  }
}

// Expected: invariance; a firm's draw hangs on its id, so other sectors change nothing.
TEST_CASE("a sector drawn alone has the same firms as in the whole country") {
  const Drawn d;
  PopulationOptions options;
  options.sectors = {"tools"};
  const Population alone = draw_population(d.pack, options).population;
  REQUIRE(alone.size() == 101);
  CHECK(alone.group(0, 0).size() == 0);
  for (std::size_t i = 0; i < 101; ++i) {
    CHECK(alone.id[i] == d.p.id[22000 + i]);
    CHECK(alone.employees[i] == d.p.employees[22000 + i]);
    CHECK(alone.output_per_worker[i] == d.p.output_per_worker[22000 + i]);
    CHECK(alone.flags[i] == d.p.flags[22000 + i]);
  }
}

// Expected: by hand; every third firm of 22,101 stands for three, and revenue still adds up.
TEST_CASE("an even sample stands for the whole country") {
  const CountryPack pack = pack_of_firms();
  PopulationOptions options;
  options.most_firms = 10000;
  const DrawnPopulation sample = draw_population(pack, options);
  CHECK(sample.weight == 3);
  CHECK(sample.population.size() == 7367);
  double revenue = 0;
  const std::size_t crafts = sample.population.group(1, 0).begin;
  for (std::size_t i = 0; i < crafts; ++i) {
    revenue += 3 * static_cast<double>(sample.population.employees[i]) *
               static_cast<double>(sample.population.output_per_worker[i]);
  }
  CHECK(revenue == doctest::Approx(1000e6 / 0.5).epsilon(1e-6));
}

// Expected: invariance; the population is a fact of the pack and of its seed.
TEST_CASE("the same seed draws the same firms and another seed others") {
  const Drawn a;
  const Drawn b;
  CHECK(a.p.employees == b.p.employees);
  CHECK(a.p.access_noise == b.p.access_noise);
  PopulationOptions options;
  options.seed = 1;
  CHECK(draw_population(a.pack, options).population.employees != a.p.employees);
}
