#include "evaluate/internal/local_polynomial.h"

#include <algorithm>
#include <cmath>

#include <Eigen/Cholesky>

#include "evaluate/internal/lanes.h"

namespace formulary::evaluate {

namespace {

using Chunk = Eigen::Array<double, Eigen::Dynamic, 1, 0, 1024, 1>;
constexpr std::size_t kChunk = 1024;

Chunk share(const std::vector<double>& values, std::size_t from, std::size_t size) {
  return Eigen::Map<const Eigen::ArrayXd>(values.data() + from, static_cast<Eigen::Index>(size));
}

// The factor that all weights share cancels everywhere, so it is left out.
Chunk weight(const Chunk& u, Kernel kernel) {
  if (kernel == Kernel::uniform) return Chunk::Ones(u.size());
  if (kernel == Kernel::epanechnikov) return 1 - u.square();
  return 1 - u;
}

// Call each(u, w, from, size) for the first `rows` in shares that the cache holds.
template <typename Each>
void over(const Side& side, Kernel kernel, double h, Lane lane, const Each& each) {
  for (std::size_t from = lane.begin; from < lane.end; from += kChunk) {
    const std::size_t size = std::min(kChunk, lane.end - from);
    const Chunk u = share(side.distance, from, size) / h;
    each(u, weight(u, kernel), from, size);
  }
}

std::size_t distinct_among(const Side& side, std::size_t rows) {
  const auto at = std::lower_bound(side.starts.begin(), side.starts.end(), rows);
  return static_cast<std::size_t>(at - side.starts.begin());
}

}  // namespace

std::size_t rows_within(const Side& side, Kernel kernel, double h) {
  const auto end = kernel == Kernel::uniform
                       ? std::partition_point(side.distance.begin(), side.distance.end(),
                                              [h](double d) { return d / h <= 1; })
                       : std::partition_point(side.distance.begin(), side.distance.end(),
                                              [h](double d) { return d / h < 1; });
  return static_cast<std::size_t>(end - side.distance.begin());
}

LocalFit local_fit(const Side& side, Kernel kernel, double h, int order, int threads) {
  LocalFit fit;
  fit.h = h;
  fit.order = order;
  fit.rows = rows_within(side, kernel, h);
  fit.distinct = distinct_among(side, fit.rows);
  const auto terms = static_cast<std::size_t>(order + 1);
  if (fit.distinct < terms) return fit;
  const std::size_t columns = side.columns.size();
  const std::size_t moments = 2 * terms;  // degrees 0 .. 2 order + 1
  const auto lanes = lanes_of(fit.rows);
  LaneSums sums(lanes.size(), moments + terms * columns);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    over(side, kernel, h, lane,
         [&](const Chunk& u, const Chunk& w, std::size_t from, std::size_t size) {
           Chunk power = w;
           for (std::size_t k = 0; k < moments; ++k) {
             sum[k] += power.sum();
             for (std::size_t j = 0; k < terms && j < columns; ++j) {
               sum[moments + k * columns + j] += (power * share(side.columns[j], from, size)).sum();
             }
             power *= u;
           }
         });
  });
  const std::vector<double> total = sums.total();
  const auto size = static_cast<Eigen::Index>(terms);
  Eigen::MatrixXd gram(size, size);
  fit.products.resize(size, static_cast<Eigen::Index>(columns));
  fit.next.resize(size);
  for (Eigen::Index i = 0; i < size; ++i) {
    for (Eigen::Index k = 0; k < size; ++k) gram(i, k) = total[static_cast<std::size_t>(i + k)];
    fit.next(i) = total[static_cast<std::size_t>(i + size)];
    for (std::size_t j = 0; j < columns; ++j) {
      fit.products(i, static_cast<Eigen::Index>(j)) =
          total[moments + static_cast<std::size_t>(i) * columns + j];
    }
  }
  const Eigen::LDLT<Eigen::MatrixXd> factor(gram);
  fit.inverse = factor.solve(Eigen::MatrixXd::Identity(size, size));
  fit.inverse += fit.inverse * (Eigen::MatrixXd::Identity(size, size) - gram * fit.inverse);
  fit.beta = fit.inverse * fit.products;
  fit.solved =
      factor.info() == Eigen::Success && factor.vectorD().minCoeff() > 0 && fit.inverse.allFinite();
  return fit;
}

Eigen::MatrixXd column_products(const Side& side, Kernel kernel, double h, int threads) {
  const std::size_t columns = side.columns.size();
  const auto lanes = lanes_of(rows_within(side, kernel, h));
  LaneSums sums(lanes.size(), columns * columns);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    over(side, kernel, h, lane,
         [&](const Chunk&, const Chunk& w, std::size_t from, std::size_t size) {
           for (std::size_t i = 0; i < columns; ++i) {
             const Chunk weighted = w * share(side.columns[i], from, size);
             for (std::size_t j = 0; j < columns; ++j) {
               sum[i * columns + j] += (weighted * share(side.columns[j], from, size)).sum();
             }
           }
         });
  });
  const std::vector<double> total = sums.total();
  const auto size = static_cast<Eigen::Index>(columns);
  return Eigen::Map<const Eigen::MatrixXd>(total.data(), size, size).transpose();
}

std::vector<double> parts_in(const LocalFit& fit, const Side& side, Kernel kernel, int degree) {
  std::vector<double> parts(fit.rows);
  const Eigen::VectorXd row = fit.inverse.row(degree).transpose();
  over(side, kernel, fit.h, {0, fit.rows},
       [&](const Chunk& u, const Chunk& w, std::size_t from, std::size_t) {
         Chunk value = Chunk::Constant(u.size(), row(fit.order));
         for (int k = fit.order - 1; k >= 0; --k) value = value * u + row(k);
         Eigen::Map<Eigen::ArrayXd>(parts.data() + from, u.size()) = w * value;
       });
  return parts;
}

Residuals::Residuals(const Side& side, const RddOptions& options) : side_(side), options_(options) {
  if (options.noise != Noise::nearest || !options.cluster.empty()) return;
  for (const std::vector<double>& column : side.columns) {
    std::vector<double> sums(side.distinct());
    for (std::size_t g = 0; g < side.distinct(); ++g) {
      for (std::size_t i = side.starts[g]; i < side.starts[g + 1]; ++i) sums[g] += column[i];
    }
    sums_.push_back(std::move(sums));
    near_.emplace_back(side.rows());
  }
  const auto lanes = lanes_of(side.distinct());
  each_lane(lanes, options.threads, [&](Lane lane, std::size_t) {
    for (std::size_t j = 0; j < side.columns.size(); ++j) {
      from_neighbours(j, side.rows(), lane.begin, lane.end, near_[j].data());
    }
  });
}

void Residuals::from_neighbours(std::size_t j, std::size_t rows, std::size_t first,
                                std::size_t last, double* residual) const {
  const std::vector<std::size_t>& starts = side_.starts;
  const std::vector<double>& column = side_.columns[j];
  const std::size_t groups = distinct_among(side_, rows);
  const std::size_t wanted = std::min(static_cast<std::size_t>(options_.neighbours) + 1, rows);
  for (std::size_t g = first; g < last; ++g) {
    std::size_t low = g;  // groups low .. high are neighbours, all equal distances together
    std::size_t high = g;
    while (starts[high + 1] - starts[low] < wanted) {
      const double here = side_.at(g);
      const bool down = low > 0;
      const bool up = high + 1 < groups;
      const double below = down ? here - side_.at(low - 1) : 0;
      const double above = up ? side_.at(high + 1) - here : 0;
      const bool both = down && up && below == above;
      const bool take_up = up && (!down || above < below);
      if (take_up || both) ++high;
      if (!take_up || both) --low;
    }
    double sum = 0;
    for (std::size_t k = low; k <= high; ++k) sum += sums_[j][k];
    const auto others = static_cast<double>(starts[high + 1] - starts[low] - 1);
    const double scale = std::sqrt(others / (others + 1));
    for (std::size_t i = starts[g]; i < starts[g + 1]; ++i) {
      residual[i] = scale * (column[i] - (sum - column[i]) / others);
    }
  }
}

std::vector<double> Residuals::of(std::size_t rows, const Eigen::VectorXd& mix,
                                  const LocalFit& fit) const {
  std::vector<double> residual(rows, 0.0);
  const auto map = [rows](double* from) {
    return Eigen::Map<Eigen::ArrayXd>(from, static_cast<Eigen::Index>(rows));
  };
  if (!near_.empty()) {
    // Only the farthest rows can have had neighbours beyond `rows`.
    const std::size_t groups = distinct_among(side_, rows);
    const auto reach = static_cast<std::size_t>(options_.neighbours) + 1;
    const std::size_t from = rows == side_.rows() ? groups : groups - std::min(groups, reach);
    std::vector<double> own(rows);
    for (std::size_t j = 0; j < near_.size(); ++j) {
      std::copy(near_[j].begin(), near_[j].begin() + static_cast<std::ptrdiff_t>(rows),
                own.begin());
      if (rows > 1) from_neighbours(j, rows, from, groups, own.data());
      map(residual.data()) += mix(static_cast<Eigen::Index>(j)) * map(own.data());
    }
    return residual;
  }
  const Eigen::VectorXd beta = fit.beta * mix;
  const bool plain = !options_.cluster.empty() || options_.noise == Noise::hc0;
  const double n = static_cast<double>(rows);
  const bool hc1 = options_.noise == Noise::hc1 && !plain;
  const double factor = hc1 ? std::sqrt(n / (n - (fit.order + 1))) : 1;
  const bool leverages = !plain && !hc1;
  const double power = options_.noise == Noise::hc2 ? 0.5 : 1;
  over(side_, options_.kernel, fit.h, {0, rows},
       [&](const Chunk& u, const Chunk& w, std::size_t from, std::size_t size) {
         Chunk rest = Chunk::Zero(u.size());
         for (std::size_t j = 0; j < side_.columns.size(); ++j) {
           rest += mix(static_cast<Eigen::Index>(j)) * share(side_.columns[j], from, size);
         }
         Chunk predicted = Chunk::Constant(u.size(), beta(fit.order));
         for (int k = fit.order - 1; k >= 0; --k) predicted = predicted * u + beta(k);
         rest = (rest - predicted) * factor;
         for (Eigen::Index i = 0; leverages && i < u.size(); ++i) {
           if (from + static_cast<std::size_t>(i) >= fit.rows) continue;  // no weight, no leverage
           Eigen::VectorXd r = Eigen::VectorXd::Ones(fit.order + 1);
           for (int k = 1; k <= fit.order; ++k) r(k) = r(k - 1) * u(i);
           const double leverage = w(i) * r.dot(fit.inverse * r);
           rest(i) *= std::pow(std::max(1 - leverage, 1e-8), -power);
         }
         Eigen::Map<Eigen::ArrayXd>(residual.data() + from, u.size()) = rest;
       });
  return residual;
}

std::optional<double> variance_of(const Side& side, std::size_t clusters,
                                  const std::vector<double>& parts,
                                  const std::vector<double>& residual, int parameters) {
  const std::size_t used = std::min(parts.size(), residual.size());
  double sum = 0;
  if (side.cluster.empty()) {
    for (std::size_t from = 0; from < used; from += kChunk) {
      const std::size_t size = std::min(kChunk, used - from);
      sum += (share(parts, from, size) * share(residual, from, size)).square().sum();
    }
    return sum;
  }
  std::vector<double> by_cluster(clusters, 0.0);
  std::vector<char> present(clusters, 0);
  for (std::size_t i = 0; i < residual.size(); ++i) present[side.cluster[i]] = 1;
  for (std::size_t i = 0; i < used; ++i) by_cluster[side.cluster[i]] += parts[i] * residual[i];
  const auto g = static_cast<double>(std::count(present.begin(), present.end(), 1));
  if (g < 2) return std::nullopt;
  for (const double one : by_cluster) sum += one * one;
  const auto n = static_cast<double>(residual.size());
  return sum * (n - 1) / (n - parameters) * g / (g - 1);
}

}  // namespace formulary::evaluate
