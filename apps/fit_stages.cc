// Fit the stage model to a public industry panel and print content/parameters/stage_model.yaml,
// or, with --validate, how the fit does on the industries that it has not seen.
#include <cstdio>
#include <string>

#include <CLI/CLI.hpp>

#include "observe/observe.h"
#include "observe/stage_fit.h"
#include "tables/csv.h"

namespace {

using namespace formulary;

Result<std::vector<SeriesPoint>> read_panel(const std::string& path) {
  Faults faults;
  CsvTable table = read_csv(path, path, faults);
  if (!faults.empty()) return fail(std::move(faults));
  PanelColumns panel;
  panel.file = table.file;
  panel.header = std::move(table.header);
  for (CsvRow& row : table.rows) {
    panel.rows.push_back(std::move(row.fields));
    panel.lines.push_back(row.line);
  }
  return series_of_panel(panel);
}

void print_yaml(const StageFit& fit) {
  std::printf(
      "# The life-cycle stage model: docs/methods/stages.md. Written by fit_stages, not by hand:\n"
      "#   fit_stages > content/parameters/stage_model.yaml\n"
      "# sd is the doubt about the number itself, from the expected number of observations.\n");
  constexpr std::size_t prefix = sizeof("stage_model.") - 1;
  for (const auto& [key, quantity] : fit.parameters) {
    std::printf("%s: {value: %.10g, sd: %.4g, unit: \"%s\", ", key.substr(prefix).c_str(),
                quantity.value, quantity.sd, quantity.unit.c_str());
    if (quantity.assumed) std::printf("assumed: true, ");
    std::printf("source: \"%s\"}\n", quantity.source.c_str());
  }
}

void print_fit(const StageFit& fit) {
  std::printf("fitted to %zu industries, %zu industry-years, %zu iterations%s\n", fit.sectors,
              fit.sector_years, fit.iterations, fit.converged ? "" : " WITHOUT CONVERGING");
  std::printf("%-10s %8s  %s\n", "stage", "initial", "feature: mean (spread), per cent");
  for (std::size_t s = 0; s < kStages; ++s) {
    std::printf("%-10s %8.3f ", id_of(static_cast<Stage>(s)), fit.model.initial[s]);
    for (const StageFeature& feature : fit.model.features) {
      std::printf(" %s: %.1f (%.1f)", feature.name.c_str(), 100 * feature.mean[s],
                  100 * feature.spread[s]);
    }
    std::printf("\n  to");
    for (const double p : fit.model.transition[s]) std::printf(" %.3f", p);
    std::printf("\n");
  }
}

void print_validation(const StageValidation& validation) {
  std::printf("\n%-60s %9s %-9s %-9s %5s | share of years right\n", "held-out industry", "years",
              "label", "model", "p");
  for (const LabelScore& score : validation.labels) {
    std::printf("%-60.60s %4d-%4d %-9s %-9s %5.2f | smoothed %.2f filtered %.2f rule %.2f\n",
                score.label.sector.c_str(), score.label.first_year, score.label.last_year,
                id_of(score.label.stage), id_of(score.stage), score.probability, score.smoothed,
                score.filtered, score.rule);
  }
  const auto print = [](const char* who, const Score& score) {
    std::printf("%-20s accuracy %.3f  log score %.3f\n", who, score.accuracy, score.log_score);
  };
  print("smoothed", validation.smoothed);
  print("filtered", validation.filtered);
  print("rule (flattered)", validation.rule);
  const auto print_forecast = [](const char* who, const ForecastScore& score) {
    std::printf("next year's growth from %-12s log density %.3f  absolute error %.2f pp\n", who,
                score.log_density, 100 * score.absolute_error);
  };
  print_forecast("the model", validation.next_year_model);
  print_forecast("the rule", validation.next_year_rule);
  print_forecast("nothing", validation.next_year_nothing);
}

}  // namespace

int main(int argc, char** argv) {
  CLI::App app{"Fit the life-cycle stage model and print its parameters as YAML."};
  std::string path = "content/panels/us_bls_klems.csv";
  bool validate = false;
  StageFitOptions options;
  options.held_out = klems_held_out();
  app.add_option("--panel", path, "CSV in a layout of docs/methods/stages.md")
      ->capture_default_str();
  app.add_option("--window", options.window_years, "years of a window")->check(CLI::Range(2, 15));
  app.add_option("--anchor", options.anchor_weight, "weight of the published descriptions")
      ->check(CLI::PositiveNumber);
  app.add_option("--features", options.features, "growth features to fit")->delimiter(',');
  app.add_flag("--validate", validate, "print the fit and its scores on held-out industries");
  CLI11_PARSE(app, argc, argv);
  if (app.count("--panel") > 0) options.panel = path;
  const auto points = read_panel(path);
  if (!points) {
    for (const Fault& fault : points.error()) std::fprintf(stderr, "%s\n", describe(fault).c_str());
    return 3;
  }
  const StageFit fit = fit_stage_model(*points, options);
  if (!validate) {
    print_yaml(fit);
    return fit.converged ? 0 : 1;
  }
  print_fit(fit);
  print_validation(validate_stages(fit.model, *points, options.held_out, klems_labels()));
  return 0;
}
