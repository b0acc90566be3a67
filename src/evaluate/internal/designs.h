// In which words do the designs around a cut-off, a donor pool, a lottery or a comparison say what
// they left out, what nobody can know, and what to beware of?
#pragma once

#include <string>

#include "domain/reason.h"
#include "evaluate/effect.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

enum class Design {
  // left out
  other_adoption,
  same_value_everywhere,
  beyond_overlap,
  // cannot be known
  few_rows,
  nothing_at_cutoff,
  few_values_at_cutoff,
  no_jump_of_treatment,
  one_cluster_on_side,
  no_placebo,
  no_jackknife,
  no_bootstrap,
  one_study,
  too_many_moderators,
  one_arm,
  few_in_arm,
  no_take_up,
  nothing_random,
  // what would help
  give_rows_at_cutoff,
  give_finer_running,
  give_take_up,
  give_clusters_on_sides,
  give_more_controls,
  use_placebo,
  use_more_treated,
  give_studies,
  drop_moderators,
  give_both_arms,
  give_strata,
  // beware
  sorted_across,
  mass_points,
  few_values,
  wide_extrapolation,
  poor_fit,
  one_donor,
  few_draws,
  few_studies,
  small_study_effect,
  poor_balance,
  trimmed_scores,
  exact_test,
};

// The words for it, with the subject before them where there is one.
Reason reason(Design what, const std::string& about = "");

Unidentified unidentified(Design why, Design remedy, const std::string& about = "");
Unidentified unidentified(Says why, Design remedy, const std::string& about = "");
Unidentified unidentified(Design why, Says remedy, const std::string& about = "");

}  // namespace formulary::evaluate
