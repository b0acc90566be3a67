// What does the simulation know of one firm, and what do measures do to it?
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "pretest/internal/group.h"

namespace formulary::pretesting {

// How far a firm has come with one measure.
enum Contact : std::uint8_t { kEligible = 1, kAware = 2, kApplied = 4 };

// A firm's record with one measure.
struct Award {
  int year = 0;              // 0 = none
  std::uint8_t contact = 0;  // bits of Contact
  float strength = 1;        // share of the dose's full effect (size, cut awards)
  float revenue = 0;         // at the award
  float employees = 0;
};

// One firm in both worlds. Untreated, it has one life.
struct Firm {
  std::uint64_t id = 0;
  CompanyType type = CompanyType::sme;  // that its access and growth follow, fixed
  std::uint8_t flags = 0;
  bool incumbent = true;
  bool in_base = true;    // exists without policy
  bool in_policy = true;  // exists with policy
  bool treated = false;   // lives apart in the world with policy
  ByComponent odds{};
  Standing standing;
  Life base;
  Life policy;                // meaningful once treated
  std::vector<Award> awards;  // by tool of the group

  bool rd_active() const { return (flags & kRdActive) != 0; }
  const Life& now() const { return treated ? policy : base; }
};

// A measure of the group with how it acts.
struct Tool {
  const ActiveMeasure* active = nullptr;
  const Instrument* card = nullptr;
  const Variant* variant = nullptr;
  CompanyType type = CompanyType::sme;
  bool is_public = false;
  ByComponent full{};          // shift at full effect
  std::vector<double> factor;  // on its shift by other tool
  double fixed = 0;            // spent in the first year
  double left = 0;             // budget carried over
  double capacity = 0;         // awards a year
};

std::vector<Tool> make_tools(const GroupInput& input);

// A tool that a firm would also have, at this share of its full effect.
struct Extra {
  std::size_t tool = 0;
  double strength = 1;
};

// Inverse odds of a firm in year t under its awards, and under `extra` where given.
ByComponent odds_in(const std::vector<Tool>& tools, const Firm& firm, int t, int years,
                    std::optional<Extra> extra);

// The type that decides which measures a firm may turn to: it ages and grows out of them.
CompanyType type_now(const CompanyTypeRule& rule, const Firm& firm);

}  // namespace formulary::pretesting
