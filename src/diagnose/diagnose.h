// What holds this sector back, and which tools would it answer?
#pragma once

#include <optional>
#include <string>

#include "domain/country.h"
#include "domain/diagnosis.h"
#include "domain/population.h"
#include "domain/sensitivity.h"
#include "domain/toolbox.h"

namespace formulary {

// Compare a sector (in one region, or everywhere) with its peers: access and shadow return of each
// component, the binding one, and the problems whose signs speak, best first (model.md section 7).
// A problem's score is severity x shadow return, where severity is the mean depth of its known
// signs below the peers (0..1) and the return is that of its component as a share of all five.
// `stage_probability` comes from the stage model. MUST know the sector and the region.
Diagnosis diagnose(const CountryPack& pack, const Toolbox& toolbox, const Population& population,
                   const std::string& sector, const std::optional<std::string>& region, Stage stage,
                   const std::array<double, kStages>& stage_probability);

struct SensitivityOptions {
  std::vector<std::string> sectors;  // empty = all analysed
  std::uint32_t seed = 1;
  std::size_t draws = 40;
  std::size_t most_firms = 60;  // firms of a sector and company type that are asked
};

// Ask how a treated firm's revenue answers each form of each instrument at its reference dose, by
// sector and company type: percent after three years, with the 5-95 % range over the priors, and
// the value added per unit of public money. Every combination is answered, also by its refusal.
Sensitivity sensitivity(const CountryPack& pack, const Toolbox& toolbox,
                        const Population& population, const std::vector<Stage>& stage_of_sector,
                        const SensitivityOptions& options);

}  // namespace formulary
