// How do the offices of the regions do? Made-up figures, scored, shown, replied to and published.
#pragma once

#include "demonstration/internal/story.h"

namespace formulary::demonstration {

// Plan the scorecards of the last years. The office of the demonstration's official was shown its
// own a few days ago and has not replied yet; others have, or let the time pass.
void plan_scores(Story& story);

}  // namespace formulary::demonstration
