// Which sectors answer which instrument, and why do the others not?
#pragma once

#include <string>
#include <vector>

#include "domain/forecast.h"
#include "domain/provenance.h"
#include "domain/words.h"

namespace formulary {

enum class SensitivityReason {
  treats_binding,   // it relaxes the component that binds
  binds_elsewhere,  // it works on a component that does not bind here
  contraindicated,
  conditions_missing,
  nobody_eligible,
  not_indicated,  // stage or company type
};
template <>
struct Ids<SensitivityReason> {
  static constexpr std::array names{"treats_binding",     "binds_elsewhere", "contraindicated",
                                    "conditions_missing", "nobody_eligible", "not_indicated"};
};

struct SensitivityCell {
  std::string sector;
  std::string instrument;
  std::string variant;
  CompanyType company_type = CompanyType::sme;
  Spread response;      // change of a treated firm's revenue at the reference dose, percent
  double per_cost = 0;  // benefit per unit of public money
  SensitivityReason reason = SensitivityReason::treats_binding;
  Text text;                                 // the card's reason where there is one
  Component binding = Component::workforce;  // largest shadow return in this cell
};

struct Sensitivity {
  std::string country;
  std::vector<SensitivityCell> cells;  // by sector, instrument, variant, company type
  Provenance provenance;
};

}  // namespace formulary
