#include "model/sector_base.h"

#include <cmath>
#include <functional>

#include <doctest/doctest.h>

#include "model/facts.h"
#include "model/marginals.h"
#include "support/small_world.h"

using namespace formulary;

namespace {

// The small world's first sector under its mean parameters.
struct Baseline {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();
  Population firms = small_world::population(pack, 100);
  Coefficients c = mean_coefficients(toolbox.parameters);
  Readiness readiness = readiness_of(pack, toolbox);
  AccessMap access{readiness, c};
  SectorBase base = sector_base(pack, toolbox, firms, 0, Stage::growth, access, c);

  double revenue(std::size_t i) const {
    return static_cast<double>(firms.employees[i]) *
           static_cast<double>(firms.output_per_worker[i]);
  }
  // How firm i's outcome stands to the mean firm's, with its level.
  double rate(std::size_t i, Outcome outcome) const {
    const auto type = static_cast<CompanyType>(firms.type[i]);
    const ByComponent odds =
        inverse_odds_of(access.logit(0, i < 100 ? 0 : 1, type), firms.access_noise[i], c.access_sd);
    return base.level[index_of(outcome)] *
           relative_outcome(c.outcome[index_of(outcome)], base.means,
                            log_index(base.ecosystem, odds), log_access(odds));
  }
  double sum(const std::function<double(std::size_t)>& of) const {
    double total = 0;
    for (std::size_t i = 0; i < 200; ++i) total += of(i);
    return total;
  }
};

}  // namespace

// Expected: the pack's figures, known truth; levels are solved so that the firms add up to them.
TEST_CASE("levels reproduce the sector's exports, patents and shares of revenue") {
  const Baseline b;
  const double revenue = b.sum([&](std::size_t i) { return b.revenue(i); });
  const double jobs = b.sum([&](std::size_t i) { return b.firms.employees[i]; });
  const auto share = [&](Outcome outcome) {
    return b.sum([&](std::size_t i) { return b.revenue(i) * b.rate(i, outcome); }) / revenue;
  };
  CHECK(share(Outcome::investment) == doctest::Approx(0.1));
  CHECK(share(Outcome::new_product) == doctest::Approx(0.1));
  CHECK(share(Outcome::local_sourcing) == doctest::Approx(0.4));
  CHECK(b.sum([&](std::size_t i) {
    const bool exporter = (b.firms.flags[i] & kExporter) != 0;
    return exporter ? b.revenue(i) * b.rate(i, Outcome::export_intensity) : 0;
  }) == doctest::Approx(0.2 * revenue));
  CHECK(b.sum([&](std::size_t i) {
    const bool active = (b.firms.flags[i] & kRdActive) != 0;
    return active ? b.rate(i, Outcome::patents) *
                        std::pow(static_cast<double>(b.firms.employees[i]), 0.8)
                  : 0;
  }) == doctest::Approx(jobs * 5 / 1000));
  CHECK(b.sum([&](std::size_t i) { return b.rate(i, Outcome::pilots); }) ==
        doctest::Approx(200 * 0.03));
  CHECK(b.sum([&](std::size_t i) {
    return static_cast<double>(b.firms.employees[i]) * b.rate(i, Outcome::graduates);
  }) == doctest::Approx(0.1 * jobs));
}

// Expected: the pack's exit rate, known truth.
TEST_CASE("exit hazards add up to the sector's exit rate") {
  const Baseline b;
  const double exits = b.sum([&](std::size_t i) {
    const auto type = static_cast<CompanyType>(b.firms.type[i]);
    const ByComponent odds = inverse_odds_of(b.access.logit(0, i < 100 ? 0 : 1, type),
                                             b.firms.access_noise[i], b.c.access_sd);
    return b.base.exit_factor *
           exit_shape(static_cast<double>(b.firms.age_years[i]),
                      static_cast<double>(b.firms.employees[i]), b.c) *
           std::exp(-0.8 * (log_index(b.base.ecosystem, odds) - b.base.means.log_index));
  });
  CHECK(exits == doctest::Approx(0.08 * 200));
}

// Expected: the pack's trends; jobs grow by what revenue grows beyond productivity.
TEST_CASE("the sector's trends are the pack's") {
  const Baseline b;
  CHECK(b.base.employment_growth == doctest::Approx(0.025));
  CHECK(b.base.productivity_growth == doctest::Approx(0.015));
}

// Expected: by hand, exp(2 x 0.1 + 0.5 x 0.3).
TEST_CASE("an outcome answers the index and access by its elasticities") {
  SectorMeans means;
  means.log_index = -1;
  means.log_access = {-0.5, 0, 0, 0, 0};
  CHECK(relative_outcome({2, {0.5, 0, 0, 0, 0}}, means, -0.9, {-0.2, 0, 0, 0, 0}) ==
        doctest::Approx(std::exp(0.35)));
  CHECK(relative_outcome({2, {0.5, 1, 1, 1, 1}}, means, -1, means.log_access) == 1);
}

// Expected: by hand, (3.5 + 0.5)^-0.33 x 16^-0.15.
TEST_CASE("exit falls in age and in size") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  CHECK(exit_shape(3.5, 16, c) == doctest::Approx(std::pow(4, -0.33) * std::pow(16, -0.15)));
  CHECK(exit_shape(10, 16, c) < exit_shape(1, 16, c));
  CHECK(exit_shape(3, 100, c) < exit_shape(3, 2, c));
}

// Expected: by definition; a sector without firms has a baseline that divides by nothing.
TEST_CASE("a sector without firms has a baseline of finite numbers") {
  Baseline b;
  b.firms = small_world::population(b.pack, 0);
  const SectorBase base = sector_base(b.pack, b.toolbox, b.firms, 0, Stage::growth, b.access, b.c);
  CHECK(base.exit_factor == 1);
  CHECK(base.incumbent_growth == 0);
  for (const double level : base.level) CHECK(level == 0);
}

// Expected: by hand; 4 large firms of the pack, half of them in each region.
TEST_CASE("large buyers are counted over all sectors by the region's share") {
  const Baseline b;
  CHECK(large_firms_in(b.pack, 0) == doctest::Approx(2));
  const Facts facts = cell_facts(b.pack, b.firms, b.access, {0, 1, CompanyType::sme}, Stage::growth,
                                 Goal::exports, 1);
  CHECK(facts.number[static_cast<std::size_t>(Field::large_buyers)] == doctest::Approx(2));
  CHECK(facts.number[static_cast<std::size_t>(Field::sector_firms)] == doctest::Approx(100));
  CHECK(facts.id[static_cast<std::size_t>(Field::region)] == "south");
  CHECK_FALSE(facts.number[static_cast<std::size_t>(Field::employees)].has_value());
}

// Expected: by hand; nothing to pledge and access below one half.
TEST_CASE("a firm is credit constrained when it can neither pledge nor turn to a bank") {
  Facts facts;
  const auto constrained = [&](std::uint8_t flags, double finance) {
    set_firm_facts(facts, {10, 3, 5e8, flags, finance}, 100);
    return *facts.number[static_cast<std::size_t>(Field::credit_constrained)] == 1;
  };
  CHECK(constrained(0, 0.4));
  CHECK_FALSE(constrained(kCollateral, 0.4));
  CHECK_FALSE(constrained(0, 0.6));
  CHECK(*facts.number[static_cast<std::size_t>(Field::revenue_million_usd)] == doctest::Approx(5));
}

// Expected: by definition; only a certain no to the criteria or a certain yes to a contraindication
// bars a firm.
TEST_CASE("a firm may have a form unless something is known against it") {
  Variant form;
  Criterion big;
  big.field = Field::employees;
  big.min = 100;
  CHECK(may_have(form, Facts{}));
  form.eligibility.all = {{big}};
  CHECK(may_have(form, Facts{}));
  Facts small;
  small.number[static_cast<std::size_t>(Field::employees)] = 5;
  CHECK_FALSE(may_have(form, small));
  form.eligibility.all.clear();
  form.contraindications.push_back({{{{big}}}, {}, ""});
  CHECK(may_have(form, Facts{}));
  CHECK(may_have(form, small));
  small.number[static_cast<std::size_t>(Field::employees)] = 500;
  CHECK_FALSE(may_have(form, small));
}
