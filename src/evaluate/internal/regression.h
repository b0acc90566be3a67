// What do all regressions of this room share? A sample without its fixed effects, and the writing
// down of what came out.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "evaluate/effect.h"
#include "evaluate/internal/absorb.h"
#include "evaluate/internal/least_squares.h"
#include "evaluate/internal/sample.h"
#include "evaluate/internal/sandwich.h"

namespace formulary::evaluate {

// A sample from whose columns the fixed effects, or else the means, were taken out in place.
// Columns are counted through: exogenous, endogenous, instruments, and the outcome last.
struct Reduced {
  Sample sample;
  std::optional<Absorber> absorber;
  Absorbed absorbed;
  std::vector<double> means;  // of the columns; empty unless they were taken out for a constant

  bool has_constant() const { return !means.empty(); }
  std::size_t width() const;
  std::vector<double>& column(std::size_t at);
  std::vector<ColumnView> views(const std::vector<std::size_t>& columns);
  const std::string& term(std::size_t at);
};

Reduced reduce(Sample sample, bool intercept, const RegressionOptions& options);

// A fitted equation: x has one column for each term, and the scores stand on it.
struct Fitted {
  std::vector<std::size_t> terms;  // columns of the Reduced
  std::vector<ColumnView> x;
  Eigen::VectorXd b;
  Eigen::MatrixXd bread;
  std::vector<double> residual;
  double squares = 0;
  double cosine = 0;  // the largest between the residual and a column of x or a dummy
};

// Solve y = x b, refined on the data until the residual is orthogonal to `x` (the instruments'
// projection, in two-stage least squares, where `actual` are the columns themselves).
Fitted solve_for(Reduced& reduced, std::vector<std::size_t> terms, std::vector<ColumnView> x,
                 const std::vector<ColumnView>& actual, const Eigen::MatrixXd& gram,
                 const RegressionOptions& options);

// Write estimates, covariance, summary and drops; the constant, where one was taken out, gets its
// own line, first.
Identified<Finding> written(Reduced& reduced, const Fitted& fitted,
                            const RegressionOptions& options, std::string method,
                            std::optional<double> known_variance = std::nullopt);

// Name the columns that were dropped for following from others.
void note_dropped(Reduced& reduced, const std::vector<std::size_t>& dropped);

// Name columns that are not 0 in one cluster only. Before reduce, which changes the columns.
Reasons one_cluster_columns(const Sample& sample);

// Add the joint test of an event study's dummies before -1, and what it means.
void test_pre_trend(const Reduced& reduced, const Fitted& fitted, Finding& finding);

}  // namespace formulary::evaluate
