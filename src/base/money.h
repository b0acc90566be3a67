// How much money, exactly? Amounts on the record are integers in minor units, never doubles.
#pragma once

#include <compare>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace formulary {

// An amount in the minor units of the country's currency (1 tenge = 100 tiyn).
// The currency itself is the country pack's; one run never mixes two.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money from_minor(std::int64_t minor) { return Money(minor); }

  // Round a model amount in major units to the nearest minor unit. MUST be finite and in range.
  static Money from_major(double major);

  // Read "50000000000", "50bn", "1.5m", "12 000 000.50" (suffixes k, m, bn, trn).
  // Errors: empty, not a number, NaN, more than two decimals, out of range.
  static Result<Money> parse(std::string_view text);

  // Write "12000.50", which parse reads.
  std::string text() const;

  constexpr std::int64_t minor() const { return minor_; }
  constexpr double major() const { return static_cast<double>(minor_) / 100.0; }

  auto operator<=>(const Money&) const = default;

  // Sums MUST stay inside the 64-bit range.
  friend Money operator+(Money a, Money b);
  friend Money operator-(Money a, Money b);

 private:
  explicit constexpr Money(std::int64_t minor) : minor_(minor) {}
  std::int64_t minor_ = 0;
};

// Split `total` in proportion to `weights` so that the parts add up to it exactly
// (largest remainder; ties to the lower index). Weights are >= 0 with a positive sum.
std::vector<Money> split(Money total, const std::vector<double>& weights);

}  // namespace formulary
