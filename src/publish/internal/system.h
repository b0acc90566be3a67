// What ties the figures of all releases together? Cells and sums as an attacker sees them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "publish/disclosure.h"

namespace formulary::publish {

using FirmIndex = std::size_t;
inline constexpr FirmIndex kOutsider = static_cast<FirmIndex>(-1);

using Term = std::pair<std::size_t, double>;  // cell, coefficient

// What everybody knows of a part: figures are not negative, but corrections may be.
enum class Sign { not_negative, not_positive, either };

struct FirmPart {
  FirmIndex firm = 0;
  double value = 0;  // millionths
  Sign sign = Sign::not_negative;
};

// How a cell stands with the attacker.
enum class Sight {
  open,    // of this release, to be shown unless it is hidden
  hidden,  // not shown
  seen,    // shown in an earlier release, or empty: known
};

// A figure of this release, of an earlier one, what changed between two of them, or what the cells
// of one firm come to: whoever knows that knows nearly the firm's whole value, where it is alone.
struct SystemCell {
  std::string id;
  std::vector<FirmPart> parts;  // by firm
  double value = 0;             // millionths
  Sight sight = Sight::seen;
  bool now = false;                 // a figure of this release
  std::vector<Term> made_of;        // other cells, where it is no cell of its own
  std::optional<FirmIndex> holder;  // the firm whose cells these are
  int may_be_negative = 0;          // of the parts
  int may_be_positive = 0;

  void set_parts(std::vector<FirmPart> by_firm);
  double own(FirmIndex attacker) const;   // what the attacker has in it
  bool is_own(FirmIndex attacker) const;  // nobody else is in it
  // How much lower or higher it may be, as far as the attacker knows.
  double room_below(FirmIndex attacker) const;
  double room_above(FirmIndex attacker) const;

 private:
  const FirmPart* part_of(FirmIndex firm) const;
};

struct System {
  std::vector<SystemCell> cells;        // those of this release first, in the order of its table
  std::vector<std::vector<Term>> sums;  // each is zero
  std::vector<std::string> firms;       // sorted
  std::vector<std::vector<std::size_t>> totals;  // of this release: total first, then its parts
  double least_need = 0;                         // no interval is narrower to each side, millionths

  std::optional<FirmIndex> firm(const std::string& name) const;
};

// Tie a release to the earlier ones: releases with the same figures are one, and what changed
// between any two of them is a cell of its own, empty where nothing changed.
System join(const SumTable& table, const std::vector<Released>& earlier, double close_share);

}  // namespace formulary::publish
