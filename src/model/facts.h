// Which facts do criteria see? Those of a cell, and of one firm in it.
#pragma once

#include "domain/country.h"
#include "domain/criteria.h"
#include "domain/population.h"
#include "model/access.h"

namespace formulary {

// A place where measures are aimed: one sector, region and company type.
struct CellKey {
  std::size_t sector = 0;
  std::size_t region = 0;
  CompanyType type = CompanyType::sme;
};

// Facts of a cell that stand in the pack whoever its firms are; all others stay unknown.
Facts pack_facts(const CountryPack& pack, CellKey cell);

// Facts of a cell; the firm's facts stay unknown. A firm of the population stands for
// `population_weight` firms of the country.
Facts cell_facts(const CountryPack& pack, const Population& population, const AccessMap& access,
                 CellKey cell, Stage stage, Goal goal, double population_weight);

// What criteria ask about one firm.
struct FirmFacts {
  double employees = 1;
  double age_years = 0;
  double revenue = 0;         // national currency
  std::uint8_t flags = 0;     // FirmFlag
  double access_finance = 0;  // 0..1
};

// Set the firm's facts beside the cell's. A firm is credit constrained when it has nothing to
// pledge and its access to finance is below one half.
void set_firm_facts(Facts& facts, const FirmFacts& firm, double usd_rate);

// Whether a firm may have a form: its card's criteria hold and no contraindication does.
// Unknown counts as yes here; the register asks for the missing fact later.
bool may_have(const Variant& variant, const Facts& facts);

// The firm facts that criteria see, read off a row; `access_finance` is its cell's.
FirmFacts firm_facts(const Population& population, std::size_t row, double access_finance);

}  // namespace formulary
