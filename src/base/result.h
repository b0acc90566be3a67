// How does a function say that the world is wrong (a bad card, a missing file)?
#pragma once

#include <string>
#include <utility>
#include <vector>

#include <tl/expected.hpp>

namespace formulary {

// One mistake in something a person or another program wrote: where it stands, what is wrong
// and what to do about it. `line` is 1-based; 0 when the mistake has no line.
struct Fault {
  std::string file;
  int line = 0;
  std::string what;
  std::string hint;

  bool operator==(const Fault&) const = default;
};

using Faults = std::vector<Fault>;

// A value, or every fault that was found on the way to it (never only the first).
template <typename T>
using Result = tl::expected<T, Faults>;

// A value, or what stands in its way, in the caller's own terms.
template <typename T, typename E>
using Either = tl::expected<T, E>;
template <typename E>
tl::unexpected<E> otherwise(E reasons) {
  return tl::make_unexpected(std::move(reasons));
}

// Make a failed Result of one fault.
inline tl::unexpected<Faults> fail(Fault fault) {
  return tl::make_unexpected(Faults{std::move(fault)});
}
inline tl::unexpected<Faults> fail(Faults faults) {
  return tl::make_unexpected(std::move(faults));
}

// Write a fault as `file:line: what (hint)`.
std::string describe(const Fault& fault);

}  // namespace formulary

// Leave the enclosing function with the faults when `expression` failed; otherwise bind its value.
#define TRY(name, expression)                                                     \
  auto name##_result = (expression);                                              \
  if (!name##_result) return ::formulary::fail(std::move(name##_result.error())); \
  [[maybe_unused]] auto name = std::move(*name##_result)
