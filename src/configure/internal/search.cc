#include <algorithm>
#include <cmath>
#include <numeric>

#include "configure/internal/bound.h"

namespace formulary::configuring {

namespace {

// Branch and bound over the packages of one cell.
class Search {
 public:
  Search(const Candidates& candidates, std::size_t number, const Prices& prices,
         const Effort& effort, const Restriction& restriction)
      : candidates_(candidates),
        choice_(candidates.choices[number]),
        prices_(prices),
        most_(static_cast<std::size_t>(effort.most_instruments)),
        tolerance_(effort.tolerance),
        most_nodes_(effort.most_nodes),
        kept_(effort.kept),
        least_slack_(effort.least_slack),
        most_slack_(effort.most_slack),
        restriction_(restriction),
        price_(option_prices(choice_, prices)),
        bound_(candidates, choice_, prices, price_, most_) {}

  PricedCell run(const std::vector<std::vector<std::size_t>>& starts) {
    result_.best = result_.bound = restriction_.must.empty() ? 0 : kNothing;
    for (const auto& start : starts) {
      if (!start.empty() && allowed(start)) record(start, exact_value(start));
    }
    std::vector<std::size_t> chosen = restriction_.must;
    if (chosen.empty() || allowed(chosen)) {
      if (!chosen.empty()) record(chosen, exact_value(chosen));
      branch(chosen, open_to(restriction_));
    }
    result_.bound = std::max(result_.bound, result_.best);
    std::sort(found_.begin(), found_.end(),
              [](const auto& a, const auto& b) { return a.first > b.first; });
    for (const auto& [value, package] : found_) result_.packages.push_back(package);
    return std::move(result_);
  }

 private:
  static constexpr int kDropPasses = 3;
  static constexpr double kNear = 0.05;       // of the best: what is further below is not kept
  static constexpr int kSteps = 1;            // more cost more than the nodes they save
  static constexpr double kNothing = -1e300;  // no package has been seen yet

  bool allowed(const std::vector<std::size_t>& package) const {
    return restriction_.allows(package) && fits_alone(candidates_, choice_, package);
  }

  // Options that may join what must be there.
  std::vector<std::size_t> open_to(const Restriction& restriction) const {
    std::vector<std::size_t> open;
    for (std::size_t o = 0; o < choice_.options.size(); ++o) {
      const bool shut =
          std::find(restriction.never.begin(), restriction.never.end(), o) !=
              restriction.never.end() ||
          std::any_of(restriction.must.begin(), restriction.must.end(),
                      [&](std::size_t held) { return held == o || choice_.excludes[held][o]; });
      if (!shut) open.push_back(o);
    }
    return open;
  }

  double exact_value(const std::vector<std::size_t>& options) {
    std::vector<double> benefit(candidates_.view->draws());
    choice_.cell->respond(chosen_of(choice_, options), benefit);
    double value =
        std::inner_product(benefit.begin(), benefit.end(), prices_.draw_weight.begin(), 0.0) /
        kMillion;
    unsigned addressed = 0;
    for (const std::size_t o : options) {
      value -= price_[o];
      addressed |= choice_.addresses[o];
    }
    return value + address_reward(candidates_, prices_, addressed);
  }

  void record(std::vector<std::size_t> options, double value) {
    if ((value <= 0 && restriction_.must.empty()) ||
        !has_what_it_needs(candidates_, choice_, options))
      return;
    std::sort(options.begin(), options.end());
    result_.best = std::max(result_.best, value);
    for (const auto& [known, package] : found_) {
      if (package == options) return;
    }
    found_.emplace_back(value, std::move(options));
    if (found_.size() > kept_) {
      found_.erase(std::min_element(found_.begin(), found_.end(), [](const auto& a, const auto& b) {
        return a.first < b.first;
      }));
    }
  }

  Node bound_at(const std::vector<std::size_t>& chosen, const std::vector<std::size_t>& open) {
    ++result_.nodes;
    return bound_.at(chosen, open);
  }

  // Components that the chosen and the open options could address at most.
  double best_reward(const std::vector<std::size_t>& chosen,
                     const std::vector<std::size_t>& open) const {
    unsigned bits = 0;
    for (const std::size_t o : chosen) bits |= choice_.addresses[o];
    for (const std::size_t o : open) bits |= choice_.addresses[o];
    return address_reward(candidates_, prices_, bits);
  }

  // One card's open options and the best net tangent among them.
  struct Card {
    double best = 0;
    std::vector<std::size_t> options;  // by falling net
    std::vector<double> net;
  };
  std::vector<Card> cards_of(const std::vector<std::size_t>& open,
                             const std::vector<double>& net) const {
    std::vector<Card> cards;
    const Instrument* last = nullptr;
    for (std::size_t j = 0; j < open.size(); ++j) {
      const Instrument* card = candidates_.view->forms()[choice_.options[open[j]].form].instrument;
      if (card != last) cards.emplace_back();
      last = card;
      cards.back().options.push_back(open[j]);
      cards.back().net.push_back(net[j]);
    }
    for (Card& card : cards) {
      std::vector<std::size_t> order(card.options.size());
      std::iota(order.begin(), order.end(), std::size_t{0});
      std::sort(order.begin(), order.end(),
                [&](std::size_t a, std::size_t b) { return card.net[a] > card.net[b]; });
      Card sorted;
      for (const std::size_t i : order) {
        sorted.options.push_back(card.options[i]);
        sorted.net.push_back(card.net[i]);
      }
      sorted.best = sorted.net.front();
      card = std::move(sorted);
    }
    std::sort(cards.begin(), cards.end(),
              [](const Card& a, const Card& b) { return a.best > b.best; });
    return cards;
  }

  // The most that the best cards from `from` on, without card `skip`, can add in this much room.
  static double most_of(const std::vector<Card>& cards, std::size_t from, std::size_t skip,
                        std::size_t room) {
    double sum = 0;
    for (std::size_t i = from; i < cards.size() && room > 0 && cards[i].best > 0; ++i) {
      if (i == skip) continue;
      sum += cards[i].best;
      --room;
    }
    return sum;
  }

  // Drop options that no package worth keeping can hold below this node: they would go on widening
  // the bounds of their partners. Whether any was dropped.
  bool drop_hopeless(double value, const std::vector<Card>& cards, std::size_t room,
                     std::vector<std::size_t>& open) {
    std::vector<std::size_t> kept;
    for (std::size_t i = 0; i < cards.size(); ++i) {
      const double others = most_of(cards, 0, i, room - 1);
      for (std::size_t j = 0; j < cards[i].options.size(); ++j) {
        if (!cut(value + cards[i].net[j] + others)) kept.push_back(cards[i].options[j]);
      }
    }
    if (kept.size() == open.size()) return false;
    std::sort(kept.begin(), kept.end());  // options of one card stand together again
    open = std::move(kept);
    return true;
  }

  void branch(std::vector<std::size_t>& chosen, std::vector<std::size_t> open) {
    const std::size_t room = most_ - chosen.size();
    if (room == 0 || open.empty()) return;
    Node node = bound_at(chosen, open);
    std::vector<Card> cards = cards_of(open, node.net);
    double value = node.value + best_reward(chosen, open);
    for (int pass = 0; pass < kDropPasses && drop_hopeless(value, cards, room, open); ++pass) {
      if (open.empty()) return;
      node = bound_at(chosen, open);
      cards = cards_of(open, node.net);
      value = node.value + best_reward(chosen, open);
    }
    for (std::size_t i = 0; i < cards.size(); ++i) {
      const double others = most_of(cards, i + 1, kNone, room - 1);
      if (cut(value + cards[i].best + others)) break;
      for (std::size_t j = 0; j < cards[i].options.size(); ++j) {
        const double bound = value + cards[i].net[j] + others;
        if (cut(bound)) break;
        if (result_.nodes >= most_nodes_) {
          // This option's packages and, a poor option may come late, those of later cards alone.
          const double later = value + most_of(cards, i + 1, kNone, room);
          result_.bound = std::max({result_.bound, bound, later});
          return;
        }
        const std::size_t o = cards[i].options[j];
        chosen.push_back(o);
        if (!fits_alone(candidates_, choice_, chosen)) {  // nor does any package that adds to it
          chosen.pop_back();
          continue;
        }
        // The package itself is worth no more than this; look only at what may be worth keeping.
        const double most = value + cards[i].net[j];
        if (most > result_.best - kNear * std::fabs(result_.best)) {
          record(chosen, exact_value(chosen));
        }
        std::vector<std::size_t> below;
        for (std::size_t later = i + 1; later < cards.size(); ++later) {
          for (const std::size_t other : cards[later].options) {
            if (!choice_.excludes[o][other]) below.push_back(other);
          }
        }
        std::sort(below.begin(), below.end());
        branch(chosen, std::move(below));
        chosen.pop_back();
      }
    }
  }

  // Cut branches that cannot beat the best by more than the tolerance; remember what was cut.
  bool cut(double bound) {
    const double share = result_.best == kNothing ? 0 : tolerance_ * std::fabs(result_.best);
    const double within = share < 0 ? share : std::clamp(share, least_slack_, most_slack_);
    if (bound > result_.best + within) return false;
    result_.bound = std::max(result_.bound, bound);
    return true;
  }

  const Candidates& candidates_;
  const Choice& choice_;
  const Prices& prices_;
  const std::size_t most_;
  const double tolerance_;
  const long long most_nodes_;
  const std::size_t kept_;
  const double least_slack_;
  const double most_slack_;
  const Restriction& restriction_;
  const std::vector<double> price_;
  const PackageBound bound_;
  PricedCell result_;
  std::vector<std::pair<double, std::vector<std::size_t>>> found_;
};

}  // namespace

bool Restriction::allows(const std::vector<std::size_t>& package) const {
  const auto in = [&](std::size_t o) {
    return std::find(package.begin(), package.end(), o) != package.end();
  };
  return std::all_of(must.begin(), must.end(), in) && std::none_of(never.begin(), never.end(), in);
}

PricedCell price_cell(const Candidates& candidates, std::size_t number, const Prices& prices,
                      const Effort& effort, const Restriction& restriction) {
  const auto start = greedy_package(candidates, number, prices, effort.most_instruments);
  return Search(candidates, number, prices, effort, restriction).run({start, effort.known});
}

PricedCell price_closely(const Candidates& candidates, std::size_t number, const Prices& prices,
                         const Effort& effort, double matters, const Restriction& restriction) {
  constexpr long long kMoreNodes = 10;
  Effort more = effort;
  more.most_slack = matters;
  PricedCell cell = price_cell(candidates, number, prices, more, restriction);
  if (cell.nodes < effort.most_nodes || cell.bound - cell.best <= matters) return cell;
  more.most_nodes *= kMoreNodes;
  more.least_slack = matters;
  if (!cell.packages.empty()) more.known = cell.packages.front();
  PricedCell again = price_cell(candidates, number, prices, more, restriction);
  again.nodes += cell.nodes;
  return again;
}

}  // namespace formulary::configuring
