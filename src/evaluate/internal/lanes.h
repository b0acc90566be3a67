// Which rows does one thread work on? Fixed shares of the rows, so that sums never depend on how
// many threads there are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

namespace formulary::evaluate {

struct Lane {
  std::size_t begin = 0;
  std::size_t end = 0;
};

// Cut 0 .. rows into at most 64 equal shares, fewer where each would need so many bytes of its own
// that all together would take more than 64 MiB.
std::vector<Lane> lanes_of(std::size_t rows, std::size_t bytes_each = 0);

// The same over groups, whose rows are starts[g] .. starts[g + 1]: lanes of groups with about as
// many rows each.
std::vector<Lane> lanes_of_groups(std::span<const std::uint32_t> starts,
                                  std::size_t bytes_each = 0);

// Call work(lane, place of the lane) for each on at most `threads` threads.
void each_lane(const std::vector<Lane>& lanes, int threads,
               const std::function<void(Lane, std::size_t)>& work);

// Sum up what the lanes found, each `size` numbers, in the order of the lanes.
class LaneSums {
 public:
  LaneSums(std::size_t lanes, std::size_t size) : size_(size), sums_(lanes * size, 0.0) {}
  double* of(std::size_t lane) { return sums_.data() + lane * size_; }
  std::vector<double> total() const;

 private:
  std::size_t size_;
  std::vector<double> sums_;
};

}  // namespace formulary::evaluate
