// Which tools, for whom, in which dose, with which KPIs? The proposal and its justification.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "base/money.h"
#include "domain/provenance.h"
#include "domain/words.h"

namespace formulary {

// What the ministry brings: the goal, the money, the time and where.
struct Envelope {
  std::string country;
  std::string sector;
  Goal goal = Goal::exports;
  Money budget;  // whole horizon
  int years = 5;
  std::vector<std::string> regions;  // empty = all of the pack
  std::vector<CompanyType> company_types{CompanyType::large, CompanyType::sme, CompanyType::startup,
                                         CompanyType::newcomer};
  double risk_aversion = 0.25;      // lambda of the CVaR term
  double minimum_region_share = 0;  // of the budget, in each region that has firms
  int most_instruments = 6;         // a cell
  double gap = 0.005;               // certified gap to stop at
};

struct PlannedKpi {
  std::string kpi;
  double baseline = 0;   // the cell's value in the base year
  double no_policy = 0;  // expected in the target year without the measure
  double target = 0;     // in the target year
  int period = 0;        // the target year
};

struct Justification {
  std::string problem;                         // best-ranked problem that it treats; may be empty
  Component component = Component::workforce;  // that it relaxes most, where it binds most
  double gain_if_kept = 0;                     // benefit lost without it, national currency
  double benefit_per_cost = 0;
  bool assumed_effect = false;        // wide prior, no study behind the effect
  std::vector<std::string> evidence;  // confirmed studies
};

struct Step {
  std::string what;    // set_up | call | awards | review | close
  int from_month = 0;  // from the start of the programme
  int to_month = 0;
  std::string role;    // stakeholder role
  std::string office;  // of the pack
};

struct PlannedMeasure {
  std::string id;  // instrument.region.company_type, unique in the package
  std::string instrument;
  std::string variant;
  std::string sector;
  std::string region;
  CompanyType company_type = CompanyType::sme;
  double dose = 0;  // in the unit of the instrument's dose
  std::string dose_unit;
  double coverage = 1;                // share of qualified applicants that the budget pays for
  double facility_share = 1;          // of a shared facility's cost in the budget; 1 for awards
  Money budget;                       // whole horizon
  std::vector<Money> budget_by_year;  // sums to budget exactly
  double expected_awards = 0;
  std::vector<PlannedKpi> kpis;  // never empty
  std::vector<Step> schedule;
  Justification why;
};

enum class RefusalReason {
  not_indicated,  // stage, company type or goal
  contraindicated,
  conditions_missing,
  nobody_eligible,
  too_few_would_come,  // firms are eligible, but a call for so few is not worth holding
  excluded,            // by a chosen instrument
  no_gain,             // no package with it is worth its money at these prices
  no_budget,           // its smallest dose is beyond the budget
};
template <>
struct Ids<RefusalReason> {
  static constexpr std::array names{"not_indicated",   "contraindicated",    "conditions_missing",
                                    "nobody_eligible", "too_few_would_come", "excluded",
                                    "no_gain",         "no_budget"};
};
struct Refusal {
  std::string instrument;
  std::string variant;                     // empty = all forms
  std::vector<CompanyType> company_types;  // cells it was refused in
  int cells = 0;                           // how many cells
  RefusalReason reason = RefusalReason::no_gain;
  Text text;                // the card's reason where there is one
  std::string binding;      // component that binds instead, where that is the reason
  double reduced_cost = 0;  // national currency; how far it is from being chosen
};

struct ShadowPrice {
  std::string limit;  // budget | budget_year.2 | capacity.ROLE | region.ID ...
  double price = 0;   // benefit per unit of the limit
  double used = 0;
  double limit_value = 0;
};

struct Alternative {  // a point on the Pareto front
  Money budget;
  double benefit = 0;
  double worst_tenth = 0;  // mean benefit of the worst tenth of scenarios
  int measures = 0;
  std::vector<std::string> instruments;
};

struct Benefit {
  double mean_field = 0;  // national currency, present value, whole package
  double worst_tenth = 0;
  double per_cost = 0;
};

struct Package {
  Envelope envelope;
  Stage stage = Stage::growth;
  std::vector<PlannedMeasure> measures;
  std::vector<PlannedMeasure> blanket;  // the same money spent evenly
  Benefit benefit;
  Benefit blanket_benefit;
  double gap = 0;  // certified: (bound - value) / bound
  double bound = 0;
  std::vector<Refusal> refused;
  std::vector<ShadowPrice> prices;
  std::vector<Alternative> alternatives;
  std::vector<Component> binding;        // of the diagnosis; each is addressed
  std::vector<std::string> unaddressed;  // binding components no affordable tool addresses
  Provenance provenance;
  // Explains the run; varies with the machine, so it is never part of the compared bytes.
  struct Summary {
    int cells = 0;
    int columns = 0;
    int rounds = 0;
    long long packages_priced = 0;
    double seconds = 0;
  } summary;
};

// What would make a package possible; its words stand in the room `report`.
enum class Remedy {
  other_firms,  // the regions and company types asked for hold none of the sector
  positive_budget,
  larger_budget,  // the cheapest tool for what binds costs more than all of it
  looser_limits,
};
template <>
struct Ids<Remedy> {
  static constexpr std::array names{"other_firms", "positive_budget", "larger_budget",
                                    "looser_limits"};
};

// No package keeps every limit: which limits bind, and what would help.
struct Infeasible {
  Envelope envelope;
  std::vector<std::string> limits;  // in words of the limits' ids
  Remedy remedy = Remedy::looser_limits;
};

using Configuration = std::variant<Package, Infeasible>;

}  // namespace formulary
