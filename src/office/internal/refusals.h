// How does the office say no? Reasons with a stable id, in three languages.
#pragma once

#include <string>

#include "domain/reason.h"

namespace formulary::office {

enum class Refusal {
  role_may_not,
  not_your_own,
  not_found,
  changed_meanwhile,
  no_such_kpi,
  kpi_not_promised,
  wrong_subject,
  twice_in_batch,
  reported_already,
  id_given,
  no_proposal,
  same_person_pays,
  nothing_to_pay,
  no_payee,
  payee_unconfirmed,
  nothing_to_batch,
  pay_day_impossible,
  batch_discarded,
  made_up_money,
  same_person_reconciles,
  why_missing,
  lottery_only,
  regions_missing,
};

Reason refusal(Refusal refusal, const std::string& detail = "");

// A refused Allowed<T>.
inline tl::unexpected<Reasons> refuse(Refusal why, const std::string& detail = "") {
  return otherwise(Reasons{refusal(why, detail)});
}

}  // namespace formulary::office
