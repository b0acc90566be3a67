#include "evaluate/internal/cholesky.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Core>

namespace formulary::evaluate {

namespace {

constexpr double kDependent = 1e-11;
constexpr Eigen::Index kPanel = 48;
constexpr int kMostIterations = 20000;

using Matrix = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

}  // namespace

// Blocked and right-looking: a panel of columns is factorised, then the rest is updated at once.
std::size_t factorise_skipping(std::vector<double>& matrix, const std::vector<double>& scale) {
  const auto n = static_cast<Eigen::Index>(scale.size());
  Eigen::Map<Matrix> a(matrix.data(), n, n);
  std::size_t skipped = 0;
  for (Eigen::Index from = 0; from < n; from += kPanel) {
    const Eigen::Index to = std::min(from + kPanel, n);
    for (Eigen::Index j = from; j < to; ++j) {
      const double pivot = a(j, j) - a.row(j).segment(from, j - from).squaredNorm();
      const bool dependent = !(pivot > kDependent * scale[static_cast<std::size_t>(j)]);
      skipped += dependent ? 1 : 0;
      const double root = dependent ? 0 : std::sqrt(pivot);
      a(j, j) = root;
      for (Eigen::Index i = j + 1; i < n; ++i) {
        const double dot = a.row(i).segment(from, j - from).dot(a.row(j).segment(from, j - from));
        a(i, j) = dependent ? 0 : (a(i, j) - dot) / root;
      }
    }
    if (to == n) break;
    const Matrix below = a.block(to, from, n - to, to - from);
    a.block(to, to, n - to, n - to).selfadjointView<Eigen::Lower>().rankUpdate(below, -1.0);
  }
  return skipped;
}

void solve_skipping(const std::vector<double>& lower, std::vector<double>& right,
                    std::size_t width) {
  const std::size_t n = right.size() / std::max<std::size_t>(width, 1);
  const auto wide = static_cast<Eigen::Index>(width);
  const auto size = static_cast<Eigen::Index>(n);
  Eigen::Map<const Matrix> l(lower.data(), size, size);
  Eigen::Map<Matrix> x(right.data(), size, wide);
  for (Eigen::Index i = 0; i < size; ++i) {
    if (l(i, i) == 0) {
      x.row(i).setZero();
      continue;
    }
    x.row(i).noalias() -= l.row(i).head(i) * x.topRows(i);
    x.row(i) /= l(i, i);
  }
  for (Eigen::Index i = size - 1; i >= 0; --i) {
    if (l(i, i) == 0) {
      x.row(i).setZero();
      continue;
    }
    x.row(i) /= l(i, i);
    x.topRows(i).noalias() -= l.row(i).head(i).transpose() * x.row(i);
  }
}

std::vector<double> conjugate_gradients(
    const std::function<std::vector<double>(const std::vector<double>&)>& times,
    const std::vector<double>& diagonal, std::vector<double> right,
    const std::vector<double>& targets, int& iterations) {
  const std::size_t n = diagonal.size();
  const std::size_t width = targets.size();
  std::vector<double> x(n * width, 0.0);
  std::vector<double>& r = right;
  const auto conditioned = [&](std::size_t i, std::size_t j) {
    return diagonal[i] > 0 ? r[i * width + j] / diagonal[i] : 0.0;
  };
  std::vector<char> active(width, 1);
  const auto norms = [&] {
    std::vector<double> sum(width, 0.0);
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < width; ++j) sum[j] += r[i * width + j] * conditioned(i, j);
    }
    for (std::size_t j = 0; j < width; ++j) {
      active[j] = active[j] != 0 && sum[j] > targets[j] * targets[j] ? 1 : 0;
    }
    return sum;
  };
  std::vector<double> direction(n * width);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t j = 0; j < width; ++j) direction[i * width + j] = conditioned(i, j);
  }
  std::vector<double> norm = norms();
  for (int step = 0; step < kMostIterations; ++step) {
    if (std::count(active.begin(), active.end(), 1) == 0) break;
    ++iterations;
    const std::vector<double> along = times(direction);
    std::vector<double> curvature(width, 0.0);
    for (std::size_t i = 0; i < n * width; ++i) curvature[i % width] += direction[i] * along[i];
    for (std::size_t j = 0; j < width; ++j) {
      if (active[j] == 0 || !(curvature[j] > 0)) continue;
      const double length = norm[j] / curvature[j];
      for (std::size_t i = 0; i < n; ++i) {
        x[i * width + j] += length * direction[i * width + j];
        r[i * width + j] -= length * along[i * width + j];
      }
    }
    const std::vector<double> next = norms();
    for (std::size_t i = 0; i < n; ++i) {
      for (std::size_t j = 0; j < width; ++j) {
        const double keep = active[j] != 0 ? next[j] / norm[j] : 0;
        direction[i * width + j] =
            active[j] != 0 ? conditioned(i, j) + keep * direction[i * width + j] : 0;
      }
    }
    norm = next;
  }
  return x;
}

}  // namespace formulary::evaluate
