// What is an award in this story? Its firm, how that firm behaves, and what it promised.
#pragma once

#include <string>
#include <vector>

#include "base/date.h"
#include "demonstration/internal/story.h"
#include "domain/award.h"

namespace formulary::demonstration {

// How a firm goes about its promises and its reports.
enum class Conduct {
  good,
  late,    // reports every second quarter a month late
  slow,    // lags behind, half of these catch up
  poor,    // never gets there
  gap,     // says in one quarter why it has no figures
  silent,  // never reports
};

struct Grant {
  Award award;
  int number = 0;  // of the grants, from 0, in the order of the agreements
  Conduct conduct = Conduct::good;
  bool reports_itself = false;  // through its clerk; else the agency sends one file for many
  Date from;                    // day of the agreement
};

// What is known of the running programme as its story goes on.
struct Book {
  std::vector<Grant> grants;
  std::vector<std::string> held_back;  // values that looked wrong: not verified in passing
};

Conduct conduct_of(const Story& story, int number);

// The value that a firm could report of an obligation for a period that ends on a day, by its
// conduct; `quarter` counts from 1.
double value_of(const Story& story, const Grant& grant, std::size_t obligation, int quarter,
                Date to);

}  // namespace formulary::demonstration
