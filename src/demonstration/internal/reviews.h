// How are tranches decided on and paid? Monthly sittings of the approver, and what comes after.
#pragma once

#include "demonstration/internal/grants.h"
#include "demonstration/internal/story.h"

namespace formulary::demonstration {

// Plan a sitting a month, the last one a week before today, from a first day on: what is due is
// decided on, paid two days later, and some decisions are appealed against. Then some awards are
// completed and some end early. MUST outlive the story's run.
void plan_reviews(Story& story, Book& book, Date first_day);

}  // namespace formulary::demonstration
