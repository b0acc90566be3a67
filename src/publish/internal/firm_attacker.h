// What can somebody tell of one firm? A second, independent attacker for tests: it works on the
// firms' own values, not on cells, with a solver of its own.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "publish/disclosure.h"

namespace formulary::publish::attacking {

// Maximise c x where A x = b, x >= 0: dense tableau, two phases, Bland's rule. Nothing when
// infeasible; infinity when unbounded.
class Simplex {
 public:
  std::vector<std::vector<double>> a;
  std::vector<double> b;

  double maximise(std::vector<double> c) {
    const std::size_t m = a.size(), n = c.size();
    std::vector<std::vector<double>> t(m, std::vector<double>(n + m + 1, 0));
    std::vector<std::size_t> basis(m);
    for (std::size_t i = 0; i < m; ++i) {
      const double sign = b[i] < 0 ? -1 : 1;
      for (std::size_t j = 0; j < n; ++j) t[i][j] = sign * a[i][j];
      t[i][n + i] = 1;
      t[i][n + m] = sign * b[i];
      basis[i] = n + i;
    }
    std::vector<double> first(n + m, 0);
    for (std::size_t i = 0; i < m; ++i) first[n + i] = -1;
    run(t, basis, first, n + m);
    double missing = 0;
    for (std::size_t i = 0; i < m; ++i) missing += basis[i] >= n ? t[i][n + m] : 0;
    if (missing > 1e-6) return NAN;
    c.resize(n + m, 0);
    for (std::size_t i = 0; i < m; ++i) {  // an artificial column that stayed must not grow
      if (basis[i] < n) continue;
      for (std::size_t j = 0; j < n; ++j) {
        if (std::fabs(t[i][j]) < 1e-9) continue;
        pivot(t, basis, i, j);
        break;
      }
    }
    if (!run(t, basis, c, n)) return INFINITY;
    double value = 0;
    for (std::size_t i = 0; i < m; ++i) value += c[basis[i]] * t[i][n + m];
    return value;
  }

 private:
  using Tableau = std::vector<std::vector<double>>;
  static void pivot(Tableau& t, std::vector<std::size_t>& basis, std::size_t row,
                    std::size_t column) {
    const double by = t[row][column];
    for (double& value : t[row]) value /= by;
    for (std::size_t i = 0; i < t.size(); ++i) {
      const double times = t[i][column];
      if (i == row || times == 0) continue;
      for (std::size_t j = 0; j < t[i].size(); ++j) t[i][j] -= times * t[row][j];
    }
    basis[row] = column;
  }
  static bool run(Tableau& t, std::vector<std::size_t>& basis, const std::vector<double>& c,
                  std::size_t columns) {
    while (true) {
      std::size_t enters = columns;
      for (std::size_t j = 0; j < columns && enters == columns; ++j) {
        double gain = c[j];
        for (std::size_t i = 0; i < t.size(); ++i) gain -= c[basis[i]] * t[i][j];
        if (gain > 1e-9) enters = j;
      }
      if (enters == columns) return true;
      std::size_t leaves = t.size();
      for (std::size_t i = 0; i < t.size(); ++i) {
        if (t[i][enters] < 1e-9) continue;
        if (leaves == t.size()) leaves = i;
        const double here = t[i].back() / t[i][enters];
        const double best = t[leaves].back() / t[leaves][enters];
        if (here < best - 1e-12 || (here < best + 1e-12 && basis[i] < basis[leaves])) leaves = i;
      }
      if (leaves == t.size()) return false;
      pivot(t, basis, leaves, enters);
    }
  }
};

// Everything that was published, and one attacker. A value that did not change between releases is
// known not to have changed.
class FirmAttacker {
 public:
  FirmAttacker(std::vector<Released> releases, std::vector<std::string> base, std::string attacker)
      : releases_(std::move(releases)), base_(std::move(base)), attacker_(std::move(attacker)) {
    for (std::size_t r = 0; r < releases_.size(); ++r) {
      for (const std::string& cell : base_) add_variables(r, cell);
    }
    for (std::size_t r = 0; r < releases_.size(); ++r) add_known(r);
    for (const auto& [key, variable] : variable_of_) {
      if (std::get<1>(key) != attacker_) continue;
      std::vector<double> row(values_.size(), 0);
      row[variable] = 1;
      simplex_.a.push_back(row);
      simplex_.b.push_back(values_[variable]);
    }
  }

  // The largest (or, with sign -1, minus the least) sum of some firms' values in a cell.
  double most(std::size_t release, const std::string& cell, const std::set<std::string>& firms,
              double sign) {
    std::vector<double> c(values_.size(), 0);
    for (const std::size_t variable : variables_in(release, cell, firms)) c[variable] += sign;
    return simplex_.maximise(c);
  }

 private:
  static double unit(Millionths value) { return static_cast<double>(value) / 1e6; }

  void add_variables(std::size_t r, const std::string& cell) {
    const TableCell* at = releases_[r].table.cell(cell);
    if (at == nullptr) return;
    for (const Part& part : at->parts) {
      std::size_t variable = values_.size();
      for (std::size_t before = 0; before < r; ++before) {
        const auto known = variable_of_.find({before, part.firm, cell});
        if (known == variable_of_.end()) continue;
        if (values_[known->second] == unit(part.value)) variable = known->second;
      }
      if (variable == values_.size()) values_.push_back(unit(part.value));
      variable_of_[{r, part.firm, cell}] = variable;
    }
  }

  // The variables of the base cells that a cell is made of: a total holds a firm's whole value.
  std::vector<std::size_t> variables_in(std::size_t r, const std::string& cell,
                                        const std::set<std::string>& firms) const {
    std::vector<std::size_t> found;
    for (const std::string& base : below(r, cell)) {
      const TableCell* at = releases_[r].table.cell(base);
      for (const Part& part : at->parts) {
        if (!firms.empty() && !firms.contains(part.firm)) continue;
        found.push_back(variable_of_.at({r, part.firm, base}));
      }
    }
    return found;
  }

  std::set<std::string> below(std::size_t r, const std::string& cell) const {
    if (std::find(base_.begin(), base_.end(), cell) != base_.end()) return {cell};
    for (const TableSum& sum : releases_[r].table.sums) {
      if (sum.total != cell) continue;
      std::set<std::string> found;
      for (const std::string& part : sum.parts) found.merge(below(r, part));
      return found;  // any one of its sums holds all
    }
    return {};
  }

  void add_known(std::size_t r) {
    for (const TableCell& cell : releases_[r].table.cells) {
      if (releases_[r].hidden.contains(cell.id)) continue;
      std::vector<double> row(values_.size(), 0);
      for (const std::size_t variable : variables_in(r, cell.id, {})) row[variable] += 1;
      simplex_.a.push_back(std::move(row));
      simplex_.b.push_back(unit(cell.value()));
    }
  }

  std::vector<Released> releases_;
  std::vector<std::string> base_;
  std::string attacker_;
  std::vector<double> values_;
  std::map<std::tuple<std::size_t, std::string, std::string>, std::size_t> variable_of_;
  Simplex simplex_;
};

}  // namespace formulary::publish::attacking
