// Which programmes are shown? Three plans; each becomes a programme as far as its story goes.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "demonstration/internal/story.h"
#include "office/programmes.h"

namespace formulary::demonstration {

struct Plan {
  std::string id;
  Text name;
  std::string sector;
  Goal goal = Goal::exports;
  double million_usd = 0;
  int years = 4;
  std::vector<CompanyType> company_types;
  std::size_t regions = 5;   // the largest
  int most_instruments = 4;  // a cell
  int tranches = 4;
  EvaluationDesign evaluation;
};
const Plan& running_plan();  // in its second year
const Plan& drawing_plan();  // draws lots just now
const Plan& waiting_plan();  // waits for the second person

// A package with its pre-test, computed before the story begins, for it takes the longest.
struct Prepared {
  office::Adopted adopted;
  office::PretestRun pretest;
};
// Refused: no_package.
office::Outcome<Prepared> prepare(const Story& story, const Plan& plan);

// What happens once a programme is open; it is given the programme as it opened.
using Opened = std::function<Step(const Programme&)>;

// Draft and pre-test a programme, and leave it there.
void plan_waiting(Story& story, const Plan& plan, const Prepared& prepared);
// Draft, pre-test, approve and open it before its first day.
void plan_opened(Story& story, const Plan& plan, const Prepared& prepared, Date first_day,
                 Opened opened);

}  // namespace formulary::demonstration
