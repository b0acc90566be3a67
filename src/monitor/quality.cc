#include "monitor/quality.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <set>

#include "monitor/internal/numbers.h"
#include "monitor/internal/reasons.h"

namespace formulary {

namespace {

constexpr double kMadToSd = 1.4826;            // of a normal distribution
constexpr double kMeanDeviationToSd = 1.2533;  // sqrt(pi / 2), likewise
constexpr double kShownDigits = 1e3;

double median_of(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  const std::size_t half = values.size() / 2;
  return values.size() % 2 == 1 ? values[half] : 0.5 * (values[half - 1] + values[half]);
}

Severity by_z(double z, const QualityOptions& options) {
  return std::fabs(z) >= options.severe_z ? Severity::severe : Severity::warning;
}

Severity by_p(double p, const QualityOptions& options) {
  if (p <= options.p_severe) return Severity::severe;
  return p <= options.p_warning ? Severity::warning : Severity::notice;
}

double minus_log10(double p) {
  return p > 0 ? -std::log10(p) : std::numeric_limits<double>::max_exponent10;
}

QualityFlag flag_of(FlagKind kind, Severity severity, std::vector<std::string> observations,
                    double statistic, std::string_view detail = {}) {
  std::sort(observations.begin(), observations.end());
  return {"", kind, severity, std::move(observations), statistic, reason_of(id_of(kind), detail),
          {}};
}

// Values of a count or an amount as whole numbers; fractions carry digits of their own.
bool is_whole(double value) {
  return std::isfinite(value) && value == std::floor(value) && std::fabs(value) < 1e15;
}

// Equal values of at least three digits do not meet by chance as small counts do.
std::vector<QualityFlag> duplicates(const std::vector<Observation>& batch,
                                    const QualityOptions& options) {
  std::map<double, std::map<std::string, std::string>> by_value;  // value -> subject -> observation
  for (const Observation& one : batch) {
    if (!one.value || !std::isfinite(*one.value)) continue;
    if (is_whole(*one.value) && std::fabs(*one.value) < 100) continue;
    by_value[*one.value].emplace(one.subject, one.id);
  }
  std::vector<QualityFlag> flags;
  for (const auto& [value, subjects] : by_value) {
    if (subjects.size() < options.fewest_firms) continue;
    // Round values meet more easily: a multiple of 100 is a notice, others are warnings.
    const bool round = is_whole(value) && std::fmod(value, 100) == 0;
    std::vector<std::string> ids;
    for (const auto& [subject, id] : subjects) ids.push_back(id);
    flags.push_back(flag_of(FlagKind::duplicate_values,
                            round ? Severity::notice : Severity::warning, std::move(ids),
                            static_cast<double>(subjects.size()), std::to_string(subjects.size())));
  }
  return flags;
}

// Whole numbers of three digits and more end in 0 or 5 for one in five (their last digit is all
// but uniform: Mosimann, Wiseman & Edelman 1995).
std::vector<QualityFlag> heaping(const std::vector<Observation>& batch,
                                 const QualityOptions& options) {
  std::size_t tested = 0;
  std::vector<std::string> round;
  for (const Observation& one : batch) {
    if (!one.value || !is_whole(*one.value) || std::fabs(*one.value) < 100) continue;
    ++tested;
    if (std::fmod(std::fabs(*one.value), 5) == 0) round.push_back(one.id);
  }
  if (tested < options.fewest_values) return {};
  const double p = binomial_tail(round.size(), tested, 0.2);
  if (p > options.p_notice) return {};
  const std::string share = std::to_string(round.size()) + " / " + std::to_string(tested);
  return {flag_of(FlagKind::heaping, by_p(p, options), std::move(round), minus_log10(p), share)};
}

}  // namespace

double robust_z(double value, std::vector<double> sample, double least_sd) {
  if (sample.empty()) return 0;
  const double median = median_of(sample);
  double mean = 0;
  for (double& one : sample) {
    one = std::fabs(one - median);
    mean += one / static_cast<double>(sample.size());
  }
  const double mad = median_of(sample);
  const double sd = std::max(mad > 0 ? kMadToSd * mad : kMeanDeviationToSd * mean, least_sd);
  if (sd > 0) return (value - median) / sd;
  if (value == median) return 0;
  return std::copysign(std::numeric_limits<double>::infinity(), value - median);
}

double binomial_tail(std::size_t k, std::size_t n, double p) {
  if (k == 0) return 1;
  if (k > n || p <= 0) return 0;
  if (p >= 1) return 1;
  const auto count = static_cast<double>(n);
  double sum = 0;
  for (std::size_t i = n; i >= k; --i) {  // from the smallest terms up
    const auto at = static_cast<double>(i);
    sum += std::exp(std::lgamma(count + 1) - std::lgamma(at + 1) - std::lgamma(count - at + 1) +
                    at * std::log(p) + (count - at) * std::log1p(-p));
  }
  return std::min(sum, 1.0);
}

std::vector<QualityFlag> flags_on_entry(const Observation& entered, const ValueRange& range,
                                        const std::vector<double>& earlier,
                                        const std::vector<double>& peers,
                                        const QualityOptions& options) {
  std::vector<QualityFlag> flags;
  if (!entered.value) return flags;
  const double value = *entered.value;
  if ((range.min && value < *range.min) || (range.max && value > *range.max) ||
      !std::isfinite(value)) {
    flags.push_back(flag_of(FlagKind::out_of_range, Severity::severe, {entered.id}, value));
  }
  std::vector<double> changes;
  for (std::size_t i = 1; i < earlier.size(); ++i) changes.push_back(earlier[i] - earlier[i - 1]);
  if (changes.size() >= options.fewest_changes) {
    const double z =
        robust_z(value - earlier.back(), changes, options.least_sd * std::fabs(earlier.back()));
    if (std::fabs(z) >= options.warning_z) {
      flags.push_back(flag_of(FlagKind::jump_against_trend, by_z(z, options), {entered.id}, z));
    }
  }
  if (peers.size() >= options.fewest_peers) {
    const double z = robust_z(value, peers, options.least_sd * std::fabs(median_of(peers)));
    if (std::fabs(z) >= options.warning_z) {
      flags.push_back(flag_of(FlagKind::outlier_among_peers, by_z(z, options), {entered.id}, z));
    }
  }
  return flags;
}

std::vector<QualityFlag> flags_in_batch(const std::vector<Observation>& batch,
                                        const QualityOptions& options) {
  std::vector<QualityFlag> flags = duplicates(batch, options);
  for (QualityFlag& flag : heaping(batch, options)) flags.push_back(std::move(flag));
  return flags;
}

std::vector<QualityFlag> flags_at_targets(const std::vector<AgainstTarget>& values, GoodSide side,
                                          const QualityOptions& options) {
  std::vector<std::string> good;
  std::size_t near = 0;
  std::array<double, 2> far{0.5, 0.5};  // in the next band below and above; never 0
  for (const AgainstTarget& one : values) {
    const double scale = std::fabs(one.target) * options.target_band;
    if (!(scale > 0) || !std::isfinite(one.value)) continue;
    const double gap = (side == GoodSide::above ? 1 : -1) * (one.value - one.target) / scale;
    if (gap >= 1 && gap < 2) far[1] += 1;
    if (gap < -1 && gap >= -2) far[0] += 1;
    if (gap < -1 || gap >= 1) continue;
    ++near;
    if (gap >= 0) good.push_back(one.observation);
  }
  if (near < options.fewest_values) return {};
  // Where nobody steers at the target the density is smooth, and the two narrow bands beside it
  // hold about as many (McCrary 2008; the binomial form of Cattaneo, Frandsen & Titiunik 2015), but
  // for its slope: where most do a little better than the target, more stand above it. The slope
  // of its logarithm is that of the next two bands, three widths apart, at the end of its 95 %
  // bound that asks for more; exact for a normal density.
  const double slope = std::log(far[1] / far[0]) + 1.645 * std::sqrt(1 / far[0] + 1 / far[1]);
  const double share_above = std::max(0.5, 1 / (1 + std::exp(-slope / 3)));
  const double p = binomial_tail(good.size(), near, share_above);
  if (p > options.p_notice) return {};
  const std::string share = std::to_string(good.size()) + " / " + std::to_string(near);
  return {
      flag_of(FlagKind::jump_at_target, by_p(p, options), std::move(good), minus_log10(p), share)};
}

Allowed<QualityFlag> resolve(const QualityFlag& flag, const FlagResolution& resolution,
                             const Actor& actor, const std::vector<Observation>& flagged) {
  Reasons reasons;
  if (actor.role != UserRole::analyst && actor.role != UserRole::manager) {
    reasons.push_back(reason_of("role_may_not", id_of(actor.role)));
  }
  if (actor.person.empty()) reasons.push_back(reason_of("nobody_named"));
  if (resolution.by != actor.person) reasons.push_back(reason_of("decided_by_another"));
  if (resolution.why.find_first_not_of(" \t\r\n") == std::string::npos) {
    reasons.push_back(reason_of("needs_written_reason"));
  }
  if (flag.resolution) reasons.push_back(reason_of("flag_resolved_before"));
  const std::set<std::string> ids(flag.observations.begin(), flag.observations.end());
  const bool own = std::any_of(flagged.begin(), flagged.end(), [&](const Observation& one) {
    return ids.contains(one.id) && one.reported_by == actor.person;
  });
  if (own) reasons.push_back(reason_of("own_report_flagged"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  QualityFlag resolved = flag;
  resolved.resolution = resolution;
  return resolved;
}

}  // namespace formulary
