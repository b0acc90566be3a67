// What was agreed with a firm, and how does the agreement end? Awards, obligations, tranche plans.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "domain/award.h"
#include "domain/programme.h"
#include "domain/reason.h"

//   move             from                   by                      to
//   make_award       application: awarded   manager of the measure  active
//   complete_award   active                 manager of the measure  completed
//   terminate_award  active                 approver, 2nd person    terminated
// Tranches move by reviews, in the room monitor.
namespace formulary {

// A firm's part in a KPI of the measure.
struct FirmShare {
  std::string kpi;
  double baseline = 0;  // the firm's own
  double share = 0;     // of the measure's way from baseline to target, in (0, 1]
  double weight = 1;    // beside the firm's other obligations, > 0
};

struct Agreement {
  std::string award;  // id
  Date day;           // signed
  std::vector<FirmShare> shares;
  std::vector<double> tranche_weights;  // > 0; empty = equal parts
  int first_tranche_months = 0;         // from the day of the agreement to the first tranche
};

// Make the award of an awarded application over the amount requested:
//   obligation:  from the firm's baseline to  baseline + share (target - baseline of the measure),
//                by the due day of the measure's last target version
//   tranche i of n:  split of the amount by weight, exact to the minor unit; due
//                first_tranche_months + 12 award_years i / n months (rounded down) after the day
// `applications` and `awards` are those of the programme. Reasons: programme_state, state,
// measure_unknown, award_twice, agreement_day, shares_missing, share (no such KPI, twice, or no
// sound number), target_due, tranche_weights, money_short.
Allowed<Award> make_award(const Programme& programme, const Application& application,
                          const Agreement& agreement, std::span<const Application> applications,
                          std::span<const Award> awards, const Actor& actor);

// Complete an award whose every tranche is paid or given up. Reasons: tranches_open.
Allowed<Award> complete_award(const Programme& programme, const Award& award, const Actor& actor);

// Terminate an award: what was not paid is given up and so comes free for others. Reasons:
// why_missing.
Allowed<Award> terminate_award(const Programme& programme, const Award& award,
                               const std::string& why, const Actor& actor);

}  // namespace formulary
