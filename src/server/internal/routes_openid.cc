// Coming in by way of another provider: to it and back, as OpenID Connect has it.
#include "accounts/oidc.h"
#include "server/internal/routes.h"
#include "server/internal/signed_in.h"

namespace formulary::server {
namespace {

const std::string kBegin = "/api/v1/session/oidc";
constexpr const char* kPendingCookie = "formulary_oidc";

http::Response no_provider() {
  return http::problem(404, "/problems/no-provider", "Sign in with a password here",
                       "no OpenID Connect provider is configured");
}

// The person is told only that it failed; what was wrong is for whoever runs the service.
http::Response provider_failed(const Api& api, const Faults& faults) {
  if (api.parts().log) {
    api.parts().log(safe({{"level", "warning"},
                          {"event", "openid_connect_failed"},
                          {"what", describe(faults.front())}}));
  }
  return http::problem(502, "/problems/provider", "The sign-in failed",
                       "the provider's answer could not be used; begin again");
}

http::Response to(const std::string& address) {
  http::Response response = http::empty_response(303);
  response.headers.set("location", address);
  response.headers.set("cache-control", "no-store");
  return response;
}

Cookie pending(const std::string& value, std::int64_t seconds) {
  return {kPendingCookie, value, kBegin, seconds};
}

http::Response begin(Api& api, const http::Request& request) {
  accounts::Oidc* provider = api.parts().oidc;
  if (provider == nullptr) return no_provider();
  const auto begun = provider->begin(api.parts().database, api.parts().clock());
  if (!begun) return provider_failed(api, begun.error());
  if (!*begun) {
    http::Response response = refused(request, office::Denial(begun->error()));
    response.status = 429;
    response.headers.set("retry-after", "60");
    return response;
  }
  http::Response response = to((*begun)->url);
  constexpr std::int64_t kPending = 600;  // as long as the state is kept
  response.headers.add(
      "set-cookie", header_of(pending((*begun)->cookie, kPending), api.options().secure_cookies));
  return response;
}

http::Response come_back(Api& api, const http::Request& request) {
  accounts::Oidc* provider = api.parts().oidc;
  if (provider == nullptr) return no_provider();
  const ServiceParts& parts = api.parts();
  const accounts::Callback callback{
      std::string(request.query.value("code")), std::string(request.query.value("state")),
      request.cookie(kPendingCookie).value_or(""), std::string(request.query.value("iss"))};
  const Instant now = parts.clock();
  const auto claims = provider->finish(parts.database, callback, now);
  if (!claims) return provider_failed(api, claims.error());
  const auto done = [&]() -> store::Stored<Allowed<accounts::SignedIn>> {
    if (!*claims) return Allowed<accounts::SignedIn>(otherwise(claims->error()));
    return parts.database.write([&](store::Session& session) {
      return accounts::sign_in_as(session, **claims, now, api.options().sign_in.session);
    });
  }();
  if (!done) return refused(request, office::Denial(done.error()));
  http::Response response;
  if (*done) {
    response = to(api.options().oidc_after);
    give_session(api, **done, response);
  } else {
    response = refused(request, office::Denial(done->error()));
    response.status = 401;
  }
  response.headers.add("set-cookie", header_of(pending("", 0), api.options().secure_cookies));
  return response;
}

}  // namespace

void add_openid(Api& api, http::Router& router) {
  using accounts::Scope;
  api.add_raw(
      router,
      described(http::Method::get, kBegin, "beginOpenIdSignIn", Scope::read, Access::write,
                "Send the browser to the OpenID Connect provider", {}, "", "", 303, Auth::none),
      [&api](const http::Request& request) { return begin(api, request); });
  api.add_raw(router,
              described(http::Method::get, kBegin + "/callback", "finishOpenIdSignIn", Scope::read,
                        Access::write, "Where the provider sends the browser back to",
                        {"code", "state", "iss"}, "", "", 303, Auth::none),
              [&api](const http::Request& request) { return come_back(api, request); });
}

}  // namespace formulary::server
