#include "configure/internal/pool.h"

#include <algorithm>

namespace formulary::configuring {

Pool::Pool(const Candidates& candidates)
    : candidates_(candidates), known_(candidates.choices.size()) {}

bool Pool::add(std::size_t choice, const std::vector<std::vector<std::size_t>>& packages) {
  bool any = false;
  for (const auto& package : packages) {
    // A package can be beyond the budget even where each of its options is not.
    if (package.empty() || !fits_alone(candidates_, candidates_.choices[choice], package)) continue;
    Column column =
        make_column(candidates_.choices[choice], choice, package, candidates_.view->draws());
    if (!known_[choice].insert(column.options).second) continue;
    columns_.push_back(std::move(column));
    any = true;
  }
  return any;
}

std::vector<std::size_t> Pool::best_of(std::size_t choice, const Prices& prices,
                                       const Restriction& restriction) const {
  const Column* best = nullptr;
  double most = 0;
  for (const Column& column : columns_) {
    if (column.choice != choice || !restriction.allows(column.options)) continue;
    const double value = value_at(candidates_, column, prices);
    if (best != nullptr && value <= most) continue;
    best = &column;
    most = value;
  }
  return best == nullptr ? std::vector<std::size_t>{} : best->options;
}

std::size_t Pool::place_of(std::size_t choice, const std::vector<std::size_t>& package) {
  std::vector<std::size_t> sorted = package;
  std::sort(sorted.begin(), sorted.end());
  for (std::size_t p = 0; p < columns_.size(); ++p) {
    if (columns_[p].choice == choice && columns_[p].options == sorted) return p;
  }
  known_[choice].insert(sorted);
  columns_.push_back(make_column(candidates_.choices[choice], choice, std::move(sorted),
                                 candidates_.view->draws()));
  return columns_.size() - 1;
}

}  // namespace formulary::configuring
