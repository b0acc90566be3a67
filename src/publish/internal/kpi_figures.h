// What do the values of one KPI and period come to, cell by cell? One state of a period.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "publish/internal/kpi_values.h"

namespace formulary::publish {

// Sums by cell, and for means what they are divided by.
struct KpiFigures {
  SumTable values;
  SumTable weights;
  bool has_weights = false;  // other than one a firm and award
  bool is_sum = true;
  std::set<std::string> hidden;
  Date day;  // at whose end the record was so

  // The figure of a cell; MUST be there.
  double figure(const std::string& cell) const;

  // SHA-256 of what every firm brought to every cell.
  std::string fingerprint() const;
};

KpiFigures figures_of(const std::vector<KpiValue>& values, bool is_sum, Date day);

// Count the firms that came, left or were corrected in some cell.
std::size_t changed_firms(const KpiFigures& before, const KpiFigures& after);

}  // namespace formulary::publish
