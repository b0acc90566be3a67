#include "office/values.h"

#include <string_view>
#include <unordered_set>

#include "monitor/kpi_rules.h"
#include "monitor/observations.h"
#include "office/internal/subjects.h"
#include "office/internal/suspicion.h"
#include "store/artefacts.h"

namespace formulary::office {
namespace {

// What one row must be besides sound in itself.
Outcome<Reasons> check_row(Subjects& subjects, const Call& call, Operation operation,
                           const Observation& row) {
  Reasons reasons;
  if (call.ground.toolbox.kpi(row.kpi) == nullptr) {
    reasons.push_back(refusal(Refusal::no_such_kpi, row.kpi));
  }
  TRY(owner, subjects.owner(row.subject_kind, row.subject));
  if (!owner) {
    reasons.push_back(refusal(Refusal::wrong_subject, row.subject));
    return reasons;
  }
  const Reasons barred =
      against(operation, call.actor(), *owner, call.ground.region_of(call.actor().office));
  reasons.insert(reasons.end(), barred.begin(), barred.end());
  if (barred.empty() && row.subject_kind == SubjectKind::award &&
      subjects.promise(row.subject, row.kpi) == nullptr) {
    reasons.push_back(refusal(Refusal::kpi_not_promised, row.kpi));
  }
  return reasons;
}

void append(Reasons& all, const Reasons& more) {
  all.insert(all.end(), more.begin(), more.end());
}

// Rows that may be added, with their places in what was sent.
struct Sorted {
  std::vector<Observation> good;
  std::vector<std::size_t> row_of;
  std::vector<RowRefusal> refused;
};

// What may be reported once in a batch.
struct Series {
  SubjectKind kind;
  std::string_view subject;
  std::string_view kpi;
  Date from;
  Date to;
  bool operator==(const Series&) const = default;
};
struct HashSeries {
  std::size_t operator()(const Series& one) const {
    constexpr std::size_t kOdd =
        0x9E3779B97F4A7C15;  // the golden ratio: spreads what it is mixed in
    const std::hash<std::string_view> hash;
    std::size_t mixed = hash(one.subject) * kOdd + hash(one.kpi);
    mixed = mixed * kOdd + static_cast<std::size_t>(one.from.days());
    mixed = mixed * kOdd + static_cast<std::size_t>(one.to.days());
    return mixed * kOdd + static_cast<std::size_t>(one.kind);
  }
};

// The places of rows whose series stands in an earlier row already.
std::vector<bool> repeated(const std::vector<Observation>& drafts) {
  std::unordered_set<Series, HashSeries> seen;
  seen.reserve(drafts.size());
  std::vector<bool> again;
  for (const Observation& one : drafts) {
    again.push_back(
        !seen.insert({one.subject_kind, one.subject, one.kpi, one.from, one.to}).second);
  }
  return again;
}

Outcome<Sorted> sort_rows(Call& call, Subjects& subjects, std::vector<Observation> drafts) {
  const std::vector<bool> again = repeated(drafts);
  Sorted sorted;
  sorted.good.reserve(drafts.size());
  TRY(id, store::new_id(call.session, "O-"));
  for (std::size_t i = 0; i < drafts.size(); ++i) {
    Observation& draft = drafts[i];
    Reasons reasons;
    if (!draft.id.empty()) reasons.push_back(refusal(Refusal::id_given));
    std::string part = std::to_string(i + 1);
    part.insert(0, part.size() < 7 ? 7 - part.size() : 0, '0');
    draft.id = id + "-" + part;
    TRY(found, check_row(subjects, call, Operation::report_values, draft));
    append(reasons, found);
    if (again[i]) reasons.push_back(refusal(Refusal::twice_in_batch));
    auto reported = report(std::move(draft), call.actor(), call.act.at, {});
    if (!reported) append(reasons, reported.error());
    if (!reasons.empty()) {
      sorted.refused.push_back({i, std::move(reasons)});
      continue;
    }
    sorted.good.push_back(std::move(*reported));
    sorted.row_of.push_back(i);
  }
  return sorted;
}

// Reasons that name the first bad rows, for a batch that is refused as a whole.
Reasons reasons_of(const std::vector<RowRefusal>& rows) {
  constexpr std::size_t kMost = 100;
  Reasons all;
  for (const RowRefusal& row : rows) {
    for (Reason reason : row.reasons) {
      const std::string at = std::to_string(row.row + 1);
      reason.text.en.insert(0, "row " + at + ": ");
      reason.text.ru.insert(0, "строка " + at + ": ");
      reason.text.kk.insert(0, at + "-жол: ");
      all.push_back(std::move(reason));
      if (all.size() == kMost) return all;
    }
  }
  return all;
}

// Leaves of verified award values, as the totals take them.
Outcome<std::vector<RollUpEntry>> leaves_of(const Call& call, Subjects& subjects,
                                            const std::vector<Observation>& verified) {
  RollUp batch;
  for (const Observation& one : verified) {
    if (one.subject_kind != SubjectKind::award || !one.value) continue;
    const Kpi* kpi = call.ground.toolbox.kpi(one.kpi);
    if (kpi == nullptr) return refuse(Refusal::no_such_kpi, one.kpi);
    TRY(owner, subjects.owner(one.subject_kind, one.subject));
    if (!owner) return refuse(Refusal::wrong_subject, one.subject);
    TRY(put, batch.put(one, subjects.roll_up_place(one.subject), roll_up_kind(kpi->measure), 1));
  }
  return batch.entries();
}

}  // namespace

Outcome<Reported> report_values(Call& call, std::vector<Observation> drafts, BadRows bad) {
  TRY(allowed, allow(call, Operation::report_values));
  Subjects subjects(
      call, drafts.size() > 100 ? Subjects::Awards::all_at_once : Subjects::Awards::one_by_one);
  TRY(sorted, sort_rows(call, subjects, std::move(drafts)));
  if (bad == BadRows::refuse_all && !sorted.refused.empty()) {
    return otherwise(Denial(reasons_of(sorted.refused)));
  }
  TRY(taken, call.record().report_what_is_new(call.act, sorted.good));
  Reported reported;
  std::vector<Observation> added;
  for (std::size_t i = 0, next = 0; i < sorted.good.size(); ++i) {
    if (next < taken.size() && taken[next] == i) {
      ++next;
      sorted.refused.push_back(
          {sorted.row_of[i], {refusal(Refusal::reported_already, sorted.good[i].subject)}});
      continue;
    }
    reported.ids.push_back(sorted.good[i].id);
    added.push_back(std::move(sorted.good[i]));
  }
  if (bad == BadRows::refuse_all && !sorted.refused.empty()) {
    return otherwise(Denial(reasons_of(sorted.refused)));
  }
  TRY(flags, suspicions(call, subjects, std::move(added)));
  const auto raised = store::raise_flags(call.session, call.act, flags);
  if (!raised) return fail(raised.error());
  reported.flags = flags.size();
  reported.refused = std::move(sorted.refused);
  std::sort(reported.refused.begin(), reported.refused.end(),
            [](const RowRefusal& a, const RowRefusal& b) { return a.row < b.row; });
  return reported;
}

Outcome<std::vector<KeptObservation>> verify_values(Call& call,
                                                    const std::vector<std::string>& ids) {
  TRY(allowed, allow(call, Operation::verify_values));
  Subjects subjects(
      call, ids.size() > 100 ? Subjects::Awards::all_at_once : Subjects::Awards::one_by_one);
  std::vector<KeptObservation> all;
  std::vector<Observation> verified;
  for (const std::string& id : ids) {
    TRY(kept, found(call.record().observation(id), id));
    TRY(owner, subjects.owner(kept.value.subject_kind, kept.value.subject));
    if (!owner) return refuse(Refusal::wrong_subject, kept.value.subject);
    TRY(own, allow(call, Operation::verify_values, *owner));
    TRY(next, verify(kept.value, call.actor(), call.act.at));
    kept.value = std::move(next);
    TRY(revision, flat(call.record().change(call.act, "verify_values", kept)));
    verified.push_back(kept.value);
    all.push_back({std::move(kept.value), revision});
  }
  TRY(leaves, leaves_of(call, subjects, verified));
  const auto moved = store::move_totals(call.session, leaves, store::TotalsMove::add);
  if (!moved) return fail(moved.error());
  return all;
}

Outcome<KeptObservation> dispute_value(Call& call, const std::string& id, const std::string& why) {
  Subjects subjects(call, Subjects::Awards::one_by_one);
  TRY(kept, found(call.record().observation(id), id));
  TRY(owner, subjects.owner(kept.value.subject_kind, kept.value.subject));
  TRY(allowed, allow(call, Operation::dispute_value, owner.value_or(Owner{})));
  TRY(next, dispute(kept.value, call.actor(), why, call.act.at));
  kept.value = std::move(next);
  TRY(revision, flat(call.record().change(call.act, "dispute_value", kept)));
  return KeptObservation{std::move(kept.value), revision};
}

Outcome<KeptObservation> correct_value(Call& call, const std::string& id,
                                       const Observation& draft) {
  Subjects subjects(call, Subjects::Awards::one_by_one);
  TRY(kept, found(call.record().observation(id), id));
  TRY(owner, subjects.owner(kept.value.subject_kind, kept.value.subject));
  TRY(allowed, allow(call, Operation::correct_value, owner.value_or(Owner{})));
  if (!draft.id.empty()) return refuse(Refusal::id_given);
  Observation later = kept.value;
  later.value = draft.value;
  later.missing_why = draft.missing_why;
  later.source = draft.source;
  TRY(new_id, store::new_id(call.session, "O-"));
  later.id = new_id;
  TRY(correction, supersede(kept.value, later, call.actor(), call.act.at, {kept.value}));
  if (kept.value.state == ObservationState::verified) {
    TRY(leaves, leaves_of(call, subjects, {kept.value}));
    const auto moved = store::move_totals(call.session, leaves, store::TotalsMove::take_out);
    if (!moved) return fail(moved.error());
  }
  TRY(count, flat(call.record().report(call.act, {correction.later})));
  TRY(flags, suspicions(call, subjects, {correction.later}));
  const auto raised = store::raise_flags(call.session, call.act, flags);
  if (!raised) return fail(raised.error());
  return KeptObservation{std::move(correction.later), 1};
}

Outcome<KeptObservation> read_value(Call& call, const std::string& id) {
  Subjects subjects(call, Subjects::Awards::one_by_one);
  TRY(kept, found(call.record().observation(id), id));
  TRY(owner, subjects.owner(kept.value.subject_kind, kept.value.subject));
  TRY(allowed, allow(call, Operation::read_values, owner.value_or(Owner{})));
  return kept;
}

Outcome<Listed<KeptObservation>> list_values(Call& call, const store::ObservationFilter& filter,
                                             const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_values));
  Subjects subjects(call, Subjects::Awards::one_by_one);
  return listed<KeptObservation>(
      call.record().observations(filter, page), page, [&](const KeptObservation& one) {
        const auto owner = subjects.owner(one.value.subject_kind, one.value.subject);
        return owner && may(call, Operation::read_values, owner->value_or(Owner{}));
      });
}

Outcome<std::vector<RollUpEntry>> list_totals(Call& call, const store::TotalFilter& filter,
                                              int limit, int skip) {
  TRY(allowed, allow(call, Operation::read_totals));
  TRY(all, store::totals(call.session, filter, limit, skip));
  return all;
}

namespace {

// The values a flag speaks of, where every one of them is the actor's.
Outcome<std::vector<Observation>> flagged_by(Call& call, Operation operation,
                                             const QualityFlag& flag) {
  Subjects subjects(call, Subjects::Awards::one_by_one);
  std::vector<Observation> flagged;
  for (const std::string& id : flag.observations) {
    TRY(one, found(call.record().observation(id), id));
    TRY(owner, subjects.owner(one.value.subject_kind, one.value.subject));
    TRY(allowed, allow(call, operation, owner.value_or(Owner{})));
    flagged.push_back(std::move(one.value));
  }
  return flagged;
}

}  // namespace

Outcome<ListedFlags> list_flags(Call& call, std::optional<store::FlagState> state,
                                const store::Page& page) {
  TRY(allowed, allow(call, Operation::read_flags));
  TRY(all, store::flags(call.session, state, page));
  ListedFlags list;
  if (static_cast<int>(all.size()) >= page.limit) list.next = all.back().id;
  for (QualityFlag& flag : all) {
    if (flagged_by(call, Operation::read_flags, flag)) list.items.push_back(std::move(flag));
  }
  return list;
}

Outcome<QualityFlag> resolve_flag(Call& call, const std::string& flag, FlagFinding finding,
                                  const std::string& why) {
  TRY(allowed, allow(call, Operation::resolve_flag));
  TRY(kept, store::flag(call.session, flag));
  if (!kept) return refuse(Refusal::not_found, flag);
  TRY(flagged, flagged_by(call, Operation::resolve_flag, *kept));
  const FlagResolution resolution{finding, why, call.actor().person, call.act.at};
  TRY(resolved, resolve(*kept, resolution, call.actor(), flagged));
  return flat(store::resolve_flag(call.session, call.act, resolved));
}

}  // namespace formulary::office
