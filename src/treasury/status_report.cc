#include "treasury/status_report.h"

#include <algorithm>
#include <array>

#include "tables/csv.h"
#include "treasury/internal/refusals.h"
#include "treasury/internal/text.h"
#include "treasury/internal/xml.h"

namespace formulary {
namespace {

using treasury::Escape;
using treasury::Refusal;
using treasury::refusal;
using treasury::XmlNode;

constexpr const char* kSpace = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10";
constexpr std::size_t kMostOfWord = 40;
constexpr std::size_t kMostOfText = 140;

std::string word(const std::string& text) {
  return treasury::xml_text(text, kMostOfWord, Escape::no);
}
std::string sentence(const std::string& text) {
  return treasury::xml_text(text, kMostOfText, Escape::no);
}
void add_fault(StatusRow& row, const std::string& what) {
  row.faults.push_back(refusal(Refusal::unreadable, what));
}

Result<bool> check_size(std::string_view text) {
  if (text.size() <= kReportBytes) return true;
  return fail(Fault{"", 0, "the report has more than 16 MiB", "send it in parts"});
}
Fault too_many_rows() {
  return {"", 0, "the report has more than 100,000 rows", "send it in parts"};
}

void read_amount(StatusRow& row, const std::string& text) {
  if (text.empty()) return;
  row.amount = treasury::amount_in(text);
  if (!row.amount) add_fault(row, "amount '" + word(text) + "'");
}
void read_day(StatusRow& row, const std::string& text) {
  if (text.empty()) return;
  const auto day = Date::parse(text);
  if (day) {
    row.day = *day;
  } else {
    add_fault(row, "date '" + word(text) + "'");
  }
}

// ---- CSV ---------------------------------------------------------------------------------------

constexpr std::array kNeeded{"payment", "status", "amount", "date"};
constexpr std::array kWanted{"currency", "reference", "reason"};

Faults check_header(const CsvTable& table) {
  Faults faults;
  const auto has = [](const auto& names, const std::string& name) {
    return std::find(names.begin(), names.end(), name) != names.end();
  };
  for (const char* needed : kNeeded) {
    if (!has(table.header, needed)) {
      faults.push_back({"", 1, std::string("the column '") + needed + "' is missing", ""});
    }
  }
  for (const std::string& name : table.header) {
    if (has(kNeeded, name) || has(kWanted, name)) continue;
    faults.push_back({"", 1, "the column '" + word(name) + "' is not known here", ""});
  }
  return faults;
}

StatusRow row_of(const CsvTable& table, const CsvRow& cells) {
  const auto cell = [&](const char* name) {
    const auto at = std::find(table.header.begin(), table.header.end(), name);
    return at == table.header.end()
               ? std::string()
               : cells.fields.at(static_cast<std::size_t>(at - table.header.begin()));
  };
  StatusRow row;
  row.line = cells.line;
  row.payment = word(cell("payment"));
  row.word = word(cell("status"));
  row.status = member_of<TransferStatus>(cell("status"));
  if (row.payment.empty()) add_fault(row, "payment ''");
  if (!row.status) add_fault(row, "status '" + row.word + "'");
  read_amount(row, cell("amount"));
  if (row.status == TransferStatus::executed && cell("amount").empty()) add_fault(row, "amount ''");
  read_day(row, cell("date"));
  row.currency = word(cell("currency"));
  row.reference = sentence(cell("reference"));
  row.why = sentence(cell("reason"));
  return row;
}

// ---- pain.002 ----------------------------------------------------------------------------------

std::optional<TransferStatus> status_of(const std::string& code) {
  if (code == "ACSC" || code == "ACCC") return TransferStatus::executed;
  if (code == "RJCT" || code == "CANC") return TransferStatus::rejected;
  for (const char* pending :
       {"ACTC", "ACCP", "ACSP", "ACWC", "ACWP", "ACFC", "PDNG", "RCVD", "PATC", "PART"}) {
    if (code == pending) return TransferStatus::pending;
  }
  return std::nullopt;
}

std::string reasons_of(const XmlNode& node) {
  std::string all;
  const auto add = [&](const std::string& text) {
    if (!text.empty()) all += (all.empty() ? "" : " ") + text;
  };
  for (const XmlNode& info : node.children) {
    if (info.name != "StsRsnInf") continue;
    add(info.at({"Rsn", "Cd"}));
    add(info.at({"Rsn", "Prtry"}));
    for (const XmlNode& more : info.children) {
      if (more.name == "AddtlInf") add(more.text);
    }
  }
  return sentence(all);
}

// The day in a date or a date and time, which is the bank's own day whatever its zone.
std::string first_day(std::initializer_list<std::string> moments) {
  for (const std::string& moment : moments) {
    if (!moment.empty()) return moment.substr(0, 10);
  }
  return "";
}

void read_status(StatusRow& row, const std::string& code) {
  row.word = word(code);
  row.status = status_of(code);
  if (!row.status) add_fault(row, "status '" + row.word + "'");
}

StatusRow transaction_of(const XmlNode& node, const std::string& message,
                         const std::string& inherited, const std::string& reported) {
  StatusRow row;
  row.line = node.line;
  row.batch = message;
  row.payment = word(node.at({"OrgnlEndToEndId"}));
  if (row.payment.empty()) add_fault(row, "OrgnlEndToEndId ''");
  const std::string own = node.at({"TxSts"});
  read_status(row, own.empty() ? inherited : own);
  const XmlNode* original = node.child("OrgnlTxRef");
  const XmlNode* amount = original == nullptr ? nullptr : original->child("Amt");
  const XmlNode* instructed = amount == nullptr ? nullptr : amount->child("InstdAmt");
  if (instructed != nullptr) {
    const std::string said = amount->at({"InstdAmt"});
    read_amount(row, said);
    if (said.empty()) add_fault(row, "InstdAmt ''");
    for (const auto& [name, value] : instructed->attributes) {
      if (name == "Ccy") row.currency = word(value);
    }
  }
  read_day(row, first_day({node.at({"FctvIntrBkSttlmDt", "Dt"}),
                           node.at({"FctvIntrBkSttlmDt", "DtTm"}), node.at({"AccptncDtTm"}),
                           row.status == TransferStatus::executed ? reported : ""}));
  row.reference = sentence(node.at({"AcctSvcrRef"}));
  row.why = reasons_of(node);
  return row;
}

// All that a report says of one message of ours.
Result<std::vector<StatusRow>> rows_of(const XmlNode& report) {
  const XmlNode* group = report.child("OrgnlGrpInfAndSts");
  if (group == nullptr) return fail(Fault{"", report.line, "OrgnlGrpInfAndSts is missing", ""});
  const std::string message = word(group->at({"OrgnlMsgId"}));
  if (message.empty()) return fail(Fault{"", group->line, "OrgnlMsgId is missing", ""});
  const std::string of_group = group->at({"GrpSts"});
  const std::string reported = first_day({report.at({"GrpHdr", "CreDtTm"})});
  std::vector<StatusRow> rows;
  std::string whole = of_group;
  std::string why = reasons_of(*group);
  for (const XmlNode& payments : report.children) {
    if (payments.name != "OrgnlPmtInfAndSts") continue;
    const std::string of_payments = payments.at({"PmtInfSts"});
    if (whole.empty()) whole = of_payments;
    if (why.empty()) why = reasons_of(payments);
    for (const XmlNode& one : payments.children) {
      if (one.name != "TxInfAndSts") continue;
      if (rows.size() >= kReportRows) return fail(too_many_rows());
      rows.push_back(
          transaction_of(one, message, of_payments.empty() ? of_group : of_payments, reported));
    }
  }
  if (rows.empty()) {
    StatusRow row;
    row.line = group->line;
    row.batch = message;
    read_status(row, whole);
    // Only a rejection says it all; who paid tells what was paid.
    if (row.status == TransferStatus::executed) add_fault(row, "no TxInfAndSts");
    row.why = why;
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<std::vector<StatusRow>> read_status_csv(std::string_view text) {
  TRY(fits, check_size(text));
  TRY(table, parse_csv(text, ""));
  Faults faults = check_header(table);
  if (!faults.empty()) return fail(std::move(faults));
  if (table.rows.size() > kReportRows) return fail(too_many_rows());
  std::vector<StatusRow> rows;
  rows.reserve(table.rows.size());
  for (const CsvRow& cells : table.rows) rows.push_back(row_of(table, cells));
  return rows;
}

Result<std::vector<StatusRow>> read_pain002(std::string_view text) {
  TRY(fits, check_size(text));
  TRY(document, treasury::read_xml(text));
  const XmlNode* report = document.child("CstmrPmtStsRpt");
  if (document.space != kSpace || document.name != "Document" || report == nullptr) {
    return fail(Fault{"", document.line, "this is not a pain.002.001.10 status report",
                      "ask the bank for a customer payment status report of that version"});
  }
  return rows_of(*report);
}

}  // namespace formulary
