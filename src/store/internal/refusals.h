// Why does the register refuse a change? Reasons with a stable id, in three languages.
#pragma once

#include <string>

#include "domain/reason.h"

namespace formulary::store {

enum class Refusal {
  changed_meanwhile,
  exists_already,
  not_there,
  tranches_do_not_sum,
  no_obligations,
  over_budget,
  targets_are_kept,
  observations_are_kept,
  already_superseded,
  reported_already,
  verifies_own_report,
  sums_do_not_agree,
  already_paid,
  not_as_decided,
  more_than_released,
  being_paid,
  ordered_already,
  confirmed_already,
  confirms_own_payee,
  exported_already,
  key_of_another_request,
  not_empty,
};

// A refused Allowed<T>; `subject` says what it is about.
tl::unexpected<Reasons> refuse(Refusal refusal, const std::string& subject);

}  // namespace formulary::store
