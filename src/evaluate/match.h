// What did a measure cause for those who got it, if firms that look alike are alike? Weighting,
// doubly robust estimation and matching on covariates.
//
// Unlike a cut-off or a lottery this stands on an assumption that no data can test: that nothing
// else than the covariates decided both who got the measure and how they fared.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/words.h"
#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

// Inverse chances of treatment (Hajek weights); those and a regression in each group, fitted on
// other rows than they are used on (Robins, Rotnitzky & Zhao 1994; Chernozhukov et al. 2018); or
// nearest neighbours with a bias correction (Abadie & Imbens 2006, 2011).
enum class MatchEstimator { ipw, aipw, nearest };

enum class Estimand { att, ate };  // of the treated, or of all

struct MatchOptions {
  std::string outcome;
  std::string treatment;  // 0 or 1
  std::vector<std::string> covariates;
  MatchEstimator estimator = MatchEstimator::aipw;
  Estimand estimand = Estimand::att;
  double trim = 0.01;  // chances of treatment this near to 0 or 1 have no like
  int folds = 5;
  int neighbours = 1;
  unsigned seed = 1;
  double level = 0.95;
  int threads = 0;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Estimate. One term, "ATT" or "ATE". Errors: of influence functions, the fitted chances' own error
// in them (ipw); of the doubly robust scores (aipw); Abadie and Imbens's, with the noise from two
// neighbours of the same group (nearest, distances by Mahalanobis; the time grows with the square
// of the rows). Diagnostics: treated, controls, balance_before.X and balance_after.X in standard
// deviations, lowest_score and highest_score, effective_controls.
// Faults: unknown columns, infinite values, a treatment that is neither 0 nor 1, unsound options.
// Unidentified: one group only, too few rows in a group, a constant outcome, no overlap: a chance
// of treatment that covariates decide, or fewer than half of the treated (of all) with their like.
Evaluated<Finding> match(const Panel& panel, const MatchOptions& options);

}  // namespace formulary::evaluate

namespace formulary {

template <>
struct Ids<evaluate::MatchEstimator> {
  static constexpr std::array names{"ipw", "aipw", "nearest"};
};
template <>
struct Ids<evaluate::Estimand> {
  static constexpr std::array names{"att", "ate"};
};

}  // namespace formulary
