// What does one instrument card say? content/instruments/ID.yaml
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cards/internal/reader.h"
#include "domain/toolbox.h"

namespace formulary::cards {

// An instrument, and where on its card the parts stand that other cards are checked against.
struct InstrumentCard {
  Instrument instrument;
  int stages_line = 0;
  int company_types_line = 0;
  std::vector<int> interaction_lines;  // one for each interaction
  std::vector<int> kpi_lines;          // one for each KPI
  std::vector<int> response_lines;     // one for each variant
};

// Read a card from its tree; mistakes and mentioned ids go to the page.
InstrumentCard read_instrument(const YamlNode& tree, Page& page);

// Read the id of a card and report when it is not the name of its file.
std::string read_card_id(Reader& reader);

// Read one factor for every component (all five, > 0).
std::array<double, kComponents> read_weight_tilt(Reader& tilt);

// Read candidate doses: positive and ascending.
std::vector<double> read_steps(Reader& reader);

}  // namespace formulary::cards
