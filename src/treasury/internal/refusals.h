// How does the room say no? Reasons with a stable id, in three languages.
#pragma once

#include <string>

#include "domain/reason.h"

namespace formulary::treasury {

enum class Refusal {
  name_unfit,
  iban_wrong,
  bic_wrong,
  unreadable,
  unknown_payment,
  duplicate_row,
  not_sent,
  wrong_batch,
  amount_differs,
  currency_differs,
  day_missing,
  day_impossible,
  already_executed,
  already_failed,
};

Reason refusal(Refusal refusal, const std::string& detail = "");

}  // namespace formulary::treasury
