#include "evaluate/internal/least_squares.h"

#include <algorithm>
#include <array>
#include <cmath>

#include <Eigen/Cholesky>

#include "base/must.h"
#include "evaluate/internal/lanes.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kChunk = 1024;  // rows that stay in the fast cache while columns meet

double dot(const double* a, const double* b, std::size_t size) {
  using Vector = Eigen::Map<const Eigen::VectorXd>;
  const auto n = static_cast<Eigen::Index>(size);
  return Vector(a, n).dot(Vector(b, n));
}

}  // namespace

Eigen::MatrixXd cross_products(const std::vector<ColumnView>& columns,
                               std::span<const double> weights, int threads) {
  const std::size_t width = columns.size();
  const std::size_t rows = width == 0 ? 0 : columns[0].size();
  const auto lanes = lanes_of(rows);
  LaneSums sums(lanes.size(), width * width);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    std::array<double, kChunk> weighted{};
    for (std::size_t from = lane.begin; from < lane.end; from += kChunk) {
      const std::size_t size = std::min(kChunk, lane.end - from);
      for (std::size_t i = 0; i < width; ++i) {
        const double* left = columns[i].data() + from;
        if (!weights.empty()) {
          for (std::size_t r = 0; r < size; ++r) weighted[r] = left[r] * weights[from + r];
          left = weighted.data();
        }
        for (std::size_t j = 0; j <= i; ++j) {
          sum[i * width + j] += dot(left, columns[j].data() + from, size);
        }
      }
    }
  });
  const std::vector<double> total = sums.total();
  Eigen::MatrixXd cross(width, width);
  for (std::size_t i = 0; i < width; ++i) {
    for (std::size_t j = 0; j <= i; ++j) {
      const auto r = static_cast<Eigen::Index>(i);
      const auto c = static_cast<Eigen::Index>(j);
      cross(r, c) = cross(c, r) = total[i * width + j];
    }
  }
  return cross;
}

Choice independent(const Eigen::MatrixXd& cross, const std::vector<double>& around,
                   const std::vector<double>& squares, double collinear) {
  Choice choice;
  const auto width = static_cast<std::size_t>(cross.rows());
  MUST(around.size() == width && squares.size() == width);
  std::vector<Eigen::VectorXd> rows;  // of the Cholesky factor of what is kept
  for (std::size_t j = 0; j < width; ++j) {
    const auto at = static_cast<Eigen::Index>(j);
    const double own = cross(at, at);
    bool good = own > 1e-18 * around[j] && own > 1e-26 * squares[j];
    Eigen::VectorXd row(static_cast<Eigen::Index>(choice.kept.size() + 1));
    double pivot = own;
    if (good) {
      for (std::size_t k = 0; k < choice.kept.size(); ++k) {
        const auto place = static_cast<Eigen::Index>(k);
        double value = cross(at, static_cast<Eigen::Index>(choice.kept[k]));
        value -= rows[k].head(place).dot(row.head(place));
        row(place) = value / rows[k](place);
        pivot -= row(place) * row(place);
      }
      good = pivot > collinear * own;
    }
    if (!good) {
      choice.dropped.push_back(j);
      continue;
    }
    row(static_cast<Eigen::Index>(choice.kept.size())) = std::sqrt(pivot);
    rows.push_back(std::move(row));
    choice.kept.push_back(j);
  }
  return choice;
}

Eigen::MatrixXd inverse_of(const Eigen::MatrixXd& positive) {
  if (positive.size() == 0) return positive;
  const Eigen::VectorXd scale = positive.diagonal().cwiseSqrt().cwiseInverse();
  const Eigen::MatrixXd unit = scale.asDiagonal() * positive * scale.asDiagonal();
  const Eigen::LLT<Eigen::MatrixXd> factor(unit);
  MUST(factor.info() == Eigen::Success);
  const Eigen::MatrixXd inverse =
      factor.solve(Eigen::MatrixXd::Identity(positive.rows(), positive.cols()));
  return scale.asDiagonal() * inverse * scale.asDiagonal();
}

Eigen::MatrixXd part_of(const Eigen::MatrixXd& matrix, const std::vector<std::size_t>& rows,
                        const std::vector<std::size_t>& columns) {
  Eigen::MatrixXd part(static_cast<Eigen::Index>(rows.size()),
                       static_cast<Eigen::Index>(columns.size()));
  for (std::size_t i = 0; i < rows.size(); ++i) {
    for (std::size_t j = 0; j < columns.size(); ++j) {
      part(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)) =
          matrix(static_cast<Eigen::Index>(rows[i]), static_cast<Eigen::Index>(columns[j]));
    }
  }
  return part;
}

Residual subtract_fit(ColumnView y, const std::vector<ColumnView>& x, const Eigen::VectorXd& b,
                      const std::vector<ColumnView>& tested, std::span<const double> weights,
                      std::vector<double>& residual, int threads) {
  residual.resize(y.size());
  const std::size_t width = tested.size();
  const auto lanes = lanes_of(y.size());
  LaneSums sums(lanes.size(), width + 1);
  each_lane(lanes, threads, [&](Lane lane, std::size_t at) {
    double* sum = sums.of(at);
    std::array<double, kChunk> weighted{};
    for (std::size_t from = lane.begin; from < lane.end; from += kChunk) {
      const std::size_t size = std::min(kChunk, lane.end - from);
      double* e = residual.data() + from;
      std::copy(y.data() + from, y.data() + from + size, e);
      for (std::size_t j = 0; j < x.size(); ++j) {
        const double factor = b(static_cast<Eigen::Index>(j));
        const double* column = x[j].data() + from;
        for (std::size_t r = 0; r < size; ++r) e[r] -= factor * column[r];
      }
      const double* we = e;
      if (!weights.empty()) {
        for (std::size_t r = 0; r < size; ++r) weighted[r] = e[r] * weights[from + r];
        we = weighted.data();
      }
      for (std::size_t j = 0; j < width; ++j) sum[j] += dot(we, tested[j].data() + from, size);
      sum[width] += dot(we, e, size);
    }
  });
  const std::vector<double> total = sums.total();
  Residual answer;
  answer.squares = total[width];
  answer.products =
      Eigen::Map<const Eigen::VectorXd>(total.data(), static_cast<Eigen::Index>(width));
  return answer;
}

}  // namespace formulary::evaluate
