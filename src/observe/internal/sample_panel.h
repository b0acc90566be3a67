// What do the tests of this room read? The shipped panel and parameters, parsed just enough.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/toolbox.h"
#include "observe/observe.h"

namespace formulary {

// Read content/panels/us_bls_klems.csv of the checkout; the rows in reverse order if asked.
enum class RowOrder { as_shipped, reversed };
PanelColumns shipped_panel(RowOrder order = RowOrder::as_shipped);

// Read content/parameters/stage_model.yaml of the checkout, one quantity a line.
Parameters shipped_parameters();

// A series point with the least that a test needs.
SeriesPoint point(const std::string& sector, const std::string& feature, int year, double value,
                  bool assumed = false);

// A model of two growth features and net entry with plain numbers.
StageModel plain_model();

}  // namespace formulary
