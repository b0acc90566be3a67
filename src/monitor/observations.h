// Which values were reported, who checked them, and which one holds?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "domain/observation.h"
#include "domain/programme.h"
#include "domain/reason.h"

namespace formulary {

// Report a value, or say why there is none. The draft gives id, subject, KPI, period, value or
// missing_why, and source; person, moment and state are set here. Refused: incomplete, a period
// that is not over, an id in use, a role that may not, and a second report of the same subject,
// KPI and period (that is a correction: supersede).
Allowed<Observation> report(Observation draft, const Actor& actor, Instant at,
                            const std::vector<Observation>& record);

// Verify a reported value: only by another person than the one who reported it.
Allowed<Observation> verify(const Observation& observation, const Actor& actor, Instant at);

// Dispute a reported value, in writing.
Allowed<Observation> dispute(const Observation& observation, const Actor& actor,
                             const std::string& why, Instant at);

// Replace an observation by a later one of the same subject, KPI and period. Both are kept.
struct Correction {
  Observation earlier;  // now superseded
  Observation later;    // reported, to be verified in its turn
};
Allowed<Correction> supersede(const Observation& earlier, const Observation& draft,
                              const Actor& actor, Instant at,
                              const std::vector<Observation>& record);

// What the record says of one subject, KPI and period.
enum class Standing {
  nothing,     // no report at all
  unverified,  // reported, not yet checked
  disputed,
  missing,   // verified that there is no value: not zero
  verified,  // a verified value: the only one that counts
};
template <>
struct Ids<Standing> {
  static constexpr std::array names{"nothing", "unverified", "disputed", "missing", "verified"};
};
struct Holding {
  Standing standing = Standing::nothing;
  std::optional<Observation> observation;  // the last of the chain
};

struct ObservedPeriod {
  SubjectKind subject_kind = SubjectKind::award;
  std::string subject;
  std::string kpi;
  Date from;
  Date to;
};

// Find the observation that holds for a subject, KPI and period: the last one of its chain.
Holding holding_of(const std::vector<Observation>& record, const ObservedPeriod& period);

// Find the last of the chain of every period of a subject and KPI, in order of the periods' ends.
std::vector<Holding> history_of(const std::vector<Observation>& record, SubjectKind subject_kind,
                                const std::string& subject, const std::string& kpi);

// Turn the record back to the end of a day, or to a moment: later reports, checks, disputes and
// corrections undone.
std::vector<Observation> record_as_of(const std::vector<Observation>& record, Date day);
std::vector<Observation> record_as_of(const std::vector<Observation>& record, Instant moment);

}  // namespace formulary
