#include "model/effect.h"

#include <cmath>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "base/must.h"
#include "support/small_world.h"

using namespace formulary;

namespace {

Instrument study(ResponseOutcome outcome, const std::array<double, kComponents>& share) {
  Instrument card =
      small_world::instrument("study", DoseUnit::thousand_usd_per_firm, 20, {20}, share, 10);
  card.stages = {Stage::growth};
  card.variants.front().mechanism.response.outcome = outcome;
  card.variants.front().mechanism.response.after_years = 3;
  card.variants.front().dose.years = 2;
  card.lag.ramp_years = small_world::exactly(2);
  return card;
}

// The study's firm by the formulas of model.md sections 1 and 5: at the benchmark with the weights
// of the first stage, half-way through years 1, 2, 3 of a ramp of two years (1/4, 3/4, 1).
struct Studied {
  double index_sum = 0;  // log E over no award, summed over the years
  double index_last = 0;
  ByComponent access_last{};
};
Studied studied(const Coefficients& c, const std::array<double, kComponents>& share,
                double potency) {
  const auto index = [&](double part, ByComponent& log_access) {
    double sum = 0;
    for (std::size_t k = 0; k < kComponents; ++k) {
      const double access = 1 / (1 + std::exp(-(c.benchmark_logit + part * potency * share[k])));
      log_access[k] = std::log(access);
      sum += c.stage_weight[index_of(Stage::growth)][k] * std::pow(access, c.rho);
    }
    return std::log(std::pow(sum, 1 / c.rho));
  };
  ByComponent before{};
  ByComponent after{};
  const double base = index(0, before);
  Studied result;
  for (const double part : {0.25, 0.75, 1.0}) {
    result.index_last = index(part, after) - base;
    result.index_sum += result.index_last;
  }
  for (std::size_t k = 0; k < kComponents; ++k) result.access_last[k] = after[k] - before[k];
  return result;
}

constexpr std::array<double, kComponents> kMixed{0.1, 0.4, 0, 0.3, 0.2};

}  // namespace

// Expected: by hand, log(1 + d/r) / log 2 at d = 0, r, 3r, 7r.
TEST_CASE("the dose response is 0 without, 1 at the reference and doubles at three references") {
  CHECK(dose_response(0, 20) == 0);
  CHECK(dose_response(20, 20) == doctest::Approx(1));
  CHECK(dose_response(60, 20) == doctest::Approx(2));
  CHECK(dose_response(140, 20) == doctest::Approx(3));
  CHECK_THROWS_AS(dose_response(-1, 20), Broken);
  CHECK_THROWS_AS(dose_response(1, 0), Broken);
}

// Expected: invariance. A chord lies below a concave curve.
TEST_CASE("the dose response rises and is concave") {
  CHECK(rc::check([](unsigned a, unsigned b) {
    const double low = std::min(a, b) % 100000 / 100.0;
    const double high = low + std::max(a, b) % 100000 / 100.0;
    const double left = dose_response(low, 20);
    const double right = dose_response(high, 20);
    RC_ASSERT(right >= left);
    RC_ASSERT(dose_response((low + high) / 2, 20) >= (left + right) / 2 - 1e-12);
  }));
}

// Expected: by hand; ramp of two years, one year of award, half-life of three.
TEST_CASE("an effect ramps up, holds while the award pays and then halves every half-life") {
  Lag lag;
  lag.ramp_years = small_world::exactly(2);
  lag.half_life_years = small_world::exactly(3);
  CHECK(effect_at(lag, 1, -1) == 0);
  CHECK(effect_at(lag, 1, 0) == 0);
  CHECK(effect_at(lag, 1, 0.5) == doctest::Approx(0.25));
  CHECK(effect_at(lag, 1, 1) == doctest::Approx(0.5));
  CHECK(effect_at(lag, 1, 2) == doctest::Approx(1));
  CHECK(effect_at(lag, 1, 3) == doctest::Approx(1));
  CHECK(effect_at(lag, 1, 6) == doctest::Approx(0.5));
  CHECK(effect_at(lag, 1, 9) == doctest::Approx(0.25));
  CHECK(effect_at(lag, 4, 6) == doctest::Approx(1));
}

// Expected: by definition; no ramp acts at once, no half-life lasts for ever.
TEST_CASE("an effect without ramp and half-life is full from the award on") {
  CHECK(effect_at(Lag{}, 1, 1e-9) == 1);
  CHECK(effect_at(Lag{}, 1, 50) == 1);
}

// Expected: the round trip; at the solved potency the study's firm shows the published percent, by
// the formulas of model.md written out again above.
TEST_CASE("at the solved potency the reference firm shows the study's percent") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Elasticity& investment = c.outcome[index_of(Outcome::investment)];
  for (const double percent : {-4.0, 0.0, 3.0, 8.0, 10.0}) {
    const double target = std::log(1 + percent / 100);
    const auto solved = [&](ResponseOutcome outcome) {
      const Instrument card = study(outcome, kMixed);
      return studied(c, kMixed, solve_potency(card, card.variants.front(), percent, c));
    };
    CHECK((c.theta + c.theta_y) * solved(ResponseOutcome::revenue).index_sum ==
          doctest::Approx(target).epsilon(1e-9));
    CHECK(c.theta * solved(ResponseOutcome::employment).index_sum ==
          doctest::Approx(target).epsilon(1e-9));
    const Studied firm = solved(ResponseOutcome::investment);
    CHECK((c.theta + c.theta_y) * firm.index_sum + investment.index * firm.index_last +
              investment.access[index_of(Component::finance)] *
                  firm.access_last[index_of(Component::finance)] ==
          doctest::Approx(target).epsilon(1e-9));
  }
}

// Expected: the clamp that effect.h promises.
TEST_CASE("an effect that the index cannot carry is cut to potencies from -1.5 to 3.5") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Instrument card = study(ResponseOutcome::productivity, {1, 0, 0, 0, 0});
  CHECK(solve_potency(card, card.variants.front(), 200, c) == 3.5);
  CHECK(solve_potency(card, card.variants.front(), -60, c) == -1.5);
  CHECK(solve_potency(card, card.variants.front(), -500, c) == -1.5);
}

// Expected: by hand; twice the firm is half the dose, f(1/2) = log 1.5 / log 2.
TEST_CASE("an award of fixed money acts in full up to the award size and thinner beyond") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Instrument card = small_world::toolbox().instruments[1];
  const Variant& grant = card.variants.front();
  CHECK(award_strength(grant, 20, 1, 1, c) == 1);
  CHECK(award_strength(grant, 20, 30, 1, c) == 1);
  CHECK(award_strength(grant, 20, 60, 1, c) == doctest::Approx(std::log(1.5) / std::log(2)));
  CHECK(award_strength(grant, 20, 30, 0.5, c) == doctest::Approx(std::log(1.5) / std::log(2)));
  CHECK(award_strength(grant, 20, 60, 0.5, c) == doctest::Approx(std::log(1.25) / std::log(2)));
}

// Expected: by definition; a share of the firm's own figures grows with the firm.
TEST_CASE("an award in percent of the firm's own figures acts alike in firms of every size") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  const Instrument card = small_world::toolbox().instruments[2];
  CHECK(award_strength(card.variants.front(), 20, 5, 1, c) == 1);
  CHECK(award_strength(card.variants.front(), 20, 5000, 1, c) == 1);
}

// Expected: by hand; 2,000 jobs are served in full, 32,000 leave 16^-0.75 = 1/8.
TEST_CASE("a facility serves so many jobs in full and is crowded beyond") {
  const Coefficients c = mean_coefficients(small_world::parameters());
  CHECK(facility_crowding(10, c) == 1);
  CHECK(facility_crowding(2000, c) == doctest::Approx(1));
  CHECK(facility_crowding(32000, c) == doctest::Approx(0.125));
}

// Expected: by hand, 0.8 x f(60 with reference 20) = 1.6, split over the components.
TEST_CASE("a dose shifts the components by the card's shares") {
  const Instrument card = study(ResponseOutcome::revenue, kMixed);
  const ByComponent shift = shift_of(card.variants.front(), 0.8, 60);
  for (std::size_t k = 0; k < kComponents; ++k) CHECK(shift[k] == doctest::Approx(1.6 * kMixed[k]));
}

// Expected: by hand; the campus strengthens training and nothing strengthens the campus.
TEST_CASE("interactions act one way and exclusion both ways") {
  const Toolbox toolbox = small_world::toolbox();
  const Instrument& campus = toolbox.instruments[0];
  const Instrument& grant = toolbox.instruments[1];
  const Instrument& loan = toolbox.instruments[2];
  Instrument training = toolbox.instruments[3];
  CHECK(interaction_factor(training, campus, CompanyType::sme) == doctest::Approx(1.3));
  CHECK(interaction_factor(campus, training, CompanyType::sme) == 1);
  CHECK(exclude_each_other(grant, loan));
  CHECK(exclude_each_other(loan, grant));
  CHECK_FALSE(exclude_each_other(grant, training));
  training.interactions.back().company_types = {CompanyType::large};
  CHECK(interaction_factor(training, campus, CompanyType::sme) == 1);
}

// Expected: known truth; the mean of the prior is the card's percent, its spread the card's.
TEST_CASE("drawn effects have the mean and spread of the card and differ between its forms") {
  Instrument card = study(ResponseOutcome::revenue, kMixed);
  card.variants.push_back(card.variants.front());
  card.variants.back().id = "other";
  constexpr int kDraws = 4000;
  double sum = 0;
  double squares = 0;
  int same = 0;
  for (std::uint32_t draw = 1; draw <= kDraws; ++draw) {
    const double percent = draw_percent(card, card.variants.front(), 1, draw);
    sum += percent;
    squares += (percent - 10) * (percent - 10);
    same += percent == draw_percent(card, card.variants.back(), 1, draw) ? 1 : 0;
  }
  CHECK(std::fabs(sum / kDraws - 10) < 4 * 2.5 / std::sqrt(kDraws));  // four standard errors
  CHECK(std::sqrt(squares / kDraws) == doctest::Approx(2.5).epsilon(0.05));
  CHECK(same == 0);
  CHECK(draw_percent(card, card.variants.front(), 1, 7) ==
        draw_percent(card, card.variants.front(), 1, 7));
}

// Expected: by hand; a facility that opens at once, never fades and stands 30 years has 25 of them
// left after five, and 25 of 28 where it takes two years to build.
TEST_CASE("what a facility will still give after the programme") {
  Lag lag;
  CHECK(service_left(lag, 5, 0) == doctest::Approx(25.0 / 30));
  lag.set_up_years = small_world::exactly(2);
  CHECK(service_left(lag, 5, 0) == doctest::Approx(25.0 / 28));
  CHECK(service_left(lag, 5, 0.1) < service_left(lag, 5, 0));
  CHECK(service_left(lag, 30, 0) == 0);
}
