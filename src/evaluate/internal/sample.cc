#include "evaluate/internal/sample.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/must.h"
#include "evaluate/internal/lanes.h"
#include "evaluate/internal/reasons.h"
#include "math/parallel.h"

namespace formulary::evaluate {

namespace {

constexpr std::size_t kMostDummies = 5000;

// The columns of the panel that a formula names, found or faulted.
class Columns {
 public:
  Columns(const Panel& panel, Faults& faults) : panel_(panel), faults_(faults) {}

  std::span<const double> numbers(const std::string& name) {
    auto found = panel_.numbers(name);
    if (found) return *found;
    keep(found.error());
    return {};
  }
  const Key* key(const std::string& name) {
    auto found = panel_.key(name);
    if (found) return *found;
    keep(found.error());
    return nullptr;
  }

 private:
  void keep(const Faults& found) {
    for (const Fault& one : found) {
      if (std::find(faults_.begin(), faults_.end(), one) == faults_.end()) faults_.push_back(one);
    }
  }
  const Panel& panel_;
  Faults& faults_;
};

struct Source {
  std::span<const double> values;
  bool log = false;
  std::string name;
};

class Taking {
 public:
  Taking(const Panel& panel, const Formula& formula, const RegressionOptions& options)
      : panel_(panel), formula_(formula), options_(options), columns_(panel, faults_) {}

  Result<Sample> take(const std::vector<char>& leave_out) {
    find_columns();
    if (!faults_.empty()) return fail(std::move(faults_));
    keep_.assign(panel_.rows(), 1);
    for (std::size_t i = 0; i < leave_out.size(); ++i) keep_[i] = leave_out[i] == 0 ? 1 : 0;
    const auto left_out = std::count(leave_out.begin(), leave_out.end(), 1);
    drop(Says::separated, static_cast<std::size_t>(left_out), formula_.outcome.text());
    drop_incomplete();
    if (options_.singletons == Singletons::drop) drop_singletons();
    order_rows();
    take_keys();
    take_values();
    if (!faults_.empty()) return fail(std::move(faults_));
    return std::move(sample_);
  }

 private:
  void find_columns() {
    outcome_ = source(formula_.outcome);
    for (const Variable& one : formula_.endogenous) (void)source(one);
    for (const auto* terms : {&formula_.terms, &formula_.instruments}) {
      for (const Term& term : *terms) {
        for (const Variable& one : term.product) (void)source(one);
        if (!term.dummies.empty()) columns_.key(term.dummies);
      }
    }
    if (!options_.weights.empty()) {
      weights_ = columns_.numbers(options_.weights);
      const auto negative =
          std::find_if(weights_.begin(), weights_.end(), [](double w) { return w < 0; });
      if (negative != weights_.end()) {
        faults_.push_back(panel_.fault(static_cast<std::size_t>(negative - weights_.begin()),
                                       options_.weights + " is a weight below 0"));
      }
    }
    for (const FixedEffect& effect : formula_.effects) effects_.push_back(effect_key(effect));
    for (const std::string& name : options_.clusters) clusters_.push_back(columns_.key(name));
  }

  const Key* effect_key(const FixedEffect& effect) {
    const Key* whole = columns_.key(effect.keys[0]);
    for (std::size_t i = 1; i < effect.keys.size(); ++i) {
      const Key* next = columns_.key(effect.keys[i]);
      if (whole == nullptr || next == nullptr) return nullptr;
      sample_.crossed.push_back(std::make_unique<Key>(evaluate::crossed(*whole, *next)));
      whole = sample_.crossed.back().get();
    }
    return whole;
  }

  Source source(const Variable& variable) {
    const Source found{columns_.numbers(variable.column), variable.log, variable.text()};
    const auto same = [&](const Source& one) { return one.name == found.name; };
    if (std::none_of(sources_.begin(), sources_.end(), same)) sources_.push_back(found);
    return found;
  }

  void drop(Says why, std::size_t count, const std::string& which) {
    if (count > 0) sample_.dropped.push_back({reason(why), count, which});
  }

  // Drop rows for the first reason that holds, so that the counts add up.
  template <typename Bad>
  std::size_t drop_where(Lane lane, const Bad& bad) {
    std::size_t count = 0;
    for (std::size_t row = lane.begin; row < lane.end; ++row) {
      if (keep_[row] == 0 || !bad(row)) continue;
      keep_[row] = 0;
      ++count;
    }
    return count;
  }
  template <typename Bad>
  std::size_t drop_everywhere(const Bad& bad) {
    const auto lanes = lanes_of(keep_.size());
    std::vector<std::size_t> count(lanes.size(), 0);
    each_lane(lanes, options_.threads,
              [&](Lane lane, std::size_t at) { count[at] = drop_where(lane, bad); });
    return std::accumulate(count.begin(), count.end(), std::size_t{0});
  }

  void drop_incomplete() {
    for (const Source& one : sources_) {
      const double* v = one.values.data();
      drop(Says::missing_value, drop_everywhere([v](std::size_t i) { return std::isnan(v[i]); }),
           one.name);
      if (!one.log) continue;
      drop(Says::log_not_positive, drop_everywhere([v](std::size_t i) { return !(v[i] > 0); }),
           one.name);
    }
    const double* w = weights_.data();
    if (!weights_.empty()) {
      drop(Says::missing_value, drop_everywhere([w](std::size_t i) { return std::isnan(w[i]); }),
           options_.weights);
      drop(Says::zero_weight, drop_everywhere([w](std::size_t i) { return w[i] == 0; }),
           options_.weights);
    }
    const auto drop_unkeyed = [&](const Key* key, const std::string& name) {
      const std::uint32_t* level = key->level.data();
      drop(Says::missing_value,
           drop_everywhere([level](std::size_t i) { return level[i] == kNoLevel; }), name);
    };
    for (std::size_t q = 0; q < effects_.size(); ++q) {
      drop_unkeyed(effects_[q], formula_.effects[q].text());
    }
    for (std::size_t c = 0; c < clusters_.size(); ++c)
      drop_unkeyed(clusters_[c], options_.clusters[c]);
  }

  // Dropping one row may leave another alone, so again until nothing changes.
  void drop_singletons() {
    if (effects_.empty()) return;
    std::vector<std::vector<std::uint32_t>> count;
    for (const Key* key : effects_) {
      count.emplace_back(key->levels, 0);
      for (std::size_t row = 0; row < keep_.size(); ++row) {
        if (keep_[row] != 0) ++count.back()[key->level[row]];
      }
    }
    const auto any_single = [&] {
      return std::any_of(count.begin(), count.end(), [](const auto& of_levels) {
        return std::find(of_levels.begin(), of_levels.end(), 1u) != of_levels.end();
      });
    };
    std::size_t dropped = 0;
    while (any_single()) {
      dropped += drop_where({0, keep_.size()}, [&](std::size_t row) {
        bool alone = false;
        for (std::size_t q = 0; q < effects_.size(); ++q) {
          alone = alone || count[q][effects_[q]->level[row]] == 1;
        }
        if (!alone) return false;
        for (std::size_t q = 0; q < effects_.size(); ++q) --count[q][effects_[q]->level[row]];
        return true;
      });
    }
    std::string names;
    for (const FixedEffect& one : formula_.effects)
      names += (names.empty() ? "" : ", ") + one.text();
    drop(Says::singleton, dropped, names);
  }

  // Put the effect with the most levels first, and the rows in its order.
  void order_rows() {
    sample_.rows = static_cast<std::size_t>(std::count(keep_.begin(), keep_.end(), 1));
    for (std::size_t q = 0; q < effects_.size(); ++q) {
      std::vector<char> seen(effects_[q]->levels, 0);
      for (std::size_t row = 0; row < keep_.size(); ++row) {
        if (keep_[row] != 0) seen[effects_[q]->level[row]] = 1;
      }
      present_.push_back(static_cast<std::size_t>(std::count(seen.begin(), seen.end(), 1)));
      by_size_.push_back(q);
    }
    std::stable_sort(by_size_.begin(), by_size_.end(),
                     [&](std::size_t a, std::size_t b) { return present_[a] > present_[b]; });
    bool sorted = sample_.rows == panel_.rows();
    if (!by_size_.empty()) {
      const auto& level = effects_[by_size_[0]]->level;
      sorted = sorted && std::is_sorted(level.begin(), level.end());
    }
    if (sorted) return;
    sample_.panel_row.resize(sample_.rows);
    if (by_size_.empty()) {
      std::size_t at = 0;
      for (std::size_t row = 0; row < keep_.size(); ++row) {
        if (keep_[row] != 0) sample_.panel_row[at++] = static_cast<std::uint32_t>(row);
      }
      return;
    }
    const Key& first = *effects_[by_size_[0]];
    std::vector<std::uint32_t> place(first.levels + 1, 0);
    for (std::size_t row = 0; row < keep_.size(); ++row) {
      if (keep_[row] != 0) ++place[first.level[row] + 1];
    }
    std::partial_sum(place.begin(), place.end(), place.begin());
    for (std::size_t row = 0; row < keep_.size(); ++row) {
      if (keep_[row] == 0) continue;
      sample_.panel_row[place[first.level[row]]++] = static_cast<std::uint32_t>(row);
    }
  }

  std::size_t row_of(std::size_t i) const {
    return sample_.panel_row.empty() ? i : sample_.panel_row[i];
  }

  // A key on the rows of the sample, its levels numbered without gaps.
  Factor on_sample(const Key& key, const std::string& name) {
    std::vector<std::uint32_t> place(key.levels, kNoLevel);
    for (std::size_t i = 0; i < sample_.rows; ++i) place[key.level[row_of(i)]] = 0;
    std::uint32_t next = 0;
    for (std::uint32_t& one : place) one = one == 0 ? next++ : kNoLevel;
    if (next == key.levels && sample_.panel_row.empty()) return {name, key.level, next};
    std::vector<std::uint32_t> level(sample_.rows);
    for (std::size_t i = 0; i < sample_.rows; ++i) level[i] = place[key.level[row_of(i)]];
    sample_.storage.push_back(std::move(level));
    return {name, sample_.storage.back(), next};
  }

  void take_keys() {
    sample_.storage.reserve(effects_.size() + clusters_.size());
    for (const std::size_t q : by_size_) {
      sample_.effects.push_back(on_sample(*effects_[q], formula_.effects[q].text()));
    }
    for (std::size_t c = 0; c < clusters_.size(); ++c) {
      sample_.clusters.push_back(on_sample(*clusters_[c], options_.clusters[c]));
    }
  }

  std::vector<double> values(const Source& from) const {
    const double* v = from.values.data();
    std::vector<double> taken;
    if (sample_.panel_row.empty()) {
      taken.assign(v, v + sample_.rows);
    } else {
      taken.resize(sample_.rows);
      for (std::size_t i = 0; i < sample_.rows; ++i) taken[i] = v[sample_.panel_row[i]];
    }
    if (from.log) {
      for (double& x : taken) x = std::log(x);
    }
    return taken;
  }

  std::vector<double> product(const std::vector<Variable>& variables) const {
    std::vector<double> whole;
    for (const Variable& one : variables) {
      const std::string name = one.text();
      const auto from = std::find_if(sources_.begin(), sources_.end(),
                                     [&](const Source& known) { return known.name == name; });
      std::vector<double> next = values(*from);
      if (whole.empty()) {
        whole = std::move(next);
        continue;
      }
      for (std::size_t i = 0; i < whole.size(); ++i) whole[i] *= next[i];
    }
    return whole;
  }

  void take_term(const Term& term, std::vector<ModelColumn>& into) {
    if (term.dummies.empty()) {
      into.push_back({term.text(), {}, std::nullopt});
      later_.push_back({&into, into.size() - 1, term.product});
      return;
    }
    const std::vector<double> base = product(term.product);
    const Key& key = *columns_.key(term.dummies);
    std::vector<std::size_t> place(key.levels, kNoLevel);
    for (std::size_t i = 0; i < sample_.rows; ++i) {
      const std::uint32_t level = key.level[row_of(i)];
      if (level != kNoLevel) place[level] = 0;
    }
    const std::size_t first = into.size();
    bool referred = !term.reference;
    for (std::uint32_t level = 0; level < key.levels; ++level) {
      if (place[level] != 0) continue;
      const auto value = key.values.empty() ? std::nullopt : std::optional(key.values[level]);
      place[level] = kNoLevel;
      if (value && term.reference && *value == *term.reference) {
        referred = true;
        continue;
      }
      place[level] = into.size();
      const std::string times = term.product.empty() ? "" : ":" + term.product[0].text();
      into.push_back({term.dummies + "::" + key.name(level) + times, {}, value});
      if (into.size() - first > kMostDummies) {
        faults_.push_back(panel_.fault(term.dummies + " has more than 5000 levels",
                                       "make it a fixed effect: y ~ x | " + term.dummies));
        return;
      }
    }
    if (!referred) {
      faults_.push_back(panel_.fault(term.text() + ": no row has the reference level"));
      return;
    }
    for (std::size_t j = first; j < into.size(); ++j) into[j].values.assign(sample_.rows, 0.0);
    for (std::size_t i = 0; i < sample_.rows; ++i) {
      const std::uint32_t level = key.level[row_of(i)];
      if (level == kNoLevel || place[level] == kNoLevel) continue;
      into[place[level]].values[i] = base.empty() ? 1 : base[i];
    }
  }

  void take_values() {
    for (const Term& term : formula_.terms) take_term(term, sample_.exogenous);
    for (const Variable& one : formula_.endogenous) {
      sample_.endogenous.push_back({one.text(), {}, std::nullopt});
      later_.push_back({&sample_.endogenous, sample_.endogenous.size() - 1, {one}});
    }
    for (const Term& term : formula_.instruments) take_term(term, sample_.instruments);
    if (!weights_.empty()) sample_.weights = values({weights_, false, options_.weights});
    in_parallel(later_.size() + 1, options_.threads, [&](std::size_t i) {
      if (i == later_.size()) {
        sample_.outcome = values(outcome_);
      } else {
        (*later_[i].list)[later_[i].place].values = product(later_[i].product);
      }
    });
  }

  const Panel& panel_;
  const Formula& formula_;
  const RegressionOptions& options_;
  Faults faults_;
  Columns columns_;
  Sample sample_;
  Source outcome_;
  std::vector<Source> sources_;
  std::span<const double> weights_;
  std::vector<const Key*> effects_;
  std::vector<const Key*> clusters_;
  std::vector<std::size_t> present_;  // levels that occur, of each effect
  std::vector<std::size_t> by_size_;
  std::vector<char> keep_;
  struct Later {
    std::vector<ModelColumn>* list;
    std::size_t place;
    std::vector<Variable> product;
  };
  std::vector<Later> later_;  // columns whose values are filled in at the end, all at once
};

}  // namespace

Result<Sample> take_sample(const Panel& panel, const Formula& formula,
                           const RegressionOptions& options, const std::vector<char>& leave_out) {
  MUST(leave_out.empty() || leave_out.size() == panel.rows());
  return Taking(panel, formula, options).take(leave_out);
}

}  // namespace formulary::evaluate
