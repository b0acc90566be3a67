// Does every id that a file mentions stand for something?
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "domain/words.h"

namespace formulary::cards {

enum class IdKind { instrument, kpi, indicator, role, profile, sector, region, size_class, count_ };

// An id that was read somewhere, to be looked up when everything has been read.
struct Reference {
  IdKind kind = IdKind::instrument;
  std::string id;
  std::string file;
  int line = 0;
  std::string path;  // of the key, as faults show it
};
using References = std::vector<Reference>;

// The ids that exist, by kind. A kind without a list is not known here and is not looked up.
struct KnownIds {
  std::array<std::optional<std::vector<std::string>>, static_cast<std::size_t>(IdKind::count_)>
      by_kind;

  std::optional<std::vector<std::string>>& of(IdKind kind) {
    return by_kind[static_cast<std::size_t>(kind)];
  }
  // True when the id exists, or when nothing is known of its kind.
  bool contains(IdKind kind, const std::string& id) const;
};

// Report every reference to an id that does not exist.
void look_up(const References& references, const KnownIds& known, Faults& faults);

}  // namespace formulary::cards

namespace formulary {
template <>
struct Ids<cards::IdKind> {
  static constexpr std::array names{"instrument", "kpi",    "indicator", "role",
                                    "profile",    "sector", "region",    "size_class"};
};
}  // namespace formulary
