// How is independent work spread over processors? The one place that knows the thread library.
#pragma once

#include <cstddef>
#include <functional>

namespace formulary {

// Call work(0) ... work(count - 1), each once, on at most `threads` threads (0 = all there are).
// Order is not defined: calls must not depend on each other, and results must not depend on it. An
// exception of a call reaches the caller.
void in_parallel(std::size_t count, int threads, const std::function<void(std::size_t)>& work);

}  // namespace formulary
