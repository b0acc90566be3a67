#include "model/cell.h"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "base/must.h"

namespace formulary {

namespace {

bool has(const auto& list, const auto& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

// The share of firms that must meet a contraindication before it refuses the tool to the cell. A
// facility stands open to the others, so only a rule that bars everybody refuses it.
constexpr double kMost = 0.5;
constexpr double kAll = 1 - 1e-9;

}  // namespace

Cell::Cell(const SectorView& view, CellKey key, std::size_t strata) : view_(view), key_(key) {
  cut(strata);
  facts_ = cell_facts(view.pack, view.population, view.mean().access, key, view.stage, view.goal,
                      view.population_weight);
  refuse();
  measure();
  points_.resize(view.draws());
  weigh(view.mean(), mean_points_, true);
  for (std::size_t w = 0; w < view.draws(); ++w) weigh(view.draw(w), points_[w], false);
  double firms = 0;
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    const ByComponent returns = shadow_returns(view.mean().base.ecosystem, mean_points_[s].odds);
    for (std::size_t k = 0; k < kComponents; ++k) shadow_[k] += strata_[s].firms * returns[k];
    firms += strata_[s].firms;
  }
  for (double& value : shadow_) value /= firms;
}

// Strata hold equal shares of the mean of head counts and jobs, so that a few big employers do
// not hide in a stratum of small firms.
void Cell::cut(std::size_t strata) {
  const Population& p = view_.population;
  const auto group = p.group(key_.sector, key_.region);
  for (std::size_t i = group.begin; i < group.end; ++i) {
    if (p.type[i] == static_cast<std::uint8_t>(key_.type)) order_.push_back(i);
  }
  MUST(!order_.empty());
  firms_ = static_cast<double>(order_.size()) * view_.population_weight;
  std::sort(order_.begin(), order_.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(p.employees[a], p.id[a]) < std::pair(p.employees[b], p.id[b]);
  });
  double jobs = 0;
  for (const std::size_t row : order_) jobs += static_cast<double>(p.employees[row]);
  const double total = static_cast<double>(order_.size());
  const std::size_t wanted = std::min(strata, order_.size());
  double passed = 0;
  std::size_t begin = 0;
  for (std::size_t i = 0; i < order_.size(); ++i) {
    passed += 0.5 / total + 0.5 * static_cast<double>(p.employees[order_[i]]) / jobs;
    const double due = static_cast<double>(strata_.size() + 1) / static_cast<double>(wanted);
    if (passed + 1e-12 >= due || i + 1 == order_.size()) {
      Stratum stratum;
      stratum.first = begin;
      stratum.last = i + 1;
      strata_.push_back(std::move(stratum));
      begin = i + 1;
    }
  }
}

void Cell::refuse() {
  const auto& forms = view_.forms();
  for (std::size_t f = 0; f < forms.size(); ++f) {
    const Instrument& card = *forms[f].instrument;
    if (!has(card.stages, view_.stage) || !has(card.company_types, key_.type) ||
        !has(card.goals, view_.goal)) {
      refusals_.push_back({f, RefusalReason::not_indicated, {}});
    } else if (ask(card.conditions, facts_) == Answer::no) {
      refusals_.push_back({f, RefusalReason::conditions_missing, {}});
    } else {
      open_.push_back(f);
    }
  }
}

// Fill the strata's means and, by form, the share of firms that may have it; refuse forms that
// most firms are barred from.
void Cell::measure() {
  const Population& p = view_.population;
  const auto& forms = view_.forms();
  const double usd = view_.pack.usd_rate.value;
  const double finance = *facts_.number[static_cast<std::size_t>(Field::access_finance)];
  const double scale = view_.population_weight;
  std::vector<std::vector<double>> barred(forms.size());
  for (const std::size_t f : open_) barred[f].resize(forms[f].variant->contraindications.size());
  Facts facts = facts_;
  for (Stratum& stratum : strata_) {
    stratum.eligible_share.assign(forms.size(), 0);
    const double count = static_cast<double>(stratum.last - stratum.first);
    for (std::size_t i = stratum.first; i < stratum.last; ++i) {
      const std::size_t row = order_[i];
      const FirmFacts firm = firm_facts(p, row, finance);
      stratum.employees += firm.employees / count;
      stratum.revenue += firm.revenue / count;
      stratum.age += firm.age_years / count;
      stratum.taxable_share += ((firm.flags & kTaxableProfit) != 0 ? 1 : 0) / count;
      set_firm_facts(facts, firm, usd);
      // Also for forms that are not indicated: a blanket programme hands those out all the same.
      for (std::size_t f = 0; f < forms.size(); ++f) {
        if (may_have(*forms[f].variant, facts)) stratum.eligible_share[f] += 1 / count;
      }
      for (const std::size_t f : open_) {
        const auto& list = forms[f].variant->contraindications;
        for (std::size_t c = 0; c < list.size(); ++c) {
          if (ask(list[c].when, facts) == Answer::yes) barred[f][c] += 1;
        }
      }
    }
    stratum.firms = count * scale;
  }
  std::vector<std::size_t> still_open;
  for (const std::size_t f : open_) {
    const auto worst = std::max_element(barred[f].begin(), barred[f].end());
    double eligible = 0;
    for (const Stratum& s : strata_) eligible += s.eligible_share[f] * s.firms;
    const double limit = forms[f].is_public() ? kAll : kMost;
    if (worst != barred[f].end() && *worst > limit * static_cast<double>(order_.size())) {
      const auto& list = forms[f].variant->contraindications;
      refusals_.push_back({f, RefusalReason::contraindicated,
                           list[static_cast<std::size_t>(worst - barred[f].begin())].reason});
    } else if (!(eligible > 0)) {
      refusals_.push_back({f, RefusalReason::nobody_eligible, {}});
    } else {
      still_open.push_back(f);
    }
  }
  open_ = std::move(still_open);
}

}  // namespace formulary
