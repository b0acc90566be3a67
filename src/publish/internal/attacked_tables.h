// Which tables are attacked? Cross tables from short lists, for the tests of disclosure.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "publish/disclosure.h"

namespace formulary::publish::attacking {

inline constexpr Millionths kOne = 1'000'000;

// A firm's value in a region and a sector.
struct Entry {
  std::string region, sector, firm;
  int value = 0;
};

inline SumTable cross(const std::vector<Entry>& entries, Millionths step = 0) {
  Tally tally(step);
  for (const Entry& one : entries) {
    tally.add_crossed({one.region, one.sector}, one.firm, one.value * kOne);
  }
  return tally.table();
}

// As many firms of a cell as there are values, named after the cell.
inline void add(std::vector<Entry>& entries, const std::string& region, const std::string& sector,
                const std::vector<int>& values) {
  for (std::size_t i = 0; i < values.size(); ++i) {
    entries.push_back({region, sector, region + sector + std::to_string(i), values[i]});
  }
}

inline std::set<std::string> firms_of(const SumTable& table) {
  std::set<std::string> firms{""};  // and the outsider
  for (const TableCell& cell : table.cells) {
    for (const Part& part : cell.parts) firms.insert(part.firm);
  }
  return firms;
}

}  // namespace formulary::publish::attacking
