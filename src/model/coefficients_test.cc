#include "model/coefficients.h"

#include <cmath>

#include <doctest/doctest.h>

#include "math/philox.h"
#include "support/small_world.h"

using namespace formulary;

namespace {

struct Moments {
  double mean = 0;
  double sd = 0;
};

// Mean and standard deviation by the midpoint rule over the normal's quantiles.
Moments moments(double mean, double sd) {
  constexpr int kPoints = 200000;
  double sum = 0;
  double squares = 0;
  for (int i = 0; i < kPoints; ++i) {
    const double value = draw_value(mean, sd, normal_quantile((i + 0.5) / kPoints));
    sum += value;
    squares += value * value;
  }
  sum /= kPoints;
  return {sum, std::sqrt(squares / kPoints - sum * sum)};
}

}  // namespace

// Expected: known truth; the log-normal is parametrised by its own mean and sd (numeric
// integration, whose cut tails cost less than the tolerance).
TEST_CASE("a drawn value keeps the mean and spread of its prior on either side of zero") {
  for (const double mean : {0.25, 3.0, -0.8, -40.0}) {
    const double sd = 0.4 * std::fabs(mean);
    const Moments drawn = moments(mean, sd);
    CHECK(drawn.mean == doctest::Approx(mean).epsilon(1e-4));
    CHECK(drawn.sd == doctest::Approx(sd).epsilon(5e-3));
  }
  const Moments normal = moments(0, 2);
  CHECK(std::fabs(normal.mean) < 1e-9);
  CHECK(normal.sd == doctest::Approx(2).epsilon(1e-3));
}

// Expected: by definition of the log-normal, whatever the deviate.
TEST_CASE("a drawn value keeps the sign of its mean") {
  for (int i = -60; i <= 60; ++i) {
    CHECK(draw_value(0.3, 0.9, i / 10.0) > 0);
    CHECK(draw_value(-0.3, 0.9, i / 10.0) < 0);
  }
}

// Expected: by definition, a figure without doubt is drawn as it is.
TEST_CASE("a value without spread is its mean") {
  CHECK(draw_value(0.3, 0, 2.5) == 0.3);
  CHECK(draw_value(-7, 0, -2.5) == -7);
  CHECK(draw_value(0, 0, 1) == 0);
}

// Expected: known truth; the prior of the small world's theta is 0.25 with sd 0.05.
TEST_CASE("draws of a parameter scatter around its mean as its prior says") {
  const Parameters parameters = small_world::parameters();
  constexpr int kDraws = 2000;
  double sum = 0;
  double squares = 0;
  for (std::uint32_t draw = 1; draw <= kDraws; ++draw) {
    const double theta = draw_coefficients(parameters, 3, draw).theta;
    sum += theta;
    squares += (theta - 0.25) * (theta - 0.25);
  }
  CHECK(std::fabs(sum / kDraws - 0.25) < 4 * 0.05 / std::sqrt(kDraws));  // four standard errors
  CHECK(std::sqrt(squares / kDraws) == doctest::Approx(0.05).epsilon(0.08));
}

// Expected: invariance; a draw is a pure function of seed and number.
TEST_CASE("the same seed and number draw the same parameters, others draw others") {
  const Parameters parameters = small_world::parameters();
  const Coefficients a = draw_coefficients(parameters, 3, 5);
  const Coefficients b = draw_coefficients(parameters, 3, 5);
  CHECK(a.theta == b.theta);
  CHECK(a.awareness == b.awareness);
  CHECK(a.stage_weight == b.stage_weight);
  CHECK(a.theta != draw_coefficients(parameters, 3, 6).theta);
  CHECK(a.theta != draw_coefficients(parameters, 4, 5).theta);
  CHECK(a.theta != a.theta_y);
}

// Expected: by definition, goals are a choice and no estimate, even where a card gives them doubt.
TEST_CASE("goals are never drawn") {
  Parameters parameters = small_world::parameters();
  parameters["goals.exports.jobs"].sd = 0.05;
  parameters["goals.public_funds_value"].sd = 0.05;
  const Coefficients c = draw_coefficients(parameters, 3, 5);
  CHECK(c.worth[index_of(Goal::exports)][index_of(Worth::jobs)] == 0.1);
  CHECK(c.public_funds_value == 0.25);
}

// Expected: invariance; each key has a stream of its own.
TEST_CASE("an elasticity that a card adds leaves the draws of all others alone") {
  Parameters parameters = small_world::parameters();
  const Coefficients before = draw_coefficients(parameters, 3, 5);
  parameters["outcomes.patents.demand"] = small_world::about(0.3, 0.1);
  const Coefficients after = draw_coefficients(parameters, 3, 5);
  CHECK(before.outcome[index_of(Outcome::patents)].access[index_of(Component::demand)] == 0);
  CHECK(after.outcome[index_of(Outcome::patents)].access[index_of(Component::demand)] > 0);
  CHECK(before.outcome[index_of(Outcome::patents)].access[index_of(Component::science)] ==
        after.outcome[index_of(Outcome::patents)].access[index_of(Component::science)]);
  CHECK(before.awareness == after.awareness);
}

// Expected: by hand, the keys of the small world's table.
TEST_CASE("means are read from their keys and what is not written is no elasticity") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  CHECK(c.rho == -3);
  CHECK(c.theta == 0.25);
  CHECK(c.theta_y == 0.12);
  CHECK(c.type_offset[index_of(CompanyType::newcomer)][2] == -0.4);
  CHECK(c.outcome[index_of(Outcome::patents)].access[index_of(Component::science)] == 1);
  CHECK(c.outcome[index_of(Outcome::patents)].access[index_of(Component::workforce)] == 0);
  CHECK(c.worth[index_of(Goal::exports)][index_of(Worth::pilots)] == 0);
}

// Expected: by definition; every missing key is named, with the file that it belongs in.
TEST_CASE("missing parameters are named one and all") {
  Parameters parameters = small_world::parameters();
  CHECK(missing_parameters(parameters).empty());
  parameters.erase("take_up.tau.sme");
  parameters.erase("dynamics.theta");
  parameters.erase("outcomes.patents.science");  // may be left out
  const Faults faults = missing_parameters(parameters);
  REQUIRE(faults.size() == 2);
  CHECK(faults[0].file == "content/parameters/dynamics.yaml");
  CHECK(faults[0].what.find("'dynamics.theta'") != std::string::npos);
  CHECK(faults[1].file == "content/parameters/take_up.yaml");
  CHECK(faults[1].what.find("'take_up.tau.sme'") != std::string::npos);
}
