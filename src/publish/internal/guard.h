// Which cells must be hidden with the sensitive ones? Each protection is kept with its proof.
#pragma once

#include <map>
#include <set>
#include <tuple>
#include <vector>

#include "publish/internal/attack.h"

namespace formulary::publish {

// Hides cells of a system until every sensitive one is protected against every attacker. The proof
// of a protection is a move: another table that agrees with all that is published. Hiding more
// never spoils one, so one pass is enough.
class Guard {
 public:
  Guard(System& system, const DisclosureRules& rules);

  void run();

  const std::set<std::size_t>& exposed() const { return exposed_; }
  int programs() const { return attack_.programs(); }

 private:
  double need(std::size_t cell, Way way, FirmIndex attacker) const;
  double need_of_holder(const SystemCell& cell, FirmIndex attacker) const;
  bool proves(const Move& move, std::size_t target, Way way, FirmIndex attacker) const;
  const Move* proof(std::size_t target, Way way, FirmIndex attacker) const;
  std::vector<FirmIndex> doubters(std::size_t target, Way way) const;
  void protect(std::size_t target, Way way, FirmIndex attacker);
  void protect_as_far(std::size_t target, Way way, FirmIndex attacker, double wanted);
  void prove(const Move& move, double amount);
  void hide(std::size_t cell);
  bool hide_above(std::size_t cell);
  bool widen_remainders();
  struct Remainder;
  void add_remainder(const std::vector<std::size_t>& sum, Remainder& remainder) const;
  bool audit();

  System& system_;
  const DisclosureRules& rules_;
  Attack attack_;
  std::vector<bool> target_;
  std::vector<std::size_t> targets_;
  std::vector<bool> pinned_;  // hidden in vain: what it is can be worked out
  std::vector<Move> moves_;
  std::vector<std::vector<std::size_t>> moves_of_;  // by cell: the moves that move it
  // Where a figure cannot be as far off as is wanted, whatever is hidden: how far it can be.
  std::map<std::tuple<std::size_t, Way, FirmIndex>, double> reach_;
  std::set<std::size_t> exposed_;
};

}  // namespace formulary::publish
