// Values of KPIs: reported, imported, checked, corrected, added up, and flagged.
#include "office/values.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"
#include "server/internal/value_rows.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

constexpr std::size_t kAtATime = 20'000;
constexpr std::size_t kMostRefusals = 1000;  // told in an answer; all are counted

Outcome<Answer> report(Call& call, const Question& question) {
  Input input(question.body);
  std::vector<Observation> drafts;
  if (const Json* values = input.list("values")) {
    for (std::size_t i = 0; i < values->size(); ++i) {
      Input one((*values)[i], "/values/" + std::to_string(i));
      drafts.push_back(observation_in(one));
      input.add(one.finish());
    }
  }
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(reported, office::report_values(call, std::move(drafts), office::BadRows::refuse_all));
  Answer answer;
  answer.status = 201;
  Json ids = Json::array();
  for (const std::string& id : reported.ids) ids.push_back(id);
  answer.body = {{"ids", ids}, {"flags", reported.flags}};
  return answer;
}

Outcome<Answer> verify(Call& call, const Question& question) {
  Input input(question.body);
  const std::vector<std::string> ids = input.texts("ids");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(all, office::verify_values(call, ids));
  return answer_of(all);
}

Outcome<Answer> dispute(Call& call, const Question& question) {
  Input input(question.body);
  const std::string why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::dispute_value(call, question.part("value"), why));
  return Answer{200, json_of(moved), "", ""};
}

Outcome<Answer> correct(Call& call, const Question& question) {
  Input input(question.body);
  Observation draft;
  draft.value = input.maybe_number("value");
  draft.missing_why = input.maybe_text("missing_why").value_or("");
  draft.source = input.maybe_text("source").value_or("");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::correct_value(call, question.part("value"), draft));
  return Answer{201, json_of(moved), "/api/v1/values/" + moved.value.id, ""};
}

Outcome<Answer> list(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(kind, query_word<SubjectKind>(question, "subject_kind"));
  TRY(state, query_word<ObservationState>(question, "state"));
  TRY(found, office::list_values(
                 call, {kind, question.query("subject"), question.query("kpi"), state}, page));
  return answer_of(found);
}

Outcome<Answer> totals(Call& call, const Question& question) {
  store::TotalFilter filter;
  TRY(axis, query_word<RollUpAxis>(question, "axis"));
  TRY(from, query_day(question, "from"));
  TRY(to, query_day(question, "to"));
  filter = {axis, question.query("id"), question.query("kpi"), from, to};
  TRY(found, office::list_totals(call, filter, 10'000, 0));
  return answer_of(found);
}

Outcome<Answer> flags(Call& call, const Question& question) {
  TRY(page, page_of(question));
  const std::string state = question.query("state");
  std::optional<store::FlagState> wanted;
  if (state == "open") wanted = store::FlagState::open;
  if (state == "resolved") wanted = store::FlagState::resolved;
  if (!state.empty() && !wanted) {
    return otherwise(denial_of({{"", 0, "?state= must be open or resolved", ""}}));
  }
  TRY(found, office::list_flags(call, wanted, page));
  Answer answer = answer_of(found.items);
  answer.next = found.next;
  return answer;
}

Outcome<Answer> resolve(Call& call, const Question& question) {
  Input input(question.body);
  const FlagFinding finding = input.word<FlagFinding>("finding");
  const std::string why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(resolved, office::resolve_flag(call, question.part("flag"), finding, why));
  return Answer{200, json_of(resolved), "", ""};
}

// What became of a file.
struct Imported {
  std::int64_t accepted = 0;
  std::int64_t refused = 0;
  std::int64_t flags = 0;
  Json problems = Json::array();

  void refuse(int line, const std::string& column, const Json& reasons) {
    ++refused;
    if (problems.size() < kMostRefusals) {
      problems.push_back({{"line", line}, {"column", column}, {"reasons", reasons}});
    }
  }
};

void note_bad(Imported& imported, const ValueBatch& batch) {
  for (const BadRow& bad : batch.bad) {
    imported.refuse(bad.line, bad.column,
                    Json::array({json_of(Reason{"unreadable", {bad.what, bad.what, bad.what}})}));
  }
}

void note(Imported& imported, const ValueBatch& batch, const office::Reported& reported) {
  imported.accepted += static_cast<std::int64_t>(reported.ids.size());
  imported.flags += static_cast<std::int64_t>(reported.flags);
  for (const office::RowRefusal& row : reported.refused) {
    imported.refuse(batch.lines[row.row], "", json_list(row.reasons));
  }
}

http::Response answer_of(const Imported& imported, bool all_or_nothing) {
  const bool refused_all = all_or_nothing && imported.refused > 0;
  const Json body{{"accepted", refused_all ? 0 : imported.accepted},
                  {"refused", imported.refused},
                  {"flags", refused_all ? 0 : imported.flags},
                  {"problems", imported.problems}};
  if (!refused_all) return http::json_response(body.dump());
  return http::problem(
      422, "/problems/rows", "Nothing was imported: some rows are wrong", "",
      {{"refused", std::to_string(imported.refused)}, {"problems", imported.problems.dump()}});
}

// All or nothing: one transaction over the whole file; otherwise one for each batch.
http::Response import_file(const Api& api, const http::Request& request,
                           const accounts::Identity& identity, RowFormat format,
                           bool all_or_nothing) {
  Imported imported;
  std::optional<office::Denial> denial;
  const store::Act act{identity.actor, api.parts().clock()};
  const auto bad_rows = office::BadRows::leave_out;  // refused below, so that every one is told
  const auto take = [&](Call& call, ValueBatch& batch) -> Outcome<bool> {
    note_bad(imported, batch);
    TRY(reported, office::report_values(call, std::move(batch.rows), bad_rows));
    note(imported, batch, reported);
    return true;
  };
  const std::string path = request.body_file->path();
  Faults faults;
  if (all_or_nothing) {
    const auto done =
        office::perform(api.parts().database, store::Access::write, api.ground(), act,
                        [&](Call& call) -> Outcome<bool> {
                          imported = {};
                          denial.reset();
                          faults = read_values(path, format, kAtATime, [&](ValueBatch& batch) {
                            auto taken = take(call, batch);
                            if (!taken) denial = std::move(taken.error());
                            return !denial;
                          });
                          if (denial) return otherwise(*denial);
                          const bool sound = faults.empty() && imported.refused == 0;
                          if (!sound) return otherwise(office::Denial(Reasons{{"rows", {}}}));
                          return true;
                        });
    if (!done && !denial && done.error().trouble) denial = done.error();
  } else {
    faults = read_values(path, format, kAtATime, [&](ValueBatch& batch) {
      const auto done = office::perform(api.parts().database, store::Access::write, api.ground(),
                                        act, [&](Call& call) { return take(call, batch); });
      if (!done) denial = done.error();
      return !denial;
    });
  }
  if (denial) return refused(request, *denial);
  if (!faults.empty()) return bad_request(request, faults);
  return answer_of(imported, all_or_nothing);
}

http::Response import_values(Api& api, const Endpoint& endpoint, const http::Request& request) {
  Api::Known known = api.identify(request, endpoint);
  if (known.refusal) return std::move(*known.refusal);
  const std::string_view type = request.header("content-type");
  RowFormat format = RowFormat::csv;
  if (type.starts_with("application/x-ndjson")) {
    format = RowFormat::ndjson;
  } else if (!type.starts_with("text/csv")) {
    return http::problem(415, "/problems/media-type", "Send text/csv or application/x-ndjson", "");
  }
  const std::string_view bad = request.query.value("bad_rows");
  if (!bad.empty() && bad != "refuse_all" && bad != "leave_out") {
    return bad_request(request, {{"", 0, "?bad_rows= must be refuse_all or leave_out", ""}});
  }
  return import_file(api, request, *known.identity, format, bad != "leave_out");
}

}  // namespace

void add_values(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = "/api/v1/values";
  api.add(router,
          described(Method::post, all, "reportValues", Scope::report, Access::write,
                    "Report values, all or none; what looks wrong is flagged", {}, "ValuesWish",
                    "Reported", 201),
          report);
  api.add(
      router,
      described(Method::get, all, "listValues", Scope::read, Access::read, "List reported values",
                {"subject_kind", "subject", "kpi", "state", "after", "limit"}, "", "[Value]"),
      list);
  api.add(
      router,
      described(Method::post, all + "/verify", "verifyValues", Scope::manage, Access::write,
                "Verify values; each is in every total when this returns", {}, "Ids", "[Value]"),
      verify);
  api.add(router,
          described(Method::get, all + "/{value}", "readValue", Scope::read, Access::read,
                    "Read a value", {}, "", "Value"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_value(call, question.part("value")));
            return Answer{200, json_of(found), "", ""};
          });
  api.add(router,
          described(Method::post, all + "/{value}/dispute", "disputeValue", Scope::report,
                    Access::write, "Dispute a reported value, in writing", {}, "Why", "Value"),
          dispute);
  api.add(
      router,
      described(Method::post, all + "/{value}/correction", "correctValue", Scope::report,
                Access::write, "Report it anew; both are kept", {}, "CorrectionWish", "Value", 201),
      correct);
  api.add(router,
          described(Method::get, "/api/v1/totals", "listTotals", Scope::read, Access::read,
                    "What do verified values add up to?", {"axis", "id", "kpi", "from", "to"}, "",
                    "[Total]"),
          totals);
  api.add(router,
          described(Method::get, "/api/v1/flags", "listFlags", Scope::read, Access::read,
                    "Which values look wrong?", {"state", "after", "limit"}, "", "[Flag]"),
          flags);
  api.add(router,
          described(Method::post, "/api/v1/flags/{flag}/resolution", "resolveFlag", Scope::manage,
                    Access::write, "Say what was found", {}, "ResolutionWish", "Flag"),
          resolve);
  Endpoint import =
      described(Method::post, all + "/import", "importValues", Scope::report, Access::write,
                "Import values as CSV or NDJSON of any size, with the problems of each row",
                {"bad_rows"}, "", "Imported");
  http::RouteOptions options;
  options.body = http::Body::spooled;
  options.most_bytes = std::size_t{8} << 30;
  api.add_raw(
      router, import,
      [&api, import](const http::Request& request) { return import_values(api, import, request); },
      options);
}

}  // namespace formulary::server
