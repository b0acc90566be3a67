// Which totals may be shown, so that no firm's own figure can be worked out from them?
//
// Sensitive cells are hidden, and with them enough others that nobody (an outsider, or any one
// firm, who knows its own figures) can tell a sensitive cell more closely than its protection
// interval: not from this release, and not from the difference between releases. Few firms in what
// is left when published cells are taken from a published total count as a sensitive cell too.
// Rules, method and limits: docs/methods/open_data.md.
#pragma once

#include <limits>
#include <set>
#include <string>
#include <vector>

#include "publish/sum_table.h"

namespace formulary::publish {

// When a cell is sensitive. An installation sets its own percentages and keeps them to itself: who
// knows them can undo part of the protection (Hundepool et al. 2024, section 4.2).
struct DisclosureRules {
  int least_firms = 5;           // fewer are too few; 0 switches disclosure control off
  double close_percent = 15;     // p: the two largest aside, less than p % of the largest is left
  int dominant_firms = 1;        // n firms with more than k % of the cell dominate it
  double dominant_percent = 75;  // k

  bool is_valid() const;
};

// Say whether a cell with these parts is sensitive; sizes count, not signs.
bool is_sensitive(const std::vector<Part>& parts, const DisclosureRules& rules);

// What was published earlier of the same table, and what was hidden in it then.
struct Released {
  SumTable table;
  std::set<std::string> hidden;
};

struct Protection {
  std::set<std::string> hidden;  // ids of the cells that must not be shown
  struct Summary {
    int sensitive = 0;  // of the hidden cells
    int programs = 0;   // linear programs solved
    // Cells that nothing can protect any more, because earlier releases have given them away: they
    // were published under looser rules.
    std::set<std::string> exposed;
  } summary;
};

// Choose what to hide of a table, given all that was published of it before, in any order.
// Structurally empty cells are known to be zero and never hidden.
Protection protect(const SumTable& table, const DisclosureRules& rules,
                   const std::vector<Released>& earlier = {});

// What an attacker can work out of one hidden cell, in units (not millionths).
struct Interval {
  std::string cell;
  double value = 0;
  double low = 0;
  double high = 0;  // beyond a thousand times the table's largest value it counts as unbounded
};
inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();

// Compute what an attacker can tell of each hidden cell that is not empty: the least and the
// largest value that agrees with all that was published. The attacker is an outsider, or the firm
// that is named, who knows its own figures. Everybody knows which firms are in which cell.
std::vector<Interval> audit(const SumTable& table, const std::set<std::string>& hidden,
                            const std::vector<Released>& earlier = {},
                            const std::string& attacker = "");

}  // namespace formulary::publish
