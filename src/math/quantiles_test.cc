#include "math/quantiles.h"

#include <doctest/doctest.h>

using namespace formulary;

// Expected: R's quantile(c(1,2,3,4,10), c(.05,.25,.5,.75,.95)), its default type 7.
TEST_CASE("quantiles interpolate between order statistics") {
  const Quantiles q = quantiles_of({10, 3, 1, 4, 2});
  CHECK(q.mean == doctest::Approx(4));
  CHECK(q.p5 == doctest::Approx(1.2));
  CHECK(q.p25 == doctest::Approx(2));
  CHECK(q.p50 == doctest::Approx(3));
  CHECK(q.p75 == doctest::Approx(4));
  CHECK(q.p95 == doctest::Approx(8.8));
}

// Expected: by definition.
TEST_CASE("one value is all its quantiles and none gives zeros") {
  CHECK(quantiles_of({7}).p5 == 7);
  CHECK(quantiles_of({7}).p95 == 7);
  CHECK(quantiles_of({}).mean == 0);
}
