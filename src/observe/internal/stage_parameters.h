// Under which keys does the stage model stand in content/parameters/stage_model.yaml?
#pragma once

#include <string>
#include <string_view>

#include "domain/stages.h"

namespace formulary {

inline constexpr std::string_view kStageModel = "stage_model.";

std::string initial_key(std::size_t stage);                           // initial.growth
std::string transition_key(std::size_t from, std::size_t to);         // transition.growth.maturity
std::string mean_key(std::size_t stage, std::string_view feature);    // mean.growth.FEATURE
std::string spread_key(std::size_t stage, std::string_view feature);  // spread.growth.FEATURE
std::string persistent_key(std::string_view feature);                 // persistent_sd.FEATURE
std::string noise_key(std::string_view feature);                      // noise_sd.FEATURE
std::string window_key();                                             // window_years
std::string noise_weight_key();                                       // noise_weight

}  // namespace formulary
