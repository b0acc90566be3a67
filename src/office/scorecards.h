// How do offices do by outcomes, what do they say to that, and when may the public read both?
#pragma once

#include <string>
#include <vector>

#include "monitor/scorecard.h"
#include "office/call.h"
#include "office/rights.h"
#include "store/oversight.h"

namespace formulary::office {

using KeptScorecard = store::Kept<Scorecard>;

// What is scored: one outcome over the same years in every region.
struct Scoring {
  std::string kpi;
  int first_year = 0;
  std::vector<RegionFigures> regions;  // `office` may be empty: the pack's office of the region
};

// Score all regions together and keep one scorecard each. Refused: what `score_regions` refuses.
Outcome<std::vector<Scorecard>> score(Call& call, const Scoring& scoring);

// Show it to the office, from which day the time to reply runs.
Outcome<KeptScorecard> show_scorecard(Call& call, const std::string& id, Seen seen);
Outcome<KeptScorecard> reply_to_scorecard(Call& call, const std::string& id, Seen seen,
                                          const std::string& text);
// Publish with the reply, or after the days of silence.
Outcome<KeptScorecard> publish_scorecard(Call& call, const std::string& id, Seen seen);

Outcome<KeptScorecard> read_scorecard(Call& call, const std::string& id);
Outcome<Listed<KeptScorecard>> list_scorecards(Call& call, const store::ScorecardFilter& filter,
                                               const store::Page& page);

}  // namespace formulary::office
