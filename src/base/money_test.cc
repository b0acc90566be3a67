#include "base/money.h"

#include <cmath>
#include <limits>
#include <numeric>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/must.h"

using namespace formulary;

namespace {

std::int64_t minor_of(const char* text) {
  const auto money = Money::parse(text);
  REQUIRE_MESSAGE(money.has_value(), text);
  return money->minor();
}

std::string fault_of(const char* text) {
  const auto money = Money::parse(text);
  REQUIRE_MESSAGE(!money.has_value(), text);
  return describe(money.error().front());
}

}  // namespace

// Expected: by hand, in hundredths.
TEST_CASE("an amount is read with every suffix, with separators and with a sign") {
  CHECK(minor_of("0") == 0);
  CHECK(minor_of("12") == 1200);
  CHECK(minor_of("12.5") == 1250);
  CHECK(minor_of("12.50") == 1250);
  CHECK(minor_of("12.5000") == 1250);
  CHECK(minor_of("-12.05") == -1205);
  CHECK(minor_of("+7") == 700);
  CHECK(minor_of("12 000 000.50") == 1200000050);
  CHECK(minor_of("12_000") == 1200000);
  CHECK(minor_of("3k") == 300000);
  CHECK(minor_of("1.5m") == 150000000);
  CHECK(minor_of("1.5mln") == 150000000);
  CHECK(minor_of("50bn") == 5000000000000);
  CHECK(minor_of("50 bn") == 5000000000000);
  CHECK(minor_of("0.5b") == 50000000000);
  CHECK(minor_of("2trn") == 200000000000000);
  CHECK(minor_of("2t") == 200000000000000);
}

// Expected: by hand; the last is 2^53 + 1 minor units, which no double holds.
TEST_CASE("reading is exact where a double would not be") {
  CHECK(minor_of("1.000000010m") == 100000001);
  CHECK(minor_of("0.29") == 29);
  CHECK(minor_of("90071992547409.93") == 9007199254740993);  // 2^53 + 1
}

// Expected: each is no amount, or no whole number of minor units, or beyond the range.
TEST_CASE("what is no amount is refused with its reason and a hint") {
  CHECK(fault_of("").find("no digits") != std::string::npos);
  CHECK(fault_of(" ").find("no digits") != std::string::npos);
  CHECK(fault_of("-").find("no digits") != std::string::npos);
  CHECK(fault_of(".").find("no digits") != std::string::npos);
  CHECK(fault_of("bn").find("no digits") != std::string::npos);
  CHECK(fault_of("NaN").find("no digits") != std::string::npos);
  CHECK(fault_of("inf").find("no digits") != std::string::npos);
  CHECK(fault_of("--5").find("no digits") != std::string::npos);
  CHECK(fault_of("1.5x").find("unknown suffix") != std::string::npos);
  CHECK(fault_of("1e9").find("unknown suffix") != std::string::npos);
  CHECK(fault_of("1.5M").find("unknown suffix") != std::string::npos);
  CHECK(fault_of("1.2.3").find("unknown suffix") != std::string::npos);
  CHECK(fault_of("0.001").find("finer than the smallest coin") != std::string::npos);
  CHECK(fault_of("1.000001k").find("finer than the smallest coin") != std::string::npos);
  CHECK(fault_of("0.0000000001").find("too many digits") != std::string::npos);
  CHECK(fault_of("1000000000000000000").find("too many digits") != std::string::npos);
  CHECK(fault_of("90000000000000001").find("too large") != std::string::npos);
  CHECK(fault_of("100000trn").find("too large") != std::string::npos);
  CHECK(fault_of("999999999999999999trn").find("too large") != std::string::npos);
  CHECK(fault_of("-100000trn").find("too large") != std::string::npos);
  CHECK(fault_of("5 euro").find("write it like") != std::string::npos);
}

// Expected: by hand; an amount that does not exist is a mistake of the code, not of the world.
TEST_CASE("a model amount is rounded to the nearest minor unit and must be finite") {
  CHECK(Money::from_major(1.005).minor() == 100);  // the double nearest 1.005 lies below it
  CHECK(Money::from_major(1.006).minor() == 101);
  CHECK(Money::from_major(-2.5).minor() == -250);
  CHECK_THROWS_AS(Money::from_major(std::nan("")), Broken);
  CHECK_THROWS_AS(Money::from_major(std::numeric_limits<double>::infinity()), Broken);
  CHECK_THROWS_AS(Money::from_major(9.1e16), Broken);
}

// Expected: 2^63 - 1 minor units plus one does not exist.
TEST_CASE("a sum that leaves the range is a mistake of the code") {
  const Money most = Money::from_minor(std::numeric_limits<std::int64_t>::max());
  const Money one = Money::from_minor(1);
  CHECK_THROWS_AS(most + one, Broken);
  CHECK_THROWS_AS(Money::from_minor(std::numeric_limits<std::int64_t>::min()) - one, Broken);
  CHECK((most - one) + one == most);
}

// Expected: by hand; ties of remainders go to the lower index.
TEST_CASE("a split gives what is left over to the largest remainders") {
  CHECK(split(Money::from_minor(10), {1, 1, 1}) ==
        std::vector<Money>{Money::from_minor(4), Money::from_minor(3), Money::from_minor(3)});
  CHECK(split(Money::from_minor(100), {0, 3, 1}) ==
        std::vector<Money>{Money::from_minor(0), Money::from_minor(75), Money::from_minor(25)});
  CHECK_THROWS_AS(split(Money::from_minor(10), {0, 0}), Broken);
  CHECK_THROWS_AS(split(Money::from_minor(10), {2, -1}), Broken);
  CHECK_THROWS_AS(split(Money::from_minor(-10), {1}), Broken);
}

// Expected: invariance. Totals go to 10^15 minor units (ten trillion tenge, a year's gross product
// of Kazakhstan is sixteen times that): beyond, the doubles of the weights are too coarse.
TEST_CASE("a split adds up exactly and strays less than one minor unit from proportion") {
  CHECK(rc::check([] {
    const auto total = *rc::gen::inRange<std::int64_t>(0, 1000000000000000);
    const auto count = *rc::gen::inRange<std::size_t>(1, 40);
    const auto counts = *rc::gen::container<std::vector<int>>(count, rc::gen::inRange(0, 100000));
    std::vector<double> weights(counts.begin(), counts.end());
    weights.front() += 0.1;
    const std::vector<Money> parts = split(Money::from_minor(total), weights);
    const long double sum = std::accumulate(weights.begin(), weights.end(), 0.0L);
    Money back;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      back = back + parts[i];
      const long double fair = static_cast<long double>(total) * weights[i] / sum;
      RC_ASSERT(std::fabs(static_cast<long double>(parts[i].minor()) - fair) < 1.001L);
    }
    RC_ASSERT(back.minor() == total);
  }));
}

// Expected: invariance. Writing whole minor units and reading them back changes nothing.
TEST_CASE("an amount written with two decimals is read back") {
  CHECK(rc::check([] {
    const auto minor = *rc::gen::inRange<std::int64_t>(0, 900000000000000000);
    const std::string cents = std::to_string(100 + minor % 100).substr(1);
    const auto money = Money::parse(std::to_string(minor / 100) + "." + cents);
    RC_ASSERT(money.has_value());
    RC_ASSERT(money->minor() == minor);
  }));
}

// Expected: by hand; the least amount has no positive counterpart in 64 bits.
TEST_CASE("an amount is written with its two decimals and reads back") {
  for (const std::int64_t minor : {0L, 5L, -5L, 100L, -12345L, 9'000'000'000'000'001L}) {
    CHECK(Money::parse(Money::from_minor(minor).text())->minor() == minor);
  }
  CHECK(Money::from_minor(-5).text() == "-0.05");
  CHECK(Money::from_minor(std::numeric_limits<std::int64_t>::min()).text() ==
        "-92233720368547758.08");
}
