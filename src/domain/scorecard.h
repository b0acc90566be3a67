// How did an office do, and what does it say to that? Value added beyond what was to be expected.
#pragma once

#include <optional>
#include <string>

#include "base/date.h"

namespace formulary {

struct RegionScore {
  std::string region;
  std::string office;
  double growth = 0;         // a year, mean over the years
  double mix = 0;            // of it: what the same sectors did elsewhere
  double conditions = 0;     // of it: what starting conditions predict, the mean region's included
  double raw = 0;            // growth - mix - conditions
  double value_added = 0;    // raw, shrunk
  double low = 0, high = 0;  // interval of the value added
  double reliability = 0;    // in [0, 1]: the share of raw that is kept
  int rank_low = 0;          // 1 = first; the data cannot tell the places of the range apart
  int rank_high = 0;
};

// An office sees its score before others do, and may reply; the reply is published with it.
struct Reply {
  std::string by;  // person
  std::string text;
  Instant at;
};
struct Scorecard {
  std::string id;
  std::string kpi;  // the outcome it speaks of
  int first_year = 0;
  int last_year = 0;
  RegionScore score;
  std::optional<Date> shown;  // to the office
  std::optional<Reply> reply;
  std::optional<Date> published;
};

}  // namespace formulary
