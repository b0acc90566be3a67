#include <algorithm>
#include <fstream>

#include <doctest/doctest.h>

#include "observe/internal/sample_panel.h"

namespace formulary {
namespace {

std::vector<std::string> cells_of(const std::string& line) {
  std::vector<std::string> cells(1);
  bool quoted = false;
  for (const char c : line) {
    if (c == '"') {
      quoted = !quoted;
    } else if (c == ',' && !quoted) {
      cells.emplace_back();
    } else {
      cells.back() += c;
    }
  }
  return cells;
}

// The text after `name: ` up to the next comma or brace, or between the quotes that follow.
std::string item(const std::string& line, const std::string& name) {
  const std::size_t at = line.find(name + ": ");
  if (at == std::string::npos) return {};
  const std::size_t from = at + name.size() + 2;
  if (line[from] == '"') return line.substr(from + 1, line.find('"', from + 1) - from - 1);
  return line.substr(from, line.find_first_of(",}", from) - from);
}

}  // namespace

PanelColumns shipped_panel(RowOrder order) {
  PanelColumns panel;
  panel.file = FORMULARY_ROOT "/content/panels/us_bls_klems.csv";
  std::ifstream in(panel.file);
  REQUIRE(in);
  std::string line;
  std::getline(in, line);
  panel.header = cells_of(line);
  while (std::getline(in, line)) panel.rows.push_back(cells_of(line));
  if (order == RowOrder::reversed) std::reverse(panel.rows.begin(), panel.rows.end());
  return panel;
}

Parameters shipped_parameters() {
  Parameters parameters;
  std::ifstream in(FORMULARY_ROOT "/content/parameters/stage_model.yaml");
  REQUIRE(in);
  std::string line;
  while (std::getline(in, line)) {
    if (line.empty() || line[0] == '#') continue;
    Quantity& quantity = parameters["stage_model." + line.substr(0, line.find(':'))];
    quantity.value = std::stod(item(line, "value"));
    quantity.sd = std::stod(item(line, "sd"));
    quantity.unit = item(line, "unit");
    quantity.source = item(line, "source");
    quantity.assumed = item(line, "assumed") == "true";
  }
  return parameters;
}

SeriesPoint point(const std::string& sector, const std::string& feature, int year, double value,
                  bool assumed) {
  return {sector, feature, year, value, "test", assumed};
}

StageModel plain_model() {
  StageModel model;
  model.window_years = 2;
  model.noise_weight = 3;
  model.initial = {0.1, 0.3, 0.4, 0.2};
  model.transition = {{{0.9, 0.1, 0, 0}, {0, 0.9, 0.1, 0}, {0, 0.05, 0.9, 0.05}, {0, 0, 0.1, 0.9}}};
  model.features = {
      {"real_output_growth", 0.02, 0.03, {0.1, 0.04, 0, -0.04}, {0.08, 0.03, 0.02, 0.03}},
      {"employment_growth", 0.02, 0.02, {0.02, 0.02, 0, -0.03}, {0.03, 0.03, 0.02, 0.03}},
      {"net_entry_rate", 0, 0, {0.08, 0.03, 0, -0.03}, {0.05, 0.03, 0.02, 0.03}},
  };
  return model;
}

}  // namespace formulary
