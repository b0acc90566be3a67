// What did the treasury do with what it was sent? Its answer, matched row by row.
#pragma once

#include <string>
#include <vector>

#include "office/call.h"
#include "office/rights.h"
#include "store/transfers.h"
#include "treasury/status_report.h"

namespace formulary::office {

// A report that was read: its rows, and the SHA-256 of its bytes.
struct TreasuryAnswer {
  std::string file;
  std::vector<StatusRow> rows;
};
enum class ReportFormat { csv, pain002 };
// Read a report. Errors: those of read_status_csv and read_pain002.
Result<TreasuryAnswer> read_answer(const std::string& bytes, ReportFormat format);

struct ReconcileOptions {
  int days = 10;  // what is on its way for longer is listed
};

struct Reconciled {
  Reconciliation reconciliation;
  bool changed = false;              // no: the file was brought in before, and changes nothing
  std::vector<Transfer> unanswered;  // in a batch for longer than those days
};

// Take each row for itself: executed as ordered, the payment is recorded; rejected or returned, it
// failed and may be ordered again; everything else changes nothing and is listed. Done by another
// person than the one who made the batch, who could otherwise have a payment made twice by calling
// the first one rejected. The same file again changes nothing.
Outcome<Reconciled> reconcile(Call& call, const TreasuryAnswer& answer,
                              const ReconcileOptions& options = {});

Outcome<Reconciliation> read_reconciliation(Call& call, const std::string& id);

struct ListedReconciliations {
  std::vector<Reconciliation> items;
  std::string next;
};
Outcome<ListedReconciliations> list_reconciliations(Call& call, const store::Page& page);

}  // namespace formulary::office
