// What time is it, and what does chance say? The only place that asks.
#pragma once

#include <cstdint>

#include "base/date.h"

namespace formulary::app {

Instant now();
std::uint32_t chance();

}  // namespace formulary::app
