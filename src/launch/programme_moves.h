// How does a programme move from draft to its end, and who may move it?
#pragma once

#include <string>
#include <vector>

#include "domain/forecast.h"
#include "domain/programme.h"
#include "domain/reason.h"

// Every move takes the state and returns the new one, or every reason why not: `state`, `role`,
// `person`, `office`, `second_person_draft`, `second_person_target` and those it names. The
// caller's record must not have changed since it read it (the store compares); nothing here reads
// a clock.
//
//   move            from                        by                              to
//   record_pretest  draft                       analyst, manager of the owner   pretested
//   revise          draft, pretested, approved  manager of the owner            draft, version + 1
//   set_target      draft, pretested, approved  manager of the owner            draft, version + 1
//   set_evaluation  draft, pretested, approved  manager of the owner            approved: pretested
//   approve         pretested                   approver, second person         approved
//   open            approved                    manager of the owner            open
//   close           open                        manager of the owner            closed
//   terminate       approved, open              approver, second person         terminated
namespace formulary {

// What was pre-tested: exactly this version of the programme, and the stored forecast of it.
struct Pretest {
  int version = 0;
  std::string forecast_hash;
};
// Record the pre-test. Reasons: version (another one was pre-tested), forecast_of_another,
// forecast_hash.
Allowed<Programme> record_pretest(const Programme& programme, const Forecast& forecast,
                                  const Pretest& pretest, const Actor& actor);

// New measures, money, owner and days of a draft. Target versions are not taken from here: a KPI
// that stays keeps its own, a new one has none until `set_target`.
struct Revision {
  std::string owner;
  Date first_day;
  Date last_day;
  Money budget;
  std::vector<ProgrammeMeasure> measures;
};
// Revise a draft. A measure's rule gets the next version where its ladder changed. Reasons: days
// and those of launch about measures. Budgets need not add up yet; `approve` asks for that.
Allowed<Programme> revise(const Programme& programme, const Revision& revision, const Actor& actor);

struct TargetChange {
  std::string measure;
  std::string kpi;
  double baseline = 0;
  double target = 0;
  Date due;
  Instant at;
  std::string why;
};
// Add a target version by the actor. Reasons: measure_unknown, kpi_unknown, why_missing, target
// (no number, or due before the programme starts), target_time (before the last version).
Allowed<Programme> set_target(const Programme& programme, const TargetChange& change,
                              const Actor& actor);

// Set the evaluation design; an approval falls, the pre-test stands. Frozen once open.
Allowed<Programme> set_evaluation(const Programme& programme, const EvaluationDesign& evaluation,
                                  const Actor& actor);

// List all that an approval still lacks: kpi_missing, target_missing, pretest_missing,
// evaluation_missing, owner_missing, budget_by_year, budget_sum, budget_missing, and what
// `check_measures` finds.
Reasons missing_for_approval(const Programme& programme);
Allowed<Programme> approve(const Programme& programme, const Actor& actor);

Allowed<Programme> open_programme(const Programme& programme, const Actor& actor);

// What is under way in a programme, by number.
struct UnderWay {
  int undecided_applications = 0;  // submitted, eligible, ranked; awarded, not agreed
  int active_awards = 0;
};
// Close an open programme. Reasons: under_way.
Allowed<Programme> close_programme(const Programme& programme, const UnderWay& under_way,
                                   const Actor& actor);

// Terminate. Agreements that were made keep their own rule. Reasons: why_missing.
Allowed<Programme> terminate_programme(const Programme& programme, const std::string& why,
                                       const Actor& actor);

}  // namespace formulary
