// Did applicants sort themselves across the cut-off? A jump of the running variable's density,
// tested by local polynomials of its distribution (Cattaneo, Jansson & Ma 2020).
#pragma once

#include <optional>

#include "evaluate/internal/cutoff.h"

namespace formulary::evaluate {

struct DensityTest {
  double left = 0;  // densities at the cut-off
  double right = 0;
  double h_left = 0;
  double h_right = 0;
  double statistic = 0;
  double p = 1;
};

// Test as rddensity does unless told otherwise: triangular kernel, order 2 for the bandwidths and 3
// for the test, unrestricted, jackknife variance, equal values counted as one step. Nothing where
// a side is too thin for it.
std::optional<DensityTest> density_test(const Sides& sides);

}  // namespace formulary::evaluate
