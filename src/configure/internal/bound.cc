#include "configure/internal/bound.h"

#include <algorithm>

namespace formulary::configuring {

namespace {

constexpr int kSteps = 1;  // more cost more than the nodes they save

}  // namespace

PackageBound::PackageBound(const Candidates& candidates, const Choice& choice, const Prices& prices,
                           const std::vector<double>& price, std::size_t most)
    : candidates_(candidates), choice_(choice), prices_(prices), price_(price), most_(most) {}

// The factor that what is chosen puts on an option, and the least that others could leave of it.
struct PackageBound::Factor {
  double sure = 1;
  double least = 1;
};
PackageBound::Factor PackageBound::factor_of(std::size_t o, const std::vector<std::size_t>& chosen,
                                             const std::vector<std::size_t>& open) const {
  Factor factor;
  for (const std::size_t other : chosen) {
    if (other != o) factor.sure *= choice_.factor[o][other];
  }
  factor.least = factor.sure;
  const Instrument* last = nullptr;
  for (const std::size_t other : open) {
    if (other == o || card_of(other) == last) continue;  // options of one card stand together
    last = card_of(other);
    factor.least *= std::min(1.0, choice_.factor[o][other]);
  }
  return factor;
}

const Instrument* PackageBound::card_of(std::size_t o) const {
  return candidates_.view->forms()[choice_.options[o].form].instrument;
}

// What a bound is made of: options of the node, open ones first, with their factors.
struct PackageBound::Ground {
  std::size_t room = 0;
  std::vector<std::size_t> open;
  std::vector<std::size_t> chosen;
  std::vector<const Option*> options;
  std::vector<Factor> factors;
};

// Frank and Wolfe's step leads to where the tangent lies lower over all packages: from what
// is chosen, part of the way to what the first tangent would add.
Node PackageBound::at(const std::vector<std::size_t>& chosen,
                      const std::vector<std::size_t>& open) const {
  Ground ground{most_ - chosen.size(), open, chosen, {}, {}};
  double paid = 0;
  for (const auto* list : {&open, &chosen}) {
    for (const std::size_t o : *list) {
      ground.options.push_back(&choice_.options[o]);
      ground.factors.push_back(factor_of(o, chosen, open));
    }
  }
  for (const std::size_t o : chosen) paid += price_[o];
  std::vector<double> part(open.size(), 0);  // of each open option in the state
  Node best;
  double lowest = 0;
  for (int step = 0; step <= kSteps; ++step) {
    Node node = tangent_at(ground, part);
    node.value -= paid;
    const std::vector<std::size_t> added = most_promising(chosen.size(), open, node.net);
    double highest = node.value;
    for (const std::size_t j : added) highest += node.net[j];
    if (step == 0 || highest < lowest) {
      lowest = highest;
      best = std::move(node);
    }
    if (added.empty()) break;
    const double pace = 2.0 / (step + 3);
    for (double& share : part) share *= 1 - pace;
    for (const std::size_t j : added) part[j] += pace;
  }
  return best;
}

Node PackageBound::tangent_at(const Ground& ground, const std::vector<double>& part) const {
  const std::size_t opens = ground.open.size();
  std::vector<Chosen> state;
  for (std::size_t j = 0; j < ground.options.size(); ++j) {
    const double share = j < opens ? part[j] : 1;
    const Factor& factor = ground.factors[j];
    if (share > 0) {
      state.push_back({ground.options[j], share * factor.sure, share * factor.least});
    }
  }
  std::vector<Slope> slopes(ground.options.size());
  Node node;
  node.net.resize(opens);
  node.value = choice_.cell->tangent(state, prices_.draw_weight, ground.options, slopes);
  for (std::size_t j = 0; j < opens; ++j) {
    const Slope& slope = slopes[j];
    const double own = slope.gain * ground.factors[j].sure + slope.harm * ground.factors[j].least;
    node.net[j] = slope.direct + own;
    // The tangent's value counts a state's direct worth in full.
    if (part[j] > 0) node.value -= part[j] * own + slope.direct;
  }
  add_bonuses(ground, slopes, node.net);
  node.value /= kMillion;
  for (std::size_t j = 0; j < opens; ++j) {
    node.net[j] = node.net[j] / kMillion - price_[ground.open[j]];
  }
  return node;
}

// One card's open options and the largest gain among them.
struct PackageBound::Card {
  std::size_t first = 0;  // in open
  std::size_t last = 0;
  double gain = 0;
};

std::vector<PackageBound::Card> PackageBound::cards_of(const Ground& ground,
                                                       const std::vector<Slope>& slopes) const {
  std::vector<Card> cards;
  for (std::size_t j = 0; j < ground.open.size(); ++j) {
    if (j == 0 || card_of(ground.open[j]) != card_of(ground.open[j - 1])) {
      cards.push_back({j, j, 0});
    }
    cards.back().last = j + 1;
    cards.back().gain = std::max(cards.back().gain, slopes[j].gain * ground.factors[j].sure);
  }
  return cards;
}

// A product of up to `most` of an option's open factors is at most 1 + scale x the sum of what each
// is above 1; the ratio is largest for the largest factors.
double PackageBound::scale_of(const Ground& ground, const std::vector<Card>& cards,
                              std::size_t option, std::size_t most) const {
  std::vector<double> factors;
  for (const Card& card : cards) {
    const std::size_t other = ground.open[card.first];
    if (card_of(option) != card_of(other) && choice_.factor[option][other] > 1) {
      factors.push_back(choice_.factor[option][other]);
    }
  }
  std::sort(factors.rbegin(), factors.rend());
  double product = 1;
  double sum = 0;
  for (std::size_t i = 0; i < std::min(most, factors.size()); ++i) {
    product *= factors[i];
    sum += factors[i] - 1;
  }
  return sum > 0 ? (product - 1) / sum : 0;
}

// What strengthening adds, pair by pair: where one of the two is chosen, the other brings it.
void PackageBound::add_bonuses(const Ground& ground, const std::vector<Slope>& slopes,
                               std::vector<double>& net) const {
  const std::vector<Card> cards = cards_of(ground, slopes);
  const std::size_t opens = ground.open.size();
  for (std::size_t i = 0; i < ground.chosen.size(); ++i) {
    const std::size_t c = ground.chosen[i];
    const double scale = scale_of(ground, cards, c, ground.room);
    if (scale == 0) continue;
    const double gain = slopes[opens + i].gain * ground.factors[opens + i].sure;
    for (std::size_t j = 0; j < opens; ++j) {
      net[j] += gain * scale * std::max(0.0, choice_.factor[c][ground.open[j]] - 1);
    }
  }
  if (ground.room > 1) add_shared(ground, slopes, cards, net);
}

// Where both are open, each brings half, over as many partners as fit.
void PackageBound::add_shared(const Ground& ground, const std::vector<Slope>& slopes,
                              const std::vector<Card>& cards, std::vector<double>& net) const {
  const auto excess = [&](std::size_t o, std::size_t other) {
    return std::max(0.0, choice_.factor[o][other] - 1);
  };
  std::vector<double> scale;
  for (const Card& card : cards) {
    scale.push_back(scale_of(ground, cards, ground.open[card.first], ground.room - 1));
  }
  std::vector<double> bonus;
  for (std::size_t a = 0; a < cards.size(); ++a) {
    for (std::size_t j = cards[a].first; j < cards[a].last; ++j) {
      const std::size_t o = ground.open[j];
      const double own = slopes[j].gain * ground.factors[j].sure;
      bonus.clear();
      for (std::size_t b = 0; b < cards.size(); ++b) {
        const std::size_t other = ground.open[cards[b].first];
        if (a == b || choice_.excludes[o][other]) continue;
        const double both =
            own * scale[a] * excess(o, other) + cards[b].gain * scale[b] * excess(other, o);
        if (both > 0) bonus.push_back(both);
      }
      std::sort(bonus.rbegin(), bonus.rend());
      const std::size_t fit = std::min(ground.room - 1, bonus.size());
      for (std::size_t i = 0; i < fit; ++i) net[j] += bonus[i] / 2;
    }
  }
}

// Places in `open` of the best option of each card with a gain, best first, as many as fit.
std::vector<std::size_t> PackageBound::most_promising(std::size_t taken,
                                                      const std::vector<std::size_t>& open,
                                                      const std::vector<double>& nets) const {
  std::vector<std::pair<double, std::size_t>> best;
  const Instrument* last = nullptr;
  for (std::size_t j = 0; j < open.size(); ++j) {
    const Instrument* card = card_of(open[j]);
    if (card != last) best.emplace_back(nets[j], j);
    last = card;
    if (nets[j] > best.back().first) best.back() = {nets[j], j};
  }
  std::sort(best.begin(), best.end(),
            [](const auto& a, const auto& b) { return a.first > b.first; });
  std::vector<std::size_t> places;
  for (const auto& [net, j] : best) {
    if (net <= 0 || taken + places.size() >= most_) break;
    places.push_back(j);
  }
  return places;
}

}  // namespace formulary::configuring
