// What would a region have done with its sectors, had each done as elsewhere?
//
// Shift-share (Dunn 1960, Papers of the Regional Science Association 6), each region against the
// others only: its own performance is not part of what it is measured with.
#pragma once

#include <vector>

#include "monitor/scorecard.h"

namespace formulary {

struct YearlyShift {
  std::vector<double> growth;  // of the region's total, by year
  std::vector<double> mix;     // sum over sectors of base share x growth of the sector elsewhere
};

// Split the growth of every region, year by year. A sector that exists nowhere else is expected to
// grow like all sectors elsewhere together.
std::vector<YearlyShift> shift_share(const std::vector<RegionFigures>& regions);

}  // namespace formulary
