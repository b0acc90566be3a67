#include "publish/tables.h"

#include <algorithm>

#include <doctest/doctest.h>

#include "base/must.h"
#include "publish/internal/sample_record.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::sample;

namespace {

OpenTable named(const std::vector<OpenTable>& tables, const std::string& name) {
  return *std::find_if(tables.begin(), tables.end(),
                       [&](const OpenTable& one) { return one.name == name; });
}

// The cells of the row whose first key column holds this text, by column.
std::string cell(const OpenTable& table, const std::string& key, const char* column,
                 std::size_t nth = 0) {
  for (const auto& row : table.rows) {
    if (text_of(row[0]) == key && nth-- == 0) return text_of(row[table.column(column)]);
  }
  return "(no row)";
}

}  // namespace

// Expected: by hand, from sample_record.h.
TEST_CASE("programmes, targets and money are as on the record") {
  const World w = world();
  const std::vector<OpenTable> tables = record_tables(w.record(), options());
  const OpenTable programmes = named(tables, "programmes");
  CHECK(programmes.rows.size() == 2);
  CHECK(cell(programmes, "p1", "budget") == "4000000.00");
  CHECK(cell(programmes, "p1", "currency") == "KZT");
  CHECK(cell(programmes, "p1", "demonstration") == "false");
  CHECK(cell(programmes, "demo", "demonstration") == "true");
  const OpenTable targets = named(tables, "measure_kpis");
  CHECK(cell(targets, "p1", "target", 0) == "100");
  CHECK(cell(targets, "p1", "holds", 0) == "false");
  CHECK(cell(targets, "p1", "target", 1) == "120.5");
  CHECK(cell(targets, "p1", "holds", 1) == "true");
  CHECK(cell(targets, "p1", "set_on", 1) == "2026-12-01");
  const OpenTable awards = named(tables, "awards");
  CHECK(awards.rows.size() == 21);  // 20 and the demonstration's
  CHECK(cell(awards, "w100", "recipient") == "firm100");
  CHECK(cell(awards, "w100", "recipient_name") == "Company 1");
  CHECK(cell(awards, "w100", "amount") == "500.00");
  CHECK(cell(awards, "w100", "released") == "300.00");
  CHECK(cell(awards, "w100", "given_up") == "0.00");
  CHECK(cell(awards, "w100", "awarded_on") == "2027-01-01");
  const OpenTable tranches = named(tables, "tranches");
  CHECK(tranches.rows.size() == 42);
  CHECK(cell(tranches, "w100-2", "state") == "planned");
  CHECK(cell(tranches, "w100-2", "cure_until").empty());
  CHECK(cell(named(tables, "payments"), "pay-w100", "amount") == "300.00");
  CHECK(cell(named(tables, "decisions"), "d-w100", "why") == "as agreed with firm100");
  CHECK(cell(named(tables, "scorecards"), "KZ-10", "reply") == "we built a road");
  CHECK(cell(named(tables, "measures"), "p1", "selection") == "merit");
}

TEST_CASE("what belongs to no public programme is left out") {
  World w = world();
  w.payments.push_back({"pay-x", "no-such-tranche", Money::from_minor(1), kFrom});
  w.programmes.front().measures.erase(w.programmes.front().measures.begin());  // m1 is unknown now
  const std::vector<OpenTable> tables = record_tables(w.record(), options());
  CHECK(cell(named(tables, "awards"), "w900", "state") == "(no row)");
  CHECK(cell(named(tables, "awards"), "w100", "state") == "(no row)");
  CHECK(cell(named(tables, "payments"), "pay-x", "amount") == "(no row)");
  CHECK(cell(named(tables, "tranches"), "w900-1", "amount") == "(no row)");
}

// Expected: by hand: the two declined under m1 are few; 9 + 8 + 7 + 2 applications in all.
TEST_CASE("small counts of applications are hidden, awarded ones are not counted again") {
  const World w = world();
  const OpenTable table = application_table(w.record(), options());
  std::map<std::string, std::string> shown;
  for (const auto& row : table.rows) {
    REQUIRE(text_of(row[0]) == "false");
    shown[text_of(row[1]) + "|" + text_of(row[2]) + "|" + text_of(row[3])] =
        text_of(row[4]) + text_of(row[5]);
  }
  CHECK(shown.at("p1|m1|declined") == "c");
  CHECK(shown.at("_T|_T|_T") == "26A");
  CHECK_FALSE(shown.contains("p1|m2|awarded"));
  CHECK_FALSE(shown.contains("secret_draft|m1|declined"));
  int hidden_of_m1 = 0;
  for (const char* state : {"waitlisted", "_T"}) {
    hidden_of_m1 += shown.at(std::string("p1|m1|") + state) == "c" ? 1 : 0;
  }
  CHECK(hidden_of_m1 > 0);  // else the two are the rest
}

TEST_CASE("a pseudonym stands for the firm wherever it would be named") {
  World w = world();
  w.decisions.front().why = "Company 1 (firm100) kept its word";
  w.awards.front().id = "award-of-firm100";
  PublishOptions hidden = options();
  hidden.recipients = Recipients::pseudonyms;
  CHECK_FALSE(hidden.is_valid());  // no key
  CHECK_THROWS_AS(record_tables(w.record(), hidden), Broken);
  hidden.pseudonym_key = std::string(32, 'k');
  const std::vector<OpenTable> tables = record_tables(w.record(), hidden);
  std::string all;
  for (const OpenTable& one : tables) all += csv_of(one);
  CHECK(all.find("firm100") == std::string::npos);
  CHECK(all.find("Company 1") == std::string::npos);
  const std::string alias = cell(named(tables, "awards"), "w101", "recipient");
  CHECK(alias.starts_with("firm-"));
  CHECK(alias.size() == 21);
  hidden.pseudonym_key = std::string(32, 'l');
  CHECK(cell(named(record_tables(w.record(), hidden), "awards"), "w101", "recipient") != alias);
}
