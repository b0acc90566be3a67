#include "math/parallel.h"

#include <stdexcept>
#include <vector>

#include <doctest/doctest.h>

using namespace formulary;

// Expected: by definition, whatever the number of threads.
TEST_CASE("every index is worked on once") {
  for (const int threads : {0, 1, 2, 3}) {
    std::vector<int> calls(1000, 0);
    in_parallel(calls.size(), threads, [&](std::size_t i) { ++calls[i]; });
    CHECK(calls == std::vector<int>(1000, 1));
  }
}

// Expected: by definition.
TEST_CASE("an exception reaches the caller") {
  CHECK_THROWS_AS(in_parallel(10, 2,
                              [](std::size_t i) {
                                if (i == 7) throw std::runtime_error("seven");
                              }),
                  std::runtime_error);
}
