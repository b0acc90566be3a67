// How is a sample summed up? Means and quantiles in a fixed order.
#pragma once

#include <vector>

namespace formulary {

struct Quantiles {
  double mean = 0;
  double p5 = 0;
  double p25 = 0;
  double p50 = 0;
  double p75 = 0;
  double p95 = 0;
};

// Quantiles by linear interpolation between order statistics (type 7 of Hyndman & Fan 1996). An
// empty sample gives zeros. The mean is summed in the order given.
Quantiles quantiles_of(std::vector<double> sample);

}  // namespace formulary
