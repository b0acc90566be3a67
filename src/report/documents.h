// What does a program read? One JSON document per command, and the way back for a package.
//
// Every document opens with `schema` (docs/schema/NAME.schema.json) and `engine`, has the keys in a
// fixed order, prints each number in the shortest form that reads back as the same number, and
// writes null where there is no number. What varies from run to run stands under `run` alone.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/forecast.h"
#include "domain/package.h"
#include "domain/sensitivity.h"
#include "domain/stages.h"
#include "domain/toolbox.h"
#include "evaluate/effect.h"

namespace formulary {

// Tell whether the toolbox and the country pack are sound (formulary/check/1).
std::string encode_check(const Faults& faults);

// List the whole toolbox (formulary/toolbox/1).
std::string encode_toolbox(const Toolbox& toolbox);

// Show one instrument with the KPIs and problems it touches (formulary/toolbox/1).
// Errors: no instrument has this id; the hint names the nearest one.
Result<std::string> encode_toolbox(const Toolbox& toolbox, const std::string& instrument);

// Give the life-cycle stage of each sector (formulary/stages/1).
std::string encode_stages(const std::vector<SectorStage>& sectors);

// Say what holds a sector back (formulary/diagnosis/1); hashes are those of the two inputs.
std::string encode_diagnosis(const Diagnosis& diagnosis, const Toolbox& toolbox,
                             const CountryPack& country);

// Say which sectors answer which instrument (formulary/sensitivity/1).
std::string encode_sensitivity(const Sensitivity& sensitivity);

// Propose a package, or say why there is none (formulary/package/1).
std::string encode_configuration(const Configuration& configuration);

// Say what would happen and who would come (formulary/forecast/1).
std::string encode_forecast(const Forecast& forecast, const Toolbox& toolbox);

// Say what a measure caused, or why nobody can know it from these data (formulary/finding/1).
std::string encode_finding(const evaluate::Identified<evaluate::Finding>& finding,
                           const std::string& command);

// Find the country pack that a package document asks for, before anything else of it is read.
// Errors: not JSON, or not a package.
Result<std::string> country_of_package(std::string_view json);

// Read a package that this version of the program wrote; encode(decode(x)) has the bytes of x.
// Errors: every fault found, each with its JSON pointer in `what`: not JSON, repeated or unknown
// keys, nesting too deep, another schema or engine, another country or other content of the toolbox
// or the pack than it was made with, ids that these do not have, numbers out of range, budgets that
// do not add up, two measures with one id.
Result<Package> decode_package(std::string_view json, const Toolbox& toolbox,
                               const CountryPack& country);

}  // namespace formulary
