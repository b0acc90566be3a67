#include "configure/internal/master.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include <coin/ClpSimplex.hpp>
#include <coin/CoinPackedMatrix.hpp>

#include "base/must.h"

namespace formulary::configuring {

namespace {

double mean_of(const std::vector<double>& values) {
  return std::accumulate(values.begin(), values.end(), 0.0) / static_cast<double>(values.size());
}

// Rows: limits, one convexity row a choice, one row a draw (worst <= benefit of the draw).
class Model {
 public:
  Model(const MasterInput& input, const std::vector<Column>& pool,
        const std::vector<std::size_t>& must_act)
      : in_(input),
        pool_(pool),
        must_act_(must_act),
        limits_(input.limit.size()),
        choices_(input.candidates->choices.size()),
        draws_(input.candidates->view->draws()) {}

  MasterSolution solve() {
    build();
    ClpSimplex clp;
    clp.setLogLevel(0);
    const CoinPackedMatrix matrix(false, row_.data(), column_.data(), value_.data(),
                                  static_cast<CoinBigIndex>(value_.size()));
    clp.loadProblem(matrix, lower_.data(), upper_.data(), cost_.data(), row_lower_.data(),
                    row_upper_.data());
    clp.dual();
    if (clp.status() != 0) clp.primal();
    MUST(clp.status() == 0);
    return read(clp);
  }

 private:
  void entry(std::size_t row, std::size_t column, double value) {
    row_.push_back(static_cast<int>(row));
    column_.push_back(static_cast<int>(column));
    value_.push_back(value);
  }
  std::size_t add_column(double lower, double upper, double cost) {
    lower_.push_back(lower);
    upper_.push_back(upper);
    cost_.push_back(cost);
    return cost_.size() - 1;
  }

  void build() {
    double largest = 1;
    for (const Column& column : pool_) largest = std::max(largest, mean_of(column.benefit));
    const double penalty = 10 * largest * static_cast<double>(choices_ + 1);
    for (std::size_t p = 0; p < pool_.size(); ++p) {
      const double worth = mean_of(pool_[p].benefit) - in_.money * pool_[p].cost;
      add_column(0, COIN_DBL_MAX, -worth);
      for (const auto& [limit, amount] : usage_of(*in_.candidates, pool_[p])) {
        entry(limit, p, amount);
      }
      entry(limits_ + pool_[p].choice, p, 1);
      for (std::size_t w = 0; w < draws_; ++w) {
        entry(limits_ + choices_ + w, p, -pool_[p].benefit[w]);
      }
    }
    worst_ = add_column(-COIN_DBL_MAX, COIN_DBL_MAX, -in_.risk_aversion);
    for (std::size_t w = 0; w < draws_; ++w) entry(limits_ + choices_ + w, worst_, 1);
    for (std::size_t l = 0; l < limits_; ++l) {
      const bool at_least = in_.candidates->limits[l].at_least;
      row_lower_.push_back(at_least ? in_.limit[l] : -COIN_DBL_MAX);
      row_upper_.push_back(at_least ? COIN_DBL_MAX : in_.limit[l]);
      if (at_least) {
        artificial_.emplace_back(
            add_column(0, COIN_DBL_MAX, penalty / std::max(1e-6, in_.limit[l])), l);
        entry(l, artificial_.back().first, 1);
      }
    }
    row_lower_.insert(row_lower_.end(), choices_ + draws_, -COIN_DBL_MAX);
    for (const std::size_t c : must_act_) {
      row_lower_[limits_ + c] = 1;
      entry(limits_ + c, add_column(0, COIN_DBL_MAX, penalty), 1);
    }
    row_upper_.insert(row_upper_.end(), choices_, 1);
    row_upper_.insert(row_upper_.end(), draws_, 0);
  }

  MasterSolution read(const ClpSimplex& clp) const {
    MasterSolution solution;
    const double* x = clp.primalColumnSolution();
    const double* y = clp.dualRowSolution();
    solution.use.assign(x, x + pool_.size());
    solution.value = -clp.objectiveValue();
    for (const auto& [column, limit] : artificial_) {
      if (x[column] > 1e-7) {
        solution.missed += x[column];
        solution.missed_limits.push_back(limit);
      }
    }
    // The model minimises the negative, so a limit's price is minus its dual.
    solution.prices.money = in_.money;
    for (std::size_t l = 0; l < limits_; ++l) {
      const bool at_least = in_.candidates->limits[l].at_least;
      solution.prices.limit.push_back(at_least ? std::min(0.0, -y[l]) : std::max(0.0, -y[l]));
    }
    double sum = 0;
    for (std::size_t w = 0; w < draws_; ++w) {
      solution.prices.draw_weight.push_back(std::max(0.0, -y[limits_ + choices_ + w]));
      sum += solution.prices.draw_weight.back();
    }
    for (double& weight : solution.prices.draw_weight) {
      weight = (sum > 0 ? weight * in_.risk_aversion / sum
                        : in_.risk_aversion / static_cast<double>(draws_)) +
               1.0 / static_cast<double>(draws_);
    }
    return solution;
  }

  const MasterInput& in_;
  const std::vector<Column>& pool_;
  const std::vector<std::size_t>& must_act_;
  const std::size_t limits_;
  const std::size_t choices_;
  const std::size_t draws_;
  std::size_t worst_ = 0;
  std::vector<std::pair<std::size_t, std::size_t>> artificial_;
  std::vector<int> row_;
  std::vector<int> column_;
  std::vector<double> value_;
  std::vector<double> lower_;
  std::vector<double> upper_;
  std::vector<double> cost_;
  std::vector<double> row_lower_;
  std::vector<double> row_upper_;
};

}  // namespace

MasterSolution solve_master(const MasterInput& input, const std::vector<Column>& pool,
                            const std::vector<std::size_t>& must_act) {
  return Model(input, pool, must_act).solve();
}

double lagrangian_bound(const MasterInput& input, const Prices& prices,
                        const std::vector<double>& cell_bounds) {
  double bound = 0;
  for (std::size_t l = 0; l < input.limit.size(); ++l) bound += prices.limit[l] * input.limit[l];
  for (const double cell : cell_bounds) bound += cell;
  return bound;
}

}  // namespace formulary::configuring
