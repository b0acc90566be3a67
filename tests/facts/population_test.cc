// Does the drawn population look like the country's? Each expected figure names its source.
#include <cmath>

#include "model/facility.h"
#include "shipped.h"

using namespace formulary;
using namespace formulary::facts;

namespace {

const Population& everyone() {
  static const DrawnPopulation drawn = population_for(kazakhstan(), "", 0);
  return drawn.population;
}

std::vector<double> firms_by_class() {
  std::vector<double> count(kazakhstan().country.marginals.size_classes.size(), 0);
  for (const std::uint8_t size : everyone().size_class) count[size] += 1;
  return count;
}

}  // namespace

// Expected: Bureau of National Statistics, 1 January 2024: 2,002.2 thousand operating SMEs, of
// them sole proprietors 68.4 %, small legal entities 18 %, farms 13.5 %, medium 0.1 %.
TEST_CASE("firms by size class are those of the register") {
  const auto& classes = kazakhstan().country.marginals.size_classes;
  const auto count = firms_by_class();
  double small = 0;
  for (std::size_t c = 0; c < classes.size(); ++c) {
    if (classes[c].id != "large") small += count[c];
  }
  CHECK(small == doctest::Approx(2002200).epsilon(1e-4));
  const std::vector<std::pair<std::string, double>> shares{
      {"sole_proprietor", 0.684}, {"small", 0.18}, {"farm", 0.135}, {"medium", 0.001}};
  for (const auto& [id, share] : shares) {
    CAPTURE(id);
    for (std::size_t c = 0; c < classes.size(); ++c) {
      if (classes[c].id == id) CHECK(std::fabs(count[c] / small - share) < 0.0006);
    }
  }
}

// Expected: the same source, 4,326 thousand people employed in SMEs (2024). The draw of sizes from
// a Pareto law inside the classes reproduces it within 3 %.
TEST_CASE("small and medium firms employ as many as the register says") {
  const auto& classes = kazakhstan().country.marginals.size_classes;
  double employed = 0;
  for (std::size_t i = 0; i < everyone().size(); ++i) {
    if (classes[everyone().size_class[i]].id != "large") {
      employed += static_cast<double>(everyone().employees[i]);
    }
  }
  CHECK(employed == doctest::Approx(4326000).epsilon(0.03));
}

// Expected: the pack's value added by sector (statistics of 2025 by division), met exactly by
// scaling; float columns leave about 1e-6.
TEST_CASE("revenue adds up to each sector's value added") {
  const CountryPack& pack = kazakhstan().country;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    double revenue = 0;
    const std::size_t first = everyone().group(s, 0).begin;
    const std::size_t last = everyone().group(s, pack.regions.size() - 1).end;
    for (std::size_t i = first; i < last; ++i) {
      revenue += static_cast<double>(everyone().employees[i]) *
                 static_cast<double>(everyone().output_per_worker[i]);
    }
    CAPTURE(pack.sectors[s].id);
    CHECK(revenue * pack.sectors[s].value_added_share.value / 1e6 ==
          doctest::Approx(pack.sectors[s].value_added.value).epsilon(1e-5));
  }
}

namespace {

// Jobs of the drawn firms of a region that do research, outside one sector, by company type; and
// the variance of those of start-ups and SMEs, as whether a firm does research is drawn for each.
struct Research {
  ByCompanyType jobs{};
  double variance = 0;
};
Research research_outside(std::size_t sector, std::size_t region) {
  const CountryPack& pack = kazakhstan().country;
  Research sum;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    if (s == sector) continue;
    const auto group = everyone().group(s, region);
    for (std::size_t i = group.begin; i < group.end; ++i) {
      const double n = static_cast<double>(everyone().employees[i]);
      const auto type = static_cast<CompanyType>(everyone().type[i]);
      if ((everyone().flags[i] & kRdActive) != 0) sum.jobs[index_of(type)] += n;
      if (type == CompanyType::large || type == CompanyType::newcomer) continue;
      sum.variance += n * n * pack.sectors[s].rd_active_share.value;
    }
  }
  return sum;
}

}  // namespace

// Expected: the drawn population itself. Start-ups and SMEs, for whom the park is, lie within four
// standard errors of the draw in every region; in the country each type lies within 5 percent
// (large firms, some hundred of them, within 15).
TEST_CASE("users of a technology park in other sectors are as many as the marginals let expect") {
  const CountryPack& pack = kazakhstan().country;
  const std::size_t own = pack.sector_index("new_materials");
  const Variant& park = kazakhstan().toolbox.instrument("tech_park")->variants.front();
  REQUIRE(park.mechanism.open_to == OpenTo::region);
  const auto expected = facility_jobs_elsewhere(pack, own, park);
  constexpr auto kSme = index_of(CompanyType::sme);
  constexpr auto kStartup = index_of(CompanyType::startup);
  ByCompanyType drawn_country{};
  ByCompanyType expected_country{};
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    const Research drawn = research_outside(own, r);
    CAPTURE(pack.regions[r].id);
    CHECK(std::fabs(drawn.jobs[kSme] + drawn.jobs[kStartup] - expected[r][kSme] -
                    expected[r][kStartup]) < 4 * std::sqrt(drawn.variance));
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      drawn_country[g] += drawn.jobs[g];
      expected_country[g] += expected[r][g];
    }
  }
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const double within = g == index_of(CompanyType::large) ? 0.15 : 0.05;
    CHECK(drawn_country[g] == doctest::Approx(expected_country[g]).epsilon(within));
  }
}

// Expected: Kazinform, August 2023: 223,597 SMEs in Astana, 11.2 % of the country's.
TEST_CASE("Astana has its share of firms") {
  const CountryPack& pack = kazakhstan().country;
  const std::size_t astana = pack.region_index("KZ-71");
  double firms = 0;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    firms += static_cast<double>(everyone().group(s, astana).size());
  }
  CHECK(firms == doctest::Approx(223597).epsilon(0.1));
}

// Expected: numeric integration of the stationary age law with Weibull survival (shape 0.67, scale
// 9.2 years, fitted to BLS survival; evidence note 5c), cut at 40 years as the draw is.
TEST_CASE("ages are those of a stationary population with Weibull survival") {
  const auto& marginals = kazakhstan().country.marginals;
  const auto survival = [&](double age) {
    return std::exp(-std::pow(age / marginals.age_weibull_scale_years.value,
                              marginals.age_weibull_shape.value));
  };
  double all = 0;
  double young = 0;
  for (double age = 0.005; age < 40; age += 0.01) {
    all += survival(age);
    if (age < 5) young += survival(age);
  }
  double under_five = 0;
  double counted = 0;
  const auto& classes = marginals.size_classes;
  for (std::size_t i = 0; i < everyone().size(); ++i) {
    if (classes[everyone().size_class[i]].employees_min > 100) continue;
    counted += 1;
    under_five += static_cast<double>(everyone().age_years[i]) < 5 ? 1 : 0;
  }
  CHECK(under_five / counted == doctest::Approx(young / all).epsilon(0.01));
}

// Expected: sd of yearly log growth 0.30 for 10-49 and 0.15 for 250+ employees (evidence note 5c),
// with sd falling as n^-beta, beta 0.14-0.20 (Riccaboni et al. 2008).
TEST_CASE("growth rates spread as the evidence says") {
  const auto& parameters = kazakhstan().toolbox;
  const double beta = parameters.parameter("dynamics.size_sd_exponent").value;
  CHECK(beta >= 0.14);
  CHECK(beta <= 0.20);
  const double sme = parameters.parameter("dynamics.growth_sd.sme").value;
  const double large = parameters.parameter("dynamics.growth_sd.large").value;
  CHECK(sme * std::pow(15, -beta) == doctest::Approx(0.30).epsilon(0.05));
  CHECK(large * std::pow(500, -beta) == doctest::Approx(0.15).epsilon(0.05));
}

// Expected: each sector's exporter share among firms with ten or more employees, as the pack says;
// the tolerance is three standard errors of a share.
TEST_CASE("exporters are as common as the pack says") {
  const CountryPack& pack = kazakhstan().country;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    double firms = 0;
    double exporters = 0;
    const std::size_t first = everyone().group(s, 0).begin;
    const std::size_t last = everyone().group(s, pack.regions.size() - 1).end;
    for (std::size_t i = first; i < last; ++i) {
      if (everyone().employees[i] < 10) continue;
      firms += 1;
      exporters += (everyone().flags[i] & kExporter) != 0 ? 1 : 0;
    }
    const double share = pack.sectors[s].exporter_share.value;
    if (firms < 200 || share > 0.6) continue;
    CAPTURE(pack.sectors[s].id);
    CHECK(std::fabs(exporters / firms - share) < 3 * std::sqrt(share * (1 - share) / firms) + 0.02);
  }
}

TEST_CASE("a second country goes round the circle too") {
  const Installation georgia = open_shipped("georgia");
  for (const Sector& sector : georgia.country.sectors) {
    if (!sector.analysed) continue;
    CAPTURE(sector.id);
    Envelope envelope = envelope_for(sector.id, Goal::exports, "60m");
    envelope.country = "georgia";
    envelope.years = 3;
    const Package package = package_for(georgia, envelope);
    CHECK(!package.measures.empty());
    const DrawnPopulation firms = population_for(georgia, sector.id, 0);
    PretestOptions options;
    options.draws = 3;
    const Forecast forecast = pretest_package(georgia, firms, package, options);
    CHECK(forecast.disbursed.p95 <= envelope.budget.major());
  }
}
