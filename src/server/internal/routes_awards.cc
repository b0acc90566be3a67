// Awards, and the reviews, decisions and payments of their tranches.
#include "office/awards.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

Answer kept(const office::KeptAward& award, int status = 200) {
  Answer answer;
  answer.status = status;
  answer.body = json_of(award);
  if (status == 201) answer.location = "/api/v1/awards/" + award.value.id;
  return answer;
}

Agreement agreement_in(Input& input) {
  Agreement agreement;
  agreement.day = input.day("day");
  agreement.first_tranche_months = input.maybe_whole("first_tranche_months", 0, 120).value_or(0);
  if (const Json* shares = input.list("shares")) {
    for (std::size_t i = 0; i < shares->size(); ++i) {
      Input one((*shares)[i], "/shares/" + std::to_string(i));
      FirmShare share;
      share.kpi = one.text("kpi");
      share.baseline = one.number("baseline");
      share.share = one.number("share");
      share.weight = one.maybe_number("weight").value_or(1);
      input.add(one.finish());
      agreement.shares.push_back(std::move(share));
    }
  }
  if (const Json* weights = input.maybe_list("tranche_weights")) {
    for (const Json& weight : *weights) {
      if (weight.is_number()) {
        agreement.tranche_weights.push_back(weight.get<double>());
      } else {
        input.wrong("tranche_weights", "must be a list of numbers");
      }
    }
  }
  return agreement;
}

Outcome<Answer> make(Call& call, const Question& question) {
  Input input(question.body);
  const Agreement agreement = agreement_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(made, office::make_award(call, question.part("application"), agreement));
  return kept(made, 201);
}

Outcome<Answer> list(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(state, query_word<AwardState>(question, "state"));
  TRY(found, office::list_awards(call,
                                 {question.query("programme"), question.query("measure"),
                                  question.query("firm"), state},
                                 page));
  return answer_of(found);
}

Outcome<Answer> terminate(Call& call, const Question& question) {
  Input input(question.body);
  const std::string why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::terminate_award(call, question.part("award"), question.seen(), why));
  return kept(moved);
}

Outcome<Answer> due(Call& call, const Question& question) {
  TRY(page, page_of(question));
  TRY(day, query_day(question, "due"));
  TRY(found, office::due_reviews(call, day.value_or(question.now.date()), page));
  return answer_of(found);
}

Outcome<Answer> decide(Call& call, const Question& question) {
  Input input(question.body);
  office::Verdict verdict;
  verdict.kind = input.word<DecisionKind>("kind");
  verdict.action = input.maybe_word<ReviewAction>("action").value_or(ReviewAction::hold);
  verdict.pay = input.maybe_money("pay").value_or(Money());
  verdict.give_up = input.maybe_money("give_up").value_or(Money());
  verdict.claw_back = input.maybe_money("claw_back").value_or(Money());
  verdict.cure_until = input.maybe_day("cure_until");
  verdict.why = input.maybe_text("why").value_or("");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(done, office::decide(call, question.part("tranche"), question.seen(), verdict));
  Answer answer;
  answer.status = 201;
  answer.location = "/api/v1/decisions/" + done.decision.id + "/proposal";
  answer.body = {{"decision", json_of(done.decision)},
                 {"tranche", json_of(done.tranche)},
                 {"proposal", json_of(done.proposal)}};
  return answer;
}

Outcome<Answer> recompute(Call& call, const Question& question) {
  TRY(again, office::recompute(call, question.part("decision")));
  const bool same = text_of(again.proposal) == again.kept;
  return Answer{
      200, {{"proposal", json_of(again.proposal)}, {"kept", again.kept}, {"same", same}}, "", ""};
}

}  // namespace

void add_awards(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string one = "/api/v1/awards/{award}";
  api.add(router,
          described(Method::post, "/api/v1/applications/{application}/award", "makeAward",
                    Scope::manage, Access::write, "Agree with a firm that was awarded", {},
                    "Agreement", "Award", 201),
          make);
  api.add(router,
          described(Method::get, "/api/v1/awards", "listAwards", Scope::read, Access::read,
                    "List awards; a company sees its own, an official the region's",
                    {"programme", "measure", "firm", "state", "after", "limit"}, "", "[Award]"),
          list);
  api.add(router,
          described(Method::get, one, "readAward", Scope::read, Access::read, "Read an award", {},
                    "", "Award"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_award(call, question.part("award")));
            return kept(found);
          });
  api.add(router,
          described(Method::post, one + "/complete", "completeAward", Scope::manage, Access::write,
                    "Complete an award whose tranches are settled", {}, "", "Award"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(moved, office::complete_award(call, question.part("award"), question.seen()));
            return kept(moved);
          });
  api.add(router,
          described(Method::post, one + "/terminate", "terminateAward", Scope::decide,
                    Access::write, "End an award before its time, in writing", {}, "Why", "Award"),
          terminate);
}

void add_reviews(Api& api, http::Router& router) {
  using accounts::Scope;
  api.add(router,
          described(Method::get, "/api/v1/reviews", "listReviews", Scope::read, Access::read,
                    "Which tranches are due, and what does the rule say?",
                    {"due", "after", "limit"}, "", "[Review]"),
          due);
  api.add(
      router,
      described(Method::get, "/api/v1/tranches/{tranche}/review", "reviewTranche", Scope::read,
                Access::read, "What does the rule say of this tranche today?", {}, "", "Review"),
      [](Call& call, const Question& question) -> Outcome<Answer> {
        TRY(review, office::review_tranche(call, question.part("tranche")));
        return Answer{200, json_of(review), "", ""};
      });
  api.add(router,
          described(Method::post, "/api/v1/tranches/{tranche}/decisions", "decide", Scope::decide,
                    Access::write, "Decide on a tranche; the proposal is kept with it", {},
                    "Verdict", "Decided", 201),
          decide);
  api.add(router,
          described(Method::get, "/api/v1/decisions/{decision}/proposal", "recomputeProposal",
                    Scope::read, Access::read,
                    "Compute a decision's proposal again, as the record stood then", {}, "",
                    "Recomputed"),
          recompute);
  api.add(router,
          described(Method::get, "/api/v1/payments/orders", "listPaymentOrders", Scope::read,
                    Access::read, "What was decided to be paid and is not yet", {}, "",
                    "[PaymentOrder]"),
          [](Call& call, const Question&) -> Outcome<Answer> {
            TRY(orders, office::payment_orders(call));
            return answer_of(orders);
          });
  api.add(router,
          described(Method::post, "/api/v1/decisions/{decision}/payment", "pay", Scope::manage,
                    Access::write, "Record that a decision was paid: once, by another person", {},
                    "", "Payment", 201),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(paid, office::pay(call, question.part("decision")));
            return Answer{201, json_of(paid), "", ""};
          });
}

}  // namespace formulary::server
