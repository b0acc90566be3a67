#include "store/register.h"

#include <algorithm>

#include "base/must.h"
#include "store/internal/nouns.h"
#include "store/internal/refusals.h"
#include "store/internal/sha256.h"

namespace formulary::store {
namespace {

using Moved = Stored<Allowed<Revision>>;

std::int64_t number_in(const Rows& rows) {
  return std::get<std::int64_t>(rows.rows.at(0).at(0));
}

// How many rows of a table have these values.
Stored<std::int64_t> count(Session& session, const char* table, const Where& where) {
  TRY(rows,
      session.run(std::string("select count(*) from ") + table + " " + where.sql(), where.row()));
  return number_in(rows);
}

template <typename T>
Stored<void> note(Session& session, const Act& act, const char* action, const T& added) {
  const auto noted =
      append_audit(session, act, {action, kTable<T>, added.id, std::nullopt, json_of(added)});
  if (!noted) return fail(noted.error());
  return {};
}

// Write a noun that is not there yet, its parts and its audit record.
template <typename T>
Moved insert(Session& session, const Act& act, const T& noun) {
  RowsOf<T> rows({"revision"});
  rows.add({Revision{1}}, noun);
  Stored<void> done = rows.insert(session);
  if (done) done = insert_parts(session, noun);
  if (done) done = note(session, act, "add", noun);
  if (!done) return fail(done.error());
  return Revision{1};
}

// Of an observation only what may change is written: a trigger watches over the rest.
Stored<bool> update_row(Session& session, const Observation& next, Revision revision) {
  TRY(updated,
      session.run(
          "update observation set revision = revision + 1, state = $1, "
          "verified_by = $2, verified_at = $3, disputed_by = $4, disputed_at = $5, "
          "dispute_why = $6 where id = $7 and revision = $8",
          {to_cell(next.state), next.verified_by, to_cell(next.verified_at), next.disputed_by,
           to_cell(next.disputed_at), next.dispute_why, next.id, revision}));
  return updated.changed == 1;
}

// Write `next` over what it was read from; `may` says what stands against it.
template <typename T, typename May>
Moved replace(Session& session, const Act& act, const std::string& action, const Kept<T>& next,
              May may) {
  TRY(stored, read_one<T>(session, next.value.id));
  if (!stored) return refuse(Refusal::not_there, next.value.id);
  if (stored->revision != next.revision) return refuse(Refusal::changed_meanwhile, next.value.id);
  if (const std::optional<Refusal> refusal = may(stored->value)) {
    return refuse(*refusal, next.value.id);
  }
  TRY(won, update_row(session, next.value, next.revision));
  if (!won) return refuse(Refusal::changed_meanwhile, next.value.id);
  if constexpr (requires { remove_parts(session, next.value); }) {
    Stored<void> done = remove_parts(session, next.value);
    if (done) done = insert_parts(session, next.value);
    if (!done) return fail(done.error());
  }
  const auto noted =
      append_audit(session, act,
                   {action, kTable<T>, next.value.id, json_of(stored->value), json_of(next.value)});
  if (!noted) return fail(noted.error());
  return next.revision + 1;
}

constexpr auto kAnything = [](const auto&) { return std::optional<Refusal>(); };

bool same_version(const TargetVersion& a, const TargetVersion& b) {
  return json_of_columns(a) == json_of_columns(b);
}

bool begins_with(const std::vector<TargetVersion>& all, const std::vector<TargetVersion>& first) {
  return all.size() >= first.size() &&
         std::equal(first.begin(), first.end(), all.begin(), same_version);
}

// Versions of a target are kept as long as its measure has the KPI.
bool keeps_targets(const Programme& before, const Programme& after) {
  for (const ProgrammeMeasure& old_measure : before.measures) {
    for (const ProgrammeMeasure& measure : after.measures) {
      if (measure.id != old_measure.id) continue;
      for (const ProgrammeKpi& old_kpi : old_measure.kpis) {
        for (const ProgrammeKpi& kpi : measure.kpis) {
          if (kpi.kpi == old_kpi.kpi && !begins_with(kpi.versions, old_kpi.versions)) return false;
        }
      }
    }
  }
  return true;
}

// What stands against an award, but for its id and its application.
Stored<std::optional<Refusal>> award_refusal(Session& session, const Award& award) {
  if (award.obligations.empty()) return Refusal::no_obligations;
  Money sum;
  for (const Tranche& tranche : award.tranches) sum = sum + tranche.amount;
  if (sum != award.amount) return Refusal::tranches_do_not_sum;
  TRY(budget, session.run("select budget - (select coalesce(cast(sum(amount) as bigint), 0) from "
                          "award where programme = $1 and measure = $2) from measure "
                          "where programme = $1 and id = $2",
                          {award.programme, award.measure}));
  if (budget.rows.empty()) return Refusal::not_there;
  if (award.amount.minor() > number_in(budget)) return Refusal::over_budget;
  for (const Tranche& tranche : award.tranches) {
    TRY(taken, count(session, "tranche", Where().compare("id", " = ", tranche.id)));
    if (taken > 0) return Refusal::exists_already;
  }
  return std::optional<Refusal>();
}

// Mark what is superseded; false where there is nothing to mark.
Stored<bool> supersede(Session& session, const std::string& id) {
  TRY(marked, session.run("update observation set state = 'superseded', revision = revision + 1 "
                          "where id = $1 and state <> 'superseded'",
                          {id}));
  return marked.changed == 1;
}

// One audit record for all that was reported at once: the value, or the number and the hash.
Stored<void> note_reports(Session& session, const Act& act,
                          const std::vector<const Observation*>& all, Sha256& hash) {
  std::string after;
  if (all.size() == 1) {
    after = json_of(*all.front());
  } else {
    after = "{\"count\":" + std::to_string(all.size()) + ",\"first\":";
    append_json_text(after, all.front()->id);
    after += ",\"last\":";
    append_json_text(after, all.back()->id);
    after += ",\"sha256\":\"" + hex(hash.finish()) + "\"}";
  }
  const auto noted = append_audit(
      session, act,
      {"report", "observation", all.size() == 1 ? all.front()->id : "", std::nullopt, after});
  if (!noted) return fail(noted.error());
  return {};
}

}  // namespace

Moved Register::add(const Act& act, const Programme& programme) {
  TRY(taken, count(session_, "programme", Where().compare("id", " = ", programme.id)));
  if (taken > 0) return refuse(Refusal::exists_already, programme.id);
  return insert(session_, act, programme);
}

Moved Register::add(const Act& act, const Application& application) {
  TRY(taken, count(session_, "application", Where().compare("id", " = ", application.id)));
  if (taken > 0) return refuse(Refusal::exists_already, application.id);
  TRY(measures, count(session_, "measure",
                      Where()
                          .compare("programme", " = ", application.programme)
                          .compare("id", " = ", application.measure)));
  if (measures == 0) return refuse(Refusal::not_there, application.measure);
  return insert(session_, act, application);
}

Moved Register::add(const Act& act, const Award& award) {
  TRY(taken, count(session_, "award", Where().compare("id", " = ", award.id)));
  if (taken > 0) return refuse(Refusal::exists_already, award.id);
  TRY(applied, count(session_, "application",
                     Where()
                         .compare("id", " = ", award.application)
                         .compare("firm", " = ", award.firm)
                         .compare("programme", " = ", award.programme)
                         .compare("measure", " = ", award.measure)));
  if (applied == 0) return refuse(Refusal::not_there, award.application);
  TRY(served, count(session_, "award", Where().compare("application", " = ", award.application)));
  if (served > 0) return refuse(Refusal::exists_already, award.application);
  TRY(refusal, award_refusal(session_, award));
  if (refusal) return refuse(*refusal, award.id);
  return insert(session_, act, award);
}

Stored<Allowed<std::int64_t>> Register::report(const Act& act,
                                               const std::vector<Observation>& all) {
  RowsOf<Observation> rows({"revision"});
  Sha256 hash;
  std::vector<const Observation*> reported;
  for (const Observation& one : all) {
    reported.push_back(&one);
    if (!one.supersedes.empty()) {
      TRY(marked, supersede(session_, one.supersedes));
      if (!marked) return refuse(Refusal::already_superseded, one.supersedes);
    }
    rows.add({Revision{1}}, one);
    hash.add(Value(json_of(one)));
  }
  if (all.empty()) return 0;
  TRY(taken, rows.insert_new(session_));
  if (taken) return refuse(Refusal::reported_already, all[*taken].id);
  const Stored<void> noted = note_reports(session_, act, reported, hash);
  if (!noted) return fail(noted.error());
  return static_cast<std::int64_t>(all.size());
}

Stored<std::vector<std::size_t>> Register::report_what_is_new(const Act& act,
                                                              const std::vector<Observation>& all) {
  RowsOf<Observation> rows({"revision"});
  for (const Observation& one : all) {
    MUST(one.supersedes.empty());
    rows.add({Revision{1}}, one);
  }
  if (all.empty()) return std::vector<std::size_t>{};
  TRY(refused, rows.insert_those_new(session_));
  std::vector<const Observation*> added;
  Sha256 hash;
  for (std::size_t i = 0, next = 0; i < all.size(); ++i) {
    if (next < refused.size() && refused[next] == i) {
      ++next;
      continue;
    }
    added.push_back(&all[i]);
    hash.add(Value(json_of(all[i])));
  }
  if (!added.empty()) {
    const Stored<void> noted = note_reports(session_, act, added, hash);
    if (!noted) return fail(noted.error());
  }
  return refused;
}

Moved Register::change(const Act& act, const std::string& action, const Kept<Programme>& next) {
  return replace(session_, act, action, next, [&](const Programme& before) {
    return keeps_targets(before, next.value) ? std::optional<Refusal>() : Refusal::targets_are_kept;
  });
}

Moved Register::change(const Act& act, const std::string& action, const Kept<Application>& next) {
  return replace(session_, act, action, next, kAnything);
}

Moved Register::change(const Act& act, const std::string& action, const Kept<Observation>& next) {
  return replace(session_, act, action, next, [&](Observation before) -> std::optional<Refusal> {
    if (next.value.verified_by == before.reported_by) return Refusal::verifies_own_report;
    before.state = next.value.state;
    before.verified_by = next.value.verified_by;
    before.verified_at = next.value.verified_at;
    before.disputed_by = next.value.disputed_by;
    before.disputed_at = next.value.disputed_at;
    before.dispute_why = next.value.dispute_why;
    if (json_of(before) != json_of(next.value)) return Refusal::observations_are_kept;
    return std::nullopt;
  });
}

Moved Register::change(const Act& act, const std::string& action, const Kept<Tranche>& next) {
  return replace(session_, act, action, next, [&](const Tranche& before) {
    const bool same = before.released == next.value.released &&
                      before.given_up == next.value.given_up &&
                      before.asked_back == next.value.asked_back &&
                      before.last_decision == next.value.last_decision &&
                      before.amount == next.value.amount && before.number == next.value.number;
    return same ? std::optional<Refusal>() : Refusal::sums_do_not_agree;
  });
}

Moved Register::give_up(const Act& act, const std::string& action, const Kept<Tranche>& next) {
  return replace(session_, act, action, next, [&](const Tranche& before) {
    const bool agree = before.released == next.value.released &&
                       before.asked_back == next.value.asked_back &&
                       before.amount == next.value.amount && before.number == next.value.number &&
                       next.value.released + next.value.given_up == next.value.amount;
    return agree ? std::optional<Refusal>() : Refusal::sums_do_not_agree;
  });
}

Moved Register::change_state(const Act& act, const std::string& award, Revision as_read,
                             AwardState state, const std::string& why) {
  TRY(stored, read_one<Award>(session_, award));
  if (!stored) return refuse(Refusal::not_there, award);
  Kept<Award> next{stored->value, as_read};
  next.value.state = state;
  next.value.terminated_why = why;
  return replace(session_, act, id_of(state), next, kAnything);
}

Moved Register::decide(const Act& act, const Decision& decision, const Kept<Tranche>& next) {
  TRY(taken, count(session_, "decision", Where().compare("id", " = ", decision.id)));
  if (taken > 0) return refuse(Refusal::exists_already, decision.id);
  if (decision.tranche != next.value.id) {
    return refuse(Refusal::sums_do_not_agree, decision.id);
  }
  TRY(moved, replace(session_, act, id_of(decision.action), next, [&](const Tranche& before) {
        // An upheld appeal gives back what was given up, and what was asked back is not owed.
        const bool upheld = decision.kind == DecisionKind::appeal_upheld;
        const Money given_up = upheld ? Money() : before.given_up;
        const Money asked_back = upheld ? Money() : before.asked_back;
        const bool agree = before.released + decision.pay == next.value.released &&
                           given_up + decision.give_up == next.value.given_up &&
                           asked_back + decision.claw_back == next.value.asked_back &&
                           next.value.last_decision == decision.id &&
                           before.amount == next.value.amount &&
                           before.number == next.value.number &&
                           (next.value.released + next.value.given_up) <= next.value.amount;
        return agree ? std::optional<Refusal>() : Refusal::sums_do_not_agree;
      }));
  if (!moved) return moved;
  RowsOf<Decision> rows({});
  rows.add({}, decision);
  Stored<void> done = rows.insert(session_);
  if (done) done = note(session_, act, "decide", decision);
  if (!done) return fail(done.error());
  return moved;
}

Stored<std::optional<Kept<Programme>>> Register::programme(const std::string& id) {
  return read_one<Programme>(session_, id);
}
Stored<std::optional<Kept<Application>>> Register::application(const std::string& id) {
  return read_one<Application>(session_, id);
}
Stored<std::optional<Kept<Award>>> Register::award(const std::string& id) {
  return read_one<Award>(session_, id);
}
Stored<std::optional<Kept<Tranche>>> Register::tranche(const std::string& id) {
  return read_one<Tranche>(session_, id);
}
Stored<std::optional<Kept<Observation>>> Register::observation(const std::string& id) {
  return read_one<Observation>(session_, id);
}

Stored<std::vector<Kept<Programme>>> Register::programmes(std::optional<ProgrammeState> state,
                                                          const Page& page) {
  return read_page<Programme>(session_, Where().is("state", state), page);
}
Stored<std::vector<Kept<Application>>> Register::applications(const ApplicationFilter& filter,
                                                              const Page& page) {
  return read_page<Application>(session_,
                                Where()
                                    .is("programme", filter.programme)
                                    .is("measure", filter.measure)
                                    .is("firm", filter.firm)
                                    .is("state", filter.state),
                                page);
}
Stored<std::vector<Kept<Award>>> Register::awards(const AwardFilter& filter, const Page& page) {
  return read_page<Award>(session_,
                          Where()
                              .is("programme", filter.programme)
                              .is("measure", filter.measure)
                              .is("firm", filter.firm)
                              .is("state", filter.state),
                          page);
}
Stored<std::vector<Kept<Tranche>>> Register::tranches(const TrancheFilter& filter,
                                                      const Page& page) {
  Where where;
  where.is("award", filter.award).is("state", filter.state);
  if (filter.due_by) where.compare("due", " <= ", to_cell(*filter.due_by));
  for (const char* over : {"released", "reduced", "stopped", "clawed_back"}) {
    if (filter.open) where.compare("state", " <> ", std::string(over));
  }
  return read_page<Tranche>(session_, where, page);
}
Stored<std::vector<Kept<Observation>>> Register::observations(const ObservationFilter& filter,
                                                              const Page& page) {
  return read_page<Observation>(session_,
                                Where()
                                    .is("subject_kind", filter.subject_kind)
                                    .is("subject", filter.subject)
                                    .is("kpi", filter.kpi)
                                    .is("state", filter.state),
                                page);
}
Stored<std::vector<Decision>> Register::decisions(const std::string& tranche, const Page& page) {
  TRY(found, read_page<Decision>(session_, Where().is("tranche", tranche), page));
  std::vector<Decision> all;
  for (auto& one : found) all.push_back(std::move(one.value));
  return all;
}

Stored<std::optional<Decision>> Register::decision(const std::string& id) {
  TRY(found, read_page<Decision>(session_, Where().compare("id", " = ", id), {}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0].value));
}
Stored<std::optional<std::string>> Register::award_of(const std::string& tranche) {
  TRY(found, session_.run("select award from tranche where id = $1", {tranche}));
  if (found.rows.empty()) return std::nullopt;
  return std::optional(std::get<std::string>(found.rows[0][0]));
}

}  // namespace formulary::store
