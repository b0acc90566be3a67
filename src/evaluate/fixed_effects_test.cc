#include "evaluate/fixed_effects.h"

#include <doctest/doctest.h>
#include <Eigen/Dense>

#include "support/firm_panel.h"

using namespace formulary;
using namespace formulary::evaluate;
using firm_panel::Columns;
using firm_panel::drawn;
using firm_panel::panel_of;

namespace {

Evaluated<Finding> ask(const Columns& columns, const std::string& formula,
                       const RegressionOptions& options = {}) {
  return fixed_effects(panel_of(columns), *parse_formula(formula), options);
}

Finding fit(const Columns& columns, const std::string& formula,
            const RegressionOptions& options = {}) {
  const auto found = ask(columns, formula, options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

const Effect& of(const Finding& finding, const std::string& term) {
  const Effect* found = firm_panel::effect(finding, term);
  REQUIRE_MESSAGE(found != nullptr, "no term " << term);
  return *found;
}

RegressionOptions clustered(std::vector<std::string> names) {
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = std::move(names);
  return options;
}

std::string why(const Evaluated<Finding>& found) {
  if (!found) return "fault: " + found.error()[0].what;
  return *found ? "" : found->error().why.id;
}

bool says(const Reasons& notes, const std::string& id) {
  for (const Reason& one : notes) {
    if (one.id == id) return true;
  }
  return false;
}

// Weighted least squares on dense columns, with its three variances for the first `shown` of them.
struct Dense {
  Eigen::VectorXd b;
  Eigen::MatrixXd iid, meat_rows, meat_firms, bread;
};
Dense dense_fit(const Columns& columns, const std::vector<std::string>& keys, bool weighted) {
  const Eigen::MatrixXd x = firm_panel::dense(columns, {"x1", "x2"}, keys);
  const Eigen::VectorXd y = firm_panel::vector_of(columns.at("y"));
  const Eigen::VectorXd w = weighted ? firm_panel::vector_of(columns.at("weight"))
                                     : Eigen::VectorXd(Eigen::VectorXd::Ones(y.size()));
  const Eigen::VectorXd root = w.cwiseSqrt();
  const Eigen::MatrixXd wx = root.asDiagonal() * x;
  Dense fit;
  const Eigen::ColPivHouseholderQR<Eigen::MatrixXd> qr(wx);
  REQUIRE(qr.rank() == x.cols());
  fit.b = qr.solve(root.cwiseProduct(y));
  fit.bread = (wx.transpose() * wx).inverse();
  const Eigen::VectorXd e = y - x * fit.b;
  fit.iid = fit.bread * w.dot(e.cwiseProduct(e));
  fit.meat_rows = Eigen::MatrixXd::Zero(x.cols(), x.cols());
  std::map<double, Eigen::VectorXd> by_firm;
  for (Eigen::Index i = 0; i < y.size(); ++i) {
    const Eigen::VectorXd score = x.row(i).transpose() * (w(i) * e(i));
    fit.meat_rows += score * score.transpose();
    auto& sum = by_firm[columns.at("firm")[static_cast<std::size_t>(i)]];
    if (sum.size() == 0) sum = Eigen::VectorXd::Zero(x.cols());
    sum += score;
  }
  fit.meat_firms = Eigen::MatrixXd::Zero(x.cols(), x.cols());
  for (const auto& [firm, sum] : by_firm) fit.meat_firms += sum * sum.transpose();
  return fit;
}

}  // namespace

// Expected: brute force, least squares on dense dummies by QR, with and without weights, for one,
// two and three sets of effects of an unbalanced panel; K, N and G put in by hand.
TEST_CASE("effects taken out give what dense dummies give, with all variances") {
  const Columns columns = drawn(1, 40, 6);
  for (const bool weighted : {false, true}) {
    for (const std::vector<std::string>& keys :
         {std::vector<std::string>{"firm"}, {"firm", "year"}, {"year", "office", "firm"}}) {
      CAPTURE(weighted);
      CAPTURE(keys.size());
      const Dense dense = dense_fit(columns, keys, weighted);
      std::string formula = "y ~ x1 + x2 |";
      for (std::size_t k = 0; k < keys.size(); ++k) formula += (k > 0 ? " + " : " ") + keys[k];
      RegressionOptions options;
      if (weighted) options.weights = "weight";
      const auto n = static_cast<double>(columns.at("y").size());
      const auto k = static_cast<double>(dense.b.size());
      const auto close = [](double ours, double expected) {
        CHECK(ours == doctest::Approx(expected).epsilon(1e-12));
      };
      const Finding iid = fit(columns, formula, options);
      CHECK(iid.summary.n == columns.at("y").size());
      CHECK(iid.summary.k == k);
      CHECK(iid.summary.tolerance < 1e-12);
      close(of(iid, "x1").estimate, dense.b(0));
      close(of(iid, "x2").estimate, dense.b(1));
      close(of(iid, "x1").se, std::sqrt(dense.iid(0, 0) / (n - k)));
      close(of(iid, "x2").se, std::sqrt(dense.iid(1, 1) / (n - k)));
      close(iid.covariance[1], dense.iid(0, 1) / (n - k));
      options.variance = Variance::hc1;
      const Eigen::MatrixXd rows = dense.bread * dense.meat_rows * dense.bread;
      close(of(fit(columns, formula, options), "x2").se, std::sqrt(rows(1, 1) * n / (n - k)));
      options.variance = Variance::cluster;
      options.clusters = {"firm"};
      const Eigen::MatrixXd firms = dense.bread * dense.meat_firms * dense.bread;
      const double nested = k - 39;  // 40 firms, nested in themselves, but one intercept stays
      close(of(fit(columns, formula, options), "x1").se,
            std::sqrt(firms(0, 0) * 40.0 / 39 * (n - 1) / (n - nested)));
    }
  }
}

// Expected: invariance. The order of rows, a constant of each firm, a large level and the scale
// of the outcome change nothing, or the scale alone.
TEST_CASE("rows in any order, levels and scales leave the answer as it is") {
  const Columns columns = drawn(2, 60, 5);
  const std::string formula = "y ~ x1 + x2 | firm + year";
  const RegressionOptions options = clustered({"firm", "year"});
  const Finding base = fit(columns, formula, options);
  const auto same = [&](const Finding& other, double scale, double digits) {
    CHECK(of(other, "x1").estimate ==
          doctest::Approx(scale * of(base, "x1").estimate).epsilon(digits));
    CHECK(of(other, "x2").se == doctest::Approx(scale * of(base, "x2").se).epsilon(digits));
    CHECK(other.summary.n == base.summary.n);
  };
  same(fit(firm_panel::shuffled(columns, 5), formula, options), 1, 1e-13);
  Columns moved = columns;
  for (std::size_t i = 0; i < moved["y"].size(); ++i) moved["y"][i] += 3 * moved["firm"][i];
  same(fit(moved, formula, options), 1, 1e-11);
  moved = columns;
  for (double& y : moved["y"]) y = 1e6 * y;
  same(fit(moved, formula, options), 1e6, 1e-13);
  moved = columns;
  for (double& y : moved["y"]) y += 1e8;
  same(fit(moved, formula, options), 1, 1e-6);
}

// Expected: by definition, bit by bit; the panel is large enough for several shares of the rows.
TEST_CASE("any number of threads gives the same bits") {
  const Columns columns = firm_panel::shuffled(drawn(3, 3000, 5), 1);
  std::vector<Finding> found;
  for (const int threads : {1, 2, 3, 0}) {
    RegressionOptions options = clustered({"firm", "year"});
    options.threads = threads;
    found.push_back(fit(columns, "y ~ x1 + x2 | firm + year + office", options));
  }
  for (const Finding& other : found) {
    CHECK(other.covariance == found[0].covariance);
    CHECK(of(other, "x1").estimate == of(found[0], "x1").estimate);
    CHECK(other.summary.tolerance == found[0].summary.tolerance);
  }
}

// Expected: by hand. Firm 3 has one row; without it year 2003 has one row; without that firm 2 has
// one row; then firm 1 with years 2001 and 2002 is left beside firm 4.
TEST_CASE("singletons go one after another until none is left") {
  const Columns columns{{"firm", {1, 1, 2, 2, 3, 4, 4}},
                        {"year", {2001, 2002, 2002, 2003, 2003, 2001, 2002}},
                        {"x", {1, 2, 4, 8, 16, 32, 3}},
                        {"y", {3, 1, 4, 1, 5, 9, 2}}};
  const auto found = ask(columns, "y ~ x | firm + year");
  REQUIRE(found);
  CHECK(why(found) == "no_degrees_of_freedom");  // 4 rows; x, 2 firms, 2 years less 1
  const auto by_year = fit(columns, "y ~ x | year");
  CHECK(by_year.summary.n == 7);
  const auto by_firm = fit(columns, "y ~ x | firm");
  CHECK(by_firm.summary.n == 6);
  REQUIRE(by_firm.dropped.size() == 1);
  CHECK(by_firm.dropped[0].reason.id == "singleton");
  CHECK(by_firm.dropped[0].count == 1);
}

// Expected: by construction: `twice` is 2 x1 + 3, `old` is constant in a firm.
TEST_CASE("columns that follow from others are dropped by name") {
  Columns columns = drawn(4, 30, 5);
  for (std::size_t i = 0; i < columns["x1"].size(); ++i) {
    columns["twice"].push_back(2 * columns["x1"][i] + 3);
    columns["old"].push_back(columns["firm"][i] > 130 ? 1 : 0);
    columns["almost"].push_back(columns["x1"][i] + 1e-3 * columns["x2"][i]);
  }
  const Finding finding = fit(columns, "y ~ x1 + twice + old + x2 | firm + year");
  CHECK(finding.estimates.size() == 2);
  REQUIRE(finding.dropped.size() == 2);
  CHECK(finding.dropped[0].reason.id == "collinear");
  CHECK(finding.dropped[0].which == "twice");
  CHECK(finding.dropped[1].which == "old");
  CHECK(of(finding, "x1").estimate ==
        doctest::Approx(of(fit(columns, "y ~ x1 + x2 | firm + year"), "x1").estimate));
  CHECK(fit(columns, "y ~ x1 + almost | firm + year").estimates.size() == 2);
  CHECK(why(ask(columns, "y ~ old | firm")) == "nothing_to_estimate");
}

// Expected: by the closed form of a mean and of a line through two points of means.
TEST_CASE("without effects there is a constant, unless it is taken away") {
  const Columns columns{{"x", {0, 0, 1, 1}}, {"y", {1, 3, 4, 8}}};
  const Finding line = fit(columns, "y ~ x");
  CHECK(line.estimates[0].term == "(Intercept)");
  CHECK(of(line, "(Intercept)").estimate == doctest::Approx(2));
  CHECK(of(line, "x").estimate == doctest::Approx(4));
  // RSS 1 + 1 + 4 + 4 = 10 over 2; variance of the difference of two means of two: 5 (1/2 + 1/2).
  CHECK(of(line, "x").se == doctest::Approx(std::sqrt(5.0)));
  CHECK(of(line, "(Intercept)").se == doctest::Approx(std::sqrt(2.5)));
  const Finding mean = fit(columns, "y ~ 1");
  CHECK(of(mean, "(Intercept)").estimate == doctest::Approx(4));
  const Finding through = fit(columns, "y ~ 0 + x");
  REQUIRE(through.estimates.size() == 1);
  CHECK(of(through, "x").estimate == doctest::Approx(6));
}

// Expected: the formula of the interval; the quantile q of t with 2 degrees of freedom has the
// closed form sqrt(2) a / sqrt(1 - a^2), a = 2 q - 1.
TEST_CASE("the interval and p come from Student's t with the stated degrees of freedom") {
  const Finding line = fit({{"x", {0, 0, 1, 1}}, {"y", {1, 3, 4, 8}}}, "y ~ x");
  CHECK(*line.summary.df == 2);
  const double reach = 0.95 * std::sqrt(2.0) / std::sqrt(1 - 0.95 * 0.95) * std::sqrt(5.0);
  CHECK(of(line, "x").high == doctest::Approx(4 + reach).epsilon(1e-12));
  CHECK(of(line, "x").low == doctest::Approx(4 - reach).epsilon(1e-12));
}

// Expected: by definition of each.
TEST_CASE("what the data cannot tell is said, with what would help") {
  Columns columns = drawn(5, 20, 4);
  const std::size_t rows = columns["y"].size();
  columns["one"].assign(rows, 1.0);
  columns["gone"].assign(rows, std::nan(""));
  const auto one = ask(columns, "y ~ x1 | firm", clustered({"one"}));
  CHECK(why(one) == "one_cluster");
  CHECK(one->error().remedy.id == "give_clusters");
  CHECK(!one->error().why.text.ru.empty());
  CHECK(why(ask(columns, "y ~ gone | firm")) == "no_rows");
  CHECK(why(ask(columns, "one ~ x1 | firm")) == "constant_outcome");
  CHECK(why(ask(columns, "one ~ x1")) == "constant_outcome");
  CHECK(why(ask({{"x", {1, 2}}, {"y", {1, 4}}}, "y ~ x")) == "no_degrees_of_freedom");
}

// Expected: by definition of each.
TEST_CASE("bad input is a fault that names the column and the row") {
  Columns columns = drawn(6, 20, 4);
  CHECK(why(ask(columns, "y ~ nosuch | firm")) == "fault: there is no column nosuch");
  columns["x1"][4] = INFINITY;
  const auto infinite = ask(columns, "y ~ x1 | firm");
  CHECK(why(infinite) == "fault: x1 is infinite");
  CHECK(infinite.error()[0].line == 5);
  columns["x1"][4] = std::nan("");
  CHECK(fit(columns, "y ~ x1 | firm").dropped[0].reason.id == "missing_value");
  columns["weight"][2] = -1;
  RegressionOptions options;
  options.weights = "weight";
  CHECK(why(ask(columns, "y ~ x2 | firm", options)) == "fault: weight is a weight below 0");
  columns["weight"][2] = 0;
  CHECK(fit(columns, "y ~ x2 | firm", options).dropped[0].reason.id == "zero_weight");
  CHECK(why(ask(columns, "y ~ x2", clustered({}))).starts_with("fault: cluster columns"));
  CHECK(why(ask(columns, "y ~ x2", clustered({"firm", "firm"}))).starts_with("fault: a cluster"));
  options = {};
  options.level = 1;
  CHECK(why(ask(columns, "y ~ x2", options)).starts_with("fault: the level"));
  CHECK(why(ask(columns, "y ~ i(x2, ref = 99)")).starts_with("fault: i(x2, ref = 99)"));
}

// Expected: by definition; a treatment of one firm among clusters of firms is one draw of luck.
TEST_CASE("few clusters and a treatment of one cluster are said aloud") {
  Columns columns = drawn(7, 20, 4);
  for (std::size_t i = 0; i < columns["firm"].size(); ++i) {
    const bool treated = columns["firm"][i] == 100 && columns["year"][i] > 2011;
    columns["treated"].push_back(treated ? 1 : 0);
  }
  const Finding finding = fit(columns, "y ~ treated + x1 | firm + year", clustered({"firm"}));
  CHECK(says(finding.notes, "few_clusters"));
  CHECK(says(finding.notes, "one_treated_cluster"));
}

// Expected: known truth. Every firm of the odd ones gains 0.5 a year from 2013 on, no noise.
TEST_CASE("an event study finds the effects of each year since the event, exactly") {
  Columns columns;
  for (int firm = 0; firm < 10; ++firm) {
    for (int year = 2010; year < 2016; ++year) {
      const bool treated = firm % 2 == 1;
      const double since = year - 2013;
      columns["firm"].push_back(firm);
      columns["year"].push_back(year);
      columns["since"].push_back(treated ? since : std::nan(""));
      const double wobble = 1e-9 * std::sin(7.0 * firm + 3.0 * year);
      columns["y"].push_back(firm * 2 + year * 0.1 + wobble +
                             (treated && since >= 0 ? 0.5 * (since + 1) : 0));
    }
  }
  const Finding finding = fit(columns, "y ~ i(since, ref = -1) | firm + year");
  CHECK(finding.summary.n == 60);  // a missing `since` is no event, not a missing row
  CHECK(of(finding, "since::-3").estimate == doctest::Approx(0).epsilon(1e-7));
  CHECK(of(finding, "since::0").estimate == doctest::Approx(0.5).epsilon(1e-7));
  CHECK(of(finding, "since::2").estimate == doctest::Approx(1.5).epsilon(1e-7));
  CHECK(*diagnostic(finding, "wald_pre_p") > 0.001);
  for (std::size_t i = 0; i < columns["y"].size(); ++i) {  // now they drift apart before
    if (!std::isnan(columns["since"][i])) columns["y"][i] += 0.2 * columns["since"][i];
  }
  const Finding drifting = fit(columns, "y ~ i(since, ref = -1) | firm + year");
  CHECK(*diagnostic(drifting, "wald_pre_p") < 1e-6);
  CHECK(says(drifting.notes, "failed_pre_trend"));
}

// Expected: known truth, b = 1: of 3000 drawn panels of 50 firms whose errors hang together, 95 %
// of the clustered intervals hold it, less a little for 50 clusters, +- 3 binomial sd (1.2 %); iid
// intervals do not.
TEST_CASE("clustered intervals cover the truth as often as they say") {
  int clustered_cover = 0;
  int iid_cover = 0;
  constexpr int kWorlds = 3000;
  for (unsigned world = 0; world < kWorlds; ++world) {
    Columns columns;
    for (std::uint64_t i = 0; i < 50 * 6; ++i) {
      const std::uint64_t firm = i / 6;
      const double x = firm_panel::normal(world, 1, firm) + 0.5 * firm_panel::normal(world, 2, i);
      const double e = firm_panel::normal(world, 3, firm) + 0.5 * firm_panel::normal(world, 4, i);
      columns["firm"].push_back(static_cast<double>(firm));
      columns["year"].push_back(static_cast<double>(i % 6));
      columns["x"].push_back(x);
      columns["y"].push_back(x + e);
    }
    const auto covers = [&](const RegressionOptions& options) {
      const Effect effect = of(fit(columns, "y ~ x | year", options), "x");
      return effect.low < 1 && 1 < effect.high ? 1 : 0;
    };
    clustered_cover += covers(clustered({"firm"}));
    iid_cover += covers({});
  }
  CHECK(clustered_cover > 0.92 * kWorlds);
  CHECK(clustered_cover < 0.962 * kWorlds);
  CHECK(iid_cover < 0.8 * kWorlds);
}
