// What holds a sector back? Access by component, the binding constraint, ranked problems.
#pragma once

#include <array>
#include <string>
#include <vector>

#include "domain/toolbox.h"
#include "domain/words.h"

namespace formulary {

// One indicator read against its peers. `goodness` is the z-score signed so that more is better.
struct IndicatorSign {
  std::string indicator;
  std::string subject;
  int year = 0;
  double value = 0;
  double benchmark = 0;
  double goodness = 0;  // standard deviations of the peers
  std::string source;
  bool assumed = false;
};

struct ComponentState {
  Component component = Component::workforce;
  double access = 0;         // 0..1, mean over the sector's firms
  double benchmark = 0;      // 0..1, the same firms with peers' conditions
  double weight = 0;         // w[s, stage, k]
  double shadow_return = 0;  // d log E / d logit a[k]
  bool binding = false;      // largest shadow return, or within a quarter of it
  std::vector<IndicatorSign> signs;
  std::vector<std::string> unknown;  // indicators without a reading
};

struct RankedProblem {
  std::string problem;
  Component component = Component::workforce;
  double score = 0;                  // severity of its signs x shadow return of its component
  std::vector<IndicatorSign> signs;  // that speak for it
  std::vector<std::string> unknown;  // indicators without a reading
  std::vector<std::string> instruments;
  std::vector<std::string> kpis;
};

struct Diagnosis {
  std::string sector;
  std::string region;  // empty = whole country
  Stage stage = Stage::growth;
  std::array<double, kStages> stage_probability{};
  bool stage_without_data = false;  // the probabilities are those before any observation
  double index = 0;                 // E, the ecosystem index of the mean firm
  double benchmark_index = 0;
  std::vector<ComponentState> components;  // in the order of Component
  std::vector<RankedProblem> problems;     // best first
};

}  // namespace formulary
