// What has been adopted? A package as a programme: measures, KPIs with versioned targets, rules.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "base/money.h"
#include "domain/toolbox.h"
#include "domain/words.h"

namespace formulary {

// What a person may do. The public needs no account and has no role here.
enum class UserRole { company, analyst, manager, approver, official, auditor, admin };
template <>
struct Ids<UserRole> {
  static constexpr std::array names{"company",  "analyst", "manager", "approver",
                                    "official", "auditor", "admin"};
};

// Who acts: a person with one role, for an office or (a company) for a firm.
struct Actor {
  std::string person;
  UserRole role = UserRole::auditor;
  std::string office;  // of the country pack; empty for companies
  std::string firm;    // companies only
};

enum class ProgrammeState { draft, pretested, approved, open, closed, terminated };
template <>
struct Ids<ProgrammeState> {
  static constexpr std::array names{"draft", "pretested", "approved",
                                    "open",  "closed",    "terminated"};
};

// A baseline and target as someone set them, when and why. The last version holds; all are kept.
struct TargetVersion {
  double baseline = 0;
  double target = 0;
  Date due;
  std::string by;  // person
  Instant at;
  std::string why;
};

struct ProgrammeKpi {
  std::string kpi;
  std::vector<TargetVersion> versions;  // ascending in time, never empty once approved
};

// The rule of continued support, fixed by version when the measure is approved.
struct ReviewRule {
  int version = 1;
  Continuation ladder;
};

struct ProgrammeMeasure {
  std::string id;  // of the package's measure
  std::string instrument;
  std::string variant;
  std::string sector;
  std::string region;
  CompanyType company_type = CompanyType::sme;
  double dose = 0;
  std::string dose_unit;
  Money budget;
  std::vector<Money> budget_by_year;
  std::string owner;     // office
  std::string delivery;  // office
  Selection selection = Selection::merit;
  int award_years = 1;
  int tranches = 1;  // of an award
  std::vector<ProgrammeKpi> kpis;
  ReviewRule rule;
};

// How effects will be told from coincidence, frozen when the programme opens.
struct EvaluationDesign {
  std::string method;      // of the room evaluate: lottery, discontinuity, differences ...
  std::string comparison;  // who is compared with whom
  std::vector<std::string> outcomes;
  int follow_up_years = 0;
};

struct Programme {
  std::string id;
  Text name;
  Goal goal = Goal::exports;    // of the package, as is
  Stage stage = Stage::growth;  // the stage of the sector when it was configured
  ProgrammeState state = ProgrammeState::draft;
  int version = 1;                      // rises with every change of what was pre-tested
  int pretested_version = 0;            // 0 = never
  std::string package_hash;             // of the package it came from
  std::string forecast_hash;            // of the pre-test of `pretested_version`
  std::string owner;                    // office
  std::string drafted_by;               // person
  std::vector<std::string> revised_by;  // persons who changed the draft; none of them approves it
  std::string approved_by;              // person
  std::string terminated_why;           // in writing, where it was terminated
  Date first_day;
  Date last_day;
  Money budget;
  std::vector<ProgrammeMeasure> measures;
  EvaluationDesign evaluation;
  bool demonstration = false;  // marked so everywhere
};

}  // namespace formulary
