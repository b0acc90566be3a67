// Which reported figures look wrong, and how sure is that? Flags for a person, never a verdict.
//
// A flag changes no value and holds no money by itself: it says who should look at what, and what
// that person found is kept with it. Methods and sources: docs/methods/review.md.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/flag.h"
#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

// What values of a KPI are possible; nothing = no bound.
struct ValueRange {
  std::optional<double> min;
  std::optional<double> max;
};

struct QualityOptions {
  double warning_z = 3.5;          // robust z (Iglewicz & Hoaglin 1993) that is a warning
  double severe_z = 7;             // and that is severe
  std::size_t fewest_changes = 3;  // earlier changes of a series before a jump can be told
  double least_sd = 0.02;          // of changes and peers, of their level: a steady series may stir
  std::size_t fewest_peers = 8;
  std::size_t fewest_firms = 3;    // of one same value, before it is a duplicate
  std::size_t fewest_values = 50;  // before last digits or targets are tested
  double target_band = 0.05;       // width of the bands below and above the target, of the target
  double p_notice = 1e-3;          // batch tests: notice, warning and severe
  double p_warning = 1e-5;
  double p_severe = 1e-8;
};

// Look at one value as it is entered: its range, its change against the earlier changes of the
// same series (in order of time), and its place among peers of the same KPI and period.
std::vector<QualityFlag> flags_on_entry(const Observation& entered, const ValueRange& range,
                                        const std::vector<double>& earlier,
                                        const std::vector<double>& peers,
                                        const QualityOptions& options = {});

// Look at many values of one KPI and period: duplicates across subjects and heaping of last digits.
std::vector<QualityFlag> flags_in_batch(const std::vector<Observation>& batch,
                                        const QualityOptions& options = {});

// Look at values against each subject's own target: too many just above it for those just below.
// The good side is above where more is better.
struct AgainstTarget {
  std::string observation;
  double value = 0;
  double target = 0;  // not 0
};
enum class GoodSide { above, below };
std::vector<QualityFlag> flags_at_targets(const std::vector<AgainstTarget>& values, GoodSide side,
                                          const QualityOptions& options = {});

// Record what a person found: an analyst or a manager, in writing, once, and never one of those
// who reported the flagged values.
Allowed<QualityFlag> resolve(const QualityFlag& flag, const FlagResolution& resolution,
                             const Actor& actor, const std::vector<Observation>& flagged);

// Compute (value - median) / (1.4826 MAD) of a sample; without spread the mean absolute deviation
// takes its place (Iglewicz & Hoaglin 1993). The divisor is at least `least_sd`; where all is 0,
// the answer is 0 for the median itself, else infinity.
double robust_z(double value, std::vector<double> sample, double least_sd = 0);

// Compute P(K >= k) of a binomial(n, p) exactly, by summing terms.
double binomial_tail(std::size_t k, std::size_t n, double p);

}  // namespace formulary
