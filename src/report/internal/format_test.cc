#include "report/internal/format.h"

#include <cmath>

#include <doctest/doctest.h>

namespace formulary::report {

namespace {

CountryPack tenge() {
  CountryPack country;
  country.currency = "KZT";
  country.currency_symbol = "₸";
  return country;
}

}  // namespace

// Expected: by hand, the rules of CLDR for en and ru and of design/ux.md for kk.
TEST_CASE("numbers are grouped and pointed as each language does") {
  CHECK(number(1234567.5, 1, Language::en) == "1,234,567.5");
  CHECK(number(1234567.5, 1, Language::ru) == "1\u00A0234\u00A0567,5");
  CHECK(number(1234567.5, 1, Language::kk) == "1\u00A0234\u00A0567,5");
  CHECK(number(999, 0, Language::en) == "999");
  CHECK(number(-12.34, 1, Language::en) == "−12.3");
  CHECK(number(-0.04, 1, Language::en) == "0.0");
  CHECK(number(std::nan(""), 1, Language::en) == kNoNumber);
}

// Expected: by hand.
TEST_CASE("figures keep about three digits") {
  CHECK(figure(521000, Language::en) == "521,000");
  CHECK(figure(99.96, Language::en) == "100");
  CHECK(figure(31.25, Language::en) == "31.2");
  CHECK(figure(0.512, Language::ru) == "0,51");
  CHECK(figure(0.03, Language::en) == "0.03");
  CHECK(figure(0.034, Language::en) == "0.034");
  CHECK(figure(0, Language::en) == "0");
  CHECK(estimate(136276, Language::en) == "136,000");
  CHECK(estimate(-1278.4, Language::en) == "−1,280");
  CHECK(estimate(99950, Language::en) == "100,000");
  CHECK(figure(60, Language::en) == "60");
  CHECK(change(5.2, Language::en) == "+5.2");
  CHECK(change(-5, Language::ru) == "−5");
}

// Expected: by hand; Russian sets a no-break space before the sign, Kazakh and English do not.
TEST_CASE("percent signs keep the distance of their language") {
  CHECK(percent(0.256, 1, Language::en) == "25.6%");
  CHECK(percent(0.256, 1, Language::ru) == "25,6\u00A0%");
  CHECK(percent(0.256, 1, Language::kk) == "25,6%");
}

// Expected: by hand.
TEST_CASE("amounts name their magnitude and their currency") {
  CHECK(money(2.5e10, tenge(), Language::en) == "₸25.0\u00A0bn");
  CHECK(money(2.5e10, tenge(), Language::ru) == "25,0\u00A0млрд\u00A0₸");
  CHECK(money(2.5e10, tenge(), Language::kk) == "25,0\u00A0млрд\u00A0₸");
  CHECK(money(-3.4e8, tenge(), Language::en) == "−₸340\u00A0m");
  CHECK(money(4100, tenge(), Language::kk) == "4,1\u00A0мың\u00A0₸");
  CHECK(money(999960000, tenge(), Language::en) == "₸1.0\u00A0bn");
  CHECK(money(12, tenge(), Language::en) == "₸12");
  CHECK(scale_for(2.5e10, tenge(), Language::ru).name == "млн\u00A0₸");
  CHECK(scale_for(2.5e11, tenge(), Language::en).unit == 1e9);
}

// Expected: the plural rules of CLDR; Kazakh nouns do not change after a number.
TEST_CASE("counted nouns take the form of their language") {
  const char* ru = "мера|меры|мер";
  CHECK(counted(1, ru, Language::ru) == "1\u00A0мера");
  CHECK(counted(22, ru, Language::ru) == "22\u00A0меры");
  CHECK(counted(12, ru, Language::ru) == "12\u00A0мер");
  CHECK(counted(37, ru, Language::ru) == "37\u00A0мер");
  CHECK(counted(111, ru, Language::ru) == "111\u00A0мер");
  CHECK(counted(1, "measure|measures", Language::en) == "1\u00A0measure");
  CHECK(counted(0, "measure|measures", Language::en) == "0\u00A0measures");
  CHECK(counted(37, "шара", Language::kk) == "37\u00A0шара");
}

// Expected: by hand.
TEST_CASE("lists, holes and capitals come out as a sentence needs them") {
  CHECK(join({"a", "b", "c"}, Language::en) == "a, b and c");
  CHECK(join({"a", "b"}, Language::kk) == "a және b");
  CHECK(join({}, Language::ru) == "");
  CHECK(fill("{a} of {b}, {a}", {{"a", "1"}, {"b", "2"}}) == "1 of 2, 1");
  CHECK(fill("{c} and { x", {}) == "{c} and { x");
  CHECK(capital("рост") == "Рост");
  CHECK(capital("кадры") == "Кадры");
  CHECK(capital("өсу") == "Өсу");
  CHECK(capital("қалыптасу") == "Қалыптасу");
  CHECK(capital("ірі") == "Ірі");
  CHECK(capital("growth") == "Growth");
  CHECK(capital("12") == "12");
}

// Expected: by hand, one column a letter whatever its bytes.
TEST_CASE("width counts letters, not bytes") {
  CHECK(width("кадры") == 5);
  CHECK(width("1\u00A0234") == 5);
  CHECK(width("e\u0301") == 1);
}

}  // namespace formulary::report
