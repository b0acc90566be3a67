// What do publications and judgement say of each stage before any data is fitted?
#pragma once

#include <span>
#include <string_view>

#include "domain/stages.h"
#include "observe/internal/stage_observations.h"

namespace formulary {

struct FeaturePrior {
  std::string_view name;
  FeatureKind kind;
  StageShares mean;  // emerging, growth, maturity, decline
  StageShares spread;
  double persistent_sd;  // growth features that no panel gives
  double noise_sd;
  std::string_view unit;
  std::string_view source;
};

// List every feature that the stage model knows.
std::span<const FeaturePrior> feature_priors();

// Find one of them by name; null when it is unknown.
const FeaturePrior* feature_prior(std::string_view name);

// Features with a place in the model although no panel here can fit them: entry, exports,
// research, concentration.
std::span<const std::string_view> assumed_features();

// The chain before any data, and how many sector-years of it count per stage.
struct ChainPrior {
  StageShares initial;
  std::array<StageShares, kStages> transition;  // 0 = forbidden for good
  double years_per_stage;
  double sectors;   // that `initial` counts for
  double emerging;  // share of sectors that start as emerging
};
const ChainPrior& chain_prior();

}  // namespace formulary
