// Which other tables agree with all that was published? The attacker's linear programs.
#pragma once

#include <memory>
#include <optional>
#include <utility>
#include <vector>

#include "publish/internal/system.h"

namespace formulary::publish {

enum class Way { up, down };

// How the cells would move together: by cell, ascending, millionths. A table moved so agrees with
// every sum and with what the attacker knows.
using Move = std::vector<std::pair<std::size_t, double>>;

// Programs over one system; cells may become hidden meanwhile.
class Attack {
 public:
  explicit Attack(const System& system);
  ~Attack();

  // Find the cheapest way to move the target so far: hidden cells move almost for nothing, open
  // ones (that would have to be hidden) at their weight, seen ones never. Nothing where there is
  // none.
  std::optional<Move> cheapest(std::size_t target, Way way, double amount, FirmIndex attacker);

  // How far the target can move, at most `limit`, while only hidden cells do, or open ones too.
  double furthest(std::size_t target, Way way, double limit, FirmIndex attacker,
                  Sight moving = Sight::hidden);

  int programs() const { return programs_; }

 private:
  struct Program;
  std::vector<Term> terms_of(std::size_t target) const;
  void set_rooms(FirmIndex attacker, double scale, Sight moving);
  void set_weights();
  double moved(const std::vector<Term>& terms) const;  // by the last program

  const System& system_;
  std::unique_ptr<Program> program_;
  int programs_ = 0;
};

}  // namespace formulary::publish
