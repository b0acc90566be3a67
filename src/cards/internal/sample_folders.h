// What does the smallest toolbox and country pack without a mistake look like? For the tests, which
// break one thing at a time.
#pragma once

#include <stdlib.h>

#include <filesystem>
#include <fstream>
#include <map>
#include <string>

#include "base/must.h"

namespace formulary::cards {

inline std::string sample_instrument(const std::string& id) {
  return "id: " + id + R"(
name: {en: Grant, ru: Грант, kk: Грант}
summary: {en: Money for research., ru: Деньги на НИОКР., kk: ҒЗТКЖ ақшасы.}
family: financial
indications:
  stages: [emerging, growth]
  company_types: [sme, startup]
  goals: [exports]
  components: [science, finance]
  conditions: []
contraindications:
  - when: [{field: stage, is: decline}]
    reason: {en: Too late., ru: Поздно., kk: Кеш.}
    source: Author 2020
interactions: []
eligibility:
  - {field: rd_active, is: true}
  - any: [{field: age_years, max: 10}, {field: employees, max: 100}]
dose:
  unit: thousand_usd_per_firm
  reference: {value: 150, unit: thousand USD, source: Author 2020}
  steps: [50, 100, 150, 300]
  years: 1
costs:
  public_share: {value: 1.0, unit: per unit of dose money, source: Author 2020}
  firm_value_share: {value: 1.0, unit: per unit of dose money, source: Author 2020}
  own_share: {value: 0.25, unit: per unit of dose money, source: Author 2020}
  administration_share: {value: 0.08, unit: of public cost, source: Author 2020}
  set_up_thousand_usd: {value: 40, unit: thousand USD, source: Author 2020}
application:
  days: {value: 15, sd: 5, unit: working days, source: Author 2020}
  documents: {value: 14, unit: documents, source: Author 2020}
  compliance_days: {value: 8, unit: working days a year, source: Author 2020}
  approval_share: {value: 0.35, unit: of applications, source: Author 2020}
  capacity: {value: 120, unit: awards a year and region, source: Author 2020}
  selection: merit
mechanism:
  scope: private
  components: {science: 0.6, finance: 0.4}
  response: {outcome: revenue, percent: 5, sd_percent: 5, after_years: 3, source: Author 2020}
lag:
  set_up_years: {value: 0.5, unit: years, source: Author 2020}
  ramp_years: {value: 2, unit: years, source: Author 2020}
  half_life_years: {value: 6, unit: years, source: Author 2020}
kpis:
  - {id: patents_filed, stages: [emerging], company_types: []}
  - {id: revenue_growth}
stakeholders: {owner: agency, delivery: agency, partners: [ministry]}
continuation:
  release_at: 0.9
  partial_from: 0.6
  cure_months: 6
  on_failure: reduce
  counter_obligation: {en: Stay., ru: Остаться., kk: Қалу.}
evidence:
  - {study: Author 2020, outcome: revenue, effect: 5, design: RDD, status: confirmed}
)";
}

inline std::string sample_kpi(const std::string& id, const std::string& moved_by) {
  return "id: " + id + R"(
name: {en: Name, ru: Имя, kk: Атау}
definition: {en: What., ru: Что., kk: Не.}
unit: {en: percent, ru: процент, kk: пайыз}
direction: increase
level: firm
period: year
family: growth
measure: )" +
         id + R"(
moved_by: )" +
         moved_by + R"(
stages: []
company_types: []
source: {en: Survey, ru: Опрос, kk: Сауалнама}
verification: {en: Audit, ru: Аудит, kk: Аудит}
)";
}

inline std::string sample_indicator(const std::string& id, const std::string& level) {
  return "- id: " + id + R"(
  name: {en: Name, ru: Имя, kk: Атау}
  unit: {en: percent, ru: процент, kk: пайыз}
  component: science
  better: increase
  level: )" +
         level + R"(
  weight: 1
  log_scale: false
  source: Statistics office
)";
}

inline std::string sample_sector(const std::string& id) {
  std::string text = "- id: " + id + R"(
  name: {en: Sector, ru: Сектор, kk: Сектор}
  analysed: true
  profile: science_based
  divisions: ["62"]
)";
  for (const char* key : {"value_added",         "value_added_share", "employment",
                          "export_share",        "exporter_share",    "patents_per_1000",
                          "investment_rate",     "rd_active_share",   "taxable_profit_share",
                          "collateral_share",    "new_product_share", "local_sourcing_share",
                          "compliance_share",    "graduates_share",   "pilots_per_100",
                          "profit_margin",       "payroll_share",     "real_growth",
                          "productivity_growth", "entry_rate",        "exit_rate",
                          "displacement",        "world_market",      "world_growth",
                          "default_risk"}) {
    text += std::string("  ") + key + ": {value: 0.1, unit: share, source: Statistics office}\n";
  }
  return text +
         "  conditions: {resource_price_maker: 0, processing_capacity: 0.3, overcapacity: 0.2, "
         "source: Ministry}\n";
}

using Files = std::map<std::string, std::string>;

inline Files sample_toolbox() {
  Files files;
  files["content/roles.yaml"] =
      "- {id: agency, name: {en: Agency, ru: Агентство, kk: Агенттік}}\n"
      "- {id: ministry, name: {en: Ministry, ru: Министерство, kk: Министрлік}}\n";
  files["content/profiles.yaml"] =
      "- {id: science_based, name: {en: Science, ru: Наука, kk: Ғылым}, source: Pavitt 1984,\n"
      "   weight_tilt: {workforce: 1, science: 1.8, infrastructure: 1, finance: 1, demand: 1}}\n";
  files["content/indicators.yaml"] = sample_indicator("papers", "country") +
                                     sample_indicator("roads", "region") +
                                     sample_indicator("labs", "sector");
  files["content/kpis/patents_filed.yaml"] = sample_kpi("patents_filed", "[science]");
  files["content/kpis/revenue_growth.yaml"] = sample_kpi("revenue_growth", "[]");
  files["content/instruments/grant.yaml"] = sample_instrument("grant");
  files["content/instruments/loan.yaml"] = sample_instrument("loan");
  files["content/instruments/prize.yaml"] = sample_instrument("prize");
  files["content/problems/no_labs.yaml"] = R"(id: no_labs
name: {en: No labs, ru: Нет лабораторий, kk: Зертхана жоқ}
statement: {en: No labs., ru: Нет лабораторий., kk: Зертхана жоқ.}
component: science
stages: [emerging]
profiles: [science_based]
signs:
  - {indicator: papers, threshold_z: -0.5}
instruments: [grant, loan]
kpis: [patents_filed]
)";
  files["content/parameters/dynamics.yaml"] =
      "theta: {value: 0.15, sd: 0.05, unit: log points, assumed: true, source: no survey found}\n";
  return files;
}

// The YAML cards of a country without a mistake.
inline void add_sample_country(Files& files) {
  const std::string home = "countries/atlantis/";
  files[home + "country.yaml"] = R"(id: atlantis
iso3: ATL
name: {en: Atlantis, ru: Атлантида, kk: Атлантида}
currency: ATD
currency_symbol: A
base_year: 2023
languages: [en, ru]
usd_rate: {value: 450, unit: ATD per USD, source: Central bank}
output_per_worker: {value: 9000000, unit: ATD a year, source: Statistics office}
day_cost: {value: 30000, unit: ATD, source: Statistics office}
discount_rate: {value: 0.05, unit: a year, source: Ministry}
private_venture_depth: {value: 0.1, unit: "0..1", source: Ministry}
company_types: {large_employees_over: 250, newcomer_age_below: 2, startup_age_below: 7, source: Law}
)";
  const std::string region =
      ", name: {en: Region, ru: Область, kk: Облыс},\n"
      "   population: {value: 1000000, unit: persons, source: Census},\n"
      "   gross_product: {value: 5000, unit: million, source: Statistics office},\n"
      "   labour_market_density: {value: 0.5, unit: \"0..1\", source: Statistics office},\n";
  files[home + "regions.yaml"] =
      "- {id: AT-1" + region + "   tile: [0, 0]}\n- {id: AT-2" + region + "   tile: [0, 1]}\n";
  files[home + "sectors.yaml"] = sample_sector("software") + sample_sector("steel");
  files[home + "offices.yaml"] =
      "- {id: ada, name: {en: Ada, ru: Ада, kk: Ада}, roles: [agency]}\n"
      "- {id: board, name: {en: Board, ru: Совет, kk: Кеңес}, roles: [ministry], region: AT-1}\n";
  files[home + "budgets.yaml"] =
      "- {id: b1, name: {en: Budget, ru: Бюджет, kk: Бюджет}, role: agency, year: 2024,\n"
      "   amount_million: {value: 100, unit: million ATD, source: Law}}\n";
  files[home + "programmes.yaml"] =
      "- {id: p1, name: {en: P, ru: П, kk: П}, instrument: grant, source: Law,\n"
      "   budget_million: {value: 100, unit: million ATD, source: Law}}\n";
  files[home + "local_terms.yaml"] =
      "- {instrument: grant, steps: [10, 20], source: Law,\n"
      "   application: {days: {value: 5, unit: working days, source: Law}}}\n";
  files[home + "population.yaml"] = R"(source: Statistics office
size_classes:
  - {id: small, name: {en: Small, ru: Малые, kk: Шағын}, employees: [1, 49]}
  - {id: large, name: {en: Large, ru: Крупные, kk: Ірі}, employees: [50, 5000]}
pareto_exponent: {value: 1.06, unit: none, source: Axtell 2001}
age_weibull_shape: {value: 0.8, unit: none, source: Author 2020}
age_weibull_scale_years: {value: 9, unit: years, source: Author 2020}
exporter_share_by_size:
  small: {value: 0.05, unit: of firms, source: Survey}
  large: {value: 0.4, unit: of firms, source: Survey}
region_share:
  AT-1: 0.7
  AT-2: 0.3
sector_region_tilt:
  software: {AT-1: 1.5}
)";
}

inline void add_sample_tables(Files& files) {
  const std::string home = "countries/atlantis/";
  files[home + "thresholds.csv"] = "id,year,mci,mci_value,source\nvat,2024,20000,3692,Law\n";
  files[home + "indicators.csv"] =
      "indicator,subject,year,value,benchmark_mean,benchmark_sd,source,assumed\n"
      "papers,ATL,2022,12,,,Statistics office,false\n"
      "papers,KOR,2022,40,,,Statistics office,false\n"
      "roads,AT-1,2022,1,,,Statistics office,false\n"
      "labs,software,2022,1,2,0.5,Statistics office,true\n";
  files[home + "series.csv"] =
      "sector,feature,year,value,source,assumed\n"
      "software,real_output_growth,2021,0.05,Statistics office,false\n"
      "software,real_output_growth,2022,0.06,Statistics office,false\n";
  files[home + "firms.csv"] =
      "sector,size_class,firms,source,assumed\n"
      "software,small,900,Statistics office,false\n"
      "software,large,10,Statistics office,false\n"
      "steel,large,3,Statistics office,false\n";
  files[home + "data/prices.csv"] = "year,index,source\n2022,110.2,Statistics office\n";
}

inline Files sample_files() {
  Files files = sample_toolbox();
  add_sample_country(files);
  add_sample_tables(files);
  return files;
}

// Replace the only place where `from` stands in a text.
inline void replace(std::string& text, const std::string& from, const std::string& to) {
  const std::size_t at = text.find(from);
  MUST(at != std::string::npos && text.find(from, at + 1) == std::string::npos);
  text.replace(at, from.size(), to);
}

// The 1-based line on which `marker` first stands.
inline int line_of(const std::string& text, const std::string& marker) {
  const std::size_t at = text.find(marker);
  MUST(at != std::string::npos);
  int line = 1;
  for (std::size_t i = 0; i < at; ++i) line += text[i] == '\n' ? 1 : 0;
  return line;
}

// A new folder that holds these files for as long as the object lives.
class SampleFolder {
 public:
  explicit SampleFolder(const Files& files) {
    std::string name = (std::filesystem::temp_directory_path() / "formulary_XXXXXX").string();
    MUST(::mkdtemp(name.data()) != nullptr);
    root_ = name;
    for (const auto& [file, text] : files) {
      std::filesystem::create_directories((root_ / file).parent_path());
      std::ofstream(root_ / file, std::ios::binary) << text;
    }
  }
  ~SampleFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(root_, ignored);
  }
  SampleFolder(const SampleFolder&) = delete;
  SampleFolder& operator=(const SampleFolder&) = delete;

  std::string content() const { return (root_ / "content").string(); }
  std::string countries() const { return (root_ / "countries").string(); }
  std::string country() const { return (root_ / "countries/atlantis").string(); }

 private:
  std::filesystem::path root_;
};

}  // namespace formulary::cards
