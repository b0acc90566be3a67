// How does one firm live through one year? The kernel of both worlds (model.md section 2).
#pragma once

#include <array>
#include <cstdint>

#include "math/philox.h"
#include "model/cell.h"

namespace formulary::pretesting {

// What changes from year to year.
struct Life {
  double log_n = 0;
  double log_y = 0;
  double age = 0;
  double patents_before = 0;
  bool alive = false;
  bool exporter = false;
  bool compliant = false;
};

// What access gives a firm: constant while its access is.
struct Standing {
  double log_index = 0;
  std::array<double, kOutcomes> rate{};  // level x relative outcome
};

// The year's chance of one firm, the same in both worlds.
struct Chance {
  double growth = 0;        // standard Laplace
  double productivity = 0;  // standard Laplace
  double exit = 0;          // uniforms
  double exporting = 0;
  double patents = 0;
  double pilots = 0;
  double compliance = 0;
  double markets = 0;
};
Chance chance_of(std::uint32_t seed, std::uint32_t draw, std::uint64_t id, int year);

// The setting that firms of one sector share in one draw.
struct Setting {
  const SectorBase* base = nullptr;
  const Coefficients* c = nullptr;
  int year = 0;
};

Standing standing_of(const Setting& setting, const ByComponent& odds);

// Live a year and add its sums; a dead firm adds nothing. Growth answers what the index gained on
// `own_index`, the firm's own without policy (docs/decisions/0004-growth-answers-gains.md).
void live(const Setting& setting, const Standing& standing, double own_index, CompanyType type,
          bool rd_active, bool incumbent, const Chance& chance, Life& life, Totals& totals);

// Add the base year's expected sums of a firm.
void add_base_year(const Setting& setting, const Standing& standing, CompanyType type,
                   bool rd_active, Life& life, Totals& totals);

}  // namespace formulary::pretesting
