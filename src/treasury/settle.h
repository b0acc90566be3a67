// Does the treasury's word fit what was ordered, and what follows from it?
#pragma once

#include <optional>
#include <vector>

#include "domain/transfer.h"
#include "treasury/status_report.h"

namespace formulary {

enum class Finding {
  matched,    // executed, as it was ordered
  failed,     // rejected or returned
  repeated,   // said before, in the same words
  pending,    // not settled yet
  exception,  // changes nothing; a person must look at it
};

// What follows from a row: the transfer as it is after it, or why it changes nothing.
struct Judged {
  Finding finding = Finding::exception;
  Transfer next;
  std::optional<Reason> reason;
};

// Judge a row by the transfer it names and that one's batch, null where there is none. Reasons:
// unreadable, unknown_payment, not_sent, wrong_batch, amount_differs, currency_differs,
// day_missing, day_impossible, already_executed (also where money that was paid came back: nothing
// on the record is undone by a file), already_failed.
Judged judge(const StatusRow& row, const Transfer* transfer, const PaymentBatch* batch, Date today);

// Put its payments in the place of a row that speaks of a whole message.
std::vector<StatusRow> spread(const StatusRow& row, const std::vector<Transfer>& of_batch);

// Mark every row of a payment that the file speaks of more than once: whatever stands first would
// win by chance.
void mark_duplicates(std::vector<StatusRow>& rows);

}  // namespace formulary
