// What do all cohorts and periods say together? Weighted means of group-time effects, with the
// influence of each unit on them, that on the weights included.
#pragma once

#include <string>
#include <vector>

#include <Eigen/Core>

#include "evaluate/internal/group_time.h"

namespace formulary::evaluate {

// A number made of cells, and its influence as loadings on the features of each cohort.
struct Combined {
  std::string term;
  double effect = 0;
  std::optional<double> horizon;
  std::vector<Eigen::VectorXd> loadings;
  bool fixed = false;  // 0 by definition
};

// Make the summary that is asked for; the overall effect first, except with Aggregate::none.
std::vector<Combined> aggregated(const GroupTime& found, const Cohorts& cohorts,
                                 Aggregate aggregate);

// The covariance of these estimates: the mean of products of influences, over n.
Eigen::MatrixXd covariance_of(const std::vector<Combined>& all, const GroupTime& found,
                              const Cohorts& cohorts);

// What a resampled world, in which each unit counts with a random sign, says of the errors.
struct Bootstrapped {
  std::vector<double> se;  // interquartile range over that of the normal
  double critical = 0;     // the largest |t| of the terms from `band_from` on, at the level
};
Bootstrapped bootstrap(const std::vector<Combined>& all, const GroupTime& found,
                       const Cohorts& cohorts, const StaggeredOptions& options,
                       std::size_t band_from);

}  // namespace formulary::evaluate
