// Who stands on which side of a cut-off, and how far from it? The two sides of a discontinuity,
// each from the cut-off outwards, so that a bandwidth is a number of first rows.
#pragma once

#include <cstdint>
#include <vector>

#include "evaluate/effect.h"
#include "evaluate/panel.h"
#include "evaluate/rdd.h"

namespace formulary::evaluate {

struct Side {
  double sign = 1;                           // running - cut-off = sign * distance
  std::vector<double> distance;              // not below 0, ascending
  std::vector<std::vector<double>> columns;  // outcome, treatment where fuzzy, covariates
  std::vector<std::uint32_t> cluster;        // of each row; empty = none
  std::vector<std::size_t> starts;           // of each distinct distance, and the number of rows

  std::size_t rows() const { return distance.size(); }
  std::size_t distinct() const { return starts.size() - 1; }
  double at(std::size_t group) const { return distance[starts[group]]; }
  double farthest() const { return distance.back(); }
};

struct Sides {
  Side left;
  Side right;
  std::size_t clusters = 0;  // levels of the cluster's key
  std::vector<Dropped> dropped;

  std::size_t rows() const { return left.rows() + right.rows(); }
};

// Collect the complete rows. Faults: see rdd. A side may be empty.
Result<Sides> sides_of(const Panel& panel, const RddOptions& options);

// The sides of all rows whose running variable is known, whatever else is: those that `sides_of`
// left out may be the ones who sorted themselves.
Result<Sides> all_sides_of(const Panel& panel, const RddOptions& options);

// The spread that the first bandwidth starts from: the smaller of the standard deviation and the
// interquartile range (quantiles that average at jumps) / 1.349.
double spread_of(const Sides& sides);

}  // namespace formulary::evaluate
