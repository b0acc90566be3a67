#include "evaluate/internal/cohorts.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <optional>

#include "base/must.h"
#include "evaluate/internal/reasons.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kFaultsShown = 20;

std::string written(double number) {
  return key_of(std::vector<double>{number}).name(0);
}

class Collecting {
 public:
  Collecting(const Panel& panel, const StaggeredOptions& options)
      : panel_(panel), options_(options) {}

  Evaluated<Cohorts> collect() {
    if (!find_columns() || !place_rows() || !find_first()) return fail(std::move(faults_));
    periods_ = time_->values;
    if (periods_.empty()) return otherwise(unidentified(Says::no_rows, Says::give_rows));
    drop_late_periods();
    if (auto missing = nobody()) return otherwise(std::move(*missing));
    choose_units();
    if (auto missing = nobody()) return otherwise(std::move(*missing));
    fill();
    return std::move(table_);
  }

 private:
  std::span<const double> numbers(const std::string& name) {
    auto found = panel_.numbers(name);
    if (found) return *found;
    faults_.insert(faults_.end(), found.error().begin(), found.error().end());
    return {};
  }
  const Key* key(const std::string& name) {
    auto found = panel_.key(name);
    if (found) return *found;
    faults_.insert(faults_.end(), found.error().begin(), found.error().end());
    return nullptr;
  }
  void fault(std::size_t row, const std::string& what, const std::string& hint) {
    if (faults_.size() < kFaultsShown) faults_.push_back(panel_.fault(row, what, hint));
  }

  bool find_columns() {
    outcome_ = numbers(options_.outcome);
    first_column_ = numbers(options_.first);
    for (const std::string& name : options_.covariates) covariates_.push_back(numbers(name));
    unit_ = key(options_.unit);
    time_ = key(options_.time);
    if (!faults_.empty()) return false;
    if (time_->levels > 0 && time_->values.empty()) {
      faults_.push_back(panel_.fault("the periods in " + options_.time + " are no numbers"));
      return false;
    }
    for (const double period : time_->values) {
      if (period != 0) continue;
      faults_.push_back(panel_.fault("there is a period 0 in " + options_.time,
                                     "0 in " + options_.first + " means never; shift the periods"));
    }
    return faults_.empty();
  }

  void drop(Says why, std::size_t count, const std::string& which) {
    if (count > 0) table_.dropped.push_back({reason(why), count, which});
  }

  // Find the row of each unit and period; rows that lack something are not there.
  bool place_rows() {
    const std::size_t width = time_->levels;
    row_at_.assign(unit_->levels * width, kNoLevel);
    std::vector<std::size_t> missing(3 + covariates_.size(), 0);
    for (std::size_t row = 0; row < panel_.rows(); ++row) {
      const std::uint32_t u = unit_->level[row];
      const std::uint32_t t = time_->level[row];
      std::size_t lacks = missing.size();
      for (std::size_t j = covariates_.size(); j-- > 0;) {
        if (std::isnan(covariates_[j][row])) lacks = 3 + j;
      }
      if (u == kNoLevel || t == kNoLevel) lacks = 2;
      if (std::isnan(first_column_[row])) lacks = 1;
      if (std::isnan(outcome_[row])) lacks = 0;
      if (lacks < missing.size()) {
        ++missing[lacks];
        continue;
      }
      std::uint32_t& place = row_at_[u * width + t];
      if (place != kNoLevel) {
        fault(row, options_.unit + " " + unit_->name(u) + " is there twice in " + time_->name(t),
              "one row for each unit and period");
      }
      place = static_cast<std::uint32_t>(row);
    }
    drop(Says::missing_value, missing[0], options_.outcome);
    drop(Says::missing_value, missing[1], options_.first);
    drop(Says::missing_value, missing[2], options_.unit + ", " + options_.time);
    for (std::size_t j = 0; j < covariates_.size(); ++j) {
      drop(Says::missing_value, missing[3 + j], options_.covariates[j]);
    }
    return faults_.empty();
  }

  // Find each unit's first period of treatment, the same in all of its rows.
  bool find_first() {
    const std::size_t width = time_->levels;
    first_.assign(unit_->levels, std::nan(""));
    const double last = width > 0 ? time_->values.back() : 0;
    std::size_t later = 0;
    for (std::size_t u = 0; u < unit_->levels; ++u) {
      for (std::size_t t = 0; t < width; ++t) {
        const std::uint32_t row = row_at_[u * width + t];
        if (row == kNoLevel) continue;
        const double first = first_column_[row];
        if (std::isnan(first_[u])) first_[u] = first;
        if (first_[u] != first) {
          fault(row,
                options_.unit + " " + unit_->name(static_cast<std::uint32_t>(u)) + " has " +
                    written(first) + " in " + options_.first + " here and " + written(first_[u]) +
                    " before",
                "the first period of treatment is one for each unit");
          break;
        }
      }
      if (first_[u] == 0) first_[u] = kNever;
      if (!std::isfinite(first_[u]) || first_[u] <= last) continue;
      first_[u] = kNever;
      ++later;
    }
    drop(Says::treated_after_end, later, options_.unit);
    return faults_.empty();
  }

  // Without anybody never treated, the last cohort is the control: periods from its treatment on
  // have no control left.
  void drop_late_periods() {
    if (options_.control != Control::not_yet) return;
    double last_cohort = -kNever;
    for (const double first : first_) {
      if (first == kNever) return;
      if (!std::isnan(first)) last_cohort = std::max(last_cohort, first);
    }
    const double end = last_cohort - options_.anticipation;
    const auto cut = std::lower_bound(periods_.begin(), periods_.end(), end);
    std::string which;
    for (auto at = cut; at != periods_.end(); ++at)
      which += (which.empty() ? "" : ", ") + written(*at);
    drop(Says::no_control_left, static_cast<std::size_t>(periods_.end() - cut),
         options_.time + " " + which);
    periods_.erase(cut, periods_.end());
    control_from_ = last_cohort;
  }

  bool starts_too_early(double first) const {
    return periods_.empty() || first <= periods_.front() + options_.anticipation;
  }

  // Nobody to treat, or nobody to compare with.
  std::optional<Unidentified> nobody() const {
    std::size_t treated = 0;
    std::size_t controls = 0;
    bool later = false;
    for (std::size_t u = 0; u < first_.size(); ++u) {
      if (std::isnan(first_[u])) continue;
      if (first_[u] == kNever || first_[u] == control_from_) {
        ++controls;
      } else if (!starts_too_early(first_[u])) {
        ++treated;
      } else {
        later = true;
      }
    }
    if (treated == 0) {
      return later ? unidentified(Says::no_pre_period, Says::give_pre_period)
                   : unidentified(Says::no_treated, Says::give_treated);
    }
    if (treated == 1) return unidentified(Says::one_treated_unit, Says::use_synthetic);
    if (controls == 0 && options_.control == Control::never) {
      return unidentified(Says::no_controls, Says::give_controls);
    }
    return std::nullopt;
  }

  void choose_units() {
    const std::size_t width = time_->levels;
    std::size_t early = 0;
    std::size_t incomplete = 0;
    for (std::size_t u = 0; u < first_.size(); ++u) {
      if (std::isnan(first_[u])) continue;
      if (starts_too_early(first_[u])) {
        ++early;
        first_[u] = std::nan("");
        continue;
      }
      const auto row = row_at_.begin() + static_cast<std::ptrdiff_t>(u * width);
      const auto until = row + static_cast<std::ptrdiff_t>(periods_.size());
      const auto absent = std::count(row, until, kNoLevel);
      const bool none = absent == static_cast<std::ptrdiff_t>(periods_.size());
      if (absent == 0 || (options_.incomplete == Incomplete::by_pair && !none)) continue;
      ++incomplete;
      first_[u] = std::nan("");
    }
    drop(Says::treated_from_start, early, options_.unit);
    drop(Says::incomplete_unit, incomplete, options_.unit);
  }

  void fill() {
    std::vector<std::size_t> order;
    for (std::size_t u = 0; u < first_.size(); ++u) {
      if (!std::isnan(first_[u])) order.push_back(u);
    }
    std::stable_sort(order.begin(), order.end(),
                     [&](std::size_t a, std::size_t b) { return first_[a] < first_[b]; });
    const std::size_t full = time_->levels;
    const std::size_t width = periods_.size();
    table_.outcome.assign(order.size() * width, std::nan(""));
    table_.covariates.assign(covariates_.size(), table_.outcome);
    for (std::size_t i = 0; i < order.size(); ++i) {
      const double first = first_[order[i]];
      if (i == 0 || first != table_.first.back()) {
        table_.first.push_back(first);
        table_.starts.push_back(i);
        table_.only_control.push_back(first == kNever || first == control_from_);
      }
      table_.id.push_back(order[i]);
      for (std::size_t t = 0; t < width; ++t) {
        const std::uint32_t row = row_at_[order[i] * full + t];
        if (row == kNoLevel) continue;
        table_.outcome[i * width + t] = outcome_[row];
        for (std::size_t j = 0; j < covariates_.size(); ++j) {
          table_.covariates[j][i * width + t] = covariates_[j][row];
        }
      }
    }
    table_.starts.push_back(order.size());
    table_.periods = periods_;
  }

  const Panel& panel_;
  const StaggeredOptions& options_;
  Faults faults_;
  Cohorts table_;
  std::span<const double> outcome_;
  std::span<const double> first_column_;
  std::vector<std::span<const double>> covariates_;
  const Key* unit_ = nullptr;
  const Key* time_ = nullptr;
  std::vector<std::uint32_t> row_at_;  // units x periods
  std::vector<double> first_;          // of each unit; NaN = not in the sample
  std::vector<double> periods_;
  double control_from_ = kNever;  // the cohort that serves as the control alone
};

}  // namespace

Evaluated<Cohorts> cohorts_of(const Panel& panel, const StaggeredOptions& options) {
  return Collecting(panel, options).collect();
}

}  // namespace formulary::evaluate
