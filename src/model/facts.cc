#include "model/facts.h"

#include "model/marginals.h"

namespace formulary {

namespace {

void set(Facts& facts, Field field, double value) {
  facts.number[static_cast<std::size_t>(field)] = value;
}
void set(Facts& facts, Field field, const std::string& id) {
  facts.id[static_cast<std::size_t>(field)] = id;
}

}  // namespace

Facts pack_facts(const CountryPack& pack, CellKey cell) {
  const Sector& sector = pack.sectors[cell.sector];
  const Region& region = pack.regions[cell.region];
  Facts facts;
  set(facts, Field::company_type, id_of(cell.type));
  set(facts, Field::sector, sector.id);
  set(facts, Field::region, region.id);
  set(facts, Field::production_profile, sector.profile);
  set(facts, Field::labour_market_density, region.labour_market_density.value);
  set(facts, Field::resource_price_maker, sector.resource_price_maker);
  set(facts, Field::processing_capacity, sector.processing_capacity);
  set(facts, Field::overcapacity, sector.overcapacity);
  set(facts, Field::private_venture_depth, pack.private_venture_depth.value);
  set(facts, Field::default_risk, sector.default_risk.value);
  set(facts, Field::large_buyers, large_firms_in(pack, cell.region));
  return facts;
}

Facts cell_facts(const CountryPack& pack, const Population& population, const AccessMap& access,
                 CellKey cell, Stage stage, Goal goal, double population_weight) {
  Facts facts = pack_facts(pack, cell);
  set(facts, Field::stage, id_of(stage));
  set(facts, Field::goal, id_of(goal));
  const ByComponent logit = access.logit(cell.sector, cell.region, cell.type);
  for (std::size_t k = 0; k < kComponents; ++k) {
    const auto field = static_cast<Field>(static_cast<std::size_t>(Field::access_workforce) + k);
    set(facts, field, logistic(logit[k]));
  }
  set(facts, Field::sector_firms,
      population_weight * static_cast<double>(population.group(cell.sector, cell.region).size()));
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

bool may_have(const Variant& variant, const Facts& facts) {
  if (ask(variant.eligibility, facts) == Answer::no) return false;
  for (const Contraindication& c : variant.contraindications) {
    if (ask(c.when, facts) == Answer::yes) return false;
  }
  return true;
}

}  // namespace formulary
