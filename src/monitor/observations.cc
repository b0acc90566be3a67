#include "monitor/observations.h"

#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "monitor/internal/reasons.h"

namespace formulary {

namespace {

bool is_blank(const std::string& text) {
  return text.find_first_not_of(" \t\r\n") == std::string::npos;
}

bool may_report(UserRole role) {
  return role == UserRole::company || role == UserRole::analyst || role == UserRole::manager ||
         role == UserRole::official;
}

bool may_verify(UserRole role) {
  return role == UserRole::analyst || role == UserRole::manager;
}

bool may_dispute(UserRole role) {
  return role != UserRole::auditor && role != UserRole::admin;
}

void check_actor(const Actor& actor, bool has_role, Reasons& reasons) {
  if (is_blank(actor.person)) reasons.push_back(reason_of("nobody_named"));
  if (!has_role) reasons.push_back(reason_of("role_may_not", id_of(actor.role)));
}

bool same_period(const Observation& a, const Observation& b) {
  return a.subject_kind == b.subject_kind && a.subject == b.subject && a.kpi == b.kpi &&
         a.from == b.from && a.to == b.to;
}

// What every report must bring, first or corrected.
void check_draft(const Observation& draft, Instant at, const std::vector<Observation>& record,
                 Reasons& reasons) {
  if (is_blank(draft.id) || is_blank(draft.subject) || is_blank(draft.kpi)) {
    reasons.push_back(reason_of("observation_incomplete"));
  }
  if (draft.from > draft.to) reasons.push_back(reason_of("period_backwards"));
  if (draft.to >= at.date()) reasons.push_back(reason_of("period_not_over", draft.to.text()));
  if (draft.value && !std::isfinite(*draft.value)) reasons.push_back(reason_of("not_a_number"));
  if (draft.value && is_blank(draft.source)) reasons.push_back(reason_of("no_source"));
  if (draft.value && !is_blank(draft.missing_why))
    reasons.push_back(reason_of("value_and_missing"));
  if (!draft.value && is_blank(draft.missing_why)) {
    reasons.push_back(reason_of("missing_without_why"));
  }
  for (const Observation& one : record) {
    if (one.id == draft.id) reasons.push_back(reason_of("id_in_use", draft.id));
  }
}

// Stamp a draft as a fresh report: nothing that a draft claims of its checking survives.
Observation stamped(Observation draft, const Actor& actor, Instant at) {
  const Observation fresh;
  draft.state = fresh.state;
  draft.supersedes = fresh.supersedes;
  draft.verified_by = fresh.verified_by;
  draft.verified_at = fresh.verified_at;
  draft.disputed_by = fresh.disputed_by;
  draft.disputed_at = fresh.disputed_at;
  draft.dispute_why = fresh.dispute_why;
  draft.reported_by = actor.person;
  draft.reported_at = at;
  return draft;
}

void check_reported(const Observation& observation, Reasons& reasons) {
  if (observation.state != ObservationState::reported) {
    reasons.push_back(reason_of("observation_not_open", id_of(observation.state)));
  }
}

Standing standing_of(const Observation& observation) {
  if (observation.state == ObservationState::reported) return Standing::unverified;
  if (observation.state == ObservationState::disputed) return Standing::disputed;
  return observation.value ? Standing::verified : Standing::missing;
}

}  // namespace

Allowed<Observation> report(Observation draft, const Actor& actor, Instant at,
                            const std::vector<Observation>& record) {
  Reasons reasons;
  check_actor(actor, may_report(actor.role), reasons);
  check_draft(draft, at, record, reasons);
  const bool again = std::any_of(record.begin(), record.end(),
                                 [&](const Observation& one) { return same_period(one, draft); });
  if (again) reasons.push_back(reason_of("already_reported"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  return stamped(std::move(draft), actor, at);
}

Allowed<Observation> verify(const Observation& observation, const Actor& actor, Instant at) {
  Reasons reasons;
  check_actor(actor, may_verify(actor.role), reasons);
  check_reported(observation, reasons);
  if (actor.person == observation.reported_by) {
    reasons.push_back(reason_of("reporter_cannot_verify"));
  }
  if (at < observation.reported_at) reasons.push_back(reason_of("before_the_report"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Observation verified = observation;
  verified.state = ObservationState::verified;
  verified.verified_by = actor.person;
  verified.verified_at = at;
  return verified;
}

Allowed<Observation> dispute(const Observation& observation, const Actor& actor,
                             const std::string& why, Instant at) {
  Reasons reasons;
  check_actor(actor, may_dispute(actor.role), reasons);
  check_reported(observation, reasons);
  if (is_blank(why)) reasons.push_back(reason_of("needs_written_reason"));
  if (at < observation.reported_at) reasons.push_back(reason_of("before_the_report"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Observation disputed = observation;
  disputed.state = ObservationState::disputed;
  disputed.disputed_by = actor.person;
  disputed.disputed_at = at;
  disputed.dispute_why = why;
  return disputed;
}

Allowed<Correction> supersede(const Observation& earlier, const Observation& draft,
                              const Actor& actor, Instant at,
                              const std::vector<Observation>& record) {
  Reasons reasons;
  check_actor(actor, may_report(actor.role), reasons);
  check_draft(draft, at, record, reasons);
  if (earlier.state == ObservationState::superseded) {
    reasons.push_back(reason_of("observation_not_open", id_of(earlier.state)));
  }
  if (draft.id == earlier.id) reasons.push_back(reason_of("id_in_use", draft.id));
  if (!same_period(earlier, draft)) reasons.push_back(reason_of("another_subject_or_period"));
  if (at < earlier.reported_at) reasons.push_back(reason_of("before_the_report"));
  if (!reasons.empty()) return otherwise(std::move(reasons));
  Correction correction{earlier, stamped(draft, actor, at)};
  correction.earlier.state = ObservationState::superseded;
  correction.later.supersedes = earlier.id;
  return correction;
}

std::vector<Holding> history_of(const std::vector<Observation>& record, SubjectKind subject_kind,
                                const std::string& subject, const std::string& kpi) {
  std::set<std::string> replaced;
  for (const Observation& one : record) {
    if (!one.supersedes.empty()) replaced.insert(one.supersedes);
  }
  std::vector<Observation> heads;
  for (const Observation& one : record) {
    const bool asked = one.subject_kind == subject_kind && one.subject == subject && one.kpi == kpi;
    if (!asked || one.state == ObservationState::superseded || replaced.contains(one.id)) continue;
    heads.push_back(one);
  }
  // A longer period that ends on the same day stands after the shorter one.
  std::sort(heads.begin(), heads.end(), [](const Observation& a, const Observation& b) {
    return std::tuple(a.to, b.from, a.reported_at, a.id) <
           std::tuple(b.to, a.from, b.reported_at, b.id);
  });
  std::vector<Holding> history;
  for (const Observation& head : heads) {
    const bool again = !history.empty() && same_period(*history.back().observation, head);
    if (again) history.pop_back();  // two chains of one period: the later report holds
    history.push_back({standing_of(head), head});
  }
  return history;
}

Holding holding_of(const std::vector<Observation>& record, const ObservedPeriod& period) {
  for (const Holding& one : history_of(record, period.subject_kind, period.subject, period.kpi)) {
    if (one.observation->from == period.from && one.observation->to == period.to) return one;
  }
  return {};
}

namespace {

// The record with all undone that happened after a moment, as `happened` tells it.
template <typename Happened>
std::vector<Observation> turned_back(const std::vector<Observation>& record, Happened happened) {
  std::set<std::string> replaced_later;
  std::vector<Observation> then;
  for (const Observation& one : record) {
    if (happened(one.reported_at)) {
      then.push_back(one);
    } else if (!one.supersedes.empty()) {
      replaced_later.insert(one.supersedes);
    }
  }
  for (Observation& one : then) {
    if (one.state == ObservationState::superseded && !replaced_later.contains(one.id)) continue;
    if (!one.verified_by.empty() && happened(one.verified_at)) {
      one.state = ObservationState::verified;
    } else if (!one.disputed_by.empty() && happened(one.disputed_at)) {
      one.state = ObservationState::disputed;
    } else {
      one.state = ObservationState::reported;
    }
  }
  return then;
}

}  // namespace

std::vector<Observation> record_as_of(const std::vector<Observation>& record, Date day) {
  return turned_back(record, [&](Instant at) { return at.date() <= day; });
}

std::vector<Observation> record_as_of(const std::vector<Observation>& record, Instant moment) {
  return turned_back(record, [&](Instant at) { return at <= moment; });
}

}  // namespace formulary
