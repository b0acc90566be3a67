// What do the readers of the treasury's answers do with any bytes? They must report or return, and
// nothing they return may move money that was not ordered.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/must.h"
#include "treasury/settle.h"

namespace {

using namespace formulary;

void check(const Result<std::vector<StatusRow>>& report) {
  if (!report) {
    MUST(!report.error().empty());
    return;
  }
  Transfer transfer;
  transfer.id = "P-1";
  transfer.amount = Money::from_minor(500);
  transfer.ordered_at = *Instant::parse("2027-03-01T09:00:00Z");
  transfer.state = TransferState::batched;
  transfer.batch = "B-7";
  PaymentBatch batch;
  batch.id = "B-7";
  batch.currency = "KZT";
  batch.state = BatchState::exported;
  std::vector<StatusRow> rows = *report;
  mark_duplicates(rows);
  for (const StatusRow& row : rows) {
    MUST(row.status.has_value() || !row.faults.empty());
    if (row.payment.empty()) MUST(spread(row, {transfer}).size() == 1);
    const bool ours = row.payment == transfer.id;
    const Judged judged =
        judge(row, ours ? &transfer : nullptr, ours ? &batch : nullptr, Date::of(2027, 3, 10));
    MUST((judged.finding == Finding::exception) == judged.reason.has_value());
    if (judged.finding != Finding::matched) continue;
    MUST(ours && judged.next.amount == transfer.amount && judged.next.settled_on.has_value());
    MUST(!row.amount || *row.amount == transfer.amount);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check(read_status_csv(text));
  check(read_pain002(text));
  return 0;
}
