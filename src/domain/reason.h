// Why not? A stable id for programs, and words in three languages for people.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "domain/words.h"

namespace formulary {

struct Reason {
  std::string id;
  Text text;
};
using Reasons = std::vector<Reason>;

// What a move leads to, or every reason why it may not be made.
template <typename T>
using Allowed = Either<T, Reasons>;

// Make a refused Allowed, so that TRY passes the reasons on.
inline tl::unexpected<Reasons> fail(Reasons reasons) {
  return tl::make_unexpected(std::move(reasons));
}

}  // namespace formulary
