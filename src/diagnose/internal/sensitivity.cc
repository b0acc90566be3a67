#include <algorithm>
#include <cmath>
#include <tuple>

#include "diagnose/diagnose.h"
#include "math/quantiles.h"
#include "model/cell.h"

namespace formulary {

namespace {

constexpr int kResponseYears = 3;

bool has(const auto& list, const auto& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

Spread spread_of(std::vector<double> values) {
  const Quantiles q = quantiles_of(std::move(values));
  return {q.mean, q.p5, q.p25, q.p50, q.p75, q.p95};
}

// Firms of one sector and company type with their regions, evenly spaced.
struct Asked {
  std::vector<std::size_t> row;
  std::vector<std::size_t> region;
};

Asked ask_firms(const Population& p, std::size_t sector, CompanyType type, std::size_t most) {
  Asked all;
  for (std::size_t r = 0; r < p.regions; ++r) {
    const auto group = p.group(sector, r);
    for (std::size_t i = group.begin; i < group.end; ++i) {
      if (p.type[i] != static_cast<std::uint8_t>(type)) continue;
      all.row.push_back(i);
      all.region.push_back(r);
    }
  }
  const std::size_t step = std::max<std::size_t>(1, all.row.size() / most);
  Asked asked;
  for (std::size_t i = step / 2; i < all.row.size(); i += step) {
    asked.row.push_back(all.row[i]);
    asked.region.push_back(all.region[i]);
  }
  return asked;
}

// Answers for one sector, all company types and forms.
class SectorSensitivity {
 public:
  SectorSensitivity(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                    std::size_t sector, Stage stage, const SensitivityOptions& options)
      : view_(pack, toolbox, population, 1, sector, stage, Goal::exports, kResponseYears,
              options.draws, options.seed),
        options_(options) {}

  void run(std::vector<SensitivityCell>& cells) const {
    for (std::size_t g = 0; g < kCompanyTypes; ++g) {
      const auto type = static_cast<CompanyType>(g);
      const Asked asked = ask_firms(view_.population, view_.sector, type, options_.most_firms);
      if (asked.row.empty()) continue;
      const Component binding = binding_of(asked, type);
      for (std::size_t f = 0; f < view_.forms().size(); ++f) {
        cells.push_back(answer(asked, type, f, binding));
      }
    }
  }

 private:
  ByComponent odds_of(const Scenario& scenario, const Asked& asked, std::size_t i,
                      CompanyType type) const {
    return inverse_odds_of(scenario.access.logit(view_.sector, asked.region[i], type),
                           view_.population.access_noise[asked.row[i]],
                           scenario.coefficients.access_sd);
  }

  Component binding_of(const Asked& asked, CompanyType type) const {
    ByComponent sum{};
    for (std::size_t i = 0; i < asked.row.size(); ++i) {
      const ByComponent returns =
          shadow_returns(view_.mean().base.ecosystem, odds_of(view_.mean(), asked, i, type));
      for (std::size_t k = 0; k < kComponents; ++k) sum[k] += returns[k];
    }
    return static_cast<Component>(std::max_element(sum.begin(), sum.end()) - sum.begin());
  }

  SensitivityCell answer(const Asked& asked, CompanyType type, std::size_t f,
                         Component binding) const {
    const Form& form = view_.forms()[f];
    SensitivityCell cell;
    cell.sector = view_.facts.id;
    cell.instrument = form.instrument->id;
    cell.variant = form.variant->id;
    cell.company_type = type;
    cell.binding = binding;
    const auto eligible = eligible_firms(asked, type, form, cell);
    const bool works_on_binding = form.variant->mechanism.share[index_of(binding)] >= 0.25;
    const bool refused = cell.reason == SensitivityReason::contraindicated ||
                         cell.reason == SensitivityReason::conditions_missing ||
                         cell.reason == SensitivityReason::nobody_eligible;
    respond(asked, type, f, eligible, cell);
    if (refused) return cell;
    if (!has(form.instrument->stages, view_.stage) || !has(form.instrument->company_types, type)) {
      cell.reason = SensitivityReason::not_indicated;
    } else {
      cell.reason =
          works_on_binding ? SensitivityReason::treats_binding : SensitivityReason::binds_elsewhere;
    }
    return cell;
  }

  // Which of the asked firms may have the form; sets the refusal when most or all may not.
  std::vector<bool> eligible_firms(const Asked& asked, CompanyType type, const Form& form,
                                   SensitivityCell& cell) const {
    const Population& p = view_.population;
    const auto& list = form.variant->contraindications;
    std::vector<bool> eligible;
    std::vector<std::size_t> barred(list.size(), 0);
    std::size_t conditions_missing = 0;
    std::size_t allowed = 0;
    for (std::size_t i = 0; i < asked.row.size(); ++i) {
      const std::size_t row = asked.row[i];
      Facts facts = cell_facts(view_.pack, p, view_.mean().access,
                               {view_.sector, asked.region[i], type}, view_.stage, view_.goal, 1);
      facts.id[static_cast<std::size_t>(Field::goal)].clear();
      const double n = static_cast<double>(p.employees[row]);
      const double finance = *facts.number[static_cast<std::size_t>(Field::access_finance)];
      set_firm_facts(facts,
                     {n, static_cast<double>(p.age_years[row]),
                      n * static_cast<double>(p.output_per_worker[row]), p.flags[row], finance},
                     view_.pack.usd_rate.value);
      for (std::size_t c = 0; c < list.size(); ++c) {
        if (ask(list[c].when, facts) == Answer::yes) ++barred[c];
      }
      if (ask(form.instrument->conditions, facts) == Answer::no) ++conditions_missing;
      eligible.push_back(may_have(*form.variant, facts));
      allowed += eligible.back() ? 1 : 0;
    }
    const auto worst = std::max_element(barred.begin(), barred.end());
    const std::size_t limit = form.is_public() ? asked.row.size() - 1 : asked.row.size() / 2;
    if (worst != barred.end() && *worst > limit) {
      cell.reason = SensitivityReason::contraindicated;
      cell.text = list[static_cast<std::size_t>(worst - barred.begin())].reason;
    } else if (2 * conditions_missing > asked.row.size()) {
      cell.reason = SensitivityReason::conditions_missing;
    } else if (allowed == 0) {
      cell.reason = SensitivityReason::nobody_eligible;
    }
    return eligible;
  }

  void respond(const Asked& asked, CompanyType type, std::size_t f,
               const std::vector<bool>& eligible, SensitivityCell& cell) const {
    const Form& form = view_.forms()[f];
    const double dose = form.variant->dose.reference.value;
    std::vector<double> percent;
    for (std::size_t w = 0; w < view_.draws(); ++w) {
      percent.push_back(100 *
                        std::expm1(mean_response(asked, type, f, dose, eligible, view_.draw(w))));
    }
    cell.response = spread_of(std::move(percent));
    cell.per_cost = value_per_cost(asked, type, f, dose, eligible);
  }

  // Log change of revenue after three years, mean over the eligible firms (all, if none is).
  double mean_response(const Asked& asked, CompanyType type, std::size_t f, double dose,
                       const std::vector<bool>& eligible, const Scenario& scenario) const {
    const Form& form = view_.forms()[f];
    const Coefficients& c = scenario.coefficients;
    const bool none = std::find(eligible.begin(), eligible.end(), true) == eligible.end();
    const int years = form.is_public() ? kResponseYears : form.variant->dose.years;
    double sum = 0;
    double count = 0;
    for (std::size_t i = 0; i < asked.row.size(); ++i) {
      if (!eligible[i] && !none) continue;
      const ByComponent odds = odds_of(scenario, asked, i, type);
      const double before = log_index(scenario.base.ecosystem, odds);
      const double strength = award_strength(
          *form.variant, dose, static_cast<double>(view_.population.employees[asked.row[i]]), 1, c);
      const double share =
          form.is_public()
              ? facility_crowding(
                    jobs_beside(view_.users(f, asked.region[i]), *form.instrument, type), c)
              : 1;
      const ByComponent full = shift_of(*form.variant, scenario.potency[f], dose * share);
      for (int t = 1; t <= kResponseYears; ++t) {
        const double part = effect_at(form.instrument->lag, years, t - 0.5);
        ByComponent shifted = odds;
        for (std::size_t k = 0; k < kComponents; ++k)
          shifted[k] *= std::exp(-part * strength * full[k]);
        sum += (c.theta + c.theta_y) * (log_index(scenario.base.ecosystem, shifted) - before);
      }
      count += 1;
    }
    return count > 0 ? sum / count : 0;
  }

  // Value added over three years per unit of public money, eligible firms, mean parameters.
  double value_per_cost(const Asked& asked, CompanyType type, std::size_t f, double dose,
                        const std::vector<bool>& eligible) const {
    const Form& form = view_.forms()[f];
    const Population& p = view_.population;
    const double usd = view_.pack.usd_rate.value;
    double value = 0;
    double cost = 0;
    for (std::size_t i = 0; i < asked.row.size(); ++i) {
      if (!eligible[i]) continue;
      const std::size_t row = asked.row[i];
      const double revenue =
          static_cast<double>(p.employees[row]) * static_cast<double>(p.output_per_worker[row]);
      const double exports =
          (p.flags[row] & kExporter) != 0
              ? revenue * view_.mean().base.level[index_of(Outcome::export_intensity)]
              : 0;
      std::vector<bool> only(asked.row.size(), false);
      only[i] = true;
      value += view_.facts.value_added_share.value * revenue *
               mean_response(asked, type, f, dose, only, view_.mean()) * (kResponseYears + 1) / 2;
      const double money = dose_money(*form.variant, dose,
                                      {revenue, revenue * view_.facts.investment_rate.value,
                                       exports, (p.flags[row] & kTaxableProfit) != 0},
                                      view_.facts, usd);
      cost += form.is_public() ? facility_cost(asked, type, f, dose, i)
                               : award_cost(*form.variant, money);
    }
    return cost > 0 ? value / cost : 0;
  }

  // What falls to one user of what its company type carries of a facility: by its jobs. Users are
  // counted under one goal, so one who is asked without a goal may be missing among them.
  double facility_cost(const Asked& asked, CompanyType type, std::size_t f, double dose,
                       std::size_t i) const {
    const Form& form = view_.forms()[f];
    const FacilityUsers& users = view_.users(f, asked.region[i]);
    const double n = static_cast<double>(view_.population.employees[asked.row[i]]);
    return fixed_cost(view_.pack, *form.instrument, *form.variant, dose) *
           facility_share(users, *form.instrument, type,
                          view_.mean().coefficients.facility_least_share) *
           n / std::max(n, users.own[index_of(type)]);
  }

  SectorView view_;
  const SensitivityOptions& options_;
};

}  // namespace

Sensitivity sensitivity(const CountryPack& pack, const Toolbox& toolbox,
                        const Population& population, const std::vector<Stage>& stage_of_sector,
                        const SensitivityOptions& options) {
  Sensitivity answer;
  answer.country = pack.id;
  for (std::size_t s = 0; s < pack.sectors.size(); ++s) {
    if (!pack.sectors[s].analysed) continue;
    if (!options.sectors.empty() && !has(options.sectors, pack.sectors[s].id)) continue;
    SectorSensitivity(pack, toolbox, population, s, stage_of_sector[s], options).run(answer.cells);
  }
  answer.provenance.toolbox_hash = toolbox.hash;
  answer.provenance.country_hash = pack.hash;
  answer.provenance.seed = options.seed;
  std::sort(answer.cells.begin(), answer.cells.end(),
            [](const SensitivityCell& a, const SensitivityCell& b) {
              return std::tie(a.sector, a.instrument, a.variant, a.company_type) <
                     std::tie(b.sector, b.instrument, b.variant, b.company_type);
            });
  return answer;
}

}  // namespace formulary
