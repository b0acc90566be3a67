// How does an office do, beyond what its region's sectors and starting conditions predict?
//
// Value added = growth minus what the same sectors did elsewhere (shift-share) minus what starting
// conditions predict (regression), shrunk to zero by its reliability. docs/methods/scorecards.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/programme.h"
#include "domain/reason.h"
#include "domain/scorecard.h"

namespace formulary {

// The outcome's yearly levels in one sector of a region (jobs, tenge at constant prices ...).
struct SectorLevels {
  std::string sector;
  std::vector<double> level;  // consecutive years, the same in all regions, >= 0
};

struct RegionFigures {
  std::string region;
  std::string office;  // answerable for it
  std::vector<SectorLevels> sectors;
  std::vector<double> conditions;  // at the start, the same list in all regions; may be empty
};

struct ScorecardOptions {
  double confidence = 0.9;   // of intervals and of rank ranges
  double prior_degrees = 4;  // how strongly a region's year-to-year variance is pooled
  int silence_days = 14;     // after these without a reply a scorecard may be published
};

struct Scorecards {
  std::vector<RegionScore> scores;   // in the order given
  double between_sd = 0;             // of true value added between regions
  std::vector<double> coefficients;  // of the mean and the standardised conditions
  int years = 0;
};

// Score all regions together. Refused: fewer regions than conditions + 5, fewer than 3 levels,
// levels or conditions that differ in shape, are negative or not finite, a region without a base.
Allowed<Scorecards> score_regions(const std::vector<RegionFigures>& regions,
                                  const ScorecardOptions& options = {});

// Take in the reply of the office: an official of that office, in writing, once, in time.
Allowed<Scorecard> reply_to(const Scorecard& scorecard, const Actor& actor, const std::string& text,
                            Instant at, const ScorecardOptions& options = {});

// Say whether a scorecard may be published on a day: after the reply or the days of silence.
// Returns the scorecard as it is to be published.
Allowed<Scorecard> publishable(const Scorecard& scorecard, Date day,
                               const ScorecardOptions& options = {});

}  // namespace formulary
