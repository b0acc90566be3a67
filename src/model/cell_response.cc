#include <algorithm>
#include <cmath>

#include "base/must.h"
#include "model/cell.h"

namespace formulary {

namespace {

// Expected awards of a firm by year: it hears of the measure with chance `awareness` a year, then
// applies and is funded with chance `hazard` in every year the measure is open, until awarded.
// Exits are made good by entrants, who have yet to hear of it: a share `exit` starts anew.
std::vector<double> award_profile(double awareness, double hazard, double set_up_years, int years,
                                  double exit) {
  std::vector<double> awards;
  double unaware = 1;
  double waiting = 0;
  for (int t = 1; t <= years; ++t) {
    waiting = waiting * (1 - exit) + unaware * awareness;
    unaware = unaware * (1 - awareness) * (1 - exit) + exit;
    const double open = std::clamp(t - set_up_years, 0.0, 1.0);
    const double awarded = waiting * hazard * open;
    waiting -= awarded;
    awards.push_back(awarded);
  }
  return awards;
}

// Discounted years that growth begun in year t still runs.
double years_left(int t, int years, double discount_rate) {
  double sum = 0;
  for (int later = t; later <= years; ++later) sum += std::pow(1 + discount_rate, -later);
  return sum;
}

// Mean over the horizon of the effect of awards made by year, each year weighted by the discounted
// years that growth begun in it still runs.
double mean_effect(const Lag& lag, int award_years, const std::vector<double>& awards, int years,
                   double discount_rate) {
  double all = 0;
  double sum = 0;
  double total = 0;
  for (const double a : awards) total += a;
  if (!(total > 0)) return 0;
  for (int t = 1; t <= years; ++t) {
    const double weight = years_left(t, years, discount_rate);
    all += weight;
    for (int from = 1; from <= t; ++from) {
      sum += weight * awards[static_cast<std::size_t>(from - 1)] / total *
             effect_at(lag, award_years, t - from + 0.5);
    }
  }
  return sum / all;
}

}  // namespace

Option Cell::option(std::size_t form, double dose, double coverage) const {
  const Form& tool = view_.forms()[form];
  Option option;
  option.form = form;
  option.dose = dose;
  option.coverage = coverage;
  option.cost_by_year.assign(static_cast<std::size_t>(view_.years), 0);
  option.awards_by_year.assign(static_cast<std::size_t>(view_.years), 0);
  option.cost_by_year.front() = fixed_cost(view_.pack, *tool.instrument, *tool.variant, dose);
  double crowding = 1;
  if (tool.is_public()) {
    const FacilityUsers& users = view_.users(form, key_.region);
    const Coefficients& c = view_.mean().coefficients;
    crowding = facility_crowding(jobs_beside(users, *tool.instrument, key_.type), c);
    option.facility_share =
        facility_share(users, *tool.instrument, key_.type, c.facility_least_share);
    option.cost_by_year.front() *= option.facility_share;
    use_facility(tool, option);
  } else {
    use_awards(tool, option);
  }
  for (const double cost : option.cost_by_year) option.cost += cost;
  if (tool.is_public()) {
    option.direct_worth +=
        option.cost * view_.mean().coefficients.public_funds_value *
        service_left(tool.instrument->lag, view_.years, view_.pack.discount_rate.value);
  }
  const double strength = mean_strength(tool, option);
  for (std::size_t w = 0; w < view_.draws(); ++w) {
    ByComponent shift = shift_of(*tool.variant, view_.draw(w).potency[form], dose * crowding);
    for (double& value : shift) value *= strength;
    option.shift.push_back(shift);
  }
  return option;
}

// A facility is open to all of the cell that may use it, from its first year.
void Cell::use_facility(const Form& form, Option& option) const {
  const auto number = static_cast<std::size_t>(&form - view_.forms().data());
  for (const Stratum& stratum : strata_) {
    option.reach.push_back(stratum.eligible_share[number]);
    option.strength.push_back(1);
    option.eligible += stratum.firms * stratum.eligible_share[number];
  }
  option.applied = option.eligible;
  option.awards = option.eligible;
  option.awards_by_year.front() = option.eligible;
}

// Awards go to firms that hear of the measure, find it worth applying for and pass.
void Cell::use_awards(const Form& form, Option& option) const {
  const Variant& variant = *form.variant;
  const Scenario& mean = view_.mean();
  const Coefficients& c = mean.coefficients;
  const std::size_t type = index_of(key_.type);
  const double chance = form.instrument->application.approval_share.value * option.coverage;
  const double induced = mean.worth.weight[index_of(Worth::private_investment)];
  const ByComponent shift = shift_of(variant, mean.potency[option.form], option.dose);
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    const Stratum& stratum = strata_[s];
    const double share = stratum.eligible_share[option.form];
    const double money = dose_money(
        variant, option.dose, {stratum.revenue, stratum.investment, stratum.export_value, true},
        view_.facts, view_.pack.usd_rate.value);
    option.strength.push_back(award_strength(variant, option.dose, stratum.employees, 1, c));
    ByComponent odds = mean_points_[s].odds;
    for (std::size_t k = 0; k < kComponents; ++k) {
      odds[k] *= std::exp(-option.strength[s] * shift[k]);
    }
    const double gain = log_index(mean.base.ecosystem, odds) - mean_points_[s].log_index;
    const double value = private_value(variant, money, stratum.revenue, gain, view_.facts, c);
    const double cost =
        application_cost(*form.instrument, variant, key_.type, money, view_.pack, c);
    const double hazard = apply_probability(chance, value, cost, c.tau[type]) * chance;
    const auto profile = award_profile(c.awareness[type], hazard,
                                       opening_years(view_.pack, *form.instrument, variant),
                                       view_.years, view_.facts.exit_rate.value);
    const double firms = stratum.firms * share;
    const double own = variant.costs.own_share.value * money * variant.dose.years;
    double reach = 0;
    for (std::size_t t = 0; t < profile.size(); ++t) {
      reach += profile[t];
      option.awards_by_year[t] += firms * profile[t];
      option.cost_by_year[t] += firms * profile[t] * award_cost(variant, money);
      option.own_money += firms * profile[t] * own;
      option.direct_worth +=
          firms * profile[t] * own * induced *
          std::pow(1 + view_.pack.discount_rate.value, -static_cast<double>(t + 1));
    }
    option.reach.push_back(share * std::min(1.0, reach));
    option.eligible += firms;
    option.awards += firms * reach;
    option.applied += chance > 0 ? firms * reach / chance : 0;
  }
}

// Mean over the horizon of the effect: of awards by their years, of a facility from its opening.
double Cell::mean_strength(const Form& form, const Option& option) const {
  const Lag& lag = form.instrument->lag;
  const double discount = view_.pack.discount_rate.value;
  if (!form.is_public()) {
    return mean_effect(lag, form.variant->dose.years, option.awards_by_year, view_.years, discount);
  }
  double all = 0;
  double strength = 0;
  for (int t = 1; t <= view_.years; ++t) {
    const double weight = years_left(t, view_.years, discount);
    all += weight;
    strength += weight * effect_at(lag, view_.years, t - 0.5 - lag.set_up_years.value);
  }
  return strength / all;
}

std::vector<Chosen> Cell::with_interactions(std::span<const Option* const> options) const {
  std::vector<Chosen> chosen;
  for (const Option* option : options) {
    Chosen one{option};
    const Instrument& card = *view_.forms()[option->form].instrument;
    for (const Option* other : options) {
      if (other == option) continue;
      one.factor *= interaction_factor(card, *view_.forms()[other->form].instrument, key_.type);
    }
    one.harm_factor = one.factor;
    chosen.push_back(one);
  }
  return chosen;
}

namespace {

// Multiply what is left of the inverse odds by exp(-factor x strength x shift): what an option does
// in a stratum.
void apply(const Chosen& one, std::size_t draw, std::size_t stratum, ByComponent& left) {
  const double strength = one.option->strength[stratum];
  const ByComponent& shift = one.option->shift[draw];
  for (std::size_t k = 0; k < kComponents; ++k) {
    if (shift[k] == 0) continue;
    left[k] *= std::exp(-(shift[k] > 0 ? one.factor : one.harm_factor) * strength * shift[k]);
  }
}

ByComponent times(const ByComponent& odds, const ByComponent& left) {
  ByComponent product;
  for (std::size_t k = 0; k < kComponents; ++k) product[k] = odds[k] * left[k];
  return product;
}

ByComponent whole() {
  ByComponent left;
  left.fill(1);
  return left;
}

// Chosen options of one stratum by falling reach: firms that come to one come to those before it.
void sort_by_reach(std::span<const Chosen> chosen, std::size_t stratum,
                   std::vector<std::pair<double, std::size_t>>& order) {
  order.resize(chosen.size());
  for (std::size_t j = 0; j < chosen.size(); ++j) {
    order[j] = {-chosen[j].option->reach[stratum], j};
  }
  std::sort(order.begin(), order.end());
}

}  // namespace

// Worth of cutting a stratum's inverse odds to the shares `left`.
double Cell::gain_of(const Point& point, const Ecosystem& ecosystem, const ByComponent& left) {
  double gain =
      point.index_worth * (log_index(ecosystem, times(point.odds, left)) - point.log_index);
  for (std::size_t k = 0; k < kComponents; ++k) {
    gain +=
        point.access_worth[k] * (-std::log1p(point.access_odds[k] * left[k]) - point.log_access[k]);
  }
  return gain;
}

void Cell::respond(std::span<const Chosen> chosen, std::span<double> benefit) const {
  MUST(benefit.size() == view_.draws());
  double direct = 0;
  for (const Chosen& one : chosen) direct += one.option->direct_worth;
  std::vector<std::pair<double, std::size_t>> order;
  for (std::size_t w = 0; w < view_.draws(); ++w) {
    const Ecosystem& ecosystem = view_.draw(w).base.ecosystem;
    double sum = direct;
    for (std::size_t s = 0; s < strata_.size(); ++s) {
      const Point& point = points_[w][s];
      sort_by_reach(chosen, s, order);
      ByComponent left = whole();
      for (std::size_t j = 0; j < order.size(); ++j) {
        apply(chosen[order[j].second], w, s, left);
        const double to = -order[j].first;
        const double from = j + 1 < order.size() ? -order[j + 1].first : 0;
        if (to <= from) continue;
        sum += (to - from) * gain_of(point, ecosystem, left);
      }
    }
    benefit[w] = sum;
  }
}

double Cell::tangent(std::span<const Chosen> chosen, std::span<const double> draw_weight,
                     std::span<const Option* const> options, std::span<Slope> slopes) const {
  double all_weight = 0;
  for (const double weight : draw_weight) all_weight += weight;
  double value = 0;
  for (const Chosen& one : chosen) value += all_weight * one.option->direct_worth;
  for (std::size_t j = 0; j < options.size(); ++j) {
    slopes[j] = {all_weight * options[j]->direct_worth, 0, 0};
  }
  const std::size_t m = chosen.size();
  std::vector<std::pair<double, std::size_t>> order;
  // Firms by readiness: those between edge[i + 1] and edge[i] have the first i options of the
  // order; above[i] is the gradient summed over all firms below edge[i].
  std::vector<double> edge(m + 2);
  std::vector<ByComponent> slope(m + 1);
  std::vector<ByComponent> below(m + 2);
  for (std::size_t w = 0; w < view_.draws(); ++w) {
    if (draw_weight[w] == 0) continue;
    const Ecosystem& ecosystem = view_.draw(w).base.ecosystem;
    for (std::size_t s = 0; s < strata_.size(); ++s) {
      const Point& point = points_[w][s];
      sort_by_reach(chosen, s, order);
      ByComponent left = whole();
      edge[0] = 1;
      for (std::size_t i = 0; i <= m; ++i) {
        if (i > 0) apply(chosen[order[i - 1].second], w, s, left);
        edge[i + 1] = i < m ? -order[i].first : 0;
        const double share = edge[i] - edge[i + 1];
        const ByComponent returns = shadow_returns(ecosystem, times(point.odds, left));
        for (std::size_t k = 0; k < kComponents; ++k) {
          const double missing = point.access_odds[k] * left[k];
          slope[i][k] =
              point.index_worth * returns[k] + point.access_worth[k] * missing / (1 + missing);
        }
        if (i > 0 && share > 0) value += draw_weight[w] * share * gain_of(point, ecosystem, left);
      }
      below[m + 1] = {};
      for (std::size_t i = m + 1; i-- > 0;) {
        for (std::size_t k = 0; k < kComponents; ++k) {
          below[i][k] = below[i + 1][k] + slope[i][k] * (edge[i] - edge[i + 1]);
        }
      }
      for (std::size_t j = 0; j < options.size(); ++j) {
        const double reach = options[j]->reach[s];
        if (!(reach > 0)) continue;
        std::size_t i = m;
        while (i > 0 && edge[i] < reach) --i;
        double sum = 0;
        const ByComponent& shift = options[j]->shift[w];
        for (std::size_t k = 0; k < kComponents; ++k) {
          sum += (below[i + 1][k] + slope[i][k] * (reach - edge[i + 1])) * shift[k];
        }
        sum *= draw_weight[w] * options[j]->strength[s];
        (sum > 0 ? slopes[j].gain : slopes[j].harm) += sum;
      }
    }
  }
  return value;
}

Totals Cell::trend_totals(int year) const {
  const SectorBase& base = view_.mean().base;
  const double jobs = std::exp(base.employment_growth * year);
  const double revenue = jobs * std::exp(base.productivity_growth * year);
  Totals totals = base_;
  const auto grow = [&](Metric m, double factor) { totals[m] *= factor; };
  grow(Metric::employees, jobs);
  for (const Metric m : {Metric::revenue, Metric::exports, Metric::investment,
                         Metric::new_product_revenue, Metric::local_revenue}) {
    grow(m, revenue);
  }
  const double cost =
      std::exp(-view_.mean().coefficients.unit_cost_productivity * base.productivity_growth * year);
  grow(Metric::cost_revenue, revenue * cost);
  const double exits = std::exp(-view_.facts.exit_rate.value * year);
  grow(Metric::incumbent_employees, jobs * exits);
  return totals;
}

Totals Cell::response_totals(std::span<const Chosen> chosen, int year) const {
  Totals totals = trend_totals(year);
  const Scenario& scenario = view_.mean();
  std::vector<std::pair<double, std::size_t>> by_reach(chosen.size());
  for (std::size_t s = 0; s < strata_.size(); ++s) {
    const Point& point = mean_points_[s];
    for (std::size_t j = 0; j < chosen.size(); ++j) by_reach[j] = {-chosen[j].option->reach[s], j};
    std::sort(by_reach.begin(), by_reach.end());
    ByComponent left = whole();
    double index = 0;
    ByComponent access{};
    for (std::size_t j = 0; j < by_reach.size(); ++j) {
      const Chosen& one = chosen[by_reach[j].second];
      // The mean over draws of the shift stands for the mean parameters' shift.
      for (std::size_t k = 0; k < kComponents; ++k) {
        double shift = 0;
        for (std::size_t w = 0; w < view_.draws(); ++w) {
          shift += one.factor * one.option->strength[s] * one.option->shift[w][k] /
                   static_cast<double>(view_.draws());
        }
        left[k] *= std::exp(-shift);
      }
      const double to = -by_reach[j].first;
      const double from = j + 1 < by_reach.size() ? -by_reach[j + 1].first : 0;
      index += (to - from) *
               (log_index(scenario.base.ecosystem, times(point.odds, left)) - point.log_index);
      for (std::size_t k = 0; k < kComponents; ++k) {
        access[k] +=
            (to - from) * (-std::log1p(point.access_odds[k] * left[k]) - point.log_access[k]);
      }
    }
    for (std::size_t m = 0; m < kMetrics; ++m) {
      const Sensitivity& one = mean_sensitivity_[s][m];
      double change = (one.growth * year + one.index) * index;
      for (std::size_t k = 0; k < kComponents; ++k) change += one.access[k] * access[k];
      totals.sum[m] += change;
    }
  }
  return totals;
}

}  // namespace formulary
