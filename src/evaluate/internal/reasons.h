// In which words does this room say what it left out, what nobody can know, and what to beware of?
#pragma once

#include <string>

#include "domain/reason.h"
#include "evaluate/effect.h"

namespace formulary::evaluate {

enum class Says {
  // left out
  missing_value,
  log_not_positive,
  zero_weight,
  singleton,
  collinear,
  separated,
  incomplete_unit,
  treated_from_start,
  no_control_left,
  treated_after_end,
  cohort_without_base,
  // cannot be known
  no_rows,
  nothing_to_estimate,
  no_degrees_of_freedom,
  one_cluster,
  constant_outcome,
  too_few_instruments,
  no_treated,
  one_treated_unit,
  no_controls,
  no_pre_period,
  no_overlap,
  no_convergence,
  // what would help
  give_rows,
  give_variation,
  give_more_rows,
  give_clusters,
  give_outcome,
  give_instruments,
  give_treated,
  use_synthetic,
  give_controls,
  give_pre_period,
  give_overlap,
  give_other_model,
  // beware
  few_clusters,
  weak_instrument,
  failed_pre_trend,
  no_pre_trend_test,
  small_cohort,
  one_treated_cluster,
  not_converged,
  negative_variance,
};

// The words for it, with the subject before them where there is one.
Reason reason(Says what, const std::string& about = "");

Unidentified unidentified(Says why, Says remedy, const std::string& about = "");

}  // namespace formulary::evaluate
