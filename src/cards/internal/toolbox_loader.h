// What stands in the folder content/, mistakes and all?
#pragma once

#include <string>
#include <vector>

#include "cards/internal/folder.h"
#include "cards/internal/instrument_card.h"
#include "cards/internal/references.h"
#include "domain/toolbox.h"

namespace formulary::cards {

// All that could be read, beside everything that is wrong with it. `references` keeps the ids of
// sectors and regions, which only the country packs can resolve.
struct ToolboxReading {
  Toolbox toolbox;
  References references;
  Faults faults;
};

// Read a toolbox and check it; `faults` is empty when it is fit for use.
ToolboxReading read_toolbox(const std::string& content_folder);

}  // namespace formulary::cards
