// How much is a cell's package worth at most? Bounds for the search of the best one.
#pragma once

#include <vector>

#include "configure/internal/pricing.h"

namespace formulary::configuring {

// Upper bounds at a node of the search: a constant and each open option's net part, such that no
// package of the chosen and some open options is worth more than the constant plus its parts.
struct Node {
  double value = 0;
  std::vector<double> net;
};

// The response is concave, so its tangent anywhere bounds it, also where options are taken in part
// (docs/methods/configure.md).
class PackageBound {
 public:
  // `price`: of each option at `prices`; `most`: instruments of a package. All must outlive this.
  PackageBound(const Candidates& candidates, const Choice& choice, const Prices& prices,
               const std::vector<double>& price, std::size_t most);

  Node at(const std::vector<std::size_t>& chosen, const std::vector<std::size_t>& open) const;

 private:
  struct Factor;
  struct Ground;
  struct Card;
  const Instrument* card_of(std::size_t option) const;
  Factor factor_of(std::size_t option, const std::vector<std::size_t>& chosen,
                   const std::vector<std::size_t>& open) const;
  Node tangent_at(const Ground& ground, const std::vector<double>& part) const;
  std::vector<Card> cards_of(const Ground& ground, const std::vector<Slope>& slopes) const;
  double scale_of(const Ground& ground, const std::vector<Card>& cards, std::size_t option,
                  std::size_t most) const;
  void add_bonuses(const Ground& ground, const std::vector<Slope>& slopes,
                   std::vector<double>& net) const;
  void add_shared(const Ground& ground, const std::vector<Slope>& slopes,
                  const std::vector<Card>& cards, std::vector<double>& net) const;
  std::vector<std::size_t> most_promising(std::size_t taken, const std::vector<std::size_t>& open,
                                          const std::vector<double>& nets) const;

  const Candidates& candidates_;
  const Choice& choice_;
  const Prices& prices_;
  const std::vector<double>& price_;
  const std::size_t most_;
};

}  // namespace formulary::configuring
