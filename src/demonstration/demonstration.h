// What does a running year look like? A register filled with programmes that were made up.
//
// Everything is done by the acts of the office, one after another in the order of their days, so
// what stands on the register keeps every rule. All days are counted back from `today`.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "accounts/passwords.h"
#include "base/date.h"
#include "cycle/cycle.h"
#include "domain/award.h"
#include "domain/flag.h"
#include "office/call.h"
#include "store/database.h"

namespace formulary::demonstration {

struct Options {
  Date today;
  std::uint32_t seed = 1;
  int awards = 2000;                                            // about so many, 200 to 5,000
  int pretest_draws = 4;                                        // of each programme's pre-test
  std::function<void(const char* what, double done)> progress;  // 0..1; may be empty

  bool is_valid() const;
};

// Who may sign in: one account a role, bound to an office or a firm of the demonstration.
struct Person {
  std::string id;
  std::string password;
  UserRole role = UserRole::auditor;
  std::string place;  // office or firm; empty = none
};

// What there is now. The passwords are nowhere else.
struct Filled {
  std::vector<Person> people;
  std::map<ProgrammeState, int> programmes;
  std::map<ApplicationState, int> applications;
  std::map<AwardState, int> awards;
  std::map<TrancheState, int> tranches;
  std::map<FlagKind, int> flags;
  int flags_resolved = 0;
  int values = 0;
  int payments = 0;
  int due_now = 0;  // tranches that wait for a decision today
};

// Mark an empty register as a demonstration and fill it: a programme in its second year with most
// of the awards, one that draws lots just now, one that waits for its approval; reports that are
// good, late, missing and suspicious; tranches paid, held, cured and stopped; scorecards.
//
// chance   32 random bits a call, for the passwords and nothing else: same seed, same register
//
// Refused: not_empty; no_package where the country has none of the sectors that are told of. MUST
// have valid options. What fails half way leaves a register that is marked and incomplete.
office::Outcome<Filled> fill(store::Database& database, const Installation& installation,
                             const accounts::PasswordHasher& hasher,
                             const std::function<std::uint32_t()>& chance, const Options& options);

}  // namespace formulary::demonstration
