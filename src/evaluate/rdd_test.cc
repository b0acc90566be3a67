// Does a discontinuity find what was put in, and say when it cannot? Expected values: by hand, from
// invariances, by brute force, or from simulated applicants whose truth is known.
#include <algorithm>
#include <cmath>

#include <doctest/doctest.h>

#include "evaluate/rdd.h"
#include "math/philox.h"

using namespace formulary;
using namespace formulary::evaluate;

namespace {

struct Columns {
  std::vector<double> score, outcome, taken, office;
};

// Scores between -1 and 1; awards from 0 on raise the outcome by `jump`, for a fuzzy design by way
// of being taken up by 80 % above and 20 % below.
Columns applicants(std::size_t count, std::uint32_t seed, double jump, bool fuzzy = false) {
  Columns columns;
  for (std::size_t i = 0; i < count; ++i) {
    const auto words = philox(seed, 0, i, 0, Purpose::sample);
    const double x = 2 * uniform(words[0]) - 1;
    const bool won = x >= 0;
    const bool taken = fuzzy ? uniform(words[2]) < (won ? 0.8 : 0.2) : won;
    columns.score.push_back(x);
    columns.taken.push_back(taken ? 1 : 0);
    columns.office.push_back(static_cast<double>(i % 40));
    columns.outcome.push_back(std::sin(2 * x) + x * x + (taken ? jump : 0) +
                              0.5 * normal_quantile(uniform(words[1])));
  }
  return columns;
}

Panel panel_of(const Columns& columns) {
  Panel panel(columns.score.size());
  panel.add_numbers("score", columns.score);
  panel.add_numbers("y", columns.outcome);
  panel.add_numbers("d", columns.taken);
  panel.add_numbers("office", columns.office);
  return panel;
}

RddOptions sharp() {
  RddOptions options;
  options.outcome = "y";
  options.running = "score";
  return options;
}

Finding fit(const Columns& columns, const RddOptions& options) {
  const auto found = rdd(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE_MESSAGE(found->has_value(), found->error().why.id);
  return **found;
}

std::string why_not(const Columns& columns, const RddOptions& options) {
  const auto found = rdd(panel_of(columns), options);
  REQUIRE(found.has_value());
  REQUIRE(!found->has_value());
  return found->error().why.id;
}

bool notes(const Finding& finding, const std::string& id) {
  return std::any_of(finding.notes.begin(), finding.notes.end(),
                     [&](const Reason& one) { return one.id == id; });
}

constexpr auto kRules = {Bandwidth::mserd,    Bandwidth::msetwo,   Bandwidth::msesum,
                         Bandwidth::msecomb1, Bandwidth::msecomb2, Bandwidth::cerrd,
                         Bandwidth::certwo,   Bandwidth::cersum,   Bandwidth::cercomb1,
                         Bandwidth::cercomb2};

}  // namespace

TEST_CASE("a polynomial of the order is met exactly, by every kernel and order") {
  Columns columns = applicants(400, 1, 0);
  for (const Kernel kernel : {Kernel::triangular, Kernel::epanechnikov, Kernel::uniform}) {
    for (int order = 0; order <= 3; ++order) {
      for (std::size_t i = 0; i < columns.score.size(); ++i) {
        const double x = columns.score[i];
        columns.outcome[i] = x < 0 ? 2 + (order > 0 ? 3 * std::pow(x, order) : 0)
                                   : 7 - (order > 0 ? std::pow(x, order) : 0);
      }
      RddOptions options = sharp();
      options.kernel = kernel;
      options.order = order;
      options.h = 0.6;
      const Finding found = fit(columns, options);
      CHECK(found.estimates[0].effect.estimate == doctest::Approx(5).epsilon(1e-9));
      CHECK(found.estimates[2].effect.estimate == doctest::Approx(5).epsilon(1e-8));
    }
  }
}

TEST_CASE("with one bandwidth the corrected estimate is that of the next order") {
  // An identity of local polynomials (Calonico, Cattaneo & Titiunik 2014, remark 7).
  const Columns columns = applicants(600, 2, 1);
  RddOptions linear = sharp();
  linear.h = 0.5;
  linear.noise = Noise::hc0;
  RddOptions quadratic = linear;
  quadratic.order = 2;
  const Finding one = fit(columns, linear);
  const Finding two = fit(columns, quadratic);
  CHECK(one.estimates[2].effect.estimate ==
        doctest::Approx(two.estimates[0].effect.estimate).epsilon(1e-11));
  CHECK(one.estimates[2].effect.se == doctest::Approx(two.estimates[0].effect.se).epsilon(1e-11));
}

TEST_CASE("a bandwidth around all with uniform weights is a difference of means, by hand") {
  // Order 0: the means are 2 below and 5 above; HC0: sums of squares 20 / 100 + 20 / 100.
  Columns columns;
  for (int i = 0; i < 20; ++i) {
    const bool above = i >= 10;
    columns.score.push_back(above ? i - 9 : i - 10);
    columns.outcome.push_back(above ? (i % 2 == 0 ? 5 + std::sqrt(2) : 5 - std::sqrt(2))
                                    : (i % 2 == 0 ? 2 + std::sqrt(2) : 2 - std::sqrt(2)));
    columns.taken.push_back(above);
    columns.office.push_back(i);
  }
  RddOptions options = sharp();
  options.order = 0;
  options.kernel = Kernel::uniform;
  options.h = 100;
  options.noise = Noise::hc0;
  const Finding found = fit(columns, options);
  CHECK(found.estimates[0].effect.estimate == doctest::Approx(3).epsilon(1e-13));
  CHECK(found.estimates[0].effect.se == doctest::Approx(std::sqrt(0.4)).epsilon(1e-12));
}

TEST_CASE(
    "the order of rows, the unit of outcome and score and the cut-off's place do not matter") {
  const Columns columns = applicants(1500, 3, 1);
  for (const Bandwidth rule : kRules) {
    RddOptions options = sharp();
    options.bandwidth = rule;
    const Finding found = fit(columns, options);
    Columns turned = columns;
    for (auto* column : {&turned.score, &turned.outcome, &turned.taken, &turned.office}) {
      std::reverse(column->begin(), column->end());
    }
    const Finding back = fit(turned, options);
    Columns scaled = columns;
    for (double& y : scaled.outcome) y = 100 * y - 7;
    for (double& x : scaled.score) x = 8 * x + 16;
    options.cutoff = 16;
    const Finding far = fit(scaled, options);
    for (std::size_t term = 0; term < 3; ++term) {
      const Effect& effect = found.estimates[term].effect;
      CHECK(back.estimates[term].effect.estimate == doctest::Approx(effect.estimate).epsilon(1e-9));
      CHECK(back.estimates[term].effect.se == doctest::Approx(effect.se).epsilon(1e-9));
      CHECK(far.estimates[term].effect.estimate ==
            doctest::Approx(100 * effect.estimate).epsilon(1e-8));
      CHECK(far.estimates[term].effect.se == doctest::Approx(100 * effect.se).epsilon(1e-8));
    }
    CHECK(*diagnostic(far, "h_left") ==
          doctest::Approx(8 * *diagnostic(found, "h_left")).epsilon(1e-8));
  }
}

TEST_CASE("mirrored scores mirror the jump") {
  const Columns columns = applicants(1500, 4, 1);
  Columns mirrored = columns;
  for (double& x : mirrored.score) x = -x;
  for (const Bandwidth rule : kRules) {
    RddOptions options = sharp();
    options.bandwidth = rule;
    options.covariates = {"office"};
    const Finding found = fit(columns, options);
    const Finding other = fit(mirrored, options);
    CHECK(other.estimates[2].effect.estimate ==
          doctest::Approx(-found.estimates[2].effect.estimate).epsilon(1e-9));
    CHECK(other.estimates[2].effect.se ==
          doctest::Approx(found.estimates[2].effect.se).epsilon(1e-9));
    CHECK(*diagnostic(other, "h_left") ==
          doctest::Approx(*diagnostic(found, "h_right")).epsilon(1e-9));
  }
}

TEST_CASE("robust intervals hold the truth, sharp and fuzzy") {
  for (const bool fuzzy : {false, true}) {
    int covered = 0;
    constexpr int kWorlds = 300;
    for (std::uint32_t seed = 1; seed <= kWorlds; ++seed) {
      RddOptions options = sharp();
      if (fuzzy) options.treatment = "d";
      const Finding found = fit(applicants(1000, 100 + seed, 1, fuzzy), options);
      const Effect& effect = found.estimates[2].effect;
      covered += effect.low <= 1 && 1 <= effect.high ? 1 : 0;
    }
    // 95 % of 300 is 285; five standard deviations are 19.
    CHECK(covered >= 266);
  }
}

TEST_CASE("a fuzzy estimate is the jump of the outcome over that of the treatment") {
  const Columns columns = applicants(2000, 5, 2, true);
  RddOptions options = sharp();
  options.treatment = "d";
  options.h = 0.5;
  const Finding ratio = fit(columns, options);
  options.treatment.clear();
  const double outcome = fit(columns, options).estimates[0].effect.estimate;
  options.outcome = "d";
  const Finding taken = fit(columns, options);
  CHECK(ratio.estimates[0].effect.estimate ==
        doctest::Approx(outcome / taken.estimates[0].effect.estimate).epsilon(1e-11));
  CHECK(ratio.estimates[3].effect.estimate ==
        doctest::Approx(taken.estimates[2].effect.estimate).epsilon(1e-11));
  CHECK(ratio.estimates[3].effect.se ==
        doctest::Approx(taken.estimates[2].effect.se).epsilon(1e-11));
}

TEST_CASE("with full take-up a fuzzy design is the sharp one") {
  const Columns columns = applicants(1000, 6, 1);
  RddOptions options = sharp();
  const Finding plain = fit(columns, options);
  options.treatment = "d";
  const Finding fuzzy = fit(columns, options);
  for (std::size_t term = 0; term < 3; ++term) {
    CHECK(fuzzy.estimates[term].effect.estimate ==
          doctest::Approx(plain.estimates[term].effect.estimate).epsilon(1e-11));
    CHECK(fuzzy.estimates[term].effect.se ==
          doctest::Approx(plain.estimates[term].effect.se).epsilon(1e-9));
  }
}

TEST_CASE("the same bytes on any number of threads") {
  const Columns columns = applicants(20'000, 7, 1);
  RddOptions options = sharp();
  options.threads = 1;
  const Finding one = fit(columns, options);
  options.threads = 5;
  const Finding five = fit(columns, options);
  CHECK(one.estimates[2].effect.estimate == five.estimates[2].effect.estimate);
  CHECK(one.estimates[2].effect.se == five.estimates[2].effect.se);
}

TEST_CASE("applicants who lift themselves over the cut-off are noticed, others are not") {
  int false_alarms = 0;
  for (std::uint32_t seed = 1; seed <= 100; ++seed) {
    const Columns honest = applicants(1000, 500 + seed, 1);
    false_alarms += notes(fit(honest, sharp()), "sorted_across") ? 1 : 0;
  }
  CHECK(false_alarms <= 15);  // 5 are expected; more than 15 happen once in 30 000 times
  Columns sorted = applicants(3000, 8, 1);
  for (double& x : sorted.score) {
    if (x < 0 && x > -0.1) x = -x;
  }
  const Finding found = fit(sorted, sharp());
  CHECK(*diagnostic(found, "density_p") < 0.01);
  CHECK(notes(found, "sorted_across"));
}

TEST_CASE("whole scores are mass points") {
  Columns columns = applicants(2000, 9, 1);
  for (double& x : columns.score) x = std::floor(x * 30);
  const Finding found = fit(columns, sharp());
  CHECK(notes(found, "mass_points"));
  CHECK(*diagnostic(found, "distinct_left") == 30);
  CHECK(std::fabs(found.estimates[2].effect.estimate - 1) < 0.5);
}

TEST_CASE("what the data cannot tell is said") {
  const Columns columns = applicants(500, 10, 1);
  RddOptions beyond = sharp();
  beyond.cutoff = 3;
  CHECK(why_not(columns, beyond) == "nothing_at_cutoff");
  CHECK(why_not(applicants(15, 10, 1), sharp()) == "few_rows");
  Columns gap = columns;
  for (double& x : gap.score) x += x < 0 ? -1 : 1;
  RddOptions narrow = sharp();
  narrow.h = 0.5;
  CHECK(why_not(gap, narrow) == "nothing_at_cutoff");
  Columns two = columns;
  for (double& x : two.score) x = x < 0 ? (x < -0.5 ? -2 : -1) : x;
  CHECK(why_not(two, sharp()) == "few_values_at_cutoff");
  Columns flat = columns;
  for (double& y : flat.outcome) y = 3;
  CHECK(why_not(flat, sharp()) == "constant_outcome");
  Columns refused = columns;
  for (double& d : refused.taken) d = 1;
  RddOptions fuzzy = sharp();
  fuzzy.treatment = "d";
  CHECK(why_not(refused, fuzzy) == "no_jump_of_treatment");
  Columns one_office = columns;
  for (std::size_t i = 0; i < one_office.office.size(); ++i) {
    one_office.office[i] = one_office.score[i] < 0 ? 1 : one_office.office[i];
  }
  RddOptions clustered = sharp();
  clustered.cluster = "office";
  clustered.h = 0.5;
  CHECK(why_not(one_office, clustered) == "one_cluster_on_side");
}

TEST_CASE("unknown columns, infinite values and unsound options are faults") {
  Columns columns = applicants(100, 11, 1);
  RddOptions options = sharp();
  options.running = "points";
  CHECK(!rdd(panel_of(columns), options).has_value());
  options = sharp();
  options.order = 9;
  CHECK(!rdd(panel_of(columns), options).has_value());
  options = sharp();
  options.b = 3;
  CHECK(!rdd(panel_of(columns), options).has_value());
  columns.taken[4] = 2;
  options = sharp();
  options.treatment = "d";
  const auto found = rdd(panel_of(columns), options);
  REQUIRE(!found.has_value());
  CHECK(found.error()[0].line == 5);
  columns.score[3] = -INFINITY;
  CHECK(!rdd(panel_of(columns), sharp()).has_value());
}

TEST_CASE("rows with a missing value are counted and left out") {
  Columns columns = applicants(300, 12, 1);
  columns.outcome[0] = std::nan("");
  columns.score[1] = std::nan("");
  const Finding found = fit(columns, sharp());
  CHECK(found.summary.n == 298);
  REQUIRE(found.dropped.size() == 1);
  CHECK(found.dropped[0].count == 2);
  CHECK(found.dropped[0].which == "y");
}
