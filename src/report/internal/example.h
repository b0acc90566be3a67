// What does a filled-in answer look like? One worked example that all tests of the room share:
// AI and software in Kazakhstan, five years, 25 bn tenge. Its figures are made up to be
// plausible; no test takes them for results.
#pragma once

#include <string>
#include <vector>

#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/sensitivity.h"
#include "domain/stages.h"
#include "domain/toolbox.h"

namespace formulary::report {

struct Example {
  Toolbox toolbox;
  CountryPack country;
  SectorStage stage;
  Diagnosis diagnosis;
  Package package;
  Infeasible infeasible;
  Forecast forecast;
  Sensitivity sensitivity;
  Faults faults;
};

// Build the example once.
const Example& example();

// For the eye: where the working directory of the tests has a folder report_example, the tests
// leave the pages and texts of the example in it. True when it has.
bool wants_pictures();
inline constexpr const char* kPictures = "report_example/";

// Its parts, each from its own file.
Toolbox example_toolbox();
CountryPack example_country();
SectorStage example_stage();
Package example_package(const Toolbox& toolbox, const CountryPack& country);
Forecast example_forecast(const Package& package);

}  // namespace formulary::report
