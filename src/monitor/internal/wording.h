// Which words stand behind the ids of the room's reasons?
#pragma once

#include <span>

#include "domain/reason.h"

namespace formulary {

// One reason as a row of a table.
struct Wording {
  const char* id;
  const char* en;
  const char* ru;
  const char* kk;
};
Reasons worded(std::span<const Wording> rows);

// The reasons of each part of the room, "{}" where a detail goes.
Reasons reasons_of_records();    // observations and reviews
Reasons reasons_of_decisions();  // decisions on tranches
Reasons reasons_of_figures();    // totals, data quality, scorecards

}  // namespace formulary
