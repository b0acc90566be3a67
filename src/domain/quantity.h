// What is a number of the product? A value with its doubt, its unit and its source.
#pragma once

#include <string>

namespace formulary {

// A dated, sourced figure. `sd` is the standard deviation of its prior (0 when taken as exact).
// `assumed` figures have no public source: `source` then says why this value was taken.
struct Quantity {
  double value = 0;
  double sd = 0;
  std::string unit;
  std::string source;
  bool assumed = false;
};

}  // namespace formulary
