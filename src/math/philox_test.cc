#include "math/philox.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace formulary;

// Expected: the published known answer of Philox4x32-10 for counter 0, key 0 (Random123 kat).
TEST_CASE("philox at address zero gives the published words") {
  const auto words = philox(0, 0, 0, 0, static_cast<Purpose>(0));
  CHECK(words[0] == 0x6627e8d5u);
  CHECK(words[1] == 0xe169c58du);
  CHECK(words[2] == 0xbc57ac4cu);
  CHECK(words[3] == 0x9b00dbd8u);
}

// Expected: tables of the standard normal distribution.
TEST_CASE("normal quantiles match the tables") {
  CHECK(normal_quantile(0.5) == doctest::Approx(0).epsilon(1e-12));
  CHECK(normal_quantile(0.975) == doctest::Approx(1.959963984540054).epsilon(1e-12));
  CHECK(normal_quantile(1e-6) == doctest::Approx(-4.753424308822899).epsilon(1e-9));
}

// Expected: by hand, the Laplace distribution of unit variance has quantile -ln(2u)/sqrt(2).
TEST_CASE("laplace quantiles have unit variance and a tent shape") {
  CHECK(laplace_quantile(0.5) == doctest::Approx(0));
  CHECK(laplace_quantile(0.75) == doctest::Approx(std::log(2.0) / std::sqrt(2.0)));
}

// Expected: brute force over the distribution function, mean 2: P(0)=.1353 P(<=1)=.4060.
TEST_CASE("poisson quantiles invert the distribution function") {
  CHECK(poisson_quantile(0.13, 2) == 0);
  CHECK(poisson_quantile(0.14, 2) == 1);
  CHECK(poisson_quantile(0.41, 2) == 2);
  CHECK(poisson_quantile(0.5, 0) == 0);
}
