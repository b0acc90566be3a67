#include "store/oversight.h"

#include "store/artefacts.h"
#include "store/internal/nouns.h"
#include "store/internal/refusals.h"

namespace formulary::store {
namespace {

std::string json_of(const QualityFlag& flag) {
  JsonObject json;
  columns(json, flag);
  if (flag.resolution) columns(json, *flag.resolution);
  return json.finish();
}

std::string json_of(const Scorecard& scorecard) {
  JsonObject json;
  columns(json, scorecard);
  if (scorecard.reply) columns(json, *scorecard.reply);
  return json.finish();
}

// The rows of a table that hang on these nouns, put to them.
Stored<void> read_resolution(Session& session, QualityFlag& flag) {
  TRY(found, select_rows<FlagResolution>(session, {}, "where flag = $1", {flag.id}));
  if (!found.empty()) flag.resolution = std::move(found[0].noun);
  return {};
}
Stored<void> read_reply(Session& session, Scorecard& scorecard) {
  TRY(found, select_rows<Reply>(session, {}, "where scorecard = $1", {scorecard.id}));
  if (!found.empty()) scorecard.reply = std::move(found[0].noun);
  return {};
}

Stored<std::vector<QualityFlag>> read_flags(Session& session, const std::string& rest,
                                            const Row& row) {
  TRY(found, select_rows<QualityFlag>(session, {}, rest, row));
  std::vector<QualityFlag> all;
  for (auto& one : found) {
    const Stored<void> whole = read_resolution(session, one.noun);
    if (!whole) return fail(whole.error());
    all.push_back(std::move(one.noun));
  }
  return all;
}

Stored<std::vector<Kept<Scorecard>>> read_scorecards(Session& session, Where where,
                                                     const Page& page) {
  if (!page.after.empty()) where.compare("id", " > ", page.after);
  Row row = where.row();
  row.emplace_back(std::int64_t{page.limit});
  TRY(found, select_rows<Scorecard>(
                 session, {"revision"},
                 where.sql() + " order by id limit $" + std::to_string(row.size()), row));
  std::vector<Kept<Scorecard>> all;
  for (auto& one : found) {
    const Stored<void> whole = read_reply(session, one.noun);
    if (!whole) return fail(whole.error());
    all.push_back({std::move(one.noun), std::get<std::int64_t>(one.lead.at(0))});
  }
  return all;
}

}  // namespace

Stored<void> raise_flags(Session& session, const Act& act, const std::vector<QualityFlag>& flags) {
  if (flags.empty()) return {};
  TRY(id, new_id(session, "F-"));
  RowsOf<QualityFlag> rows({});
  std::string after = "[";
  for (std::size_t i = 0; i < flags.size(); ++i) {
    QualityFlag flag = flags[i];
    flag.id = flags.size() == 1 ? id : id + "-" + std::to_string(i + 1);
    rows.add({}, flag);
    after += (i == 0 ? "" : ",") + json_of(flag);
  }
  const Stored<void> done = rows.insert(session);
  if (!done) return done;
  const auto noted =
      append_audit(session, act, {"flag", "quality_flag", id, std::nullopt, after + "]"});
  if (!noted) return fail(noted.error());
  return {};
}

Stored<Allowed<QualityFlag>> resolve_flag(Session& session, const Act& act,
                                          const QualityFlag& resolved) {
  TRY(stored, flag(session, resolved.id));
  if (!stored || !resolved.resolution) return refuse(Refusal::not_there, resolved.id);
  if (stored->resolution) return refuse(Refusal::changed_meanwhile, resolved.id);
  RowsOf<FlagResolution> rows({"flag"});
  rows.add({resolved.id}, *resolved.resolution);
  const Stored<void> done = rows.insert(session);
  if (!done) return fail(done.error());
  const auto noted = append_audit(
      session, act, {"resolve", "quality_flag", resolved.id, json_of(*stored), json_of(resolved)});
  if (!noted) return fail(noted.error());
  return resolved;
}

Stored<std::optional<QualityFlag>> flag(Session& session, const std::string& id) {
  TRY(found, read_flags(session, "where id = $1", {id}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0]));
}

Stored<std::vector<QualityFlag>> flags(Session& session, std::optional<FlagState> state,
                                       const Page& page) {
  std::string rest = "where id > $1";
  if (state) {
    rest += std::string(" and ") + (*state == FlagState::open ? "not " : "") +
            "exists (select 1 from flag_resolution where flag = quality_flag.id)";
  }
  return read_flags(session, rest + " order by id limit $2",
                    {page.after, std::int64_t{page.limit}});
}

Stored<Allowed<std::int64_t>> add_scorecards(Session& session, const Act& act,
                                             const std::vector<Scorecard>& scorecards) {
  if (scorecards.empty()) return std::int64_t{0};
  RowsOf<Scorecard> rows({"revision"});
  std::string after = "[";
  for (const Scorecard& one : scorecards) {
    rows.add({Revision{1}}, one);
    after += (after.size() == 1 ? "" : ",") + json_of(one);
  }
  TRY(taken, rows.insert_new(session));
  if (taken) return refuse(Refusal::exists_already, scorecards[*taken].id);
  const auto noted = append_audit(
      session, act, {"score", "scorecard", scorecards[0].id, std::nullopt, after + "]"});
  if (!noted) return fail(noted.error());
  return static_cast<std::int64_t>(scorecards.size());
}

Stored<Allowed<Revision>> change_scorecard(Session& session, const Act& act,
                                           const std::string& action, const Kept<Scorecard>& next) {
  TRY(stored, scorecard(session, next.value.id));
  if (!stored) return refuse(Refusal::not_there, next.value.id);
  if (stored->revision != next.revision) return refuse(Refusal::changed_meanwhile, next.value.id);
  TRY(won, update_row(session, next.value, next.revision));
  if (!won) return refuse(Refusal::changed_meanwhile, next.value.id);
  if (next.value.reply && !stored->value.reply) {
    RowsOf<Reply> rows({"scorecard"});
    rows.add({next.value.id}, *next.value.reply);
    const Stored<void> done = rows.insert(session);
    if (!done) return fail(done.error());
  }
  const auto noted = append_audit(
      session, act,
      {action, "scorecard", next.value.id, json_of(stored->value), json_of(next.value)});
  if (!noted) return fail(noted.error());
  return next.revision + 1;
}

Stored<std::optional<Kept<Scorecard>>> scorecard(Session& session, const std::string& id) {
  TRY(found, read_scorecards(session, Where().compare("id", " = ", id), {}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0]));
}

Stored<std::vector<Kept<Scorecard>>> scorecards(Session& session, const ScorecardFilter& filter,
                                                const Page& page) {
  return read_scorecards(session, Where().is("region", filter.region).is("kpi", filter.kpi), page);
}

}  // namespace formulary::store
