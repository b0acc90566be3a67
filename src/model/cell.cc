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

// The firm facts that criteria see, read off a row.
FirmFacts firm_facts(const Population& p, std::size_t row, double access_finance) {
  const double n = static_cast<double>(p.employees[row]);
  return {n, static_cast<double>(p.age_years[row]),
          n * static_cast<double>(p.output_per_worker[row]), p.flags[row], access_finance};
}

// The share of firms that must meet a contraindication before it refuses the tool to the cell. A
// facility stands open to the others, so only a rule that bars everybody refuses it.
constexpr double kMost = 0.5;
constexpr double kAll = 1 - 1e-9;

}  // namespace

Cell::Cell(const SectorView& view, CellKey key, std::size_t strata) : view_(view), key_(key) {
  cut(strata);
  facts_ = cell_facts(view.pack, view.population, view.mean().access, key, view.stage, view.goal);
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
      stratum.representative = order_[(begin + i) / 2];
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

// How one firm stands under a scenario's parameters.
struct Cell::Position {
  double n = 0;
  double revenue = 0;
  double age = 0;
  std::uint8_t flags = 0;
  double log_index = 0;
  ByComponent log_access{};
  double exit = 0;  // yearly hazard
  std::array<double, kOutcomes> rate{};
};

Cell::Position Cell::position(const Scenario& scenario, std::size_t row) const {
  const Population& p = view_.population;
  const Coefficients& c = scenario.coefficients;
  const SectorBase& base = scenario.base;
  Position firm;
  firm.n = static_cast<double>(p.employees[row]);
  firm.revenue = firm.n * static_cast<double>(p.output_per_worker[row]);
  firm.age = static_cast<double>(p.age_years[row]);
  firm.flags = p.flags[row];
  const ByComponent odds = inverse_odds_of(
      scenario.access.logit(key_.sector, key_.region, key_.type), p.access_noise[row], c.access_sd);
  firm.log_index = log_index(base.ecosystem, odds);
  firm.log_access = log_access(odds);
  for (std::size_t o = 0; o < kOutcomes; ++o) {
    firm.rate[o] =
        base.level[o] * relative_outcome(c.outcome[o], base.means, firm.log_index, firm.log_access);
  }
  firm.exit = std::min(0.9, base.exit_factor * exit_shape(firm.age, firm.n, c) *
                                std::exp(-c.kappa_exit * (firm.log_index - base.means.log_index)));
  return firm;
}

namespace {

// The sums of one firm's base year that are simply counted.
void count_firm(const Totals& answered, double n, double revenue, double age, std::uint8_t flags,
                double exit, double entry_rate, Totals& level) {
  level += answered;
  level[Metric::firms] += 1;
  level[Metric::employees] += n;
  level[Metric::revenue] += revenue;
  level[Metric::incumbent_employees] += n;
  level[Metric::exporters] += (flags & kExporter) != 0 ? 1 : 0;
  level[Metric::compliant] += (flags & kCompliant) != 0 ? 1 : 0;
  level[Metric::new_firms] += entry_rate;
  const std::size_t young = age < 1 ? 0 : age < 2 ? 1 : age < 3 ? 2 : 3;
  if (young < 3) {
    level.sum[static_cast<std::size_t>(Metric::young_0) + young] += 1;
    level.sum[static_cast<std::size_t>(Metric::survived_0) + young] += 1 - exit;
  }
}

}  // namespace

// How one firm's yearly sums answer a log point of the index (accumulating growth, or level) and
// of access to each component. `level`, where wanted, receives the firm's base-year sums.
Cell::Sensitivities Cell::sensitivities(const Scenario& scenario, std::size_t row,
                                        Totals* level) const {
  const Coefficients& c = scenario.coefficients;
  const Position firm = position(scenario, row);
  const double saved = c.kappa_exit * firm.exit;  // survivors per log point and year
  const auto rate = [&](Outcome o) { return firm.rate[index_of(o)]; };
  Sensitivities s{};
  Totals answered;
  const auto at = [&](Metric m) -> Sensitivity& { return s[static_cast<std::size_t>(m)]; };
  const auto answer = [&](Metric m, double value, double growth, Outcome o) {
    const Elasticity& elasticity = c.outcome[index_of(o)];
    at(m).growth += value * growth;
    at(m).index += value * elasticity.index;
    for (std::size_t k = 0; k < kComponents; ++k) at(m).access[k] += value * elasticity.access[k];
    answered[m] += value;
  };
  const double growth = c.theta + c.theta_y + saved;
  // Displacement: rivals nearby lose a share of the extra domestic revenue.
  const double kept = 1 - view_.facts.displacement.value * (1 - view_.facts.export_share.value);
  at(Metric::firms).growth = saved;
  at(Metric::employees).growth = firm.n * (c.theta + saved) * kept;
  at(Metric::revenue).growth = firm.revenue * growth * kept;
  at(Metric::incumbent_employees).growth = at(Metric::employees).growth;
  const double exports = firm.revenue * std::min(0.98, rate(Outcome::export_intensity));
  if ((firm.flags & kExporter) != 0) {
    answer(Metric::exports, exports, growth, Outcome::export_intensity);
    answer(Metric::new_markets, rate(Outcome::new_markets), 0, Outcome::new_markets);
  } else {
    // A non-exporter's expected exports of year t are about t * entry * exports if exporting.
    const Elasticity& start = c.outcome[index_of(Outcome::export_entry)];
    const double expected = exports * rate(Outcome::export_entry) * (view_.years + 1) / 2.0;
    for (std::size_t k = 0; k < kComponents; ++k) {
      at(Metric::exports).access[k] += expected * start.access[k];
    }
  }
  if ((firm.flags & kRdActive) != 0) {
    const double patents = rate(Outcome::patents) * std::pow(firm.n, c.patent_size_exponent);
    const double scale = c.patent_size_exponent * c.theta + saved;
    answer(Metric::patents, patents, scale, Outcome::patents);
    answer(Metric::patents_before, patents, scale, Outcome::patents);
    answer(Metric::rd_outputs, patents * c.rd_output_per_patent, scale, Outcome::patents);
    answer(Metric::commercialised, patents * rate(Outcome::commercialisation), scale,
           Outcome::commercialisation);
  }
  answer(Metric::investment, firm.revenue * rate(Outcome::investment), growth, Outcome::investment);
  answer(Metric::new_product_revenue, firm.revenue * std::min(0.95, rate(Outcome::new_product)),
         growth, Outcome::new_product);
  answer(Metric::local_revenue, firm.revenue * std::min(0.98, rate(Outcome::local_sourcing)),
         growth, Outcome::local_sourcing);
  answer(Metric::cost_revenue, firm.revenue * rate(Outcome::unit_cost),
         growth - c.unit_cost_productivity * c.theta_y, Outcome::unit_cost);
  if ((firm.flags & kCompliant) == 0) {
    answer(Metric::newly_compliant, rate(Outcome::compliance), 0, Outcome::compliance);
  }
  if (key_.type != CompanyType::large) {
    answer(Metric::pilots, rate(Outcome::pilots), saved, Outcome::pilots);
  }
  const double hires = std::max(0.0, scenario.base.employment_growth) + c.turnover_rate;
  answer(Metric::graduates, firm.n * hires * rate(Outcome::graduates), 0, Outcome::graduates);
  at(Metric::graduates).index += firm.n * c.theta * rate(Outcome::graduates);
  weigh_by_survival(firm.exit, s);
  at(Metric::new_firms).index = view_.facts.entry_rate.value * c.entry_elasticity;
  if (level != nullptr) {
    count_firm(answered, firm.n, firm.revenue, firm.age, firm.flags, firm.exit,
               view_.facts.entry_rate.value, *level);
  }
  return s;
}

// An effect ends with its firm: weigh by survival to the middle of the years it is counted in.
void Cell::weigh_by_survival(double exit, Sensitivities& s) const {
  const double growth_left = std::exp(-exit * view_.mean_growth_year());
  const double level_left = std::exp(-exit * view_.mean_level_year());
  for (Sensitivity& one : s) {
    one.growth *= growth_left;
    one.index *= level_left;
    for (double& value : one.access) value *= level_left;
  }
}

// Sum a scenario's sensitivities by stratum into worth per log point; keep them for KPIs where
// `keep` (the mean parameters).
void Cell::weigh(const Scenario& scenario, std::vector<Point>& points, bool keep) {
  const double years = view_.discounted_years();
  const double growth = view_.discounted_growth();
  const auto& w = scenario.worth.weight;
  const std::array<std::pair<Metric, double>, kWorths> worth{{
      {Metric::revenue, w[index_of(Worth::value_added)] * view_.facts.value_added_share.value},
      {Metric::exports, w[index_of(Worth::exports)]},
      {Metric::employees, w[index_of(Worth::jobs)]},
      {Metric::investment, w[index_of(Worth::private_investment)]},
      {Metric::patents, w[index_of(Worth::patents)]},
      {Metric::new_product_revenue, w[index_of(Worth::new_product)]},
      {Metric::local_revenue, w[index_of(Worth::local_sourcing)]},
      {Metric::graduates, w[index_of(Worth::graduates)]},
      {Metric::new_firms, w[index_of(Worth::new_firms)]},
      {Metric::newly_compliant, w[index_of(Worth::standards)]},
      {Metric::pilots, w[index_of(Worth::pilots)]},
  }};
  points.resize(strata_.size());
  if (keep) mean_sensitivity_.resize(strata_.size());
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    Sensitivities sum{};
    for (std::size_t i = strata_[s].first; i < strata_[s].last; ++i) {
      const Sensitivities one = sensitivities(scenario, order_[i], keep ? &base_ : nullptr);
      for (std::size_t m = 0; m < kMetrics; ++m) {
        sum[m].growth += one[m].growth * view_.population_weight;
        sum[m].index += one[m].index * view_.population_weight;
        for (std::size_t k = 0; k < kComponents; ++k) {
          sum[m].access[k] += one[m].access[k] * view_.population_weight;
        }
      }
    }
    Point& point = points[s];
    const ByComponent logit = scenario.access.logit(key_.sector, key_.region, key_.type);
    point.odds = inverse_odds_of(logit, view_.population.access_noise[strata_[s].representative],
                                 scenario.coefficients.access_sd);
    point.log_index = log_index(scenario.base.ecosystem, point.odds);
    point.log_access = log_access(point.odds);
    for (const auto& [metric, value] : worth) {
      const Sensitivity& one = sum[static_cast<std::size_t>(metric)];
      point.index_worth += value * (growth * one.growth + years * one.index);
      for (std::size_t k = 0; k < kComponents; ++k) {
        point.access_worth[k] += value * years * one.access[k];
      }
    }
    // Concavity of the response, which the bounds rely on, needs non-negative worths.
    point.index_worth = std::max(0.0, point.index_worth);
    for (double& value : point.access_worth) value = std::max(0.0, value);
    if (keep) {
      mean_sensitivity_[s] = sum;
      Stratum& stratum = strata_[s];
      double exports = 0;
      double investment = 0;
      for (std::size_t i = stratum.first; i < stratum.last; ++i) {
        const double revenue = static_cast<double>(view_.population.employees[order_[i]]) *
                               static_cast<double>(view_.population.output_per_worker[order_[i]]);
        investment += revenue * view_.facts.investment_rate.value;
        if ((view_.population.flags[order_[i]] & kExporter) != 0) {
          exports += revenue * scenario.base.level[index_of(Outcome::export_intensity)];
        }
      }
      const double count = static_cast<double>(stratum.last - stratum.first);
      stratum.export_value = exports / count;
      stratum.investment = investment / count;
    }
  }
  if (keep) {
    for (double& value : base_.sum) value *= view_.population_weight;
  }
}

}  // namespace formulary
