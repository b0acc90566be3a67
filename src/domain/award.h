// Who asked, who got what, and on which conditions? Applications, awards and their tranches.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/criteria.h"
#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

enum class ApplicationState {
  submitted,
  eligible,
  ineligible,
  ranked,
  awarded,
  waitlisted,
  declined,
  withdrawn,
};
template <>
struct Ids<ApplicationState> {
  static constexpr std::array names{"submitted", "eligible",   "ineligible", "ranked",
                                    "awarded",   "waitlisted", "declined",   "withdrawn"};
};

struct Application {
  std::string id;
  std::string programme;
  std::string measure;
  std::string firm;
  Facts facts;  // what the firm stated; unknown stays unknown
  Money requested;
  Instant submitted;
  ApplicationState state = ApplicationState::submitted;
  std::vector<Reason> reasons;  // of the state
  std::optional<double> score;  // merit or need: higher is served first
  std::optional<int> rank;      // 1 = first
  bool control_group = false;   // lottery: drawn, not awarded, followed for comparison
};

// The seed of a public lottery, and when it was made public.
struct Lottery {
  std::uint32_t seed = 0;
  Instant published_at;
};

enum class AwardState { active, completed, terminated };
template <>
struct Ids<AwardState> {
  static constexpr std::array names{"active", "completed", "terminated"};
};

enum class TrancheState {
  planned,
  due,
  released,
  partly_released,
  held,
  cure,
  reduced,
  stopped,
  clawed_back,
};
template <>
struct Ids<TrancheState> {
  static constexpr std::array names{"planned", "due",     "released", "partly_released", "held",
                                    "cure",    "reduced", "stopped",  "clawed_back"};
};

// One conditional payment of an award. amount = released + held back + given up, at any time.
struct Tranche {
  std::string id;
  int number = 1;
  Money amount;
  Money released;    // in all, by decisions
  Money given_up;    // by reduction or stop: never to be paid
  Money asked_back;  // by a claw-back decided at this tranche, of all that the award had released
  Date due;
  TrancheState state = TrancheState::planned;
  std::optional<Date> cure_until;
  int failed_reviews = 0;
  std::string last_decision;  // id of the decision that led here; empty = none yet

  bool operator==(const Tranche&) const = default;
};

// What the firm promised: a KPI with the path from baseline to target.
struct Obligation {
  std::string kpi;
  double baseline = 0;
  double target = 0;
  Date from;
  Date due;
  double weight = 1;
};

struct Award {
  std::string id;
  std::string application;
  std::string programme;
  std::string measure;
  std::string firm;
  Money amount;
  AwardState state = AwardState::active;
  std::vector<Obligation> obligations;  // never empty
  std::vector<Tranche> tranches;        // their amounts sum to the award's exactly
  ReviewRule rule;
  std::string terminated_why;  // in writing, where it was terminated
};

}  // namespace formulary
