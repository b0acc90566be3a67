// How does the room say no? Reasons with a stable id, in three languages.
#pragma once

#include <string>

#include "domain/reason.h"

namespace formulary::accounts {

enum class Refusal {
  not_admin,
  not_yours,
  no_account,
  id_taken,
  bad_id,
  bad_name,
  office_or_firm,
  no_way_in,
  identity_taken,
  bad_identity,
  own_role,
  last_admin,
  own_password,
  password_short,
  password_long,
  password_is_id,
  password_common,
  password_same,
  wrong_sign_in,
  locked,
  sign_in_not_begun,
  too_many_pending,
  no_account_here,
  bad_scopes,
  scopes_of_others,
  bad_expiry,
  no_token,
};

// One reason; `value` stands where the sentence says {1}.
Reason because(Refusal refusal, const std::string& value = "");

// A refused Allowed<T> of that reason alone.
tl::unexpected<Reasons> refuse(Refusal refusal, const std::string& value = "");

}  // namespace formulary::accounts
