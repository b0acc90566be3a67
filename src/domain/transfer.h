// What was ordered to be paid, to whom, and what did the treasury say? Transfers and their batches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/reason.h"

namespace formulary {

// An account at a bank. `bic` may be empty: an IBAN names its bank.
struct BankAccount {
  std::string name;  // of whoever holds it
  std::string iban;  // capitals and digits, no blanks
  std::string bic;

  bool operator==(const BankAccount&) const = default;
};

// Where a firm's money goes. Changed bank details are the oldest fraud there is: each change is a
// new one, and no money follows it before a second person has confirmed it.
struct Payee {
  std::string firm;
  int number = 1;  // 1, 2, 3 ... of this firm; the last one counts
  BankAccount account;
  std::string set_by;
  Instant set_at;
  std::string confirmed_by;  // empty = not yet
  std::optional<Instant> confirmed_at;
};

enum class TransferState {
  ordered,    // waits for a batch
  batched,    // in the batch that it names, on its way
  executed,   // the treasury paid it: a payment with its id is on the record
  failed,     // rejected or returned; what was decided may be ordered anew
  withdrawn,  // taken back before it came into a batch
};
template <>
struct Ids<TransferState> {
  static constexpr std::array names{"ordered", "batched", "executed", "failed", "withdrawn"};
};

// What the treasury says of a transfer.
enum class TransferStatus { executed, rejected, returned, pending };
template <>
struct Ids<TransferStatus> {
  static constexpr std::array names{"executed", "rejected", "returned", "pending"};
};

// One instruction to pay what one decision released. Its id is the end-to-end id of the bank
// message, and the id of the payment once it is executed.
struct Transfer {
  std::string id;
  std::string decision;
  std::string tranche;
  std::string award;
  std::string firm;
  Money amount;
  std::string ordered_by;
  Instant ordered_at;
  TransferState state = TransferState::ordered;
  std::optional<std::string> batch;
  std::optional<int> payee;              // the number of the firm's payee it goes to
  std::optional<TransferStatus> status;  // what ended it, from here on as the treasury said it
  std::optional<Date> settled_on;
  std::string reference;
  std::string why;  // it was rejected or returned, or withdrawn

  bool operator==(const Transfer&) const = default;
};

enum class BatchState { made, exported, discarded };
template <>
struct Ids<BatchState> {
  static constexpr std::array names{"made", "exported", "discarded"};
};

// Transfers that go to the treasury as one message. What is in it never changes, so that it can be
// exported again to the same bytes.
struct PaymentBatch {
  std::string id;  // the message's id
  std::string office;
  std::string currency;
  Date pay_on;
  BankAccount payer;
  int transfers = 0;
  Money total;
  std::string made_by;
  Instant made_at;
  BatchState state = BatchState::made;
  std::optional<Instant> exported_at;  // the first time
};

// A row of the treasury's answer that changed nothing, for a person to look at.
struct StatusException {
  int line = 0;
  std::string payment;
  std::string status;  // as it was written
  std::optional<Money> amount;
  Reason reason;
};

// What one file of the treasury did to the record.
struct Reconciliation {
  std::string id;
  std::string file;    // SHA-256 of its bytes
  std::string office;  // of whoever brought it in
  std::string made_by;
  Instant made_at;
  int matched = 0;  // executed, as it was ordered
  Money matched_sum;
  int failed = 0;  // rejected or returned
  Money failed_sum;
  int repeated = 0;                         // said before, in the same words
  int pending = 0;                          // not settled yet
  int left_open = 0;                        // rows that changed nothing
  std::vector<StatusException> exceptions;  // those rows; left out in lists
};

}  // namespace formulary
