// Signing in and out, and the accounts and tokens that make it possible.
#include "accounts/sign_in.h"

#include "accounts/tokens.h"
#include "server/internal/encode.h"
#include "server/internal/routes.h"
#include "server/internal/signed_in.h"

namespace formulary::server {
namespace {

using http::Method;
using office::Call;
using office::Outcome;

Json json_of_session(const Api& api, const Actor& actor, const std::string& name, Language language,
                     const std::string& csrf, bool must_change, Instant ends) {
  return {{"person", actor.person},    {"name", name},
          {"role", id_of(actor.role)}, {"office", actor.office},
          {"firm", actor.firm},        {"language", id_of(language)},
          {"csrf_token", csrf},        {"must_change_password", must_change},
          {"ends", json_of(ends)},     {"demonstration", api.mark().is_demonstration()}};
}

http::Response signed_in(Api& api, const accounts::SignedIn& done, int status) {
  const accounts::Account& account = done.account;
  http::Response response = http::json_response(
      json_of_session(api, account.actor(), account.name, account.language,
                      accounts::csrf_token(done.secret), done.must_change_password, done.ends)
          .dump(),
      status);
  give_session(api, done, response);
  return response;
}

template <typename T>
http::Response refused_sign_in(const http::Request& request,
                               const store::Stored<Allowed<T>>& done) {
  if (!done) return refused(request, office::Denial(done.error()));
  const Reasons& reasons = done->error();
  http::Response response = refused(request, office::Denial(reasons));
  const bool locked = reasons.front().id == "locked";
  if (locked || reasons.front().id == "wrong_sign_in") {
    response.status = locked ? 429 : 401;
    if (locked) response.headers.set("retry-after", "30");
  }
  return response;
}

// A page of another site must not sign a browser in as somebody else: it cannot send JSON.
bool is_json(const http::Request& request) {
  return request.header("content-type").starts_with("application/json");
}

http::Response not_json() {
  return http::problem(415, "/problems/media-type", "Send application/json", "");
}

http::Response sign_in(Api& api, const http::Request& request) {
  if (!is_json(request)) return not_json();
  const auto body = parse_json(request.body);
  if (!body) return bad_request(request, body.error());
  Input input(*body);
  accounts::SignInRequest wish{input.text("person"), input.text("password"), request.remote};
  const Faults faults = input.finish();
  if (!faults.empty()) return bad_request(request, faults);
  const auto done = accounts::sign_in(api.parts().database, api.parts().hasher, wish,
                                      api.parts().clock(), api.options().sign_in);
  if (!done || !*done) return refused_sign_in(request, done);
  return signed_in(api, **done, 201);
}

http::Response change_password(Api& api, const http::Request& request) {
  if (!is_json(request)) return not_json();
  const auto body = parse_json(request.body);
  if (!body) return bad_request(request, body.error());
  Input input(*body);
  accounts::SignInRequest wish{input.text("person"), input.text("current"), request.remote};
  const std::string fresh = input.text("new");
  const Faults faults = input.finish();
  if (!faults.empty()) return bad_request(request, faults);
  const auto done = accounts::change_password(api.parts().database, api.parts().hasher, wish, fresh,
                                              api.parts().clock(), api.options().sign_in);
  if (!done || !*done) return refused_sign_in(request, done);
  return signed_in(api, **done, 200);
}

http::Response show_session(const Api& api, const http::Request& request) {
  const std::string secret = request.cookie(kSessionCookie).value_or("");
  const auto found = api.parts().database.read([&](store::Session& session) {
    return accounts::who(session, secret, api.parts().clock(), api.options().sign_in.session);
  });
  if (!found) return refused(request, office::Denial(found.error()));
  if (!*found) {
    return http::problem(401, "/problems/sign-in", "Nobody is signed in", "");
  }
  const accounts::Identity& who = **found;
  http::Response response = http::json_response(
      json_of_session(api, who.actor, who.name, who.language, accounts::csrf_token(secret),
                      who.must_change_password, who.ends)
          .dump());
  response.headers.set("cache-control", "no-store");
  return response;
}

http::Response sign_out(const Api& api, const http::Request& request) {
  const std::string secret = request.cookie(kSessionCookie).value_or("");
  const std::string token(request.header("x-csrf-token"));
  if (!secret.empty() && !accounts::csrf_token_holds(secret, token)) {
    return http::problem(403, "/problems/csrf", "The form's token is missing", "");
  }
  const auto done = api.parts().database.write(
      [&](store::Session& session) { return accounts::sign_out(session, secret); });
  if (!done) return refused(request, office::Denial(done.error()));
  http::Response response = http::empty_response();
  response.headers.add("set-cookie", header_of({kSessionCookie, ""}, api.options().secure_cookies));
  return response;
}

// An endpoint that writes accounts: the room's own transaction and reasons.
template <typename T>
Outcome<Answer> answered(store::Stored<Allowed<T>> done, int status = 200) {
  TRY(value, office::flat(std::move(done)));
  return Answer{status, json_of(value), "", ""};
}

accounts::Post post_in(Input& input) {
  accounts::Post post;
  post.role = input.word<UserRole>("role");
  post.office = input.maybe_text("office").value_or("");
  post.firm = input.maybe_text("firm").value_or("");
  return post;
}

// A password is hashed before the transaction begins, for it takes long; only for an admin.
Outcome<std::any> prepare_account(const Api& api, const Question& question) {
  Reasons barred =
      office::against(office::Operation::manage_accounts, question.identity.actor, {}, "");
  if (!barred.empty()) return otherwise(office::Denial(std::move(barred)));
  Input input(question.body);
  accounts::NewAccount account;
  account.id = input.text("person");
  account.name = input.text("name");
  account.post = post_in(input);
  account.language = input.maybe_word<Language>("language").value_or(Language::en);
  const std::string password = input.text("password");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  TRY(made, accounts::NewPassword::make(api.parts().hasher, account.id, password,
                                        accounts::ChosenBy::another));
  account.password = std::move(made);
  return std::any(std::move(account));
}

Outcome<Answer> create(Call& call, const Question& question) {
  const auto& account = std::any_cast<const accounts::NewAccount&>(question.prepared);
  return answered(accounts::create(call.session, call.act, account), 201);
}

Outcome<Answer> list(Call& call, const Question& question) {
  Reasons reasons = office::against(office::Operation::manage_accounts, call.actor(), {}, "");
  if (!reasons.empty()) return otherwise(office::Denial(std::move(reasons)));
  TRY(page, page_of(question));
  TRY(found, accounts::accounts(call.session, page.after, page.limit));
  Answer answer = answer_of(found);
  if (static_cast<int>(found.size()) >= page.limit) answer.next = found.back().id;
  return answer;
}

Outcome<Answer> change_role(Call& call, const Question& question) {
  Input input(question.body);
  const accounts::Post post = post_in(input);
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  return answered(accounts::change_role(call.session, call.act, question.part("person"), post));
}

Outcome<Answer> create_token(Call& call, const Question& question) {
  Input input(question.body);
  accounts::NewToken token;
  token.account = question.part("person");
  token.name = input.text("name");
  const auto scopes = accounts::Scopes::parse(input.text("scopes"));
  const int days = input.whole("days", 1, accounts::kLongestTokenDays);
  if (!scopes) input.wrong("scopes", "must be words such as \"read report\"");
  const Faults faults = input.finish();
  if (!faults.empty()) return otherwise(denial_of(faults));
  token.scopes = *scopes;
  constexpr std::int64_t kDay = 24LL * 3600 * 1000;
  token.expires = Instant::from_milliseconds(question.now.milliseconds() + days * kDay);
  TRY(shown, office::flat(
                 accounts::create_token(call.session, call.act, question.identity.scopes, token)));
  return Answer{201, {{"id", shown.id}, {"secret", shown.secret}}, "", ""};
}

Outcome<Answer> revoke_token(Call& call, const Question& question) {
  TRY(id, office::flat(accounts::revoke_token(call.session, call.act, question.part("token"))));
  return Answer{200, {{"id", id}}, "", ""};
}

}  // namespace

void add_session(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string path = "/api/v1/session";
  http::RouteOptions small;
  small.body = http::Body::memory;
  small.most_bytes = 16 * 1024;
  api.add_raw(
      router,
      described(Method::post, path, "signIn", Scope::read, Access::write,
                "Sign in; the session is a cookie", {}, "SignInWish", "Session", 201, Auth::none),
      [&api](const http::Request& request) { return sign_in(api, request); }, small);
  api.add_raw(
      router,
      described(Method::put, path + "/password", "changePassword", Scope::read, Access::write,
                "Change the own password; all sessions end and a new one begins", {},
                "PasswordWish", "Session", 200, Auth::none),
      [&api](const http::Request& request) { return change_password(api, request); }, small);
  api.add_raw(router,
              described(Method::get, path, "readSession", Scope::read, Access::read,
                        "Who is signed in, with the token that forms must send", {}, "", "Session",
                        200, Auth::none),
              [&api](const http::Request& request) { return show_session(api, request); });
  api.add_raw(router,
              described(Method::remove, path, "signOut", Scope::read, Access::write, "Sign out", {},
                        "", "", 204, Auth::none),
              [&api](const http::Request& request) { return sign_out(api, request); });
}

void add_accounts(Api& api, http::Router& router) {
  using accounts::Scope;
  const std::string all = "/api/v1/accounts";
  const std::string one = all + "/{person}";
  api.add(router,
          described(Method::get, all, "listAccounts", Scope::admin, Access::read, "List accounts",
                    {"after", "limit"}, "", "[Account]"),
          list);
  api.add(router,
          described(Method::post, all, "createAccount", Scope::admin, Access::write,
                    "Make an account; its password is changed at the first sign-in", {},
                    "AccountWish", "Account", 201),
          create, [&api](const Question& question) { return prepare_account(api, question); });
  api.add(router,
          described(Method::put, one + "/role", "changeRole", Scope::admin, Access::write,
                    "Change role, office or firm; sessions and tokens end", {}, "Post", "Account"),
          change_role);
  api.add(router,
          described(Method::post, one + "/disable", "disableAccount", Scope::admin, Access::write,
                    "Close an account", {}, "", "Account"),
          [](Call& call, const Question& question) {
            return answered(accounts::disable(call.session, call.act, question.part("person")));
          });
  api.add(router,
          described(Method::post, one + "/enable", "enableAccount", Scope::admin, Access::write,
                    "Open it again", {}, "", "Account"),
          [](Call& call, const Question& question) {
            return answered(accounts::enable(call.session, call.act, question.part("person")));
          });
  Endpoint token = described(Method::post, one + "/tokens", "createToken", Scope::read,
                             Access::write, "Make a token for a machine; its secret is shown once",
                             {}, "TokenWish", "TokenSecret", 201);
  token.keyed = false;
  api.add(router, token, create_token);
  api.add(router,
          described(Method::remove, "/api/v1/tokens/{token}", "revokeToken", Scope::read,
                    Access::write, "End a token", {}, "", "TokenId"),
          revoke_token);
}

}  // namespace formulary::server
