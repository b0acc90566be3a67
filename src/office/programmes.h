// How does a package become a programme on the record, and move through its life?
#pragma once

#include <string>

#include "domain/forecast.h"
#include "domain/package.h"
#include "launch/launch.h"
#include "launch/programme_moves.h"
#include "office/call.h"
#include "office/rights.h"

namespace formulary::office {

using KeptProgramme = store::Kept<Programme>;

// Documents that a programme stands on, as values and word for word.
struct Adopted {
  Package package;
  std::string package_text;
  Forecast forecast;
};

// Draft a programme from a package. The drafter, the moment and the package's hash are set here.
// In a demonstration every programme is marked as one, and a marked one says so in its name.
// Refused: what `launch` refuses.
Outcome<KeptProgramme> draft_programme(Call& call, const Adopted& adopted, Mandate mandate);

// Put another package in the place of the one that a draft stands on: its measures, money and days.
// An approval falls, and the next version must be pre-tested anew. A KPI that stays keeps its
// targets; a new one gets them by `set_target`. Of the mandate only owner, first day and tranches
// are taken; an empty owner stays as it is. Refused: what `launch` and `revise` refuse.
Outcome<KeptProgramme> revise_programme(Call& call, const std::string& programme, Seen seen,
                                        const Adopted& adopted, const Mandate& mandate);

// Record the pre-test of a version; the forecast is kept with it.
struct PretestRun {
  int version = 0;
  Forecast forecast;
  std::string forecast_text;
};
Outcome<KeptProgramme> record_pretest(Call& call, const std::string& programme, Seen seen,
                                      const PretestRun& run);

Outcome<KeptProgramme> set_target(Call& call, const std::string& programme, Seen seen,
                                  const TargetChange& change);
Outcome<KeptProgramme> set_evaluation(Call& call, const std::string& programme, Seen seen,
                                      const EvaluationDesign& evaluation);
Outcome<KeptProgramme> approve_programme(Call& call, const std::string& programme, Seen seen);
Outcome<KeptProgramme> open_programme(Call& call, const std::string& programme, Seen seen);
Outcome<KeptProgramme> close_programme(Call& call, const std::string& programme, Seen seen);
Outcome<KeptProgramme> terminate_programme(Call& call, const std::string& programme, Seen seen,
                                           const std::string& why);

// Read a document by its hash, word for word: a package or a forecast.
Outcome<std::string> read_document(Call& call, const std::string& hash);

// Read one; a draft is not there for those who may not read drafts.
Outcome<KeptProgramme> read_programme(Call& call, const std::string& programme);
Outcome<Listed<KeptProgramme>> list_programmes(Call& call, std::optional<ProgrammeState> state,
                                               const store::Page& page);

}  // namespace formulary::office
