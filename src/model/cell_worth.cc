#include <algorithm>
#include <cmath>

#include "model/cell.h"

namespace formulary {

// How one firm stands under a scenario's parameters.
struct Cell::Position {
  double n = 0;
  double revenue = 0;
  double age = 0;
  std::uint8_t flags = 0;
  ByComponent odds{};
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
  firm.odds = inverse_odds_of(scenario.access.logit(key_.sector, key_.region, key_.type),
                              p.access_noise[row], c.access_sd);
  firm.log_index = log_index(base.ecosystem, firm.odds);
  firm.log_access = log_access(firm.odds);
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

// How one firm's yearly sums answer a log point of the index (accumulating growth, or level) and of
// access to each component.
struct Cell::Answers {
  const Coefficients& c;
  const Position& firm;
  double years = 0;
  double saved = 0;   // survivors per log point and year
  double growth = 0;  // of revenue per log point and year
  double kept = 0;    // share that rivals nearby do not lose again
  Sensitivities s{};
  Totals level{};  // base-year values of what answers

  Sensitivity& at(Metric m) { return s[static_cast<std::size_t>(m)]; }
  double rate(Outcome o) const { return firm.rate[index_of(o)]; }
  void add_access(Metric m, double value, Outcome o) {
    const Elasticity& elasticity = c.outcome[index_of(o)];
    for (std::size_t k = 0; k < kComponents; ++k) at(m).access[k] += value * elasticity.access[k];
  }
  void answer(Metric m, double value, double growing, Outcome o) {
    at(m).growth += value * growing;
    at(m).index += value * c.outcome[index_of(o)].index;
    add_access(m, value, o);
    level[m] += value;
  }

  void exports() {
    const double abroad = firm.revenue * std::min(0.98, rate(Outcome::export_intensity));
    if ((firm.flags & kExporter) != 0) {
      answer(Metric::exports, abroad, growth, Outcome::export_intensity);
      answer(Metric::new_markets, rate(Outcome::new_markets), 0, Outcome::new_markets);
      return;
    }
    // A non-exporter's expected exports of year t are about t * entry * exports if exporting.
    const double entry =
        std::min(0.5, rate(Outcome::export_entry) * std::pow(firm.n, c.export_size_exponent));
    add_access(Metric::exports, abroad * entry * (years + 1) / 2, Outcome::export_entry);
  }

  void research() {
    if ((firm.flags & kRdActive) == 0) return;
    const double patents = rate(Outcome::patents) * std::pow(firm.n, c.patent_size_exponent);
    const double scale = c.patent_size_exponent * c.theta + saved;
    const double used = patents * rate(Outcome::commercialisation);
    answer(Metric::patents, patents, scale, Outcome::patents);
    answer(Metric::patents_before, patents, scale, Outcome::patents);
    answer(Metric::rd_outputs, patents * c.rd_output_per_patent, scale, Outcome::patents);
    answer(Metric::commercialised, used, scale, Outcome::commercialisation);
    add_access(Metric::commercialised, used, Outcome::patents);
  }

  void sales() {
    const auto share = [&](Outcome o, double most) {
      return firm.revenue * std::min(most, rate(o));
    };
    answer(Metric::investment, share(Outcome::investment, 1e9), growth * kept, Outcome::investment);
    answer(Metric::new_product_revenue, share(Outcome::new_product, 0.95), growth * kept,
           Outcome::new_product);
    answer(Metric::local_revenue, share(Outcome::local_sourcing, 0.98), growth * kept,
           Outcome::local_sourcing);
    answer(Metric::cost_revenue, share(Outcome::unit_cost, 1e9),
           growth * kept - c.unit_cost_productivity * c.theta_y, Outcome::unit_cost);
  }

  void standards() {
    if ((firm.flags & kCompliant) != 0) {
      at(Metric::compliant).growth += saved;
      return;
    }
    answer(Metric::newly_compliant, rate(Outcome::compliance), 0, Outcome::compliance);
    add_access(Metric::compliant, years * rate(Outcome::compliance), Outcome::compliance);
  }
};

// All answers of one firm; `level`, where wanted, receives its base-year sums.
Cell::Sensitivities Cell::sensitivities(const Scenario& scenario, const Position& firm,
                                        Totals* level) const {
  const Coefficients& c = scenario.coefficients;
  const double saved = c.kappa_exit * firm.exit;
  const double kept = 1 - view_.facts.displacement.value * (1 - view_.facts.export_share.value);
  Answers a{c, firm, static_cast<double>(view_.years), saved, c.theta + c.theta_y + saved, kept};
  a.at(Metric::firms).growth = saved;
  a.at(Metric::employees).growth = firm.n * (c.theta + saved) * kept;
  a.at(Metric::revenue).growth = firm.revenue * a.growth * kept;
  a.at(Metric::incumbent_employees).growth = a.at(Metric::employees).growth;
  a.exports();
  a.research();
  a.sales();
  a.standards();
  if (key_.type != CompanyType::large) {
    a.answer(Metric::pilots, a.rate(Outcome::pilots), saved, Outcome::pilots);
  }
  const double hires = std::max(0.0, scenario.base.employment_growth) + c.turnover_rate;
  const double graduates = firm.n * a.rate(Outcome::graduates);
  a.answer(Metric::graduates, hires * graduates, 0, Outcome::graduates);
  a.at(Metric::graduates).index += c.theta * graduates;
  weigh_by_survival(firm.exit, a.s);
  const double entry = view_.facts.entry_rate.value;
  a.at(Metric::new_firms).index = entry * c.entry_elasticity;
  if (level != nullptr) {
    count_firm(a.level, firm.n, firm.revenue, firm.age, firm.flags, firm.exit, entry, *level);
  }
  return a.s;
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

namespace {

constexpr double kLeastWeight = 1e-12;  // so that firms worth nothing still have a mean

// Weighted means by component.
struct Mean {
  ByComponent sum{};
  ByComponent weight{};
  void add(std::size_t k, double value, double of) {
    sum[k] += of * value;
    weight[k] += of;
  }
  ByComponent value() const {
    ByComponent mean{};
    for (std::size_t k = 0; k < kComponents; ++k) mean[k] = sum[k] / weight[k];
    return mean;
  }
};

}  // namespace

// What answers are worth over the programme's years, as present values.
class Cell::Pricing {
 public:
  Pricing(const SectorView& view, const Scenario& scenario)
      : years_(view.discounted_years()), growth_(view.discounted_growth()) {
    const auto w = [&](Worth worth) { return scenario.worth.weight[index_of(worth)]; };
    value_[index(Metric::revenue)] = w(Worth::value_added) * view.facts.value_added_share.value;
    value_[index(Metric::exports)] = w(Worth::exports);
    value_[index(Metric::employees)] = w(Worth::jobs);
    value_[index(Metric::investment)] = w(Worth::private_investment);
    value_[index(Metric::patents)] = w(Worth::patents);
    value_[index(Metric::new_product_revenue)] = w(Worth::new_product);
    value_[index(Metric::local_revenue)] = w(Worth::local_sourcing);
    value_[index(Metric::graduates)] = w(Worth::graduates);
    value_[index(Metric::new_firms)] = w(Worth::new_firms);
    value_[index(Metric::newly_compliant)] = w(Worth::standards);
    value_[index(Metric::pilots)] = w(Worth::pilots);
  }
  // Concavity of the response, which the bounds rely on, needs worths that are not negative.
  double of_index(const Sensitivities& s) const {
    double sum = 0;
    for (std::size_t m = 0; m < kMetrics; ++m) {
      sum += value_[m] * (growth_ * s[m].growth + years_ * s[m].index);
    }
    return std::max(0.0, sum);
  }
  double of_access(const Sensitivities& s, std::size_t k) const {
    double sum = 0;
    for (std::size_t m = 0; m < kMetrics; ++m) sum += value_[m] * s[m].access[k];
    return std::max(0.0, years_ * sum);
  }

 private:
  static std::size_t index(Metric m) { return static_cast<std::size_t>(m); }
  double years_;
  double growth_;
  std::array<double, kMetrics> value_{};
};

// Sum a stratum's sensitivities; it then answers as one firm that stands so that a small shift is
// worth to it what it is worth to all its firms together.
Cell::Sensitivities Cell::weigh_stratum(const Scenario& scenario, const Stratum& stratum,
                                        Totals* level, Point& point) const {
  const Pricing pricing(view_, scenario);
  Sensitivities sum{};
  Mean returns;
  Mean lack;
  for (std::size_t i = stratum.first; i < stratum.last; ++i) {
    const Position firm = position(scenario, order_[i]);
    const Sensitivities one = sensitivities(scenario, firm, level);
    const ByComponent own = shadow_returns(scenario.base.ecosystem, firm.odds);
    const double of_index = pricing.of_index(one) + kLeastWeight;
    for (std::size_t k = 0; k < kComponents; ++k) {
      returns.add(k, own[k], of_index);
      lack.add(k, firm.odds[k] / (1 + firm.odds[k]), pricing.of_access(one, k) + kLeastWeight);
    }
    for (std::size_t m = 0; m < kMetrics; ++m) {
      sum[m].growth += one[m].growth * view_.population_weight;
      sum[m].index += one[m].index * view_.population_weight;
      for (std::size_t k = 0; k < kComponents; ++k) {
        sum[m].access[k] += one[m].access[k] * view_.population_weight;
      }
    }
  }
  point.odds = odds_with_returns(scenario.base.ecosystem, returns.value());
  point.log_index = log_index(scenario.base.ecosystem, point.odds);
  const ByComponent missing = lack.value();
  for (std::size_t k = 0; k < kComponents; ++k) {
    point.access_odds[k] = missing[k] / (1 - missing[k]);
    point.access_worth[k] = pricing.of_access(sum, k);
  }
  point.log_access = log_access(point.access_odds);
  point.index_worth = pricing.of_index(sum);
  return sum;
}

// The accounts of a stratum's mean firm that take-up asks for.
void Cell::note_accounts(const Scenario& scenario, Stratum& stratum) const {
  const Population& p = view_.population;
  const double count = static_cast<double>(stratum.last - stratum.first);
  for (std::size_t i = stratum.first; i < stratum.last; ++i) {
    const std::size_t row = order_[i];
    const double revenue =
        static_cast<double>(p.employees[row]) * static_cast<double>(p.output_per_worker[row]);
    stratum.investment += revenue * view_.facts.investment_rate.value / count;
    if ((p.flags[row] & kExporter) != 0) {
      stratum.export_value +=
          revenue * scenario.base.level[index_of(Outcome::export_intensity)] / count;
    }
  }
}

// Weigh all strata under a scenario; `keep` the mean parameters' sums for KPIs.
void Cell::weigh(const Scenario& scenario, std::vector<Point>& points, bool keep) {
  points.resize(strata_.size());
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    Sensitivities sum = weigh_stratum(scenario, strata_[s], keep ? &base_ : nullptr, points[s]);
    if (!keep) continue;
    mean_sensitivity_.push_back(sum);
    note_accounts(scenario, strata_[s]);
  }
  if (keep) {
    for (double& value : base_.sum) value *= view_.population_weight;
  }
}

}  // namespace formulary
