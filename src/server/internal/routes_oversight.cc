// Scorecards of offices, and the audit chain.
#include "accounts/account.h"
#include "office/scorecards.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"
#include "store/audit.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

std::vector<double> numbers_in(Input& input, const Json& list, const std::string& at) {
  std::vector<double> all;
  for (const Json& one : list) {
    if (one.is_number()) {
      all.push_back(one.get<double>());
    } else {
      input.wrong(at, "must be a list of numbers");
    }
  }
  return all;
}

RegionFigures figures_in(Input& input, const Json& json, const std::string& at) {
  Input one(json, "/" + at);
  RegionFigures figures;
  figures.region = one.text("region");
  figures.office = one.maybe_text("office").value_or("");
  if (const Json* conditions = one.maybe_list("conditions")) {
    figures.conditions = numbers_in(one, *conditions, "conditions");
  }
  if (const Json* sectors = one.list("sectors")) {
    for (std::size_t i = 0; i < sectors->size(); ++i) {
      Input inner((*sectors)[i], "/" + at + "/sectors/" + std::to_string(i));
      SectorLevels levels;
      levels.sector = inner.text("sector");
      if (const Json* level = inner.list("level")) {
        levels.level = numbers_in(inner, *level, "level");
      }
      one.add(inner.finish());
      figures.sectors.push_back(std::move(levels));
    }
  }
  input.add(one.finish());
  return figures;
}

Outcome<Answer> score(Call& call, const Question& question) {
  Input input(question.body);
  office::Scoring scoring;
  scoring.kpi = input.text("kpi");
  scoring.first_year = input.whole("first_year", 1900, 2200);
  if (const Json* regions = input.list("regions")) {
    for (std::size_t i = 0; i < regions->size(); ++i) {
      scoring.regions.push_back(figures_in(input, (*regions)[i], "regions/" + std::to_string(i)));
    }
  }
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(all, office::score(call, scoring));
  Answer answer = answer_of(all);
  answer.status = 201;
  return answer;
}

Outcome<Answer> reply(Call& call, const Question& question) {
  Input input(question.body);
  const std::string text = input.text("text");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::reply_to_scorecard(call, question.part("scorecard"), question.seen(), text));
  return Answer{200, json_of(moved), "", ""};
}

Outcome<Answer> list(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(found,
      office::list_scorecards(call, {question.query("region"), question.query("kpi")}, page));
  return answer_of(found);
}

// Whether the actor may read the audit chain.
Outcome<bool> may_audit(const Call& call) {
  Reasons reasons = office::against(office::Operation::read_audit, call.actor(), {}, "");
  if (!reasons.empty()) return otherwise(office::Denial(std::move(reasons)));
  return true;
}

Outcome<Answer> records(Call& call, const Question& question) {
  TRY(allowed, may_audit(call));
  TRY(page, page_of(question));
  const std::string& after = page.after;
  const bool sound =
      after.size() < 18 && after.find_first_not_of("0123456789") == std::string::npos;
  if (!sound) return otherwise(denial_of({{"", 0, "?after= must be a number", ""}}));
  TRY(found, store::audit_records(call.session, after.empty() ? 0 : std::stoll(after), page.limit,
                                  {question.query("subject_kind"), question.query("subject")}));
  Answer answer = answer_of(found);
  if (static_cast<int>(found.size()) >= page.limit) answer.next = std::to_string(found.back().seq);
  return answer;
}

Outcome<Answer> check(Call& call, const Question&) {
  TRY(allowed, may_audit(call));
  TRY(checked, store::verify_audit(call.session));
  Json faults = Json::array();
  for (const store::AuditFault& fault : checked.faults) {
    faults.push_back({{"seq", fault.seq}, {"what", fault.what}});
  }
  return Answer{200,
                {{"records", checked.records}, {"head", json_of(checked.head)}, {"faults", faults}},
                "",
                ""};
}

using Move = Outcome<office::KeptScorecard> (*)(Call&, const std::string&, office::Seen);
Work moves(Move move) {
  return [move](Call& call, const Question& question) -> Outcome<Answer> {
    TRY(moved, move(call, question.part("scorecard"), question.seen()));
    return Answer{200, json_of(moved), "", ""};
  };
}

}  // namespace

void add_scorecards(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = "/api/v1/scorecards";
  const std::string one = all + "/{scorecard}";
  api.add(router,
          described(Method::post, all, "scoreRegions", Scope::manage, Access::write,
                    "Score all regions on one outcome: value added beyond mix and conditions", {},
                    "ScoringWish", "[Scorecard]", 201),
          score);
  api.add(router,
          described(Method::get, all, "listScorecards", Scope::read, Access::read,
                    "List scorecards; an official sees the own region's once shown",
                    {"region", "kpi", "after", "limit"}, "", "[Scorecard]"),
          list);
  api.add(router,
          described(Method::get, one, "readScorecard", Scope::read, Access::read,
                    "Read a scorecard", {}, "", "Scorecard"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_scorecard(call, question.part("scorecard")));
            return Answer{200, json_of(found), "", ""};
          });
  api.add(router,
          described(Method::post, one + "/show", "showScorecard", Scope::manage, Access::write,
                    "Show it to the office: the time to reply begins", {}, "", "Scorecard"),
          moves(office::show_scorecard));
  api.add(router,
          described(Method::post, one + "/reply", "replyToScorecard", Scope::report, Access::write,
                    "The office's reply, published with it", {}, "ReplyWish", "Scorecard"),
          reply);
  api.add(
      router,
      described(Method::post, one + "/publish", "publishScorecard", Scope::decide, Access::write,
                "Publish after the reply or the days of silence", {}, "", "Scorecard"),
      moves(office::publish_scorecard));
}

void add_audit(Api& api, http::Router& router) {
  using accounts::Scope;
  api.add(router,
          described(Method::get, "/api/v1/audit", "listAudit", Scope::exporting, Access::read,
                    "Read the audit chain, all of it or of one subject",
                    {"subject_kind", "subject", "after", "limit"}, "", "[AuditRecord]"),
          records);
  api.add(router,
          described(Method::get, "/api/v1/audit/check", "checkAudit", Scope::exporting,
                    Access::read, "Does the chain hold?", {}, "", "AuditCheck"),
          check);
  api.add(router,
          described(Method::get, "/api/v1/audit/heads", "listAuditHeads", Scope::exporting,
                    Access::read, "The head of each day, for publication", {}, "", "[AuditHead]"),
          [](Call& call, const Question&) -> Outcome<Answer> {
            TRY(allowed, may_audit(call));
            TRY(heads, store::audit_heads(call.session));
            return answer_of(heads);
          });
}

}  // namespace formulary::server
