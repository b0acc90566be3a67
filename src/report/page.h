// What does a minister read? One self-contained page with the answer, its reasons and its doubts.
#pragma once

#include <string>

#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/stages.h"
#include "domain/toolbox.h"

namespace formulary {

// The answers of one circle, all for the same sector of the same country.
struct PageInput {
  const Toolbox& toolbox;
  const CountryPack& country;
  const SectorStage& stage;
  const Diagnosis& diagnosis;
  const Package& package;
  const Forecast& forecast;  // of this package
};

// Write the page: HTML that is also well-formed XML, without scripts, fonts or pictures from
// elsewhere. Ids that the toolbox or the country lacks are shown as they are.
std::string page(const PageInput& input, Language language);

}  // namespace formulary
