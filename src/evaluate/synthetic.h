// What did a measure cause where only a few units got it? Synthetic control (Abadie, Diamond &
// Hainmueller 2010) and synthetic difference in differences (Arkhangelsky et al. 2021, American
// Economic Review 111), with the conventions of R's synthdid 0.0.9.
//
// The treated are compared with a weighted mean of untreated units that moved like them before.
#pragma once

#include <array>
#include <string>

#include "domain/words.h"
#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

enum class SyntheticMethod { sdid, sc, did };

// How weights are found: synthdid's iterations, step by step, which stop a little early; or the
// optimum itself.
enum class WeightSolver { reference, exact };

enum class SyntheticError { placebo, jackknife, bootstrap, none };

struct SyntheticOptions {
  std::string outcome;
  std::string unit;
  std::string time;     // numbers
  std::string treated;  // 0 or 1; stays 1
  SyntheticMethod method = SyntheticMethod::sdid;
  WeightSolver solver = WeightSolver::reference;
  SyntheticError error = SyntheticError::placebo;
  int draws = 200;
  unsigned seed = 1;
  double level = 0.95;
  int threads = 0;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Estimate. Terms: "ATT"; with several adoption periods also cohort::PERIOD, each compared with the
// never treated, and ATT is their mean by treated unit-periods. A single treated unit with no more
// controls than draws has every placebo once, not draws of them. Diagnostics: controls, treated,
// periods_before, periods_after, noise, zeta_unit, zeta_time, fit_rmse (before treatment), weights
// above 0 as weight.UNIT and weight_time.PERIOD (with cohorts: cohort::PERIOD. before them),
// effect.PERIOD, placebo_p (share of placebos as far from 0).
// Faults: unknown columns, periods that are no numbers, a unit twice in a period, a treatment that
// is neither 0 nor 1 or switches off. Unidentified: nobody treated, no controls, no period before
// (two but for did), too few units for the error asked for.
Evaluated<Finding> synthetic(const Panel& panel, const SyntheticOptions& options);

}  // namespace formulary::evaluate

namespace formulary {

template <>
struct Ids<evaluate::SyntheticMethod> {
  static constexpr std::array names{"sdid", "sc", "did"};
};
template <>
struct Ids<evaluate::WeightSolver> {
  static constexpr std::array names{"reference", "exact"};
};
template <>
struct Ids<evaluate::SyntheticError> {
  static constexpr std::array names{"placebo", "jackknife", "bootstrap", "none"};
};

}  // namespace formulary
