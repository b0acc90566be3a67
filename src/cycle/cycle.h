// How does one go round the circle? The whole story: load, observe, diagnose, configure, pre-test.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>
#include <vector>

#include "base/result.h"
#include "configure/configure.h"
#include "diagnose/diagnose.h"
#include "domain/country.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/programme.h"
#include "domain/stages.h"
#include "domain/toolbox.h"
#include "observe/observe.h"
#include "observe/population.h"
#include "pretest/pretest.h"

namespace formulary {

// A toolbox and a country, loaded and checked, with the stage of every sector.
struct Installation {
  Toolbox toolbox;
  CountryPack country;
  StageModel stage_model;
  std::vector<SectorStage> stages;  // of sectors with series, and of all analysed ones

  // The stage of a sector: the most probable one; maturity for a sector nobody looked at.
  const SectorStage* stage_of(const std::string& sector) const;
};

// Load content and one country; every fault of both.
Result<Installation> open_installation(const std::string& content_folder,
                                       const std::string& country_folder);

// Draw the population that a question about one sector needs (all sectors: empty id).
DrawnPopulation population_for(const Installation& installation, const std::string& sector,
                               std::size_t most_firms);

// Answer "what holds it back?" Faults: unknown sector or region, a sector without firms.
Result<Diagnosis> diagnose_sector(const Installation& installation, const Population& population,
                                  const std::string& sector,
                                  const std::optional<std::string>& region);

// Answer "which package?" for an envelope. Faults: unknown ids, impossible years or shares.
Result<Configuration> configure_sector(const Installation& installation,
                                       const DrawnPopulation& population, const Envelope& envelope,
                                       const ConfigureOptions& options);

// Answer "which sectors respond to which instrument?" Faults: unknown sectors.
Result<Sensitivity> sensitivity_of(const Installation& installation,
                                   const SensitivityOptions& options);

// Whether firms of a sector were drawn in some of these regions; empty = in any.
bool has_firms(const Installation& installation, const Population& population,
               const std::string& sector, const std::vector<std::string>& regions);

// Answer "what would happen?" for a package of this country. Firms of its sector MUST be drawn.
Forecast pretest_package(const Installation& installation, const DrawnPopulation& population,
                         const Package& package, const PretestOptions& options);

// What the model knows of a measure's cell, beside what a firm states: the facts that screening
// asks for. Computed once for each cell and kept. Safe to use from any number of threads.
class CellFacts {
 public:
  explicit CellFacts(const Installation& installation) : installation_(installation) {}
  // Nothing is known of a sector or region that the pack does not have.
  Facts of(const Programme& programme, const ProgrammeMeasure& measure);

 private:
  using Key = std::tuple<std::string, std::string, CompanyType, Stage, Goal>;

  const Installation& installation_;
  std::mutex mutex_;
  std::map<Key, Facts> known_;
};

}  // namespace formulary
