// How are numbers written and rounded so that a recomputation gives the same bytes?
#pragma once

#include <array>
#include <charconv>
#include <cmath>
#include <string>

#include "base/must.h"

namespace formulary {

// Write a number in the shortest form that reads back as the same double ("0.9", "1e+21").
inline std::string written(double value) {
  std::array<char, 40> buffer{};
  if (value == 0) value = 0;  // no "-0"
  const auto end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  MUST(end.ec == std::errc());
  return {buffer.data(), end.ptr};
}

// Round to a grid of `steps` to the unit (halves away from zero), so that the last bits of a
// quotient decide nothing.
inline double on_grid(double value, double steps) {
  return std::round(value * steps) / steps;
}

}  // namespace formulary
