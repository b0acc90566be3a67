#include "store/artefacts.h"

#include "store/internal/refusals.h"
#include "store/internal/rows.h"
#include "store/internal/sha256.h"

namespace formulary::store {

Stored<std::string> keep_artefact(Session& session, const Act& act, const std::string& kind,
                                  const std::string& body) {
  const std::string hash = hash_of(body);
  TRY(kept, session.run("insert into artefact (hash, kind, body) values ($1, $2, $3) "
                        "on conflict (hash) do nothing",
                        {hash, kind, body}));
  if (kept.changed == 0) return hash;
  std::string after = "{\"kind\":";
  append_json_text(after, kind);
  after += ",\"bytes\":" + std::to_string(body.size()) + "}";
  const auto noted = append_audit(session, act, {"keep", "artefact", hash, std::nullopt, after});
  if (!noted) return fail(noted.error());
  return hash;
}

Stored<std::optional<std::string>> artefact(Session& session, const std::string& hash) {
  TRY(found, session.run("select body from artefact where hash = $1", {hash}));
  if (found.rows.empty()) return std::nullopt;
  return std::optional(std::get<std::string>(found.rows[0][0]));
}

Stored<std::vector<std::string>> artefacts_of(Session& session, const std::string& kind) {
  TRY(found, session.run("select body from artefact where kind = $1 order by hash", {kind}));
  std::vector<std::string> all;
  for (const Row& row : found.rows) all.push_back(std::get<std::string>(row[0]));
  return all;
}

Stored<Allowed<Lottery>> publish_lottery(Session& session, const Act& act,
                                         const std::string& programme, const std::string& measure,
                                         const Lottery& lottery) {
  const std::string subject = programme + "/" + measure;
  TRY(taken, session.run("select count(*) from lottery where programme = $1 and measure = $2 and "
                         "published_at >= $3",
                         {programme, measure, to_cell(lottery.published_at)}));
  if (std::get<std::int64_t>(taken.rows[0][0]) > 0) return refuse(Refusal::exists_already, subject);
  RowsOf<Lottery> rows({"programme", "measure"});
  rows.add({programme, measure}, lottery);
  const Stored<void> done = rows.insert(session);
  if (!done) return fail(done.error());
  const auto noted = append_audit(
      session, act, {"publish_seed", "measure", subject, std::nullopt, json_of_columns(lottery)});
  if (!noted) return fail(noted.error());
  return lottery;
}

Stored<std::optional<Lottery>> lottery(Session& session, const std::string& programme,
                                       const std::string& measure) {
  TRY(found, select_rows<Lottery>(session, {},
                                  "where programme = $1 and measure = $2 "
                                  "order by published_at desc limit 1",
                                  {programme, measure}));
  if (found.empty()) return std::nullopt;
  return std::optional(found[0].noun);
}

Stored<void> keep_proposal(Session& session, const std::string& decision,
                           const KeptProposal& proposal) {
  RowsOf<KeptProposal> rows({"decision"});
  rows.add({decision}, proposal);
  return rows.insert(session);
}

Stored<std::optional<KeptProposal>> proposal(Session& session, const std::string& decision) {
  TRY(found, select_rows<KeptProposal>(session, {}, "where decision = $1", {decision}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0].noun));
}

Stored<std::optional<Tranche>> tranche_before(Session& session, const std::string& tranche,
                                              Instant moment) {
  TRY(found, select_rows<KeptProposal>(
                 session, {},
                 "join (select id as made, decided_at from decision) as d on d.made = decision "
                 "where id = $1 and decided_at > $2 order by decided_at, decision limit 1",
                 {tranche, to_cell(moment)}));
  if (found.empty()) return std::nullopt;
  return std::optional(std::move(found[0].noun.before));
}

Stored<std::string> new_id(Session& session, const std::string& prefix) {
  TRY(head, session.run("select seq from audit_head where one = 1"));
  std::string number = std::to_string(std::get<std::int64_t>(head.rows.at(0).at(0)) + 1);
  if (number.size() < 9) number.insert(0, 9 - number.size(), '0');
  return prefix + number;
}

}  // namespace formulary::store
