// Which b minimises (y - X b)' W (y - X b), and which columns of X say something of their own?
#pragma once

#include <span>
#include <vector>

#include <Eigen/Core>

namespace formulary::evaluate {

using ColumnView = std::span<const double>;

// Compute X' W X over rows in fixed shares; none of the weights = all 1.
Eigen::MatrixXd cross_products(const std::vector<ColumnView>& columns,
                               std::span<const double> weights, int threads);

// Choose the columns that do not follow from those before them, out of their cross products. A
// column goes when the fixed effects left less than a 1e-9th of its length (or only rounding), or
// when its earlier companions leave less than `collinear` of its square.
struct Choice {
  std::vector<std::size_t> kept;
  std::vector<std::size_t> dropped;
};
Choice independent(const Eigen::MatrixXd& cross, const std::vector<double>& around,
                   const std::vector<double>& squares, double collinear);

// Invert a positive definite matrix, scaled to a unit diagonal first.
Eigen::MatrixXd inverse_of(const Eigen::MatrixXd& positive);

// Take rows and columns of a square matrix.
Eigen::MatrixXd part_of(const Eigen::MatrixXd& matrix, const std::vector<std::size_t>& rows,
                        const std::vector<std::size_t>& columns);

// y - X b into `residual`, with its weighted square and its products with the columns of `tested`.
struct Residual {
  double squares = 0;
  Eigen::VectorXd products;
};
Residual subtract_fit(ColumnView y, const std::vector<ColumnView>& x, const Eigen::VectorXd& b,
                      const std::vector<ColumnView>& tested, std::span<const double> weights,
                      std::vector<double>& residual, int threads);

}  // namespace formulary::evaluate
