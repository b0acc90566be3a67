#include "cycle/cycle.h"

#include <algorithm>

#include "base/must.h"
#include "cards/cards.h"
#include "model/access.h"
#include "model/coefficients.h"
#include "model/facts.h"

namespace formulary {

namespace {

std::string known_ids(const auto& list) {
  std::string ids;
  for (const auto& item : list) ids += (ids.empty() ? "" : ", ") + item.id;
  return ids;
}

Faults check_place(const Installation& installation, const std::string& sector,
                   const std::vector<std::string>& regions) {
  Faults faults;
  const CountryPack& pack = installation.country;
  const Sector* found = pack.sector(sector);
  if (found == nullptr) {
    std::vector<Sector> analysed;
    std::copy_if(pack.sectors.begin(), pack.sectors.end(), std::back_inserter(analysed),
                 [](const Sector& s) { return s.analysed; });
    faults.push_back({"", 0, "country '" + pack.id + "' has no sector '" + sector + "'",
                      "choose one of " + known_ids(analysed)});
  } else if (!found->analysed) {
    faults.push_back({"", 0, "sector '" + sector + "' is not analysed",
                      "the pack keeps it only so that the population is whole"});
  }
  for (const std::string& region : regions) {
    if (pack.region(region) == nullptr) {
      faults.push_back({"", 0, "country '" + pack.id + "' has no region '" + region + "'",
                        "choose one of " + known_ids(pack.regions)});
    }
  }
  return faults;
}

}  // namespace

bool has_firms(const Installation& installation, const Population& population,
               const std::string& sector, const std::vector<std::string>& regions) {
  const CountryPack& pack = installation.country;
  const std::size_t s = pack.sector_index(sector);
  for (std::size_t r = 0; r < pack.regions.size(); ++r) {
    const bool wanted = regions.empty() || std::find(regions.begin(), regions.end(),
                                                     pack.regions[r].id) != regions.end();
    if (wanted && population.group(s, r).size() > 0) return true;
  }
  return false;
}

const SectorStage* Installation::stage_of(const std::string& sector) const {
  const auto at = std::find_if(stages.begin(), stages.end(),
                               [&](const SectorStage& stage) { return stage.sector == sector; });
  return at == stages.end() ? nullptr : &*at;
}

Result<Installation> open_installation(const std::string& content_folder,
                                       const std::string& country_folder) {
  TRY(toolbox, load_toolbox(content_folder));
  const Faults missing = missing_parameters(toolbox.parameters);
  if (!missing.empty()) return fail(missing);
  TRY(country, load_country(country_folder, toolbox));
  TRY(model, stage_model_of(toolbox.parameters));
  Installation installation{std::move(toolbox), std::move(country), std::move(model), {}};
  installation.stages = stages(installation.stage_model, installation.country);
  return installation;
}

DrawnPopulation population_for(const Installation& installation, const std::string& sector,
                               std::size_t most_firms) {
  PopulationOptions options;
  if (!sector.empty()) options.sectors = {sector};
  options.most_firms = most_firms;
  return draw_population(installation.country, options);
}

Result<Diagnosis> diagnose_sector(const Installation& installation, const Population& population,
                                  const std::string& sector,
                                  const std::optional<std::string>& region) {
  std::vector<std::string> regions;
  if (region) regions.push_back(*region);
  Faults faults = check_place(installation, sector, regions);
  if (!faults.empty()) return fail(std::move(faults));
  if (!has_firms(installation, population, sector, regions)) {
    return fail(Fault{"", 0, "sector '" + sector + "' has no firms here",
                      "nothing can be diagnosed; check firms.csv of the pack"});
  }
  const SectorStage* stage = installation.stage_of(sector);
  Diagnosis diagnosis = diagnose(installation.country, installation.toolbox, population, sector,
                                 region, stage != nullptr ? stage->stage : Stage::maturity,
                                 stage != nullptr ? stage->smoothed : StageShares{});
  diagnosis.stage_without_data = stage == nullptr || stage->no_data;
  return diagnosis;
}

Result<Configuration> configure_sector(const Installation& installation,
                                       const DrawnPopulation& population, const Envelope& envelope,
                                       const ConfigureOptions& options) {
  Faults faults = check_place(installation, envelope.sector, envelope.regions);
  if (envelope.years < 1 || envelope.years > 15) {
    faults.push_back({"", 0, "years must be from 1 to 15", ""});
  }
  const double regions = static_cast<double>(
      envelope.regions.empty() ? installation.country.regions.size() : envelope.regions.size());
  if (!(envelope.minimum_region_share >= 0) || envelope.minimum_region_share * regions > 1) {
    faults.push_back({"", 0,
                      "the least share per region must be from 0 to one over the number of "
                      "regions",
                      ""});
  }
  if (!(envelope.risk_aversion >= 0) || envelope.risk_aversion > 100) {
    faults.push_back({"", 0, "risk aversion must be from 0 to 100", ""});
  }
  if (!faults.empty()) return fail(std::move(faults));
  if (!has_firms(installation, population.population, envelope.sector, envelope.regions)) {
    return Configuration{Infeasible{envelope, {"firms"}, Remedy::other_firms}};
  }
  TRY(diagnosis,
      diagnose_sector(installation, population.population, envelope.sector, std::nullopt));
  return configure(installation.country, installation.toolbox, population.population,
                   population.weight, diagnosis, envelope, options);
}

namespace {

std::vector<Stage> stages_by_sector(const Installation& installation) {
  std::vector<Stage> all;
  for (const Sector& sector : installation.country.sectors) {
    const SectorStage* stage = installation.stage_of(sector.id);
    all.push_back(stage != nullptr ? stage->stage : Stage::maturity);
  }
  return all;
}

}  // namespace

Result<Sensitivity> sensitivity_of(const Installation& installation,
                                   const SensitivityOptions& options) {
  Faults faults;
  for (const std::string& sector : options.sectors) {
    const Faults more = check_place(installation, sector, {});
    faults.insert(faults.end(), more.begin(), more.end());
  }
  if (!faults.empty()) return fail(std::move(faults));
  PopulationOptions drawing;
  drawing.sectors = options.sectors;
  if (drawing.sectors.empty()) {
    for (const Sector& sector : installation.country.sectors) {
      if (sector.analysed) drawing.sectors.push_back(sector.id);
    }
  }
  const DrawnPopulation population = draw_population(installation.country, drawing);
  for (const std::string& sector : drawing.sectors) {
    if (has_firms(installation, population.population, sector, {})) continue;
    faults.push_back({"", 0, "sector '" + sector + "' has no firms here",
                      "nothing can be told of it; check firms.csv of the pack"});
  }
  if (!faults.empty()) return fail(std::move(faults));
  return sensitivity(installation.country, installation.toolbox, population.population,
                     stages_by_sector(installation), options);
}

Forecast pretest_package(const Installation& installation, const DrawnPopulation& population,
                         const Package& package, const PretestOptions& options) {
  MUST(has_firms(installation, population.population, package.envelope.sector, {}));
  return pretest(installation.country, installation.toolbox, population.population,
                 population.weight, stages_by_sector(installation), package, options);
}

Facts CellFacts::of(const Programme& programme, const ProgrammeMeasure& measure) {
  const Key key{measure.sector, measure.region, measure.company_type, programme.stage,
                programme.goal};
  const std::lock_guard lock(mutex_);
  const auto at = known_.find(key);
  if (at != known_.end()) return at->second;
  const CountryPack& pack = installation_.country;
  Facts facts;
  if (pack.sector(measure.sector) != nullptr && pack.region(measure.region) != nullptr) {
    const DrawnPopulation firms = population_for(installation_, measure.sector, 0);
    const Readiness readiness = readiness_of(pack, installation_.toolbox);
    const Coefficients coefficients = mean_coefficients(installation_.toolbox.parameters);
    const AccessMap access(readiness, coefficients);
    const CellKey cell{pack.sector_index(measure.sector), pack.region_index(measure.region),
                       measure.company_type};
    facts = cell_facts(pack, firms.population, access, cell, programme.stage, programme.goal,
                       firms.weight);
  }
  known_.emplace(key, facts);
  return facts;
}

}  // namespace formulary
