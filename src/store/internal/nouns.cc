#include "store/internal/nouns.h"

#include <map>
#include <tuple>

namespace formulary::store {
namespace {

std::int64_t place(std::size_t index) {
  return static_cast<std::int64_t>(index);
}

std::vector<FactRow> facts_of(const Facts& facts) {
  std::vector<FactRow> rows;
  for (std::size_t i = 0; i < kFields; ++i) {
    if (!facts.number[i] && facts.id[i].empty()) continue;
    rows.push_back({id_of(static_cast<Field>(i)), facts.number[i], facts.id[i]});
  }
  return rows;
}

template <typename T>
Stored<std::vector<T>> parts(Session& session, const char* owner, const std::string& id,
                             const char* order = "position") {
  TRY(found,
      select_rows<T>(session, {}, std::string("where ") + owner + " = $1 order by " + order, {id}));
  std::vector<T> all;
  for (auto& one : found) all.push_back(std::move(one.noun));
  return all;
}

Stored<void> remove_rows(Session& session, const char* table, const char* owner,
                         const std::string& id) {
  const auto gone =
      session.run(std::string("delete from ") + table + " where " + owner + " = $1", {id});
  if (!gone) return fail(gone.error());
  return {};
}

std::string text_at(const Row& row, std::size_t at) {
  return std::get<std::string>(row.at(at));
}

template <typename T>
std::vector<std::string> json_of_all(const std::vector<T>& all) {
  std::vector<std::string> objects;
  for (const T& one : all) objects.push_back(json_of_columns(one));
  return objects;
}

std::string json_of_measure(const ProgrammeMeasure& measure) {
  std::vector<std::string> kpis;
  for (const ProgrammeKpi& kpi : measure.kpis) {
    JsonObject json;
    columns(json, kpi);
    json.nested("versions", json_of_all(kpi.versions));
    kpis.push_back(json.finish());
  }
  JsonObject json;
  columns(json, measure);
  json.nested("kpis", kpis);
  return json.finish();
}

}  // namespace

Stored<void> insert_parts(Session& session, const Programme& programme) {
  RowsOf<ProgrammeMeasure> measures({"programme", "position"});
  RowsOf<ProgrammeKpi> kpis({"programme", "measure", "position"});
  RowsOf<TargetVersion> versions({"programme", "measure", "kpi", "position"});
  for (std::size_t m = 0; m < programme.measures.size(); ++m) {
    const ProgrammeMeasure& measure = programme.measures[m];
    measures.add({programme.id, place(m)}, measure);
    for (std::size_t k = 0; k < measure.kpis.size(); ++k) {
      const ProgrammeKpi& kpi = measure.kpis[k];
      kpis.add({programme.id, measure.id, place(k)}, kpi);
      for (std::size_t v = 0; v < kpi.versions.size(); ++v) {
        versions.add({programme.id, measure.id, kpi.kpi, place(v)}, kpi.versions[v]);
      }
    }
  }
  Stored<void> done = measures.insert(session);
  if (done) done = kpis.insert(session);
  if (done) done = versions.insert(session);
  return done;
}

Stored<void> insert_parts(Session& session, const Application& application) {
  RowsOf<FactRow> facts({"application", "position"});
  const std::vector<FactRow> rows = facts_of(application.facts);
  for (std::size_t i = 0; i < rows.size(); ++i) facts.add({application.id, place(i)}, rows[i]);
  RowsOf<Reason> reasons({"application", "position"});
  for (std::size_t i = 0; i < application.reasons.size(); ++i) {
    reasons.add({application.id, place(i)}, application.reasons[i]);
  }
  Stored<void> done = facts.insert(session);
  if (done) done = reasons.insert(session);
  return done;
}

Stored<void> insert_parts(Session& session, const Award& award) {
  RowsOf<Obligation> obligations({"award", "position"});
  for (std::size_t i = 0; i < award.obligations.size(); ++i) {
    obligations.add({award.id, place(i)}, award.obligations[i]);
  }
  RowsOf<Tranche> tranches({"award", "revision"});
  for (const Tranche& tranche : award.tranches) tranches.add({award.id, Revision{1}}, tranche);
  Stored<void> done = obligations.insert(session);
  if (done) done = tranches.insert(session);
  return done;
}

Stored<void> remove_parts(Session& session, const Programme& programme) {
  Stored<void> done = remove_rows(session, "target_version", "programme", programme.id);
  if (done) done = remove_rows(session, "measure_kpi", "programme", programme.id);
  if (done) done = remove_rows(session, "measure", "programme", programme.id);
  return done;
}

Stored<void> remove_parts(Session& session, const Application& application) {
  Stored<void> done = remove_rows(session, "application_fact", "application", application.id);
  if (done) done = remove_rows(session, "application_reason", "application", application.id);
  return done;
}

Stored<void> read_parts(Session& session, Programme& programme) {
  TRY(measures, parts<ProgrammeMeasure>(session, "programme", programme.id));
  programme.measures = std::move(measures);
  std::map<std::string, ProgrammeMeasure*> by_id;
  for (ProgrammeMeasure& measure : programme.measures) by_id[measure.id] = &measure;

  TRY(kpis,
      select_rows<ProgrammeKpi>(session, {"measure"},
                                "where programme = $1 order by measure, position", {programme.id}));
  for (auto& found : kpis) {
    const auto owner = by_id.find(text_at(found.lead, 0));
    if (owner != by_id.end()) owner->second->kpis.push_back(std::move(found.noun));
  }
  TRY(versions, select_rows<TargetVersion>(session, {"measure", "kpi"},
                                           "where programme = $1 order by measure, kpi, position",
                                           {programme.id}));
  for (auto& found : versions) {
    const auto owner = by_id.find(text_at(found.lead, 0));
    if (owner == by_id.end()) continue;
    for (ProgrammeKpi& kpi : owner->second->kpis) {
      if (kpi.kpi == text_at(found.lead, 1)) kpi.versions.push_back(found.noun);
    }
  }
  return {};
}

Stored<void> read_parts(Session& session, Application& application) {
  TRY(facts, parts<FactRow>(session, "application", application.id));
  for (const FactRow& fact : facts) {
    const auto field = member_of<Field>(fact.field);
    if (!field) {
      return fail(trouble(TroubleKind::damaged, "", "no fact is called '" + fact.field + "'"));
    }
    application.facts.number[index_of(*field)] = fact.number;
    application.facts.id[index_of(*field)] = fact.word;
  }
  TRY(reasons, parts<Reason>(session, "application", application.id));
  application.reasons = std::move(reasons);
  return {};
}

Stored<void> read_parts(Session& session, Award& award) {
  TRY(obligations, parts<Obligation>(session, "award", award.id));
  award.obligations = std::move(obligations);
  TRY(tranches, parts<Tranche>(session, "award", award.id, "number"));
  award.tranches = std::move(tranches);
  return {};
}

std::string json_of(const Programme& programme) {
  std::vector<std::string> measures;
  for (const ProgrammeMeasure& measure : programme.measures) {
    measures.push_back(json_of_measure(measure));
  }
  JsonObject json;
  columns(json, programme);
  json.nested("measures", measures);
  return json.finish();
}

std::string json_of(const Application& application) {
  JsonObject json;
  columns(json, application);
  json.nested("facts", json_of_all(facts_of(application.facts)));
  json.nested("reasons", json_of_all(application.reasons));
  return json.finish();
}

std::string json_of(const Award& award) {
  JsonObject json;
  columns(json, award);
  json.nested("obligations", json_of_all(award.obligations));
  json.nested("tranches", json_of_all(award.tranches));
  return json.finish();
}

std::string json_of(const Tranche& tranche) {
  return json_of_columns(tranche);
}
std::string json_of(const Observation& observation) {
  return json_of_columns(observation);
}
std::string json_of(const Decision& decision) {
  return json_of_columns(decision);
}

}  // namespace formulary::store
