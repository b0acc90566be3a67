#include "monitor/scorecard.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "math/philox.h"
#include "monitor/internal/sample_award.h"
#include "monitor/internal/shift_share.h"

using namespace formulary;
using namespace formulary::sample;

namespace {

// Regions with two sectors and a known value added; sector a booms, b does not.
struct Simulated {
  std::vector<RegionFigures> regions;
  std::vector<double> truth;
};

Simulated simulate(std::uint32_t draw, std::size_t n, double between, double noise, int years) {
  Simulated world;
  for (std::size_t r = 0; r < n; ++r) {
    std::uint32_t at = 0;
    const auto next = [&] { return uniform(philox(11, draw, r + 1, at++, Purpose::sample)[0]); };
    RegionFigures region;
    region.region = "R" + std::to_string(r);
    region.office = "office_" + std::to_string(r);
    const double condition = normal_quantile(next());
    const double effect = between * normal_quantile(next());
    const double share = 0.2 + 0.6 * next();
    region.conditions = {condition};
    region.sectors = {{"a", {1000 * share}}, {"b", {1000 * (1 - share)}}};
    for (int t = 0; t < years; ++t) {
      const double own = effect + 0.01 * condition + noise * normal_quantile(next());
      region.sectors[0].level.push_back(region.sectors[0].level.back() * (1.08 + own));
      region.sectors[1].level.push_back(region.sectors[1].level.back() * (1.01 + own));
    }
    world.regions.push_back(region);
    world.truth.push_back(effect);
  }
  return world;
}

int rank_of(const std::vector<double>& truth, std::size_t i) {
  return 1 + static_cast<int>(std::count_if(truth.begin(), truth.end(),
                                            [&](double one) { return one > truth[i]; }));
}

}  // namespace

// Expected: by hand. Elsewhere a grew by 10 %, b by 0 %; region X has 3/4 of a, so its mix is 7.5
// %.
TEST_CASE("shift-share compares each sector with the same one elsewhere") {
  const std::vector<RegionFigures> regions{
      {"X", "", {{"a", {75, 90, 90}}, {"b", {25, 30, 30}}}, {}},
      {"Y", "", {{"a", {40, 44, 44}}, {"b", {60, 60, 60}}}, {}},
      {"Z",
       "",
       {
           {"a", {60, 66, 66}},
           {"b", {40, 40, 40}},
       },
       {}}};
  const std::vector<YearlyShift> shifts = shift_share(regions);
  CHECK(shifts[0].growth[0] == doctest::Approx(0.2));
  CHECK(shifts[0].mix[0] == doctest::Approx(0.075));
  CHECK(shifts[0].growth[1] == doctest::Approx(0));
  // Y: a elsewhere 135 -> 156, b elsewhere 65 -> 70, so 0.4 x 156/135 + 0.6 x 70/65 - 1.
  CHECK(shifts[1].mix[0] == doctest::Approx(0.4 * 156 / 135 + 0.6 * 70 / 65 - 1));
}

// Expected: invariance: a region that only has the booming sector adds nothing by that.
TEST_CASE("a good sector mix alone is no value added") {
  std::vector<RegionFigures> regions;
  for (int r = 0; r < 8; ++r) {
    const double a = 100.0 + 100 * r;
    regions.push_back(
        {"R" + std::to_string(r), "", {{"a", {a, 1.2 * a, 1.44 * a}}, {"b", {500, 500, 500}}}, {}});
  }
  const Scorecards cards = score_regions(regions).value();
  for (const RegionScore& score : cards.scores) {
    CHECK(std::fabs(score.value_added) < 1e-9);
    CHECK(score.rank_low == 1);
    CHECK(score.rank_high == 8);
  }
  CHECK(cards.scores[7].growth > cards.scores[0].growth + 0.05);
}

// Expected: a known truth: 90 % intervals cover it about as often, ranges of ranks at least so.
TEST_CASE("intervals and rank ranges cover the simulated truth") {
  int covered = 0, in_range = 0, all = 0;
  double error = 0, raw_error = 0;
  for (std::uint32_t draw = 0; draw < 200; ++draw) {
    const Simulated world = simulate(draw, 20, 0.02, 0.03, 4);
    const Scorecards cards = score_regions(world.regions).value();
    for (std::size_t r = 0; r < world.truth.size(); ++r) {
      const RegionScore& score = cards.scores[r];
      const int rank = rank_of(world.truth, r);
      covered += score.low <= world.truth[r] && world.truth[r] <= score.high ? 1 : 0;
      in_range += score.rank_low <= rank && rank <= score.rank_high ? 1 : 0;
      error += std::pow(score.value_added - world.truth[r], 2);
      raw_error += std::pow(score.raw - world.truth[r], 2);
      ++all;
    }
  }
  const double coverage = static_cast<double>(covered) / all;
  CHECK(coverage > 0.87);
  CHECK(coverage < 0.95);
  CHECK(static_cast<double>(in_range) / all > 0.9);
  CHECK(error < raw_error);  // shrinking helps
}

// Expected: a known truth: differences within the noise tie all places, far beyond it few.
TEST_CASE("regions that cannot be told apart are tied") {
  const auto width = [](double between, double noise) {
    double sum = 0;
    for (std::uint32_t draw = 0; draw < 20; ++draw) {
      Simulated world = simulate(draw, 15, between, noise, 4);
      for (RegionFigures& region : world.regions) region.conditions.clear();
      const Scorecards cards = score_regions(world.regions).value();
      for (const RegionScore& one : cards.scores) sum += one.rank_high - one.rank_low;
    }
    return sum / 300;
  };
  CHECK(width(0, 0.1) > 13.5);
  CHECK(width(0.05, 0.002) < 3);
}

// Expected: invariance: the order of regions and the unit of the outcome.
TEST_CASE("order and unit change no score") {
  Simulated world = simulate(3, 12, 0.02, 0.02, 3);
  const Scorecards cards = score_regions(world.regions).value();
  std::reverse(world.regions.begin(), world.regions.end());
  for (RegionFigures& region : world.regions) {
    for (SectorLevels& sector : region.sectors) {
      for (double& level : sector.level) level *= 1024;
    }
  }
  const Scorecards turned = score_regions(world.regions).value();
  for (std::size_t r = 0; r < 12; ++r) {
    CHECK(turned.scores[11 - r].value_added ==
          doctest::Approx(cards.scores[r].value_added).epsilon(1e-9));
    CHECK(turned.scores[11 - r].rank_high == cards.scores[r].rank_high);
  }
}

// Expected: the answer is "no", with its reasons.
TEST_CASE("figures that cannot be compared are refused") {
  Simulated world = simulate(1, 6, 0.02, 0.02, 3);
  CHECK(score_regions(world.regions).has_value());
  std::vector<RegionFigures> few(world.regions.begin(), world.regions.begin() + 5);
  CHECK(has(score_regions(few).error(), "too_few_regions"));
  world.regions[2].sectors[1].sector = "c";
  world.regions[3].sectors[0].level[1] = -1;
  world.regions[4].conditions.clear();
  const Allowed<Scorecards> refused = score_regions(world.regions);
  CHECK(has(refused.error(), "sectors_do_not_match"));
  CHECK(has(refused.error(), "figures_ill_formed"));
  CHECK(refused.error().size() == 3);
  CHECK(has(score_regions({}).error(), "too_few_regions"));
}

// Expected: by hand: shown on the 1st, 14 days of silence, so publishable on the 16th.
TEST_CASE("an office may reply before its score is published") {
  Scorecard card;
  card.score.office = "akimat";
  const Actor official{"dana", UserRole::official, "akimat", ""};
  const Date day = Date::of(2027, 3, 1);
  CHECK(has(publishable(card, day).error(), "not_shown_yet"));
  CHECK(has(reply_to(card, official, "floods", noon(day)).error(), "not_shown_yet"));
  card.shown = day;
  CHECK(has(publishable(card, day.plus_days(14)).error(), "reply_before_publication"));
  CHECK(publishable(card, day.plus_days(15)).has_value());
  CHECK(has(reply_to(card, official, " ", noon(day)).error(), "needs_written_reason"));
  CHECK(has(reply_to(card, {"x", UserRole::official, "other", ""}, "no", noon(day)).error(),
            "reply_by_another_office"));
  CHECK(has(reply_to(card, {"x", UserRole::manager, "akimat", ""}, "no", noon(day)).error(),
            "role_may_not"));
  CHECK(has(reply_to(card, official, "late", noon(day.plus_days(15))).error(), "reply_too_late"));
  const Scorecard replied = reply_to(card, official, "floods", noon(day.plus_days(2))).value();
  CHECK(publishable(replied, day.plus_days(2))->reply->text == "floods");
  CHECK(has(publishable(replied, day.plus_days(1)).error(), "reply_before_publication"));
  CHECK(has(reply_to(replied, official, "more", noon(day.plus_days(3))).error(), "replied_before"));
}
