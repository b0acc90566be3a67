// Is all of this made up? What every answer says of the register it stands on.
#pragma once

#include <atomic>

#include "http/router.h"
#include "store/database.h"
#include "store/demonstration.h"

namespace formulary::server {

inline constexpr const char* kMarkHeader = "formulary-demonstration";

class Mark {
 public:
  explicit Mark(store::Database& database) : database_(database) {}

  // Asks the register until it has a first record; from then on it is what it is. A register that
  // cannot be reached is not said to be a demonstration.
  bool is_demonstration() const;

  // The handler, whose answers carry the mark where the register has it.
  http::Handler on(http::Handler handler) const;

 private:
  store::Database& database_;
  mutable std::atomic<store::RegisterKind> known_ = store::RegisterKind::empty;
};

}  // namespace formulary::server
