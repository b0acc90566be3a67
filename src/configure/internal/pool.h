// Which packages are known so far? Each once, and none that is beyond a limit by itself.
#pragma once

#include <set>
#include <vector>

#include "configure/internal/pricing.h"

namespace formulary::configuring {

class Pool {
 public:
  explicit Pool(const Candidates& candidates);

  const std::vector<Column>& columns() const { return columns_; }

  // Add packages of one cell; whether any was new.
  bool add(std::size_t choice, const std::vector<std::vector<std::size_t>>& packages);

  // The cell's best package at these prices that the restriction allows; empty where none is known.
  std::vector<std::size_t> best_of(std::size_t choice, const Prices& prices,
                                   const Restriction& restriction = {}) const;

  // The place of a package, added where it is new.
  std::size_t place_of(std::size_t choice, const std::vector<std::size_t>& package);

 private:
  const Candidates& candidates_;
  std::vector<Column> columns_;
  std::vector<std::set<std::vector<std::size_t>>> known_;  // by choice
};

}  // namespace formulary::configuring
