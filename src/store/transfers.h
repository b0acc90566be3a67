// What goes to the treasury, and what came back? Payees, transfers, batches and reconciliations.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/reason.h"
#include "domain/transfer.h"
#include "store/audit.h"
#include "store/database.h"
#include "store/register.h"

namespace formulary::store {

// Set where a firm's money goes: another number of its payee, not confirmed yet.
Stored<Payee> set_payee(Session& session, const Act& act, const std::string& firm,
                        const BankAccount& account);
// Confirm the last one. Refused: none is there, another one was set meanwhile, it was confirmed
// already, or by whoever set it.
Stored<Allowed<Payee>> confirm_payee(Session& session, const Act& act, const std::string& firm,
                                     int number);
// The last payee of a firm, or the one with that number.
Stored<std::optional<Payee>> payee(Session& session, const std::string& firm,
                                   std::optional<int> number = {});
// The last payee of each firm, by firm; `after` is a firm.
enum class PayeeState { confirmed, waiting };
Stored<std::vector<Payee>> payees(Session& session, std::optional<PayeeState> state,
                                  const Page& page);

// Order what a decision released to be paid. Refused: the decision is not there, is of another
// tranche or amount, was paid, or is ordered already by a transfer that has not failed.
Stored<Allowed<Kept<Transfer>>> order_transfer(Session& session, const Act& act,
                                               const Transfer& transfer);
// Take an order back that is in no batch.
Stored<Allowed<Kept<Transfer>>> withdraw_transfer(Session& session, const Act& act,
                                                  const Kept<Transfer>& transfer,
                                                  const std::string& why);

// Make a batch of ordered transfers, all or none; each says its payee. Sums are computed here.
// Refused: one of them is not as it was read.
Stored<Allowed<Kept<PaymentBatch>>> make_batch(Session& session, const Act& act, PaymentBatch batch,
                                               const std::vector<Kept<Transfer>>& transfers);
// Note that a batch was exported as a file with this hash; the first time changes its state.
Stored<Allowed<Kept<PaymentBatch>>> note_export(Session& session, const Act& act,
                                                const Kept<PaymentBatch>& batch,
                                                const std::string& format, const std::string& hash);
// Give its transfers free again. Refused: it was exported.
Stored<Allowed<Kept<PaymentBatch>>> discard_batch(Session& session, const Act& act,
                                                  const Kept<PaymentBatch>& batch);

// End a transfer that is in a batch: executed, which also records the payment, or failed.
Stored<Allowed<Revision>> settle(Session& session, const Act& act, const Kept<Transfer>& next);

// Keep what a file did. Its id is given by the caller.
Stored<void> keep_reconciliation(Session& session, const Act& act,
                                 const Reconciliation& reconciliation);
Stored<std::optional<Reconciliation>> reconciliation(Session& session, const std::string& id);
// The last one that this file led to.
Stored<std::optional<Reconciliation>> reconciliation_of(Session& session, const std::string& file);
// List them, without their exceptions.
Stored<std::vector<Reconciliation>> reconciliations(Session& session, const Page& page);

// Read.
struct TransferFilter {
  std::optional<TransferState> state;
  std::string batch;
  std::string decision;
  std::string firm;
  std::optional<Instant> batched_before;
};
Stored<std::optional<Kept<Transfer>>> transfer(Session& session, const std::string& id);
Stored<std::vector<Kept<Transfer>>> transfers(Session& session, const TransferFilter& filter,
                                              const Page& page);
Stored<std::optional<Kept<PaymentBatch>>> payment_batch(Session& session, const std::string& id);
Stored<std::vector<Kept<PaymentBatch>>> payment_batches(Session& session,
                                                        std::optional<BatchState> state,
                                                        const Page& page);

// The SHA-256 of a file's bytes, in hexadecimal.
std::string file_hash(const std::string& bytes);

}  // namespace formulary::store
