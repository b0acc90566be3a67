#include "configure/internal/solver.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>
#include <set>

#include "configure/internal/branching.h"
#include "math/parallel.h"

namespace formulary::configuring {

namespace {

// Column generation: a pool of packages grows until no cell has a better one at the master's
// prices; then the pool is rounded to one package a cell.
class Solver {
 public:
  Solver(const Candidates& candidates, const Envelope& envelope, const ConfigureOptions& options)
      : candidates_(candidates), envelope_(envelope), options_(options), pool_(candidates) {
    input_.candidates = &candidates;
    for (const Limit& limit : candidates.limits) input_.limit.push_back(limit.value);
    input_.risk_aversion = envelope.risk_aversion;
    input_.money =
        candidates.view->mean().coefficients.public_funds_value * (1 + envelope.risk_aversion);
  }

  void run() {
    seed();
    for (rounds_ = 0; rounds_ < options_.most_rounds; ++rounds_) {
      relaxation_ = solve_master(input_, pool_.columns());
      // Early rounds only look for good packages; exact pricing certifies once they dry up.
      bool added = search(relaxation_.prices);
      if (!added || rounds_ % 6 == 5) added = exact_round() || added;
      report(rounds_);
      if (bound_ && (gap() <= envelope_.gap || tight())) break;
      if (!added) break;
    }
    finish();
  }

  Solution solution() && {
    Solution solution;
    solution.gap = gap();
    solution.bound = bound_.value_or(0);
    solution.pool = pool_.columns();
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

  // Whether the bound is so close above the relaxation that more packages cannot lower it much.
  bool tight() const {
    return *bound_ - relaxation_.value <= kTight * envelope_.gap * std::fabs(*bound_);
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
      search(prices);
    }
  }

  // Greedy packages of all cells at these prices; whether any was new.
  bool search(const Prices& prices) {
    std::vector<std::vector<std::size_t>> found(candidates_.choices.size());
    in_parallel(found.size(), options_.threads, [&](std::size_t c) {
      found[c] = greedy_package(candidates_, c, prices, envelope_.most_instruments);
    });
    bool any = false;
    for (std::size_t c = 0; c < found.size(); ++c) any = pool_.add(c, {found[c]}) || any;
    return any;
  }

  // Price every cell exactly, bound the whole, keep the best plan so far.
  bool exact_round() {
    const Prices prices = relaxation_.prices;
    if (bound_ && prices.limit == priced_at_.limit &&
        prices.draw_weight == priced_at_.draw_weight) {
      return false;  // nothing new to learn
    }
    priced_at_ = prices;
    const double tolerance = kBoundShare * envelope_.gap;
    std::vector<PricedCell> cells(candidates_.choices.size());
    const double matters = kMatters * envelope_.gap * std::fabs(relaxation_.value);
    in_parallel(cells.size(), options_.threads, [&](std::size_t c) {
      Effort effort{envelope_.most_instruments, tolerance, options_.most_nodes};
      effort.known = pool_.best_of(c, prices);
      cells[c] = price_closely(candidates_, c, prices, effort, matters);
    });
    std::vector<double> bounds;
    bool added = false;
    for (std::size_t c = 0; c < cells.size(); ++c) {
      bounds.push_back(cells[c].bound);
      priced_ += cells[c].nodes;
      added = pool_.add(c, cells[c].packages) || added;
    }
    const double bound = lagrangian_bound(input_, prices, bounds);
    bound_ = bound_ ? std::min(*bound_, bound) : bound;
    if (added) relaxation_ = solve_master(input_, pool_.columns());
    improve(round_plan(input_, pool_.columns(), relaxation_));
    return added;
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
    for (const Prices& prices : around) search(prices);
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
                     {envelope_.most_instruments, kBelowBest, kVaryNodes, kKeptWhereSplit});
      found[i] = std::move(cell.packages);
    });
    for (std::size_t i = 0; i < found.size(); ++i) pool_.add(split[i % split.size()], found[i]);
    relaxation_ = solve_master(input_, pool_.columns());
    improve(round_plan(input_, pool_.columns(), relaxation_));
  }

  // Improve the plan cell by cell against what the others leave of each limit, dearest cells first.
  void polish() {
    for (int pass = 0; pass < kPolishPasses; ++pass) {
      bool better = false;
      for (const std::size_t c : by_cost()) {
        std::vector<double> remaining = input_.limit;
        for (std::size_t other = 0; other < plan_.column.size(); ++other) {
          if (other == c || plan_.column[other] == kNone) continue;
          for (const auto& [limit, amount] :
               usage_of(candidates_, pool_.columns()[plan_.column[other]])) {
            remaining[limit] -= amount;
          }
        }
        Prices prices = relaxation_.prices;
        std::fill(prices.limit.begin(), prices.limit.end(), 0);
        std::vector<std::size_t> start;
        if (plan_.column[c] != kNone) start = pool_.columns()[plan_.column[c]].options;
        const auto package =
            greedy_package(candidates_, c, prices, envelope_.most_instruments, start, &remaining);
        if (package.empty() || package == start) continue;
        Plan trial = plan_;
        trial.column[c] = pool_.place_of(c, package);
        trial.value = plan_value(input_, pool_.columns(), trial.column);
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
      return plan_.column[c] == kNone ? 0 : pool_.columns()[plan_.column[c]].cost;
    };
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return cost(a) > cost(b); });
    return order;
  }

  // How many >= limits a plan misses, each by its share.
  double misses(const Plan& plan) const {
    std::vector<double> used(input_.limit.size(), 0);
    for (const std::size_t p : plan.column) {
      if (p == kNone) continue;
      for (const auto& [limit, amount] : usage_of(candidates_, pool_.columns()[p]))
        used[limit] += amount;
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
      if (relaxation_.use[p] > 0.01 && relaxation_.use[p] < 0.99)
        split.insert(pool_.columns()[p].choice);
    }
    return {split.begin(), split.end()};
  }

  void finish() {
    if (!bound_) exact_round();
    if (gap() > envelope_.gap) vary();
    if (gap() > envelope_.gap) refine_plan();
    if (gap() > envelope_.gap) {
      Certificate certificate{*bound_, priced_};
      const auto improve_by = [&](const MasterSolution& relaxation) {
        improve(round_plan(input_, pool_.columns(), relaxation));
        return plan_.value;
      };
      branch_and_price(candidates_, envelope_, options_, input_, pool_, relaxation_, kMostPriced,
                       improve_by, certificate);
      bound_ = certificate.bound;
      priced_ = certificate.priced;
    }
    if (gap() > envelope_.gap) refine_plan();
  }

  void refine_plan() {
    improve(branch_plan(input_, pool_.columns(), plan_, envelope_.gap / 4, kChildNodes));
    polish();
  }

  void report(int round) const {
    if (options_.progress) {
      options_.progress("configure", std::min(0.95, 1.0 - std::exp(-0.15 * (round + 1))));
    }
  }

  static constexpr double kBelowBest = -0.05;  // how far below the best rounding may look
  static constexpr std::size_t kKeptWhereSplit = 40;
  static constexpr long long kVaryNodes = 300;
  static constexpr int kPolishPasses = 4;
  static constexpr int kChildNodes = 2000;
  static constexpr long long kMostPriced = 100000;

  const Candidates& candidates_;
  const Envelope& envelope_;
  const ConfigureOptions& options_;
  MasterInput input_;
  Pool pool_;
  MasterSolution relaxation_;
  Plan plan_;
  std::optional<double> bound_;
  Prices priced_at_;  // of the last exact round
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
