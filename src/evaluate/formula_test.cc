#include "evaluate/formula.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

using namespace formulary;
using namespace formulary::evaluate;

namespace {

std::string mistake(const std::string& text) {
  const auto read = parse_formula(text);
  return read ? "" : read.error()[0].what;
}

std::string back(const std::string& text) {
  const auto read = parse_formula(text);
  REQUIRE_MESSAGE(read.has_value(), text);
  return read->text();
}

}  // namespace

// Expected: by the grammar in formula.h.
TEST_CASE("a formula has an outcome, terms, effects and instruments") {
  const Formula read =
      *parse_formula("log(y)~x1+a:b + i(since, treated, ref=-1) | firm+region^year | d ~ z1 + z2");
  CHECK(read.outcome == Variable{"y", true});
  REQUIRE(read.terms.size() == 3);
  CHECK(read.terms[1].product == std::vector<Variable>{{"a", false}, {"b", false}});
  CHECK(read.terms[2] == Term{{{"treated", false}}, "since", -1.0});
  REQUIRE(read.effects.size() == 2);
  CHECK(read.effects[1].keys == std::vector<std::string>{"region", "year"});
  CHECK(read.endogenous[0].column == "d");
  CHECK(read.instruments.size() == 2);
  CHECK(read.intercept);
}

// Expected: by the meaning of the signs.
TEST_CASE("stars expand, repeats count once, the constant can be taken away") {
  CHECK(back("y ~ a*b") == "y ~ a + b + a:b");
  CHECK(back("y ~ a + a") == "y ~ a");
  CHECK(back("y ~ 0 + a") == "y ~ 0 + a");
  CHECK(back("y ~ a - 1") == "y ~ 0 + a");
  CHECK(back("y ~ -1 + a") == "y ~ 0 + a");
  CHECK(back("y ~ 1") == "y ~ 1");
  CHECK(back("y ~ a | d ~ z") == "y ~ a | d ~ z");
  CHECK(back("`net sales` ~ `x|y`") == "`net sales` ~ `x|y`");
  CHECK(back("өнім ~ жыл") == "өнім ~ жыл");
  CHECK(back("y ~ i(year, ref = 2.5)") == "y ~ i(year, ref = 2.5)");
  CHECK(back("log ~ i + ref") == "log ~ i + ref");
}

// Expected: by counting the characters.
TEST_CASE("a mistake is shown with its place") {
  CHECK(mistake("") == "character 1: a name is missing here");
  CHECK(mistake("y") == "character 2: '~' is missing here");
  CHECK(mistake("y ~ ") == "character 5: a name is missing here");
  CHECK(mistake("y ~ x +") == "character 8: a name is missing here");
  CHECK(mistake("y ~ x | firm |") == "character 15: a name is missing here");
  CHECK(mistake("y ~ x | firm | d") == "character 17: '~' is missing here");
  CHECK(mistake("y ~ x y") == "character 7: unexpected 'y'");
  CHECK(mistake("y ~ sin(x)") == "character 5: there is no function sin here, only log");
  CHECK(mistake("y ~ log(x") == "character 10: ')' is missing here");
  CHECK(mistake("y ~ `x") == "character 5: a backtick is never closed");
  CHECK(mistake("y ~ ``") == "character 5: a name is missing here");
  CHECK(mistake("y ~ i(f, a, b)") == "character 13: i() takes one variable besides the key");
  CHECK(mistake("y ~ i(f, ref=1, ref=2)") == "character 17: ref is given twice");
  CHECK(mistake("y ~ i(f, ref=x)") == "character 14: a number is missing");
  CHECK(mistake("y ~ i(f, ref=1e999)") == "character 14: a number is missing");
  CHECK(mistake("y ~ 2x") == "character 5: a name is missing here");
  CHECK(mistake("y ~ 1x") == "character 5: a name does not begin with a digit");
  CHECK(mistake("y ~ x - z") == "character 9: only -1 may be subtracted");
  CHECK(mistake("y ~ x | d ~ 0") == "character 13: an intercept has no place here");
  CHECK(mistake(std::string("y ~ x\0z", 7)) == "character 6: a NUL byte");
  CHECK(mistake("y ~ x | firm ^") == "character 15: a name is missing here");
  std::string stars = "y ~ a0";
  for (int i = 1; i < 30; ++i) stars += "*a" + std::to_string(i);
  CHECK(mistake(stars).ends_with("too many terms"));
  CHECK(mistake(std::string(70000, 'y')).ends_with("the formula is too long"));
}

// Expected: by definition; what is written reads back as itself, and any bytes are read or refused.
TEST_CASE("a formula's text reads back as the formula") {
  CHECK(rc::check("text of text", [](const std::vector<std::uint8_t>& bytes) {
    static const std::string kLetters = "yxi01f~+|*:^()-=, \t`rel.log";
    std::string text = "y~";
    for (const std::uint8_t byte : bytes) text += kLetters[byte % kLetters.size()];
    const auto read = parse_formula(text);
    if (!read) return;
    const auto again = parse_formula(read->text());
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->text() == read->text());
  }));
}

// Expected: by the grammar.
TEST_CASE("instruments can be given apart") {
  const auto read = with_instruments(*parse_formula("y ~ x | firm"), "d1 + d2 ~ z1 + i(f)");
  REQUIRE(read);
  CHECK(read->text() == "y ~ x | firm | d1 + d2 ~ z1 + i(f)");
  CHECK(!with_instruments(*parse_formula("y ~ x"), "d"));
  CHECK(!with_instruments(*parse_formula("y ~ x"), "d ~ z | w"));
}
