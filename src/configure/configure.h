// Which package does the money buy, and why? Certified near-optimal, or the limits that bind.
#pragma once

#include <cstdint>
#include <functional>

#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/package.h"
#include "domain/population.h"
#include "domain/toolbox.h"

namespace formulary {

struct ConfigureOptions {
  std::uint32_t seed = 1;
  std::size_t scenarios = 6;    // equally likely draws of the parameters
  std::size_t strata = 8;       // of a cell's firms
  int threads = 0;              // 0 = all
  int most_rounds = 40;         // of column generation
  long long most_nodes = 4000;  // of one cell's pricing; beyond it the bound stays loose
  std::vector<double> coverages{1.0, 0.6, 0.35, 0.15};  // shares of qualified applicants paid for
  std::vector<double> alternatives{0.25, 0.5, 2.0};     // budgets of the Pareto front, x envelope
  std::function<void(const char* what, double done)> progress;  // 0..1; may be empty
};

// Choose one package of at most six measures for every cell of the sector, under the envelope's
// budget and calendar, the pack's budgets by role, agencies' capacity and the least support per
// region, so that every binding component that a tool can address is addressed (model.md section
// 8). Solved by column generation; the Lagrangian bound certifies `gap` over all packages of
// candidate doses and coverages. MUST have a known sector and positive years.
Configuration configure(const CountryPack& pack, const Toolbox& toolbox,
                        const Population& population, double population_weight,
                        const Diagnosis& diagnosis, const Envelope& envelope,
                        const ConfigureOptions& options);

}  // namespace formulary
