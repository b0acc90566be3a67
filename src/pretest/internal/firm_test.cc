#include "pretest/internal/firm.h"

#include <cmath>

#include <doctest/doctest.h>

#include "support/small_world.h"

using namespace formulary;
using namespace formulary::pretesting;

namespace {

// A grant that shifts finance by 1 and a campus that shifts science by 2 in full; the campus lifts
// the grant by one half. Ramps of a year, the campus set up after one.
struct Tools {
  Toolbox toolbox = small_world::toolbox();
  std::vector<Tool> list;

  Tools() {
    for (const std::size_t card : {1, 0}) {
      Tool tool;
      tool.card = &toolbox.instruments[card];
      tool.variant = &tool.card->variants.front();
      tool.is_public = card == 0;
      tool.full = card == 0 ? ByComponent{0, 2, 0, 0, 0} : ByComponent{0, 0, 0, 1, 0};
      list.push_back(tool);
    }
    list[0].factor = {1, 1.5};
    list[1].factor = {1, 1};
  }
};

Firm firm() {
  Firm result;
  result.odds = {1, 1, 1, 1, 1};
  result.awards.resize(2);
  return result;
}

// Minus the log of the odds: by how much a component's logit was shifted.
double shift(const ByComponent& odds, Component component) {
  return -std::log(odds[index_of(component)]);
}

}  // namespace

// Expected: by definition; no award, no shift.
TEST_CASE("a firm without awards keeps its access") {
  const Tools tools;
  CHECK(odds_in(tools.list, firm(), 3, 5, std::nullopt) == firm().odds);
}

// Expected: by hand; from the middle of its year an award ramps up over one, at eight tenths.
TEST_CASE("an award acts from the middle of its year at its strength") {
  const Tools tools;
  Firm awarded = firm();
  awarded.awards[0].year = 2;
  awarded.awards[0].strength = 0.8F;
  CHECK(shift(odds_in(tools.list, awarded, 2, 5, std::nullopt), Component::finance) ==
        doctest::Approx(0.4));
  CHECK(shift(odds_in(tools.list, awarded, 3, 5, std::nullopt), Component::finance) ==
        doctest::Approx(0.8));
}

// Expected: by hand; a facility opens after its set-up whenever a firm comes to it, and lifts the
// grant of its users by one half from then on.
TEST_CASE("a facility acts from its opening and strengthens what it should") {
  const Tools tools;
  Firm user = firm();
  user.awards[0].year = 1;
  user.awards[1].year = 1;
  Toolbox toolbox = tools.toolbox;
  toolbox.instruments[0].lag.set_up_years = small_world::exactly(1);
  std::vector<Tool> list = tools.list;
  list[1].card = &toolbox.instruments[0];
  list[1].variant = &list[1].card->variants.front();
  CHECK(shift(odds_in(list, user, 1, 5, std::nullopt), Component::science) == 0);
  CHECK(shift(odds_in(list, user, 2, 5, std::nullopt), Component::science) == doctest::Approx(1));
  CHECK(shift(odds_in(list, user, 3, 5, std::nullopt), Component::science) == doctest::Approx(2));
  CHECK(shift(odds_in(list, user, 2, 5, std::nullopt), Component::finance) == doctest::Approx(1.5));
}

// Expected: by hand; what a firm would have with one more tool at its full effect.
TEST_CASE("a firm can ask what one more tool would bring") {
  const Tools tools;
  CHECK(shift(odds_in(tools.list, firm(), 1, 5, Extra{0, 0.5}), Component::finance) ==
        doctest::Approx(0.5));
  Firm user = firm();
  user.awards[1].year = 1;
  CHECK(shift(odds_in(tools.list, user, 1, 5, Extra{0, 0.5}), Component::finance) ==
        doctest::Approx(0.75));
}

// Expected: the pack's rule; over 250 employees, under 2 years, under 7 with research, else SME.
TEST_CASE("a firm ages and grows out of its type") {
  const CompanyTypeRule rule;
  Firm one = firm();
  const auto type = [&](double employees, double age, bool research) {
    one.base.log_n = std::log(employees);
    one.base.age = age;
    one.flags = research ? kRdActive : 0;
    return type_now(rule, one);
  };
  CHECK(type(251, 1, true) == CompanyType::large);
  CHECK(type(249, 1.9, true) == CompanyType::newcomer);
  CHECK(type(10, 2, true) == CompanyType::startup);
  CHECK(type(10, 2, false) == CompanyType::sme);
  CHECK(type(10, 7, true) == CompanyType::sme);
  one.treated = true;
  one.policy.log_n = std::log(300);
  CHECK(type_now(rule, one) == CompanyType::large);
}
