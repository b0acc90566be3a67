// Which country fits on one page? A synthetic pack, toolbox and population whose every number is
// known: two regions, two sectors, four instruments, every KPI. Tests change what they ask about.
#pragma once

#include <algorithm>
#include <cmath>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "domain/country.h"
#include "domain/package.h"
#include "domain/population.h"
#include "domain/toolbox.h"
#include "math/philox.h"
#include "model/coefficients.h"

namespace formulary::small_world {

inline Quantity exactly(double value) {
  return {value, 0, "", "small world", false};
}
inline Quantity about(double value, double sd) {
  return {value, sd, "", "small world", false};
}

// A parameter's mean and sd: of the first entry whose key begins it.
struct Number {
  std::string_view key;
  double value;
  double sd;
};

inline const std::vector<Number>& numbers() {
  static const std::vector<Number> kNumbers{
      {"ecosystem.rho", -3, 0},
      {"ecosystem.access_sd", 0.5, 0},
      {"ecosystem.benchmark_logit", 0.2, 0},
      {"ecosystem.slope_", 0.3, 0.05},
      {"ecosystem.weight.", 0.2, 0.02},
      {"ecosystem.type.large", 0.4, 0.05},
      {"ecosystem.type.startup", -0.3, 0.05},
      {"ecosystem.type.newcomer", -0.4, 0.05},
      {"ecosystem.type.", 0, 0.05},
      {"ecosystem.study_shortfall", 0, 0},
      {"ecosystem.award_employees", 30, 5},
      {"ecosystem.facility_employees", 2000, 300},
      {"ecosystem.facility_congestion", 0.75, 0.05},
      {"ecosystem.facility_least_share", 0.25, 0},
      {"dynamics.theta_y", 0.12, 0.03},
      {"dynamics.theta", 0.25, 0.05},
      {"dynamics.kappa_size", 0.02, 0.005},
      {"dynamics.size_sd_exponent", 0.17, 0.01},
      {"dynamics.growth_sd", 0.3, 0.03},
      {"dynamics.productivity_sd", 0.1, 0.01},
      {"dynamics.kappa_exit", 0.8, 0.2},
      {"dynamics.exit_size_exponent", -0.15, 0.02},
      {"dynamics.exit_age_exponent", -0.33, 0.03},
      {"dynamics.entry_elasticity", 0.8, 0.2},
      {"dynamics.turnover_rate", 0.15, 0.02},
      {"outcomes.export_exit_rate", 0.12, 0.02},
      {"outcomes.export_productivity", 0.6, 0.1},
      {"outcomes.export_size_exponent", 0.7, 0.1},
      {"outcomes.patent_size_exponent", 0.8, 0.05},
      {"outcomes.commercialised_share", 0.35, 0.05},
      {"outcomes.rd_output_per_patent", 3, 0.5},
      {"outcomes.new_markets_per_exporter", 0.25, 0.05},
      {"outcomes.compliance_hazard", 0.03, 0.005},
      {"outcomes.unit_cost_productivity", 0.4, 0.05},
      {"take_up.awareness", 0.4, 0.05},
      {"take_up.tau", 1, 0.1},
      {"take_up.manager_days", 3, 0.5},
      {"take_up.horizon_years", 3, 0.3},
      {"take_up.repayment_burden", 0.08, 0.02},
      {"take_up.selection_noise", 1, 0.2},
      {"goals.stage_emphasis", 1.5, 0},
      {"goals.public_funds_value", 0.25, 0},
  };
  return kNumbers;
}

// Every key that the model asks for, found by asking it, and some of those it may do without.
inline Parameters parameters() {
  Parameters result;
  for (const Fault& fault : missing_parameters({})) {
    const std::size_t open = fault.what.find('\'') + 1;
    const std::string key = fault.what.substr(open, fault.what.find('\'', open) - open);
    const auto at = std::find_if(numbers().begin(), numbers().end(),
                                 [&](const Number& number) { return key.starts_with(number.key); });
    if (at != numbers().end()) result[key] = about(at->value, at->sd);
  }
  const std::vector<Number> elasticities{{"export_intensity.demand", 0.5, 0.1},
                                         {"export_entry.demand", 1, 0.2},
                                         {"export_exit.demand", -0.6, 0.1},
                                         {"new_markets.demand", 0.9, 0.1},
                                         {"patents.science", 1, 0.2},
                                         {"commercialisation.finance", 0.4, 0.1},
                                         {"investment.index", 0.8, 0.1},
                                         {"investment.finance", 0.3, 0.1},
                                         {"new_product.science", 0.5, 0.1},
                                         {"unit_cost.infrastructure", -0.15, 0.02},
                                         {"compliance.demand", 0.6, 0.1},
                                         {"local_sourcing.infrastructure", 0.4, 0.1},
                                         {"pilots.demand", 1, 0.2},
                                         {"graduates.workforce", 0.8, 0.1}};
  for (const Number& n : elasticities) {
    result["outcomes." + std::string(n.key)] = about(n.value, n.sd);
  }
  const std::vector<Number> worths{{"value_added", 0.3, 0},
                                   {"exports", 0.3, 0},
                                   {"jobs", 0.1, 0},
                                   {"patents", 2, 0},
                                   {"graduates", 0.1, 0},
                                   {"new_firms", 0.3, 0},
                                   {"private_investment", 0.1, 0}};
  for (const char* goal : Ids<Goal>::names) {
    for (const Number& n : worths) {
      result["goals." + std::string(goal) + "." + std::string(n.key)] = exactly(n.value);
    }
  }
  return result;
}

// An instrument with one form, indicated everywhere, that costs what it hands out.
inline Instrument instrument(const std::string& id, DoseUnit unit, double reference,
                             std::vector<double> steps,
                             const std::array<double, kComponents>& share, double percent) {
  Instrument card;
  card.id = id;
  card.name.en = id;
  card.stages = {Stage::emerging, Stage::growth, Stage::maturity, Stage::decline};
  card.company_types = {CompanyType::large, CompanyType::sme, CompanyType::startup,
                        CompanyType::newcomer};
  card.goals = {Goal::import_substitution, Goal::exports, Goal::technology_leadership};
  for (std::size_t k = 0; k < kComponents; ++k) {
    if (share[k] > 0) card.components.push_back(static_cast<Component>(k));
  }
  Variant form;
  form.id = "standard";
  form.mechanism.scope =
      unit == DoseUnit::million_usd_per_facility ? Scope::public_part : Scope::private_part;
  form.mechanism.share = share;
  form.mechanism.response = {ResponseOutcome::revenue, percent, percent / 4, 2, "made up", false};
  form.dose.unit = unit;
  form.dose.reference = exactly(reference);
  form.dose.steps = std::move(steps);
  form.dose.years = 1;
  form.costs.public_share = exactly(1);
  form.costs.firm_value_share = exactly(1);
  form.costs.administration_share = exactly(0.05);
  form.costs.set_up_thousand_usd = exactly(1);
  card.variants = {form};
  card.application.days = exactly(5);
  card.application.documents = exactly(4);
  card.application.compliance_days = exactly(2);
  card.application.approval_share = exactly(0.6);
  card.application.capacity = exactly(100000);
  card.application.selection = Selection::merit;
  card.lag.ramp_years = exactly(1);
  card.lag.half_life_years = exactly(6);
  card.kpis = {{"net_jobs", {}, {}}, {"revenue_growth", {}, {}}};
  card.stakeholders = {"ministry", "agency", {}};
  return card;
}

inline Indicator indicator(const std::string& id, Component component, Level level) {
  Indicator result;
  result.id = id;
  result.component = component;
  result.level = level;
  return result;
}

// campus (a facility), grant, loan, training: grant and loan exclude each other, training requires
// the campus and is strengthened by it. Lists are sorted by id, as loading leaves them.
inline Toolbox toolbox() {
  Toolbox result;
  Instrument campus = instrument("campus", DoseUnit::million_usd_per_facility, 0.4, {0.2, 0.4},
                                 {0.5, 0.5, 0, 0, 0}, 5);
  campus.lag.half_life_years = exactly(0);
  campus.lag.set_up_years = exactly(1);
  Instrument grant =
      instrument("grant", DoseUnit::thousand_usd_per_firm, 20, {10, 20}, {0, 0, 0, 1, 0}, 8);
  grant.interactions.push_back({"loan", InteractionKind::excludes, 1, {}, {}, ""});
  Instrument loan =
      instrument("loan", DoseUnit::percent_of_investment, 20, {10, 20}, {0, 0, 0.5, 0.5, 0}, 6);
  loan.variants.front().costs.own_share = exactly(0.5);
  Instrument training =
      instrument("training", DoseUnit::thousand_usd_per_firm, 10, {5, 10}, {0.7, 0, 0, 0, 0.3}, 6);
  training.interactions.push_back({"campus", InteractionKind::requires_, 1, {}, {}, ""});
  training.interactions.push_back({"campus", InteractionKind::strengthens, 1.3, {}, {}, ""});
  result.instruments = {campus, grant, loan, training};
  for (std::size_t m = 0; m < kKpiMeasures; ++m) {
    Kpi kpi;
    kpi.id = Ids<KpiMeasure>::names[m];
    kpi.measure = static_cast<KpiMeasure>(m);
    result.kpis.push_back(kpi);
  }
  std::sort(result.kpis.begin(), result.kpis.end(),
            [](const Kpi& a, const Kpi& b) { return a.id < b.id; });
  result.indicators = {indicator("credit", Component::finance, Level::sector),
                       indicator("roads", Component::infrastructure, Level::region),
                       indicator("schools", Component::workforce, Level::country)};
  result.roles = {{"agency", {}}, {"ministry", {}}};
  result.profiles = {{"plain", {}, {1, 1, 1, 1, 1}, "small world"}};
  result.parameters = parameters();
  return result;
}

inline Sector sector(const std::string& id) {
  Sector s;
  s.id = id;
  s.profile = "plain";
  s.value_added = exactly(1000);
  s.value_added_share = exactly(0.5);
  s.employment = exactly(1000);
  s.export_share = exactly(0.2);
  s.exporter_share = exactly(0.3);
  s.patents_per_1000 = exactly(5);
  s.investment_rate = exactly(0.1);
  s.rd_active_share = exactly(0.3);
  s.taxable_profit_share = exactly(0.5);
  s.collateral_share = exactly(0.5);
  s.new_product_share = exactly(0.1);
  s.local_sourcing_share = exactly(0.4);
  s.compliance_share = exactly(0.2);
  s.graduates_share = exactly(0.1);
  s.pilots_per_100 = exactly(3);
  s.profit_margin = exactly(0.1);
  s.payroll_share = exactly(0.3);
  s.real_growth = exactly(0.04);
  s.productivity_growth = exactly(0.015);
  s.entry_rate = exactly(0.1);
  s.exit_rate = exactly(0.08);
  s.displacement = exactly(0.3);
  s.world_market = exactly(10000);
  s.world_growth = exactly(0.03);
  s.default_risk = exactly(0.05);
  return s;
}

// One crown is a hundredth of a dollar: money comes in large numbers, as it does at home.
inline CountryPack country() {
  CountryPack pack;
  pack.id = "smallia";
  pack.iso3 = "SML";
  pack.currency = "SMC";
  pack.base_year = 2025;
  pack.usd_rate = exactly(100);
  pack.output_per_worker = exactly(2e6);
  pack.day_cost = exactly(5000);
  pack.discount_rate = exactly(0.06);
  pack.private_venture_depth = exactly(0.2);
  for (const char* id : {"north", "south"}) {
    Region region;
    region.id = id;
    region.labour_market_density = exactly(0.5);
    pack.regions.push_back(region);
  }
  pack.sectors = {sector("crafts"), sector("tools")};
  pack.offices = {{"the_ministry", {}, {"ministry"}, ""}, {"the_agency", {}, {"agency"}, ""}};
  pack.marginals.size_classes = {{"small", {}, 1, 100}, {"large", {}, 251, 1000}};
  pack.marginals.region_share = {{"north", 0.5}, {"south", 0.5}};
  pack.marginals.firms = {{"crafts", "small", exactly(100)}, {"tools", "large", exactly(4)}};
  return pack;
}

// Firms of one sector and region: sizes from 1.5 to 300, every fourth young, flags by chance.
inline void add_group(Population& p, std::size_t s, std::size_t r, std::size_t firms,
                      const CompanyTypeRule& rule) {
  for (std::size_t i = 0; i < firms; ++i) {
    const std::uint64_t id =
        (static_cast<std::uint64_t>(s) << 40) | (static_cast<std::uint64_t>(r) << 32) | i;
    const auto a = philox(7, 0, id, 0, Purpose::population);
    const auto b = philox(7, 0, id, 0, Purpose::access);
    const double n = 1.5 * std::pow(200, std::pow(uniform(a[0]), 3));
    const double age = 12 * uniform(a[1]);
    std::uint8_t flags = 0;
    for (std::uint8_t bit = 0; bit < 5; ++bit) {
      if ((a[2] >> (6 * bit) & 3u) == 0) flags |= static_cast<std::uint8_t>(1u << bit);
    }
    const bool rd_active = (flags & kRdActive) != 0;
    const CompanyType type = n > rule.large_employees_over               ? CompanyType::large
                             : age < rule.newcomer_age_below             ? CompanyType::newcomer
                             : age < rule.startup_age_below && rd_active ? CompanyType::startup
                                                                         : CompanyType::sme;
    p.id.push_back(id);
    p.size_class.push_back(0);
    p.type.push_back(static_cast<std::uint8_t>(type));
    p.flags.push_back(flags);
    p.age_years.push_back(static_cast<float>(age));
    p.employees.push_back(static_cast<float>(n));
    p.output_per_worker.push_back(
        static_cast<float>(2e6 * std::exp(0.4 * normal_quantile(uniform(a[3])))));
    std::array<float, kComponents> noise{};
    for (std::size_t k = 0; k < kComponents; ++k) {
      const std::uint32_t word = k < 4 ? b[k] : philox(7, 1, id, 0, Purpose::access)[0];
      noise[k] = static_cast<float>(normal_quantile(uniform(word)));
    }
    p.access_noise.push_back(noise);
  }
  p.group_begin.push_back(p.size());
}

inline Population population(const CountryPack& pack, std::size_t firms_per_group) {
  Population p;
  p.sectors = pack.sectors.size();
  p.regions = pack.regions.size();
  p.group_begin.push_back(0);
  for (std::size_t s = 0; s < p.sectors; ++s) {
    for (std::size_t r = 0; r < p.regions; ++r) {
      add_group(p, s, r, firms_per_group, pack.company_types);
    }
  }
  return p;
}

// A measure as a plan would hold it: the same money every year.
inline PlannedMeasure measure(const CountryPack& pack, const Instrument& card, std::size_t region,
                              CompanyType type, double dose, double budget, int years) {
  PlannedMeasure m;
  m.instrument = card.id;
  m.variant = card.variants.front().id;
  m.sector = pack.sectors.front().id;
  m.region = pack.regions[region].id;
  m.company_type = type;
  m.id = m.instrument + "." + m.region + "." + id_of(type);
  m.dose = dose;
  m.dose_unit = id_of(card.variants.front().dose.unit);
  m.budget = Money::from_major(budget);
  m.budget_by_year = split(m.budget, std::vector<double>(static_cast<std::size_t>(years), 1));
  m.expected_awards = 10;
  return m;
}

}  // namespace formulary::small_world
