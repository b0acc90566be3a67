#include "observe/internal/stage_priors.h"

#include <array>

namespace formulary {
namespace {

constexpr std::string_view kLogPoints = "log points a year, relative to the economy";
constexpr std::string_view kRule =
    "published descriptions in numbers (docs/methods/stages.md): growth above the economy by more "
    "than 2 pp, maturity within 2 pp, decline below by more with falling jobs";
constexpr std::string_view kEntry =
    "net entry tells the stages apart (Gort & Klepper 1982; Agarwal & Gort 1996); values near the "
    "proposed thresholds of docs/methods/stages.md; no panel with entry was available to fit them";
constexpr std::string_view kJudgement =
    "direction after Klepper 1996 (product research early, process research late; shakeout "
    "concentrates); values are judgement with wide spreads, no panel was available to fit them";
constexpr std::string_view kExports =
    "set like output growth with wider spreads; no panel with exports was available to fit it";

// Emerging in output growth: "fast from a small base, volatile" is no number in the literature;
// taken as 10 pp above the economy with a spread of 8, so that it only outweighs growth above
// about 7 pp. In all other fitted features emerging shares the emission of growth.
constexpr std::array kPriors{
    FeaturePrior{"real_output_growth",
                 FeatureKind::growth,
                 {0.10, 0.04, 0.00, -0.04},
                 {0.08, 0.03, 0.02, 0.03},
                 0,
                 0,
                 kLogPoints,
                 kRule},
    FeaturePrior{"employment_growth",
                 FeatureKind::growth,
                 {0.02, 0.02, 0.00, -0.03},
                 {0.025, 0.025, 0.02, 0.025},
                 0,
                 0,
                 kLogPoints,
                 kRule},
    FeaturePrior{"productivity_growth",
                 FeatureKind::growth,
                 {0.02, 0.02, 0.00, -0.01},
                 {0.03, 0.03, 0.02, 0.03},
                 0,
                 0,
                 kLogPoints,
                 kRule},
    FeaturePrior{"price_growth",
                 FeatureKind::growth,
                 {0.00, 0.00, 0.00, 0.00},
                 {0.02, 0.02, 0.02, 0.02},
                 0,
                 0,
                 kLogPoints,
                 kRule},
    FeaturePrior{"export_growth",
                 FeatureKind::growth,
                 {0.08, 0.04, 0.00, -0.04},
                 {0.10, 0.06, 0.05, 0.06},
                 0.04,
                 0.08,
                 kLogPoints,
                 kExports},
    FeaturePrior{"net_entry_rate",
                 FeatureKind::level,
                 {0.08, 0.03, 0.00, -0.03},
                 {0.05, 0.03, 0.02, 0.03},
                 0,
                 0,
                 "entrants minus exits per firm and year",
                 kEntry},
    FeaturePrior{"rd_intensity",
                 FeatureKind::level,
                 {0.06, 0.03, 0.015, 0.01},
                 {0.06, 0.04, 0.03, 0.03},
                 0,
                 0,
                 "R&D spending per unit of output",
                 kJudgement},
    FeaturePrior{"concentration",
                 FeatureKind::level,
                 {0.30, 0.20, 0.22, 0.25},
                 {0.20, 0.15, 0.15, 0.15},
                 0,
                 0,
                 "Herfindahl index of revenue, 0 to 1",
                 kJudgement},
};

constexpr std::array<std::string_view, 4> kAssumed{"net_entry_rate", "export_growth",
                                                   "rd_intensity", "concentration"};

// One step to the right, or one back (renewal); emerging never returns. Mean durations of 14, 17,
// 33 and 20 years are judgement near the decades that industry life-cycle studies report.
constexpr ChainPrior kChain{{0.00, 0.28, 0.50, 0.22},
                            {{{0.93, 0.07, 0.00, 0.00},
                              {0.00, 0.94, 0.06, 0.00},
                              {0.00, 0.02, 0.95, 0.03},
                              {0.00, 0.00, 0.05, 0.95}}},
                            40,
                            40,
                            0.05};

}  // namespace

std::span<const FeaturePrior> feature_priors() {
  return kPriors;
}

const FeaturePrior* feature_prior(std::string_view name) {
  for (const FeaturePrior& prior : kPriors) {
    if (prior.name == name) return &prior;
  }
  return nullptr;
}

std::span<const std::string_view> assumed_features() {
  return kAssumed;
}

const ChainPrior& chain_prior() {
  return kChain;
}

}  // namespace formulary
