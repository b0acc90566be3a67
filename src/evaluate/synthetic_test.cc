// Do synthetic designs find what was put in, and say when they cannot? Expected values: by hand, by
// brute force, from invariances, or from simulated worlds whose truth is known.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "evaluate/internal/simplex.h"
#include "evaluate/synthetic.h"
#include "math/philox.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

struct World {
  std::size_t controls = 12;
  std::size_t treated = 3;
  std::size_t periods = 12;
  std::size_t before = 8;
  double effect = 2;
  double noise = 1;
  std::uint32_t seed = 1;
  std::size_t late = 0;  // treated units that start two periods later
};

struct Columns {
  std::vector<double> unit, time, outcome, treated;
};

// Two factors and noise; loadings of the treated lie among those of the controls.
Columns columns_of(const World& world) {
  Columns columns;
  const auto draw = [&](std::size_t unit, std::size_t time, std::uint32_t what) {
    return normal_quantile(uniform(
        philox(world.seed, what, unit, static_cast<std::uint32_t>(time), Purpose::sample)[0]));
  };
  for (std::size_t i = 0; i < world.controls + world.treated; ++i) {
    const double level = draw(i, 0, 1);
    const double loading = 0.5 * draw(i, 0, 2);
    const bool is_treated = i >= world.controls;
    const std::size_t start =
        world.before + (i >= world.controls + world.treated - world.late ? 2 : 0);
    for (std::size_t t = 0; t < world.periods; ++t) {
      const bool on = is_treated && t >= start;
      columns.unit.push_back(static_cast<double>(i + 1));
      columns.time.push_back(static_cast<double>(t + 2001));
      columns.treated.push_back(on ? 1 : 0);
      columns.outcome.push_back(10 + level + loading * static_cast<double>(t) +
                                world.noise * draw(i, t, 3) + (on ? world.effect : 0));
    }
  }
  return columns;
}

Panel panel_of(const Columns& columns) {
  Panel panel(columns.unit.size());
  panel.add_numbers("firm", columns.unit);
  panel.add_numbers("year", columns.time);
  panel.add_numbers("y", columns.outcome);
  panel.add_numbers("d", columns.treated);
  return panel;
}

SyntheticOptions options_for(SyntheticMethod method, SyntheticError error = SyntheticError::none) {
  SyntheticOptions options;
  options.outcome = "y";
  options.unit = "firm";
  options.time = "year";
  options.treated = "d";
  options.method = method;
  options.error = error;
  return options;
}

Finding fit(const Columns& columns, const SyntheticOptions& options) {
  const auto found = synthetic(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

double att(const Finding& finding) {
  return finding.estimates[0].effect.estimate;
}

std::string why_not(const Columns& columns, const SyntheticOptions& options) {
  const auto found = synthetic(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(!found->has_value());
  return found->error().why.id;
}

constexpr auto kMethods = {SyntheticMethod::sdid, SyntheticMethod::sc, SyntheticMethod::did};

}  // namespace

TEST_CASE("difference in differences is the difference of the differences of means, by hand") {
  // Two controls go 1 2 | 4 and 3 2 | 6, one treated 2 3 | 9: 9 - 2.5 - (5 - 2) = 3.5.
  const Columns columns{{1, 1, 1, 2, 2, 2, 3, 3, 3},
                        {1, 2, 3, 1, 2, 3, 1, 2, 3},
                        {1, 2, 4, 3, 2, 6, 2, 3, 9},
                        {0, 0, 0, 0, 0, 0, 0, 0, 1}};
  CHECK(att(fit(columns, options_for(SyntheticMethod::did))) ==
        doctest::Approx(3.5).epsilon(1e-14));
}

TEST_CASE("a treated unit that is a mixture of controls gets the mixture and the effect") {
  World world;
  world.treated = 1;
  Columns columns = columns_of(world);
  for (std::size_t t = 0; t < world.periods; ++t) {
    const double mixture = 0.3 * columns.outcome[t] + 0.7 * columns.outcome[world.periods + t];
    columns.outcome[world.controls * world.periods + t] = mixture + (t >= world.before ? 5 : 0);
  }
  SyntheticOptions options = options_for(SyntheticMethod::sc);
  options.solver = WeightSolver::exact;
  const Finding found = fit(columns, options);
  CHECK(att(found) == doctest::Approx(5).epsilon(1e-6));
  CHECK(*diagnostic(found, "weight.1") == doctest::Approx(0.3).epsilon(1e-5));
  CHECK(*diagnostic(found, "weight.2") == doctest::Approx(0.7).epsilon(1e-5));
}

TEST_CASE("exact weights are no worse than any of a fine grid, and than the reference's") {
  for (std::uint32_t seed = 1; seed <= 20; ++seed) {
    Eigen::MatrixXd a(4, 3);
    Eigen::VectorXd b(4);
    for (Eigen::Index i = 0; i < 4; ++i) {
      const auto words = philox(seed, 0, static_cast<std::uint64_t>(i), 0, Purpose::sample);
      for (Eigen::Index j = 0; j < 3; ++j) {
        a(i, j) = normal_quantile(uniform(words[static_cast<std::size_t>(j)]));
      }
      b(i) = normal_quantile(uniform(words[3]));
    }
    const Mixture mixture{a.transpose() * a, a.transpose() * b, b.squaredNorm(), 4, 0.1};
    const auto loss = [&](const Eigen::VectorXd& x) {
      return (a * x - b).squaredNorm() + mixture.eta() * x.squaredNorm();
    };
    const Eigen::VectorXd equal = Eigen::VectorXd::Constant(3, 1.0 / 3);
    const Eigen::VectorXd best = exact_weights(mixture, equal);
    CHECK(best.minCoeff() >= 0);
    CHECK(best.sum() == doctest::Approx(1).epsilon(1e-14));
    CHECK(loss(best) <= loss(reference_weights(mixture, equal, 1e-6)) + 1e-12);
    for (int i = 0; i <= 100; ++i) {
      for (int j = 0; i + j <= 100; ++j) {
        const Eigen::Vector3d x(i / 100.0, j / 100.0, (100 - i - j) / 100.0);
        CHECK(loss(best) <= loss(x) + 1e-12);
      }
    }
  }
}

TEST_CASE("the order of rows, a shift and a scale of the outcome change nothing but the scale") {
  const Columns columns = columns_of({});
  for (const SyntheticMethod method : kMethods) {
    const SyntheticOptions options = options_for(method, SyntheticError::placebo);
    const Finding before = fit(columns, options);
    Columns turned = columns;
    for (auto* column : {&turned.unit, &turned.time, &turned.outcome, &turned.treated}) {
      std::reverse(column->begin(), column->end());
    }
    CHECK(att(fit(turned, options)) == att(before));
    Columns scaled = columns;
    // Not so far that the reference's last step depends on rounding.
    for (double& y : scaled.outcome) y = 4 * y + 64;
    const Finding after = fit(scaled, options);
    CHECK(att(after) == doctest::Approx(4 * att(before)).epsilon(1e-6));
    CHECK(after.estimates[0].effect.se ==
          doctest::Approx(4 * before.estimates[0].effect.se).epsilon(1e-6));
  }
}

TEST_CASE("the same seed gives the same bytes on any number of threads, another one does not") {
  const Columns columns = columns_of({});
  for (const SyntheticError error : {SyntheticError::placebo, SyntheticError::bootstrap}) {
    SyntheticOptions options = options_for(SyntheticMethod::sdid, error);
    options.threads = 1;
    const double one = fit(columns, options).estimates[0].effect.se;
    options.threads = 4;
    CHECK(fit(columns, options).estimates[0].effect.se == one);
    options.seed = 2;
    CHECK(fit(columns, options).estimates[0].effect.se != one);
  }
}

TEST_CASE("adoption in two periods is the mean of two designs by treated unit-periods") {
  World world;
  world.late = 1;
  const Columns columns = columns_of(world);
  const Finding both = fit(columns, options_for(SyntheticMethod::sdid));
  REQUIRE(both.estimates.size() == 3);
  const auto alone = [&](double from, double to) {  // without the treated firms from .. to
    Columns kept;
    for (std::size_t i = 0; i < columns.unit.size(); ++i) {
      if (columns.unit[i] >= from && columns.unit[i] <= to) continue;
      kept.unit.push_back(columns.unit[i]);
      kept.time.push_back(columns.time[i]);
      kept.outcome.push_back(columns.outcome[i]);
      kept.treated.push_back(columns.treated[i]);
    }
    return att(fit(kept, options_for(SyntheticMethod::sdid)));
  };
  const double early = alone(15, 15);
  const double late = alone(13, 14);
  CHECK(both.estimates[1].term == "cohort::2009");
  CHECK(both.estimates[1].effect.estimate == early);
  CHECK(both.estimates[2].effect.estimate == late);
  // Two units with four periods each, one with two.
  CHECK(att(both) == doctest::Approx((8 * early + 2 * late) / 10).epsilon(1e-14));
}

TEST_CASE("intervals hold the truth about as often as they say, in worlds of two factors") {
  int covered = 0;
  double sum = 0;
  constexpr int kWorlds = 100;
  for (int i = 0; i < kWorlds; ++i) {
    World world;
    world.controls = 24;
    world.treated = 4;
    world.seed = static_cast<std::uint32_t>(100 + i);
    SyntheticOptions options = options_for(SyntheticMethod::sdid, SyntheticError::placebo);
    options.draws = 40;
    const Finding found = fit(columns_of(world), options);
    const Effect& effect = found.estimates[0].effect;
    sum += effect.estimate;
    covered += effect.low <= world.effect && world.effect <= effect.high ? 1 : 0;
  }
  // 95 % of 100; four standard deviations of a fair count are 9.
  CHECK(covered >= 86);
  CHECK(sum / kWorlds == doctest::Approx(2).epsilon(0.08));
}

TEST_CASE("jackknife and bootstrap errors are near the placebo's where all hold") {
  World world;
  world.controls = 60;
  world.treated = 30;
  const Columns columns = columns_of(world);
  const double placebo = fit(columns, options_for(SyntheticMethod::sdid, SyntheticError::placebo))
                             .estimates[0]
                             .effect.se;
  for (const SyntheticError error : {SyntheticError::jackknife, SyntheticError::bootstrap}) {
    const double se =
        fit(columns, options_for(SyntheticMethod::sdid, error)).estimates[0].effect.se;
    CHECK(se > 0.5 * placebo);
    CHECK(se < 2 * placebo);
  }
}

TEST_CASE("what the data cannot tell is said") {
  World world;
  world.treated = 1;
  const Columns one = columns_of(world);
  CHECK(why_not(one, options_for(SyntheticMethod::sdid, SyntheticError::jackknife)) ==
        "no_jackknife");
  CHECK(why_not(one, options_for(SyntheticMethod::sdid, SyntheticError::bootstrap)) ==
        "no_bootstrap");
  world.treated = 11;
  CHECK(why_not(columns_of(world), options_for(SyntheticMethod::sdid, SyntheticError::placebo)) ==
        "no_placebo");
  world.treated = 0;
  CHECK(why_not(columns_of(world), options_for(SyntheticMethod::sdid)) == "no_treated");
  world.treated = 2;
  world.controls = 1;
  CHECK(why_not(columns_of(world), options_for(SyntheticMethod::sdid)) == "no_controls");
  world.controls = 12;
  world.before = 1;
  CHECK(why_not(columns_of(world), options_for(SyntheticMethod::sdid)) == "no_pre_period");
  CHECK(synthetic(panel_of(columns_of(world)), options_for(SyntheticMethod::did))->has_value());
}

TEST_CASE("a treatment that switches off, a firm twice in a year and other values are faults") {
  const auto fault = [](const Columns& columns) {
    const auto found = synthetic(panel_of(columns), options_for(SyntheticMethod::sdid));
    REQUIRE(!found.has_value());
    return found.error()[0];
  };
  Columns off = columns_of({});
  off.treated.back() = 0;
  CHECK(fault(off).what.find("switches off") != std::string::npos);
  Columns twice = columns_of({});
  twice.time[1] = twice.time[0];
  CHECK(fault(twice).what == "firm 1 is twice in year 2001");
  CHECK(fault(twice).line == 2);
  Columns half = columns_of({});
  half.treated[0] = 0.5;
  CHECK(fault(half).what == "d is neither 0 nor 1");
  Columns infinite = columns_of({});
  infinite.outcome[3] = INFINITY;
  CHECK(fault(infinite).what == "y is infinite");
  SyntheticOptions unsound = options_for(SyntheticMethod::sdid, SyntheticError::placebo);
  unsound.draws = 1;
  CHECK(!synthetic(panel_of(columns_of({})), unsound).has_value());
}

TEST_CASE("a firm without a period is left out by name") {
  Columns columns = columns_of({});
  columns.outcome[0] = std::nan("");
  const Finding found = fit(columns, options_for(SyntheticMethod::sdid));
  REQUIRE(found.dropped.size() == 1);
  CHECK(found.dropped[0].reason.id == "incomplete_unit");
  CHECK(found.dropped[0].which == "1");
  CHECK(*diagnostic(found, "controls") == 11);
}
