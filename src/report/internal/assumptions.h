// Which figures behind a page have no public source? Assumptions, each with its reason.
#pragma once

#include <string>
#include <vector>

#include "report/internal/voice.h"
#include "report/page.h"

namespace formulary::report {

struct Assumption {
  std::string what;  // in the page's language
  double value = 0;
  std::string unit;  // as the card prints it, in English
  std::string why;   // likewise
};

// List the assumed figures of the sector, of the regions that receive money, of the signs of the
// diagnosis and of the effects of the chosen tools, once each.
std::vector<Assumption> assumptions_of(const PageInput& input, const Voice& voice);

}  // namespace formulary::report
