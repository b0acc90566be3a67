#include <algorithm>
#include <cmath>
#include <numeric>

#include "configure/internal/master.h"

namespace formulary::configuring {

namespace {

constexpr double kFits = 1e-9;      // relative slack when comparing with a limit
constexpr double kShortfall = 1e3;  // weight of a missed >= limit, in budgets' worth of benefit

// A plan under change: running sums of limits, draws and cost.
class Ledger {
 public:
  Ledger(const MasterInput& input, const std::vector<Column>& pool)
      : in_(input),
        pool_(pool),
        used_(input.limit.size(), 0),
        benefit_(input.candidates->view->draws(), 0),
        column_(input.candidates->choices.size(), kNone) {
    for (const Column& column : pool) {
      usage_.push_back(usage_of(*input.candidates, column));
      double mean = 0;
      for (const double b : column.benefit) mean += b / static_cast<double>(column.benefit.size());
      largest_ = std::max(largest_, mean);
    }
  }

  const std::vector<std::size_t>& columns() const { return column_; }

  void set(std::size_t choice, std::size_t column) {
    change(column_[choice], -1);
    change(column, +1);
    column_[choice] = column;
  }

  bool fits() const {
    for (std::size_t l = 0; l < used_.size(); ++l) {
      if (!in_.candidates->limits[l].at_least && used_[l] > in_.limit[l] * (1 + kFits) + kFits) {
        return false;
      }
    }
    return true;
  }

  double missed() const {
    double sum = 0;
    for (std::size_t l = 0; l < used_.size(); ++l) {
      if (in_.candidates->limits[l].at_least && used_[l] < in_.limit[l] * (1 - 1e-7)) {
        sum += 1 - used_[l] / in_.limit[l];
      }
    }
    return sum;
  }

  double value() const {
    const double draws = static_cast<double>(benefit_.size());
    const double mean = std::accumulate(benefit_.begin(), benefit_.end(), 0.0) / draws;
    const double worst = *std::min_element(benefit_.begin(), benefit_.end());
    return mean + in_.risk_aversion * worst - in_.money * cost_;
  }
  // Value with missed limits priced far above any gain.
  double merit() const { return value() - kShortfall * largest_ * missed(); }

 private:
  void change(std::size_t column, double sign) {
    if (column == kNone) return;
    for (const auto& [limit, amount] : usage_[column]) used_[limit] += sign * amount;
    for (std::size_t w = 0; w < benefit_.size(); ++w) {
      benefit_[w] += sign * pool_[column].benefit[w];
    }
    cost_ += sign * pool_[column].cost;
  }

  const MasterInput& in_;
  const std::vector<Column>& pool_;
  std::vector<std::vector<std::pair<std::size_t, double>>> usage_;
  std::vector<double> used_;
  std::vector<double> benefit_;
  std::vector<std::size_t> column_;
  double cost_ = 0;
  double largest_ = 1;
};

// Try every column (and none) in one cell, keeping the best that fits.
bool improve_one(Ledger& ledger, std::size_t choice, const std::vector<std::size_t>& columns) {
  const std::size_t before = ledger.columns()[choice];
  double best = ledger.merit();
  const double least_gain = 1e-9 * (1 + std::fabs(best));
  std::size_t at = before;
  for (const std::size_t column : columns) {
    if (column == before) continue;
    ledger.set(choice, column);
    if (ledger.fits() && ledger.merit() > best + least_gain) {
      best = ledger.merit();
      at = column;
    }
  }
  ledger.set(choice, at);
  return at != before;
}

// Free money by taking a cheaper column in one cell, then spend it best in another.
bool improve_pair(Ledger& ledger, std::size_t giver, std::size_t taker,
                  const std::vector<std::vector<std::size_t>>& columns,
                  const std::vector<Column>& pool) {
  const std::size_t given = ledger.columns()[giver];
  const std::size_t taken = ledger.columns()[taker];
  if (given == kNone) return false;
  const double before = ledger.merit();
  for (const std::size_t cheaper : columns[giver]) {
    if (cheaper != kNone && pool[cheaper].cost >= pool[given].cost) continue;
    ledger.set(giver, cheaper);
    improve_one(ledger, taker, columns[taker]);
    if (ledger.fits() && ledger.merit() > before + 1e-9 * (1 + std::fabs(before))) return true;
    ledger.set(taker, taken);
    ledger.set(giver, given);
  }
  return false;
}

}  // namespace

double plan_value(const MasterInput& input, const std::vector<Column>& pool,
                  const std::vector<std::size_t>& column) {
  Ledger ledger(input, pool);
  for (std::size_t c = 0; c < column.size(); ++c) ledger.set(c, column[c]);
  return ledger.value();
}

Plan round_plan(const MasterInput& input, const std::vector<Column>& pool,
                const MasterSolution& relaxation) {
  Ledger ledger(input, pool);
  // Columns that came after the relaxation was solved have no use in it.
  const auto use = [&](std::size_t p) {
    return p < relaxation.use.size() ? relaxation.use[p] : 0.0;
  };
  std::vector<std::size_t> order(pool.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  // What the relaxation puts most money on comes first: a big cell left for last would not fit.
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return use(a) * pool[a].cost > use(b) * pool[b].cost;
  });
  for (const std::size_t p : order) {
    if (use(p) < 0.01 || ledger.columns()[pool[p].choice] != kNone) continue;
    ledger.set(pool[p].choice, p);
    if (!ledger.fits()) ledger.set(pool[p].choice, kNone);
  }
  const std::size_t choices = input.candidates->choices.size();
  std::vector<std::vector<std::size_t>> columns(choices, {kNone});
  for (std::size_t p = 0; p < pool.size(); ++p) columns[pool[p].choice].push_back(p);
  for (int round = 0; round < 20; ++round) {
    bool better = false;
    for (std::size_t c = 0; c < choices; ++c) better |= improve_one(ledger, c, columns[c]);
    if (better) continue;
    for (std::size_t a = 0; a < choices && !better; ++a) {
      for (std::size_t b = 0; b < choices && !better; ++b) {
        if (a != b) better = improve_pair(ledger, a, b, columns, pool);
      }
    }
    if (!better) break;
  }
  return {ledger.columns(), ledger.value(), ledger.missed()};
}

}  // namespace formulary::configuring
