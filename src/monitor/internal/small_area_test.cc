#include "monitor/internal/small_area.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace formulary;

// Expected: by hand. Mean 2 of {0, 0, 2, 4, 4}: residuals sum to 16 squared; h = 1/5, v = 1, so
// A = (16 - 5 x 0.8) / 4 = 3, reliability 3/4, effects 3/4 of the residuals. Error of the first:
// g1 = 3/4, g2 = 9/16 x 4/5 = 0.45, g3 = 1/64 x 2 x 80 / 25 = 0.1, so 0.75 + 0.45 + 0.2 = 1.4.
TEST_CASE("a worked example of shrinkage by moments") {
  const AreaEffects e = area_effects({0, 0, 2, 4, 4}, {1, 1, 1, 1, 1}, 1, {1, 1, 1, 1, 1});
  CHECK(e.between_variance == doctest::Approx(3));
  CHECK(e.coefficients[0] == doctest::Approx(2));
  CHECK(e.reliability[0] == doctest::Approx(0.75));
  CHECK(e.effect[0] == doctest::Approx(-1.5));
  CHECK(e.effect[2] == doctest::Approx(0));
  CHECK(e.variance[0] == doctest::Approx(1.4));
  // Between two areas the common mean's error of 0.45 cancels: 2 x (0.75 + 0.2).
  CHECK(difference_variance(e, 0, 4) == doctest::Approx(1.9));
}

// Expected: by hand: residuals smaller than their noise leave nothing to tell regions by.
TEST_CASE("differences within the noise are shrunk to zero") {
  const AreaEffects e = area_effects({0, 1, 0, 1, 0.5}, {1, 1, 1, 1, 1}, 1, {9, 9, 9, 9, 9});
  CHECK(e.between_variance == 0);
  for (const double effect : e.effect) CHECK(effect == 0);
  CHECK(e.variance[0] > 0);
}

// Expected: y = 1 + 2 x exactly, so no effect; a column that repeats another changes nothing.
TEST_CASE("conditions that predict everything leave no effect") {
  const std::vector<double> y{1, 3, 5, 7, 9, 11};
  const std::vector<double> v(6, 0.1);
  const AreaEffects e = area_effects(y, {1, 0, 1, 1, 1, 2, 1, 3, 1, 4, 1, 5}, 2, v);
  CHECK(e.coefficients[0] == doctest::Approx(1));
  CHECK(e.coefficients[1] == doctest::Approx(2));
  const AreaEffects twice =
      area_effects(y, {1, 0, 0, 1, 1, 1, 1, 2, 2, 1, 3, 3, 1, 4, 4, 1, 5, 5}, 3, v);
  for (std::size_t i = 0; i < y.size(); ++i) {
    CHECK(e.fitted[i] == doctest::Approx(y[i]));
    CHECK(twice.fitted[i] == doctest::Approx(y[i]));
  }
  CHECK(twice.coefficients[2] == 0);
}
