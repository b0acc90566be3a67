// Which reported value looks wrong, why, and what did a person find?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/date.h"
#include "domain/reason.h"
#include "domain/words.h"

namespace formulary {

enum class FlagKind {
  out_of_range,
  jump_against_trend,
  outlier_among_peers,
  duplicate_values,
  heaping,
  jump_at_target,
};
template <>
struct Ids<FlagKind> {
  static constexpr std::array names{
      "out_of_range", "jump_against_trend", "outlier_among_peers", "duplicate_values",
      "heaping",      "jump_at_target"};
};
enum class Severity { notice, warning, severe };
template <>
struct Ids<Severity> {
  static constexpr std::array names{"notice", "warning", "severe"};
};

enum class FlagFinding { value_is_right, value_was_corrected, value_was_disputed };
template <>
struct Ids<FlagFinding> {
  static constexpr std::array names{"value_is_right", "value_was_corrected", "value_was_disputed"};
};
struct FlagResolution {
  FlagFinding finding = FlagFinding::value_is_right;
  std::string why;
  std::string by;  // person
  Instant at;
};

struct QualityFlag {
  std::string id;  // given by the register
  FlagKind kind = FlagKind::out_of_range;
  Severity severity = Severity::notice;
  std::vector<std::string> observations;  // ids, ascending
  double statistic = 0;                   // robust z, or -log10 p for the tests on many values
  Reason reason;
  std::optional<FlagResolution> resolution;
};

}  // namespace formulary
