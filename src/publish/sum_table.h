// Which figures add up to which, and which firm is in each? The form in which totals are guarded.
#pragma once

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "monitor/rollup.h"

namespace formulary::publish {

// What one firm brings to one cell, all its awards together; exact, so that order leaves no trace.
struct Part {
  std::string firm;
  Millionths value = 0;

  bool operator==(const Part&) const = default;
};

struct TableCell {
  std::string id;
  std::vector<Part> parts;  // by firm, each once; none = structurally empty

  Millionths value() const;
  bool operator==(const TableCell&) const = default;
};

// total = sum of its parts, as everybody knows.
struct TableSum {
  std::string total;
  std::vector<std::string> parts;

  bool operator==(const TableSum&) const = default;
};

struct SumTable {
  std::vector<TableCell> cells;  // by id
  std::vector<TableSum> sums;    // all of their cells are in the list
  Millionths step = 0;           // values are multiples of it (one million: whole numbers)

  const TableCell* cell(const std::string& id) const;
  bool operator==(const SumTable&) const = default;
};

// Collects a table firm by firm; the result does not depend on the order.
class Tally {
 public:
  explicit Tally(Millionths step = 0) : step_(step) {}

  // Add to a firm's part of a cell; a part of zero counts as a contribution all the same.
  void add(const std::string& cell, const std::string& firm, Millionths value);

  // Say that a total is the sum of this part and of the others named along the same axis.
  void tie(const std::string& total, const std::string& axis, const std::string& part);

  // Add to a cell of a cross table and to all its margins, tied along every axis. Members are not
  // kTotal; a cell's id is crossed_id of its members. Returns the id of the inner cell.
  std::string add_crossed(const std::vector<std::string>& members, const std::string& firm,
                          Millionths value);

  SumTable table() const;

 private:
  Millionths step_;
  std::map<std::string, std::map<std::string, Millionths>> cells_;
  std::map<std::pair<std::string, std::string>, std::map<std::string, bool>> sums_;
};

inline constexpr const char* kTotal = "_T";  // all members of an axis, as SDMX writes it

std::string crossed_id(const std::vector<std::string>& members);

}  // namespace formulary::publish
