#include "treasury/order_file.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>

#include "base/must.h"
#include "tables/csv.h"
#include "treasury/internal/sample_batch.h"
#include "treasury/internal/text.h"
#include "treasury/internal/xml.h"

namespace formulary {
namespace {

using treasury::sample_batch;
using treasury::sample_lines;

}  // namespace

// Expected: by hand, after RFC 4180; ids in order, amounts exact where a double is not.
TEST_CASE("a batch as a table is exact to the minor unit and opens no formula") {
  CHECK(order_csv(sample_batch(), sample_lines()) ==
        "payment,batch,pay_on,payee,iban,bic,amount,currency,firm,award,tranche,decision\r\n"
        "P-1,B-7,2027-03-05,\"<ТОО \"\"Ә\"\">\",KZ86125KZT5004100100,,0.05,KZT,\"firm,1\",W-1,"
        "W-1-1,D-P-1\r\n"
        "P-2,B-7,2027-03-05,'=cmd|' /C calc'!A0,DE89370400440532013000,COBADEFFXXX,"
        "10000000000000.00,KZT,\"firm,1\",W-1,W-1-1,D-P-2\r\n");
}

// Expected: by hand, after the message definition of ISO 20022 pain.001.001.09.
TEST_CASE("a batch as a bank message names its sum, its count and every payment's id") {
  CHECK(order_pain001(sample_batch(), sample_lines()) ==
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
        "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.001.001.09\">\n"
        "<CstmrCdtTrfInitn>\n"
        "<GrpHdr><MsgId>B-7</MsgId><CreDtTm>2027-03-01T10:00:00.000Z</CreDtTm>"
        "<NbOfTxs>2</NbOfTxs><CtrlSum>10000000000000.05</CtrlSum>"
        "<InitgPty><Nm>Ministry &amp; Co</Nm></InitgPty></GrpHdr>\n"
        "<PmtInf>\n"
        "<PmtInfId>B-7</PmtInfId><PmtMtd>TRF</PmtMtd><NbOfTxs>2</NbOfTxs>"
        "<CtrlSum>10000000000000.05</CtrlSum><ReqdExctnDt><Dt>2027-03-05</Dt></ReqdExctnDt>\n"
        "<Dbtr><Nm>Ministry &amp; Co</Nm></Dbtr>"
        "<DbtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></DbtrAcct>"
        "<DbtrAgt><FinInstnId><Othr><Id>NOTPROVIDED</Id></Othr></FinInstnId></DbtrAgt>\n"
        "<CdtTrfTxInf><PmtId><EndToEndId>P-1</EndToEndId></PmtId>"
        "<Amt><InstdAmt Ccy=\"KZT\">0.05</InstdAmt></Amt>"
        "<Cdtr><Nm>&lt;ТОО &quot;Ә&quot;&gt;</Nm></Cdtr>"
        "<CdtrAcct><Id><IBAN>KZ86125KZT5004100100</IBAN></Id></CdtrAcct>"
        "<RmtInf><Ustrd>award W-1, tranche W-1-1, decision D-P-1</Ustrd></RmtInf></CdtTrfTxInf>\n"
        "<CdtTrfTxInf><PmtId><EndToEndId>P-2</EndToEndId></PmtId>"
        "<Amt><InstdAmt Ccy=\"KZT\">10000000000000.00</InstdAmt></Amt>"
        "<CdtrAgt><FinInstnId><BICFI>COBADEFFXXX</BICFI></FinInstnId></CdtrAgt>"
        "<Cdtr><Nm>=cmd|&apos; /C calc&apos;!A0</Nm></Cdtr>"
        "<CdtrAcct><Id><IBAN>DE89370400440532013000</IBAN></Id></CdtrAcct>"
        "<RmtInf><Ustrd>award W-1, tranche W-1-1, decision D-P-2</Ustrd></RmtInf></CdtTrfTxInf>\n"
        "</PmtInf>\n</CstmrCdtTrfInitn>\n</Document>\n");
}

TEST_CASE("the order in which transfers are read changes no byte") {
  std::vector<OrderLine> turned = sample_lines();
  std::reverse(turned.begin(), turned.end());
  CHECK(order_csv(sample_batch(), turned) == order_csv(sample_batch(), sample_lines()));
  CHECK(order_pain001(sample_batch(), turned) == order_pain001(sample_batch(), sample_lines()));
}

TEST_CASE("lines that do not add up to the batch are a mistake in the program") {
  std::vector<OrderLine> lines = sample_lines();
  lines.pop_back();
  CHECK_THROWS_AS(order_csv(sample_batch(), lines), Broken);
  CHECK_THROWS_AS(order_pain001(sample_batch(), lines), Broken);
}

// Expected: what went in, for any bytes that are UTF-8, but those that XML forbids.
TEST_CASE("whatever a firm is called, both files can be read and say its name") {
  CHECK(rc::check([] {
    const auto letters =
        *rc::gen::container<std::vector<std::string>>(rc::gen::element<std::string>(
            "a", "<", ">", "&", "\"", "'", "]]>", "=", "+", "@", "-", ",", ";", "\t", "\r\n", "Ж",
            "Ә", "🏭", "\x01", "\x7F", "＝", "&lt;", "<!--"));
    std::string name = "x";
    for (const std::string& letter : letters) name += letter;
    PaymentBatch batch = sample_batch();
    batch.transfers = 1;
    batch.total = Money::from_minor(5);
    const std::vector<OrderLine> lines{
        {treasury::sample_transfer("P-1", 5), {name, "KZ86125KZT5004100100", ""}}};
    const auto document = treasury::read_xml(order_pain001(batch, lines));
    RC_ASSERT(document.has_value());
    const auto* order = document->child("CstmrCdtTrfInitn")->child("PmtInf")->child("CdtTrfTxInf");
    const std::string shown = order->child("Cdtr")->child("Nm")->text;
    RC_ASSERT(shown == treasury::xml_text(name, 140, treasury::Escape::no));
    RC_ASSERT(treasury::characters(shown) <= 140u);
    std::string plain = name;
    std::erase_if(plain, [](char c) { return c == '\x01' || c == '\x7F'; });
    const std::vector<OrderLine> sound{
        {treasury::sample_transfer("P-1", 5), {plain, "KZ86125KZT5004100100", ""}}};
    const auto table = parse_csv(order_csv(batch, sound), "");
    RC_ASSERT(table.has_value());
    RC_ASSERT(table->rows.at(0).fields.at(3) == plain);
  }));
}

}  // namespace formulary
