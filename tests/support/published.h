// What do published data say? The panels that others printed results for, read for the tests.
//
// They lie outside the checkout (CMake's FORMULARY_PUBLISHED_DATA); where they do not, a test says
// so and passes.
#pragma once

#include <charconv>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "evaluate/panel.h"

namespace published {

using Columns = std::map<std::string, std::vector<double>>;

// Read all columns of a plain CSV of numbers; quotes are dropped, blanks and NA are missing.
inline std::optional<Columns> read(const std::string& name) {
  std::ifstream file(std::filesystem::path(PUBLISHED_DATA) / (name + ".csv"));
  if (!file) return std::nullopt;
  const auto cells = [](std::string line) {
    std::erase(line, '"');
    std::erase(line, '\r');
    std::vector<std::string> found{""};
    for (const char c : line) {
      if (c == ',') {
        found.emplace_back();
      } else {
        found.back() += c;
      }
    }
    return found;
  };
  std::string line;
  std::getline(file, line);
  const std::vector<std::string> header = cells(line);
  Columns columns;
  while (std::getline(file, line)) {
    const std::vector<std::string> row = cells(line);
    for (std::size_t i = 0; i < header.size(); ++i) {
      double value = std::nan("");
      if (i < row.size()) {
        std::from_chars(row[i].data(), row[i].data() + row[i].size(), value);
      }
      columns[header[i]].push_back(value);
    }
  }
  return columns;
}

inline formulary::evaluate::Panel panel_of(const Columns& columns) {
  formulary::evaluate::Panel panel(columns.begin()->second.size());
  for (const auto& [name, values] : columns) panel.add_numbers(name, values);
  return panel;
}

// The rows of a panel for which a condition on the row holds.
template <typename Keep>
Columns where(const Columns& columns, const Keep& keep) {
  Columns kept;
  for (std::size_t i = 0; i < columns.begin()->second.size(); ++i) {
    if (!keep(i)) continue;
    for (const auto& [name, values] : columns) kept[name].push_back(values[i]);
  }
  return kept;
}

// The value of `name` in the same firm `years` earlier; missing where there is none.
inline std::vector<double> lagged(const Columns& columns, const std::string& name,
                                  const std::string& firm, const std::string& year, int years) {
  std::map<std::pair<double, double>, double> at;
  const auto& f = columns.at(firm);
  const auto& t = columns.at(year);
  for (std::size_t i = 0; i < f.size(); ++i) at[{f[i], t[i]}] = columns.at(name)[i];
  std::vector<double> found;
  for (std::size_t i = 0; i < f.size(); ++i) {
    const auto before = at.find({f[i], t[i] - years});
    found.push_back(before == at.end() ? std::nan("") : before->second);
  }
  return found;
}

}  // namespace published
