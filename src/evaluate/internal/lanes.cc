#include "evaluate/internal/lanes.h"

#include <algorithm>

#include "math/parallel.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kMostLanes = 64;
constexpr std::size_t kLeastRows = 2048;  // fewer are not worth a task
constexpr std::size_t kBytes = std::size_t{64} << 20;

std::size_t lanes_for(std::size_t rows, std::size_t bytes_each) {
  std::size_t most = std::min(kMostLanes, rows / kLeastRows);
  if (bytes_each > 0) most = std::min(most, kBytes / bytes_each);
  return std::max<std::size_t>(most, 1);
}

}  // namespace

std::vector<Lane> lanes_of(std::size_t rows, std::size_t bytes_each) {
  const std::size_t count = lanes_for(rows, bytes_each);
  std::vector<Lane> lanes;
  for (std::size_t i = 0; i < count; ++i) {
    lanes.push_back({rows * i / count, rows * (i + 1) / count});
  }
  return lanes;
}

std::vector<Lane> lanes_of_groups(std::span<const std::uint32_t> starts, std::size_t bytes_each) {
  const std::size_t groups = starts.size() - 1;
  const std::size_t rows = starts[groups];
  const std::size_t count = lanes_for(rows, bytes_each);
  std::vector<Lane> lanes;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t until = rows * (i + 1) / count;
    const auto first = starts.begin();
    const auto at = i + 1 == count ? first + static_cast<std::ptrdiff_t>(groups)
                                   : std::lower_bound(first, first + groups, until);
    const auto end = std::max(begin, static_cast<std::size_t>(at - first));
    if (end > begin) lanes.push_back({begin, end});
    begin = end;
  }
  return lanes;
}

void each_lane(const std::vector<Lane>& lanes, int threads,
               const std::function<void(Lane, std::size_t)>& work) {
  if (lanes.size() == 1) return work(lanes[0], 0);
  in_parallel(lanes.size(), threads, [&](std::size_t i) { work(lanes[i], i); });
}

std::vector<double> LaneSums::total() const {
  std::vector<double> sum(size_, 0.0);
  for (std::size_t at = 0; at < sums_.size(); at += size_) {
    for (std::size_t i = 0; i < size_; ++i) sum[i] += sums_[at + i];
  }
  return sum;
}

}  // namespace formulary::evaluate
