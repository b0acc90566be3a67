#include "math/quantiles.h"

#include <algorithm>

namespace formulary {

Quantiles quantiles_of(std::vector<double> sample) {
  Quantiles q;
  if (sample.empty()) return q;
  for (const double value : sample) q.mean += value;
  q.mean /= static_cast<double>(sample.size());
  std::sort(sample.begin(), sample.end());
  const auto at = [&](double share) {
    const double place = share * static_cast<double>(sample.size() - 1);
    const auto low = static_cast<std::size_t>(place);
    const std::size_t high = std::min(low + 1, sample.size() - 1);
    return sample[low] + (place - static_cast<double>(low)) * (sample[high] - sample[low]);
  };
  q.p5 = at(0.05);
  q.p25 = at(0.25);
  q.p50 = at(0.50);
  q.p75 = at(0.75);
  q.p95 = at(0.95);
  return q;
}

}  // namespace formulary
