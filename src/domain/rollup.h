// What do verified values add up to? Exact totals by measure, programme, region, sector, country.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "base/date.h"
#include "domain/words.h"

namespace formulary {

__extension__ typedef __int128 Millionths;  // exact sums of values, scaled by 10^6
inline constexpr double kMillion = 1e6;

enum class RollUpAxis { award, measure, programme, region, sector, country };
inline constexpr std::size_t kRollUpAxes = 6;
template <>
struct Ids<RollUpAxis> {
  static constexpr std::array names{"award", "measure", "programme", "region", "sector", "country"};
};

// How a KPI's values add up.
enum class RollUpKind {
  count,          // values are summed
  weighted_mean,  // a share: value x denominator and denominators are summed
};
template <>
struct Ids<RollUpKind> {
  static constexpr std::array names{"count", "weighted_mean"};
};

struct RollUpTotal {
  RollUpKind kind = RollUpKind::count;
  Millionths numerator = 0;
  Millionths denominator = 0;  // weighted means only
  std::int64_t leaves = 0;

  // The sum, or the mean; nothing where there is no leaf.
  std::optional<double> value() const {
    if (leaves == 0) return std::nullopt;
    if (kind == RollUpKind::count) return static_cast<double>(numerator) / kMillion;
    if (denominator == 0) return std::nullopt;
    return static_cast<double>(numerator) / static_cast<double>(denominator);
  }
  bool operator==(const RollUpTotal&) const = default;
};

// Which total is asked for; KPI and period are part of every key.
struct RollUpKey {
  RollUpAxis axis = RollUpAxis::country;
  std::string id;
  std::string kpi;
  Date from;
  Date to;

  bool operator==(const RollUpKey&) const = default;
};
struct RollUpEntry {
  RollUpKey key;
  RollUpTotal total;
};

}  // namespace formulary
