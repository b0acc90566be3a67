// What did a measure cause when firms got it in different years? Group-time average effects and
// their summaries (Callaway & Sant'Anna 2021, J. Econometrics 225; Sant'Anna & Zhao 2020 for the
// doubly robust estimator), with the conventions of R's did 2.5, which docs/methods/evaluate.md
// writes out.
//
// Each cohort (firms first treated in the same period) is compared with firms that were never, or
// not yet, treated, from its last period without treatment on. Nothing is dropped silently.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/words.h"
#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

enum class Control { never, not_yet };

// How covariates enter: a regression of the controls' change, weights from a logit of treatment,
// or both, which holds when either is right. Without covariates all three are one.
enum class Adjust { outcome_regression, weighting, doubly_robust };

// From where effects before treatment are measured: the period just before, or the last one without
// treatment, as after it.
enum class BasePeriod { varying, universal };

enum class Aggregate { none, simple, dynamic, group, calendar };

// What happens to a unit that lacks a period: it goes (did's default), or each comparison takes
// the units that are there in both of its periods.
enum class Incomplete { drop, by_pair };

struct StaggeredOptions {
  std::string outcome;
  std::string unit;
  std::string time;                     // numbers
  std::string first;                    // period of first treatment; 0 = never
  std::vector<std::string> covariates;  // taken in the earlier period of each comparison
  Control control = Control::never;
  Adjust adjust = Adjust::doubly_robust;
  BasePeriod base = BasePeriod::varying;
  Aggregate aggregate = Aggregate::simple;
  Incomplete incomplete = Incomplete::drop;
  double anticipation = 0;  // periods before treatment in which firms react already
  double level = 0.95;
  int draws = 0;  // of the multiplier bootstrap; 0 = analytic errors, an interval for each term
  unsigned seed = 1;
  int threads = 0;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Estimate. Terms: "ATT" first (not with Aggregate::none), then event::E, group::G, time::T, or
// ATT(G,T). Errors are those of influence functions, population variances without a correction;
// with draws, intervals of all terms but the first hold at once. Diagnostics: cohorts, cells,
// wald_pre and wald_pre_p (all effects before treatment are 0), band_critical with draws.
// Faults: unknown columns, times that are no numbers, a period 0, a unit twice in one period, a
// unit with two first periods.
// Unidentified: nobody treated after the first period, one treated unit, no controls, no overlap.
Evaluated<Finding> staggered(const Panel& panel, const StaggeredOptions& options);

// Find each row's period of first treatment from a column of 0 and 1, for `first`. Faults: other
// values, a treatment that switches off (it is not staggered adoption), missing times.
Result<std::vector<double>> first_treated(const Panel& panel, const std::string& unit,
                                          const std::string& time, const std::string& treated);

}  // namespace formulary::evaluate

namespace formulary {

template <>
struct Ids<evaluate::Control> {
  static constexpr std::array names{"never", "notyet"};
};
template <>
struct Ids<evaluate::Adjust> {
  static constexpr std::array names{"or", "ipw", "dr"};
};
template <>
struct Ids<evaluate::Aggregate> {
  static constexpr std::array names{"none", "simple", "dynamic", "group", "calendar"};
};

}  // namespace formulary
