// Which firms does the country have? A population drawn from the pack's marginals.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/population.h"

namespace formulary {

struct PopulationOptions {
  std::uint32_t seed = 2024;         // the population is a fact of the pack, not of a run
  std::vector<std::string> sectors;  // empty = all
  std::size_t most_firms = 0;        // 0 = all; otherwise an even sample of about that many
};

struct DrawnPopulation {
  Population population;
  double weight = 1;  // firms of the country per drawn firm
};

// Draw the firms of the pack. Counts by sector and size class are met exactly, regions by largest
// remainder; sizes are truncated Pareto inside a class, ages those of a stationary population
// with Weibull survival, and revenue is scaled so that each sector's value added is the pack's.
// A firm's draw hangs on its stable id (sector, region, ordinal) only.
DrawnPopulation draw_population(const CountryPack& pack, const PopulationOptions& options);

}  // namespace formulary
