// What would happen, and who would come? Both worlds, simulated firm by firm on the same chance.
#pragma once

#include <cstdint>
#include <functional>
#include <vector>

#include "domain/country.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/population.h"
#include "domain/toolbox.h"

namespace formulary {

struct PretestOptions {
  std::uint32_t seed = 1;
  int draws = 60;
  int threads = 0;              // 0 = all; the result has the same bytes for any number
  bool compare_blanket = true;  // also simulate the package's blanket programme
  std::function<void(const char* what, double done)> progress;  // 0..1; may be empty
};

// Simulate every firm of `population` for the package's years, with the package and without, in
// `draws` draws of parameters and shocks (model.md sections 2-4). Firms of sectors that the
// package does not reach live one life in both worlds: their effect is exactly zero. An empty
// package has exactly zero effect. `population_weight` is firms of the country per firm given;
// `stage_of_sector` has one entry for each sector of the pack.
Forecast pretest(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                 double population_weight, const std::vector<Stage>& stage_of_sector,
                 const Package& package, const PretestOptions& options);

}  // namespace formulary
