// check, toolbox, stages, diagnose, sensitivity: questions that need no money.
#include <fstream>
#include <iostream>

#include "answer.h"
#include "cards/cards.h"
#include "commands.h"
#include "place.h"
#include "report/documents.h"
#include "report/text.h"
#include "tables/csv.h"
#include "tables/parquet.h"
#include "terminal.h"

namespace formulary::app {

namespace {

Colour colour() {
  return wants_colour() ? Colour::on : Colour::off;
}

int print(const std::string& text) {
  auto written = write_file("-", text);
  return written ? kDone : tell(written.error(), kSystem);
}

Result<CsvTable> read_table(const std::string& path) {
  if (path.ends_with(".parquet")) return read_parquet(path, path);
  Faults faults;
  CsvTable table = read_csv(path, path, faults);
  if (!faults.empty()) return fail(std::move(faults));
  return table;
}

// Read a panel for the stage model.
Result<std::vector<SeriesPoint>> read_panel(const std::string& path) {
  TRY(table, read_table(path));
  PanelColumns panel;
  panel.file = table.file;
  panel.header = std::move(table.header);
  for (CsvRow& row : table.rows) {
    panel.rows.push_back(std::move(row.fields));
    panel.lines.push_back(row.line);
  }
  return series_of_panel(panel);
}

}  // namespace

int check_command(const Common& common, const CheckArguments& arguments) {
  std::string content = common.content;
  std::string countries = common.countries;
  if (!arguments.folder.empty()) {
    content = arguments.folder + "/content";
    countries = arguments.folder + "/countries";
  }
  auto place = find_place(content, countries);
  if (!place) return tell(place.error(), kWrongUse);
  const Faults faults = check(place->content, place->countries);
  const int code = faults.empty() ? kDone : kNo;
  const int printed =
      print(common.json ? encode_check(faults) : text_of(faults, common.language, colour()));
  return printed == kDone ? code : printed;
}

int toolbox_command(const Common& common, const ToolboxArguments& arguments) {
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto toolbox = load_toolbox(place->content);
  if (!toolbox) return tell(toolbox.error(), kBadInput);
  auto document = arguments.id.empty() ? Result<std::string>(encode_toolbox(*toolbox))
                                       : encode_toolbox(*toolbox, arguments.id);
  if (!document) return tell(document.error(), kWrongUse);
  if (common.json) return print(*document);
  const CountryPack none;
  const Reader reader{*toolbox, none, common.language, colour()};
  if (arguments.id.empty()) return print(text_of(*toolbox, reader));
  auto text = text_of_instrument(arguments.id, reader);
  return text ? print(*text) : tell(text.error(), kWrongUse);
}

int stages_command(const Common& common, const StagesArguments& arguments) {
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  std::vector<SectorStage> found;
  Toolbox toolbox;
  CountryPack country;
  if (!arguments.panel.empty()) {
    auto loaded = load_toolbox(place->content);
    if (!loaded) return tell(loaded.error(), kBadInput);
    toolbox = std::move(*loaded);
    auto model = stage_model_of(toolbox.parameters);
    if (!model) return tell(model.error(), kBadInput);
    auto points = read_panel(arguments.panel);
    if (!points) return tell(points.error(), kBadInput);
    found = stages(*model, *points);
  } else {
    auto opened = open_country(*place, arguments.country);
    if (!opened) return tell(opened.error(), kBadInput);
    found = opened->stages;
    toolbox = std::move(opened->toolbox);
    country = std::move(opened->country);
  }
  if (found.empty()) {
    return tell({{arguments.panel, 0, "no sector stands in it", "see docs/content.md"}}, kBadInput);
  }
  if (!arguments.sector.empty()) {
    std::erase_if(found, [&](const SectorStage& s) { return s.sector != arguments.sector; });
    if (found.empty()) {
      return tell({{"", 0, "no sector '" + arguments.sector + "' here", ""}}, kWrongUse);
    }
  }
  return print(common.json ? encode_stages(found)
                           : text_of(found, Reader{toolbox, country, common.language, colour()}));
}

int diagnose_command(const Common& common, const DiagnoseArguments& arguments) {
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto opened = open_country(*place, arguments.country);
  if (!opened) return tell(opened.error(), kBadInput);
  const DrawnPopulation population = population_for(*opened, arguments.sector, 0);
  std::optional<std::string> region;
  if (!arguments.region.empty()) region = arguments.region;
  auto diagnosis = diagnose_sector(*opened, population.population, arguments.sector, region);
  if (!diagnosis) return tell(diagnosis.error(), kBadInput);
  return print(common.json ? encode_diagnosis(*diagnosis, opened->toolbox, opened->country)
                           : text_of(*diagnosis, Reader{opened->toolbox, opened->country,
                                                        common.language, colour()}));
}

int sensitivity_command(const Common& common, const SensitivityArguments& arguments) {
  auto place = find_place(common.content, common.countries);
  if (!place) return tell(place.error(), kWrongUse);
  auto opened = open_country(*place, arguments.country);
  if (!opened) return tell(opened.error(), kBadInput);
  SensitivityOptions options;
  options.sectors = arguments.sectors;
  options.seed = arguments.seed;
  auto answer = sensitivity_of(*opened, options);
  if (!answer) return tell(answer.error(), kBadInput);
  answer->provenance.command = common.command_line;
  return print(common.json ? encode_sensitivity(*answer)
                           : text_of(*answer, Reader{opened->toolbox, opened->country,
                                                     common.language, colour()}));
}

}  // namespace formulary::app
