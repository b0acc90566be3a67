// Does the staggered estimator give the numbers of R's did? Expected values: mpdta.md (did 2.5.1,
// DRDID 1.2.3), the first digits of which stand in did's README and in Callaway & Sant'Anna 2021.
#include <doctest/doctest.h>

#include "evaluate/staggered.h"
#include "support/published.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

constexpr double kPrinted = 2e-12;

StaggeredOptions options_of(Aggregate aggregate) {
  StaggeredOptions options;
  options.outcome = "lemp";
  options.unit = "countyreal";
  options.time = "year";
  options.first = "first.treat";
  options.aggregate = aggregate;
  return options;
}

Finding ask(const published::Columns& columns, const StaggeredOptions& options) {
  const auto found = staggered(published::panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}

void expect(const Finding& finding, const std::string& term, double estimate, double se,
            double digits = kPrinted) {
  CAPTURE(term);
  for (const Estimate& one : finding.estimates) {
    if (one.term != term) continue;
    CHECK(one.effect.estimate == doctest::Approx(estimate).epsilon(digits));
    if (se > 0) CHECK(one.effect.se == doctest::Approx(se).epsilon(digits));
    return;
  }
  FAIL_CHECK("no such term");
}

std::optional<published::Columns> mpdta() {
  auto found = published::read("mpdta");
  if (!found) MESSAGE("skipped: there is no mpdta.csv in " << PUBLISHED_DATA);
  return found;
}

}  // namespace

TEST_CASE("minimum wages: every cohort and year, and the test of the years before") {
  const auto data = mpdta();
  if (!data) return;
  const Finding cells = ask(*data, options_of(Aggregate::none));
  CHECK(cells.summary.n == 500);
  CHECK(cells.estimates.size() == 12);
  expect(cells, "ATT(2004,2004)", -0.01050324622096, 0.0232510363682);
  expect(cells, "ATT(2004,2005)", -0.07042315810315, 0.0309847667573);
  expect(cells, "ATT(2004,2006)", -0.13725873888940, 0.0364356642877);
  expect(cells, "ATT(2004,2007)", -0.10081136308540, 0.0343592258347);
  expect(cells, "ATT(2006,2004)", 0.00652011242423, 0.0233268051418);
  expect(cells, "ATT(2006,2005)", -0.00275081875052, 0.0195585610359);
  expect(cells, "ATT(2006,2006)", -0.00459460695286, 0.0177551966593);
  expect(cells, "ATT(2006,2007)", -0.04122447154622, 0.0202291807041);
  expect(cells, "ATT(2007,2004)", 0.03050665558329, 0.0150335602801);
  expect(cells, "ATT(2007,2005)", -0.00272589288612, 0.0163958328955);
  expect(cells, "ATT(2007,2006)", -0.03108711938969, 0.0178775113133);
  expect(cells, "ATT(2007,2007)", -0.02605441071920, 0.0166554353493);
  CHECK(*diagnostic(cells, "wald_pre") == doctest::Approx(7.7912366272).epsilon(1e-10));
  CHECK(*diagnostic(cells, "wald_pre_p") == doctest::Approx(0.16812).epsilon(1e-4));
}

TEST_CASE("minimum wages: the four summaries") {
  const auto data = mpdta();
  if (!data) return;
  expect(ask(*data, options_of(Aggregate::simple)), "ATT", -0.0399512751552, 0.0120340127702);
  const Finding events = ask(*data, options_of(Aggregate::dynamic));
  expect(events, "ATT", -0.0772398214573, 0.0199649890618);
  expect(events, "event::-3", 0.0305066555833, 0.0150335602801);
  expect(events, "event::-2", -0.000563084626385, 0.013291644736550);
  expect(events, "event::-1", -0.0244587449712, 0.0142364022105);
  expect(events, "event::0", -0.0199318167893, 0.0118263640581);
  expect(events, "event::1", -0.0509573670652, 0.0168934762687);
  expect(events, "event::2", -0.1372587388894, 0.0364356642877);
  expect(events, "event::3", -0.1008113630854, 0.0343592258347);
  const Finding groups = ask(*data, options_of(Aggregate::group));
  expect(groups, "ATT", -0.0310182822287, 0.0124460593210);
  expect(groups, "group::2004", -0.0797491265747, 0.0263677994350);
  expect(groups, "group::2006", -0.0229095392495, 0.0167033302552);
  expect(groups, "group::2007", -0.0260544107192, 0.0166554353493);
  const Finding years = ask(*data, options_of(Aggregate::calendar));
  expect(years, "ATT", -0.0417004321313, 0.0159718518846);
  expect(years, "time::2005", -0.0704231581031, 0);
  expect(years, "time::2006", -0.0488159842650, 0.0201258612605);
  expect(years, "time::2007", -0.0370593399360, 0.0137470791411);
}

TEST_CASE("minimum wages: three ways of taking population into account") {
  const auto data = mpdta();
  if (!data) return;
  const auto with = [&](Adjust adjust, Aggregate aggregate) {
    StaggeredOptions options = options_of(aggregate);
    options.covariates = {"lpop"};
    options.adjust = adjust;
    return ask(*data, options);
  };
  // R stops its logit at a relative change of 1e-8 of the deviance.
  constexpr double kLogit = 1e-9;
  const Adjust dr = Adjust::doubly_robust;
  expect(with(dr, Aggregate::simple), "ATT", -0.0417517720586, 0.0115028381515, kLogit);
  expect(with(dr, Aggregate::dynamic), "ATT", -0.0803539497440, 0.0189575572448, kLogit);
  expect(with(dr, Aggregate::group), "ATT", -0.0328195971613, 0.0118981787276, kLogit);
  const Adjust ipw = Adjust::weighting;
  expect(with(ipw, Aggregate::simple), "ATT", -0.0417770821991, 0.0114997193640, kLogit);
  expect(with(ipw, Aggregate::dynamic), "ATT", -0.0803768866458, 0, kLogit);
  expect(with(ipw, Aggregate::group), "ATT", -0.0328753686642, 0, kLogit);
  const Adjust regression = Adjust::outcome_regression;
  expect(with(regression, Aggregate::simple), "ATT", -0.0419686124215, 0.0114448297682);
  expect(with(regression, Aggregate::dynamic), "ATT", -0.0807817453338, 0);
  expect(with(regression, Aggregate::group), "ATT", -0.0329292402290, 0);
}

TEST_CASE("minimum wages: not-yet-treated controls and the universal base") {
  const auto data = mpdta();
  if (!data) return;
  StaggeredOptions options = options_of(Aggregate::simple);
  options.control = Control::not_yet;
  expect(ask(*data, options), "ATT", -0.0397636256230, 0.0120524247873);
  options.aggregate = Aggregate::dynamic;
  expect(ask(*data, options), "ATT", -0.0773993139706, 0.0195601769464);
  options.aggregate = Aggregate::none;
  expect(ask(*data, options), "ATT(2004,2004)", -0.01937236367592, 0);
  options = options_of(Aggregate::dynamic);
  options.base = BasePeriod::universal;
  const Finding universal = ask(*data, options);
  expect(universal, "event::-4", 0.00330635669251, 0);
  expect(universal, "event::-3", 0.0250218295976, 0);
  expect(universal, "event::-2", 0.0244587449712, 0);
}

// Expected: the analytic errors above; 20,000 draws bring the bootstrap's within 3 %.
TEST_CASE("minimum wages: the bootstrap agrees with the analytic errors") {
  const auto data = mpdta();
  if (!data) return;
  StaggeredOptions options = options_of(Aggregate::dynamic);
  options.draws = 20000;
  const Finding drawn = ask(*data, options);
  expect(drawn, "ATT", -0.0772398214573, 0);
  const Finding analytic = ask(*data, options_of(Aggregate::dynamic));
  for (std::size_t j = 0; j < drawn.estimates.size(); ++j) {
    CHECK(drawn.estimates[j].effect.se ==
          doctest::Approx(analytic.estimates[j].effect.se).epsilon(0.03));
  }
  CHECK(*diagnostic(drawn, "band_critical") > 2.4);
  CHECK(*diagnostic(drawn, "band_critical") < 2.8);
}
