// What was reported, by whom, and was it verified? Values of KPIs that are never overwritten.
#pragma once

#include <optional>
#include <string>

#include "base/date.h"
#include "domain/words.h"

namespace formulary {

enum class ObservationState { reported, verified, disputed, superseded };
template <>
struct Ids<ObservationState> {
  static constexpr std::array names{"reported", "verified", "disputed", "superseded"};
};

// What a value speaks of.
enum class SubjectKind { award, measure, programme, region };
template <>
struct Ids<SubjectKind> {
  static constexpr std::array names{"award", "measure", "programme", "region"};
};

// One value of one KPI for one subject and period. No value means missing, which is not zero.
struct Observation {
  std::string id;
  SubjectKind subject_kind = SubjectKind::award;
  std::string subject;
  std::string kpi;
  Date from;
  Date to;  // last day of the period
  std::optional<double> value;
  std::string missing_why;  // where there is no value
  std::string source;       // document, register or form
  std::string reported_by;  // person
  Instant reported_at;
  ObservationState state = ObservationState::reported;
  std::string supersedes;   // id of the observation it replaces; empty = none
  std::string verified_by;  // person, never the one who reported
  Instant verified_at;
  std::string disputed_by;  // person
  Instant disputed_at;
  std::string dispute_why;  // where it is disputed
};

}  // namespace formulary
