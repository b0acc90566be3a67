// What is left of a column when its fixed effects are taken out? The residual of a weighted
// regression on any number of sets of dummies.
//
// The largest set is eliminated exactly: its dummies are orthogonal, so a row only loses its
// group's mean. What remains is a system in the levels of the other sets (a Schur complement),
//
//   S = D' W (I - P) D,     S b = D' W (I - P) v,     residual = (I - P)(v - D b),
//
// solved by a Cholesky factorisation that skips dependent levels where there are at most
// kDenseLevels of them, else by conjugate gradients. The solution is then refined on the data
// until the residual is orthogonal to every dummy. Guimaraes & Portugal 2010 (Stata J. 10);
// Correia 2017.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "evaluate/internal/lanes.h"

namespace formulary::evaluate {

inline constexpr std::size_t kDenseLevels = 2500;

// The level of every row in one set of dummies; each of the levels occurs.
struct Factor {
  std::string name;
  std::span<const std::uint32_t> level;
  std::size_t levels = 0;
};

struct Absorbed {
  double cosine = 0;  // reached: the largest between a residual and a dummy of the other sets
  int iterations = 0;
  bool converged = true;
  std::vector<double> around;   // of each column: its sum of squares around its mean, before
  std::vector<double> squares;  // and around 0
};

class Absorber {
 public:
  // The rows MUST be in the order of the levels of factors[0], of which there must be one.
  // Weights are above 0; none = all 1. The spans must outlive the absorber.
  Absorber(std::vector<Factor> factors, std::span<const double> weights, int threads);

  // Replace every column by its residual. Never gives up silently: see Absorbed.
  Absorbed absorb(const std::vector<double*>& columns, double tolerance) const;

  // The largest cosine between this column and any dummy.
  double cosine_of(const double* column) const;

  // The number of independent dummies; an upper bound where is_exact() is false.
  std::size_t rank() const { return groups() + others_ - dependent_; }
  bool is_exact() const { return dense_; }
  std::size_t groups() const { return starts_.size() - 1; }

 private:
  double weight(std::size_t row) const { return weights_.empty() ? 1 : weights_[row]; }
  bool alike(std::size_t g, std::size_t h) const;
  void add_group(std::size_t g, double times, double* s, double* level_weight,
                 std::vector<double>& of_group, std::vector<std::size_t>& touched) const;
  void eliminate();
  std::vector<double> centre(const std::vector<double*>& columns, Absorbed& answer) const;
  std::vector<double> subtract(const std::vector<double*>& columns,
                               const std::vector<double>& solution) const;
  std::vector<double> times(const std::vector<double>& b, std::size_t width) const;
  std::vector<double> solve(std::vector<double> right, const std::vector<double>& scale,
                            double tolerance, int& iterations) const;
  double largest_cosine(const std::vector<double>& sums, const std::vector<double>& scale) const;

  std::vector<Factor> factors_;  // [0] is eliminated
  std::span<const double> weights_;
  int threads_;
  std::size_t rows_ = 0;
  std::size_t others_ = 0;             // levels of factors[1..]
  std::vector<std::size_t> offset_;    // of factors[1..] among them
  std::vector<std::uint32_t> starts_;  // first row of each group of factors[0]
  std::vector<double> level_weight_;   // of the others
  std::vector<double> diagonal_;       // of S
  bool dense_ = true;
  std::size_t dependent_ = 0;
  std::vector<double> lower_;  // Cholesky factor, others x others, row-major; 0 rows = dependent
};

}  // namespace formulary::evaluate
