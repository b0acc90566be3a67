// Who did what, when, and was the record of it touched since? A chain of hashed records.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "domain/programme.h"
#include "store/database.h"

namespace formulary::store {

// Who acts and when: what every change of the register is told.
struct Act {
  Actor actor;
  Instant at;
};

// What one audit record says. `before` and `after` are the subject as JSON; none = it was not
// there.
struct AuditEntry {
  std::string action;
  std::string subject_kind;
  std::string subject;
  std::optional<std::string> before;
  std::optional<std::string> after;
};

struct AuditRecord {
  std::int64_t seq = 0;  // 1, 2, 3 ... without a gap
  std::string at;        // RFC 3339
  std::string actor;     // person
  std::string role;
  AuditEntry entry;
  Bytes hash_prev;  // of the record before; 32 zeros for the first
  Bytes hash;
};

// The last record of a day, or of all: whoever keeps it elsewhere can tell whether the chain up
// to there was replaced, which no look at the database alone can.
struct AuditHead {
  std::string day;
  std::int64_t seq = 0;
  std::string hash;  // lower-case hexadecimal
};

struct AuditFault {
  std::int64_t seq = 0;  // where the chain speaks wrongly
  std::string what;
};

struct AuditCheck {
  std::int64_t records = 0;
  AuditHead head;
  std::vector<AuditFault> faults;  // the first 100, ascending; empty = the chain holds
};

// Add a record, inside the transaction of the change it speaks of.
Stored<std::int64_t> append_audit(Session& session, const Act& act, const AuditEntry& entry);

// Compute the hash a record should have, from its fields and hash_prev: SHA-256 over each field
// with its kind and length (docs/methods/audit.md).
Bytes audit_hash(const AuditRecord& record);

// Check the whole chain, and against heads that were published earlier. Finds every record that
// was edited, every place where one was removed, added or moved, and a tail cut off.
Stored<AuditCheck> verify_audit(Session& session, const std::vector<AuditHead>& published = {});

// List the head of each day, oldest first, for publication.
Stored<std::vector<AuditHead>> audit_heads(Session& session);

// Read records after `seq`, in order; of one subject where it is named.
struct AuditFilter {
  std::string subject_kind;
  std::string subject;
};
Stored<std::vector<AuditRecord>> audit_records(Session& session, std::int64_t after, int limit,
                                               const AuditFilter& filter = {});

}  // namespace formulary::store
