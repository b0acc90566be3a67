// Which package is best for one cell at given prices? Exact, by branch and bound on tangents.
#pragma once

#include <vector>

#include "configure/internal/candidates.h"

namespace formulary::configuring {

// Prices of the master: what a draw's benefit, a unit of each limit and addressing are worth.
struct Prices {
  std::vector<double> draw_weight;  // by draw
  std::vector<double> limit;        // by limit, >= 0 for <= limits, <= 0 for >= limits
  double money = 0;                 // value of a unit of public money left unspent
};

// How the gap to be proved is used up: by what cuts a cell's search short (relative to the cell,
// and for one hard cell absolute), and the distance of bound and relaxation that is not worth
// closing.
inline constexpr double kBoundShare = 0.4;
inline constexpr double kMatters = 0.1;
inline constexpr double kTight = 0.2;

struct PricedCell {
  double best = 0;   // value of the best package found (0: the empty one)
  double bound = 0;  // no package of the cell is worth more
  std::vector<std::vector<std::size_t>> packages;  // the best ones found, best first
  long long nodes = 0;
};

// Value of a package at prices: weighted benefit less the price of what it uses.
double value_at(const Candidates& candidates, const Column& column, const Prices& prices);

// Reward for the components that a package addresses: the prices of their limits are <= 0.
double address_reward(const Candidates& candidates, const Prices& prices, unsigned addressed);

// Whether every instrument that an option of the package requires is in it.
bool has_what_it_needs(const Candidates& candidates, const Choice& choice,
                       const std::vector<std::size_t>& options);

// Price of each option by itself (addresses left out).
std::vector<double> option_prices(const Choice& choice, const Prices& prices);

// Add, swap and drop options while the package gains, from `start`. `remaining`, where given, is
// what is left of each limit: packages that use more are passed over.
std::vector<std::size_t> greedy_package(const Candidates& candidates, std::size_t number,
                                        const Prices& prices, int most_instruments,
                                        std::vector<std::size_t> start = {},
                                        const std::vector<double>* remaining = nullptr);

// Options that a cell's package must hold, and those it may not.
struct Restriction {
  std::vector<std::size_t> must;
  std::vector<std::size_t> never;
  bool allows(const std::vector<std::size_t>& package) const;
};

// How long and how closely to look.
struct Effort {
  int most_instruments = 6;
  double tolerance = 0;      // a negative one keeps searching below the best
  long long most_nodes = 1;  // beyond them the bound stays loose
  std::size_t kept = 12;     // packages to return
  // Bounds of what the tolerance comes to in units of value: rewards for addressing what binds can
  // inflate a cell's value beyond all that the plan is worth.
  double least_slack = 0;
  double most_slack = 1e300;
  std::vector<std::size_t> known = {};  // a good package to start from, if any
};

// Find the best package that keeps the limits by itself and that the restriction allows, starting
// from what `greedy_package` finds. A branch is cut when its tangent bound is within the share
// `tolerance` above the best; `bound` allows for it. The `kept` best packages seen on the way are
// returned. Unless a package must hold something, the empty one is allowed and neither figure is
// below 0.
PricedCell price_cell(const Candidates& candidates, std::size_t number, const Prices& prices,
                      const Effort& effort, const Restriction& restriction = {});

// Price a cell, and look ten times as long where it ran out of nodes and its bound is more than
// `matters` above its best, then only down to that much.
PricedCell price_closely(const Candidates& candidates, std::size_t number, const Prices& prices,
                         const Effort& effort, double matters, const Restriction& restriction = {});

}  // namespace formulary::configuring
