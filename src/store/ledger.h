// What was paid, and how is it paid at most once, however often the request is sent?
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/reason.h"
#include "domain/review.h"
#include "store/audit.h"
#include "store/database.h"

namespace formulary::store {

struct Payment {
  std::string id;
  std::string tranche;
  std::string decision;
  Money amount;
  Instant paid_at;
};

// Record the payment of a tranche by a decision. Refused: the decision is not there, is of
// another tranche or of another amount, was paid already, is ordered of the treasury (transfers.h),
// or the tranche's payments would exceed what was released of it.
Stored<Allowed<std::string>> pay(Session& session, const Act& act, const Payment& payment);

// List decisions that release money and are not paid yet, by id.
Stored<std::vector<Decision>> unpaid(Session& session);

// List the payments of a tranche.
Stored<std::vector<Payment>> payments(Session& session, const std::string& tranche);

// Do work once under a key that the client chose: the same key with the same request gets the
// answer of the first time, with another request it is refused. Work that is refused or fails
// leaves no trace, so it may be tried again. The caller puts who asks into the key.
using Answered = Stored<Allowed<std::string>>;
Answered once(Session& session, const std::string& key, const std::string& request,
              const std::function<Answered(Session&)>& work);

}  // namespace formulary::store
