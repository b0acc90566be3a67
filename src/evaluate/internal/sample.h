// Which rows does a regression stand on? Those that are complete and not alone in their group, in
// the order of their largest fixed effect.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "evaluate/effect.h"
#include "evaluate/fixed_effects.h"
#include "evaluate/internal/absorb.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

// A column of the model, on the rows of the sample.
struct ModelColumn {
  std::string term;
  std::vector<double> values;
  std::optional<double> event;  // the level of the key whose dummy it is, where that is a number
};

struct Sample {
  std::size_t rows = 0;
  std::vector<Factor> effects;   // the one with the most levels first; rows stand in its order
  std::vector<Factor> clusters;  // as asked
  std::vector<double> weights;   // empty = all 1
  std::vector<double> outcome;
  std::vector<ModelColumn> exogenous;
  std::vector<ModelColumn> endogenous;
  std::vector<ModelColumn> instruments;
  std::vector<Dropped> dropped;
  std::vector<std::vector<std::uint32_t>> storage;  // of levels that are not the panel's own
  std::vector<std::unique_ptr<Key>> crossed;
  std::vector<std::uint32_t> panel_row;  // of each row; empty = the same
};

// Collect what the formula names. Faults: see fixed_effects. A sample may have no rows.
// `leave_out` marks panel rows that are dropped as separated; empty = none.
Result<Sample> take_sample(const Panel& panel, const Formula& formula,
                           const RegressionOptions& options,
                           const std::vector<char>& leave_out = {});

}  // namespace formulary::evaluate
