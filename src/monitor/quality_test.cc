#include "monitor/quality.h"

#include <cmath>

#include <doctest/doctest.h>

#include "math/philox.h"
#include "monitor/internal/sample_award.h"

using namespace formulary;
using namespace formulary::sample;

namespace {

Observation value_of(const std::string& subject, double value) {
  Observation one = verified("o_" + subject, "net_jobs", kHalf, value);
  one.subject = subject;
  return one;
}

double chance(std::uint32_t draw, std::uint32_t i) {
  return uniform(philox(5, draw, i, 1, Purpose::sample)[0]);
}

bool has_kind(const std::vector<QualityFlag>& flags, FlagKind kind) {
  return std::any_of(flags.begin(), flags.end(),
                     [&](const QualityFlag& one) { return one.kind == kind; });
}

// Honest values of 200 firms; a share of them is rounded to the next multiple of ten.
std::vector<Observation> values(std::uint32_t draw, double rounded) {
  std::vector<Observation> batch;
  for (std::uint32_t i = 0; i < 200; ++i) {
    double value = std::floor(200 * std::exp(2 * chance(draw, i)));
    if (chance(draw + 1000, i) < rounded) value = 10 * std::round(value / 10);
    batch.push_back(value_of("a" + std::to_string(i), value));
  }
  return batch;
}

// Values around targets of 100; a share of those just below is lifted just above.
std::vector<AgainstTarget> near_targets(std::uint32_t draw, double lifted) {
  std::vector<AgainstTarget> all;
  for (std::uint32_t i = 0; i < 400; ++i) {
    double value = 100 + 10 * normal_quantile(chance(draw, i));
    const bool lift = value < 100 && value > 95 && chance(draw + 1000, i) < lifted;
    if (lift) value = 200 - value;
    all.push_back({"o" + std::to_string(i), value, 100});
  }
  return all;
}

}  // namespace

// Expected: by hand: median 3, deviations {2, 1, 0, 1, 97}, MAD 1.
TEST_CASE("robust z stands on median and MAD") {
  CHECK(robust_z(100, {1, 2, 3, 4, 100}) == doctest::Approx(97 / 1.4826));
  CHECK(robust_z(3, {1, 2, 3, 4, 100}) == 0);
  // MAD 0: the mean absolute deviation is 1, times 1.2533.
  CHECK(robust_z(8, {5, 5, 5, 5, 10}) == doctest::Approx(3 / 1.2533));
  CHECK(robust_z(5, {5, 5, 5}) == 0);
  CHECK(std::isinf(robust_z(6, {5, 5, 5})));
  CHECK(robust_z(6, {}) == 0);
  CHECK(robust_z(6, {5, 5, 5}, 0.5) == 2);
}

// Expected: by hand: 5 throws of a coin, and one of a die.
TEST_CASE("binomial tails") {
  CHECK(binomial_tail(4, 5, 0.5) == doctest::Approx(6.0 / 32));
  CHECK(binomial_tail(0, 5, 0.5) == 1);
  CHECK(binomial_tail(6, 5, 0.5) == 0);
  CHECK(binomial_tail(1, 2, 1.0 / 6) == doctest::Approx(11.0 / 36));
}

// Expected: by hand.
TEST_CASE("one value is held against its range, its own series and its peers") {
  const std::vector<double> peers{95, 97, 99, 100, 101, 103, 104, 106, 108};
  const auto flags = [&](double value) {
    return flags_on_entry(value_of("a1", value), {0.0, 1000.0}, {90, 92, 95, 97, 100}, peers);
  };
  CHECK(flags(102).empty());
  CHECK(has_kind(flags(-1), FlagKind::out_of_range));
  CHECK(has_kind(flags(1001), FlagKind::out_of_range));
  const std::vector<QualityFlag> jump = flags(300);
  CHECK(has_kind(jump, FlagKind::jump_against_trend));
  CHECK(has_kind(jump, FlagKind::outlier_among_peers));
  CHECK_FALSE(has_kind(jump, FlagKind::out_of_range));
  CHECK(jump[0].severity == Severity::severe);
  CHECK(jump[0].observations == std::vector<std::string>{"o_a1"});
  // A series of even steps may stir a little: its spread is taken as 2 % of its level at least.
  CHECK(flags_on_entry(value_of("a1", 107), {}, {100, 102, 104, 106}, {}).empty());
  CHECK(flags_on_entry(value_of("a1", 120), {}, {100, 102, 104, 106}, {}).size() == 1);
  // Too short a series and too few peers say nothing; a missing value neither.
  CHECK(flags_on_entry(value_of("a1", 300), {}, {90, 92, 95}, {1, 2, 3}).empty());
  Observation missing = value_of("a1", 0);
  missing.value.reset();
  CHECK(flags_on_entry(missing, {1.0, 2.0}, {}, {}).empty());
}

// Expected: by hand.
TEST_CASE("the same odd value of three firms is a duplicate, small counts are not") {
  const auto flags = [](double value, int firms) {
    std::vector<Observation> batch{value_of("z", 977.5)};
    for (int i = 0; i < firms; ++i) batch.push_back(value_of("a" + std::to_string(i), value));
    batch.push_back(batch.back());  // the same subject again is no second firm
    return flags_in_batch(batch);
  };
  CHECK(flags(12345, 2).empty());
  REQUIRE(flags(12345, 3).size() == 1);
  CHECK(flags(12345, 3)[0].severity == Severity::warning);
  CHECK(flags(12345, 3)[0].observations.size() == 3);
  CHECK(flags(12300, 3)[0].severity == Severity::notice);
  CHECK(flags(5, 30).empty());
}

// Expected: a known truth: honest series are flagged in at most 1 of 100 (p 0.001), rounded ones
// nearly always.
TEST_CASE("heaping is found where values were rounded, and only there") {
  int honest = 0;
  int rounded = 0;
  for (std::uint32_t draw = 0; draw < 100; ++draw) {
    honest += has_kind(flags_in_batch(values(draw, 0)), FlagKind::heaping) ? 1 : 0;
    rounded += has_kind(flags_in_batch(values(draw, 0.4)), FlagKind::heaping) ? 1 : 0;
  }
  CHECK(honest <= 1);
  CHECK(rounded >= 99);
}

// Expected: a known truth, as above; the mirror image for KPIs where less is better.
TEST_CASE("a jump at the target is found where values were lifted, and only there") {
  int honest = 0;
  int lifted = 0;
  int mirrored = 0;
  for (std::uint32_t draw = 0; draw < 100; ++draw) {
    honest += flags_at_targets(near_targets(draw, 0), GoodSide::above).empty() ? 0 : 1;
    std::vector<AgainstTarget> steered = near_targets(draw, 0.7);
    lifted += flags_at_targets(steered, GoodSide::above).empty() ? 0 : 1;
    CHECK(flags_at_targets(steered, GoodSide::below).empty());
    for (AgainstTarget& one : steered) one.value = 200 - one.value;
    CHECK(flags_at_targets(steered, GoodSide::above).empty());
    mirrored += flags_at_targets(steered, GoodSide::below).empty() ? 0 : 1;
  }
  CHECK(mirrored == lifted);
  CHECK(honest <= 1);
  CHECK(lifted >= 99);
}

// Expected: a known truth: nobody steers, most firms do a little better than they must.
TEST_CASE("doing better than the target on the whole is no jump at it") {
  int honest = 0;
  for (std::uint32_t draw = 0; draw < 100; ++draw) {
    std::vector<AgainstTarget> all;
    for (std::uint32_t i = 0; i < 3000; ++i) {
      all.push_back({"o" + std::to_string(i), 103 + 7 * normal_quantile(chance(draw, i)), 100});
    }
    honest += flags_at_targets(all, GoodSide::above).empty() ? 0 : 1;
  }
  CHECK(honest <= 1);
}

// Expected: by hand: a flag is resolved by another person, in writing, once.
TEST_CASE("what a person found is kept with the flag") {
  const Observation odd = value_of("a1", -1);
  const QualityFlag flag = flags_on_entry(odd, {0.0, 9.0}, {}, {}).at(0);
  const Actor analyst{"dana", UserRole::analyst, "agency", ""};
  const FlagResolution found{FlagFinding::value_was_corrected, "a slip of the sign", "dana",
                             noon(kHalf)};
  const QualityFlag done = resolve(flag, found, analyst, {odd}).value();
  CHECK(done.resolution->why == "a slip of the sign");
  CHECK(has(resolve(done, found, analyst, {odd}).error(), "flag_resolved_before"));
  CHECK(has(resolve(flag, {}, analyst, {odd}).error(), "needs_written_reason"));
  CHECK(has(resolve(flag, found, {"dana", UserRole::company, "", "f1"}, {odd}).error(),
            "role_may_not"));
  const Actor reporter{"firm", UserRole::manager, "agency", ""};
  CHECK(
      has(resolve(flag, {FlagFinding::value_is_right, "fine", "firm", noon(kHalf)}, reporter, {odd})
              .error(),
          "own_report_flagged"));
}
