#include "model/access.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;

namespace {

// Three peers with 1, 2 and 3 (mean 2, sample sd 1) and the country's own reading.
CountryPack with_schools(double own) {
  CountryPack pack = small_world::country();
  for (const auto& [subject, value] :
       {std::pair{"AAA", 1.0}, {"BBB", 2.0}, {"CCC", 3.0}, {"SML", own}}) {
    pack.readings.push_back({"schools", subject, 2020, value, 0, 0, "s", false});
  }
  return pack;
}

IndicatorSign sign_of(const CountryPack& pack, const Toolbox& toolbox, Level level,
                      const std::string& subject) {
  const auto signs = read_signs(pack, toolbox, level, subject);
  REQUIRE(signs.size() == 1);
  return signs.front();
}

Indicator& indicator(Toolbox& toolbox, const std::string& id) {
  for (Indicator& one : toolbox.indicators) {
    if (one.id == id) return one;
  }
  FAIL("no such indicator");
  return toolbox.indicators.front();
}

}  // namespace

// Expected: by hand, (3.5 - 2) / 1; the country itself is none of its peers.
TEST_CASE("a country is read in standard deviations of its peers") {
  const IndicatorSign sign =
      sign_of(with_schools(3.5), small_world::toolbox(), Level::country, "SML");
  CHECK(sign.goodness == doctest::Approx(1.5));
  CHECK(sign.value == 3.5);
  CHECK(sign.benchmark == doctest::Approx(2));
}

// Expected: by hand; less is better, so the same distance counts the other way.
TEST_CASE("goodness turns round where less is better") {
  Toolbox toolbox = small_world::toolbox();
  indicator(toolbox, "schools").better = Direction::decrease;
  CHECK(sign_of(with_schools(3.5), toolbox, Level::country, "SML").goodness ==
        doctest::Approx(-1.5));
}

// Expected: the clamp at two and a half standard deviations.
TEST_CASE("one outlying reading does not decide alone") {
  const Toolbox toolbox = small_world::toolbox();
  CHECK(sign_of(with_schools(100), toolbox, Level::country, "SML").goodness == 2.5);
  CHECK(sign_of(with_schools(-100), toolbox, Level::country, "SML").goodness == -2.5);
}

// Expected: by hand; 2021 replaces 2020, and a peer's old reading does not count twice.
TEST_CASE("the latest reading of each subject counts, in whatever order they stand") {
  CountryPack pack = with_schools(9);
  pack.readings.insert(pack.readings.begin(), {"schools", "SML", 2021, 3.0, 0, 0, "s", false});
  pack.readings.push_back({"schools", "CCC", 2011, 50, 0, 0, "s", false});
  const IndicatorSign sign = sign_of(pack, small_world::toolbox(), Level::country, "SML");
  CHECK(sign.goodness == doctest::Approx(1));
  CHECK(sign.year == 2021);
}

// Expected: by hand; peers at 1, 10 and 100 are 0, 1 and 2 in tens, the country at 100 one sd off.
TEST_CASE("skewed quantities are compared in logs") {
  Toolbox toolbox = small_world::toolbox();
  indicator(toolbox, "schools").log_scale = true;
  CountryPack pack = small_world::country();
  for (const auto& [subject, value] :
       {std::pair{"AAA", 1.0}, {"BBB", 10.0}, {"CCC", 100.0}, {"SML", 100.0}}) {
    pack.readings.push_back({"schools", subject, 2020, value, 0, 0, "s", false});
  }
  const IndicatorSign sign = sign_of(pack, toolbox, Level::country, "SML");
  CHECK(sign.goodness == doctest::Approx(1));
  CHECK(sign.benchmark == doctest::Approx(10));
}

// Expected: by definition; what was not measured is not bad, and two peers are no yardstick.
TEST_CASE("a missing reading is left out and too few peers say nothing") {
  const Toolbox toolbox = small_world::toolbox();
  CHECK(read_signs(with_schools(3.5), toolbox, Level::sector, "crafts").empty());
  CHECK(read_signs(small_world::country(), toolbox, Level::country, "SML").empty());
  CountryPack pack = with_schools(3.5);
  pack.readings.erase(pack.readings.begin());
  CHECK(sign_of(pack, toolbox, Level::country, "SML").goodness == 0);
  CHECK(readiness_of(pack, toolbox).country == ByComponent{});
}

// Expected: by hand; a region is one of its peers: 1, 2, 3 have mean 2 and sd 1.
TEST_CASE("a region is compared with all regions") {
  CountryPack pack = small_world::country();
  pack.regions.push_back(pack.regions.front());
  pack.regions.back().id = "west";
  for (const auto& [subject, value] : {std::pair{"north", 1.0}, {"south", 2.0}, {"west", 3.0}}) {
    pack.readings.push_back({"roads", subject, 2020, value, 0, 0, "s", false});
  }
  const Readiness readiness = readiness_of(pack, small_world::toolbox());
  const std::size_t k = index_of(Component::infrastructure);
  CHECK(readiness.region[0][k] == doctest::Approx(-1));
  CHECK(readiness.region[1][k] == doctest::Approx(0));
  CHECK(readiness.region[2][k] == doctest::Approx(1));
  CHECK(readiness.region[0][index_of(Component::finance)] == 0);
}

// Expected: by hand; (40 - 50) / 20 by the reading's own peers, and in logs log(0.8) / (20 / 50).
TEST_CASE("a sector is compared with the benchmark that its reading brings") {
  CountryPack pack = small_world::country();
  pack.readings.push_back({"credit", "crafts", 2020, 40, 50, 20, "s", false});
  Toolbox toolbox = small_world::toolbox();
  CHECK(sign_of(pack, toolbox, Level::sector, "crafts").goodness == doctest::Approx(-0.5));
  indicator(toolbox, "credit").log_scale = true;
  const IndicatorSign sign = sign_of(pack, toolbox, Level::sector, "crafts");
  CHECK(sign.goodness == doctest::Approx(std::log(0.8) / 0.4));
  CHECK(sign.benchmark == doctest::Approx(50));
}

// Expected: by hand; weights 1 and 3 give (1 x -0.5 + 3 x 1.5) / 4, and alone -0.5.
TEST_CASE("indicators of a component are weighed, and those without a reading left out") {
  Toolbox toolbox = small_world::toolbox();
  Indicator loans = toolbox.indicators.front();
  loans.id = "loans";
  loans.weight = 3;
  toolbox.indicators.insert(toolbox.indicators.begin() + 1, loans);
  CountryPack pack = small_world::country();
  pack.readings.push_back({"credit", "crafts", 2020, 40, 50, 20, "s", false});
  const std::size_t k = index_of(Component::finance);
  CHECK(readiness_of(pack, toolbox).sector[0][k] == doctest::Approx(-0.5));
  pack.readings.push_back({"loans", "crafts", 2020, 80, 50, 20, "s", false});
  CHECK(readiness_of(pack, toolbox).sector[0][k] == doctest::Approx(1));
  CHECK(readiness_of(pack, toolbox).sector[1][k] == 0);
}

// Expected: by hand; benchmark 0.2, newcomers -0.4, slopes of 0.3 on z of 1, -0.5 and 2.
TEST_CASE("access adds up the benchmark, the type and the z-scores of country, sector and region") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  Readiness readiness;
  readiness.country = {1, 0, 0, 0, 0};
  readiness.region = {ByComponent{}, {2, 0, 0, 0, 0}};
  readiness.sector = {{-0.5, 0, 0, 0, 0}, ByComponent{}};
  const AccessMap access(readiness, c);
  const ByComponent logit = access.logit(0, 1, CompanyType::newcomer);
  CHECK(logit[0] == doctest::Approx(0.2 - 0.4 + 0.3 * (1 - 0.5 + 2)));
  CHECK(logit[1] == doctest::Approx(0.2 - 0.4));
  CHECK(access.benchmark_logit(CompanyType::newcomer)[0] == doctest::Approx(-0.2));
  CHECK(access.logit(1, 0, CompanyType::sme)[0] == doctest::Approx(0.5));
}

// Expected: by hand; stage weights x profile x sector, over their sum.
TEST_CASE("weights of a sector are tilted and rescaled to one") {
  Toolbox toolbox = small_world::toolbox();
  toolbox.profiles.front().weight_tilt = {2, 1, 1, 1, 1};
  Sector sector = small_world::sector("s");
  sector.weight_tilt = {1, 1, 1, 1, 3};
  const Ecosystem e =
      ecosystem_of(sector, toolbox, Stage::growth, mean_coefficients(toolbox.parameters));
  CHECK(e.rho == -3);
  CHECK(e.weight[0] == doctest::Approx(0.25));
  CHECK(e.weight[1] == doctest::Approx(0.125));
  CHECK(e.weight[4] == doctest::Approx(0.375));
}

// Expected: by hand, exp(-(0.4 + 0.5 x 2)).
TEST_CASE("a firm's noise adds to its logit of access") {
  const ByComponent odds = inverse_odds_of({0.4, 0, 0, 0, 0}, {2.0F, 0, 0, 0, 0}, 0.5);
  CHECK(odds[0] == doctest::Approx(std::exp(-1.4)));
  CHECK(odds[1] == 1);
}

// Expected: the definition, summed over all firms here.
TEST_CASE("a sector's means are those of its firms") {
  const Toolbox toolbox = small_world::toolbox();
  const CountryPack pack = small_world::country();
  const Population p = small_world::population(pack, 30);
  const Coefficients c = mean_coefficients(toolbox.parameters);
  const Readiness readiness = readiness_of(pack, toolbox);
  const AccessMap access(readiness, c);
  const Ecosystem e = ecosystem_of(pack.sectors[1], toolbox, Stage::growth, c);
  const SectorMeans means = sector_means(p, 1, access, e, 1000);
  double index = 0;
  double science = 0;
  for (std::size_t i = 60; i < 120; ++i) {
    const auto logit = access.logit(1, i < 90 ? 0 : 1, static_cast<CompanyType>(p.type[i]));
    const ByComponent odds = inverse_odds_of(logit, p.access_noise[i], c.access_sd);
    index += log_index(e, odds) / 60;
    science += 1 / (1 + odds[1]) / 60;
  }
  CHECK(means.log_index == doctest::Approx(index));
  CHECK(means.access[1] == doctest::Approx(science));
}
