// What goes to the treasury, and what comes back: payees, orders, batches, reconciliations.
#include <charconv>

#include "office/payees.h"
#include "office/reconcile.h"
#include "office/transfers.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

constexpr const char* kBatches = "/api/v1/payments/batches";
constexpr const char* kReconciliations = "/api/v1/payments/reconciliations";
constexpr int kMostDays = 3650;

BankAccount account_in(Input& input) {
  BankAccount account;
  account.name = input.text("name");
  account.iban = input.text("iban");
  account.bic = input.maybe_text("bic").value_or("");
  return account;
}

// ?NAME= as a number of days; nothing where it is not given.
Outcome<std::optional<int>> query_days(const Question& question, const char* name) {
  const std::string text = question.query(name);
  if (text.empty()) return std::nullopt;
  int days = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), days);
  if (error != std::errc() || end != text.data() + text.size() || days < 0 || days > kMostDays) {
    return otherwise(denial_of(
        {{"", 0, "?" + std::string(name) + "= must be a number of days, 0 to 3650", ""}}));
  }
  return std::optional(days);
}

// ---- payees ------------------------------------------------------------------------------------

Outcome<Answer> set_payee(Call& call, const Question& question) {
  Input input(question.body);
  const BankAccount account = account_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(set, office::set_payee(call, question.part("firm"), account));
  return Answer{200, json_of(set), "", ""};
}

Outcome<Answer> confirm_payee(Call& call, const Question& question) {
  Input input(question.body);
  const int number = input.whole("number", 1, 1'000'000);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(confirmed, office::confirm_payee(call, question.part("firm"), number));
  return Answer{200, json_of(confirmed), "", ""};
}

Outcome<Answer> list_payees(Call& call, const Question& question) {
  TRY(page, page_of(question));
  const std::string state = question.query("state");
  std::optional<store::PayeeState> wanted;
  if (state == "waiting") wanted = store::PayeeState::waiting;
  if (state == "confirmed") wanted = store::PayeeState::confirmed;
  if (!state.empty() && !wanted) {
    return otherwise(denial_of({{"", 0, "?state= must be waiting or confirmed", ""}}));
  }
  TRY(found, office::list_payees(call, wanted, page));
  Answer answer = answer_of(found.items);
  answer.next = found.next;
  return answer;
}

void add_payees(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string one = "/api/v1/firms/{firm}/payee";
  api.add(router,
          described(Method::get, "/api/v1/payees", "listPayees", Scope::read, Access::read,
                    "Where does firms' money go, and what waits for a second person?",
                    {"state", "after", "limit"}, "", "[Payee]"),
          list_payees);
  api.add(router,
          described(Method::get, one, "readPayee", Scope::read, Access::read,
                    "Read a firm's bank details", {}, "", "Payee"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_payee(call, question.part("firm")));
            return Answer{200, json_of(found), "", ""};
          });
  api.add(router,
          described(Method::put, one, "setPayee", Scope::manage, Access::write,
                    "Set a firm's bank details; no money goes there before they are confirmed", {},
                    "BankAccountWish", "Payee"),
          set_payee);
  api.add(
      router,
      described(Method::post, one + "/confirmation", "confirmPayee", Scope::decide, Access::write,
                "Confirm bank details that another person set", {}, "PayeeSeen", "Payee"),
      confirm_payee);
}

// ---- orders and batches ------------------------------------------------------------------------

Outcome<Answer> withdraw(Call& call, const Question& question) {
  Input input(question.body);
  const std::string why = input.text("why");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(moved, office::withdraw_order(call, question.part("transfer"), question.seen(), why));
  return Answer{200, json_of(moved), "", ""};
}

Outcome<Answer> list_transfers(Call& call, const Question& question) {
  TRY(page, page_of(question));
  store::TransferFilter filter;
  TRY(state, query_word<TransferState>(question, "state"));
  TRY(days, query_days(question, "older_days"));
  filter.state = state;
  filter.batch = question.query("batch");
  filter.firm = question.query("firm");
  if (days) {
    constexpr std::int64_t kDay = 86'400'000;
    filter.batched_before = Instant::from_milliseconds(question.now.milliseconds() - kDay * *days);
  }
  TRY(found, office::list_transfers(call, filter, page));
  return answer_of(found);
}

Answer whole(const office::Batched& batched, int status) {
  Answer answer;
  answer.status = status;
  answer.body = json_of(batched.batch);
  answer.body["transfers"] = json_list(batched.transfers);
  if (status == 201) {
    Json left_out = Json::array();
    for (const office::LeftOut& one : batched.left_out) {
      left_out.push_back(
          {{"transfer", json_of(one.transfer)}, {"reasons", json_list(one.reasons)}});
    }
    answer.body["left_out"] = left_out;
    answer.location = std::string(kBatches) + "/" + batched.batch.value.id;
  }
  return answer;
}

Outcome<Answer> make_batch(Call& call, const Question& question) {
  Input input(question.body);
  office::BatchWish wish;
  wish.pay_on = input.day("pay_on");
  if (const Json* payer = input.object("payer")) {
    Input account(*payer, "/payer");
    wish.payer = account_in(account);
    input.add(account.finish());
  }
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(made, office::make_batch(call, wish));
  return whole(made, 201);
}

http::Response export_batch(Api& api, const Endpoint& endpoint, const http::Request& request) {
  Api::Known known = api.identify(request, endpoint);
  if (known.refusal) return std::move(*known.refusal);
  const auto format = member_of<office::OrderFormat>(request.query.value("format"));
  if (!format) return bad_request(request, {{"", 0, "?format= must be csv or pain001", ""}});
  const auto file = office::perform(
      api.parts().database, store::Access::write, api.ground(),
      {known.identity->actor, api.parts().clock()},
      [&](Call& call) { return office::export_batch(call, request.parameter("batch"), *format); });
  if (!file) return refused(request, file.error());
  http::Response response = http::text_response(file->bytes);
  response.headers.set("content-type", file->media_type);
  response.headers.set("content-disposition", "attachment; filename=\"" + file->name + "\"");
  response.headers.set("cache-control", "no-store");
  return response;
}

void add_batches(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = kBatches;
  const std::string one = all + "/{batch}";
  api.add(router,
          described(Method::post, all, "makeBatch", Scope::manage, Access::write,
                    "Put what is ordered into a batch, but what has no confirmed payee", {},
                    "BatchWish", "Batch", 201),
          make_batch);
  api.add(router,
          described(Method::get, all, "listBatches", Scope::read, Access::read, "List batches",
                    {"state", "after", "limit"}, "", "[Batch]"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(page, page_of(question));
            TRY(state, query_word<BatchState>(question, "state"));
            TRY(found, office::list_batches(call, state, page));
            return answer_of(found);
          });
  api.add(router,
          described(Method::get, one, "readBatch", Scope::read, Access::read,
                    "Read a batch with its transfers", {}, "", "Batch"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_batch(call, question.part("batch")));
            return whole(found, 200);
          });
  api.add(router,
          described(Method::post, one + "/discard", "discardBatch", Scope::manage, Access::write,
                    "Give the transfers of a batch free that was never exported", {}, "", "Batch"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(moved, office::discard_batch(call, question.part("batch"), question.seen()));
            return Answer{200, json_of(moved), "", ""};
          });
  Endpoint file =
      described(Method::post, one + "/export", "exportBatch", Scope::manage, Access::write,
                "A batch as a file for the treasury, the same bytes each time", {"format"}, "", "");
  file.produces = "*/*";
  api.add_raw(router, file, [&api, file](const http::Request& request) {
    return export_batch(api, file, request);
  });
}

void add_transfers(Api& api, http::Router& router) {
  using accounts::Scope;
  api.add(router,
          described(Method::post, "/api/v1/decisions/{decision}/transfer", "orderPayment",
                    Scope::manage, Access::write,
                    "Order the treasury to pay a decision: once, by another person", {}, "",
                    "Transfer", 201),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(ordered, office::order_payment(call, question.part("decision")));
            return Answer{201, json_of(ordered), "", ""};
          });
  api.add(router,
          described(Method::get, "/api/v1/transfers", "listTransfers", Scope::read, Access::read,
                    "What was ordered to be paid, and what became of it?",
                    {"state", "batch", "firm", "older_days", "after", "limit"}, "", "[Transfer]"),
          list_transfers);
  api.add(router,
          described(Method::post, "/api/v1/transfers/{transfer}/withdrawal", "withdrawOrder",
                    Scope::manage, Access::write, "Take an order back that is in no batch", {},
                    "Why", "Transfer"),
          withdraw);
}

// ---- reconciliations ---------------------------------------------------------------------------

http::Response reconcile(Api& api, const Endpoint& endpoint, const http::Request& request) {
  Api::Known known = api.identify(request, endpoint);
  if (known.refusal) return std::move(*known.refusal);
  const std::string_view type = request.header("content-type");
  const bool csv = type.starts_with("text/csv");
  if (!csv && !type.starts_with("application/xml")) {
    return http::problem(415, "/problems/media-type", "Send text/csv or application/xml (pain.002)",
                         "");
  }
  // Read before the transaction begins, so that nobody waits for its lock.
  const auto answer = office::read_answer(
      request.body, csv ? office::ReportFormat::csv : office::ReportFormat::pain002);
  if (!answer) return bad_request(request, answer.error());
  const auto done = office::perform(api.parts().database, store::Access::write, api.ground(),
                                    {known.identity->actor, api.parts().clock()},
                                    [&](Call& call) { return office::reconcile(call, *answer); });
  if (!done) return refused(request, done.error());
  const Json body{{"reconciliation", json_of(done->reconciliation)},
                  {"changed", done->changed},
                  {"unanswered", json_list(done->unanswered)}};
  return http::json_response(body.dump(-1, ' ', false, Json::error_handler_t::replace));
}

void add_reconciliations(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = kReconciliations;
  const Endpoint taking =
      described(Method::post, all, "reconcile", Scope::manage, Access::write,
                "Bring in the treasury's answer, CSV or pain.002; again changes nothing", {}, "",
                "Reconciled");
  http::RouteOptions options;
  options.body = http::Body::memory;
  options.most_bytes = kReportBytes;
  api.add_raw(
      router, taking,
      [&api, taking](const http::Request& request) { return reconcile(api, taking, request); },
      options);
  api.add(router,
          described(Method::get, all, "listReconciliations", Scope::read, Access::read,
                    "What did the treasury's answers do, and what did they leave open?",
                    {"after", "limit"}, "", "[Reconciliation]"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(page, page_of(question));
            TRY(found, office::list_reconciliations(call, page));
            Answer answer = answer_of(found.items);
            answer.next = found.next;
            return answer;
          });
  api.add(router,
          described(Method::get, all + "/{reconciliation}", "readReconciliation", Scope::read,
                    Access::read, "Read what one answer did", {}, "", "Reconciliation"),
          [](Call& call, const Question& question) -> Outcome<Answer> {
            TRY(found, office::read_reconciliation(call, question.part("reconciliation")));
            return Answer{200, json_of(found), "", ""};
          });
}

}  // namespace

void add_payments(Api& api, http::Router& router) {
  add_payees(api, router);
  add_transfers(api, router);
  add_batches(api, router);
  add_reconciliations(api, router);
}

}  // namespace formulary::server
