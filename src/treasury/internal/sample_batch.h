// What do the tests of this room send? A batch of two transfers, with names that want to do harm.
#pragma once

#include <string>
#include <vector>

#include "treasury/order_file.h"

namespace formulary::treasury {

inline Transfer sample_transfer(const std::string& id, std::int64_t minor) {
  Transfer transfer;
  transfer.id = id;
  transfer.decision = "D-" + id;
  transfer.tranche = "W-1-1";
  transfer.award = "W-1";
  transfer.firm = "firm,1";
  transfer.amount = Money::from_minor(minor);
  transfer.ordered_by = "manager";
  transfer.ordered_at = *Instant::parse("2027-03-01T09:00:00Z");
  transfer.state = TransferState::batched;
  transfer.batch = "B-7";
  transfer.payee = 1;
  return transfer;
}

inline PaymentBatch sample_batch() {
  PaymentBatch batch;
  batch.id = "B-7";
  batch.office = "ministry";
  batch.currency = "KZT";
  batch.pay_on = Date::of(2027, 3, 5);
  batch.payer = {"Ministry & Co", "KZ86125KZT5004100100", ""};
  batch.transfers = 2;
  batch.total = Money::from_minor(10'000'000'000'000'05);
  batch.made_by = "manager";
  batch.made_at = *Instant::parse("2027-03-01T10:00:00Z");
  batch.state = BatchState::exported;
  return batch;
}

inline std::vector<OrderLine> sample_lines() {
  return {{sample_transfer("P-2", 10'000'000'000'000'00),
           {"=cmd|' /C calc'!A0", "DE89370400440532013000", "COBADEFFXXX"}},
          {sample_transfer("P-1", 5), {"<ТОО \"Ә\">", "KZ86125KZT5004100100", ""}}};
}

}  // namespace formulary::treasury
