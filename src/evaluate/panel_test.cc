#include "evaluate/panel.h"

#include <cmath>

#include <doctest/doctest.h>

using namespace formulary;
using namespace formulary::evaluate;

namespace {
const double kMissing = std::nan("");
}

// Expected: by hand, for whole numbers of a narrow range, of a wide one, and for fractions.
TEST_CASE("a key's levels stand in the order of their numbers, whatever the order of the rows") {
  const Key narrow = key_of(std::vector<double>{2005, 2003, kMissing, 2005});
  CHECK(narrow.levels == 2);
  CHECK(narrow.level == std::vector<std::uint32_t>{1, 0, kNoLevel, 1});
  CHECK(narrow.name(0) == "2003");
  const Key wide = key_of(std::vector<double>{1e15, -7, 1e15});
  CHECK(wide.level == std::vector<std::uint32_t>{1, 0, 1});
  const Key parts = key_of(std::vector<double>{0.5, 0.25});
  CHECK(parts.level == std::vector<std::uint32_t>{1, 0});
  CHECK(parts.name(1) == "0.5");
  const Key none = key_of(std::vector<double>{kMissing});
  CHECK(none.levels == 0);
  CHECK(key_of(std::vector<std::int32_t>{7, 7, 3}).level == std::vector<std::uint32_t>{1, 1, 0});
}

// Expected: by hand. Registration numbers keep their zeros: 07 and 7 are two firms.
TEST_CASE("texts are numbers only where all are, and are never merged") {
  const Key years = key_of({0, 1, 2}, {"10", "9", "2.5"});
  CHECK(years.level == std::vector<std::uint32_t>{2, 1, 0});
  CHECK(years.values == std::vector<double>{2.5, 9, 10});
  const Key firms = key_of({0, 1, kNoLevel}, {"7", "07"});
  CHECK(firms.levels == 2);
  CHECK(firms.name(0) == "07");
  const Key words = key_of({0, 1, 0}, {"b", "a"});
  CHECK(words.values.empty());
  CHECK(words.level == std::vector<std::uint32_t>{1, 0, 1});
  CHECK(key_of({0}, {"inf"}).values.empty());
}

// Expected: by hand: the pairs that occur, in order.
TEST_CASE("crossing two keys gives a level to each pair that occurs") {
  const Key region = key_of({0, 0, 1, 1, kNoLevel}, {"east", "west"});
  const Key year = key_of(std::vector<double>{1, 2, 1, 1, 1});
  const Key both = crossed(region, year);
  CHECK(both.levels == 3);
  CHECK(both.level == std::vector<std::uint32_t>{0, 1, 2, 2, kNoLevel});
  CHECK(both.name(2) == "west^1");
}

// Expected: by definition.
TEST_CASE("a panel tells a missing column from text and from infinity") {
  Panel panel(2, "panel.csv", {2, 3});
  panel.add_numbers("y", {1, -INFINITY});
  panel.add_numbers("x", {1, kMissing});
  panel.add_key("name", key_of({0, 1}, {"a", "b"}));
  CHECK(panel.numbers("x").has_value());
  CHECK(describe(panel.numbers("y").error()[0]) ==
        "panel.csv:3: y is infinite (leave the cell empty where the value is not known)");
  CHECK(panel.numbers("name").error()[0].what == "the column name holds no numbers");
  CHECK(panel.numbers("z").error()[0].what == "there is no column z");
  CHECK(panel.key("z").error()[0].what == "there is no column z");
  CHECK((*panel.key("x"))->levels == 1);
}
