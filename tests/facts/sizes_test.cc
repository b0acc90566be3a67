// Are the firms of Kazakhstan as big, as spread and as placed as the sources say? Each expected
// figure names its source.
#include <array>
#include <cmath>
#include <map>

#include "shipped.h"

using namespace formulary;
using namespace formulary::facts;

namespace {

const Population& everyone() {
  static const DrawnPopulation drawn = population_for(kazakhstan(), "", 0);
  return drawn.population;
}

std::vector<double> sizes_of(const std::string& size_class) {
  const auto& classes = kazakhstan().country.marginals.size_classes;
  std::vector<double> sizes;
  for (std::size_t i = 0; i < everyone().size(); ++i) {
    if (classes[everyone().size_class[i]].id == size_class) {
      sizes.push_back(static_cast<double>(everyone().employees[i]));
    }
  }
  return sizes;
}

// Hill's estimator of a tail exponent, for a tail cut at `most`: the exponent a at which
//   mean log x = 1 / a - log(most) most^-a / (1 - most^-a)      (Aban, Meerschaert & Panorska 2006)
double tail_exponent(const std::vector<double>& sizes, double most) {
  double mean_log = 0;
  for (const double size : sizes) mean_log += std::log(size) / static_cast<double>(sizes.size());
  double low = 0.1;
  double high = 5;
  for (int i = 0; i < 60; ++i) {
    const double a = (low + high) / 2;
    const double cut = std::pow(most, -a);
    (1 / a - std::log(most) * cut / (1 - cut) > mean_log ? low : high) = a;
  }
  return low;
}

}  // namespace

// Expected: 1.059 (Axtell 2001, US firms; evidence note 5c). The estimator's standard error over
// 360,396 firms is below 0.003.
TEST_CASE("sizes of small companies have the tail of Axtell's law") {
  const std::vector<double> sizes = sizes_of("small");
  CHECK(sizes.size() == 360396);
  CHECK(tail_exponent(sizes, 100) == doctest::Approx(1.06).epsilon(0.01));
}

// Expected: the formula of the truncated Pareto's mean, as the pack's README works it out: 1.38,
// 1.99, 4.30, 153 and 661.
TEST_CASE("mean sizes of the classes are those that the pack's README derives") {
  const std::map<std::string, double> expected{
      {"sole_proprietor", 1.38}, {"farm", 1.99}, {"small", 4.30}, {"medium", 153}, {"large", 661}};
  for (const auto& [id, mean] : expected) {
    INFO(id);
    const std::vector<double> sizes = sizes_of(id);
    double sum = 0;
    for (const double size : sizes) sum += size;
    CHECK(sum / static_cast<double>(sizes.size()) == doctest::Approx(mean).epsilon(0.02));
  }
}

// Expected: evidence note 5c, exporters among manufacturers: micro 3 %, 10-49 15 %, 50-249 35 %,
// 250 and more 60 %; over all sectors fewer, but rising with size all the same.
TEST_CASE("bigger firms export more often") {
  std::array<double, 4> firms{};
  std::array<double, 4> exporters{};
  for (std::size_t i = 0; i < everyone().size(); ++i) {
    const auto n = static_cast<double>(everyone().employees[i]);
    const std::size_t band = n < 10 ? 0 : n < 50 ? 1 : n < 250 ? 2 : 3;
    firms[band] += 1;
    exporters[band] += (everyone().flags[i] & kExporter) != 0 ? 1 : 0;
  }
  for (std::size_t band = 1; band < 4; ++band) {
    CHECK(exporters[band] / firms[band] > exporters[band - 1] / firms[band - 1]);
  }
  CHECK(exporters[0] / firms[0] < 0.1);
  CHECK(exporters[3] / firms[3] < 0.8);
}

// Expected: WDI employment by size is not in the pack; the sector's own figure is, as the sum over
// its firms of the expected size (README), so the draw must meet it. Few large firms leave noise:
// four standard errors at a coefficient of variation of 0.75 in the class of 251 to 3,000.
TEST_CASE("each sector employs what the pack says") {
  const CountryPack& pack = kazakhstan().country;
  const auto& classes = pack.marginals.size_classes;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    double jobs = 0;
    double large = 0;
    const std::size_t last = everyone().group(s, pack.regions.size() - 1).end;
    for (std::size_t i = everyone().group(s, 0).begin; i < last; ++i) {
      jobs += static_cast<double>(everyone().employees[i]);
      large += classes[everyone().size_class[i]].id == "large" ? 1 : 0;
    }
    INFO(pack.sectors[s].id);
    const double expected = pack.sectors[s].employment.value;
    CHECK(std::fabs(jobs - expected) < 4 * 661 * 0.75 * std::sqrt(large) + 0.03 * expected);
  }
}

// Expected: the pack's shares of firms by region (region_share x sector_region_tilt), summed over
// sectors by hand here; largest remainders leave at most one firm a sector and class.
TEST_CASE("regions hold the firms that the pack gives them") {
  const CountryPack& pack = kazakhstan().country;
  std::map<std::string, double> expected;
  for (const FirmCount& row : pack.marginals.firms) {
    std::map<std::string, double> weight;
    double all = 0;
    for (const auto& [region, share] : pack.marginals.region_share) {
      double w = share;
      const auto tilt = pack.marginals.sector_region_tilt.find(row.sector);
      if (tilt != pack.marginals.sector_region_tilt.end() && tilt->second.count(region) > 0) {
        w *= tilt->second.at(region);
      }
      weight[region] = w;
      all += w;
    }
    for (const auto& [region, w] : weight) expected[region] += row.firms.value * w / all;
  }
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    double firms = 0;
    for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
      firms += static_cast<double>(everyone().group(s, r).size());
    }
    INFO(pack.regions[r].id);
    CHECK(std::fabs(firms - expected[pack.regions[r].id]) <=
          static_cast<double>(pack.marginals.firms.size()));
  }
}
