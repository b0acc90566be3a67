#include "cards/internal/references.h"

#include <algorithm>

#include "cards/internal/nearest.h"

namespace formulary::cards {

bool KnownIds::contains(IdKind kind, const std::string& id) const {
  const auto& known = by_kind[static_cast<std::size_t>(kind)];
  return !known || std::find(known->begin(), known->end(), id) != known->end();
}

void look_up(const References& references, const KnownIds& known, Faults& faults) {
  for (const Reference& reference : references) {
    if (known.contains(reference.kind, reference.id)) continue;
    const auto& list = *known.by_kind[static_cast<std::size_t>(reference.kind)];
    faults.push_back(Fault{
        reference.file, reference.line,
        reference.path + ": no " + id_of(reference.kind) + " has the id " + quote(reference.id),
        suggestion(reference.id, list)});
  }
}

}  // namespace formulary::cards
