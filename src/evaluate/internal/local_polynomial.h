// What does the outcome come to at the cut-off? Weighted polynomials of the distance on one side.
//
// All fits work in u = distance / h, so their products stay between 0 and 1; a coefficient of
// degree k in the running variable is that in u times (sign / h)^k.
#pragma once

#include <vector>

#include <Eigen/Core>

#include "evaluate/internal/cutoff.h"

namespace formulary::evaluate {

struct LocalFit {
  double h = 0;
  int order = 0;
  std::size_t rows = 0;      // with a weight above 0: the first of the side
  std::size_t distinct = 0;  // distances among them
  bool solved = false;       // enough distinct distances for the order
  Eigen::MatrixXd inverse;   // (R' W R)^-1
  Eigen::MatrixXd products;  // R' W D, for the columns D of the side
  Eigen::MatrixXd beta;      // (order + 1) x columns
  Eigen::VectorXd next;      // R' W u^(order + 1)
};

// How many first rows have a weight above 0.
std::size_t rows_within(const Side& side, Kernel kernel, double h);

LocalFit local_fit(const Side& side, Kernel kernel, double h, int order, int threads);

// The weighted cross products Z' W D of all columns of the side.
Eigen::MatrixXd column_products(const Side& side, Kernel kernel, double h, int threads);

// Each row's part in the coefficient of degree k of u: w(u) times row k of inverse * R'.
std::vector<double> parts_in(const LocalFit& fit, const Side& side, Kernel kernel, int degree);

// Residuals of sums of columns.
class Residuals {
 public:
  Residuals(const Side& side, const RddOptions& options);

  // Of the first `rows` rows of the combination `mix` of the columns, scaled so that their squares
  // estimate variances. `fit` gives predictions and leverages, and parameters = order + 1; only
  // nearest neighbours do without. HC1 counts `rows`.
  std::vector<double> of(std::size_t rows, const Eigen::VectorXd& mix, const LocalFit& fit) const;

 private:
  // Of column j from neighbours among the first `rows`, for groups from `first` on.
  void from_neighbours(std::size_t j, std::size_t rows, std::size_t first, std::size_t last,
                       double* residual) const;

  const Side& side_;
  const RddOptions& options_;
  std::vector<std::vector<double>> sums_;  // of each column, by distinct distance
  std::vector<std::vector<double>> near_;  // residuals of each column, the whole side
};

// The variance of sum parts * column: sum (part * residual)^2, or by cluster with CR1's factor for
// `parameters`, the side's first residual.size() rows being the sample. Nothing with one cluster.
std::optional<double> variance_of(const Side& side, std::size_t clusters,
                                  const std::vector<double>& parts,
                                  const std::vector<double>& residual, int parameters);

}  // namespace formulary::evaluate
