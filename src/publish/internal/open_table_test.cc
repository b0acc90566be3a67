#include "publish/open_table.h"

#include <algorithm>
#include <cmath>
#include <cstdint>

#include <doctest/doctest.h>
#include <rapidcheck.h>
#include <nlohmann/json.hpp>

#include "base/must.h"

using namespace formulary;
using namespace formulary::publish;

namespace {

OpenTable table(std::vector<std::vector<OpenValue>> rows) {
  OpenTable one;
  one.name = "t";
  one.key = {"id"};
  one.columns = {{"id", ColumnType::text, "", {}},  {"n", ColumnType::integer, "", {}},
                 {"x", ColumnType::number, "", {}}, {"sum", ColumnType::money, "currency", {}},
                 {"day", ColumnType::date, "", {}}, {"flag", ColumnType::flag, "", {}}};
  one.rows = std::move(rows);
  return one;
}

std::vector<OpenValue> row(const std::string& id) {
  return {id, OpenValue(), OpenValue(), OpenValue(), OpenValue(), OpenValue()};
}

// The fields of a CSV text by RFC 4180, read by another way than it was written.
std::vector<std::vector<std::string>> read(const std::string& csv) {
  std::vector<std::vector<std::string>> rows{{""}};
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    if (csv[i] == '"' && quoted && i + 1 < csv.size() && csv[i + 1] == '"') {
      rows.back().back() += csv[++i];
    } else if (csv[i] == '"') {
      quoted = !quoted;
    } else if (csv[i] == ',' && !quoted) {
      rows.back().emplace_back();
    } else if (csv.compare(i, 2, "\r\n") == 0 && !quoted) {
      rows.push_back({""});
      ++i;
    } else {
      rows.back().back() += csv[i];
    }
  }
  rows.pop_back();
  return rows;
}

}  // namespace

// Expected: RFC 4180, by hand.
TEST_CASE("a table is written as RFC 4180 has it") {
  std::vector<OpenValue> full{std::string("b, \"c\"\nd"), std::int64_t{-3},      0.1,
                              Money::from_minor(-5),      Date::of(2027, 2, 28), true};
  CHECK(csv_of(in_order(table({full, row("a")}))) ==
        "id,n,x,sum,day,flag\r\n"
        "a,,,,,\r\n"
        "\"b, \"\"c\"\"\nd\",-3,0.1,-0.05,2027-02-28,true\r\n");
  CHECK(csv_of(table({})) == "id,n,x,sum,day,flag\r\n");
}

// Expected: by hand; money is never a double.
TEST_CASE("numbers and money keep every digit") {
  CHECK(text_of(OpenValue(Money::from_minor(9'007'199'254'740'993))) == "90071992547409.93");
  CHECK(text_of(OpenValue(Money::from_minor(INT64_MIN))) == "-92233720368547758.08");
  CHECK(text_of(OpenValue(Money::from_minor(7))) == "0.07");
  CHECK(text_of(OpenValue(0.1 + 0.2)) == "0.30000000000000004");
  CHECK(text_of(OpenValue(1e15)) == "1000000000000000");
  CHECK(text_of(OpenValue(-0.0)) == "0");
  CHECK(text_of(OpenValue(1e-300)) == "1e-300");
  CHECK(text_of(OpenValue()) == "");
}

// Expected: OWASP's list of first characters (CSV injection), and numbers left alone.
TEST_CASE("no cell is run as a formula by a spreadsheet") {
  const std::vector<std::string> bad{"=1+1",  "+cmd|' /C calc'!A0",
                                     "-2+3",  "@SUM(A1)",
                                     "\t=1",  "=HYPERLINK(\"x\")",
                                     "＝1",   "＋1",
                                     "－1+1", "＠SUM",
                                     "-",     "+"};
  for (const std::string& text : bad) {
    CAPTURE(text);
    CHECK(read(csv_of(in_order(table({row(text)}))))[1][0] == "'" + text);
  }
  for (const std::string text : {"-5", "+7.25", "-0.1", "a=b", "10%", "'=1", "firm-1"}) {
    CAPTURE(text);
    CHECK(read(csv_of(in_order(table({row(text)}))))[1][0] == text);
  }
  std::vector<OpenValue> number = row("a");
  number[1] = std::int64_t{-5};
  number[2] = -0.5;
  CHECK(csv_of(table({number})).find("a,-5,-0.5,") != std::string::npos);
}

// Expected: what goes in comes out, formulas aside.
TEST_CASE("any text survives CSV and JSON") {
  CHECK(rc::check([] {
    const std::string text = *rc::gen::container<std::string>(
        rc::gen::element('a', ',', '"', '\n', '\r', ' ', '=', '\'', '\t', '\0', '\x7f', '-'));
    const OpenTable one = in_order(table({row("k" + text)}));
    const std::string kept = std::get<std::string>(one.rows[0][0]);
    RC_ASSERT(read(csv_of(one))[1][0] == kept);
    RC_ASSERT(nlohmann::json::parse(json_of(one))[0]["id"] == kept);
    std::string wanted = "k" + text;
    std::erase_if(wanted, [](char c) { return c == '\0' || c == '\x7f' || c == '\r'; });
    RC_ASSERT(kept == wanted);
  }));
}

// Expected: by hand.
TEST_CASE("a table of JSON records holds money as text and nothing as null") {
  std::vector<OpenValue> full{std::string("a"),        std::int64_t{2},      0.5,
                              Money::from_minor(1234), Date::of(2027, 1, 1), false};
  const auto json = nlohmann::json::parse(json_of(in_order(table({row("b"), full}))));
  CHECK(json[0]["sum"] == "12.34");
  CHECK(json[0]["n"] == 2);
  CHECK(json[0]["day"] == "2027-01-01");
  CHECK(json[0]["flag"] == false);
  CHECK(json[1]["sum"].is_null());
  // No number is no number.
  const OpenTable endless = in_order(table({{std::string("a"), {}, INFINITY, {}, {}, {}}}));
  CHECK(std::holds_alternative<std::monostate>(endless.rows[0][2]));
  // Bytes that are no UTF-8 become the replacement character.
  const OpenTable broken = in_order(table({row("x\xff\xc3y")}));
  CHECK(std::get<std::string>(broken.rows[0][0]) == "x\xEF\xBF\xBD\xEF\xBF\xBDy");
}

TEST_CASE("a table that contradicts itself is a mistake of the code") {
  CHECK_THROWS_AS(in_order(table({row("a"), row("a")})), Broken);
  CHECK_THROWS_AS(in_order(table({{OpenValue(), {}, {}, {}, {}, {}}})), Broken);
  CHECK_THROWS_AS(in_order(table({{std::string("a"), 0.5, {}, {}, {}, {}}})), Broken);
  CHECK_THROWS_AS(in_order(table({{std::string("a")}})), Broken);
}
