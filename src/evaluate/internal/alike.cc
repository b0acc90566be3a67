#include "evaluate/internal/alike.h"

#include <algorithm>

#include <Eigen/Cholesky>

#include "math/parallel.h"

namespace formulary::evaluate {

namespace {

constexpr double kAsNear = 1 + 1e-12;  // rounding must not break a tie

}  // namespace

Eigen::MatrixXd whitened(const Eigen::MatrixXd& covariates) {
  const Eigen::MatrixXd centred = covariates.rowwise() - covariates.colwise().mean();
  const Eigen::MatrixXd spread =
      centred.transpose() * centred / static_cast<double>(centred.rows());
  const Eigen::LLT<Eigen::MatrixXd> factor(spread);
  return factor.matrixL().solve(centred.transpose());
}

std::vector<std::vector<std::uint32_t>> neighbours_of(const Eigen::MatrixXd& points,
                                                      const std::vector<std::uint32_t>& of,
                                                      const std::vector<std::uint32_t>& pool,
                                                      std::size_t wanted, int threads) {
  std::vector<std::vector<std::uint32_t>> found(of.size());
  Eigen::MatrixXd others(points.rows(), static_cast<Eigen::Index>(pool.size()));
  for (std::size_t i = 0; i < pool.size(); ++i) {
    others.col(static_cast<Eigen::Index>(i)) = points.col(pool[i]);
  }
  in_parallel(of.size(), threads, [&](std::size_t i) {
    const Eigen::VectorXd distance =
        (others.colwise() - points.col(of[i])).colwise().squaredNorm().transpose();
    std::vector<double> nearest;
    for (std::size_t j = 0; j < pool.size(); ++j) {
      const double here = distance(static_cast<Eigen::Index>(j));
      if (pool[j] == of[i] || (nearest.size() == wanted && here >= nearest.back())) continue;
      if (nearest.size() == wanted) nearest.pop_back();
      nearest.insert(std::upper_bound(nearest.begin(), nearest.end(), here), here);
    }
    if (nearest.empty()) return;
    const double reach = nearest.back() * kAsNear;
    for (std::size_t j = 0; j < pool.size(); ++j) {
      if (pool[j] != of[i] && distance(static_cast<Eigen::Index>(j)) <= reach) {
        found[i].push_back(pool[j]);
      }
    }
  });
  return found;
}

}  // namespace formulary::evaluate
