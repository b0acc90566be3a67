#include "clock.h"

#include <chrono>
#include <random>

namespace formulary::app {

Instant now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return Instant::from_milliseconds(
      std::chrono::duration_cast<std::chrono::milliseconds>(since).count());
}

std::uint32_t chance() {
  std::random_device device;
  return static_cast<std::uint32_t>(device());
}

}  // namespace formulary::app
