#include "configure/internal/pricing.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace formulary::configuring {

namespace {

double weighted(const std::vector<double>& benefit, const std::vector<double>& weight) {
  return std::inner_product(benefit.begin(), benefit.end(), weight.begin(), 0.0);
}

}  // namespace

double address_reward(const Candidates& candidates, const Prices& prices, unsigned addressed) {
  double reward = 0;
  for (std::size_t k = 0; k < kComponents; ++k) {
    const std::size_t limit = candidates.address_limit[k];
    if ((addressed >> k & 1u) != 0 && limit != kNone) reward -= prices.limit[limit];
  }
  return reward;
}

bool has_what_it_needs(const Candidates& candidates, const Choice& choice,
                       const std::vector<std::size_t>& options) {
  const auto& instruments = candidates.view->toolbox.instruments;
  for (const std::size_t o : options) {
    for (const std::size_t needed : choice.needs[o]) {
      const bool there = std::any_of(options.begin(), options.end(), [&](std::size_t other) {
        return candidates.view->forms()[choice.options[other].form].instrument ==
               &instruments[needed];
      });
      if (!there) return false;
    }
  }
  return true;
}

double value_at(const Candidates& candidates, const Column& column, const Prices& prices) {
  double value = weighted(column.benefit, prices.draw_weight) - prices.money * column.cost;
  for (const auto& [limit, amount] : usage_of(candidates, column)) {
    value -= prices.limit[limit] * amount;
  }
  return value;
}

std::vector<double> option_prices(const Choice& choice, const Prices& prices) {
  std::vector<double> price;
  for (std::size_t o = 0; o < choice.options.size(); ++o) {
    price.push_back(prices.money * choice.options[o].cost / kMillion);
    for (const auto& [limit, amount] : choice.usage[o])
      price.back() += prices.limit[limit] * amount;
  }
  return price;
}

std::vector<std::size_t> greedy_package(const Candidates& candidates, std::size_t number,
                                        const Prices& prices, int most_instruments,
                                        std::vector<std::size_t> start,
                                        const std::vector<double>* remaining) {
  const Choice& choice = candidates.choices[number];
  const std::vector<double> price = option_prices(choice, prices);
  std::vector<double> benefit(candidates.view->draws());
  const auto value = [&](const std::vector<std::size_t>& options) {
    choice.cell->respond(chosen_of(choice, options), benefit);
    double sum = weighted(benefit, prices.draw_weight) / kMillion;
    unsigned addressed = 0;
    for (const std::size_t o : options) {
      sum -= price[o];
      addressed |= choice.addresses[o];
    }
    return sum + address_reward(candidates, prices, addressed);
  };
  const auto fits = [&](const std::vector<std::size_t>& options) {
    if (remaining == nullptr) return true;
    std::vector<double> left = *remaining;
    for (const std::size_t o : options) {
      for (const auto& [limit, amount] : choice.usage[o]) left[limit] -= amount;
    }
    for (std::size_t l = 0; l < left.size(); ++l) {
      if (!candidates.limits[l].at_least && left[l] < 0) return false;
    }
    return true;
  };
  std::vector<std::size_t> package = std::move(start);
  double best = package.empty() ? 0 : value(package);
  for (bool better = true; better;) {
    better = false;
    std::vector<std::size_t> next = package;
    const auto consider = [&](const std::vector<std::size_t>& trial) {
      if (!fits(trial)) return;
      const double v = value(trial);
      if (v <= best + 1e-9 * std::fabs(best)) return;
      best = v;
      next = trial;
      better = true;
    };
    for (std::size_t o = 0; o < choice.options.size(); ++o) {
      std::vector<std::size_t> trial;
      for (const std::size_t other : package) {
        if (other != o && !choice.excludes[o][other]) trial.push_back(other);
      }
      trial.push_back(o);
      if (trial.size() <= static_cast<std::size_t>(most_instruments)) consider(trial);
    }
    for (std::size_t i = 0; i < package.size(); ++i) {
      std::vector<std::size_t> trial = package;
      trial.erase(trial.begin() + static_cast<std::ptrdiff_t>(i));
      consider(trial);
    }
    package = std::move(next);
  }
  return has_what_it_needs(candidates, choice, package) ? package : std::vector<std::size_t>{};
}

}  // namespace formulary::configuring
