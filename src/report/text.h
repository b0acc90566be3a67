// What does a person read on a terminal? Short plain text, the most important sentence first.
#pragma once

#include <string>
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

enum class Colour { off, on };  // on: ANSI escapes

// Who reads, and what names mean to them.
struct Reader {
  const Toolbox& toolbox;
  const CountryPack& country;
  Language language = Language::en;
  Colour colour = Colour::off;
};

// Tell a command's answer. Tables are aligned by letters, so that Cyrillic stands in columns.
std::string text_of(const Faults& faults, Language language, Colour colour);  // of check
std::string text_of(const Toolbox& toolbox, const Reader& reader);
std::string text_of(const std::vector<SectorStage>& sectors, const Reader& reader);
std::string text_of(const Diagnosis& diagnosis, const Reader& reader);
std::string text_of(const Sensitivity& sensitivity, const Reader& reader);
std::string text_of(const Configuration& configuration, const Reader& reader);
std::string text_of(const Package& package, const Forecast& forecast, const Reader& reader);

// Tell what an estimator found, or why it cannot be known; `command` reproduces it.
std::string text_of(const evaluate::Identified<evaluate::Finding>& finding,
                    const std::string& command, Language language, Colour colour);

// Tell what one instrument is. Errors: no instrument has this id; the hint names the nearest one.
Result<std::string> text_of_instrument(const std::string& id, const Reader& reader);

}  // namespace formulary
