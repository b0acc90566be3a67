#include "configure/internal/solver.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "math/parallel.h"

namespace formulary::configuring {

namespace {

// Column generation: a pool of packages grows until no cell has a better one at the master's
// prices; then the pool is rounded to one package a cell.
class Solver {
 public:
  Solver(const Candidates& candidates, const Envelope& envelope, const ConfigureOptions& options)
      : candidates_(candidates), envelope_(envelope), options_(options) {
    input_.candidates = &candidates;
    for (const Limit& limit : candidates.limits) input_.limit.push_back(limit.value);
    input_.risk_aversion = envelope.risk_aversion;
    input_.money =
        candidates.view->mean().coefficients.public_funds_value * (1 + envelope.risk_aversion);
    known_.resize(candidates.choices.size());
  }

  void run() {
    seed();
    for (rounds_ = 0; rounds_ < options_.most_rounds; ++rounds_) {
      relaxation_ = solve_master(input_, pool_);
      // Early rounds only look for good packages; exact pricing certifies once they dry up.
      bool added = greedy_round();
      if (!added || rounds_ % 6 == 5) added = exact_round() || added;
      report(rounds_);
      if (bound_ && gap() <= envelope_.gap) break;
      if (!added) break;
    }
    finish();
  }

  Solution solution() && {
    Solution solution;
    solution.gap = gap();
    solution.bound = bound_.value_or(0);
    solution.pool = std::move(pool_);
    solution.plan = std::move(plan_);
    solution.relaxation = std::move(relaxation_);
    solution.input = std::move(input_);
    solution.rounds = rounds_;
    solution.priced = priced_;
    return solution;
  }

 private:
  double gap() const {
    if (!bound_ || !(*bound_ > 0)) return bound_ ? 0 : 1;
    return std::max(0.0, (*bound_ - plan_.value) / *bound_);
  }

  // Packages that are best at a ladder of budget prices: from money is free to hardly anything is
  // worth it. They let the first master be close to right.
  void seed() {
    Prices prices;
    const double draws = static_cast<double>(candidates_.view->draws());
    prices.draw_weight.assign(candidates_.view->draws(), (1 + input_.risk_aversion) / draws);
    prices.limit.assign(input_.limit.size(), 0);
    prices.money = input_.money;
    for (const double price : {0.0, 0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 40.0}) {
      prices.limit[0] = price;
      add(search(prices));
    }
  }

  std::vector<Column> search(const Prices& prices) {
    std::vector<std::vector<std::size_t>> found(candidates_.choices.size());
    in_parallel(found.size(), options_.threads, [&](std::size_t c) {
      found[c] = greedy_package(candidates_, c, prices, envelope_.most_instruments);
    });
    return columns(found);
  }

  std::vector<Column> columns(const std::vector<std::vector<std::size_t>>& found) {
    std::vector<Column> result;
    for (std::size_t c = 0; c < found.size(); ++c) {
      if (found[c].empty()) continue;
      result.push_back(make_column(candidates_.choices[c], c, found[c], candidates_.view->draws()));
    }
    return result;
  }

  // Add packages that the pool does not have; whether any was new.
  bool add(std::vector<Column> found) {
    bool any = false;
    for (Column& column : found) {
      if (!known_[column.choice].insert(column.options).second) continue;
      // A package can fit together even where each of its options fits the budget alone.
      if (column.cost > input_.limit[0] * (1 + 1e-9)) continue;
      pool_.push_back(std::move(column));
      any = true;
    }
    return any;
  }

  bool greedy_round() { return add(search(relaxation_.prices)); }

  // Price every cell exactly, bound the whole, keep the best plan so far.
  bool exact_round() {
    const Prices& prices = relaxation_.prices;
    const double tolerance = kBoundShare * envelope_.gap;
    std::vector<PricedCell> cells(candidates_.choices.size());
    in_parallel(cells.size(), options_.threads, [&](std::size_t c) {
      cells[c] = price_cell(candidates_, c, prices, envelope_.most_instruments, tolerance,
                            options_.most_nodes);
    });
    refine(cells, prices, tolerance);
    std::vector<double> bounds;
    bool added = false;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      bounds.push_back(cells[c].bound);
      priced_ += cells[c].nodes;
      added = add(columns_of(c, cells[c].packages)) || added;
    }
    const double bound = lagrangian_bound(input_, prices, bounds);
    bound_ = bound_ ? std::min(*bound_, bound) : bound;
    if (added) relaxation_ = solve_master(input_, pool_);
    improve(round_plan(input_, pool_, relaxation_));
    return added;
  }

  // Give the few cells that ran out of nodes, and whose bounds matter, ten times as many.
  void refine(std::vector<PricedCell>& cells, const Prices& prices, double tolerance) {
    const double matters = 0.1 * envelope_.gap * std::fabs(relaxation_.value);
    in_parallel(cells.size(), options_.threads, [&](std::size_t c) {
      if (cells[c].nodes < options_.most_nodes) return;
      if (cells[c].bound - cells[c].best < matters) return;
      PricedCell again = price_cell(candidates_, c, prices, envelope_.most_instruments, tolerance,
                                    kMoreNodes * options_.most_nodes);
      again.nodes += cells[c].nodes;
      cells[c] = std::move(again);
    });
  }

  std::vector<Column> columns_of(std::size_t c,
                                 const std::vector<std::vector<std::size_t>>& packages) {
    std::vector<Column> result;
    for (const auto& package : packages) {
      result.push_back(make_column(candidates_.choices[c], c, package, candidates_.view->draws()));
    }
    return result;
  }

  void improve(const Plan& plan) {
    if (plan_.column.empty() || plan.missed < plan_.missed - 1e-12 ||
        (plan.missed <= plan_.missed + 1e-12 && plan.value > plan_.value)) {
      plan_ = plan;
    }
  }

  // Packages near the optimum that use a little more or less of what is scarce: what rounding
  // needs to spend a budget to the end. Cells that the relaxation splits get many of them.
  void vary() {
    std::vector<Prices> around;
    for (const double factor : {0.6, 0.8, 1.25, 1.6, 2.2}) {
      around.push_back(relaxation_.prices);
      for (double& price : around.back().limit) price *= factor;
    }
    for (const Prices& prices : around) add(search(prices));
    around.assign(1, relaxation_.prices);
    for (std::size_t l = 0; l < input_.limit.size(); ++l) {
      if (std::fabs(relaxation_.prices.limit[l]) < 1e-9) continue;
      for (const double factor : {0.0, 0.5, 2.0, 5.0}) {
        around.push_back(relaxation_.prices);
        around.back().limit[l] *= factor;
      }
    }
    const std::vector<std::size_t> split = split_choices();
    std::vector<std::vector<std::vector<std::size_t>>> found(split.size() * around.size());
    in_parallel(found.size(), options_.threads, [&](std::size_t i) {
      PricedCell cell =
          price_cell(candidates_, split[i % split.size()], around[i / split.size()],
                     envelope_.most_instruments, kBelowBest, kVaryNodes, kKeptWhereSplit);
      found[i] = std::move(cell.packages);
    });
    for (std::size_t i = 0; i < found.size(); ++i)
      add(columns_of(split[i % split.size()], found[i]));
    relaxation_ = solve_master(input_, pool_);
    improve(round_plan(input_, pool_, relaxation_));
  }

  // Improve the plan cell by cell against what the others leave of each limit, dearest cells first.
  void polish() {
    for (int pass = 0; pass < kPolishPasses; ++pass) {
      bool better = false;
      for (const std::size_t c : by_cost()) {
        std::vector<double> remaining = input_.limit;
        for (std::size_t other = 0; other < plan_.column.size(); ++other) {
          if (other == c || plan_.column[other] == kNone) continue;
          for (const auto& [limit, amount] : usage_of(candidates_, pool_[plan_.column[other]])) {
            remaining[limit] -= amount;
          }
        }
        Prices prices = relaxation_.prices;
        std::fill(prices.limit.begin(), prices.limit.end(), 0);
        std::vector<std::size_t> start;
        if (plan_.column[c] != kNone) start = pool_[plan_.column[c]].options;
        const auto package =
            greedy_package(candidates_, c, prices, envelope_.most_instruments, start, &remaining);
        if (package.empty() || package == start) continue;
        Plan trial = plan_;
        trial.column[c] = place_of(c, package);
        trial.value = plan_value(input_, pool_, trial.column);
        if (trial.value <= plan_.value * (1 + 1e-9) || misses(trial) > plan_.missed) continue;
        plan_ = trial;
        better = true;
      }
      if (!better) break;
    }
  }

  std::vector<std::size_t> by_cost() const {
    std::vector<std::size_t> order(plan_.column.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    const auto cost = [&](std::size_t c) {
      return plan_.column[c] == kNone ? 0 : pool_[plan_.column[c]].cost;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return cost(a) > cost(b); });
    return order;
  }

  // The pool's place of a package, added where it is new.
  std::size_t place_of(std::size_t c, const std::vector<std::size_t>& package) {
    Column column = make_column(candidates_.choices[c], c, package, candidates_.view->draws());
    for (std::size_t p = 0; p < pool_.size(); ++p) {
      if (pool_[p].choice == c && pool_[p].options == column.options) return p;
    }
    known_[c].insert(column.options);
    pool_.push_back(std::move(column));
    return pool_.size() - 1;
  }

  // How many >= limits a plan misses, each by its share.
  double misses(const Plan& plan) const {
    std::vector<double> used(input_.limit.size(), 0);
    for (const std::size_t p : plan.column) {
      if (p == kNone) continue;
      for (const auto& [limit, amount] : usage_of(candidates_, pool_[p])) used[limit] += amount;
    }
    double sum = 0;
    for (std::size_t l = 0; l < used.size(); ++l) {
      if (candidates_.limits[l].at_least && used[l] < input_.limit[l] * (1 - 1e-7)) {
        sum += 1 - used[l] / input_.limit[l];
      }
    }
    return sum;
  }

  std::vector<std::size_t> split_choices() const {
    std::set<std::size_t> split;
    for (std::size_t p = 0; p < relaxation_.use.size(); ++p) {
      if (relaxation_.use[p] > 0.01 && relaxation_.use[p] < 0.99) split.insert(pool_[p].choice);
    }
    return {split.begin(), split.end()};
  }

  void finish() {
    if (!bound_) exact_round();
    if (gap() > envelope_.gap) vary();
    if (gap() > envelope_.gap) {
      improve(branch_plan(input_, pool_, plan_, envelope_.gap / 4, kChildNodes));
      polish();
      if (gap() > envelope_.gap) {
        improve(branch_plan(input_, pool_, plan_, envelope_.gap / 4, kChildNodes));
        polish();
      }
    }
  }

  void report(int round) const {
    if (options_.progress) {
      options_.progress("configure", std::min(0.95, 1.0 - std::exp(-0.15 * (round + 1))));
    }
  }

  static constexpr double kBoundShare = 0.4;   // of the gap, that the cells' bounds may use up
  static constexpr double kBelowBest = -0.05;  // how far below the best rounding may look
  static constexpr std::size_t kKeptWhereSplit = 40;
  static constexpr long long kVaryNodes = 300;
  static constexpr int kPolishPasses = 4;
  static constexpr int kMoreNodes = 10;
  static constexpr int kChildNodes = 2000;

  const Candidates& candidates_;
  const Envelope& envelope_;
  const ConfigureOptions& options_;
  MasterInput input_;
  std::vector<Column> pool_;
  std::vector<std::set<std::vector<std::size_t>>> known_;
  MasterSolution relaxation_;
  Plan plan_;
  std::optional<double> bound_;
  int rounds_ = 0;
  long long priced_ = 0;
};

}  // namespace

Solution solve(const Candidates& candidates, const Envelope& envelope,
               const ConfigureOptions& options) {
  Solver solver(candidates, envelope, options);
  solver.run();
  return std::move(solver).solution();
}

}  // namespace formulary::configuring
