// Which figures look wrong on purpose, and what do people find when they look into them?
#pragma once

#include <cstddef>
#include <vector>

#include "demonstration/internal/story.h"
#include "domain/observation.h"

namespace formulary::demonstration {

// Change some values of a file so that each kind of flag is raised in the course of the quarters;
// `targets` belong to the rows. Returns the rows that a careful analyst would not just verify.
std::vector<std::size_t> make_odd(std::vector<Observation>& rows,
                                  const std::vector<double>& targets, int quarter);

// Let the analyst and the manager look into flags that are open: some values were right, some are
// corrected, some are disputed, and the youngest stay open.
Step look_into_flags(Story& story);

}  // namespace formulary::demonstration
