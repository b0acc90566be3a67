// Where do the toolbox and the country packs lie?
#pragma once

#include <string>

#include "base/result.h"
#include "cycle/cycle.h"

namespace formulary::app {

struct Place {
  std::string content;    // folder of the toolbox
  std::string countries;  // folder of the packs
};

// Take the folders as given; where one is empty, look for content/ and countries/ from the current
// folder upward, then from the program's own. Faults: none found.
Result<Place> find_place(const std::string& content, const std::string& countries);

// Open a country by its id. Faults: no such pack (with those there are), and all of its mistakes.
Result<Installation> open_country(const Place& place, const std::string& country);

}  // namespace formulary::app
