#include "model/facility.h"

#include <algorithm>

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
    CHECK(open.users(0, 0).own[g] == doctest::Approx(by_hand.all[g]));
  }
  Criterion idle;
  idle.field = Field::rd_active;
  idle.is = false;
  Contraindication none;
  none.when.all = {{idle}};
  toolbox.instruments.front().variants.front().contraindications.push_back(none);
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const SectorView closed = view_of(pack, toolbox, firms, 2);
    CHECK(closed.users(0, 0).own[g] == doctest::Approx(by_hand.research[g]));
  }
}

namespace {

Instrument card_for_small_firms() {
  Instrument card;
  card.company_types = {CompanyType::sme, CompanyType::startup};
  return card;
}

ByCompanyType jobs_of(double large, double sme, double startup) {
  ByCompanyType jobs{};
  jobs[index_of(CompanyType::large)] = large;
  jobs[index_of(CompanyType::sme)] = sme;
  jobs[index_of(CompanyType::startup)] = startup;
  return jobs;
}

}  // namespace

// Expected: by hand.
TEST_CASE("a facility is shared by the company types its card is for, and by whom it is given to") {
  const Instrument card = card_for_small_firms();
  const FacilityUsers users{jobs_of(1000, 70, 30), {}};
  CHECK(jobs_beside(users, card, CompanyType::sme) == 100);
  CHECK(jobs_beside(users, card, CompanyType::newcomer) == 100);
  CHECK(jobs_beside(users, card, CompanyType::large) == 1100);
  const FacilityUsers region{users.own, jobs_of(5000, 630, 70)};
  CHECK(jobs_beside(region, card, CompanyType::sme) == 800);
  CHECK(jobs_beside(region, card, CompanyType::large) == 6800);
}

// Expected: by hand; 70 of 100 jobs, and a quarter for the start-ups' 12.
TEST_CASE("a company type of the one sector served carries its jobs, at least the least share") {
  const Instrument card = card_for_small_firms();
  const FacilityUsers users{jobs_of(1000, 88, 12), {}};
  CHECK(facility_share(users, card, CompanyType::sme, 0.25) == doctest::Approx(0.88));
  CHECK(facility_share(users, card, CompanyType::startup, 0.25) == 0.25);
  CHECK(facility_share(users, card, CompanyType::startup, 0) == doctest::Approx(0.12));
  CHECK(facility_share(users, card, CompanyType::newcomer, 0.25) == 0.25);
}

// Expected: by hand; all SMEs have 700 of 800 jobs, of which 70 are ours; all start-ups have 100,
// are raised to a quarter, and 30 of them are ours.
TEST_CASE("sectors divide by jobs what a company type carries of a region's facility") {
  const Instrument card = card_for_small_firms();
  const FacilityUsers users{jobs_of(1000, 70, 30), jobs_of(5000, 630, 70)};
  CHECK(facility_share(users, card, CompanyType::sme, 0.25) == doctest::Approx(70.0 / 800));
  CHECK(facility_share(users, card, CompanyType::startup, 0.25) == doctest::Approx(0.25 * 0.3));
}

// Expected: by definition; the facility is paid for once at least, however small the sectors are.
TEST_CASE("the parts of all sectors and company types add up to the whole cost at least") {
  const Instrument card = card_for_small_firms();
  const std::vector<ByCompanyType> sectors{jobs_of(9, 70, 1), jobs_of(0, 600, 2), jobs_of(1, 1, 0)};
  double sum = 0;
  for (const ByCompanyType& own : sectors) {
    FacilityUsers users{own, {}};
    for (const ByCompanyType& other : sectors) {
      if (&other == &own) continue;
      for (std::size_t g = 0; g < kCompanyTypes; ++g) users.elsewhere[g] += other[g];
    }
    for (const CompanyType type : card.company_types) {
      if (own[index_of(type)] > 0) sum += facility_share(users, card, type, 0.25);
    }
  }
  CHECK(sum == doctest::Approx(671.0 / 674 + 0.25));
}

namespace {

// The small world with a hundred tools firms of three people, three quarters of them in the north;
// nobody fails, so ages are spread evenly over 40 years. Its campus is open to the region.
struct TwoSectors {
  Toolbox toolbox = small_world::toolbox();
  CountryPack pack = small_world::country();

  TwoSectors() {
    pack.marginals.size_classes = {{"small", {}, 3, 3}, {"big", {}, 500, 500}};
    pack.marginals.firms = {{"crafts", "small", small_world::exactly(7000)},
                            {"tools", "small", small_world::exactly(100)}};
    pack.marginals.sector_region_tilt["tools"]["north"] = 3;
    pack.marginals.pareto_exponent = small_world::exactly(1);
    pack.marginals.age_weibull_shape = small_world::exactly(1);
    pack.marginals.age_weibull_scale_years = small_world::exactly(1e12);
    form().mechanism.open_to = OpenTo::region;
  }
  Variant& form() { return toolbox.instruments.front().variants.front(); }
  ByCompanyType in_north() const {
    return facility_jobs_elsewhere(pack, 0, toolbox.instruments.front().variants.front())[0];
  }
  // Bar the firms that answer a criterion.
  void bar(const Criterion& criterion) {
    Contraindication one;
    one.when.all = {{criterion}};
    form().contraindications.push_back(one);
  }
};

Criterion answers(Field field, bool is) {
  Criterion criterion;
  criterion.field = field;
  criterion.is = is;
  return criterion;
}

}  // namespace

// Expected: by hand; 300 jobs, a twentieth in newcomers, of the three tenths with research an
// eighth in start-ups, three quarters of all in the north; the asking sector's own are left out.
TEST_CASE("users in other sectors are expected from the pack's marginals") {
  TwoSectors world;
  const ByCompanyType all = world.in_north();
  CHECK(all[index_of(CompanyType::newcomer)] == doctest::Approx(225 * 0.05));
  CHECK(all[index_of(CompanyType::startup)] == doctest::Approx(225 * 0.3 * 0.125));
  CHECK(all[index_of(CompanyType::sme)] == doctest::Approx(225 * (0.95 - 0.3 * 0.125)));
  CHECK(all[index_of(CompanyType::large)] == 0);
  world.bar(answers(Field::rd_active, false));
  const ByCompanyType research = world.in_north();
  CHECK(research[index_of(CompanyType::newcomer)] == doctest::Approx(225 * 0.3 * 0.05));
  CHECK(research[index_of(CompanyType::startup)] == doctest::Approx(225 * 0.3 * 0.125));
  CHECK(research[index_of(CompanyType::sme)] == doctest::Approx(225 * 0.3 * 0.825));
}

// Expected: by definition.
TEST_CASE("a facility for one sector has no users in others") {
  TwoSectors world;
  world.form().mechanism.open_to = OpenTo::sector;
  const auto jobs = facility_jobs_elsewhere(world.pack, 0, world.form());
  REQUIRE(jobs.size() == 2);
  for (const ByCompanyType& region : jobs) CHECK(sum(region) == 0);
}

// Expected: by hand; what no marginal tells counts as met, what the pack tells of a sector, a
// region or a size is asked.
TEST_CASE("the card's criteria are asked of other sectors as far as the pack can answer") {
  Criterion sector;
  sector.field = Field::sector;
  sector.in = {"tools"};
  Criterion few;
  few.field = Field::sector_firms;
  few.max = 50;
  Criterion small;
  small.field = Field::employees;
  small.max = 2.9;
  const auto left = [](const Criterion& criterion) {
    TwoSectors world;
    world.bar(criterion);
    return sum(world.in_north());
  };
  CHECK(left(answers(Field::exporter, true)) == doctest::Approx(225));
  CHECK(left(answers(Field::exporter, false)) == doctest::Approx(225));
  CHECK(left(sector) == 0);
  CHECK(left(few) == doctest::Approx(225));  // 75 firms in the north
  CHECK(left(small) == doctest::Approx(225));
  few.max = 75;
  small.max = 3;
  CHECK(left(few) == 0);
  CHECK(left(small) == 0);
}

// Expected: by hand, from the two formulas; both cost and crowding see the users elsewhere.
TEST_CASE("a cell carries its part of a region's facility and finds it crowded by all users") {
  TwoSectors world;
  world.pack.marginals.firms.back().firms.value = 4000;  // 12,000 jobs, 9,000 of them in the north
  world.toolbox.parameters["ecosystem.facility_least_share"] = small_world::exactly(0);
  const Population firms = small_world::population(world.pack, 300);
  const SectorView region = view_of(world.pack, world.toolbox, firms, 1);
  world.form().mechanism.open_to = OpenTo::sector;
  const SectorView sector = view_of(world.pack, world.toolbox, firms, 1);
  const CellKey key{0, 0, CompanyType::sme};
  const Option shared = Cell(region, key, 4).option(0, 0.4, 1);
  const Option alone = Cell(sector, key, 4).option(0, 0.4, 1);
  const ByCompanyType own = count(firms, 1).all;
  const double jobs = sum(own);
  CHECK(shared.facility_share ==
        doctest::Approx(own[index_of(CompanyType::sme)] / (jobs + 9000)).epsilon(1e-6));
  CHECK(shared.cost / alone.cost == doctest::Approx(jobs / (jobs + 9000)).epsilon(1e-6));
  const Coefficients& c = region.mean().coefficients;
  const double ratio = dose_response(0.4 * facility_crowding(jobs + 9000, c), 0.4) /
                       dose_response(0.4 * facility_crowding(jobs, c), 0.4);
  CHECK(ratio < 0.7);
  for (std::size_t w = 0; w < region.draws(); ++w) {
    CHECK(shared.shift[w][0] / alone.shift[w][0] == doctest::Approx(ratio).epsilon(1e-6));
  }
}
