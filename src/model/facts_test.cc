#include "model/facts.h"

#include <doctest/doctest.h>

#include "domain/toolbox.h"
#include "model/cell.h"
#include "support/small_world.h"

using namespace formulary;

namespace {

// Jobs by company type of the small world's first sector and region, counted here by hand: of all
// firms, and of those that do research.
struct Count {
  ByCompanyType all{};
  ByCompanyType research{};
};

Count count(const Population& firms, double weight) {
  Count result;
  const auto group = firms.group(0, 0);
  for (std::size_t i = group.begin; i < group.end; ++i) {
    const double jobs = weight * static_cast<double>(firms.employees[i]);
    result.all[firms.type[i]] += jobs;
    if ((firms.flags[i] & kRdActive) != 0) result.research[firms.type[i]] += jobs;
  }
  return result;
}

double sum(const ByCompanyType& jobs) {
  double total = 0;
  for (const double one : jobs) total += one;
  return total;
}

SectorView view_of(const CountryPack& pack, const Toolbox& toolbox, const Population& firms,
                   double weight) {
  return SectorView(pack, toolbox, firms, weight, 0, Stage::growth, Goal::exports, 4, 2, 9);
}

}  // namespace

// Expected: counted by hand. A facility closed to firms without research is not crowded by them.
TEST_CASE("those who may use a facility are those its card lets in") {
  Toolbox toolbox = small_world::toolbox();
  const CountryPack pack = small_world::country();
  const Population firms = small_world::population(pack, 300);
  const Count by_hand = count(firms, 2);
  REQUIRE(sum(by_hand.research) > 0);
  REQUIRE(sum(by_hand.research) < sum(by_hand.all));
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const SectorView open = view_of(pack, toolbox, firms, 2);
    CHECK(open.users(0, 0)[g] == doctest::Approx(by_hand.all[g]));
  }
  Criterion idle;
  idle.field = Field::rd_active;
  idle.is = false;
  Contraindication none;
  none.when.all = {{idle}};
  toolbox.instruments.front().variants.front().contraindications.push_back(none);
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const SectorView closed = view_of(pack, toolbox, firms, 2);
    CHECK(closed.users(0, 0)[g] == doctest::Approx(by_hand.research[g]));
  }
}

// Expected: by hand.
TEST_CASE("a facility is shared by the company types its card is for, and by whom it is given to") {
  Instrument card;
  card.company_types = {CompanyType::sme, CompanyType::startup};
  ByCompanyType jobs{};
  jobs[index_of(CompanyType::large)] = 1000;
  jobs[index_of(CompanyType::sme)] = 70;
  jobs[index_of(CompanyType::startup)] = 30;
  CHECK(jobs_beside(jobs, card, CompanyType::sme) == 100);
  CHECK(jobs_beside(jobs, card, CompanyType::newcomer) == 100);
  CHECK(jobs_beside(jobs, card, CompanyType::large) == 1100);
}
