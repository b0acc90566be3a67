#include "model/facts.h"

#include <algorithm>

namespace formulary {

namespace {

void set(Facts& facts, Field field, double value) {
  facts.number[static_cast<std::size_t>(field)] = value;
}
void set(Facts& facts, Field field, const std::string& id) {
  facts.id[static_cast<std::size_t>(field)] = id;
}

}  // namespace

double large_firms_in(const CountryPack& pack, std::size_t region) {
  const auto share = pack.marginals.region_share.find(pack.regions[region].id);
  if (share == pack.marginals.region_share.end()) return 0;
  double count = 0;
  for (const FirmCount& row : pack.marginals.firms) {
    for (const SizeClass& size : pack.marginals.size_classes) {
      if (size.id == row.size_class &&
          size.employees_min >= pack.company_types.large_employees_over) {
        count += row.firms.value * share->second;
      }
    }
  }
  return count;
}

Facts cell_facts(const CountryPack& pack, const Population& population, const AccessMap& access,
                 CellKey cell, Stage stage, Goal goal, double population_weight) {
  const Sector& sector = pack.sectors[cell.sector];
  const Region& region = pack.regions[cell.region];
  Facts facts;
  set(facts, Field::company_type, id_of(cell.type));
  set(facts, Field::stage, id_of(stage));
  set(facts, Field::goal, id_of(goal));
  set(facts, Field::sector, sector.id);
  set(facts, Field::region, region.id);
  set(facts, Field::production_profile, sector.profile);
  const ByComponent logit = access.logit(cell.sector, cell.region, cell.type);
  for (std::size_t k = 0; k < kComponents; ++k) {
    const auto field = static_cast<Field>(static_cast<std::size_t>(Field::access_workforce) + k);
    set(facts, field, logistic(logit[k]));
  }
  set(facts, Field::labour_market_density, region.labour_market_density.value);
  set(facts, Field::resource_price_maker, sector.resource_price_maker);
  set(facts, Field::processing_capacity, sector.processing_capacity);
  set(facts, Field::overcapacity, sector.overcapacity);
  set(facts, Field::private_venture_depth, pack.private_venture_depth.value);
  set(facts, Field::default_risk, sector.default_risk.value);
  set(facts, Field::sector_firms,
      population_weight * static_cast<double>(population.group(cell.sector, cell.region).size()));
  set(facts, Field::large_buyers, large_firms_in(pack, cell.region));
  return facts;
}

void set_firm_facts(Facts& facts, const FirmFacts& firm, double usd_rate) {
  set(facts, Field::employees, firm.employees);
  set(facts, Field::age_years, firm.age_years);
  set(facts, Field::revenue_million_usd, firm.revenue / usd_rate / 1e6);
  const auto flag = [&](Field field, FirmFlag bit) {
    set(facts, field, (firm.flags & bit) != 0 ? 1.0 : 0.0);
  };
  flag(Field::exporter, kExporter);
  flag(Field::rd_active, kRdActive);
  flag(Field::taxable_profit, kTaxableProfit);
  flag(Field::collateral, kCollateral);
  const bool constrained = (firm.flags & kCollateral) == 0 && firm.access_finance < 0.5;
  set(facts, Field::credit_constrained, constrained ? 1.0 : 0.0);
}

FirmFacts firm_facts(const Population& population, std::size_t row, double access_finance) {
  const double n = static_cast<double>(population.employees[row]);
  return {n, static_cast<double>(population.age_years[row]),
          n * static_cast<double>(population.output_per_worker[row]), population.flags[row],
          access_finance};
}

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

double jobs_beside(const ByCompanyType& jobs, const Instrument& instrument, CompanyType type) {
  double sum = 0;
  for (std::size_t g = 0; g < kCompanyTypes; ++g) {
    const auto other = static_cast<CompanyType>(g);
    const auto& listed = instrument.company_types;
    if (other == type || std::find(listed.begin(), listed.end(), other) != listed.end()) {
      sum += jobs[g];
    }
  }
  return sum;
}

bool may_have(const Variant& variant, const Facts& facts) {
  if (ask(variant.eligibility, facts) == Answer::no) return false;
  for (const Contraindication& c : variant.contraindications) {
    if (ask(c.when, facts) == Answer::yes) return false;
  }
  return true;
}

}  // namespace formulary
