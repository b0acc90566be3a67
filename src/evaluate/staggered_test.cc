#include "evaluate/staggered.h"

#include <doctest/doctest.h>

#include "support/firm_panel.h"

using namespace formulary;
using namespace formulary::evaluate;
using firm_panel::Columns;

namespace {

StaggeredOptions options_of(Aggregate aggregate = Aggregate::simple) {
  StaggeredOptions options;
  options.outcome = "y";
  options.unit = "firm";
  options.time = "year";
  options.first = "first";
  options.aggregate = aggregate;
  return options;
}

Evaluated<Finding> ask(const Columns& columns, const StaggeredOptions& options) {
  return staggered(firm_panel::panel_of(columns), options);
}
Finding done(const Columns& columns, const StaggeredOptions& options) {
  const auto found = ask(columns, options);
  REQUIRE(found.has_value());
  REQUIRE(found->has_value());
  return **found;
}
const Effect& of(const Finding& finding, const std::string& term) {
  const Effect* found = firm_panel::effect(finding, term);
  REQUIRE_MESSAGE(found != nullptr, "no term " << term);
  return *found;
}
std::string why(const Evaluated<Finding>& found) {
  if (!found) return "fault: " + describe(found.error()[0]);
  return *found ? "" : found->error().why.id;
}
const Dropped* dropped(const Finding& finding, const std::string& id) {
  for (const Dropped& one : finding.dropped) {
    if (one.reason.id == id) return &one;
  }
  return nullptr;
}

void add(Columns& columns, double firm, double year, double first, double y, double x = 0) {
  columns["firm"].push_back(firm);
  columns["year"].push_back(year);
  columns["first"].push_back(first);
  columns["y"].push_back(y);
  columns["x"].push_back(x);
}

// Firms of cohorts 2012, 2014 and never, years 2010 to 2015; the effect in year e after the start
// is 1 + 0.5 e, plus noise of the given size; x moves the trend.
Columns world(unsigned seed, int firms, double noise) {
  Columns columns;
  std::uint64_t i = 0;
  for (int f = 0; f < firms; ++f) {
    const double first = f % 3 == 0 ? 2012 : f % 3 == 1 ? 2014 : 0;
    const double x =
        firm_panel::normal(seed, 3, static_cast<std::uint64_t>(f)) + (f % 3 == 0 ? 0.5 : 0);
    for (int year = 2010; year < 2016; ++year, ++i) {
      const double effect = first > 0 && year >= first ? 1 + 0.5 * (year - first) : 0;
      const double level = 10 * firm_panel::normal(seed, 1, static_cast<std::uint64_t>(f));
      add(columns, f, year, first,
          level + 0.3 * (year - 2010) + effect + noise * firm_panel::normal(seed, 2, i), x);
    }
  }
  return columns;
}

}  // namespace

// Expected: by hand. Treated change by 3 and 5, controls by 1 and 2: 4 - 1.5 = 2.5. Influences
// 2 (-1, 1) and -2 (-.5, .5): mean square (4 + 4 + 1 + 1) / 4 = 2.5, over 4 units: 0.625.
TEST_CASE("two groups and two periods are a difference of differences") {
  Columns columns;
  add(columns, 1, 1, 2, 0), add(columns, 1, 2, 2, 3);
  add(columns, 2, 1, 2, 7), add(columns, 2, 2, 2, 12);
  add(columns, 3, 1, 0, 5), add(columns, 3, 2, 0, 6);
  add(columns, 4, 1, 0, 1), add(columns, 4, 2, 0, 3);
  const Finding finding = done(columns, options_of());
  CHECK(of(finding, "ATT").estimate == doctest::Approx(2.5));
  CHECK(of(finding, "ATT").se == doctest::Approx(std::sqrt(0.625)));
  CHECK(finding.summary.n == 4);
  CHECK(finding.notes.size() == 2);  // a small cohort, and no earlier period to test
}

// Expected: known truth, without noise: 1 + 0.5 e in every comparison, 0 before.
TEST_CASE("effects that grow with time are found exactly in every summary") {
  const Columns columns = world(1, 30, 0);
  for (const Control control : {Control::never, Control::not_yet}) {
    StaggeredOptions options = options_of(Aggregate::dynamic);
    options.control = control;
    const Finding events = done(columns, options);
    for (int e = -3; e <= 3; ++e) {
      CHECK(of(events, "event::" + std::to_string(e)).estimate ==
            doctest::Approx(e < 0 ? 0 : 1 + 0.5 * e).epsilon(1e-12));
    }
    CHECK(of(events, "ATT").estimate == doctest::Approx((1 + 1.5 + 2 + 2.5) / 4));
    CHECK(*of(events, "event::2").horizon == 2);
  }
  // Ten firms a cohort: four years of the first, two of the second.
  CHECK(of(done(columns, options_of()), "ATT").estimate ==
        doctest::Approx((1 + 1.5 + 2 + 2.5 + 1 + 1.5) / 6));
  const Finding groups = done(columns, options_of(Aggregate::group));
  CHECK(of(groups, "group::2014").estimate == doctest::Approx(1.25));
  CHECK(of(groups, "ATT").estimate == doctest::Approx((1.75 + 1.25) / 2));
  const Finding years = done(columns, options_of(Aggregate::calendar));
  CHECK(of(years, "time::2015").estimate == doctest::Approx((2.5 + 1.5) / 2));
}

// Expected: invariance. Every firm twice: the same effects, errors smaller by the root of 2, by
// both ways of computing.
TEST_CASE("doubling the firms leaves effects and shrinks errors by the root of two") {
  const Columns columns = world(2, 45, 1);
  Columns twice = columns;
  for (const auto& [name, values] : columns) {
    for (const double value : values) twice[name].push_back(name == "firm" ? value + 1000 : value);
  }
  for (const Aggregate aggregate :
       {Aggregate::simple, Aggregate::dynamic, Aggregate::group, Aggregate::calendar}) {
    for (const bool adjusted : {false, true}) {
      StaggeredOptions options = options_of(aggregate);
      if (adjusted) options.covariates = {"x"};
      const Finding once = done(columns, options);
      const Finding both = done(twice, options);
      for (std::size_t j = 0; j < once.estimates.size(); ++j) {
        const Effect& one = once.estimates[j].effect;
        const Effect& two = both.estimates[j].effect;
        CHECK(two.estimate == doctest::Approx(one.estimate).epsilon(1e-10));
        CHECK(two.se == doctest::Approx(one.se / std::sqrt(2.0)).epsilon(1e-10));
      }
    }
  }
}

// Expected: invariance of rows, threads, scale and level; the seed alone moves the bootstrap.
TEST_CASE("order, threads, scale and level of the rows leave no trace") {
  const Columns columns = world(3, 60, 1);
  StaggeredOptions options = options_of(Aggregate::dynamic);
  options.draws = 500;
  options.covariates = {"x"};
  const Finding base = done(columns, options);
  options.threads = 1;
  const Finding moved = done(firm_panel::shuffled(columns, 9), options);
  Columns large = columns;
  for (double& y : large["y"]) y = 1e3 * y + 1e6;
  const Finding scaled = done(large, options);
  for (std::size_t j = 0; j < base.estimates.size(); ++j) {
    CHECK(moved.estimates[j].effect.estimate == base.estimates[j].effect.estimate);
    CHECK(moved.estimates[j].effect.se == base.estimates[j].effect.se);
    CHECK(moved.estimates[j].effect.high == base.estimates[j].effect.high);
    CHECK(scaled.estimates[j].effect.se ==
          doctest::Approx(1e3 * base.estimates[j].effect.se).epsilon(1e-8));
  }
  options.seed = 2;
  CHECK(done(columns, options).estimates[0].effect.se != base.estimates[0].effect.se);
}

// Expected: brute force: the means of the changes of those who were seen in both years.
TEST_CASE("with gaps, each comparison takes the firms that are there in both years") {
  Columns columns = world(4, 60, 1);
  for (std::size_t i = 0; i < columns["y"].size(); i += 7) columns["y"][i] = std::nan("");
  StaggeredOptions options = options_of(Aggregate::none);
  options.incomplete = Incomplete::by_pair;
  const Finding pairs = done(columns, options);
  const auto mean_change = [&](double first, double from, double to) {
    std::map<double, std::map<double, double>> seen;
    for (std::size_t i = 0; i < columns["y"].size(); ++i) {
      if (columns["first"][i] != first || std::isnan(columns["y"][i])) continue;
      seen[columns["firm"][i]][columns["year"][i]] = columns["y"][i];
    }
    double sum = 0;
    double count = 0;
    for (auto& [firm, years] : seen) {
      if (!years.contains(from) || !years.contains(to)) continue;
      sum += years[to] - years[from];
      ++count;
    }
    return sum / count;
  };
  CHECK(of(pairs, "ATT(2012,2014)").estimate ==
        doctest::Approx(mean_change(2012, 2011, 2014) - mean_change(0, 2011, 2014)));
  CHECK(of(pairs, "ATT(2014,2012)").estimate ==
        doctest::Approx(mean_change(2014, 2011, 2012) - mean_change(0, 2011, 2012)));
  CHECK(pairs.summary.n == 60);
  options.incomplete = Incomplete::drop;
  const Finding complete = done(columns, options);
  REQUIRE(dropped(complete, "incomplete_unit") != nullptr);
  CHECK(dropped(complete, "incomplete_unit")->count + complete.summary.n == 60);
}

// Expected: known truth: of 1000 drawn worlds of 90 firms 95 % of intervals hold the effect, less
// a little because errors have no small-sample correction; +- 3 binomial sd (2 %). x differs
// between the cohorts but does not move the trend here, so all methods are right.
TEST_CASE("intervals cover the true effect about as often as they say") {
  std::map<std::string, int> covered;
  constexpr int kWorlds = 1000;
  for (unsigned seed = 0; seed < kWorlds; ++seed) {
    const Columns columns = world(seed + 100, 90, 1);
    for (const bool adjusted : {false, true}) {
      StaggeredOptions options = options_of(Aggregate::group);
      if (adjusted) options.covariates = {"x"};
      const Effect effect = of(done(columns, options), "group::2012");
      covered[adjusted ? "dr" : "plain"] += effect.low < 1.75 && 1.75 < effect.high ? 1 : 0;
    }
  }
  for (const auto& [name, count] : covered) {
    CAPTURE(name);
    CHECK(count > 0.91 * kWorlds);
    CHECK(count < 0.97 * kWorlds);
  }
}

// Expected: known truth. The trend depends on x and so does treatment: without x the comparison is
// biased by about 0.6 a year, with it each of the three methods is right within 5 errors.
TEST_CASE("covariates that move both trend and treatment are taken into account") {
  Columns columns;
  std::uint64_t i = 0;
  for (int f = 0; f < 3000; ++f) {
    const auto id = static_cast<std::uint64_t>(f);
    const double x = firm_panel::normal(7, 1, id);
    const double chance = 1 / (1 + std::exp(-x));
    const double first = firm_panel::uniform_at(7, 2, id) < chance ? 3 : 0;
    for (int year = 1; year <= 3; ++year, ++i) {
      add(columns, f, year, first,
          year * (1 + 0.7 * x) + (first > 0 && year >= first ? 2 : 0) + firm_panel::normal(7, 3, i),
          x);
    }
  }
  const Effect naive = of(done(columns, options_of()), "ATT");
  CHECK(naive.estimate - 2 > 5 * naive.se);
  for (const Adjust adjust :
       {Adjust::outcome_regression, Adjust::weighting, Adjust::doubly_robust}) {
    StaggeredOptions options = options_of();
    options.covariates = {"x"};
    options.adjust = adjust;
    const Effect effect = of(done(columns, options), "ATT");
    CHECK(std::fabs(effect.estimate - 2) < 5 * effect.se);
    CHECK(effect.se < 0.1);
  }
}

// Expected: by definition of each: what is left out is counted and named.
TEST_CASE("nothing is dropped silently") {
  Columns columns = world(5, 30, 1);
  for (int year = 2010; year < 2016; ++year) {
    add(columns, 500, year, 2010, year);
    add(columns, 501, year, 2016, year);
    if (year != 2012) add(columns, 502, year, 0, year);
  }
  add(columns, 503, 2010, 0, std::nan(""));
  const Finding finding = done(columns, options_of());
  CHECK(dropped(finding, "treated_from_start")->count == 1);
  CHECK(dropped(finding, "treated_after_end")->count == 1);
  CHECK(dropped(finding, "incomplete_unit")->count == 1);
  CHECK(dropped(finding, "missing_value")->count == 1);
  CHECK(finding.summary.n == 31);
}

// Expected: by definition. With no firm never treated, cohort 2014 is the control of 2012 until
// 2013; the years 2014 and 2015 have no control left.
TEST_CASE("the last cohort is the control where nobody is never treated, and it is said") {
  Columns columns = world(6, 30, 0);
  Columns treated;
  for (std::size_t i = 0; i < columns["y"].size(); ++i) {
    if (columns["first"][i] == 0) continue;
    for (const auto& [name, values] : columns) treated[name].push_back(values[i]);
  }
  const auto without = ask(treated, options_of());
  CHECK(why(without) == "no_controls");
  CHECK(without->error().remedy.id == "give_controls");
  StaggeredOptions options = options_of(Aggregate::none);
  options.control = Control::not_yet;
  const Finding finding = done(treated, options);
  REQUIRE(dropped(finding, "no_control_left") != nullptr);
  CHECK(dropped(finding, "no_control_left")->which == "year 2014, 2015");
  CHECK(finding.summary.n == 20);
  CHECK(of(finding, "ATT(2012,2013)").estimate == doctest::Approx(1.5));
  CHECK(firm_panel::effect(finding, "ATT(2012,2014)") == nullptr);
}

// Expected: by definition of each.
TEST_CASE("what nobody can know is said") {
  Columns columns;
  for (int firm = 0; firm < 6; ++firm) {
    for (int year = 1; year < 4; ++year) add(columns, firm, year, firm == 0 ? 2 : 0, firm + year);
  }
  CHECK(why(ask(columns, options_of())) == "one_treated_unit");
  for (double& first : columns["first"]) first = 0;
  CHECK(why(ask(columns, options_of())) == "no_treated");
  for (std::size_t i = 0; i < columns["first"].size(); ++i) {
    columns["first"][i] = columns["firm"][i] < 3 ? 1 : 0;
  }
  CHECK(why(ask(columns, options_of())) == "no_pre_period");
  columns["y"].assign(columns["y"].size(), std::nan(""));
  CHECK(why(ask(columns, options_of())) == "no_treated");
  Columns apart;
  for (int firm = 0; firm < 40; ++firm) {
    for (int year = 1; year < 4; ++year) {
      add(apart, firm, year, firm < 20 ? 3 : 0, firm * 0.1 * year, firm < 20 ? 5 + firm : -firm);
    }
  }
  StaggeredOptions options = options_of();
  options.covariates = {"x"};
  CHECK(why(ask(apart, options)) == "no_overlap");
}

// Expected: by definition of each; rows are counted from 1.
TEST_CASE("bad input is a fault that names the row") {
  Columns columns = world(8, 9, 1);
  Columns wrong = columns;
  add(wrong, 3, 2012, 2012, 5);
  CHECK(why(ask(wrong, options_of())) ==
        "fault: panel:55: firm 3 is there twice in 2012 (one row for each unit and period)");
  wrong = columns;
  wrong["first"][4] = 2013;
  CHECK(why(ask(wrong, options_of())).starts_with("fault: panel:5: firm 0 has 2013 in first here"));
  wrong = columns;
  wrong["year"][0] = 0;
  CHECK(why(ask(wrong, options_of())).starts_with("fault: panel: there is a period 0"));
  wrong = columns;
  wrong["y"][1] = INFINITY;
  CHECK(why(ask(wrong, options_of())).starts_with("fault: panel:2: y is infinite"));
  StaggeredOptions options = options_of();
  options.outcome = "nosuch";
  CHECK(why(ask(columns, options)) == "fault: panel: there is no column nosuch");
  options = options_of();
  options.draws = 5;
  CHECK(why(ask(columns, options)).starts_with("fault: fewer than 50"));
}

// Expected: by hand.
TEST_CASE("the first period of treatment is read from a switch that stays on") {
  Columns columns{{"firm", {1, 1, 1, 2, 2}}, {"year", {3, 1, 2, 1, 2}}, {"d", {1, 0, 1, 0, 0}}};
  const auto first = first_treated(firm_panel::panel_of(columns), "firm", "year", "d");
  REQUIRE(first);
  CHECK(*first == std::vector<double>{2, 2, 2, 0, 0});
  columns["d"] = {0, 0, 1, 0, 0};
  const auto off = first_treated(firm_panel::panel_of(columns), "firm", "year", "d");
  REQUIRE(!off);
  CHECK(off.error()[0].what == "d switches off again in firm 1");
  CHECK(off.error()[0].line == 1);
  columns["d"] = {0, 0, 0.5, 0, 0};
  CHECK(!first_treated(firm_panel::panel_of(columns), "firm", "year", "d"));
}
