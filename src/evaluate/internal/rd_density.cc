#include "evaluate/internal/rd_density.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numbers>

#include <Eigen/Cholesky>
#include <Eigen/LU>

#include "evaluate/internal/distributions.h"
#include "evaluate/internal/rd_bandwidth.h"

namespace formulary::evaluate {

namespace {

constexpr int kOrder = 2;
constexpr std::size_t kLeast = 23;  // rows and values that a bandwidth takes in: 20 + order + 1

// Values of the running variable less the cut-off, ascending, and the share below each.
struct Points {
  std::vector<double> x;
  std::vector<double> share;
  std::vector<std::size_t> first;  // row of the same value
};

Points points_of(const Sides& sides) {
  Points points;
  for (std::size_t i = sides.left.rows(); i-- > 0;) points.x.push_back(-sides.left.distance[i]);
  points.x.insert(points.x.end(), sides.right.distance.begin(), sides.right.distance.end());
  const std::size_t n = points.x.size();
  points.share.resize(n);
  points.first.resize(n);
  for (std::size_t i = 0; i < n; ++i) {
    points.first[i] = i > 0 && points.x[i] == points.x[i - 1] ? points.first[i - 1] : i;
  }
  for (std::size_t i = n; i-- > 0;) {
    const bool same = i + 1 < n && points.x[i] == points.x[i + 1];
    points.share[i] =
        same ? points.share[i + 1] : static_cast<double>(i) / static_cast<double>(n - 1);
  }
  return points;
}

struct Local {
  double left = 0;  // the derivative asked for
  double right = 0;
  double left_next = 0;  // the coefficient of the degree asked for
  double right_next = 0;
  double variance_left = 0;  // of the densities, by the jackknife
  double variance_right = 0;
  double covariance = 0;
};

// Fit the share below x by a polynomial on each side. The influence of a point goes through the
// shares of all points above it.
std::optional<Local> fit(const Points& points, double h_left, double h_right, int order, int next) {
  const auto begin = std::lower_bound(points.x.begin(), points.x.end(), -h_left);
  const auto end = std::upper_bound(points.x.begin(), points.x.end(), h_right);
  const auto from = static_cast<std::size_t>(begin - points.x.begin());
  const auto to = static_cast<std::size_t>(end - points.x.begin());
  const Eigen::Index k = order + 1;
  std::array<Eigen::MatrixXd, 2> gram{Eigen::MatrixXd::Zero(k, k), Eigen::MatrixXd::Zero(k, k)};
  std::array<Eigen::VectorXd, 2> products{Eigen::VectorXd::Zero(k), Eigen::VectorXd::Zero(k)};
  const auto powers = [&](std::size_t i, Eigen::VectorXd& r) {
    const double h = points.x[i] < 0 ? h_left : h_right;
    r(0) = 1;
    for (Eigen::Index j = 1; j < k; ++j) r(j) = r(j - 1) * points.x[i] / h;
    return (1 - std::fabs(points.x[i]) / h) / h;
  };
  Eigen::VectorXd r(k);
  for (std::size_t i = from; i < to; ++i) {
    const double w = powers(i, r);
    const std::size_t side = points.x[i] < 0 ? 0 : 1;
    gram[side] += w * r * r.transpose();
    products[side] += w * points.share[i] * r;
  }
  std::array<Eigen::MatrixXd, 2> inverse;
  for (std::size_t side = 0; side < 2; ++side) {
    const Eigen::LDLT<Eigen::MatrixXd> factor(gram[side]);
    if (factor.info() != Eigen::Success || !(factor.vectorD().minCoeff() > 0)) return std::nullopt;
    inverse[side] = factor.solve(Eigen::MatrixXd::Identity(k, k));
    if (!inverse[side].allFinite()) return std::nullopt;
  }
  Local local;
  const Eigen::VectorXd left = inverse[0] * products[0];
  const Eigen::VectorXd right = inverse[1] * products[1];
  local.left = left(1) / h_left;
  local.right = right(1) / h_right;
  local.left_next = left(next) / std::pow(h_left, next);
  local.right_next = right(next) / std::pow(h_right, next);
  // What each point adds to the two slopes: the weights of the points above it.
  std::vector<double> above_left(to - from + 1, 0.0);
  std::vector<double> above_right(to - from + 1, 0.0);
  for (std::size_t i = to; i-- > from;) {
    const double w = powers(i, r);
    const bool below = points.x[i] < 0;
    above_left[i - from] = above_left[i - from + 1] + (below ? w * inverse[0].row(1).dot(r) : 0);
    above_right[i - from] = above_right[i - from + 1] + (below ? 0 : w * inverse[1].row(1).dot(r));
  }
  const double n = static_cast<double>(points.x.size() - 1);
  for (std::size_t i = from; i < to; ++i) {
    // Of equal values the first speaks for all, and does not count itself.
    const std::size_t at = std::max(points.first[i], from) - from + 1;
    const double a = above_left[at] / n / h_left;
    const double b = above_right[at] / n / h_right;
    local.variance_left += a * a;
    local.variance_right += b * b;
    local.covariance += a * b;
  }
  return local;
}

// Integrals over 0 .. 1 of the triangular kernel's moments: u^k (1 - u).
double moment(int k) {
  return 1.0 / (k + 1) - 1.0 / (k + 2);
}

// How much of the next derivative reaches the slope, at an edge.
double bias_constant() {
  Eigen::MatrixXd s(kOrder + 1, kOrder + 1);
  Eigen::VectorXd c(kOrder + 1);
  for (int i = 0; i <= kOrder; ++i) {
    for (int j = 0; j <= kOrder; ++j) s(i, j) = moment(i + j);
    c(i) = moment(i + kOrder + 1);
  }
  return s.partialPivLu().solve(c)(1);
}

double nth(const std::vector<double>& distances, std::size_t n) {
  return distances[std::min(n, distances.size()) - 1];
}

std::vector<double> distinct_of(const Side& side) {
  std::vector<double> distances;
  for (std::size_t g = 0; g < side.distinct(); ++g) distances.push_back(side.at(g));
  return distances;
}

double middle(double a, double b, double c) {
  return std::max(std::min(a, b), std::min(std::max(a, b), c));
}

}  // namespace

std::optional<DensityTest> density_test(const Sides& sides) {
  if (sides.left.distinct() < 5 || sides.right.distinct() < 5) return std::nullopt;
  const Points points = points_of(sides);
  const auto n = static_cast<double>(points.x.size());
  double mean = 0;
  for (const double x : points.x) mean += x / n;
  double squares = 0;
  for (const double x : points.x) squares += (x - mean) * (x - mean);
  const double sd = std::sqrt(squares / (n - 1));
  // First bandwidths, as if the running variable were normal.
  const double z = mean / sd;
  const double normal = std::exp(-z * z / 2) / std::sqrt(2 * std::numbers::pi);
  const double fourth = z * z * z * z - 6 * z * z + 3;
  const double second = z * z - 1;
  constexpr double kFourth = 3430865.4551236177795;  // for order 2 (rddensity)
  constexpr double kSecond = 548.57142857155463389;
  constexpr double p = kOrder;
  double wide =
      sd * std::pow((2 * p + 1) / 4 / (fourth * fourth * normal) * kFourth / n, 1 / (2 * p + 5));
  double narrow =
      sd * std::pow(1 / (2 * p) / (second * second * normal) * kSecond / n, 1 / (2 * p + 1));
  const double farthest = std::max(sides.left.farthest(), sides.right.farthest());
  const std::vector<double> left = distinct_of(sides.left);
  const std::vector<double> right = distinct_of(sides.right);
  const auto at_least = [&](double h, std::size_t rows) {
    return std::max({h, nth(sides.left.distance, rows), nth(sides.right.distance, rows),
                     nth(left, rows), nth(right, rows)});
  };
  wide = at_least(std::min(wide, farthest), kLeast + 2);
  narrow = at_least(std::min(narrow, farthest), kLeast);
  const auto bias = fit(points, wide, wide, kOrder + 2, kOrder + 1);
  const auto slope = fit(points, narrow, narrow, kOrder, 1);
  if (!bias || !slope) return std::nullopt;
  const double constant = bias_constant();
  const double bias_left = bias->left_next * constant;  // (-1)^order = 1
  const double bias_right = bias->right_next * constant;
  const auto best = [&](double variance, double of_bias, double most, double least) {
    double h = std::pow(narrow * variance / (2 * p * of_bias * of_bias), 1 / (2 * p + 1));
    if (!std::isfinite(h)) h = most;
    return std::max(std::min(h, most), least);
  };
  const double least_left = std::max(nth(sides.left.distance, kLeast), nth(left, kLeast));
  const double least_right = std::max(nth(sides.right.distance, kLeast), nth(right, kLeast));
  const double both = slope->variance_left + slope->variance_right;
  const double least = std::max(least_left, least_right);
  const double h_left = best(slope->variance_left, bias_left, sides.left.farthest(), least_left);
  const double h_right =
      best(slope->variance_right, bias_right, sides.right.farthest(), least_right);
  const double h_difference =
      best(both - 2 * slope->covariance, bias_right - bias_left, farthest, least);
  const double h_sum = best(both + 2 * slope->covariance, bias_right + bias_left, farthest, least);
  DensityTest test;
  test.h_left = middle(h_left, h_difference, h_sum);
  test.h_right = middle(h_right, h_difference, h_sum);
  const auto found = fit(points, test.h_left, test.h_right, kOrder + 1, 1);
  if (!found) return std::nullopt;
  const double variance = found->variance_left + found->variance_right - 2 * found->covariance;
  if (!(variance > 0)) return std::nullopt;
  test.left = found->left;
  test.right = found->right;
  test.statistic = (found->right - found->left) / std::sqrt(variance);
  test.p = t_two_sided(test.statistic, std::nullopt);
  return test;
}

}  // namespace formulary::evaluate
