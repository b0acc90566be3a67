// Who resembles whom? Nearest neighbours among rows.
#pragma once

#include <cstdint>
#include <vector>

#include <Eigen/Core>

namespace formulary::evaluate {

// The neighbours of each row of `of` among the rows `pool` of `points` (a column for each row): the
// nearest `wanted` and all that are as near as the last of them. A row is no neighbour of its own.
std::vector<std::vector<std::uint32_t>> neighbours_of(const Eigen::MatrixXd& points,
                                                      const std::vector<std::uint32_t>& of,
                                                      const std::vector<std::uint32_t>& pool,
                                                      std::size_t wanted, int threads);

// Turn covariates (rows x k) into points whose distances are Mahalanobis's. Nothing where a
// covariate follows from others.
Eigen::MatrixXd whitened(const Eigen::MatrixXd& covariates);

}  // namespace formulary::evaluate
