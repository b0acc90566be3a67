#include "http/internal/rate_limit.h"

#include <doctest/doctest.h>

namespace formulary::http {
namespace {

using std::chrono::milliseconds;

// The expected values are counted by hand: 2 tokens a second, 3 at most.
TEST_CASE("an address may ask at once as often as its bucket is deep, then as fast as it fills") {
  Buckets buckets({2, 3, 100});
  Buckets::Time now{};
  for (int i = 0; i < 3; ++i) CHECK(buckets.take("1.1.1.1", now) == 0);
  CHECK(buckets.take("1.1.1.1", now) == doctest::Approx(0.5));
  CHECK(buckets.take("2.2.2.2", now) == 0);
  now += milliseconds(400);
  CHECK(buckets.take("1.1.1.1", now) == doctest::Approx(0.1));
  now += milliseconds(100);
  CHECK(buckets.take("1.1.1.1", now) == 0);
  CHECK(buckets.take("1.1.1.1", now) > 0);
  now += std::chrono::hours(1);
  for (int i = 0; i < 3; ++i) CHECK(buckets.take("1.1.1.1", now) == 0);
  CHECK(buckets.take("1.1.1.1", now) > 0);
}

TEST_CASE("all addresses of one IPv6 client share a bucket") {
  Buckets buckets({1, 1, 100});
  const Buckets::Time now{};
  CHECK(buckets.take("2001:db8::1", now) == 0);
  CHECK(buckets.take("2001:db8::2", now) > 0);
  CHECK(buckets.take("2001:db8:0:1::1", now) == 0);
}

TEST_CASE("many addresses take no more memory than was said; the busy ones stay") {
  Buckets buckets({1, 1, 100});
  const Buckets::Time now{};
  CHECK(buckets.take("9.9.9.9", now) == 0);
  for (int i = 0; i < 100'000; ++i) {
    const std::string address = std::to_string(i);
    buckets.take(address, now);
    if (i % 50 == 0) CHECK(buckets.take("9.9.9.9", now) > 0);
  }
  CHECK(buckets.size() == 100);
}

TEST_CASE("without a limit nothing is kept") {
  Buckets buckets({0, 50, 100});
  CHECK(buckets.take("1.1.1.1", {}) == 0);
  CHECK(buckets.size() == 0);
}

}  // namespace
}  // namespace formulary::http
