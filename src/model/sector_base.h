// Where does a sector stand before any policy? Its means and the levels of everything counted.
#pragma once

#include <cstdint>

#include "domain/country.h"
#include "domain/population.h"
#include "model/access.h"
#include "model/coefficients.h"

namespace formulary {

// A sector's baseline under one set of coefficients. Levels are calibrated so that the drawn
// population reproduces the pack's totals: exports, patents, exits, entrants.
struct SectorBase {
  std::size_t sector = 0;
  Ecosystem ecosystem;
  SectorMeans means;
  ByType usual_log_size{};         // log nbar[g]
  double mean_log_output = 0;      // log revenue per worker
  double employment_growth = 0;    // mu, of the whole sector
  double productivity_growth = 0;  // gamma0, of the whole sector
  // Growth of a firm that stays, so that the sum grows by mu: what exits and the pull to the usual
  // size take is added, what entrants bring is taken off.
  double incumbent_growth = 0;
  double incumbent_productivity = 0;      // likewise for revenue, which grows by mu + gamma0
  double exit_factor = 1;                 // scales the hazards to the pack's exit rate
  std::array<double, kOutcomes> level{};  // of each outcome at the sector's mean access
};

// How a firm's outcome stands to the sector's mean firm:
//   exp( index (log E - log E0) + sum_k access[k] (log a_k - mean log a_k) )
double relative_outcome(const Elasticity& elasticity, const SectorMeans& means, double log_index,
                        const ByComponent& log_access);

// Entrants are as productive as this share of a firm already there, and start with at most so many
// employees (docs/methods/firm_dynamics.md).
inline constexpr double kEntrantOutput = 0.8;
inline constexpr double kMostEntrantEmployees = 10;

// Yearly exit hazard of a firm before the index acts: falls in age and size.
double exit_shape(double age_years, double employees, const Coefficients& c);

SectorBase sector_base(const CountryPack& pack, const Toolbox& toolbox,
                       const Population& population, std::size_t sector, Stage stage,
                       const AccessMap& access, const Coefficients& c);

}  // namespace formulary
