// What is sent to the treasury? A batch as a table, or as the bank's own message.
#pragma once

#include <string>
#include <vector>

#include "domain/transfer.h"

namespace formulary {

// One transfer with the account it goes to.
struct OrderLine {
  Transfer transfer;
  BankAccount payee;
};

// Write a batch as CSV (RFC 4180, CRLF): a header, a row for each transfer in the order of ids.
std::string order_csv(const PaymentBatch& batch, std::vector<OrderLine> lines);

// Write it as a customer credit transfer initiation, ISO 20022 pain.001.001.09: message id = the
// batch, end-to-end id = the transfer, sums as decimals that are exact. Where an account has no
// BIC, its bank is left to be found by the IBAN (the payer's is NOTPROVIDED, as the message needs
// one).
std::string order_pain001(const PaymentBatch& batch, std::vector<OrderLine> lines);

}  // namespace formulary
