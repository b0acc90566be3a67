#include <doctest/doctest.h>

#include "evaluate/fixed_effects.h"
#include "support/firm_panel.h"

using namespace formulary;
using namespace formulary::evaluate;
using firm_panel::Columns;

namespace {

RegressionOptions by_firm() {
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = {"firm"};
  return options;
}

Finding done(const Evaluated<Finding>& found) {
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

double statistic(const Columns& columns, const std::string& formula, const std::string& term) {
  const Finding finding =
      done(fixed_effects(firm_panel::panel_of(columns), *parse_formula(formula), by_firm()));
  for (const Estimate& one : finding.estimates) {
    if (one.term == term) return one.statistic;
  }
  return NAN;
}

}  // namespace

// Expected: brute force. All 2^7 sign patterns of 7 firms, each a whole regression of an outcome
// made by hand: null residuals (the regression without x1) with the firm's sign. What the null
// fits is left out of the outcome: it changes no coefficient of x1 and no residual.
TEST_CASE("the wild bootstrap is what whole regressions in every sign world give") {
  for (const std::string& effects :
       {std::string(" | year"), std::string(" | firm + year"), std::string("")}) {
    CAPTURE(effects);
    const Columns columns = firm_panel::drawn(21, 7, 6, 0.1);
    const std::string formula = "y ~ x1 + x2" + effects;
    WildOptions wild;
    wild.term = "x1";
    wild.weights = WildWeights::rademacher;
    const Finding ours = done(
        wild_bootstrap(firm_panel::panel_of(columns), *parse_formula(formula), by_firm(), wild));
    CHECK(*diagnostic(ours, "wild_draws") == 128);

    std::vector<std::string> keys;
    if (effects.find("firm") != std::string::npos) keys.push_back("firm");
    if (effects.find("year") != std::string::npos) keys.push_back("year");
    Columns with_one = columns;
    with_one["one"].assign(columns.at("y").size(), 1.0);
    std::vector<std::string> null{"x2"};
    if (keys.empty()) null.push_back("one");
    const Eigen::MatrixXd x = firm_panel::dense(with_one, null, keys);
    const Eigen::VectorXd y = firm_panel::vector_of(columns.at("y"));
    const Eigen::VectorXd residual = y - x * x.completeOrthogonalDecomposition().solve(y);
    const double t = std::fabs(statistic(columns, formula, "x1"));
    int beyond = 0;
    for (unsigned world = 0; world < 128; ++world) {
      Columns drawn = columns;
      for (std::size_t i = 0; i < drawn["y"].size(); ++i) {
        const auto firm = static_cast<unsigned>((drawn["firm"][i] - 100) / 3);
        const double sign = (world >> firm & 1) == 0 ? 1 : -1;
        drawn["y"][i] = sign * residual(static_cast<Eigen::Index>(i));
      }
      beyond += std::fabs(statistic(drawn, formula, "x1")) >= t * (1 - 1e-9) ? 1 : 0;
    }
    CHECK(*diagnostic(ours, "wild_p") == doctest::Approx(beyond / 128.0).epsilon(1e-12));
  }
}

// Expected: invariance, and by definition of a seed.
TEST_CASE("the order of rows does not change a draw, the seed does") {
  const Columns columns = firm_panel::drawn(22, 12, 6);
  const Formula formula = *parse_formula("y ~ x2 + x1 | firm + year");
  WildOptions wild;
  const auto p = [&](const Columns& rows, const WildOptions& options) {
    return *diagnostic(
        done(wild_bootstrap(firm_panel::panel_of(rows), formula, by_firm(), options)), "wild_p");
  };
  const double first = p(columns, wild);
  CHECK(first == p(firm_panel::shuffled(columns, 3), wild));
  wild.seed = 2;
  CHECK(first != p(columns, wild));
}

// Expected: known truth. With 8 clusters and no effect, 5 % tests reject in about 5 % of 400 drawn
// panels (+- 3 binomial sd: 1.7 to 8.3 %).
TEST_CASE("the wild bootstrap rejects a true null about as often as it says") {
  int rejected = 0;
  constexpr int kWorlds = 400;
  for (unsigned world = 0; world < kWorlds; ++world) {
    Columns columns;
    for (std::uint64_t i = 0; i < 8 * 5; ++i) {
      columns["firm"].push_back(static_cast<double>(i / 5));
      columns["x"].push_back(firm_panel::normal(world, 1, i / 5) + firm_panel::normal(world, 2, i));
      columns["y"].push_back(firm_panel::normal(world, 3, i / 5) + firm_panel::normal(world, 4, i));
    }
    WildOptions wild;
    wild.draws = 199;
    wild.seed = world;
    const Finding finding = done(
        wild_bootstrap(firm_panel::panel_of(columns), *parse_formula("y ~ x"), by_firm(), wild));
    rejected += *diagnostic(finding, "wild_p") <= 0.05 ? 1 : 0;
  }
  CHECK(rejected > 0.017 * kWorlds);
  CHECK(rejected < 0.083 * kWorlds);
}

// Expected: by definition of each.
TEST_CASE("the wild bootstrap refuses what it does not do") {
  const Panel panel = firm_panel::panel_of(firm_panel::drawn(23, 12, 6));
  const Formula formula = *parse_formula("y ~ x1 | firm");
  RegressionOptions two = by_firm();
  two.clusters = {"firm", "year"};
  CHECK(!wild_bootstrap(panel, formula, two, {}));
  CHECK(!wild_bootstrap(panel, formula, {}, {}));
  WildOptions wild;
  wild.term = "nosuch";
  CHECK(!wild_bootstrap(panel, formula, by_firm(), wild));
  wild.term = "x1";
  wild.draws = 0;
  CHECK(!wild_bootstrap(panel, formula, by_firm(), wild));
}
