// Applications: a firm asks, rules screen, chance or merit ranks, an approver selects.
#include "office/applications.h"
#include "office/awards.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

Answer kept(const office::KeptApplication& application, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = json_of(application);
  if (status == 201) answer.location = "/api/v1/applications/" + application.value.id;
  return answer;
}

std::optional<FirmAccounts> accounts_in(Input& input) {
  const Json* object = input.maybe_object("accounts");
  if (object == nullptr) return std::nullopt;
  Input inner(*object, "/accounts");
  FirmAccounts accounts;
  accounts.revenue = inner.number("revenue");
  accounts.investment = inner.maybe_number("investment").value_or(0);
  accounts.exports = inner.maybe_number("exports").value_or(0);
  accounts.taxable_profit = inner.maybe_flag("taxable_profit").value_or(false);
  input.add(inner.finish());
  return accounts;
}

Outcome<Answer> submit(Call& call, const Question& question) {
  Input input(question.body);
  office::Request request;
  request.programme = question.part("programme");
  request.measure = question.part("measure");
  request.firm = input.maybe_text("firm").value_or(question.identity.actor.firm);
  request.facts = facts_in(input, "facts");
  request.requested = input.money("requested");
  request.accounts = accounts_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(made, office::submit_application(call, request));
  return kept(made, 201);
}

Outcome<Answer> check(Call& call, const Question& question) {
  Input input(question.body);
  const Facts facts = facts_in(input, "facts");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(answer,
      office::check_eligibility(call, question.part("programme"), question.part("measure"), facts));
  return Answer{200, json_of(answer), "", ""};
}

Outcome<Answer> state_facts(Call& call, const Question& question) {
  Input input(question.body);
  const Facts facts = facts_in(input, "facts");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::state_facts(call, question.part("application"), question.seen(), facts));
  return kept(moved);
}

Outcome<Answer> score(Call& call, const Question& question) {
  Input input(question.body);
  const double number = input.number("score");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved,
      office::score_application(call, question.part("application"), question.seen(), number));
  return kept(moved);
}

Outcome<Answer> list(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(state, query_word<ApplicationState>(question, "state"));
  TRY(found, office::list_applications(call,
                                       {question.query("programme"), question.query("measure"),
                                        question.query("firm"), state},
                                       page));
  return answer_of(found);
}

SelectionOptions options_in(Input& input) {
  SelectionOptions options;
  options.least_score = input.maybe_number("least_score");
  options.waiting_places = input.maybe_whole("waiting_places", 0, 1'000'000);
  if (input.maybe_flag("pass_over").value_or(false)) options.rest = Rest::pass_over;
  return options;
}

Outcome<Answer> select(Call& call, const Question& question) {
  Input input(question.body);
  const SelectionOptions options = options_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved,
      office::select_awards(call, question.part("programme"), question.part("measure"), options));
  return answer_of(moved);
}

Outcome<Answer> serve_waiting(Call& call, const Question& question) {
  Input input(question.body);
  const SelectionOptions options = options_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::award_waiting(call, question.part("programme"), question.part("measure"),
                                   options.rest));
  return answer_of(moved);
}

using Move = Outcome<office::KeptApplication> (*)(Call&, const std::string&, office::Seen);
Work moves(Move move) {
  return [move](Call& call, const Question& question) -> Outcome<Answer> {
    TRY(moved, move(call, question.part("application"), question.seen()));
    return kept(moved);
  };
}

void add_rounds(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string measure = "/api/v1/programmes/{programme}/measures/{measure}";
  api.add(router,
          described(Method::post, measure + "/eligibility", "checkEligibility", Scope::read,
                    Access::read,
                    "May a firm with these facts have it? Without an account, nothing is kept", {},
                    "FactsWish", "Eligibility", 200, Auth::none),
          check);
  api.add(router,
          described(Method::post, measure + "/applications", "submitApplication", Scope::apply,
                    Access::write, "Apply; screened at once by the card's rules", {},
                    "ApplicationWish", "Application", 201),
          submit);
  api.add(router,
          described(Method::post, measure + "/seed", "publishSeed", Scope::manage, Access::write,
                    "Publish the seed of the public lottery, drawn now", {}, "", "Lottery"),
          [&api](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(seed, office::publish_seed(call, question.part("programme"),
                                           question.part("measure"), api.parts().chance()));
            return Answer{200, json_of(seed), "", ""};
          });
  api.add(router,
          described(Method::post, measure + "/rank", "rankApplications", Scope::manage,
                    Access::write, "Rank all eligible applications by merit, need or lottery", {},
                    "", "[Application]"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(moved, office::rank_applications(call, question.part("programme"),
                                                 question.part("measure")));
            return answer_of(moved);
          });
  api.add(router,
          described(Method::post, measure + "/select", "selectAwards", Scope::decide, Access::write,
                    "Award by rank as far as the money goes", {}, "SelectionWish", "[Application]"),
          select);
  api.add(router,
          described(Method::post, measure + "/waiting-list", "awardWaiting", Scope::decide,
                    Access::write, "Award from the waiting list what came free", {},
                    "SelectionWish", "[Application]"),
          serve_waiting);
}

}  // namespace

void add_applications(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = "/api/v1/applications";
  const std::string one = all + "/{application}";
  add_rounds(api, router);
  api.add(
      router,
      described(Method::get, all, "listApplications", Scope::read, Access::read,
                "List applications; a company sees its own",
                {"programme", "measure", "firm", "state", "after", "limit"}, "", "[Application]"),
      list);
  api.add(router,
          described(Method::get, one, "readApplication", Scope::read, Access::read,
                    "Read an application", {}, "", "Application"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_application(call, question.part("application")));
            return kept(found);
          });
  api.add(router,
          described(Method::post, one + "/facts", "stateFacts", Scope::apply, Access::write,
                    "Add facts that were missing; screened again at once", {}, "FactsWish",
                    "Application"),
          state_facts);
  api.add(router,
          described(Method::post, one + "/score", "scoreApplication", Scope::manage, Access::write,
                    "Give the score of merit or need", {}, "ScoreWish", "Application"),
          score);
  api.add(router,
          described(Method::post, one + "/withdraw", "withdrawApplication", Scope::apply,
                    Access::write, "Withdraw", {}, "", "Application"),
          moves(office::withdraw_application));
  api.add(
      router,
      described(Method::post, one + "/settle", "settleApplication", Scope::manage, Access::write,
                "Decline what is left after the programme's end", {}, "", "Application"),
      moves(office::settle_application));
}

}  // namespace formulary::server
