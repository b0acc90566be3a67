// Do the regressions give the numbers that others printed? Expected values: evaluation data notes
// (jtrain.md, ezunem.md, petersen.md, grunfeld.md, empluk.md), computed by fixest 0.14.2 and, to
// the digits printed there, published in Wooldridge, Petersen 2009, Roodman 2009 and plm's papers.
#include <doctest/doctest.h>

#include "evaluate/fixed_effects.h"
#include "support/published.h"

using namespace formulary;
using namespace formulary::evaluate;
using published::Columns;

namespace {

// All digits of the notes: they are rounded to 13 or fewer.
constexpr double kPrinted = 2e-12;
// Clustered errors of an unbalanced two-way panel: fixest takes the effects out by iteration, and
// its scores are right to 8 digits. Ours agree with dense dummies (fixed_effects_test.cc).
constexpr double kIterated = 1e-8;

std::optional<Columns> published_or_skip(const std::string& name) {
  auto found = published::read(name);
  if (!found) MESSAGE("skipped: there is no " << name << ".csv in " << PUBLISHED_DATA);
  return found;
}

Finding fit(const Columns& columns, const std::string& formula, RegressionOptions options = {}) {
  const Panel panel = published::panel_of(columns);
  auto found = fixed_effects(panel, *parse_formula(formula), options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

RegressionOptions clustered(std::vector<std::string> names) {
  RegressionOptions options;
  options.variance = Variance::cluster;
  options.clusters = std::move(names);
  return options;
}

const Effect& effect(const Finding& finding, const std::string& term) {
  for (const Estimate& one : finding.estimates) {
    if (one.term == term) return one.effect;
  }
  REQUIRE_MESSAGE(false, "no term " << term);
  return finding.estimates[0].effect;
}

double p_of(const Finding& finding, const std::string& term) {
  for (const Estimate& one : finding.estimates) {
    if (one.term == term) return one.p;
  }
  return -1;
}

void expect(const Finding& finding, const std::string& term, double estimate, double se,
            double digits_of_se = kPrinted) {
  CAPTURE(term);
  CHECK(effect(finding, term).estimate == doctest::Approx(estimate).epsilon(kPrinted));
  CHECK(effect(finding, term).se == doctest::Approx(se).epsilon(digits_of_se));
}

}  // namespace

TEST_CASE("training grants: the five variances of the scrap rate") {
  const auto jtrain = published_or_skip("jtrain");
  if (!jtrain) return;
  const std::string formula = "lscrap ~ d88 + d89 + grant + grant_1 | fcode";
  const Finding iid = fit(*jtrain, formula);
  CHECK(iid.summary.n == 162);
  CHECK(*iid.summary.df == 104);
  expect(iid, "d88", -0.0802156749662, 0.1094751277197);
  expect(iid, "d89", -0.247202794036, 0.133218291392);
  expect(iid, "grant", -0.252314873815, 0.150628994355);
  expect(iid, "grant_1", -0.421589508529, 0.210199964418);
  CHECK(*diagnostic(iid, "r2_within") == doctest::Approx(0.201047119322).epsilon(kPrinted));
  CHECK(*diagnostic(iid, "rss") == doctest::Approx(25.765927155532).epsilon(kPrinted));
  CHECK(p_of(iid, "grant") == doctest::Approx(0.09692392).epsilon(1e-7));

  const Finding cluster = fit(*jtrain, formula, clustered({"fcode"}));
  CHECK(cluster.summary.groups[0].count == 54);
  CHECK(cluster.summary.k == 5);
  expect(cluster, "d88", -0.0802156749662, 0.0978407902456);
  expect(cluster, "d89", -0.247202794036, 0.196781909945);
  expect(cluster, "grant", -0.252314873815, 0.143439854155);
  expect(cluster, "grant_1", -0.421589508529, 0.282460389381);
  CHECK(p_of(cluster, "grant") == doctest::Approx(0.08434459).epsilon(1e-7));

  RegressionOptions bare = clustered({"fcode"});
  bare.small_sample = SmallSample::none;
  const Finding plain = fit(*jtrain, formula, bare);
  expect(plain, "d88", -0.0802156749662, 0.0957189431517);
  expect(plain, "grant_1", -0.421589508529, 0.276334746335);

  RegressionOptions robust;
  robust.variance = Variance::hc1;
  const Finding hc1 = fit(*jtrain, formula, robust);
  CHECK(hc1.summary.k == 58);
  expect(hc1, "d88", -0.0802156749662, 0.1033850761057);
  expect(hc1, "grant_1", -0.421589508529, 0.252844236945);

  RegressionOptions full = clustered({"fcode"});
  full.count_effects = CountEffects::all;
  const Finding all = fit(*jtrain, formula, full);
  expect(all, "grant", -0.252314873815, 0.176239394289);
  expect(all, "grant_1", -0.421589508529, 0.347048930218);
}

TEST_CASE("training grants: singletons change N, G and robust errors, not the coefficients") {
  const auto jtrain = published_or_skip("jtrain");
  if (!jtrain) return;
  const std::string formula = "hrsemp ~ d88 + d89 + grant + grant_1 + lemploy | fcode";
  const Finding dropped = fit(*jtrain, formula, clustered({"fcode"}));
  CHECK(dropped.summary.n == 386);
  CHECK(dropped.summary.groups[0].count == 131);
  expect(dropped, "grant", 34.22817862544, 3.76005802066);
  RegressionOptions keep = clustered({"fcode"});
  keep.singletons = Singletons::keep;
  const Finding kept = fit(*jtrain, formula, keep);
  CHECK(kept.summary.n == 390);
  CHECK(kept.summary.groups[0].count == 135);
  expect(kept, "grant", 34.22817862544, 3.75937528470);
  keep = {};
  keep.singletons = Singletons::keep;
  const Finding iid = fit(*jtrain, formula, keep);
  expect(iid, "grant", 34.22817862544, 2.85843846584);
  expect(iid, "grant_1", 0.504080421912, 4.127325378433);
  expect(iid, "lemploy", -0.176266146792, 4.287934829346);
  keep.variance = Variance::hc1;
  expect(fit(*jtrain, formula, keep), "grant", 34.22817862544, 3.45161486181);
  keep.singletons = Singletons::drop;
  expect(fit(*jtrain, formula, keep), "grant", 34.22817862544, 3.43386865240);
}

TEST_CASE("training grants: first differences with an intercept") {
  const auto jtrain = published_or_skip("jtrain");
  if (!jtrain) return;
  const Columns of_1988 =
      published::where(*jtrain, [&](std::size_t i) { return jtrain->at("year")[i] == 1988; });
  const Finding finding = fit(of_1988, "clscrap ~ cgrant");
  CHECK(finding.summary.n == 54);
  expect(finding, "cgrant", -0.3170579189141, 0.1638751373719);
  expect(finding, "(Intercept)", -0.0574357129633, 0.0972059814046);
}

TEST_CASE("enterprise zones: first differences, fixed effects and random growth") {
  const auto ezunem = published_or_skip("ezunem");
  if (!ezunem) return;
  const Columns later =
      published::where(*ezunem, [&](std::size_t i) { return ezunem->at("year")[i] > 1980; });
  const Finding differences = fit(later, "guclms ~ i(year, ref = 1981) + cez");
  CHECK(differences.summary.n == 176);
  expect(differences, "cez", -0.1818775449480, 0.0781861576583);
  CHECK(*diagnostic(differences, "r2") == doctest::Approx(0.6229973654196).epsilon(kPrinted));
  expect(fit(*ezunem, "luclms ~ ez | city + year"), "ez", -0.1044148272938, 0.0554192311411);
  expect(fit(*ezunem, "luclms ~ ez | city + year", clustered({"city"})), "ez", -0.1044148272938,
         0.0728066214438);
  const Finding growth = fit(*ezunem, "guclms ~ cez | city + year");
  CHECK(growth.summary.n == 176);
  expect(growth, "cez", -0.1919401658127, 0.0849907870015);
}

TEST_CASE("Petersen's panel: one- and two-way clusters, both conventions") {
  const auto petersen = published_or_skip("petersen");
  if (!petersen) return;
  const double constant = 0.0296797207345;
  const double slope = 1.0348334394617;
  const auto both = [&](const RegressionOptions& options, double se_constant, double se_slope) {
    const Finding finding = fit(*petersen, "y ~ x", options);
    expect(finding, "(Intercept)", constant, se_constant);
    expect(finding, "x", slope, se_slope);
  };
  both({}, 0.0283593162657, 0.0285832877913);
  RegressionOptions options;
  options.variance = Variance::hc1;
  both(options, 0.0283606722314, 0.0283951614679);
  both(clustered({"firm"}), 0.0670127036988, 0.0505957258840);
  both(clustered({"year"}), 0.0233867211009, 0.0333889134119);
  options = clustered({"firm", "year"});
  both(options, 0.0680669526578, 0.0552973906354);
  options.two_way = TwoWay::own;
  both(options, 0.0650639181994, 0.0535580229449);
  options.small_sample = SmallSample::none;
  both(options, 0.0645675221227, 0.0524544636386);

  const std::string formula = "y ~ x | firm + year";
  expect(fit(*petersen, formula), "x", 0.9700492633963, 0.0297661992936);
  expect(fit(*petersen, formula, clustered({"firm"})), "x", 0.9700492633963, 0.0302204426666);
  expect(fit(*petersen, formula, clustered({"firm", "year"})), "x", 0.9700492633963,
         0.0296790163689);
}

TEST_CASE("Grunfeld's investment: one and two ways of a balanced panel") {
  const auto grunfeld = published_or_skip("grunfeld");
  if (!grunfeld) return;
  const Finding one = fit(*grunfeld, "inv ~ value + capital | firm");
  expect(one, "value", 0.110123804121, 0.011856694214);
  expect(one, "capital", 0.3100653413001, 0.0173545027756);
  const Finding two = fit(*grunfeld, "inv ~ value + capital | firm + year");
  expect(two, "value", 0.1177158550826, 0.0137512830036);
  expect(two, "capital", 0.3579162730734, 0.0227190108826);
  const Finding cluster =
      fit(*grunfeld, "inv ~ value + capital | firm + year", clustered({"firm"}));
  expect(cluster, "value", 0.1177158550826, 0.0108244294769);
  expect(cluster, "capital", 0.3579162730734, 0.0478483965926);
}

TEST_CASE("British firms: unbalanced two-way effects and Roodman's regression with lags") {
  const auto empluk = published_or_skip("empluk");
  if (!empluk) return;
  Columns data = *empluk;
  const auto log_of = [&](const std::string& from, const std::string& to) {
    for (const double x : data.at(from)) data[to].push_back(std::log(x));
  };
  log_of("emp", "n");
  log_of("wage", "w");
  log_of("capital", "k");
  log_of("output", "ys");
  const Finding still =
      fit(data, "log(emp) ~ log(wage) + log(capital) + log(output) | firm + year");
  CHECK(still.summary.n == 1031);
  expect(still, "log(wage)", -0.2968767108946, 0.0553473474183);
  expect(still, "log(capital)", 0.5475597817795, 0.0217732766251);
  expect(still, "log(output)", 0.264824872662, 0.081998848745);
  const Finding cluster = fit(data, "n ~ w + k + ys | firm + year", clustered({"firm"}));
  expect(cluster, "w", -0.2968767108946, 0.126299735844, kIterated);
  expect(cluster, "k", 0.5475597817795, 0.0507089849626, kIterated);
  expect(cluster, "ys", 0.264824872662, 0.152961424373, kIterated);

  for (const std::string name : {"n", "w", "k", "ys"}) {
    for (const int years : {1, 2}) {
      data["L" + std::to_string(years) + name] =
          published::lagged(data, name, "firm", "year", years);
    }
  }
  const std::string right = " L1n + L2n + w + L1w + k + L1k + L2k + ys + L1ys + L2ys ";
  const Finding pooled = fit(data, "n ~" + right + "+ i(year)");
  CHECK(pooled.summary.n == 751);
  expect(pooled, "L1n", 1.0446429338753, 0.0336647041796);
  expect(pooled, "L2n", -0.0765426628920, 0.0328436792842);
  expect(pooled, "w", -0.5236725414402, 0.0487798667213);
  expect(pooled, "L1w", 0.4767536629995, 0.0486953837796);
  const Finding within = fit(data, "n ~" + right + "| firm + year");
  CHECK(within.summary.n == 751);
  expect(within, "L1n", 0.7329476530424, 0.0393039733218);
  expect(within, "L2n", -0.1394772544315, 0.0400260129263);
  expect(within, "w", -0.5597443154692, 0.0570330374265);
  expect(within, "L1w", 0.314998509482, 0.060975581355);
  expect(within, "k", 0.3884187472950, 0.0309543856893);
  expect(within, "L1k", -0.0805184078113, 0.0384648428780);
  expect(within, "L2k", -0.0278013299526, 0.0328256639386);
  expect(within, "ys", 0.468664905427, 0.123127678452);
  expect(within, "L1ys", -0.628557952712, 0.157959783961);
  expect(within, "L2ys", 0.0579766050435, 0.1345352140180);
  const Finding by_firm = fit(data, "n ~" + right + "| firm + year", clustered({"firm"}));
  expect(by_firm, "L1n", 0.7329476530424, 0.0596830275367, kIterated);
  expect(by_firm, "L2n", -0.1394772544315, 0.0781564225157, kIterated);
}
