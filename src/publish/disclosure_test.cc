#include "publish/disclosure.h"

#include <doctest/doctest.h>

#include "publish/internal/attacked_tables.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::attacking;

namespace {

std::vector<Part> parts(const std::vector<int>& values) {
  std::vector<Part> found;
  for (std::size_t i = 0; i < values.size(); ++i) {
    found.push_back({"f" + std::to_string(i), values[i] * kOne});
  }
  return found;
}

}  // namespace

// Expected: by hand, from the definitions in Hundepool et al. 2024, table 4.2.
TEST_CASE("a cell is sensitive with too few firms or with one that dominates") {
  const DisclosureRules rules;
  CHECK_FALSE(is_sensitive({}, rules));
  CHECK(is_sensitive(parts({10, 10, 10, 10}), rules));
  CHECK_FALSE(is_sensitive(parts({10, 10, 10, 10, 10}), rules));
  CHECK(is_sensitive(parts({100, 50, 5, 5, 4}), rules));        // 14 left < 15 % of 100
  CHECK_FALSE(is_sensitive(parts({100, 50, 5, 5, 5}), rules));  // 15 left
  CHECK(is_sensitive(parts({61, 5, 5, 5, 5}), rules));          // 61 of 81 is more than 75 %
  CHECK_FALSE(is_sensitive(parts({60, 5, 5, 5, 5}), rules));    // 60 of 80 is not
  CHECK(is_sensitive(parts({-100, 50, 5, -5, 4}), rules));      // sizes count
  CHECK_FALSE(is_sensitive(parts({0, 0, 0, 0, 0}), rules));
  CHECK(is_sensitive(parts({0, 0}), rules));
  CHECK_FALSE(is_sensitive(parts({1}), {.least_firms = 0}));
  CHECK_FALSE(DisclosureRules{.least_firms = -1}.is_valid());
  CHECK_FALSE(DisclosureRules{.dominant_percent = 0}.is_valid());
}

// Expected: one hidden cell in a row and a column would be their totals minus the rest.
TEST_CASE("a sensitive cell never stands alone in its row or column") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {5, 6});  // two firms
  add(entries, "a", "y", {9, 9, 9, 9, 9, 9});
  add(entries, "a", "z", {20, 20, 20, 20, 20});
  add(entries, "b", "x", {7, 7, 7, 7, 7});
  add(entries, "b", "y", {8, 8, 8, 8, 8, 8});
  add(entries, "b", "z", {30, 30, 30, 30, 30});
  const SumTable table = cross(entries);
  const Protection protection = protect(table, {});
  CHECK(protection.hidden.contains("a|x"));
  CHECK(protection.hidden.size() == 4);  // a rectangle
  CHECK_FALSE(protection.hidden.contains("_T|_T"));
  CHECK(protection.summary.sensitive == 1);
  const std::vector<Interval> intervals = audit(table, protection.hidden);
  REQUIRE(intervals.size() == 4);
  CHECK(intervals[0].cell == "a|x");
  CHECK(intervals[0].value == 11);
  CHECK(intervals[0].low <= 11 - 2);  // a third of 6
  CHECK(intervals[0].high >= 11 + 2);
}

// Expected: the published example of Geurts 1992 in Hundepool et al. 2024, table 4.4: with the
// inner cells of two rows and columns hidden, cell 1,1 lies between 3 and 6.
TEST_CASE("the audit finds the published feasibility interval") {
  std::vector<Entry> entries;
  add(entries, "1", "1", {4});
  add(entries, "1", "2", {3});
  add(entries, "2", "1", {2});
  add(entries, "2", "2", {1});
  add(entries, "3", "1", {3});
  add(entries, "3", "2", {3});
  const std::vector<Interval> intervals = audit(cross(entries), {"1|1", "1|2", "2|1", "2|2"});
  REQUIRE(intervals.size() == 4);
  CHECK(intervals[0].low == doctest::Approx(3));
  CHECK(intervals[0].high == doctest::Approx(6));
  // And by hand: the one firm of 1|2 knows its 3, so all the rest.
  const std::vector<Interval> own = audit(cross(entries), {"1|1", "1|2", "2|1", "2|2"}, {}, "120");
  CHECK(own[0].low == doctest::Approx(4));
  CHECK(own[0].high == doctest::Approx(4));
}

// Expected: two single firms in a row would tell each other's value from the row's total.
TEST_CASE("one firm's own figure does not open the others' cells") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {5});
  add(entries, "a", "y", {6});
  add(entries, "a", "z", {20, 20, 20, 20, 20});
  add(entries, "b", "x", {7});
  add(entries, "b", "y", {8});
  add(entries, "b", "z", {30, 30, 30, 30, 30});
  const SumTable table = cross(entries);
  const Protection protection = protect(table, {});
  for (const std::string& firm : firms_of(table)) {
    for (const Interval& one : audit(table, protection.hidden, {}, firm)) {
      const TableCell* cell = table.cell(one.cell);
      if (cell->parts.size() != 1 || cell->parts[0].firm == firm) continue;
      CAPTURE(firm);
      CAPTURE(one.cell);
      CHECK(one.high >= one.value * 1.15);
      CHECK(one.low <= one.value * 0.85);
    }
  }
}

// Expected: no reason to hide anything.
TEST_CASE("nothing is hidden where no cell is sensitive, or where control is off") {
  std::vector<Entry> entries;
  for (const char* region : {"a", "b"}) {
    for (const char* sector : {"x", "y"}) add(entries, region, sector, {9, 8, 7, 6, 5, 4});
  }
  CHECK(protect(cross(entries), {}).hidden.empty());
  CHECK(protect(SumTable{}, {}).hidden.empty());
  add(entries, "c", "x", {3});
  CHECK_FALSE(protect(cross(entries), {}).hidden.empty());
  CHECK(protect(cross(entries), {.least_firms = 0}).hidden.empty());
}

// Expected: with one firm in all, every figure of the table is that firm's.
TEST_CASE("a table of one firm is hidden whole, and so is one of four") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {3});
  CHECK(protect(cross(entries), {}).hidden.size() == 4);
  add(entries, "a", "y", {3});
  add(entries, "b", "y", {3, 4});
  const SumTable table = cross(entries);
  CHECK(protect(table, {}).hidden.size() == table.cells.size());
}

// Expected: subtracting the first release from the second must not give the newcomer's 77.
TEST_CASE("a firm that joins between two releases is not their difference") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {9, 9, 9, 9, 9, 9});
  add(entries, "a", "y", {8, 8, 8, 8, 8, 8});
  add(entries, "b", "x", {7, 7, 7, 7, 7, 7});
  add(entries, "b", "y", {6, 6, 6, 6, 6, 6});
  const Released first{cross(entries), protect(cross(entries), {}).hidden};
  REQUIRE(first.hidden.empty());
  entries.push_back({"a", "x", "newcomer", 77});
  const SumTable table = cross(entries);
  CHECK(protect(table, {}).hidden.empty());  // by itself it could be shown whole
  const Protection protection = protect(table, {}, {first});
  for (const char* id : {"a|x", "a|_T", "_T|x", "_T|_T"}) CHECK(protection.hidden.contains(id));
  CHECK_FALSE(protection.hidden.contains("b|y"));
  CHECK(protection.summary.exposed.empty());
  for (const Interval& one : audit(table, protection.hidden, {first})) {
    CHECK(one.high >= one.value + 0.15 * 77);
    CHECK(one.low <= one.value - 0.15 * 77);
  }
  // Four more newcomers, and the five together may be told from the difference.
  for (int i = 0; i < 4; ++i) entries.push_back({"a", "x", "more" + std::to_string(i), 70});
  const Released second{table, protection.hidden};
  CHECK(protect(cross(entries), {}, {first}).hidden.empty());
  CHECK(protect(cross(entries), {}, {second, first}).hidden.empty());
}

// Expected: the change of the grand total would be that of four firms, less than five.
TEST_CASE("a change of few firms shows nowhere, wherever they are") {
  std::vector<Entry> entries;
  for (const char* region : {"a", "b"}) {
    for (const char* sector : {"x", "y"}) add(entries, region, sector, {9, 9, 9, 9, 9, 9});
  }
  const Released first{cross(entries), protect(cross(entries), {}).hidden};
  REQUIRE(first.hidden.empty());
  for (const char* region : {"a", "b"}) {
    for (const char* sector : {"x", "y"}) {
      entries.push_back({region, sector, std::string("new") + region + sector, 9});
    }
  }
  const SumTable table = cross(entries);
  CHECK(protect(table, {}, {first}).hidden.size() == table.cells.size());
  entries.push_back({"a", "x", "fifth", 9});
  const std::set<std::string> hidden = protect(cross(entries), {}, {first}).hidden;
  CHECK_FALSE(hidden.contains("_T|_T"));
  CHECK(hidden.contains("a|x"));
}

// Expected: a release of the same figures shows nothing new, so it may show the same.
TEST_CASE("the same figures may be published again as they were") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {9, 9});
  add(entries, "a", "y", {8, 8, 8, 8, 8, 8});
  add(entries, "b", "x", {7, 7, 7, 7, 7, 7});
  add(entries, "b", "y", {6, 6, 6, 6, 6, 6});
  const SumTable table = cross(entries);
  const Released first{table, protect(table, {}).hidden};
  CHECK(protect(table, {}, {first}).hidden == first.hidden);
  CHECK(protect(table, {}, {first, first}).hidden == first.hidden);
}

// Expected: what was published under looser rules is known; it is said, and nothing breaks.
TEST_CASE("what earlier releases gave away is named") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {9});
  add(entries, "a", "y", {8, 8, 8, 8, 8, 8});
  const SumTable table = cross(entries);
  const Protection protection = protect(table, {}, {{table, {}}});
  CHECK(protection.hidden.contains("a|x"));
  CHECK(protection.summary.exposed == std::set<std::string>{"_T|x", "a|x"});
}

// Expected: a count of one is not told from the neighbouring whole numbers.
TEST_CASE("counts are protected by at least one") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {1});
  add(entries, "a", "y", {1, 1, 1, 1, 1, 1, 1});
  add(entries, "b", "x", {1, 1, 1, 1, 1, 1});
  add(entries, "b", "y", {1, 1, 1, 1, 1, 1});
  const SumTable table = cross(entries, kOne);
  for (const Interval& one : audit(table, protect(table, {}).hidden)) {
    CHECK(one.high >= one.value + 1);
    CHECK(one.low <= one.value - 1);
  }
}

// Expected: by hand.
TEST_CASE(
    "where figures may be negative nobody knows a floor, and cells are protected all the same") {
  std::vector<Entry> entries;
  add(entries, "a", "x", {-50});
  add(entries, "a", "y", {8, 8, -8, 8, 8, 8});
  add(entries, "b", "x", {7, 7, 7, -7, 7, 7});
  add(entries, "b", "y", {6, 6, 6, 6, -6, 6});
  const SumTable table = cross(entries);
  const Protection protection = protect(table, {});
  CHECK(protection.hidden.contains("a|x"));
  CHECK(protection.summary.exposed.empty());
  for (const Interval& one : audit(table, protection.hidden)) {
    if (one.cell != "a|x") continue;
    CHECK(one.low == -kUnbounded);
    CHECK(one.high == kUnbounded);
  }
}
