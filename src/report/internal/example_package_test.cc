#include <cmath>

#include "report/internal/example.h"

namespace formulary::report {

namespace {

struct Plan {
  const char* instrument;
  const char* variant;
  CompanyType type;
  double dose;
  const char* unit;
  const char* kpi;
  double baseline;     // of the KPI in a middling region
  double lift;         // target over the level without policy
  double million_kzt;  // in a middling region
  int regions;         // the first so many by size
  Justification why;
};

// Regions by how much of the sector they hold.
constexpr const char* kBySize[] = {"KZ-75", "KZ-71", "KZ-79", "KZ-35", "KZ-63", "KZ-55", "KZ-15",
                                   "KZ-39", "KZ-19", "KZ-61", "KZ-11", "KZ-31", "KZ-23", "KZ-27",
                                   "KZ-10", "KZ-59", "KZ-33", "KZ-47", "KZ-43", "KZ-62"};

std::vector<Plan> plans() {
  return {
      {"joint_campus",
       "standard",
       CompanyType::sme,
       6,
       "million_usd_per_facility",
       "graduates_hired",
       240,
       1.62,
       2100,
       4,
       {"ai_talent_drain",
        Component::workforce,
        8.1e9,
        2.9,
        false,
        {"Toivanen & Väänänen 2016, REStat 98(2)"}}},
      {"tax_incentive",
       "payroll_tax",
       CompanyType::startup,
       12,
       "percent_of_payroll",
       "net_jobs",
       310,
       1.21,
       260,
       12,
       {"ai_talent_drain", Component::workforce, 2.6e9, 2.1, false, {"Pless 2026"}}},
      {"accelerator",
       "standard",
       CompanyType::startup,
       50,
       "thousand_usd_per_firm",
       "survival_3y",
       0.52,
       1.13,
       150,
       8,
       {"thin_venture_market",
        Component::finance,
        1.9e9,
        1.7,
        false,
        {"Gonzalez-Uribe & Leatherbee 2018, RFS"}}},
      {"prototype_grant",
       "standard",
       CompanyType::startup,
       100,
       "thousand_usd_per_firm",
       "patents_filed",
       4,
       1.9,
       110,
       6,
       {"", Component::science, 0.7e9, 1.4, false, {"Howell 2017, AER 107(4)"}}},
      {"export_accelerator",
       "standard",
       CompanyType::sme,
       100,
       "thousand_usd_per_firm",
       "export_value",
       5200,
       1.18,
       240,
       7,
       {"", Component::demand, 1.2e9, 1.3, true, {}}},
  };
}

std::vector<Step> steps(const Toolbox& toolbox, const CountryPack& country,
                        const std::string& instrument, const std::string& region, int years) {
  const Stakeholders& who = toolbox.instrument(instrument)->stakeholders;
  const auto step = [&](const char* what, int from, int to, const std::string& role) {
    const Office* office = country.office_for(role, region);
    return Step{what, from, to, role, office == nullptr ? "" : office->id};
  };
  const int set_up = instrument == "joint_campus" ? 18 : 6;
  return {step("set_up", 0, set_up, who.owner), step("call", set_up, set_up + 3, who.delivery),
          step("awards", set_up + 3, years * 12 - 6, who.delivery),
          step("review", set_up + 12, years * 12 - 3, who.owner),
          step("close", years * 12 - 3, years * 12, who.owner)};
}

PlannedMeasure measure(const Plan& plan, int rank, const Envelope& envelope, const Toolbox& toolbox,
                       const CountryPack& country) {
  const double size = 2.4 * std::pow(rank + 1, -0.7);
  PlannedMeasure one;
  one.instrument = plan.instrument;
  one.variant = plan.variant;
  one.sector = envelope.sector;
  one.region = kBySize[rank];
  one.company_type = plan.type;
  one.id = one.instrument + "." + one.region + "." + id_of(plan.type);
  one.dose = plan.dose;
  one.dose_unit = plan.unit;
  one.coverage = rank < 4 ? 0.8 : 1;
  if (one.instrument == "joint_campus") one.facility_share = 0.12 / (rank + 1);
  one.budget = Money::from_minor(static_cast<std::int64_t>(plan.million_kzt * size * 1.27e8) + 7);
  std::vector<double> shape;
  for (int year = 0; year < envelope.years; ++year) shape.push_back(year == 0 ? 0.6 : 1.1);
  one.budget_by_year = split(one.budget, shape);
  one.expected_awards = std::floor(14 * size) + 1;
  const double baseline =
      plan.kpi == std::string("survival_3y") ? plan.baseline : plan.baseline * size;
  const double calm = baseline * (plan.kpi == std::string("survival_3y") ? 1.0 : 1.2);
  one.kpis = {{plan.kpi, baseline, calm, calm * plan.lift, country.base_year + envelope.years}};
  one.schedule = steps(toolbox, country, plan.instrument, one.region, envelope.years);
  one.why = plan.why;
  one.why.gain_if_kept *= size / 4;
  return one;
}

std::vector<Refusal> refusals() {
  return {
      {"concessional_lending",
       "",
       {CompanyType::startup},
       20,
       RefusalReason::contraindicated,
       {"Start-ups have no collateral to borrow against.",
        "У стартапов нет залога, под который можно занять.", "Стартаптарда несие алуға кепіл жоқ."},
       "",
       0},
      {"concessional_lending",
       "",
       {CompanyType::sme, CompanyType::large},
       40,
       RefusalReason::no_gain,
       {},
       "workforce",
       3.4e8},
      {"tax_incentive",
       "profit_tax",
       {CompanyType::startup, CompanyType::newcomer},
       40,
       RefusalReason::contraindicated,
       {"Young firms have no profit to relieve.", "У молодых компаний ещё нет прибыли.",
        "Жас компанияларда әлі пайда жоқ."},
       "",
       0},
      {"accelerator",
       "",
       {CompanyType::large, CompanyType::sme},
       40,
       RefusalReason::not_indicated,
       {},
       "",
       0},
      {"prototype_grant", "", {CompanyType::startup}, 14, RefusalReason::no_budget, {}, "", 2.1e7},
  };
}

}  // namespace

Package example_package(const Toolbox& toolbox, const CountryPack& country) {
  Package package;
  Envelope& envelope = package.envelope;
  envelope.country = country.id;
  envelope.sector = "ai_software";
  envelope.goal = Goal::exports;
  envelope.budget = *Money::parse("25bn");
  envelope.years = 5;
  for (const Plan& plan : plans()) {
    for (int rank = 0; rank < plan.regions; ++rank) {
      package.measures.push_back(measure(plan, rank, envelope, toolbox, country));
    }
  }
  Money spent;
  for (const PlannedMeasure& one : package.measures) spent = spent + one.budget;
  for (int rank = 0; rank < 20; ++rank) {
    Plan even = plans()[3];
    even.type = CompanyType::sme;
    PlannedMeasure one = measure(even, rank, envelope, toolbox, country);
    one.budget = Money::from_minor(spent.minor() / 20);
    one.budget_by_year = split(one.budget, {1, 1, 1, 1, 1});
    package.blanket.push_back(one);
  }
  package.stage = Stage::growth;
  package.benefit = {4.61e10, 2.02e10, 2.05};
  package.blanket_benefit = {2.38e10, 0.77e10, 1.06};
  package.gap = 0.0031;
  package.bound = 4.6243e10;
  package.refused = refusals();
  package.prices = {{"budget", 1.31, spent.major(), 2.5e10},
                    {"budget_year.2", 0.12, 5.2e9, 5.2e9},
                    {"capacity.tech_park_operator", 41000, 480, 480}};
  package.alternatives = {
      {*Money::parse("10bn"), 2.61e10, 1.19e10, 19, {"joint_campus", "tax_incentive"}},
      {*Money::parse("25bn"),
       4.61e10,
       2.02e10,
       37,
       {"joint_campus", "tax_incentive", "accelerator", "prototype_grant", "export_accelerator"}},
      {*Money::parse("50bn"),
       6.32e10,
       2.55e10,
       74,
       {"joint_campus", "tax_incentive", "accelerator", "prototype_grant", "export_accelerator"}},
  };
  package.binding = {Component::workforce, Component::finance};
  package.provenance = {kEngineVersion, toolbox.hash, country.hash, 1,
                        "formulary configure --country kazakhstan --sector ai_software --goal "
                        "exports --budget 25bn --years 5 --json"};
  package.summary = {60, 1840, 14, 126000, 3.7};
  return package;
}

}  // namespace formulary::report
