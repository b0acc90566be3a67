#include "observe/internal/stages.h"

#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"
#include "observe/observe.h"

using namespace formulary;

namespace {

// A sector that grows by `excess` more than an economy that grows by 2 per cent a year.
std::vector<SeriesPoint> growing(const std::string& sector, double excess, int years) {
  std::vector<SeriesPoint> points;
  for (int year = 2001; year < 2001 + years; ++year) {
    points.push_back(point(sector, "real_output_growth", year, 0.02 + excess));
    points.push_back(point(sector, "employment_growth", year, excess / 2));
  }
  return points;
}

EconomySeries steady_economy() {
  EconomySeries economy;
  for (int year = 2001; year < 2031; ++year) {
    economy["real_output_growth"][year] = 0.02;
    economy["employment_growth"][year] = 0;
  }
  return economy;
}

CountryPack small_pack() {
  CountryPack pack;
  for (const char* id : {"a", "b", "c"}) {
    Sector sector;
    sector.id = id;
    sector.value_added.value = 100;
    sector.real_growth.value = 0.04;
    sector.productivity_growth.value = 0.03;
    pack.sectors.push_back(sector);
  }
  pack.sectors[0].value_added.value = 200;
  pack.sectors[2].analysed = false;
  return pack;
}

}  // namespace

// Expected: known truth, series that lie at the description of a stage for ten years.
TEST_CASE("a sector that behaves as a stage is described gets that stage") {
  const EconomySeries economy = steady_economy();
  const StageModel model = plain_model();
  CHECK(stage_of(model, growing("a", 0.04, 10), economy).stage == Stage::growth);
  CHECK(stage_of(model, growing("a", 0.0, 10), economy).stage == Stage::maturity);
  CHECK(stage_of(model, growing("a", -0.05, 10), economy).stage == Stage::decline);
  CHECK(stage_of(model, growing("a", 0.15, 10), economy).stage == Stage::emerging);
}

// Expected: by hand, without data the answer is the model's initial probabilities and says so.
TEST_CASE("a sector without series gets the prior and no evidence") {
  const SectorStage result = stage_of(plain_model(), {}, steady_economy());
  CHECK(result.no_data);
  CHECK(result.stage == Stage::maturity);
  CHECK(result.next_best == Stage::growth);
  CHECK(result.filtered == plain_model().initial);
  CHECK(result.evidence.empty());
  CHECK(result.path.empty());
}

// Expected: by hand, growth that no economy can be compared with is no data.
TEST_CASE("growth without an economy to compare with is no data") {
  CHECK(stage_of(plain_model(), growing("a", 0.05, 8), {}).no_data);
}

// Expected: Bayes' rule, the parts add up to the log odds of the last year.
TEST_CASE("the evidence adds up to the odds of the stage") {
  std::vector<SeriesPoint> series = growing("a", 0.03, 6);
  series.push_back(point("a", "net_entry_rate", 2006, 0.01));
  const SectorStage result = stage_of(plain_model(), series, steady_economy());
  REQUIRE(result.evidence.size() == 4);
  double sum = 0;
  for (const StageEvidence& evidence : result.evidence) {
    sum += evidence.log_odds;
    CHECK(evidence.year == 2006);
  }
  const double odds = std::log(result.filtered[index_of(result.stage)] /
                               result.filtered[index_of(result.next_best)]);
  CHECK(sum == doctest::Approx(odds).epsilon(1e-9));
  CHECK(std::is_sorted(result.evidence.begin(), result.evidence.end(), [](auto& a, auto& b) {
    return std::abs(a.log_odds) > std::abs(b.log_odds);
  }));
}

// Expected: theory, the last year has no later years to learn from; every year sums to 1.
TEST_CASE("the path ends where filtered and smoothed agree") {
  const SectorStage result = stage_of(plain_model(), growing("a", 0.02, 7), steady_economy());
  REQUIRE(result.path.size() == 7);
  CHECK(result.path.front().year == 2001);
  CHECK(result.year == 2007);
  for (const StageYear& year : result.path) {
    double filtered = 0;
    double smoothed = 0;
    for (std::size_t s = 0; s < kStages; ++s) {
      filtered += year.filtered[s];
      smoothed += year.smoothed[s];
    }
    CHECK(filtered == doctest::Approx(1));
    CHECK(smoothed == doctest::Approx(1));
  }
  CHECK(result.filtered == result.smoothed);
}

// Expected: invariance, the order of points says nothing.
TEST_CASE("the order of a sector's points does not matter") {
  std::vector<SeriesPoint> series = growing("a", 0.02, 7);
  const SectorStage forward = stage_of(plain_model(), series, steady_economy());
  std::reverse(series.begin(), series.end());
  CHECK(stage_of(plain_model(), series, steady_economy()).filtered == forward.filtered);
}

// Expected: by hand, one assumed point marks the answer.
TEST_CASE("a stage that rests on an assumed point says so") {
  std::vector<SeriesPoint> series = growing("a", 0.02, 7);
  CHECK_FALSE(stage_of(plain_model(), series, steady_economy()).from_assumed_data);
  series[3].assumed = true;
  CHECK(stage_of(plain_model(), series, steady_economy()).from_assumed_data);
}

// Expected: by hand, weights 200, 100, 100: (200 * 0.10 + 200 * 0.04) / 400 and so on.
TEST_CASE("a pack's economy mixes the year's growth with trends by value added") {
  CountryPack pack = small_pack();
  pack.series = {point("a", "real_output_growth", 2001, 0.10),
                 point("b", "net_entry_rate", 2002, 0.10)};
  EconomySeries economy = economy_of(pack);
  CHECK(economy["real_output_growth"][2001] == doctest::Approx(0.07));
  CHECK(economy["real_output_growth"][2002] == doctest::Approx(0.04));
  CHECK(economy["employment_growth"][2001] == doctest::Approx(0.01));
  pack.series.push_back(point(kEconomy, "real_output_growth", 2001, 0.033));
  economy = economy_of(pack);
  CHECK(economy["real_output_growth"][2001] == doctest::Approx(0.033));
  CHECK(economy["real_output_growth"][2002] == doctest::Approx(0.04));
}

// Expected: by hand, analysed sectors always appear, the others only with series of their own.
TEST_CASE("every analysed sector of a pack has an answer") {
  CountryPack pack = small_pack();
  pack.series = growing("a", 0.05, 8);
  const std::vector<SectorStage> all = stages(plain_model(), pack);
  REQUIRE(all.size() == 2);
  CHECK(all[0].sector == "a");
  CHECK_FALSE(all[0].no_data);
  CHECK(all[1].sector == "b");
  CHECK(all[1].no_data);
}

// Expected: invariance, when every sector and so the economy grows faster by the same, no stage
// changes; five sectors are enough to be their own economy.
TEST_CASE("growth common to all sectors changes no stage") {
  std::vector<SeriesPoint> slow;
  for (const auto& [name, excess] : std::vector<std::pair<std::string, double>>{
           {"a", 0.05}, {"b", 0.0}, {"c", -0.06}, {"d", 0.02}, {"e", -0.01}}) {
    const auto own = growing(name, excess, 12);
    slow.insert(slow.end(), own.begin(), own.end());
  }
  std::vector<SeriesPoint> fast = slow;
  for (SeriesPoint& p : fast) p.value += 0.07;
  const auto before = stages(plain_model(), slow);
  const auto after = stages(plain_model(), fast);
  REQUIRE(before.size() == 5);
  CHECK(before[0].stage == Stage::growth);
  CHECK(before[2].stage == Stage::decline);
  for (std::size_t i = 0; i < 5; ++i) {
    for (std::size_t s = 0; s < kStages; ++s) {
      CHECK(after[i].filtered[s] == doctest::Approx(before[i].filtered[s]).epsilon(1e-9));
    }
  }
}
