// What does the treasury answer? Its report as a table or as the bank's message, row by row.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/reason.h"
#include "domain/transfer.h"

namespace formulary {

// What is said of one payment; of every payment of a message where `payment` is empty.
struct StatusRow {
  int line = 0;
  std::string payment;
  std::string batch;                     // the message that is answered; empty = not said
  std::string word;                      // the status as it was written
  std::optional<TransferStatus> status;  // nothing: see `faults`
  std::optional<Money> amount;
  std::string currency;  // empty = not said
  std::optional<Date> day;
  std::string reference;
  std::string why;
  Reasons faults;  // why the row cannot be read
};

inline constexpr std::size_t kReportBytes = 16u << 20;
inline constexpr std::size_t kReportRows = 100'000;

// Read CSV with the columns payment, status (executed, rejected, returned or pending), amount,
// date, and where wanted currency, reference, reason. A cell that cannot be read makes its row one
// with faults. Errors: what makes the file as a whole unreadable; too many bytes or rows.
Result<std::vector<StatusRow>> read_status_csv(std::string_view text);

// Read a payment status report, ISO 20022 pain.002.001.10, in UTF-8. Executed: ACSC, ACCC.
// Rejected: RJCT, CANC. Any other status of the standard is pending. A message that was rejected as
// a whole, without a word on its transactions, is one row without a payment. The day is that of
// settlement, else of acceptance, else of the report. Errors: not well-formed, another message, a
// document type (so no entities), nested deeper than 32, too many bytes or rows.
Result<std::vector<StatusRow>> read_pain002(std::string_view text);

}  // namespace formulary
