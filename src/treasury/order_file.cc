#include "treasury/order_file.h"

#include <algorithm>

#include "base/must.h"
#include "treasury/internal/text.h"

namespace formulary {
namespace {

using treasury::csv_cell;
using treasury::xml_text;

// The lengths of ISO 20022's text types.
constexpr std::size_t kId = 35;
constexpr std::size_t kText = 140;

std::vector<OrderLine> in_order(const PaymentBatch& batch, std::vector<OrderLine> lines) {
  std::sort(lines.begin(), lines.end(),
            [](const OrderLine& a, const OrderLine& b) { return a.transfer.id < b.transfer.id; });
  Money sum;
  for (const OrderLine& line : lines) sum = sum + line.transfer.amount;
  MUST(sum == batch.total && static_cast<int>(lines.size()) == batch.transfers);
  return lines;
}

std::string element(const char* name, const std::string& content) {
  return "<" + std::string(name) + ">" + content + "</" + name + ">";
}

std::string bank(const char* name, const std::string& identified) {
  return element(name, element("FinInstnId", identified));
}

std::string account(const char* name, const BankAccount& one) {
  return element(name, element("Id", element("IBAN", one.iban)));
}

// How many there are and what they add up to.
std::string count_and_sum(const PaymentBatch& batch) {
  return element("NbOfTxs", std::to_string(batch.transfers)) +
         element("CtrlSum", batch.total.text());
}

std::string purpose(const Transfer& transfer) {
  return "award " + transfer.award + ", tranche " + transfer.tranche + ", decision " +
         transfer.decision;
}

std::string credit_transfer(const PaymentBatch& batch, const OrderLine& line) {
  const Transfer& transfer = line.transfer;
  std::string text = element("PmtId", element("EndToEndId", xml_text(transfer.id, kId)));
  text += element("Amt", "<InstdAmt Ccy=\"" + xml_text(batch.currency, 3) + "\">" +
                             transfer.amount.text() + "</InstdAmt>");
  if (!line.payee.bic.empty()) text += bank("CdtrAgt", element("BICFI", line.payee.bic));
  text += element("Cdtr", element("Nm", xml_text(line.payee.name, kText)));
  text += account("CdtrAcct", line.payee);
  text += element("RmtInf", element("Ustrd", xml_text(purpose(transfer), kText)));
  return element("CdtTrfTxInf", text);
}

}  // namespace

std::string order_csv(const PaymentBatch& batch, std::vector<OrderLine> lines) {
  std::string text =
      "payment,batch,pay_on,payee,iban,bic,amount,currency,firm,award,tranche,decision\r\n";
  for (const OrderLine& line : in_order(batch, std::move(lines))) {
    const Transfer& one = line.transfer;
    for (const std::string& cell :
         {one.id, batch.id, batch.pay_on.text(), line.payee.name, line.payee.iban, line.payee.bic,
          one.amount.text(), batch.currency, one.firm, one.award, one.tranche}) {
      text += csv_cell(cell) + ",";
    }
    text += csv_cell(one.decision) + "\r\n";
  }
  return text;
}

std::string order_pain001(const PaymentBatch& batch, std::vector<OrderLine> lines) {
  const std::string payer = element("Nm", xml_text(batch.payer.name, kText));
  std::string text =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n<CstmrCdtTrfInitn>\n";
  text += element("GrpHdr", element("MsgId", xml_text(batch.id, kId)) +
                                element("CreDtTm", batch.made_at.text()) + count_and_sum(batch) +
                                element("InitgPty", payer)) +
          "\n<PmtInf>\n";
  text += element("PmtInfId", xml_text(batch.id, kId)) + element("PmtMtd", "TRF") +
          count_and_sum(batch) + element("ReqdExctnDt", element("Dt", batch.pay_on.text())) + "\n";
  text += element("Dbtr", payer) + account("DbtrAcct", batch.payer);
  text += bank("DbtrAgt", batch.payer.bic.empty() ? element("Othr", element("Id", "NOTPROVIDED"))
                                                  : element("BICFI", batch.payer.bic)) +
          "\n";
  for (const OrderLine& line : in_order(batch, std::move(lines))) {
    text += credit_transfer(batch, line) + "\n";
  }
  return text + "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n";
}

}  // namespace formulary
