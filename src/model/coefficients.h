// What are the numbers of the model, and how sure are they? Means, or one draw from the priors.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/toolbox.h"
#include "model/ecosystem.h"

namespace formulary {

using ByType = std::array<double, kCompanyTypes>;

// What the engine counts per firm and year besides jobs and revenue; each answers access by
//   level * exp( index * dlogE + sum_k access[k] * dlog a_k )    d: from the sector's mean
// (docs/methods/outcomes.md). Keys: "outcomes.NAME.index", "outcomes.NAME.workforce" ...
enum class Outcome {
  export_intensity,
  export_entry,  // hazard of starting to export
  export_exit,   // hazard of stopping (negative elasticities)
  new_markets,
  patents,
  commercialisation,
  investment,
  new_product,
  unit_cost,
  compliance,  // hazard of adopting an export-market standard
  local_sourcing,
  pilots,
  graduates,
  count_,
};
inline constexpr std::size_t kOutcomes = static_cast<std::size_t>(Outcome::count_);
template <>
struct Ids<Outcome> {
  static constexpr std::array names{
      "export_intensity",  "export_entry", "export_exit", "new_markets", "patents",
      "commercialisation", "investment",   "new_product", "unit_cost",   "compliance",
      "local_sourcing",    "pilots",       "graduates"};
};
static_assert(Ids<Outcome>::names.size() == kOutcomes);

struct Elasticity {
  double index = 0;
  ByComponent access{};
};

// What a unit of each result is worth for a goal, in the units of content/parameters/goals.yaml:
// per unit of money for money results, in yearly outputs per worker for counts.
enum class Worth {
  value_added,
  exports,
  jobs,  // job-years
  private_investment,
  patents,
  new_product,     // revenue of new products
  local_sourcing,  // revenue sourced at home
  graduates,
  new_firms,
  standards,  // firms newly compliant
  pilots,
  count_,
};
inline constexpr std::size_t kWorths = static_cast<std::size_t>(Worth::count_);
template <>
struct Ids<Worth> {
  static constexpr std::array names{
      "value_added",    "exports",   "jobs",      "private_investment", "patents", "new_product",
      "local_sourcing", "graduates", "new_firms", "standards",          "pilots"};
};
static_assert(Ids<Worth>::names.size() == kWorths);

// One set of plain numbers: the priors' means, or one Monte Carlo draw of them.
struct Coefficients {
  // ecosystem
  double rho = 0;
  double access_sd = 0;
  double benchmark_logit = 0;
  double slope_country = 0;
  double slope_region = 0;
  double slope_sector = 0;
  std::array<ByComponent, kStages> stage_weight{};
  std::array<ByComponent, kCompanyTypes> type_offset{};
  double study_shortfall = 0;       // logits that a study's firms lack of what its tool gives
  double award_employees = 0;       // firm size up to which an award of fixed money acts in full
  double facility_employees = 0;    // jobs a facility serves without crowding
  double facility_congestion = 0;   // exponent of crowding
  double facility_least_share = 0;  // least share of its cost that one company type carries
  // dynamics
  double theta = 0;             // employment growth per log point of E
  double theta_y = 0;           // productivity growth per log point of E
  double kappa_size = 0;        // pull toward the type's usual size
  double size_sd_exponent = 0;  // beta: sd(n) = sd0 n^-beta
  ByType growth_sd{};
  double productivity_sd = 0;
  double kappa_exit = 0;
  double exit_size_exponent = 0;
  double exit_age_exponent = 0;  // Weibull shape minus one
  double entry_elasticity = 0;
  double export_exit_rate = 0;
  double export_size_exponent = 0;  // of the entry hazard per log employee
  double export_productivity = 0;   // of the entry logit per log point of y
  double patent_size_exponent = 0;
  double commercialised_share = 0;
  double rd_output_per_patent = 0;
  double new_markets_per_exporter = 0;
  double compliance_hazard = 0;
  double turnover_rate = 0;
  double unit_cost_productivity = 0;
  std::array<Elasticity, kOutcomes> outcome{};
  // take-up
  ByType awareness{};           // share that hears of a new measure in a year
  ByType tau{};                 // spread of tastes in the apply logit
  ByType manager_days{};        // cost of a day, in multiples of the pack's day cost
  double horizon_years = 0;     // over which a firm counts its gain
  double selection_noise = 0;   // of assessors' log scores around a firm's true promise
  double repayment_burden = 0;  // cost to the firm per unit of own money to find
  // goals
  std::array<std::array<double, kWorths>, kGoals> worth{};
  double stage_emphasis = 0;      // factor on results the stage's KPIs name
  double public_funds_value = 0;  // value of a unit of public money left unspent
};

// Check that every key the model needs is there; name all that are missing.
Faults missing_parameters(const Parameters& parameters);

// Read the means. MUST have passed missing_parameters.
Coefficients mean_coefficients(const Parameters& parameters);

// Draw every parameter from its prior on the stream (seed, draw, key). Positive (negative) means
// give log-normal priors of that mean and sd on their own side of zero, zero means normal ones;
// goals are choices and are never drawn.
Coefficients draw_coefficients(const Parameters& parameters, std::uint32_t seed,
                               std::uint32_t draw);

// Draw one value with this mean and sd from a standard normal deviate by the rule above.
double draw_value(double mean, double sd, double deviate);

}  // namespace formulary
