#include "publish/sum_table.h"

#include <algorithm>

#include "base/must.h"

namespace formulary::publish {

Millionths TableCell::value() const {
  Millionths sum = 0;
  for (const Part& part : parts) sum += part.value;
  return sum;
}

const TableCell* SumTable::cell(const std::string& id) const {
  const auto at =
      std::lower_bound(cells.begin(), cells.end(), id,
                       [](const TableCell& cell, const std::string& key) { return cell.id < key; });
  return at != cells.end() && at->id == id ? &*at : nullptr;
}

void Tally::add(const std::string& cell, const std::string& firm, Millionths value) {
  cells_[cell][firm] += value;
}

void Tally::tie(const std::string& total, const std::string& axis, const std::string& part) {
  sums_[{total, axis}][part] = true;
}

std::string Tally::add_crossed(const std::vector<std::string>& members, const std::string& firm,
                               Millionths value) {
  MUST(members.size() < 8);
  for (const std::string& member : members) MUST(member != kTotal);
  for (unsigned totals = 0; totals < 1u << members.size(); ++totals) {
    std::vector<std::string> place = members;
    for (std::size_t axis = 0; axis < members.size(); ++axis) {
      if (totals >> axis & 1u) place[axis] = kTotal;
    }
    const std::string id = crossed_id(place);
    add(id, firm, value);
    for (std::size_t axis = 0; axis < members.size(); ++axis) {
      if (totals >> axis & 1u) continue;
      std::vector<std::string> above = place;
      above[axis] = kTotal;
      tie(crossed_id(above), std::to_string(axis), id);
    }
  }
  return crossed_id(members);
}

SumTable Tally::table() const {
  SumTable table;
  table.step = step_;
  for (const auto& [id, firms] : cells_) {
    TableCell cell{id, {}};
    for (const auto& [firm, value] : firms) cell.parts.push_back({firm, value});
    table.cells.push_back(std::move(cell));
  }
  for (const auto& [key, parts] : sums_) {
    TableSum sum{key.first, {}};
    for (const auto& [part, named] : parts) sum.parts.push_back(part);
    table.sums.push_back(std::move(sum));
  }
  return table;
}

std::string crossed_id(const std::vector<std::string>& members) {
  std::string id;
  for (const std::string& member : members) id += (id.empty() ? "" : "|") + member;
  return id;
}

}  // namespace formulary::publish
