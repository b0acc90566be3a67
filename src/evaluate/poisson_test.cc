// Poisson and two-stage least squares against hand calculation and brute force on dense dummies.
#include <doctest/doctest.h>
#include <Eigen/Dense>

#include "evaluate/fixed_effects.h"
#include "support/firm_panel.h"

using namespace formulary;
using namespace formulary::evaluate;
using firm_panel::Columns;

namespace {

Finding done(const Evaluated<Finding>& found) {
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}
Finding poisson_of(const Columns& columns, const std::string& formula,
                   const RegressionOptions& options = {}) {
  return done(poisson(firm_panel::panel_of(columns), *parse_formula(formula), options));
}
Finding fit(const Columns& columns, const std::string& formula,
            const RegressionOptions& options = {}) {
  return done(fixed_effects(firm_panel::panel_of(columns), *parse_formula(formula), options));
}
const Effect& of(const Finding& finding, const std::string& term) {
  const Effect* found = firm_panel::effect(finding, term);
  REQUIRE_MESSAGE(found != nullptr, "no term " << term);
  return *found;
}

Columns counts(unsigned seed) {
  Columns columns = firm_panel::drawn(seed, 25, 6);
  for (std::size_t i = 0; i < columns["x1"].size(); ++i) {
    const double mean = std::exp(0.5 + 0.4 * columns["x1"][i] - 0.2 * columns["x2"][i]);
    columns["count"].push_back(poisson_quantile(firm_panel::uniform_at(seed, 20, i), mean));
  }
  return columns;
}

}  // namespace

// Expected: by hand. The mean is 2 without and 6 with x: log 2, log 3; information: the sum of the
// means of each group, so variances 1/8 and 1/8 + 1/24.
TEST_CASE("Poisson of two groups is the logarithm of their means") {
  const Columns columns{{"x", {0, 0, 0, 0, 1, 1, 1, 1}}, {"y", {1, 2, 3, 2, 5, 7, 6, 6}}};
  const Finding finding = poisson_of(columns, "y ~ x");
  CHECK(of(finding, "(Intercept)").estimate == doctest::Approx(std::log(2.0)).epsilon(1e-12));
  CHECK(of(finding, "x").estimate == doctest::Approx(std::log(3.0)).epsilon(1e-12));
  CHECK(of(finding, "(Intercept)").se == doctest::Approx(std::sqrt(1.0 / 8)).epsilon(1e-10));
  CHECK(of(finding, "x").se == doctest::Approx(std::sqrt(1.0 / 8 + 1.0 / 24)).epsilon(1e-10));
  CHECK(!finding.summary.df.has_value());
}

// Expected: brute force, Newton's method on dense dummies of firms and years, with the variance of
// the scores by firm.
TEST_CASE("Poisson with effects gives what dense dummies give") {
  Columns columns = counts(11);
  const Panel panel = firm_panel::panel_of(columns);
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = {"firm"};
  const Finding ours = poisson_of(columns, "count ~ x1 + x2 | firm + year", options);
  REQUIRE(ours.dropped.empty());
  const Eigen::MatrixXd x = firm_panel::dense(columns, {"x1", "x2"}, {"firm", "year"});
  const Eigen::VectorXd y = firm_panel::vector_of(columns["count"]);
  Eigen::VectorXd b = Eigen::VectorXd::Zero(x.cols());
  Eigen::VectorXd mean;
  for (int step = 0; step < 100; ++step) {
    mean = (x * b).array().min(20.0).exp();
    const Eigen::MatrixXd information = x.transpose() * mean.asDiagonal() * x;
    b += information.ldlt().solve(x.transpose() * (y - mean));
  }
  CHECK(of(ours, "x1").estimate == doctest::Approx(b(0)).epsilon(1e-10));
  CHECK(of(ours, "x2").estimate == doctest::Approx(b(1)).epsilon(1e-10));
  const Eigen::MatrixXd bread = (x.transpose() * mean.asDiagonal() * x).inverse();
  std::map<double, Eigen::VectorXd> sums;
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    auto& sum = sums[columns["firm"][static_cast<std::size_t>(i)]];
    if (sum.size() == 0) sum = Eigen::VectorXd::Zero(x.cols());
    sum += x.row(i).transpose() * (y(i) - mean(i));
  }
  Eigen::MatrixXd meat = Eigen::MatrixXd::Zero(x.cols(), x.cols());
  for (const auto& [firm, sum] : sums) meat += sum * sum.transpose();
  const auto n = static_cast<double>(y.size());
  const double k = 2 + 1 + 5;  // x1, x2, the intercept, five years; firms are nested
  const double factor = 25.0 / 24 * (n - 1) / (n - k);
  CHECK(of(ours, "x1").se ==
        doctest::Approx(std::sqrt((bread * meat * bread)(0, 0) * factor)).epsilon(1e-9));
}

// Expected: by construction. Firm 100 never has a count, so its rows say nothing; a row with the
// mark `sure` alone has 0: the mark predicts it.
TEST_CASE("rows that the model predicts to be 0 with certainty are dropped and counted") {
  Columns columns = counts(12);
  std::size_t silent = 0;
  std::size_t marked = 0;
  for (std::size_t i = 0; i < columns["count"].size(); ++i) {
    const bool of_silent = columns["firm"][i] == 100;
    if (of_silent) {
      columns["count"][i] = 0;
      ++silent;
    }
    const bool mark = !of_silent && columns["count"][i] == 0 && marked < 3;
    marked += mark ? 1 : 0;
    columns["sure"].push_back(mark ? 1 : 0);
  }
  REQUIRE(marked == 3);
  const Finding finding = poisson_of(columns, "count ~ x1 + sure | firm + year");
  std::size_t dropped = 0;
  for (const Dropped& one : finding.dropped) {
    if (one.reason.id == "separated") dropped += one.count;
  }
  CHECK(dropped >= silent + marked);
  CHECK(firm_panel::effect(finding, "sure") == nullptr);
  Columns rest = columns;
  for (auto& [name, values] : rest) {
    std::size_t at = 0;
    std::erase_if(values, [&](double) {
      const std::size_t i = at++;
      return columns["firm"][i] == 100 || columns["sure"][i] == 1;
    });
  }
  const Finding without = poisson_of(rest, "count ~ x1 | firm + year");
  CHECK(of(finding, "x1").estimate == doctest::Approx(of(without, "x1").estimate).epsilon(1e-9));
}

// Expected: by definition.
TEST_CASE("Poisson refuses outcomes below 0 and instruments") {
  Columns columns = counts(13);
  columns["count"][3] = -1;
  const auto below = poisson(firm_panel::panel_of(columns), *parse_formula("count ~ x1"));
  REQUIRE(!below);
  CHECK(below.error()[0].line == 4);
  const auto mixed = poisson(firm_panel::panel_of(columns), *parse_formula("count ~ 1 | x1 ~ x2"));
  CHECK(!mixed);
  columns["count"].assign(columns["count"].size(), 0);
  const auto zero = poisson(firm_panel::panel_of(columns), *parse_formula("count ~ x1"));
  REQUIRE(zero);
  CHECK(zero->error().why.id == "constant_outcome");
}

// Expected: the closed form of one instrument, cov(z, y) / cov(z, d), computed here.
TEST_CASE("one instrument gives the ratio of covariances") {
  Columns columns;
  for (std::uint64_t i = 0; i < 200; ++i) {
    const double z = firm_panel::normal(3, 1, i);
    const double u = firm_panel::normal(3, 2, i);
    columns["z"].push_back(z);
    columns["d"].push_back(0.8 * z + u + 5);
    columns["y"].push_back(2 * columns["d"].back() - 3 * u + 7);
    columns["noise"].push_back(firm_panel::normal(3, 4, i));
  }
  const auto covariance = [&](const std::string& a, const std::string& b) {
    const Eigen::VectorXd x = firm_panel::vector_of(columns[a]);
    const Eigen::VectorXd y = firm_panel::vector_of(columns[b]);
    return (x.array() - x.mean()).matrix().dot((y.array() - y.mean()).matrix());
  };
  const double expected = covariance("z", "y") / covariance("z", "d");
  const Finding finding = fit(columns, "y ~ 1 | d ~ z");
  CHECK(of(finding, "d").estimate == doctest::Approx(expected).epsilon(1e-12));
  // First stage by hand: F = R2 / (1 - R2) * (n - 2).
  const double r2 = std::pow(covariance("z", "d"), 2) / covariance("z", "z") / covariance("d", "d");
  CHECK(*diagnostic(finding, "first_stage_f.d") ==
        doctest::Approx(r2 / (1 - r2) * 198).epsilon(1e-10));
  const Finding weak = fit(columns, "y ~ 1 | d ~ noise");
  CHECK(weak.notes[0].id == "weak_instrument");
  const auto few = fixed_effects(firm_panel::panel_of(columns), *parse_formula("y ~ z | d ~ z"));
  REQUIRE(few);
  CHECK(few->error().why.id == "too_few_instruments");
}

// Expected: brute force, two-stage least squares on dense dummies, clusters by firm.
TEST_CASE("two instruments beside effects give what dense dummies give") {
  Columns columns = firm_panel::drawn(14, 30, 6);
  for (std::size_t i = 0; i < columns["y"].size(); ++i) {
    columns["z1"].push_back(firm_panel::normal(14, 30, i));
    columns["z2"].push_back(firm_panel::normal(14, 31, i));
    columns["d"].push_back(columns["z1"][i] - columns["z2"][i] + columns["x2"][i] +
                           0.3 * columns["y"][i]);
  }
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = {"firm"};
  const Finding ours = fit(columns, "y ~ x1 | firm + year | d ~ z1 + z2", options);
  const Eigen::MatrixXd x = firm_panel::dense(columns, {"d", "x1"}, {"firm", "year"});
  const Eigen::MatrixXd z = firm_panel::dense(columns, {"z1", "z2", "x1"}, {"firm", "year"});
  const Eigen::VectorXd y = firm_panel::vector_of(columns["y"]);
  const Eigen::MatrixXd seen = z * (z.transpose() * z).ldlt().solve(z.transpose() * x);
  const Eigen::MatrixXd bread = (seen.transpose() * seen).inverse();
  const Eigen::VectorXd b = bread * seen.transpose() * y;
  CHECK(of(ours, "d").estimate == doctest::Approx(b(0)).epsilon(1e-9));
  CHECK(of(ours, "x1").estimate == doctest::Approx(b(1)).epsilon(1e-9));
  const Eigen::VectorXd e = y - x * b;
  std::map<double, Eigen::VectorXd> sums;
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    auto& sum = sums[columns["firm"][static_cast<std::size_t>(i)]];
    if (sum.size() == 0) sum = Eigen::VectorXd::Zero(x.cols());
    sum += seen.row(i).transpose() * e(i);
  }
  Eigen::MatrixXd meat = Eigen::MatrixXd::Zero(x.cols(), x.cols());
  for (const auto& [firm, sum] : sums) meat += sum * sum.transpose();
  const auto n = static_cast<double>(y.size());
  const double factor = 30.0 / 29 * (n - 1) / (n - 8);
  CHECK(of(ours, "d").se ==
        doctest::Approx(std::sqrt((bread * meat * bread)(0, 0) * factor)).epsilon(1e-8));
}
