// Programmes: from a package to the end.
#include <algorithm>

#include "cycle/cycle.h"
#include "office/programmes.h"
#include "report/documents.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

// Enough to see that package and forecast speak of the same measures; the pre-test that counts is
// a move of its own.
constexpr int kDraftDraws = 2;

Forecast forecast_of(const Installation& installation, const Package& package, int draws) {
  PretestOptions options;
  options.draws = draws;
  return pretest_package(installation, population_for(installation, package.envelope.sector, 0),
                         package, options);
}

Answer kept(const office::KeptProgramme& programme, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = json_of(programme);
  if (status == 201) answer.location = "/api/v1/programmes/" + programme.value.id;
  return answer;
}

Mandate mandate_in(Input& input) {
  Mandate mandate;
  mandate.programme = input.text("id");
  mandate.name = input.words("name");
  mandate.owner = input.maybe_text("owner").value_or("");
  mandate.targets_why = input.maybe_text("targets_why").value_or("");
  mandate.first_day = input.day("first_day");
  mandate.tranches = input.maybe_whole("tranches", 1, 60).value_or(1);
  mandate.demonstration = input.maybe_flag("demonstration").value_or(false);
  if (input.maybe_object("evaluation") != nullptr) {
    mandate.evaluation = evaluation_in(input, "evaluation");
  }
  return mandate;
}

// Whether the role may do this at all, before anything is computed for it.
Outcome<bool> may_begin(const Question& question, office::Operation operation) {
  const UserRole role = question.identity.actor.role;
  if (office::reach(operation, role) != office::Reach::none) return true;
  return otherwise(office::Denial(office::against(operation, question.identity.actor, {}, "")));
}

struct Draft {
  office::Adopted adopted;
  Mandate mandate;
};

// Read a draft's package, and forecast it.
Outcome<std::any> adopt(const Api& api, const Json& package, Draft draft) {
  const Installation& installation = api.parts().installation;
  draft.adopted.package_text = package.dump(2) + "\n";
  const auto decoded =
      decode_package(draft.adopted.package_text, installation.toolbox, installation.country);
  if (!decoded) return otherwise(denial_of(decoded.error()));
  draft.adopted.package = *decoded;
  draft.adopted.forecast = forecast_of(installation, *decoded, kDraftDraws);
  return std::any(std::move(draft));
}

Outcome<std::any> prepare_draft(const Api& api, const Question& question) {
  TRY(allowed, may_begin(question, office::Operation::draft_programme));
  Input input(question.body);
  const Json* package = input.object("package");
  Draft draft;
  draft.mandate = mandate_in(input);
  const std::string& id = draft.mandate.programme;
  const bool plain_id =
      !id.empty() && id.size() <= 64 &&
      id.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789_-") == std::string::npos;
  if (!plain_id) input.wrong("id", "must be 1 to 64 of a-z, 0-9, _ and -");
  const Faults faults = input.finish();
  if (!faults.empty() || package == nullptr) return otherwise(denial_of(faults));
  return adopt(api, *package, std::move(draft));
}

Outcome<Answer> draft(Call& call, const Question& question) {
  const Draft& made = std::any_cast<const Draft&>(question.prepared);
  TRY(programme, office::draft_programme(call, made.adopted, made.mandate));
  return kept(programme, 201);
}

// A revision has the members of a draft that can still change.
Outcome<std::any> prepare_revision(const Api& api, const Question& question) {
  TRY(allowed, may_begin(question, office::Operation::revise_programme));
  Input input(question.body);
  const Json* package = input.object("package");
  Draft draft;
  draft.mandate.owner = input.maybe_text("owner").value_or("");
  draft.mandate.first_day = input.day("first_day");
  draft.mandate.tranches = input.maybe_whole("tranches", 1, 60).value_or(1);
  const Faults faults = input.finish();
  if (!faults.empty() || package == nullptr) return otherwise(denial_of(faults));
  return adopt(api, *package, std::move(draft));
}

Outcome<Answer> revise(Call& call, const Question& question) {
  const Draft& made = std::any_cast<const Draft&>(question.prepared);
  TRY(programme, office::revise_programme(call, question.part("programme"), question.seen(),
                                          made.adopted, made.mandate));
  return kept(programme);
}

Outcome<std::any> prepare_pretest(const Api& api, const Question& question) {
  TRY(allowed, may_begin(question, office::Operation::pretest_programme));
  Input input(question.body);
  const int draws = input.maybe_whole("draws", 2, 1000).value_or(api.options().pretest_draws);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  office::PretestRun run;
  const std::string id = question.part("programme");
  TRY(package, office::perform(api.parts().database, store::Access::read, api.ground(),
                               {question.identity.actor, question.now},
                               [&](Call& call) -> Outcome<std::string> {
                                 TRY(programme, office::read_programme(call, id));
                                 run.version = programme.value.version;
                                 return office::read_document(call, programme.value.package_hash);
                               }));
  const Installation& installation = api.parts().installation;
  const auto decoded = decode_package(package, installation.toolbox, installation.country);
  if (!decoded) return otherwise(denial_of(decoded.error()));
  run.forecast = forecast_of(installation, *decoded, draws);
  run.forecast_text = encode_forecast(run.forecast, installation.toolbox);
  return std::any(std::move(run));
}

// The version is compared again: what was pre-tested may have been changed meanwhile.
Outcome<Answer> pretest(Call& call, const Question& question) {
  const auto& run = std::any_cast<const office::PretestRun&>(question.prepared);
  TRY(moved, office::record_pretest(call, question.part("programme"), question.seen(), run));
  return kept(moved);
}

Outcome<Answer> set_target(Call& call, const Question& question) {
  Input input(question.body);
  TargetChange change;
  change.measure = input.text("measure");
  change.kpi = input.text("kpi");
  change.baseline = input.number("baseline");
  change.target = input.number("target");
  change.due = input.day("due");
  change.why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::set_target(call, question.part("programme"), question.seen(), change));
  return kept(moved);
}

Outcome<Answer> set_evaluation(Call& call, const Question& question) {
  const Json wrapped{{"evaluation", question.body}};
  Input input(wrapped);
  const EvaluationDesign design = evaluation_in(input, "evaluation");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::set_evaluation(call, question.part("programme"), question.seen(), design));
  return kept(moved);
}

Outcome<Answer> terminate(Call& call, const Question& question) {
  Input input(question.body);
  const std::string why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::terminate_programme(call, question.part("programme"), question.seen(), why));
  return kept(moved);
}

Outcome<Answer> list(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(state, query_word<ProgrammeState>(question, "state"));
  TRY(found, office::list_programmes(call, state, page));
  return answer_of(found);
}

// A move that needs no more than the programme.
using Move = Outcome<office::KeptProgramme> (*)(Call&, const std::string&, office::Seen);
Work moves(Move move) {
  return [move](Call& call, const Question& question) -> Outcome<Answer> {
    TRY(moved, move(call, question.part("programme"), question.seen()));
    return kept(moved);
  };
}

}  // namespace

void add_programmes(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = "/api/v1/programmes";
  const std::string one = all + "/{programme}";
  api.add(router,
          described(Method::get, all, "listProgrammes", Scope::read, Access::read,
                    "List programmes; drafts only to those who may read them",
                    {"state", "after", "limit"}, "", "[Programme]"),
          list);
  api.add(router,
          described(Method::post, all, "draftProgramme", Scope::manage, Access::write,
                    "Draft a programme from a package that configure made", {}, "ProgrammeDraft",
                    "Programme", 201),
          draft, [&api](const Question& question) { return prepare_draft(api, question); });
  api.add(router,
          described(Method::get, one, "readProgramme", Scope::read, Access::read,
                    "Read one programme", {}, "", "Programme"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_programme(call, question.part("programme")));
            return kept(found);
          });
  api.add(router,
          described(Method::put, one + "/package", "reviseProgramme", Scope::manage, Access::write,
                    "Put another package in the place of a draft's; an approval falls", {},
                    "ProgrammeRevision", "Programme"),
          revise, [&api](const Question& question) { return prepare_revision(api, question); });
  api.add(
      router,
      described(Method::post, one + "/pretest", "pretestProgramme", Scope::compute, Access::write,
                "Pre-test this very version and record it", {}, "PretestWish", "Programme"),
      pretest, [&api](const Question& question) { return prepare_pretest(api, question); });
  api.add(router,
          described(Method::post, one + "/targets", "setTarget", Scope::manage, Access::write,
                    "Add a version of a KPI's baseline and target", {}, "TargetWish", "Programme"),
          set_target);
  api.add(router,
          described(Method::put, one + "/evaluation", "setEvaluation", Scope::manage, Access::write,
                    "Set how effects will be told from coincidence", {}, "EvaluationDesign",
                    "Programme"),
          set_evaluation);
  api.add(
      router,
      described(Method::post, one + "/approve", "approveProgramme", Scope::decide, Access::write,
                "Approve: a second person, and nothing missing", {}, "", "Programme"),
      moves(office::approve_programme));
  api.add(router,
          described(Method::post, one + "/open", "openProgramme", Scope::manage, Access::write,
                    "Open it for applications", {}, "", "Programme"),
          moves(office::open_programme));
  api.add(router,
          described(Method::post, one + "/close", "closeProgramme", Scope::manage, Access::write,
                    "Close it when nothing is under way", {}, "", "Programme"),
          moves(office::close_programme));
  api.add(router,
          described(Method::post, one + "/terminate", "terminateProgramme", Scope::decide,
                    Access::write, "End it before its time, in writing", {}, "Why", "Programme"),
          terminate);
}

}  // namespace formulary::server
