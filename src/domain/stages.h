// Which stage of its life cycle is a sector in, how sure is that, and what speaks for it?
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/words.h"

namespace formulary {

// One number per stage, in the order of Stage.
using StageShares = std::array<double, kStages>;

// What a yearly feature (docs/methods/stages.md) looks like in each stage.
struct StageFeature {
  std::string name;          // as in series.csv, e.g. real_output_growth
  double persistent_sd = 0;  // of lasting differences between sectors; growth features only
  double noise_sd = 0;       // of the usual year-to-year fluctuation; growth features only
  StageShares mean{};
  StageShares spread{};  // standard deviation of the feature around the stage's mean
};

struct StageModel {
  int window_years = 5;     // a feature is the average of so many years
  double noise_weight = 4;  // years that the usual fluctuation counts for in a window
  std::vector<StageFeature> features;
  StageShares initial{};                          // sums to 1
  std::array<StageShares, kStages> transition{};  // a year, from row to column; 0 = never
  std::string source;
};

struct StageYear {
  int year = 0;
  StageShares filtered{};  // given the years up to this one
  StageShares smoothed{};  // given all years
};

// How far one feature of the last year moved the odds.
struct StageEvidence {
  std::string feature;  // or kEarlierYears: everything that was known before the last year
  double value = 0;     // the feature; for kEarlierYears the stage's probability before
  int year = 0;
  double log_odds = 0;  // natural log, of the chosen stage against the next best; > 0 speaks for
};
inline constexpr const char* kEarlierYears = "earlier_years";

struct SectorStage {
  std::string sector;
  Stage stage = Stage::maturity;  // the most probable in the last year
  Stage next_best = Stage::maturity;
  StageShares filtered{};  // last year; equals smoothed there
  StageShares smoothed{};
  int year = 0;  // the last year with data; 0 without any
  std::vector<StageYear> path;
  std::vector<StageEvidence> evidence;  // its log_odds add up to those of `filtered`
  bool from_assumed_data = false;       // some of the sector's series are assumed
  bool no_data = false;                 // nothing observed: the probabilities are the prior's
};

}  // namespace formulary
