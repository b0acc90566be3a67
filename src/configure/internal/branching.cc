#include "configure/internal/branching.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "math/parallel.h"

namespace formulary::configuring {

namespace {

constexpr int kRounds = 3;       // of column generation in a half
constexpr double kWhole = 1e-6;  // a use so close to 0 or 1 is not split
constexpr double kSome = 1e-3;   // so that an option that uses nothing scarce can be split on

// A part of all plans: some cells must hold or may not hold some options.
struct Half {
  std::map<std::size_t, Restriction> restriction;  // by choice
  double bound = 0;
  MasterSolution relaxation;  // over the whole pool
};

class Branching {
 public:
  Branching(const Candidates& candidates, const Envelope& envelope, const ConfigureOptions& options,
            const MasterInput& input, Pool& pool,
            const std::function<double(const MasterSolution&)>& improve, Certificate& certificate)
      : candidates_(candidates),
        envelope_(envelope),
        options_(options),
        input_(input),
        pool_(pool),
        improve_(improve),
        certificate_(certificate) {}

  void run(const MasterSolution& relaxation, long long most_priced) {
    const long long until = certificate_.priced + most_priced;
    plan_value_ = improve_(relaxation);
    std::vector<Half> open(1);
    open.front().bound = certificate_.bound;
    open.front().relaxation = relaxation;
    double closed = plan_value_;  // the highest bound of what is not looked at any more
    while (!open.empty() && certificate_.priced < until) {
      const auto loosest = std::max_element(
          open.begin(), open.end(), [](const Half& a, const Half& b) { return a.bound < b.bound; });
      if (good_enough(loosest->bound)) break;
      const Half half = std::move(*loosest);
      open.erase(loosest);
      std::vector<Half> halves = split(half);
      const bool whole = halves.empty();
      if (whole) halves.push_back(half);  // only more packages can tell more
      solve(halves);
      if (whole && halves.front().bound >= half.bound && split(halves.front()).empty()) {
        closed = std::max(closed, half.bound);  // the cells' own bounds are the rest of its gap
        continue;
      }
      std::move(halves.begin(), halves.end(), std::back_inserter(open));
    }
    double bound = std::max(closed, plan_value_);
    for (const Half& half : open) bound = std::max(bound, half.bound);
    certificate_.bound = std::min(certificate_.bound, bound);
  }

 private:
  bool good_enough(double bound) const {
    return bound - plan_value_ <= envelope_.gap * std::fabs(bound);
  }

  // The two halves of the option whose fractional use moves most of what is scarce, at the
  // relaxation's prices; none where uses are whole.
  std::vector<Half> split(const Half& half) const {
    std::map<std::pair<std::size_t, std::size_t>, double> use;
    const auto& columns = pool_.columns();
    for (std::size_t p = 0; p < half.relaxation.use.size(); ++p) {
      if (half.relaxation.use[p] <= kWhole) continue;
      for (const std::size_t o : columns[p].options) {
        use[{columns[p].choice, o}] += half.relaxation.use[p];
      }
    }
    std::pair<std::size_t, std::size_t> at{kNone, kNone};
    double most = 0;
    for (const auto& [place, share] : use) {
      const double whole = std::min(share, 1 - share);
      if (whole <= kWhole) continue;
      const double weight = whole * (price_of(place.first, place.second, half) + kSome);
      if (weight <= most) continue;
      most = weight;
      at = place;
    }
    if (at.first == kNone) return {};
    std::vector<Half> halves(2, half);
    halves[0].restriction[at.first].must.push_back(at.second);
    halves[1].restriction[at.first].never.push_back(at.second);
    return halves;
  }

  double price_of(std::size_t choice, std::size_t option, const Half& half) const {
    const Prices& prices = half.relaxation.prices;
    double sum = 0;
    for (const auto& [limit, amount] : candidates_.choices[choice].usage[option]) {
      sum += std::fabs(prices.limit[limit]) * amount;
    }
    return sum;
  }

  // Column generation in both halves side by side: the big cells' pricing then shares the cores.
  // A half whose relaxation is worth too much already cannot be closed by pricing it; unless its
  // uses are whole, it keeps its parent's bound and is split again.
  void solve(std::vector<Half>& halves) {
    std::vector<bool> done(halves.size(), false);
    for (int round = 0; round < kRounds; ++round) {
      for (std::size_t h = 0; h < halves.size(); ++h) {
        if (!done[h]) relax(halves[h]);
      }
      look(halves, done);
      for (std::size_t h = 0; h < halves.size(); ++h) {
        if (done[h]) continue;
        relax(halves[h]);
        if (good_enough(halves[h].relaxation.value) || split(halves[h]).empty()) continue;
        plan_value_ = improve_(halves[h].relaxation);
        done[h] = !good_enough(halves[h].relaxation.value);
      }
      const bool added = price(halves, done);
      for (std::size_t h = 0; h < halves.size(); ++h) {
        if (done[h]) continue;
        relax(halves[h]);
        plan_value_ = improve_(halves[h].relaxation);
        const double above = halves[h].bound - halves[h].relaxation.value;
        const bool tight = above <= kTight * envelope_.gap * std::fabs(halves[h].bound);
        done[h] = !added || tight || good_enough(halves[h].bound);
      }
    }
  }

  // The relaxation over the pool's packages that the half allows.
  void relax(Half& half) const {
    const auto& columns = pool_.columns();
    std::vector<Column> allowed;
    std::vector<std::size_t> place;
    for (std::size_t p = 0; p < columns.size(); ++p) {
      const auto at = half.restriction.find(columns[p].choice);
      if (at != half.restriction.end() && !at->second.allows(columns[p].options)) continue;
      allowed.push_back(columns[p]);
      place.push_back(p);
    }
    std::vector<std::size_t> whole;
    for (const auto& [choice, restriction] : half.restriction) {
      if (!restriction.must.empty()) whole.push_back(choice);
    }
    MasterSolution solution = solve_master(input_, allowed, whole);
    std::vector<double> use(columns.size(), 0);
    for (std::size_t i = 0; i < place.size(); ++i) use[place[i]] = solution.use[i];
    solution.use = std::move(use);
    half.relaxation = std::move(solution);
  }

  // Greedy packages of the free cells at each half's prices.
  void look(const std::vector<Half>& halves, const std::vector<bool>& done) {
    const std::size_t cells = candidates_.choices.size();
    std::vector<std::vector<std::size_t>> found(halves.size() * cells);
    in_parallel(found.size(), options_.threads, [&](std::size_t i) {
      const Half& half = halves[i / cells];
      if (done[i / cells] || half.restriction.count(i % cells) > 0) return;
      found[i] = greedy_package(candidates_, i % cells, half.relaxation.prices,
                                envelope_.most_instruments);
    });
    for (std::size_t i = 0; i < found.size(); ++i) pool_.add(i % cells, {found[i]});
  }

  // Exact pricing of every cell in each half: its bound, and packages for the pool.
  bool price(std::vector<Half>& halves, const std::vector<bool>& done) {
    const std::size_t cells = candidates_.choices.size();
    std::vector<PricedCell> priced(halves.size() * cells);
    const Restriction none;
    in_parallel(priced.size(), options_.threads, [&](std::size_t i) {
      const Half& half = halves[i / cells];
      if (done[i / cells]) return;
      const auto at = half.restriction.find(i % cells);
      const Restriction& restriction = at == half.restriction.end() ? none : at->second;
      const Prices& prices = half.relaxation.prices;
      Effort effort{envelope_.most_instruments, kBoundShare * envelope_.gap, options_.most_nodes};
      effort.known = pool_.best_of(i % cells, prices, restriction);
      priced[i] = price_closely(candidates_, i % cells, prices, effort,
                                kMatters * envelope_.gap * std::fabs(half.bound), restriction);
    });
    bool added = false;
    for (std::size_t h = 0; h < halves.size(); ++h) {
      if (done[h]) continue;
      std::vector<double> bounds;
      for (std::size_t c = 0; c < cells; ++c) {
        const PricedCell& cell = priced[h * cells + c];
        bounds.push_back(cell.bound);
        certificate_.priced += cell.nodes;
        added = pool_.add(c, cell.packages) || added;
      }
      halves[h].bound =
          std::min(halves[h].bound, lagrangian_bound(input_, halves[h].relaxation.prices, bounds));
    }
    return added;
  }

  const Candidates& candidates_;
  const Envelope& envelope_;
  const ConfigureOptions& options_;
  const MasterInput& input_;
  Pool& pool_;
  const std::function<double(const MasterSolution&)>& improve_;
  Certificate& certificate_;
  double plan_value_ = 0;
};

}  // namespace

void branch_and_price(const Candidates& candidates, const Envelope& envelope,
                      const ConfigureOptions& options, const MasterInput& input, Pool& pool,
                      const MasterSolution& relaxation, long long most_priced,
                      const std::function<double(const MasterSolution&)>& improve,
                      Certificate& certificate) {
  Branching(candidates, envelope, options, input, pool, improve, certificate)
      .run(relaxation, most_priced);
}

}  // namespace formulary::configuring
