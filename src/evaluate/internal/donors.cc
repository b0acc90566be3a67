#include "evaluate/internal/donors.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "evaluate/internal/designs.h"
#include "evaluate/internal/reasons.h"
#include "evaluate/staggered.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kShown = 20;

struct Table {
  const Key* units = nullptr;
  const Key* times = nullptr;
  std::vector<double> seen;  // units x periods; NaN = not observed

  double* of(std::size_t unit) { return seen.data() + unit * times->levels; }
};

Result<Table> table_of(const Panel& panel, const SyntheticOptions& options) {
  TRY(units, panel.key(options.unit));
  TRY(times, panel.key(options.time));
  TRY(outcome, panel.numbers(options.outcome));
  TRY(treated, panel.numbers(options.treated));
  for (const double value : times->values) {
    if (value == 0) return fail(panel.fault("a period is 0", "number the periods from 1"));
  }
  Table table{units, times, std::vector<double>(units->levels * times->levels, std::nan(""))};
  std::vector<char> taken(table.seen.size(), 0);
  Faults faults;
  for (std::size_t row = 0; row < panel.rows() && faults.size() < kShown; ++row) {
    const std::uint32_t unit = units->level[row];
    const std::uint32_t time = times->level[row];
    if (unit == kNoLevel || time == kNoLevel) continue;
    const std::size_t at = unit * times->levels + time;
    if (taken[at]++ != 0) {
      faults.push_back(panel.fault(row, options.unit + " " + units->name(unit) + " is twice in " +
                                            options.time + " " + times->name(time)));
    }
    if (!std::isnan(treated[row])) table.seen[at] = outcome[row];
  }
  if (!faults.empty()) return fail(std::move(faults));
  return table;
}

void count(std::vector<Dropped>& dropped, Reason why, const std::string& which) {
  for (Dropped& one : dropped) {
    if (one.reason.id != why.id) continue;
    ++one.count;
    return;
  }
  dropped.push_back({std::move(why), 1, which});
}

}  // namespace

Evaluated<Donors> donors_of(const Panel& panel, const SyntheticOptions& options) {
  TRY(first, first_treated(panel, options.unit, options.time, options.treated));
  TRY(table, table_of(panel, options));
  const std::size_t periods = table.times->levels;
  std::vector<double> start(table.units->levels, 0.0);  // of each unit; 0 = never
  std::vector<char> known(table.units->levels, 0);
  for (std::size_t row = 0; row < panel.rows(); ++row) {
    const std::uint32_t unit = table.units->level[row];
    if (unit == kNoLevel || std::isnan(first[row])) continue;
    start[unit] = first[row];
    known[unit] = 1;
  }
  Donors donors;
  for (std::size_t t = 0; t < periods; ++t) {
    donors.periods.push_back(table.times->name(static_cast<std::uint32_t>(t)));
  }
  std::map<Eigen::Index, std::vector<std::size_t>> by_start;
  std::vector<std::size_t> kept;
  for (std::size_t unit = 0; unit < table.units->levels; ++unit) {
    const std::string name = table.units->name(static_cast<std::uint32_t>(unit));
    const double* of_unit = table.of(unit);
    if (known[unit] == 0 ||
        std::any_of(of_unit, of_unit + periods, [](double x) { return std::isnan(x); })) {
      count(donors.dropped, reason(Says::incomplete_unit), name);
      continue;
    }
    const bool treated = start[unit] != 0;
    const auto before =
        std::lower_bound(table.times->values.begin(), table.times->values.end(), start[unit]) -
        table.times->values.begin();
    if (treated && before == 0) {
      count(donors.dropped, reason(Says::treated_from_start), name);
      continue;
    }
    (treated ? by_start[before] : donors.controls).push_back(kept.size());
    kept.push_back(unit);
    donors.names.push_back(name);
  }
  donors.outcome.resize(static_cast<Eigen::Index>(kept.size()), static_cast<Eigen::Index>(periods));
  for (std::size_t i = 0; i < kept.size(); ++i) {
    for (std::size_t t = 0; t < periods; ++t) {
      donors.outcome(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(t)) =
          table.of(kept[i])[t];
    }
  }
  const Eigen::Index needed = options.method == SyntheticMethod::did ? 1 : 2;
  for (auto& [before, units] : by_start) {
    if (before >= needed) {
      donors.cohorts.push_back({before, std::move(units)});
      continue;
    }
    for (const std::size_t unit : units) {
      count(donors.dropped, reason(Design::other_adoption), donors.names[unit]);
    }
  }
  if (by_start.empty()) return otherwise(unidentified(Says::no_treated, Says::give_treated));
  if (donors.cohorts.empty()) {
    return otherwise(unidentified(Says::no_pre_period, Says::give_pre_period));
  }
  if (donors.controls.size() < 2) {
    return otherwise(unidentified(Says::no_controls, Design::give_more_controls));
  }
  return donors;
}

}  // namespace formulary::evaluate
