// Where does an answer come from? Same inputs, same bytes; this says which inputs.
#pragma once

#include <cstdint>
#include <string>

namespace formulary {

inline constexpr const char* kEngineVersion = "0.1.0";

struct Provenance {
  std::string engine = kEngineVersion;
  std::string toolbox_hash;
  std::string country_hash;
  std::uint32_t seed = 0;
  std::string command;  // the line that reproduces it
};

}  // namespace formulary
