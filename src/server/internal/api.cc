#include "server/internal/api.h"

#include <algorithm>
#include <charconv>

#include "accounts/sign_in.h"
#include "http/target.h"
#include "store/ledger.h"

namespace formulary::server {
namespace {

constexpr std::size_t kMostBody = 8u << 20;

bool is_unsafe(http::Method method) {
  return method != http::Method::get && method != http::Method::head &&
         method != http::Method::options;
}

std::string bearer(const http::Request& request) {
  const std::string_view header = request.header("authorization");
  constexpr std::string_view kBearer = "Bearer ";
  return header.starts_with(kBearer) ? std::string(header.substr(kBearer.size())) : "";
}

http::Response not_signed_in() {
  http::Response response = http::problem(401, "/problems/sign-in", "Sign in first",
                                          "send a session's cookie or a token as a bearer");
  response.headers.set("www-authenticate", "Bearer realm=\"formulary\"");
  return response;
}

// The answer as it is kept under an idempotency key.
std::string packed(const Answer& answer) {
  return Json{{"status", answer.status},
              {"body", answer.body},
              {"location", answer.location},
              {"next", answer.next}}
      .dump();
}

std::string next_link(const http::Request& request, const std::string& next) {
  std::string link = "<" + request.path + "?after=" + http::percent_encoded(next);
  for (const auto& [name, value] : request.query) {
    if (name == "after") continue;
    link += "&" + http::percent_encoded(name) + "=" + http::percent_encoded(value);
  }
  return link + ">; rel=\"next\"";
}

http::Response response_of(const http::Request& request, const Answer& answer) {
  if (answer.body.is_null()) return http::empty_response(answer.status);
  http::Response response = http::json_response(answer.body.dump(), answer.status);
  if (!answer.location.empty()) response.headers.set("location", answer.location);
  if (!answer.next.empty()) response.headers.set("link", next_link(request, answer.next));
  if (answer.body.is_object()) {
    const auto revision = answer.body.find("revision");
    if (revision != answer.body.end()) {
      response.headers.set("etag", http::etag_of_version(std::to_string(revision->get<int>())));
    }
  }
  response.headers.set("cache-control", "no-store");
  return response;
}

Answer unpacked(const std::string& kept) {
  Json json = Json::parse(kept);
  return {json["status"].get<int>(), std::move(json["body"]), json["location"].get<std::string>(),
          json["next"].get<std::string>()};
}

int status_of(const Reasons& reasons, const http::Request& request) {
  const std::string& id = reasons.front().id;
  if (id == "not_found" || id == "not_there" || id == "no_account" || id == "no_token") return 404;
  if (id == "role_may_not" || id == "not_your_own" || id == "role" || id == "not_admin" ||
      id == "not_yours") {
    return 403;
  }
  if (id == "changed_meanwhile") return request.headers.has("if-match") ? 412 : 409;
  for (const char* conflict : {"exists_already", "already_paid", "reported_already", "id_taken",
                               "state", "programme_state", "being_paid", "ordered_already",
                               "confirmed_already", "exported_already", "batch_discarded"}) {
    if (id == conflict) return 409;
  }
  return 422;
}

}  // namespace

std::string safe(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

office::Seen Question::seen() const {
  const std::string_view header = request.header("if-match");
  if (header.size() < 3) return std::nullopt;
  const std::string_view word = header.substr(1, header.size() - 2);
  store::Revision revision = 0;
  const auto [end, error] = std::from_chars(word.data(), word.data() + word.size(), revision);
  // A tag that is no revision of ours matches nothing.
  return error == std::errc() && end == word.data() + word.size() ? revision : -1;
}

Language language_of(const http::Request& request) {
  const auto asked = member_of<Language>(request.query.value("lang"));
  if (asked) return *asked;
  const std::string_view accepted = request.header("accept-language").substr(0, 2);
  return member_of<Language>(accepted).value_or(Language::en);
}

http::Response bad_request(const http::Request&, const Faults& faults) {
  Json list = Json::array();
  for (const Fault& fault : faults) {
    list.push_back({{"line", fault.line}, {"what", fault.what}, {"hint", fault.hint}});
  }
  return http::problem(400, "/problems/bad-request", "The request cannot be read",
                       faults.empty() ? "" : faults.front().what, {{"faults", safe(list)}});
}

office::Denial denial_of(const Faults& faults) {
  Reasons reasons;
  for (const Fault& fault : faults) {
    const std::string words = describe(fault);
    reasons.push_back({"bad_request", {words, words, words}});
  }
  return reasons;
}

http::Response refused(const http::Request& request, const office::Denial& denial) {
  if (denial.trouble) {
    const store::Trouble& trouble = *denial.trouble;
    switch (trouble.kind) {
      case store::TroubleKind::locked:
      case store::TroubleKind::lost_race:
      case store::TroubleKind::disconnected: {
        http::Response response =
            http::problem(503, "/problems/database-busy", "The register cannot be reached now",
                          "nothing was changed; try again");
        response.headers.set("retry-after", "2");
        return response;
      }
      case store::TroubleKind::full:
      case store::TroubleKind::read_only:
        return http::problem(507, "/problems/database-full", "The register cannot take anything in",
                             "nothing was changed");
      case store::TroubleKind::breaks_a_rule:
        return http::problem(422, "/problems/refused", "The register cannot hold that",
                             "nothing was changed");
      default:
        return http::problem(500, "/problems/database", "The register failed",
                             "nothing was changed");
    }
  }
  const Language language = language_of(request);
  if (!denial.reasons.empty() && denial.reasons.front().id == "bad_request") {
    Faults faults;
    for (const Reason& reason : denial.reasons) faults.push_back({"", 0, reason.text.en, ""});
    return bad_request(request, faults);
  }
  std::string detail;
  for (const Reason& reason : denial.reasons) {
    detail += (detail.empty() ? "" : " ") + reason.text.in(language);
  }
  const int status = denial.reasons.empty() ? 422 : status_of(denial.reasons, request);
  const std::string type = status == 404   ? "/problems/not-found"
                           : status == 403 ? "/problems/not-allowed"
                           : status == 412 ? "/problems/changed-meanwhile"
                           : status == 409 ? "/problems/conflict"
                                           : "/problems/refused";
  return http::problem(status, type, "It was not done", detail,
                       {{"reasons", safe(json_list(denial.reasons))}});
}

office::Outcome<store::Page> page_of(const Question& question) {
  store::Page page;
  page.after = question.query("after");
  const std::string text = question.query("limit");
  if (text.empty()) return page;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), page.limit);
  if (error != std::errc() || end != text.data() + text.size() || page.limit < 1 ||
      page.limit > 1000) {
    return otherwise(denial_of({{"", 0, "?limit= must be a number from 1 to 1000", ""}}));
  }
  return page;
}

office::Outcome<std::optional<Date>> query_day(const Question& question, const char* name) {
  const std::string text = question.query(name);
  if (text.empty()) return std::nullopt;
  const auto day = Date::parse(text);
  if (!day) return otherwise(denial_of(day.error()));
  return std::optional(*day);
}

Api::Api(ServiceParts parts, const ServiceOptions& options)
    : parts_(std::move(parts)),
      options_(options),
      mark_(parts_.database),
      cell_facts_(parts_.installation),
      ground_{parts_.installation.toolbox, parts_.installation.country,
              [this](const Programme& programme, const ProgrammeMeasure& measure) {
                return cell_facts_.of(programme, measure);
              }} {}

Api::Known Api::identify(const http::Request& request, const Endpoint& endpoint) {
  Known known;
  if (endpoint.auth == Auth::none) return known;
  const std::string token = bearer(request);
  const std::string secret = token.empty() ? request.cookie(kSessionCookie).value_or("") : token;
  if (secret.empty()) return {std::nullopt, not_signed_in()};
  const Instant now = parts_.clock();
  const auto found = parts_.database.read([&](store::Session& session) {
    return accounts::who(session, secret, now, options_.sign_in.session);
  });
  if (!found) return {std::nullopt, refused(request, found.error())};
  if (!*found || (token.empty() != ((*found)->credential == accounts::Credential::session))) {
    return {std::nullopt, not_signed_in()};
  }
  known.identity = **found;
  if (known.identity->must_change_password) {
    return {std::nullopt,
            http::problem(403, "/problems/change-password", "The password must be changed first",
                          "PUT /api/v1/session/password")};
  }
  // A page of another site cannot read this token, so it cannot send it.
  if (token.empty() && is_unsafe(request.method) &&
      !accounts::csrf_token_holds(secret, std::string(request.header("x-csrf-token")))) {
    return {std::nullopt, http::problem(403, "/problems/csrf", "The form's token is missing",
                                        "send X-CSRF-Token as GET /api/v1/session gives it")};
  }
  if (!known.identity->scopes.has(endpoint.scope)) {
    return {std::nullopt,
            http::problem(403, "/problems/scope", "The token is not for this",
                          std::string("it needs the scope ") + id_of(endpoint.scope))};
  }
  if (known.identity->touch_due) {
    // Only a note of the last use: that it failed must not stop what was asked.
    (void)parts_.database.write([&](store::Session& session) {
      return accounts::touch(session, secret, now, options_.sign_in.session);
    });
  }
  return known;
}

office::Outcome<std::string> Api::perform(const Endpoint& endpoint, const Work& work,
                                          const Question& question) {
  const auto in_transaction = [&](office::Call& call) -> office::Outcome<std::string> {
    const auto answered = [&]() -> office::Outcome<std::string> {
      TRY(answer, work(call, question));
      return packed(answer);
    };
    const std::string key(question.request.header("idempotency-key"));
    if (key.empty() || !endpoint.keyed) return answered();
    const std::string request = std::string(http::name_of(question.request.method)) + " " +
                                question.request.path + "\n" + question.request.body;
    return office::flat(store::once(call.session, question.identity.actor.person + ":" + key,
                                    request, [&](store::Session&) -> store::Answered {
                                      office::Outcome<std::string> answer = answered();
                                      if (answer) return Allowed<std::string>(std::move(*answer));
                                      if (answer.error().trouble)
                                        return otherwise(std::move(*answer.error().trouble));
                                      return Allowed<std::string>(
                                          otherwise(std::move(answer.error().reasons)));
                                    }));
  };
  return office::perform(parts_.database, store::Access::write, ground_,
                         {question.identity.actor, question.now}, in_transaction);
}

office::Outcome<Answer> Api::read(const Work& work, const Question& question) {
  return office::perform(parts_.database, store::Access::read, ground_,
                         {question.identity.actor, question.now},
                         [&](office::Call& call) { return work(call, question); });
}

http::Response Api::serve(const Endpoint& endpoint, const Work& work, const Before& before,
                          const http::Request& request) {
  Known known = identify(request, endpoint);
  if (known.refusal) return std::move(*known.refusal);
  Json body;
  if (!endpoint.takes.empty()) {
    auto parsed = parse_json(request.body);
    if (!parsed) return bad_request(request, parsed.error());
    body = std::move(*parsed);
  }
  Question question{
      request, body, known.identity.value_or(accounts::Identity{}), parts_.clock(), {}};
  if (before) {
    auto prepared = before(question);
    if (!prepared) return refused(request, prepared.error());
    question.prepared = std::move(*prepared);
  }
  if (endpoint.access == Access::write) {
    const auto done = perform(endpoint, work, question);
    return done ? response_of(request, unpacked(*done)) : refused(request, done.error());
  }
  const auto found = read(work, question);
  if (!found) return refused(request, found.error());
  http::Response response = response_of(request, *found);
  if (response.status != 200) return response;
  std::string tag = response.headers.has("etag") ? std::string(response.headers.value("etag"))
                                                 : http::etag_of_bytes(response.body);
  return http::with_etag(request, std::move(response), std::move(tag));
}

void Api::sweep() {
  constexpr std::int64_t kHour = 3600LL * 1000;
  const Instant now = parts_.clock();
  std::int64_t before = swept_at_;
  if (now.milliseconds() < before + kHour ||
      !swept_at_.compare_exchange_strong(before, now.milliseconds())) {
    return;
  }
  // Only tidiness: that it failed must not stop the person who came in.
  (void)parts_.database.write(
      [&](store::Session& session) { return accounts::sweep(session, now, options_.sign_in); });
}

void Api::add(http::Router& router, Endpoint endpoint, Work work, Before before) {
  http::RouteOptions route;
  route.operation = endpoint.operation;
  if (!endpoint.takes.empty()) {
    route.body = http::Body::memory;
    route.most_bytes = kMostBody;
  }
  endpoints_.push_back(endpoint);
  router.add(
      endpoint.method, endpoint.pattern,
      [this, endpoint, work = std::move(work), before = std::move(before)](
          const http::Request& request) { return serve(endpoint, work, before, request); },
      route);
}

void Api::add_raw(http::Router& router, Endpoint endpoint, http::Handler handler,
                  http::RouteOptions options) {
  options.operation = endpoint.operation;
  endpoints_.push_back(endpoint);
  router.add(endpoint.method, endpoint.pattern, std::move(handler), std::move(options));
}

}  // namespace formulary::server
