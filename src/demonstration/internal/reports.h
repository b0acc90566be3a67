// What do firms report each quarter? Good figures, late ones, none, and some that look wrong.
#pragma once

#include "demonstration/internal/grants.h"
#include "demonstration/internal/story.h"

namespace formulary::demonstration {

// Plan the reports of so many quarters from a first day on, and what people do with them: a file
// of the agency 12 days after a quarter's end, late ones a month later; the analyst verifies what
// does not look wrong, and looks into what does. MUST outlive the story's run.
void plan_reports(Story& story, Book& book, Date first_quarter, int quarters);

}  // namespace formulary::demonstration
