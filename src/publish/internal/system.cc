#include "publish/internal/system.h"

#include <algorithm>
#include <limits>

namespace formulary::publish {

void SystemCell::set_parts(std::vector<FirmPart> by_firm) {
  parts = std::move(by_firm);
  value = 0;
  may_be_negative = may_be_positive = 0;
  for (const FirmPart& one : parts) {
    value += one.value;
    may_be_negative += one.sign != Sign::not_negative ? 1 : 0;
    may_be_positive += one.sign != Sign::not_positive ? 1 : 0;
  }
}

const FirmPart* SystemCell::part_of(FirmIndex firm) const {
  const auto at =
      std::lower_bound(parts.begin(), parts.end(), firm,
                       [](const FirmPart& part, FirmIndex wanted) { return part.firm < wanted; });
  return at != parts.end() && at->firm == firm ? &*at : nullptr;
}

double SystemCell::own(FirmIndex attacker) const {
  const FirmPart* part = part_of(attacker);
  return part == nullptr ? 0 : part->value;
}

bool SystemCell::is_own(FirmIndex attacker) const {
  return parts.size() == 1 && parts.front().firm == attacker;
}

double SystemCell::room_below(FirmIndex attacker) const {
  const FirmPart* part = part_of(attacker);
  const bool own_may = part != nullptr && part->sign != Sign::not_negative;
  if (may_be_negative > (own_may ? 1 : 0)) return std::numeric_limits<double>::infinity();
  return std::max(0.0, value - own(attacker));
}

double SystemCell::room_above(FirmIndex attacker) const {
  const FirmPart* part = part_of(attacker);
  const bool own_may = part != nullptr && part->sign != Sign::not_positive;
  if (may_be_positive > (own_may ? 1 : 0)) return std::numeric_limits<double>::infinity();
  return std::max(0.0, own(attacker) - value);
}

std::optional<FirmIndex> System::firm(const std::string& name) const {
  const auto at = std::lower_bound(firms.begin(), firms.end(), name);
  if (at == firms.end() || *at != name) return std::nullopt;
  return static_cast<FirmIndex>(at - firms.begin());
}

}  // namespace formulary::publish
