// How is a record shown to a program? Nouns as JSON, the same keys everywhere (shapes.h).
#pragma once

#include "accounts/account.h"
#include "accounts/tokens.h"
#include "domain/award.h"
#include "domain/flag.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/review.h"
#include "domain/rollup.h"
#include "domain/scorecard.h"
#include "domain/transfer.h"
#include "launch/eligibility.h"
#include "office/awards.h"
#include "office/values.h"
#include "server/internal/json.h"
#include "store/audit.h"
#include "store/ledger.h"

namespace formulary::server {

Json json_of(const TargetVersion& version);
Json json_of(const ProgrammeMeasure& measure);
Json json_of(const Programme& programme);
Json json_of(const Application& application);
Json json_of(const Eligibility& eligibility);
Json json_of(const Lottery& lottery);
Json json_of(const Tranche& tranche);
Json json_of(const Award& award);
Json json_of(const Observation& observation);
Json json_of(const Proposal& proposal);
Json json_of(const Decision& decision);
Json json_of(const office::Review& review);
Json json_of(const office::PaymentOrder& order);
Json json_of(const store::Payment& payment);
Json json_of(const Transfer& transfer);
Json json_of(const PaymentBatch& batch);
Json json_of(const Payee& payee);
Json json_of(const StatusException& exception);
Json json_of(const Reconciliation& reconciliation);
Json json_of(const RollUpEntry& entry);
Json json_of(const QualityFlag& flag);
Json json_of(const Scorecard& scorecard);
Json json_of(const store::AuditRecord& record);
Json json_of(const store::AuditHead& head);
Json json_of(const accounts::Account& account);
Json json_of(const accounts::Token& token);

// A record with the revision it had, which a change names in If-Match.
template <typename T>
Json json_of(const store::Kept<T>& kept) {
  Json json = json_of(kept.value);
  json["revision"] = kept.revision;
  return json;
}

// These find every json_of above.
template <typename T>
Json json_of(const std::optional<T>& maybe) {
  return maybe ? Json(json_of(*maybe)) : Json();
}
template <typename T>
Json json_list(const std::vector<T>& all) {
  Json list = Json::array();
  for (const T& one : all) list.push_back(json_of(one));
  return list;
}

}  // namespace formulary::server
