#include "treasury/status_report.h"

#include <doctest/doctest.h>

#include <set>

namespace formulary {
namespace {

std::string report(const std::string& inside, const std::string& before = "") {
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + before +
         "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>"
         "<GrpHdr><MsgId>S-1</MsgId><CreDtTm>2027-03-06T08:00:00+05:00</CreDtTm></GrpHdr>" +
         inside + "</CstmrPmtStsRpt></Document>";
}
std::string group(const std::string& more = "") {
  return "<OrgnlGrpInfAndSts><OrgnlMsgId>B-7</OrgnlMsgId>"
         "<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>" +
         more + "</OrgnlGrpInfAndSts>";
}
std::string payments(const std::string& inside) {
  return "<OrgnlPmtInfAndSts><OrgnlPmtInfId>B-7</OrgnlPmtInfId>" + inside + "</OrgnlPmtInfAndSts>";
}
std::string transaction(const std::string& id, const std::string& code,
                        const std::string& more = "") {
  return "<TxInfAndSts><OrgnlEndToEndId>" + id + "</OrgnlEndToEndId><TxSts>" + code + "</TxSts>" +
         more + "</TxInfAndSts>";
}

std::vector<StatusRow> read(const std::string& text) {
  auto rows = read_pain002(text);
  REQUIRE_MESSAGE(rows.has_value(), (rows ? "" : describe(rows.error().front())));
  return std::move(*rows);
}
std::string refused(const std::string& text) {
  const auto rows = read_pain002(text);
  return rows ? "read" : rows.error().front().what;
}

}  // namespace

// Expected: each cell as it is written.
TEST_CASE("a table of answers is read row by row") {
  const auto rows = read_status_csv(
      "\xEF\xBB\xBFpayment,status,amount,date,currency,reference,reason\r\n"
      "P-1,executed,0.05,2027-03-05,KZT,REF 1,\r\n"
      "P-2,rejected,,,,,\"account closed, firm moved\"\r\n"
      "P-3,returned,12.5,2027-03-06,,,AC04\r\n"
      "P-4,pending,7,,,,\r\n");
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 4);
  const StatusRow& first = rows->at(0);
  CHECK(first.line == 2);
  CHECK(first.payment == "P-1");
  CHECK(first.status == TransferStatus::executed);
  CHECK(first.amount == Money::from_minor(5));
  CHECK(first.day == Date::of(2027, 3, 5));
  CHECK(first.currency == "KZT");
  CHECK(first.reference == "REF 1");
  CHECK(rows->at(1).status == TransferStatus::rejected);
  CHECK(rows->at(1).why == "account closed, firm moved");
  CHECK(!rows->at(1).amount);
  CHECK(rows->at(2).status == TransferStatus::returned);
  CHECK(rows->at(2).amount == Money::from_minor(1250));
  CHECK(rows->at(3).status == TransferStatus::pending);
  for (const StatusRow& row : *rows) CHECK(row.faults.empty());
}

TEST_CASE("a cell that cannot be read spoils its row and no other") {
  const auto rows = read_status_csv(
      "payment,status,amount,date\n"
      "P-1,Executed,1.00,2027-03-05\nP-2,executed,,2027-03-05\nP-3,executed,1.001,2027-03-05\n"
      "P-4,executed,5bn,2027-03-05\nP-5,executed,-1,2027-03-05\nP-6,executed,1 000,2027-03-05\n"
      "P-7,executed,1.00,05.03.2027\n,executed,1.00,2027-03-05\n"
      "P-8,executed,12345678901234567,2027-03-05\nP-9,executed,1.,2027-03-05\n"
      "P-10,executed,0x10,2027-03-05\nP-11,executed,1.10000,2027-03-05\n");
  REQUIRE(rows.has_value());
  REQUIRE(rows->size() == 12);
  for (std::size_t i = 0; i < 11; ++i) {
    CAPTURE(i);
    REQUIRE(!rows->at(i).faults.empty());
    CHECK(rows->at(i).faults[0].id == "unreadable");
  }
  CHECK(rows->at(11).faults.empty());  // ISO 20022 allows five decimals; these are exact
  CHECK(rows->at(11).amount == Money::from_minor(110));
}

TEST_CASE("a table without its columns, or with others, is refused") {
  const auto wrong = [](const char* text) { return !read_status_csv(text).has_value(); };
  CHECK(wrong(""));
  CHECK(wrong("payment,status,amount\nP-1,executed,1\n"));
  CHECK(wrong("payment,status,amount,date,iban\nP-1,executed,1,2027-03-05,x\n"));
  CHECK(wrong("payment,payment,status,amount,date\n"));
  CHECK(wrong("payment,status,amount,date\nP-1,executed\n"));
  CHECK(wrong("payment,status,amount,date\nP-1,executed,1,\"2027\n"));
  CHECK(wrong("payment,status,amount,date\nP-\xFF,executed,1,2027-03-05\n"));
  CHECK(!read_status_csv(std::string(kReportBytes + 1, 'x')).has_value());
  std::string many = "payment,status,amount,date\n";
  for (std::size_t i = 0; i <= kReportRows; ++i) many += "P,pending,,\n";
  CHECK(!read_status_csv(many).has_value());
}

// Expected: the external code set of ISO 20022 (ExternalPaymentTransactionStatus1Code).
TEST_CASE("a status report is read transaction by transaction") {
  const auto rows = read(report(
      group("<GrpSts>PART</GrpSts>") +
      payments(
          transaction("P-1", "ACSC",
                      "<AccptncDtTm>2027-03-05T23:59:59+05:00</AccptncDtTm>"
                      "<AcctSvcrRef>REF 1</AcctSvcrRef><OrgnlTxRef><Amt><InstdAmt Ccy=\"KZT\">0.05"
                      "</InstdAmt></Amt></OrgnlTxRef>") +
          transaction("P-2", "RJCT",
                      "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>closed &lt;1&gt;</AddtlInf>"
                      "</StsRsnInf>") +
          transaction("P-3", "ACSP") + transaction("P-4", "ACCC") + transaction("P-5", "WHAT"))));
  REQUIRE(rows.size() == 5);
  CHECK(rows[0].payment == "P-1");
  CHECK(rows[0].batch == "B-7");
  CHECK(rows[0].status == TransferStatus::executed);
  CHECK(rows[0].amount == Money::from_minor(5));
  CHECK(rows[0].currency == "KZT");
  CHECK(rows[0].day == Date::of(2027, 3, 5));
  CHECK(rows[0].reference == "REF 1");
  CHECK(rows[1].status == TransferStatus::rejected);
  CHECK(rows[1].why == "AC04 closed <1>");
  CHECK(!rows[1].day);
  CHECK(rows[2].status == TransferStatus::pending);
  CHECK(rows[3].status == TransferStatus::executed);
  CHECK(rows[3].day == Date::of(2027, 3, 6));  // no day of its own: the report's
  CHECK(!rows[4].status);
  CHECK(rows[4].faults.at(0).id == "unreadable");
}

TEST_CASE("a message that was rejected as a whole is one row for all its payments") {
  const auto rows = read(
      report(group("<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Prtry>FF01</Prtry></Rsn></StsRsnInf>")));
  REQUIRE(rows.size() == 1);
  CHECK(rows[0].payment.empty());
  CHECK(rows[0].batch == "B-7");
  CHECK(rows[0].status == TransferStatus::rejected);
  CHECK(rows[0].why == "FF01");
  const auto below = read(report(group() + payments("<PmtInfSts>RJCT</PmtInfSts>")));
  CHECK(below.at(0).status == TransferStatus::rejected);
  // That all was paid is believed only payment by payment.
  CHECK(!read(report(group("<GrpSts>ACSC</GrpSts>"))).at(0).faults.empty());
  CHECK(!read(report(group())).at(0).faults.empty());
  // A transaction without a status of its own has that of its group.
  const auto inherited =
      read(report(group("<GrpSts>RJCT</GrpSts>") +
                  payments("<TxInfAndSts><OrgnlEndToEndId>P-1</OrgnlEndToEndId></TxInfAndSts>")));
  CHECK(inherited.at(0).status == TransferStatus::rejected);
}

TEST_CASE("a report that grows, reads files or is too deep is refused before it does harm") {
  const std::string sound = group() + payments(transaction("P-1", "ACSC"));
  CHECK(refused(report(sound)) == "read");
  const std::string laughs =
      "<!DOCTYPE Document [<!ENTITY a \"ha\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">"
      "<!ENTITY c \"&b;&b;&b;&b;&b;&b;&b;&b;\">]>";
  const std::string no_doctype = "a document type and its entities are not taken";
  CHECK(refused(report(group() + payments(transaction("&c;", "ACSC")), laughs)) == no_doctype);
  const std::string outside = "<!DOCTYPE Document [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>";
  CHECK(refused(report(group() + payments(transaction("&x;", "ACSC")), outside)) == no_doctype);
  CHECK(refused(report(sound, "<!DOCTYPE Document SYSTEM \"http://127.0.0.1/x.dtd\">")) ==
        no_doctype);
  CHECK(refused(report(sound, "<!DOCTYPE Document>")) == no_doctype);
  CHECK(refused(report(group() + payments(transaction("&x;", "ACSC"))))
            .starts_with("not well-formed XML"));
  std::string deep;
  for (int i = 0; i < 200'000; ++i) deep += "<a>";
  CHECK(refused(report(deep)) == "it is nested too deep");
  CHECK(refused(std::string(kReportBytes + 1, ' ')) == "the report has more than 16 MiB");
  std::string wide = "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\">";
  for (int i = 0; i < 4'000'001; ++i) wide += "<a/>";
  CHECK(refused(wide) == "it has too many elements");
}

TEST_CASE("what is not a status report of that version is refused") {
  const std::string sound = report(group() + payments(transaction("P-1", "ACSC")));
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = sound;
    changed.replace(changed.find(from), from.size(), to);
    return refused(changed);
  };
  CHECK(with("pain.002.001.10", "pain.002.001.03") ==
        "this is not a pain.002.001.10 status report");
  CHECK(with("CstmrPmtStsRpt", "CstmrCdtTrfInitn") != "read");
  CHECK(with("<OrgnlMsgId>B-7</OrgnlMsgId>", "") == "OrgnlMsgId is missing");
  CHECK(with("P-1", "P-\xFF").starts_with("not well-formed XML"));
  CHECK(with("P-1", std::string("P\0-1", 4)).starts_with("not well-formed XML"));
  CHECK(refused("") != "read");
  CHECK(refused("not xml") != "read");
  CHECK(refused(sound + sound) != "read");
  CHECK(refused(sound.substr(0, sound.size() / 2)) != "read");
  CHECK(refused(std::string("\xFF\xFE<\0a\0/\0>\0", 10)) != "read");
  // The same names in another namespace say nothing.
  CHECK(with("<OrgnlGrpInfAndSts>", "<OrgnlGrpInfAndSts xmlns=\"urn:other\">") ==
        "OrgnlGrpInfAndSts is missing");
}

}  // namespace formulary
