// Does the discontinuity give the numbers that others printed? Expected values: senate_rdd.md,
// computed by rdrobust 3.0.0 and 4.0.0 (R); the default is also printed in its documentation
// (7.414, [4.094, 10.919], bandwidths 17.754 and 28.028).
#include <doctest/doctest.h>

#include "evaluate/rdd.h"
#include "support/published.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

// rdrobust inverts products of the raw running variable, which leaves it 8 digits at order 2.
constexpr double kPrinted = 1e-8;

struct Expected {
  double conventional, se, corrected, robust_se, h_left, b_left, h_right, b_right;
};

RddOptions senate() {
  RddOptions options;
  options.outcome = "vote";
  options.running = "margin";
  return options;
}

std::optional<Finding> fit(const RddOptions& options) {
  const auto columns = published::read("senate_rdd");
  if (!columns) {
    MESSAGE("skipped: there is no senate_rdd.csv in " << PUBLISHED_DATA);
    return std::nullopt;
  }
  const Panel panel = published::panel_of(*columns);
  auto found = rdd(panel, options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

void expect(const RddOptions& options, const Expected& expected) {
  const auto found = fit(options);
  if (!found) return;
  const auto near = [](double value) { return doctest::Approx(value).epsilon(kPrinted); };
  CHECK(found->estimates[0].effect.estimate == near(expected.conventional));
  if (expected.se > 0) CHECK(found->estimates[0].effect.se == near(expected.se));
  CHECK(found->estimates[1].effect.estimate == near(expected.corrected));
  CHECK(found->estimates[2].effect.estimate == near(expected.corrected));
  if (expected.robust_se > 0) CHECK(found->estimates[2].effect.se == near(expected.robust_se));
  CHECK(*diagnostic(*found, "h_left") == near(expected.h_left));
  CHECK(*diagnostic(*found, "b_left") == near(expected.b_left));
  CHECK(*diagnostic(*found, "h_right") == near(expected.h_right));
  CHECK(*diagnostic(*found, "b_right") == near(expected.b_right));
}

}  // namespace

TEST_CASE("senate elections: the default of rdrobust") {
  expect(senate(), {7.41413080197, 1.45871602383, 7.50650247059, 1.74125841461, 17.7543972212,
                    28.0280871512, 17.7543972212, 28.0280871512});
  const auto found = fit(senate());
  if (!found) return;
  CHECK(found->summary.n == 1297);
  CHECK(*diagnostic(*found, "n_left") == 595);
  CHECK(*diagnostic(*found, "n_right") == 702);
  CHECK(*diagnostic(*found, "n_h_left") == 360);
  CHECK(*diagnostic(*found, "n_h_right") == 323);
  CHECK(*diagnostic(*found, "n_b_left") == 465);
  CHECK(*diagnostic(*found, "n_b_right") == 437);
  CHECK(found->estimates[2].p == doctest::Approx(1.62544314502e-05).epsilon(1e-9));
  CHECK(found->estimates[2].effect.low == doctest::Approx(4.09369869018).epsilon(kPrinted));
  CHECK(found->estimates[2].effect.high == doctest::Approx(10.91930625099).epsilon(kPrinted));
}

TEST_CASE("senate elections: bandwidths that are given") {
  RddOptions options = senate();
  options.h = 16.79369;
  options.b = 27.43745;
  expect(options, {7.42530434112, 1.49535629339, 7.52653269131, 1.76369906760, 16.79369, 27.43745,
                   16.79369, 27.43745});
  options.h = 17;
  options.b = 28;
  options.noise = Noise::hc0;
  expect(options, {7.43037981984, 1.48528019209, 7.51382434596, 1.75077835575, 17, 28, 17, 28});
}

TEST_CASE("senate elections: variances, kernels, orders and rules") {
  RddOptions options = senate();
  options.noise = Noise::hc1;
  expect(options, {7.41619945903, 1.46012433502, 7.50383255967, 1.74429818781, 17.7036908826,
                   28.1249073678, 17.7036908826, 28.1249073678});
  options = senate();
  options.kernel = Kernel::uniform;
  expect(options, {7.20247497622, 1.61289145717, 7.59347289931, 1.85210831221, 11.5968673044,
                   22.9441839034, 11.5968673044, 22.9441839034});
  options.kernel = Kernel::epanechnikov;
  expect(options, {7.23883267953, 1.48688305439, 7.30035786887, 1.76818414927, 16.1043854871,
                   26.7108939976, 16.1043854871, 26.7108939976});
  options = senate();
  options.order = 2;
  expect(options, {8.04507951361, 1.88770474761, 8.31658936736, 2.09302929720, 22.2562767138,
                   33.2841378247, 22.2562767138, 33.2841378247});
  options = senate();
  options.bandwidth = Bandwidth::cerrd;
  expect(options, {7.63156193651, 1.68006108508, 7.68169429479, 1.84058198485, 12.4067757745,
                   28.0280871512, 12.4067757745, 28.0280871512});
  options.bandwidth = Bandwidth::msetwo;
  expect(options, {7.45360687870, 1.49715238305, 7.53352596118, 1.75948329460, 16.1698202034,
                   27.1038901768, 18.1264623350, 29.3435512424});
  options = senate();
  options.mass_points = MassPoints::ignore;
  expect(options, {7.41603776585, 1.46036143685, 7.50993973439, 1.74264688173, 17.7080287129,
                   27.9841220020, 17.7080287129, 27.9841220020});
}

TEST_CASE("senate elections: covariates and clusters") {
  RddOptions options = senate();
  options.covariates = {"class", "termshouse", "termssenate"};
  expect(options, {6.84987538994, 1.40672367512, 6.98843251659, 1.66356559561, 18.0333633769,
                   28.9882286748, 18.0333633769, 28.9882286748});
  options = senate();
  options.cluster = "state";
  expect(options, {7.39483786259, 1.53392467761, 7.50495640684, 1.79594459527, 18.0842879637,
                   27.6506833430, 18.0842879637, 27.6506833430});
}

TEST_CASE("senate elections: rdrobust's own test with covariates, hc1") {
  RddOptions options = senate();
  options.covariates = {"termshouse", "termssenate", "population"};
  options.noise = Noise::hc1;
  const auto found = fit(options);
  if (!found) return;
  CHECK(*diagnostic(*found, "h_left") == doctest::Approx(17.976890).epsilon(1e-7));
  CHECK(*diagnostic(*found, "b_left") == doctest::Approx(28.963712).epsilon(1e-7));
}

TEST_CASE("senate elections: the density does not jump") {
  // Cattaneo, Jansson & Ma (2018, Stata Journal 18): T = -0.8753, p = 0.3814, bandwidths 19.841 and
  // 27.119, of all 1390 margins (rows without a vote count too).
  const auto found = fit(senate());
  if (!found) return;
  const auto printed = [&](const char* id, double unit) {
    return std::round(*diagnostic(*found, id) / unit) * unit;
  };
  CHECK(printed("density_t", 1e-4) == doctest::Approx(-0.8753).epsilon(1e-9));
  CHECK(printed("density_p", 1e-4) == doctest::Approx(0.3814).epsilon(1e-9));
  CHECK(printed("density_h_left", 1e-3) == doctest::Approx(19.841).epsilon(1e-9));
  CHECK(printed("density_h_right", 1e-3) == doctest::Approx(27.119).epsilon(1e-9));
}
