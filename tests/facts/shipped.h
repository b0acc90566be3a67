// Which content and countries are shipped? Opened once for all tests of this folder.
#pragma once

#include <algorithm>
#include <set>
#include <string>
#include <variant>

#include <doctest/doctest.h>

#include "cycle/cycle.h"

namespace formulary::facts {

inline Installation open_shipped(const std::string& country) {
  const std::string root = FORMULARY_ROOT;
  auto opened = open_installation(root + "/content", root + "/countries/" + country);
  if (!opened) {
    for (const Fault& fault : opened.error()) MESSAGE(describe(fault));
  }
  REQUIRE(opened.has_value());
  return std::move(*opened);
}

inline const Installation& kazakhstan() {
  static const Installation installation = open_shipped("kazakhstan");
  return installation;
}

inline Envelope envelope_for(const std::string& sector, Goal goal, const char* budget = "50bn") {
  Envelope envelope;
  envelope.country = "kazakhstan";
  envelope.sector = sector;
  envelope.goal = goal;
  envelope.budget = *Money::parse(budget);
  return envelope;
}

// Configure a sector; the answer must be a package.
inline Package package_for(const Installation& installation, const Envelope& envelope) {
  const DrawnPopulation firms = population_for(installation, envelope.sector, 0);
  ConfigureOptions options;
  options.scenarios = 4;
  options.alternatives = {};
  auto answer = configure_sector(installation, firms, envelope, options);
  REQUIRE(answer.has_value());
  REQUIRE(std::holds_alternative<Package>(*answer));
  return std::get<Package>(*answer);
}

inline Diagnosis diagnosis_of(const Installation& installation, const std::string& sector) {
  const DrawnPopulation firms = population_for(installation, sector, 0);
  auto diagnosis = diagnose_sector(installation, firms.population, sector, std::nullopt);
  REQUIRE(diagnosis.has_value());
  return *diagnosis;
}

inline std::set<std::string> instruments_of(const Package& package) {
  std::set<std::string> ids;
  for (const PlannedMeasure& measure : package.measures) ids.insert(measure.instrument);
  return ids;
}

inline std::set<std::string> kpis_of(const Package& package) {
  std::set<std::string> ids;
  for (const PlannedMeasure& measure : package.measures) {
    for (const PlannedKpi& kpi : measure.kpis) ids.insert(kpi.kpi);
  }
  return ids;
}

// Set every sector-level reading of one component to the peers' mean plus `z` spreads (in the good
// direction).
inline void set_readings(Installation& installation, const std::string& sector, Component component,
                         double z) {
  for (Reading& reading : installation.country.readings) {
    const Indicator* indicator = installation.toolbox.indicator(reading.indicator);
    if (reading.subject != sector || indicator->component != component) continue;
    const double sign = indicator->better == Direction::increase ? 1 : -1;
    reading.value = std::max(0.01, reading.benchmark_mean + sign * z * reading.benchmark_sd);
  }
}

}  // namespace formulary::facts
