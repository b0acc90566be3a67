// What did an award cause where a lottery decided who got it? Chance is known here, so the p-value
// needs no model: it counts the draws that could have been (Fisher 1935; Imbens & Rubin 2015).
#pragma once

#include <string>

#include "evaluate/effect.h"
#include "evaluate/panel.h"

namespace formulary::evaluate {

struct LotteryOptions {
  std::string outcome;
  std::string won;      // 0 or 1
  std::string stratum;  // within which lots were drawn; empty = one draw for all
  std::string taken;    // who used the award, between 0 and 1; empty = all winners, nobody else
  int draws = 10'000;   // of other lotteries; where there are no more, each is taken once
  unsigned seed = 1;
  double level = 0.95;
  int threads = 0;

  // Say what is wrong with the options themselves; empty = nothing.
  std::string mistake() const;
};

// Compare winners with losers, by stratum, weighted by the strata's sizes. Terms: "ITT", the effect
// of winning, whose p is that of randomisation; with `taken` also "LATE", the effect on those who
// take part because they won (two-stage least squares with winning as the instrument; with strata
// the ratio of the weighted differences), and "take_up". Errors: Neyman's, with t of n - 2 x
// strata. A group of one takes the other group's variance. Diagnostics: worlds, exact (1 = every
// lottery was counted), winners, losers, strata, first_stage_f. Faults: unknown columns, infinite
// values, other values than 0 and 1. Unidentified: nobody won or all did in every stratum; too few
// rows; winning moved nobody.
Evaluated<Finding> lottery(const Panel& panel, const LotteryOptions& options);

}  // namespace formulary::evaluate
