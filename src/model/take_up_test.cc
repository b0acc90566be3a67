#include "model/take_up.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using small_world::exactly;

namespace {

Variant form_of(DoseUnit unit) {
  Variant form = small_world::instrument("x", unit, 20, {20}, {1, 0, 0, 0, 0}, 5).variants.front();
  form.dose.years = 2;
  form.costs.public_share = exactly(0.4);
  form.costs.firm_value_share = exactly(0.3);
  form.costs.own_share = exactly(0.5);
  form.costs.administration_share = exactly(0.1);
  form.costs.set_up_thousand_usd = exactly(3);
  return form;
}

constexpr std::array kUnits{DoseUnit::thousand_usd_per_firm, DoseUnit::percent_of_investment,
                            DoseUnit::percent_of_revenue,    DoseUnit::percent_of_payroll,
                            DoseUnit::percent_of_profit,     DoseUnit::percent_of_exports};

}  // namespace

// Expected: by hand; a firm with revenue 1,000, investment 200, exports 300, wages 30 % and a
// margin of 10 % of revenue; a dose of 20.
TEST_CASE("the money of a dose follows its unit") {
  const Sector sector = small_world::sector("s");
  const FirmAccounts firm{1000, 200, 300, true};
  const auto money = [&](DoseUnit unit) {
    return dose_money(form_of(unit), 20, firm, sector, 100);
  };
  CHECK(money(DoseUnit::thousand_usd_per_firm) == doctest::Approx(2e6));
  CHECK(money(DoseUnit::percent_of_investment) == doctest::Approx(40));
  CHECK(money(DoseUnit::percent_of_revenue) == doctest::Approx(200));
  CHECK(money(DoseUnit::percent_of_payroll) == doctest::Approx(60));
  CHECK(money(DoseUnit::percent_of_profit) == doctest::Approx(20));
  CHECK(money(DoseUnit::percent_of_exports) == doctest::Approx(60));
  CHECK(money(DoseUnit::million_usd_per_facility) == 0);
}

// Expected: by definition, a lower tax on profit is nothing to a firm without profit.
TEST_CASE("a firm without taxable profit saves no tax on it") {
  const FirmAccounts firm{1000, 200, 300, false};
  CHECK(dose_money(form_of(DoseUnit::percent_of_profit), 20, firm, small_world::sector("s"), 100) ==
        0);
}

// Expected: by hand, 1,000 a year x 2 years x 0.4 x 1.1.
TEST_CASE("an award costs the public its share over its years with administration") {
  CHECK(award_cost(form_of(DoseUnit::thousand_usd_per_firm), 1000) == doctest::Approx(880));
}

// Expected: by hand; 3 thousand dollars at 100, and a facility of 2 million x 0.4 x 1.1.
TEST_CASE("a measure costs its set-up and a facility itself") {
  const Instrument card = small_world::toolbox().instruments[1];
  const CountryPack pack = small_world::country();
  CHECK(fixed_cost(pack, card, form_of(DoseUnit::percent_of_revenue), 20) == doctest::Approx(3e5));
  CHECK(fixed_cost(pack, card, form_of(DoseUnit::million_usd_per_facility), 2) ==
        doctest::Approx(3e5 + 8.8e7));
}

// Expected: by definition; what the country hands out already is neither planned nor waited for
// anew, and a facility is always a new one.
TEST_CASE("a programme that runs already needs no set-up") {
  Instrument card = small_world::toolbox().instruments[1];
  card.lag.set_up_years = exactly(0.75);
  CountryPack pack = small_world::country();
  const Variant form = form_of(DoseUnit::percent_of_revenue);
  const Variant facility = [] {
    Variant v = form_of(DoseUnit::million_usd_per_facility);
    v.mechanism.scope = Scope::public_part;
    return v;
  }();
  CHECK(opening_years(pack, card, form) == 0.75);
  pack.programmes.push_back({"old", {}, card.id, exactly(1), "small world"});
  CHECK(fixed_cost(pack, card, form, 20) == 0);
  CHECK(opening_years(pack, card, form) == 0);
  CHECK(fixed_cost(pack, card, facility, 2) == doctest::Approx(3e5 + 8.8e7));
  CHECK(opening_years(pack, card, facility) == 0.75);
}

// Expected: by hand; 5 days + 4 documents x 1/4 + 2 days x 2 years = 10 days at 5,000 x 3, and a
// burden of 0.08 on own money of 0.5 x 1,000 x 2.
TEST_CASE("applying costs days and the burden of the firm's own money") {
  const Instrument card = small_world::toolbox().instruments[1];
  const Coefficients c = mean_coefficients(small_world::parameters());
  const CountryPack pack = small_world::country();
  CHECK(application_cost(card, form_of(DoseUnit::thousand_usd_per_firm), CompanyType::sme, 1000,
                         pack, c) == doctest::Approx(150080));
}

// Expected: by hand; cash 1,000 x 2 x 0.3, and margin 0.1 x revenue 5,000 x (0.25 + 0.12) x 0.2 of
// log E x (1 + 2 + 3) years.
TEST_CASE("an award is worth its cash and the margin on what it adds to revenue") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Variant form = form_of(DoseUnit::thousand_usd_per_firm);
  const Sector sector = small_world::sector("s");
  CHECK(private_value(form, 1000, 5000, 0.2, sector, c) == doctest::Approx(600 + 222));
  CHECK(private_value(form, 1000, 5000, -0.2, sector, c) == doctest::Approx(600));
}

// Expected: by hand, the logistic function of the log odds over tau.
TEST_CASE("a firm applies by the log odds of expected value against cost") {
  CHECK(apply_probability(0.5, 200, 100, 1) == doctest::Approx(0.5));
  CHECK(apply_probability(0.5, 200 * std::exp(1), 100, 1) == doctest::Approx(0.7310585786));
  CHECK(apply_probability(0.5, 200 * std::exp(1), 100, 0.5) == doctest::Approx(0.8807970780));
  CHECK(apply_probability(0.25, 200, 100, 1) == doctest::Approx(1.0 / 3));
  CHECK(apply_probability(0.5, 200, 400, 1) == doctest::Approx(0.2));
}

// Expected: by definition; zero, not something small.
TEST_CASE("nobody applies for nothing or without a chance, and all for what costs nothing") {
  CHECK(apply_probability(0.5, 0, 100, 1) == 0);
  CHECK(apply_probability(0, 200, 100, 1) == 0);
  CHECK(apply_probability(0.5, -3, 100, 1) == 0);
  CHECK(apply_probability(0.5, 200, 0, 1) == 1);
}

// Expected: invariance. A currency of ten times as many units changes no decision: revenue, the
// price of a day and of a dollar grow tenfold with it.
TEST_CASE("the chance of applying does not depend on the unit of the currency") {
  const Instrument card = small_world::toolbox().instruments[1];
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Sector sector = small_world::sector("s");
  const auto chance = [&](DoseUnit unit, double scale) {
    CountryPack pack = small_world::country();
    pack.usd_rate.value *= scale;
    pack.day_cost.value *= scale;
    const FirmAccounts firm{4e6 * scale, 5e5 * scale, 6e5 * scale, true};
    const Variant form = form_of(unit);
    const double money = dose_money(form, 20, firm, sector, pack.usd_rate.value);
    const double value = private_value(form, money, firm.revenue, 0.1, sector, c);
    return apply_probability(0.6, value,
                             application_cost(card, form, CompanyType::sme, money, pack, c), 1);
  };
  for (const DoseUnit unit : kUnits) {
    CHECK(chance(unit, 1) > 0);
    CHECK(chance(unit, 1) < 1);
    CHECK(chance(unit, 10) == doctest::Approx(chance(unit, 1)).epsilon(1e-12));
  }
}
