#include "pretest/internal/life.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using namespace formulary::pretesting;

namespace {

// A sector whose mean firm has log index 0 and usual size 20, in which nothing happens by itself.
struct Kernel {
  Coefficients c = mean_coefficients(small_world::parameters());
  SectorBase base;
  Setting setting{&base, &c};
  Standing standing;
  Chance calm{0, 0, 1, 0.999, 0.5, 0.5, 0.999, 0.5};  // no shock, no exit, no change
  Totals totals;

  Kernel() {
    base.usual_log_size.fill(std::log(20));
    base.exit_factor = 0.1;
  }
  Life firm() const {
    Life life;
    life.log_n = std::log(20);
    life.log_y = std::log(1e6);
    life.age = 3.5;
    life.alive = true;
    return life;
  }
  Life after(Life life, const Chance& chance, double own_index = 0) {
    live(setting, standing, own_index, CompanyType::sme, true, true, chance, life, totals);
    return life;
  }
};

}  // namespace

// Expected: numeric integration over the shock's quantiles; shocks spread firms and leave the mean.
TEST_CASE("growth shocks leave the mean size and productivity alone") {
  Kernel k;
  k.base.incumbent_growth = 0.03;
  k.base.incumbent_productivity = 0.01;
  constexpr int kPoints = 20000;
  double size = 0;
  double output = 0;
  for (int i = 0; i < kPoints; ++i) {
    Chance chance = k.calm;
    chance.growth = laplace_quantile((i + 0.5) / kPoints);
    chance.productivity = chance.growth;
    const Life life = k.after(k.firm(), chance);
    size += std::exp(life.log_n) / kPoints;
    output += std::exp(life.log_y) / kPoints;
  }
  CHECK(size == doctest::Approx(20 * std::exp(0.03)).epsilon(1e-3));
  CHECK(output == doctest::Approx(1e6 * std::exp(0.01)).epsilon(1e-3));
}

// Expected: by hand; sd of 0.3 x 20^-0.17 log points, and 0.1 for output.
TEST_CASE("growth rates spread less in bigger firms") {
  Kernel k;
  Chance up = k.calm;
  up.growth = 1;
  const double sd = 0.3 * std::pow(20, -0.17);
  CHECK(k.after(k.firm(), up).log_n - std::log(20) ==
        doctest::Approx(sd + std::log1p(-sd * sd / 2)));
  Life big = k.firm();
  big.log_n = std::log(2000);
  k.base.usual_log_size.fill(big.log_n);
  const double less = 0.3 * std::pow(2000, -0.17);
  CHECK(k.after(big, up).log_n - big.log_n == doctest::Approx(less + std::log1p(-less * less / 2)));
}

// Expected: by hand; a better index adds 0.25 of it to growth in jobs and 0.12 in output a year.
TEST_CASE("a better ecosystem adds to growth year after year") {
  Kernel k;
  const Life usual = k.after(k.firm(), k.calm);
  k.standing.log_index = 0.2;
  const Life better = k.after(k.firm(), k.calm, 0);
  CHECK(better.log_n - usual.log_n == doctest::Approx(0.05));
  CHECK(better.log_y - usual.log_y == doctest::Approx(0.024));
}

// Expected: by hand; two percent of the distance to the usual size a year.
TEST_CASE("a firm is pulled to the usual size of its type") {
  Kernel k;
  Life big = k.firm();
  big.log_n = std::log(200);
  const double sd = 0.3 * std::pow(200, -0.17);
  CHECK(k.after(big, k.calm).log_n ==
        doctest::Approx(std::log(200) - 0.02 * std::log(10) + std::log1p(-sd * sd / 2)));
}

// Expected: by hand; hazard 0.1 x 4^-0.33 x 20^-0.15, and exp(-0.8 x 0.2) of it with a better
// index.
TEST_CASE("a firm exits by its hazard, which a better ecosystem lowers") {
  Kernel k;
  const double hazard = 0.1 * std::pow(4, -0.33) * std::pow(20, -0.15);
  Chance chance = k.calm;
  chance.exit = hazard * 0.999;
  CHECK_FALSE(k.after(k.firm(), chance).alive);
  chance.exit = hazard * 1.001;
  CHECK(k.after(k.firm(), chance).alive);
  k.standing.log_index = 0.2;
  chance.exit = hazard * std::exp(-0.16) * 0.999;
  CHECK_FALSE(k.after(k.firm(), chance).alive);
  chance.exit = hazard * std::exp(-0.16) * 1.001;
  CHECK(k.after(k.firm(), chance).alive);
}

// Expected: by definition; who is gone adds nothing, and the year of exit counts only as lost.
TEST_CASE("a firm that exits is counted among the young and no more") {
  Kernel k;
  Life newborn = k.firm();
  newborn.age = 0.5;
  Chance exit = k.calm;
  exit.exit = 1e-9;
  const Life gone = k.after(newborn, exit);
  CHECK(k.totals[Metric::young_0] == 1);
  CHECK(k.totals[Metric::survived_0] == 0);
  CHECK(k.totals[Metric::firms] == 0);
  k.after(gone, k.calm);
  CHECK(k.totals[Metric::young_0] == 1);
  CHECK(k.totals[Metric::revenue] == 0);
}

// Expected: by hand; exporting ends below its hazard and begins below its own, here 0.3.
TEST_CASE("exporting begins and ends by chance and its results follow") {
  Kernel k;
  const auto rate = [&](Outcome o) -> double& { return k.standing.rate[index_of(o)]; };
  rate(Outcome::export_intensity) = 0.4;
  rate(Outcome::export_entry) = 0.3;
  rate(Outcome::export_exit) = 0.1;
  k.base.mean_log_output = std::log(1e6);
  k.c.export_productivity = 0;
  k.c.export_size_exponent = 0;
  Chance chance = k.calm;
  chance.exporting = 0.2;
  CHECK(k.after(k.firm(), chance).exporter);
  CHECK(k.totals[Metric::exports] == doctest::Approx(0.4 * k.totals[Metric::revenue]));
  chance.exporting = 0.31;
  CHECK_FALSE(k.after(k.firm(), chance).exporter);
  Life exporter = k.firm();
  exporter.exporter = true;
  CHECK(k.after(exporter, chance).exporter);
  chance.exporting = 0.09;
  CHECK_FALSE(k.after(exporter, chance).exporter);
}

// Expected: by definition; a standard is adopted once.
TEST_CASE("a standard is adopted once and kept") {
  Kernel k;
  k.standing.rate[index_of(Outcome::compliance)] = 0.5;
  Chance chance = k.calm;
  chance.compliance = 0.4;
  const Life first = k.after(k.firm(), chance);
  CHECK(first.compliant);
  CHECK(k.totals[Metric::newly_compliant] == 1);
  CHECK(k.after(first, k.calm).compliant);
  CHECK(k.totals[Metric::newly_compliant] == 1);
  CHECK(k.totals[Metric::compliant] == 2);
}

// Expected: invariance; a draw is a function of seed, draw, firm and year.
TEST_CASE("a firm's chance hangs on seed, draw, id and year and on nothing else") {
  const Chance chance = chance_of(1, 2, 3, 4);
  CHECK(chance.growth == chance_of(1, 2, 3, 4).growth);
  CHECK(chance.growth != chance_of(2, 2, 3, 4).growth);
  CHECK(chance.growth != chance_of(1, 3, 3, 4).growth);
  CHECK(chance.growth != chance_of(1, 2, 4, 4).growth);
  CHECK(chance.growth != chance_of(1, 2, 3, 5).growth);
}
