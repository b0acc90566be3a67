// What is in the medicine cabinet? Instruments, KPIs, problems, indicators and parameters.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "domain/criteria.h"
#include "domain/quantity.h"
#include "domain/words.h"

namespace formulary {

// What one unit of an instrument's dose means for one firm (or one facility).
enum class DoseUnit {
  thousand_usd_per_firm,     // an award of that size, a year
  percent_of_investment,     // of the firm's yearly investment
  percent_of_revenue,        // of the firm's yearly revenue (contracts, purchase orders)
  percent_of_payroll,        // of the firm's yearly payroll
  percent_of_profit,         // of the firm's yearly taxable profit
  percent_of_exports,        // of the firm's yearly exports
  million_usd_per_facility,  // a shared facility, once for those it is open to
};
template <>
struct Ids<DoseUnit> {
  static constexpr std::array names{"thousand_usd_per_firm",   "percent_of_investment",
                                    "percent_of_revenue",      "percent_of_payroll",
                                    "percent_of_profit",       "percent_of_exports",
                                    "million_usd_per_facility"};
};

enum class Scope { private_part, public_part };  // who gets the shift: awarded firms, or the cell
template <>
struct Ids<Scope> {
  static constexpr std::array names{"private", "public"};
};

enum class OpenTo {
  sector,
  region
};  // whose firms a facility serves: one sector's, or all sectors'
template <>
struct Ids<OpenTo> {
  static constexpr std::array names{"sector", "region"};
};

enum class Selection { merit, need, lottery };
template <>
struct Ids<Selection> {
  static constexpr std::array names{"merit", "need", "lottery"};
};

// The published effect that the instrument's potency is solved from (model.md section 5):
// a treated firm's `outcome` changes by `percent` (prior sd `sd_percent`) after `after_years`.
enum class ResponseOutcome { revenue, employment, productivity, investment, exports, patents };
template <>
struct Ids<ResponseOutcome> {
  static constexpr std::array names{"revenue",    "employment", "productivity",
                                    "investment", "exports",    "patents"};
};
struct Response {
  ResponseOutcome outcome = ResponseOutcome::revenue;
  double percent = 0;
  double sd_percent = 0;
  double after_years = 2;
  std::string source;
  bool assumed = false;  // true: no study behind it, a wide prior that every screen must show
};

struct Mechanism {
  Scope scope = Scope::private_part;
  OpenTo open_to = OpenTo::sector;          // asked of public scope alone
  std::array<double, kComponents> share{};  // how the shift falls on the components; sums to 1
  Response response;
};

struct Dose {
  DoseUnit unit = DoseUnit::thousand_usd_per_firm;
  Quantity reference;         // f(reference) = 1
  std::vector<double> steps;  // the candidate doses, ascending; four on shipped cards
  int years = 1;              // for how many years an award pays
};

struct Costs {
  Quantity public_share;      // public cost per unit of the dose's money
  Quantity firm_value_share;  // cash value to the firm per unit of the dose's money
  Quantity own_share;         // the firm's own money per unit of the dose's money (co-financing)
  Quantity administration_share;  // of public cost
  Quantity set_up_thousand_usd;   // once per measure (cell)
};

struct ApplicationBurden {
  Quantity days;             // working days to apply
  Quantity documents;        // number of documents
  Quantity compliance_days;  // working days a year of reporting
  Quantity approval_share;   // of applications that pass screening when money suffices
  Quantity capacity;         // awards a year the delivering agency can handle, per region
  Selection selection = Selection::merit;
};

struct Lag {
  Quantity set_up_years;     // before the first firm can be served
  Quantity ramp_years;       // from award to full effect
  Quantity half_life_years;  // of the effect after the award ends
};

struct Contraindication {
  Criteria when;
  Text reason;
  std::string source;
};

enum class InteractionKind { requires_, excludes, strengthens, weakens };
template <>
struct Ids<InteractionKind> {
  static constexpr std::array names{"requires", "excludes", "strengthens", "weakens"};
};
struct Interaction {
  std::string with;  // instrument id
  InteractionKind kind = InteractionKind::strengthens;
  double factor = 1;  // on this instrument's shift (strengthens > 1, weakens < 1)
  std::vector<CompanyType> company_types;  // empty = all
  Text why;
  std::string source;
};

struct InstrumentKpi {
  std::string kpi;
  std::vector<Stage> stages;               // empty = all
  std::vector<CompanyType> company_types;  // empty = all
};

struct Stakeholders {
  std::string owner;  // role ids of content/roles.yaml
  std::string delivery;
  std::vector<std::string> partners;
};

enum class OnFailure { reduce, stop, claw_back };
template <>
struct Ids<OnFailure> {
  static constexpr std::array names{"reduce", "stop", "claw_back"};
};
struct Continuation {
  double release_at = 0.9;    // attainment that releases the tranche in full
  double partial_from = 0.6;  // below it nothing is released before the cure is over
  int cure_months = 6;
  OnFailure on_failure = OnFailure::reduce;
  Text counter_obligation;  // what the firm promises in return
};

enum class EvidenceStatus { confirmed, unverified };
struct Evidence {
  std::string study;
  std::string outcome;
  std::string effect;  // as printed: a number or a sign
  std::string unit;
  std::string standard_error;
  std::string design;
  std::string population;
  EvidenceStatus status = EvidenceStatus::unverified;
  bool holdout = false;
};

// A form of the instrument that is prescribed in its own right (profit tax or payroll tax).
struct Variant {
  std::string id;  // "standard" when the card names none
  Text name;
  Mechanism mechanism;
  Dose dose;
  Costs costs;
  std::vector<Contraindication> contraindications;  // those of the card and of this form
  Criteria eligibility;                             // likewise
};

struct Instrument {
  std::string id;
  Text name;
  Text summary;
  Family family = Family::financial;
  std::vector<Stage> stages;  // indications
  std::vector<CompanyType> company_types;
  std::vector<Goal> goals;
  std::vector<Component> components;
  Criteria conditions;            // regional and sector conditions that must hold
  std::vector<Variant> variants;  // at least one
  std::vector<Interaction> interactions;
  ApplicationBurden application;
  Lag lag;
  std::vector<InstrumentKpi> kpis;
  Stakeholders stakeholders;
  Continuation continuation;
  std::vector<Evidence> evidence;
  std::string file;
};

// What the engine measures; every KPI card names one of these (docs/methods/outcomes.md).
enum class KpiMeasure {
  patents_filed,
  commercialisation_rate,
  rd_output,
  export_value,
  export_growth,
  new_markets,
  global_market_share,
  revenue_growth,
  labour_productivity,
  new_product_share,
  unit_cost,
  net_jobs,
  jobs_retained,
  graduates_hired,
  new_firms,
  survival_3y,
  large_client_pilots,
  standards_compliance,
  local_sourcing_share,
  private_capital_per_support,
  private_investment,
  count_,
};
inline constexpr std::size_t kKpiMeasures = static_cast<std::size_t>(KpiMeasure::count_);
template <>
struct Ids<KpiMeasure> {
  static constexpr std::array names{"patents_filed",
                                    "commercialisation_rate",
                                    "rd_output",
                                    "export_value",
                                    "export_growth",
                                    "new_markets",
                                    "global_market_share",
                                    "revenue_growth",
                                    "labour_productivity",
                                    "new_product_share",
                                    "unit_cost",
                                    "net_jobs",
                                    "jobs_retained",
                                    "graduates_hired",
                                    "new_firms",
                                    "survival_3y",
                                    "large_client_pilots",
                                    "standards_compliance",
                                    "local_sourcing_share",
                                    "private_capital_per_support",
                                    "private_investment"};
};
static_assert(Ids<KpiMeasure>::names.size() == kKpiMeasures);

enum class Direction { increase, decrease };
template <>
struct Ids<Direction> {
  static constexpr std::array names{"increase", "decrease"};
};

struct Kpi {
  std::string id;
  Text name;
  Text definition;
  Text unit;
  Direction direction = Direction::increase;
  std::string level;   // firm | sector | region | programme
  std::string period;  // year | quarter
  std::string family;  // rd | exports | jobs | investment | growth | quality
  KpiMeasure measure = KpiMeasure::net_jobs;
  std::vector<Component> moved_by;  // empty = moved by every component (through the index)
  std::vector<Stage> stages;        // for which stage the mission names it (may be empty)
  std::vector<CompanyType> company_types;
  Text source;        // where the figure is taken from
  Text verification;  // who checks it and how
  std::string file;
};

enum class Level { country, region, sector };
template <>
struct Ids<Level> {
  static constexpr std::array names{"country", "region", "sector"};
};

// A measured sign of one component's state; data are in the country pack.
struct Indicator {
  std::string id;
  Text name;
  Text unit;
  Component component = Component::workforce;
  Direction better = Direction::increase;  // which way is good
  Level level = Level::country;
  double weight = 1;       // inside its component and level
  bool log_scale = false;  // compare logs (skewed quantities)
  std::string source;
};

struct ProblemSign {
  std::string indicator;
  double threshold_z = -0.5;  // the sign speaks when the goodness z-score is at or below it
};
struct Problem {
  std::string id;
  Text name;
  Text statement;
  Component component = Component::workforce;
  std::vector<Stage> stages;          // empty = all
  std::vector<std::string> profiles;  // production profiles it concerns; empty = all
  std::vector<ProblemSign> signs;
  std::vector<std::string> instruments;  // candidate tools
  std::vector<std::string> kpis;         // that would show it solved
  std::string file;
};

struct Role {
  std::string id;
  Text name;
};

// How a kind of production answers its ecosystem (Pavitt's taxonomy; content/profiles.yaml).
struct ProductionProfile {
  std::string id;
  Text name;
  std::array<double, kComponents> weight_tilt{};  // multiplies the stage's component weights
  std::string source;
};

// Named groups of priors (content/parameters/*.yaml); key "group.name", e.g. "dynamics.theta".
using Parameters = std::map<std::string, Quantity>;

struct Toolbox {
  std::vector<Instrument> instruments;  // each list sorted by id
  std::vector<Kpi> kpis;
  std::vector<Problem> problems;
  std::vector<Indicator> indicators;
  std::vector<Role> roles;
  std::vector<ProductionProfile> profiles;
  Parameters parameters;
  std::string hash;  // of every content byte, for provenance

  const Instrument* instrument(const std::string& id) const;
  const Kpi* kpi(const std::string& id) const;
  const Problem* problem(const std::string& id) const;
  const Indicator* indicator(const std::string& id) const;
  const Role* role(const std::string& id) const;
  const ProductionProfile* profile(const std::string& id) const;
  // The parameter with this key; MUST exist (the loader checks the list).
  const Quantity& parameter(const std::string& key) const;
};

}  // namespace formulary
