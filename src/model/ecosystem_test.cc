#include "model/ecosystem.h"

#include <doctest/doctest.h>

using namespace formulary;

// Expected: by hand. Equal access a = 1/2 gives E = 1/2 whatever the weights.
TEST_CASE("equal access is its own index") {
  const Ecosystem even{{0.2, 0.2, 0.2, 0.2, 0.2}, -3};
  CHECK(log_index(even, {1, 1, 1, 1, 1}) == doctest::Approx(std::log(0.5)));
}

// Expected: the definition, computed directly from access with pow.
TEST_CASE("the index equals the CES mean of access") {
  const Ecosystem mixed{{0.1, 0.3, 0.2, 0.25, 0.15}, -3};
  const ByComponent x{0.5, 2, 1.5, 4, 0.2};
  double sum = 0;
  for (std::size_t k = 0; k < kComponents; ++k)
    sum += mixed.weight[k] * std::pow(1 / (1 + x[k]), -3);
  CHECK(log_index(mixed, x) == doctest::Approx(std::log(std::pow(sum, -1.0 / 3))));
}

// Expected: central differences of the index (invariance of the derivative).
TEST_CASE("shadow returns are the derivatives of the index by the logits") {
  const Ecosystem mixed{{0.1, 0.3, 0.2, 0.25, 0.15}, -2.5};
  const ByComponent x{0.5, 2, 1.5, 4, 0.2};
  const ByComponent slope = shadow_returns(mixed, x);
  for (std::size_t k = 0; k < kComponents; ++k) {
    const double step = 1e-6;
    ByComponent up = x;
    ByComponent down = x;
    up[k] *= std::exp(-step);
    down[k] *= std::exp(step);
    const double numeric = (log_index(mixed, up) - log_index(mixed, down)) / (2 * step);
    CHECK(slope[k] == doctest::Approx(numeric).epsilon(1e-7));
  }
}

// Expected: model.md section 1; the lowest access binds under equal weights and complements.
TEST_CASE("the scarcest component binds") {
  const Ecosystem even{{0.2, 0.2, 0.2, 0.2, 0.2}, -3};
  const ByComponent slope = shadow_returns(even, {1, 1, 5, 1, 1});
  CHECK(slope[2] > 5 * slope[0]);
}

// Expected: relaxing one component raises the return to the next (complements, model.md 1).
TEST_CASE("a package beats the sum of its parts when two components bind") {
  const Ecosystem even{{0.2, 0.2, 0.2, 0.2, 0.2}, -3};
  const double none = log_index(even, {4, 4, 1, 1, 1});
  const double first = log_index(even, {2, 4, 1, 1, 1}) - none;
  const double second = log_index(even, {4, 2, 1, 1, 1}) - none;
  const double both = log_index(even, {2, 2, 1, 1, 1}) - none;
  CHECK(both > first + second);
}

// Expected: round trip; the returns of a firm lead back to it.
TEST_CASE("odds are found from their shadow returns") {
  for (const double rho : {-3.0, -1.5, -6.0}) {
    const Ecosystem mixed{{0.1, 0.3, 0.2, 0.25, 0.15}, rho};
    for (const ByComponent& x :
         {ByComponent{0.5, 2, 1.5, 4, 0.2}, ByComponent{1e-4, 50, 0.1, 1, 0}}) {
      const ByComponent found = odds_with_returns(mixed, shadow_returns(mixed, x));
      for (std::size_t k = 0; k < kComponents; ++k) {
        CHECK(found[k] == doctest::Approx(x[k]).epsilon(1e-8));
      }
    }
  }
}
