// May this firm or this cell have it? Structured criteria, three-valued, no expression language.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "domain/words.h"

namespace formulary {

// What a criterion may ask about. The first block are facts of a firm, the second of its cell
// (sector x region x company type). Yes/no facts are 1 or 0. Kept in step with Ids<Field>.
enum class Field {
  // firm
  employees,
  age_years,
  revenue_million_usd,
  exporter,
  rd_active,
  taxable_profit,
  collateral,
  credit_constrained,
  // cell: enumerations, compared by id
  company_type,
  stage,
  goal,
  sector,
  region,
  production_profile,
  // cell: measured, 0..1 unless said
  access_workforce,
  access_science,
  access_infrastructure,
  access_finance,
  access_demand,
  labour_market_density,  // region, 1 = densest of the country
  resource_price_maker,   // sector, 1 = the country moves the world price of its input
  processing_capacity,    // sector, 1 = committed capacity to process the raw material
  overcapacity,           // sector, 1 = idle capacity in excess of a normal cycle
  private_venture_depth,  // country, 0..1
  default_risk,           // sector, share of loans in default a year
  sector_firms,           // firms of the sector in the region, count
  large_buyers,           // large firms in the region, count
  count_,
};
inline constexpr std::size_t kFields = static_cast<std::size_t>(Field::count_);

template <>
struct Ids<Field> {
  static constexpr std::array names{"employees",
                                    "age_years",
                                    "revenue_million_usd",
                                    "exporter",
                                    "rd_active",
                                    "taxable_profit",
                                    "collateral",
                                    "credit_constrained",
                                    "company_type",
                                    "stage",
                                    "goal",
                                    "sector",
                                    "region",
                                    "production_profile",
                                    "access_workforce",
                                    "access_science",
                                    "access_infrastructure",
                                    "access_finance",
                                    "access_demand",
                                    "labour_market_density",
                                    "resource_price_maker",
                                    "processing_capacity",
                                    "overcapacity",
                                    "private_venture_depth",
                                    "default_risk",
                                    "sector_firms",
                                    "large_buyers"};
};
static_assert(Ids<Field>::names.size() == kFields);

// Facts of a firm are the fields up to and including credit_constrained.
constexpr bool is_firm_fact(Field field) {
  return field <= Field::credit_constrained;
}
// Enumerated fields are compared by id with `is`, `in`, `not_in`; all others by number.
constexpr bool is_enumerated(Field field) {
  return field >= Field::company_type && field <= Field::production_profile;
}
// Yes/no facts take `is: true` or `is: false`.
constexpr bool is_yes_no(Field field) {
  return field >= Field::exporter && field <= Field::credit_constrained;
}

// One question about one field. Exactly one kind of bound is set.
struct Criterion {
  Field field = Field::employees;
  std::optional<double> min;        // value >= min
  std::optional<double> max;        // value <= max
  std::optional<bool> is;           // yes/no facts
  std::vector<std::string> in;      // ids (enumerated fields); `is: id` reads as `in: [id]`
  std::vector<std::string> not_in;  // ids
};

// All groups must hold; a group holds when any of its criteria does (usually it has one).
struct Criteria {
  std::vector<std::vector<Criterion>> all;
};

enum class Answer { no, yes, unknown };

// The facts at hand: numbers by field, ids by enumerated field; a missing fact is "unknown".
struct Facts {
  std::array<std::optional<double>, kFields> number{};
  std::array<std::string, kFields> id{};  // empty = unknown
};

// Answer one criterion, or a whole list (Kleene logic: a certain "no" wins over "unknown").
Answer ask(const Criterion& criterion, const Facts& facts);
Answer ask(const Criteria& criteria, const Facts& facts);

}  // namespace formulary
