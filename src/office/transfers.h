// How does money that was decided reach the treasury? Ordered, batched, exported, each once.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "office/call.h"
#include "office/rights.h"
#include "store/transfers.h"

namespace formulary::office {

using KeptTransfer = store::Kept<Transfer>;
using KeptBatch = store::Kept<PaymentBatch>;

// Order what a decision released to be paid, by another person than the one who decided. What was
// rejected or returned may be ordered again: as a new transfer.
Outcome<KeptTransfer> order_payment(Call& call, const std::string& decision);

// Take an order back that is in no batch, in writing.
Outcome<KeptTransfer> withdraw_order(Call& call, const std::string& transfer, Seen seen,
                                     const std::string& why);

// When and from where a batch is paid.
struct BatchWish {
  Date pay_on;
  BankAccount payer;
};

// A transfer that could not go into a batch, and why.
struct LeftOut {
  Transfer transfer;
  Reasons reasons;
};
struct Batched {
  KeptBatch batch;
  std::vector<Transfer> transfers;
  std::vector<LeftOut> left_out;
};

inline constexpr std::size_t kMostInBatch = 10'000;  // the rest waits for the next one

// Put every ordered transfer of the actor's office into a batch, but those whose firm has no
// confirmed payee, and what the actor decided. Reasons: nothing_to_batch, with those of each
// transfer left out; pay_day_impossible; those of the payer's account.
Outcome<Batched> make_batch(Call& call, BatchWish wish);

// Give the transfers of a batch free again that was never exported.
Outcome<KeptBatch> discard_batch(Call& call, const std::string& batch, Seen seen);

enum class OrderFormat { csv, pain001 };

// A batch as a file. The same batch gives the same bytes, however often it is asked for; each time
// is on the record.
struct OrderFile {
  std::string name;
  std::string media_type;
  std::string bytes;
};
Outcome<OrderFile> export_batch(Call& call, const std::string& batch, OrderFormat format);

// Read a batch with its transfers.
Outcome<Batched> read_batch(Call& call, const std::string& batch);
Outcome<Listed<KeptBatch>> list_batches(Call& call, std::optional<BatchState> state,
                                        const store::Page& page);
Outcome<Listed<KeptTransfer>> list_transfers(Call& call, const store::TransferFilter& filter,
                                             const store::Page& page);

}  // namespace formulary::office

namespace formulary {
template <>
struct Ids<office::OrderFormat> {
  static constexpr std::array names{"csv", "pain001"};
};
}  // namespace formulary
