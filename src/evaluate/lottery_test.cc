// Does a lottery count its chances right? Expected values: by hand, a published table, brute force,
// invariances, or simulated lotteries whose truth is known.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "evaluate/lottery.h"
#include "math/philox.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

struct Columns {
  std::vector<double> outcome, won, taken, stratum;
};

Panel panel_of(const Columns& columns) {
  Panel panel(columns.outcome.size());
  panel.add_numbers("y", columns.outcome);
  panel.add_numbers("z", columns.won);
  if (!columns.taken.empty()) panel.add_numbers("d", columns.taken);
  if (!columns.stratum.empty()) panel.add_numbers("office", columns.stratum);
  return panel;
}

LotteryOptions options_for(const Columns& columns) {
  LotteryOptions options;
  options.outcome = "y";
  options.won = "z";
  if (!columns.taken.empty()) options.taken = "d";
  if (!columns.stratum.empty()) options.stratum = "office";
  return options;
}

Finding fit(const Columns& columns, const LotteryOptions& options) {
  const auto found = lottery(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}
Finding fit(const Columns& columns) {
  return fit(columns, options_for(columns));
}

std::string why_not(const Columns& columns) {
  const auto found = lottery(panel_of(columns), options_for(columns));
  REQUIRE(found.has_value());
  REQUIRE(!found->has_value());
  return found->error().why.id;
}

// Offices draw lots; six in ten winners and one in ten losers take part, which adds `effect`.
Columns applicants(std::size_t count, std::uint32_t seed, double effect) {
  Columns columns;
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = philox(seed, 0, i, 0, Purpose::sample);
    const double office = static_cast<double>(i % 3);
    const bool won = uniform(words[0]) < 0.3 + 0.2 * office;
    const bool taken = uniform(words[1]) < (won ? 0.7 : 0.1);
    columns.stratum.push_back(office);
    columns.won.push_back(won ? 1 : 0);
    columns.taken.push_back(taken ? 1 : 0);
    columns.outcome.push_back(2 * office + (taken ? effect : 0) +
                              normal_quantile(uniform(words[2])));
  }
  return columns;
}

}  // namespace

TEST_CASE("the lady tasting tea: one of seventy lotteries is as good, and one as bad") {
  // Fisher 1935: eight cups, four of them right: 1 / 70 on one side, so 2 / 70 on two.
  const Columns cups{{1, 1, 1, 1, 0, 0, 0, 0}, {1, 1, 1, 1, 0, 0, 0, 0}, {}, {}};
  const Finding found = fit(cups);
  CHECK(*diagnostic(found, "worlds") == 70);
  CHECK(*diagnostic(found, "exact") == 1);
  CHECK(found.estimates[0].effect.estimate == doctest::Approx(1));
  CHECK(found.estimates[0].p == doctest::Approx(2.0 / 70).epsilon(1e-14));
}

TEST_CASE("two strata by hand: estimate, error and chance") {
  // Stratum 0: 1, 3 lost, 4, 8 won: 6 - 2 = 4. Stratum 1: 0, 2 lost, 7 won: 7 - 1 = 6.
  const Columns columns{{1, 3, 4, 8, 0, 2, 7}, {0, 0, 1, 1, 0, 0, 1}, {}, {0, 0, 0, 0, 1, 1, 1}};
  const Finding found = fit(columns);
  CHECK(found.estimates[0].effect.estimate == doctest::Approx((4 * 4 + 3 * 6) / 7.0));
  // Variances 2 and 8 over two each; 2 over two, and again 2 for the lone winner.
  const double variance = (16 * (2 / 2.0 + 8 / 2.0) + 9 * (2 / 2.0 + 2)) / 49;
  CHECK(found.estimates[0].effect.se == doctest::Approx(std::sqrt(variance)).epsilon(1e-13));
  CHECK(*found.summary.df == 3);
  // 6 x 3 lotteries: 18 differences, of which only the real one is the largest; the least is
  // (4 (-4) + 3 (-4.5)) / 7, nearer to 0.
  CHECK(*diagnostic(found, "worlds") == 18);
  CHECK(found.estimates[0].p == doctest::Approx(1.0 / 18).epsilon(1e-14));
}

TEST_CASE("draws come near the exact chance") {
  Columns columns;
  for (int i = 0; i < 14; ++i) {
    columns.outcome.push_back(std::sin(5.0 * i) + (i % 2 == 0 ? 0.5 : 0));
    columns.won.push_back(i % 2 == 0 ? 1 : 0);
  }
  LotteryOptions options = options_for(columns);
  const Finding exact = fit(columns, options);  // 3432 lotteries
  REQUIRE(*diagnostic(exact, "exact") == 1);
  options.draws = 3000;
  const Finding drawn = fit(columns, options);
  REQUIRE(*diagnostic(drawn, "exact") == 0);
  CHECK(drawn.estimates[0].p == doctest::Approx(exact.estimates[0].p).epsilon(0.1));
  options.threads = 3;
  CHECK(fit(columns, options).estimates[0].p == drawn.estimates[0].p);
}

TEST_CASE("without strata LATE is two-stage least squares, by hand") {
  const Columns columns{{1, 2, 3, 4, 6, 9}, {0, 0, 0, 1, 1, 1}, {0, 0, 1, 1, 1, 1}, {}};
  const Finding found = fit(columns);
  // cov(z, y) / cov(z, d): means 19 / 3 - 2 over 1 - 1 / 3.
  CHECK(found.estimates[1].effect.estimate == doctest::Approx((19.0 / 3 - 2) / (2.0 / 3)));
  CHECK(found.estimates[2].effect.estimate == doctest::Approx(2.0 / 3));
}

TEST_CASE("intervals hold the truth and the test keeps its level") {
  int covered = 0;
  int rejected = 0;
  constexpr int kWorlds = 400;
  for (std::uint32_t seed = 1; seed <= kWorlds; ++seed) {
    LotteryOptions options = options_for(applicants(200, seed, 1.5));
    options.draws = 200;
    const Effect late = fit(applicants(200, seed, 1.5), options).estimates[1].effect;
    covered += late.low <= 1.5 && 1.5 <= late.high ? 1 : 0;
    rejected += fit(applicants(200, 1000 + seed, 0), options).estimates[0].p < 0.05 ? 1 : 0;
  }
  // 380 and 20 are expected; four standard deviations are 17.
  CHECK(covered >= 363);
  CHECK(rejected <= 37);
  CHECK(rejected >= 3);
}

TEST_CASE("the order of rows and the unit of the outcome do not matter") {
  const Columns columns = applicants(100, 1, 1);
  const Finding found = fit(columns);
  Columns turned = columns;
  for (auto* column : {&turned.outcome, &turned.won, &turned.taken, &turned.stratum}) {
    std::reverse(column->begin(), column->end());
  }
  const Finding back = fit(turned);
  Columns scaled = columns;
  for (double& y : scaled.outcome) y *= 1000;
  const Finding far = fit(scaled);
  for (std::size_t term = 0; term < 2; ++term) {
    const Effect& effect = found.estimates[term].effect;
    CHECK(back.estimates[term].effect.estimate == effect.estimate);
    CHECK(back.estimates[term].p == found.estimates[term].p);
    CHECK(far.estimates[term].effect.estimate ==
          doctest::Approx(1000 * effect.estimate).epsilon(1e-12));
    CHECK(far.estimates[term].effect.se == doctest::Approx(1000 * effect.se).epsilon(1e-12));
  }
}

TEST_CASE("a stratum where all won is left out by name; nothing left is said") {
  const Columns columns{{1, 3, 4, 8, 5, 6}, {0, 0, 1, 1, 1, 1}, {}, {0, 0, 0, 0, 1, 1}};
  const Finding found = fit(columns);
  CHECK(found.summary.n == 4);
  REQUIRE(found.dropped.size() == 1);
  CHECK(found.dropped[0].which == "1");
  CHECK(found.dropped[0].count == 2);
  CHECK(why_not({{1, 2, 3}, {1, 1, 1}, {}, {}}) == "nothing_random");
  CHECK(why_not({{1, 2}, {1, 0}, {}, {}}) == "few_in_arm");
  CHECK(why_not({{1, 2, 3, 4}, {1, 1, 0, 0}, {1, 0, 1, 0}, {}}) == "no_take_up");
}

TEST_CASE("other values than 0 and 1 are faults with their row") {
  const Columns half{{1, 2, 3}, {1, 0.5, 0}, {}, {}};
  const auto found = lottery(panel_of(half), options_for(half));
  REQUIRE(!found.has_value());
  CHECK(found.error()[0].line == 2);
  const Columns twice{{1, 2, 3}, {1, 0, 0}, {1, 0, 2}, {}};
  CHECK(!lottery(panel_of(twice), options_for(twice)).has_value());
  LotteryOptions options = options_for(twice);
  options.outcome = "profit";
  CHECK(!lottery(panel_of(twice), options).has_value());
}
