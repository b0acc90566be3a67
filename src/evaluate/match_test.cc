// Do weighting and matching find what was put in, and say when they cannot? Expected values: by
// hand, brute force, invariances, or simulated firms whose truth is known.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "evaluate/internal/alike.h"
#include "evaluate/match.h"
#include "math/philox.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

struct Columns {
  std::vector<double> outcome, treated, size, age;
};

// Larger firms are treated more often and fare better; the effect grows with size: 1 + size / 2.
Columns firms(std::size_t count, std::uint32_t seed, bool curved = false) {
  Columns columns;
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = philox(seed, 0, i, 0, Purpose::sample);
    const auto more = philox(seed, 1, i, 0, Purpose::sample);
    const double size = normal_quantile(uniform(words[0]));
    const double age = normal_quantile(uniform(words[1]));
    const double chance = 1 / (1 + std::exp(0.5 - 0.7 * size - 0.3 * age));
    const double d = uniform(words[2]) < chance ? 1 : 0;
    columns.size.push_back(size);
    columns.age.push_back(age);
    columns.treated.push_back(d);
    columns.outcome.push_back(size + 0.5 * age + (curved ? 0.5 * size * size : 0) +
                              d * (1 + size / 2) + normal_quantile(uniform(more[0])));
  }
  return columns;
}

Panel panel_of(const Columns& columns) {
  Panel panel(columns.outcome.size());
  panel.add_numbers("y", columns.outcome);
  panel.add_numbers("d", columns.treated);
  panel.add_numbers("size", columns.size);
  panel.add_numbers("age", columns.age);
  return panel;
}

MatchOptions options_for(MatchEstimator estimator, Estimand estimand) {
  MatchOptions options;
  options.outcome = "y";
  options.treatment = "d";
  options.covariates = {"size", "age"};
  options.estimator = estimator;
  options.estimand = estimand;
  return options;
}

Finding fit(const Columns& columns, const MatchOptions& options) {
  const auto found = match(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE_MESSAGE(found->has_value(), found->error().why.id);
  return **found;
}

std::string why_not(const Columns& columns, const MatchOptions& options) {
  const auto found = match(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(!found->has_value());
  return found->error().why.id;
}

constexpr auto kEstimators = {MatchEstimator::ipw, MatchEstimator::aipw, MatchEstimator::nearest};

}  // namespace

TEST_CASE("one yes-or-no covariate: weighting is the mean of the cells' differences, by hand") {
  // Small firms: 1 of 3 treated (5 against 1, 3); large: 2 of 3 (8, 10 against 4).
  // Copies keep the fit; a second, balanced covariate plays no part.
  Columns columns;
  for (int copy = 0; copy < 8; ++copy) {
    const double age = copy % 2;
    for (const auto& [size, d, y] : std::initializer_list<std::array<double, 3>>{
             {0, 1, 5}, {0, 0, 1}, {0, 0, 3}, {1, 1, 8}, {1, 1, 10}, {1, 0, 4}}) {
      columns.size.push_back(size);
      columns.treated.push_back(d);
      columns.outcome.push_back(y);
      columns.age.push_back(age);
    }
  }
  // Differences 3 and 5; the treated are one small to two large, all firms half and half.
  const auto effect = [&](MatchEstimator estimator, Estimand estimand) {
    return fit(columns, options_for(estimator, estimand)).estimates[0].effect.estimate;
  };
  for (const MatchEstimator estimator : {MatchEstimator::ipw, MatchEstimator::nearest}) {
    CHECK(effect(estimator, Estimand::att) == doctest::Approx((3 + 2 * 5) / 3.0).epsilon(1e-10));
    CHECK(effect(estimator, Estimand::ate) == doctest::Approx(4).epsilon(1e-10));
  }
}

TEST_CASE("intervals hold the truth, for those treated and for all") {
  for (const MatchEstimator estimator : kEstimators) {
    int att = 0;
    int ate = 0;
    constexpr int kWorlds = 200;
    for (std::uint32_t seed = 1; seed <= kWorlds; ++seed) {
      const Columns columns = firms(400, seed);
      const auto interval = [&](Estimand estimand) {
        return fit(columns, options_for(estimator, estimand)).estimates[0].effect;
      };
      const Effect all = interval(Estimand::ate);
      ate += all.low <= 1 && 1 <= all.high ? 1 : 0;
      // Mean size of the treated, E[size | d = 1], by quadrature of the model: 0.37908.
      const Effect treated = interval(Estimand::att);
      const double truth = 1 + 0.37908 / 2;
      att += treated.low <= truth && truth <= treated.high ? 1 : 0;
    }
    CAPTURE(static_cast<int>(estimator));
    // 95 % of 200 is 190; five standard deviations are 15.
    CHECK(ate >= 175);
    CHECK(att >= 175);
  }
}

TEST_CASE("weights that balance the covariates take out what covariates explain") {
  const Columns columns = firms(2000, 7);
  for (const MatchEstimator estimator : kEstimators) {
    const Finding found = fit(columns, options_for(estimator, Estimand::att));
    CHECK(std::fabs(*diagnostic(found, "balance_before.size")) > 0.4);
    CHECK(std::fabs(*diagnostic(found, "balance_after.size")) < 0.1);
    CHECK(*diagnostic(found, "effective_controls") < *diagnostic(found, "controls"));
  }
}

TEST_CASE("the doubly robust estimate stays right where the regression is wrong") {
  double sum = 0;
  for (std::uint32_t seed = 1; seed <= 60; ++seed) {
    sum += fit(firms(1000, seed, true), options_for(MatchEstimator::aipw, Estimand::ate))
               .estimates[0]
               .effect.estimate;
  }
  CHECK(sum / 60 == doctest::Approx(1).epsilon(0.05));
}

TEST_CASE("neighbours are those that a full search finds, ties together") {
  Eigen::MatrixXd points(2, 30);
  for (Eigen::Index i = 0; i < 30; ++i) {
    const auto words = philox(3, 0, static_cast<std::uint64_t>(i), 0, Purpose::sample);
    points(0, i) = static_cast<double>(words[0] % 4);
    points(1, i) = static_cast<double>(words[1] % 4);
  }
  std::vector<std::uint32_t> all;
  for (std::uint32_t i = 0; i < 30; ++i) all.push_back(i);
  for (const std::size_t wanted : {1U, 3U}) {
    const auto found = neighbours_of(points, all, all, wanted, 1);
    for (std::uint32_t i = 0; i < 30; ++i) {
      std::vector<std::pair<double, std::uint32_t>> by_distance;
      for (std::uint32_t j = 0; j < 30; ++j) {
        if (j != i) by_distance.emplace_back((points.col(i) - points.col(j)).squaredNorm(), j);
      }
      std::sort(by_distance.begin(), by_distance.end());
      std::vector<std::uint32_t> expected;
      for (const auto& [distance, j] : by_distance) {
        if (distance <= by_distance[wanted - 1].first) expected.push_back(j);
      }
      std::sort(expected.begin(), expected.end());
      CHECK(found[i] == expected);
    }
  }
}

TEST_CASE("the order of rows, units and mixtures of covariates do not matter") {
  const Columns columns = firms(500, 5);
  for (const MatchEstimator estimator : kEstimators) {
    for (const Estimand estimand : {Estimand::att, Estimand::ate}) {
      const MatchOptions options = options_for(estimator, estimand);
      const Effect effect = fit(columns, options).estimates[0].effect;
      Columns turned = columns;
      for (auto* column : {&turned.outcome, &turned.treated, &turned.size, &turned.age}) {
        std::reverse(column->begin(), column->end());
      }
      const Effect back = fit(turned, options).estimates[0].effect;
      CHECK(back.estimate == effect.estimate);
      CHECK(back.se == effect.se);
      Columns scaled = columns;
      for (std::size_t i = 0; i < scaled.size.size(); ++i) {
        scaled.outcome[i] = 10 * columns.outcome[i] + 3;
        scaled.size[i] = 1000 * columns.size[i] + 5;
      }
      const Effect far = fit(scaled, options).estimates[0].effect;
      CHECK(far.estimate == doctest::Approx(10 * effect.estimate).epsilon(1e-8));
      CHECK(far.se == doctest::Approx(10 * effect.se).epsilon(1e-8));
    }
  }
}

TEST_CASE("treated and untreated that do not meet are not compared") {
  Columns apart = firms(200, 1);
  for (std::size_t i = 0; i < apart.size.size(); ++i) {
    apart.size[i] += apart.treated[i] == 1 ? 20 : 0;
  }
  for (const MatchEstimator estimator : kEstimators) {
    CHECK(why_not(apart, options_for(estimator, Estimand::att)) == "no_overlap");
  }
  Columns all = firms(200, 1);
  for (double& d : all.treated) d = 1;
  CHECK(why_not(all, options_for(MatchEstimator::ipw, Estimand::att)) == "one_arm");
  Columns one = firms(200, 1);
  std::fill(one.treated.begin(), one.treated.end(), 0.0);
  one.treated[3] = 1;
  CHECK(why_not(one, options_for(MatchEstimator::nearest, Estimand::att)) == "few_in_arm");
  Columns same = firms(200, 1);
  same.age = same.size;
  for (const MatchEstimator estimator : kEstimators) {
    const Finding twice = fit(same, options_for(estimator, Estimand::att));
    REQUIRE(twice.dropped.size() == 1);
    CHECK(twice.dropped[0].reason.id == "collinear");
    CHECK(twice.dropped[0].which == "age");
    MatchOptions once = options_for(estimator, Estimand::att);
    once.covariates = {"size"};
    CHECK(twice.estimates[0].effect.estimate == fit(same, once).estimates[0].effect.estimate);
  }
  Columns flat = firms(200, 1);
  for (double& y : flat.outcome) y = 2;
  CHECK(why_not(flat, options_for(MatchEstimator::aipw, Estimand::att)) == "constant_outcome");
}

TEST_CASE("a few rows without their like are left out by count, and said") {
  Columns columns = firms(400, 2);
  for (std::size_t i = 0; i < 3; ++i) {
    columns.size[i] = 30;
    columns.treated[i] = 1;
  }
  const Finding found = fit(columns, options_for(MatchEstimator::ipw, Estimand::att));
  REQUIRE(!found.dropped.empty());
  CHECK(found.dropped.back().reason.id == "beyond_overlap");
  CHECK(found.dropped.back().count >= 3);
  CHECK(std::any_of(found.notes.begin(), found.notes.end(),
                    [](const Reason& one) { return one.id == "trimmed_scores"; }));
}

TEST_CASE("other treatments, infinite values and unsound options are faults") {
  Columns columns = firms(100, 1);
  columns.treated[9] = 2;
  const auto options = options_for(MatchEstimator::ipw, Estimand::att);
  const auto found = match(panel_of(columns), options);
  REQUIRE(!found.has_value());
  CHECK(found.error()[0].line == 10);
  columns = firms(100, 1);
  columns.age[0] = INFINITY;
  CHECK(!match(panel_of(columns), options).has_value());
  MatchOptions none = options;
  none.covariates.clear();
  CHECK(!match(panel_of(firms(100, 1)), none).has_value());
  MatchOptions one_fold = options;
  one_fold.folds = 1;
  CHECK(!match(panel_of(firms(100, 1)), one_fold).has_value());
}
