#include "model/facility.h"

#include <algorithm>
#include <numeric>

#include "model/marginals.h"

namespace formulary {

namespace {

void set(Facts& facts, Field field, double value) {
  facts.number[static_cast<std::size_t>(field)] = value;
}

// Add the expected users of one sector in one region.
void add_users(const CountryPack& pack, CellKey cell, const std::vector<ExpectedFirms>& kinds,
               double part, const Variant& variant, ByCompanyType& jobs) {
  double firms = 0;
  for (const ExpectedFirms& kind : kinds) firms += part * kind.firms;
  std::array<Facts, kCompanyTypes> facts;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    cell.type = static_cast<CompanyType>(g);
    facts[g] = pack_facts(pack, cell);
    set(facts[g], Field::sector_firms, firms);
  }
  for (const ExpectedFirms& kind : kinds) {
    Facts& known = facts[index_of(kind.type)];
    set(known, Field::employees, kind.employees);
    set(known, Field::rd_active, kind.rd_active ? 1.0 : 0.0);
    if (may_have(variant, known)) jobs[index_of(kind.type)] += part * kind.firms * kind.employees;
  }
}

}  // namespace

ByCompanyType facility_jobs(const CountryPack& pack, const Population& population,
                            const AccessMap& access, std::size_t sector, std::size_t region,
                            Stage stage, Goal goal, double population_weight,
                            const Variant& variant) {
  std::array<Facts, kCompanyTypes> facts;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const CellKey cell{sector, region, static_cast<CompanyType>(g)};
    facts[g] = cell_facts(pack, population, access, cell, stage, goal, population_weight);
  }
  ByCompanyType jobs{};
  const auto group = population.group(sector, region);
  for (std::size_t row = group.begin; row < group.end; ++row) {
    const std::size_t g = population.type[row];
    const double finance = *facts[g].number[static_cast<std::size_t>(Field::access_finance)];
    const FirmFacts firm = firm_facts(population, row, finance);
    set_firm_facts(facts[g], firm, pack.usd_rate.value);
    if (may_have(variant, facts[g])) jobs[g] += firm.employees * population_weight;
  }
  return jobs;
}

std::vector<ByCompanyType> facility_jobs_elsewhere(const CountryPack& pack, std::size_t sector,
                                                   const Variant& variant) {
  std::vector<ByCompanyType> jobs(pack.regions.size(), ByCompanyType{});
  if (variant.mechanism.open_to == OpenTo::sector) return jobs;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    if (s == sector) continue;
    const std::vector<ExpectedFirms> kinds = expected_firms(pack, pack.sectors[s]);
    const std::vector<double> weights = region_weights(pack, pack.sectors[s].id);
    const double all = std::accumulate(weights.begin(), weights.end(), 0.0);
    for (std::size_t r = 0; r < jobs.size(); ++r) {
      if (weights[r] > 0) {
        add_users(pack, {s, r, CompanyType::sme}, kinds, weights[r] / all, variant, jobs[r]);
      }
    }
  }
  return jobs;
}

double jobs_beside(const FacilityUsers& users, const Instrument& instrument, CompanyType type) {
  double sum = 0;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const auto other = static_cast<CompanyType>(g);
    const auto& listed = instrument.company_types;
    if (other == type || std::find(listed.begin(), listed.end(), other) != listed.end()) {
      sum += users.own[g] + users.elsewhere[g];
    }
  }
  return sum;
}

double facility_share(const FacilityUsers& users, const Instrument& instrument, CompanyType type,
                      double least_share) {
  const double own = users.own[index_of(type)];
  if (!(own > 0)) return least_share;
  const double of_type = own + users.elsewhere[index_of(type)];
  return std::max(least_share, of_type / jobs_beside(users, instrument, type)) * own / of_type;
}

}  // namespace formulary
