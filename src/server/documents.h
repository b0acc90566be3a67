// What do the register's commands print for a program? One JSON document each, which says whether
// the register is a demonstration.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "domain/scorecard.h"
#include "office/awards.h"
#include "office/reconcile.h"
#include "office/transfers.h"
#include "store/audit.h"
#include "store/demonstration.h"

namespace formulary::server {

// Say which tranches are due and what the rule says of each (formulary/review/1).
std::string encode_reviews(const std::vector<office::Review>& reviews, Date day,
                           store::RegisterKind kind);

// Say how offices do (formulary/scorecard/1).
std::string encode_scorecards(const std::vector<Scorecard>& scorecards, store::RegisterKind kind);

// Say whether the audit chain holds (formulary/audit/1).
std::string encode_audit(const store::AuditCheck& check, const std::vector<store::AuditHead>& heads,
                         store::RegisterKind kind);

// Say what was ordered of the treasury (formulary/payments/1).
std::string encode_transfers(const std::vector<Transfer>& transfers, store::RegisterKind kind);

// Say what a batch holds and what was left out of it (formulary/batch/1).
std::string encode_batch(const office::Batched& batched, store::RegisterKind kind);

// Say what an answer of the treasury did (formulary/reconciliation/1).
std::string encode_reconciliation(const office::Reconciled& reconciled, store::RegisterKind kind);

// Read the heads that an earlier document published. Errors: not such a document.
Result<std::vector<store::AuditHead>> decode_heads(const std::string& document);

}  // namespace formulary::server
