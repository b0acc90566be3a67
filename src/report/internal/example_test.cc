#include "report/internal/example.h"

#include <filesystem>

#include <doctest/doctest.h>

namespace formulary::report {

namespace {

IndicatorSign sign(const char* id, double value, double benchmark, double goodness, bool assumed) {
  return {id, "KAZ", 2024, value, benchmark, goodness, "World Bank WDI, 2025-07 edition", assumed};
}

ComponentState component(Component one, double access, double benchmark, double shadow_return,
                         bool binding) {
  ComponentState state;
  state.component = one;
  state.access = access;
  state.benchmark = benchmark;
  state.weight = 0.2;
  state.shadow_return = shadow_return;
  state.binding = binding;
  return state;
}

Diagnosis diagnosis() {
  Diagnosis answer;
  answer.sector = "ai_software";
  answer.stage = Stage::growth;
  answer.stage_probability = {0.21, 0.71, 0.07, 0.01};
  answer.index = 0.38;
  answer.benchmark_index = 0.55;
  answer.components = {component(Component::workforce, 0.31, 0.52, 0.41, true),
                       component(Component::science, 0.44, 0.56, 0.19, false),
                       component(Component::infrastructure, 0.62, 0.58, 0.06, false),
                       component(Component::finance, 0.34, 0.55, 0.35, true),
                       component(Component::demand, 0.47, 0.54, 0.17, false)};
  answer.components[0].signs = {sign("ict_graduates", 1.9, 3.4, -1.1, false),
                                sign("talent_outflow", 4.2, 2.1, -0.9, true)};
  answer.components[3].signs = {sign("venture_capital", 0.03, 0.24, -1.3, false)};
  answer.components[4].unknown = {"talent_outflow"};
  RankedProblem drain;
  drain.problem = "ai_talent_drain";
  drain.component = Component::workforce;
  drain.score = 0.82;
  drain.signs = answer.components[0].signs;
  drain.instruments = {"joint_campus", "tax_incentive"};
  drain.kpis = {"graduates_hired", "new_firms"};
  RankedProblem venture;
  venture.problem = "thin_venture_market";
  venture.component = Component::finance;
  venture.score = 0.46;
  venture.signs = answer.components[3].signs;
  venture.unknown = {"ict_graduates"};
  venture.instruments = {"accelerator"};
  venture.kpis = {"survival_3y"};
  answer.problems = {drain, venture};
  return answer;
}

Sensitivity sensitivity(const Provenance& provenance) {
  Sensitivity answer;
  answer.country = "kazakhstan";
  answer.cells = {
      {"ai_software",
       "joint_campus",
       "standard",
       CompanyType::sme,
       {8.2, 2.1, 5.9, 8.1, 10.5, 14.6},
       2.9,
       SensitivityReason::treats_binding,
       {},
       Component::workforce},
      {"ai_software",
       "concessional_lending",
       "standard",
       CompanyType::startup,
       {},
       0,
       SensitivityReason::contraindicated,
       {"Start-ups have no collateral to borrow against.",
        "У стартапов нет залога, под который можно занять.", "Стартаптарда несие алуға кепіл жоқ."},
       Component::workforce},
      {"mining",
       "tax_incentive",
       "profit_tax",
       CompanyType::large,
       {0.3, -0.4, 0.0, 0.3, 0.6, 1.1},
       0.2,
       SensitivityReason::binds_elsewhere,
       {},
       Component::infrastructure}};
  answer.provenance = provenance;
  return answer;
}

Example build() {
  Example whole;
  whole.toolbox = example_toolbox();
  whole.country = example_country();
  whole.stage = example_stage();
  whole.diagnosis = diagnosis();
  whole.package = example_package(whole.toolbox, whole.country);
  whole.infeasible = {whole.package.envelope, {"region.KZ-62", "budget"}, Remedy::looser_limits};
  whole.forecast = example_forecast(whole.package);
  whole.sensitivity = sensitivity(whole.package.provenance);
  whole.faults = {{"content/kpis/net_jobs.yaml", 7, "unit.kk is empty", "write it in Kazakh"},
                  {"countries/kazakhstan/firms.csv", 0, "no firms in mining", ""}};
  return whole;
}

}  // namespace

bool wants_pictures() {
  return std::filesystem::is_directory(kPictures);
}

const Example& example() {
  static const Example once = build();
  return once;
}

// Expected: by construction; without this the other tests of the room would show little.
TEST_CASE("the example has something to say in every part of an answer") {
  const Example& all = example();
  CHECK(all.package.measures.size() == 37);
  CHECK(all.package.blanket.size() == 20);
  CHECK(all.forecast.kpis.size() == all.toolbox.kpis.size());
  CHECK(all.diagnosis.components.size() == kComponents);
  CHECK(!all.stage.path.empty());
}

}  // namespace formulary::report
