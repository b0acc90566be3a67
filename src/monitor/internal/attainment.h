// How does one obligation stand on its path at a review?
#pragma once

#include <vector>

#include "monitor/observations.h"
#include "monitor/review.h"

namespace formulary {

// Compute the share of the way gone, in [0, 1] on a grid of 1e-9:
//   as good as asked or better                   1
//   the path leads the good way                  (observed - baseline) / (expected - baseline)
//   it keeps a level or allows a loss            observed / expected (decrease: expected /
//   observed)
double attained_share(const Obligation& obligation, Direction direction, double expected,
                      double observed);

// Compute one obligation's attainment on a day, append its arithmetic, and the reasons why it is
// not known where it is not. `record` is the record as of that day.
Attainment attainment_of(const Award& award, const Obligation& obligation, Direction direction,
                         const std::vector<Observation>& record, Date day,
                         const ReviewOptions& options, Proposal& proposal);

}  // namespace formulary
