#include <doctest/doctest.h>

#include "support/api_world.h"
#include "support/openid_provider.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::reasons_of;
using api_world::Reply;
using api_world::World;
using http::Method;

const std::string kBegin = "/api/v1/session/oidc";

std::string fresh(const support::TemporaryFolder& folder) {
  return "sqlite:" + folder.path() + "/oidc.db";
}

accounts::OidcOptions planners() {
  accounts::OidcOptions options = accounts::sample_options();
  options.redirect_uri = "https://formulary.example" + kBegin + "/callback";
  options.role_claim = "groups";
  options.roles = {{"planners", {UserRole::analyst, "", ""}}};
  return options;
}

// One browser: what it keeps and sends.
struct Browser {
  World& world;
  std::string pending;

  Reply get(const std::string& path) {
    http::Headers headers;
    if (!pending.empty()) headers.set("cookie", pending);
    return world.send(Method::get, path, nullptr, headers);
  }
  // To the provider and back, as it stands in its address.
  std::string there(accounts::OpenIdProvider& provider) {
    const Reply begun = get(kBegin);
    REQUIRE(begun.status == 303);
    const std::string cookie(begun.headers.value("set-cookie"));
    CHECK(cookie.find("HttpOnly; SameSite=Lax") != std::string::npos);
    pending = cookie.substr(0, cookie.find(';'));
    const accounts::Begun visit{std::string(begun.headers.value("location")),
                                pending.substr(pending.find('=') + 1)};
    const auto callback =
        provider.visit(visit, *Instant::parse("2025-11-01T09:00:00Z"));  // World's first moment
    return kBegin + "/callback?code=" + callback.code + "&state=" + callback.state;
  }
};

std::string session_in(const Reply& reply) {
  for (const auto& [name, value] : reply.headers) {
    const std::string text(value);
    if (text.starts_with("formulary_session=")) return text.substr(0, text.find(';'));
  }
  return "";
}

void knows_planners(accounts::OpenIdProvider& provider) {
  provider.edit = [](accounts::Json&, accounts::Json& claims) {
    claims["groups"] = {"planners", "staff"};
  };
}

}  // namespace

TEST_CASE("whom the provider vouches for comes in with the role of the group") {
  const support::TemporaryFolder folder;
  accounts::OpenIdProvider provider;
  knows_planners(provider);
  const auto oidc = accounts::client(provider, planners());
  World world(fresh(folder), oidc.get());
  Browser browser{world, ""};
  const Reply back = browser.get(browser.there(provider));
  CHECK(back.status == 303);
  CHECK(back.headers.value("location") == "/");
  http::Headers headers;
  headers.set("cookie", session_in(back));
  const Reply session = world.send(Method::get, "/api/v1/session", nullptr, headers);
  CHECK(session.body["person"] == "a.serikova");
  CHECK(session.body["role"] == "analyst");
}

TEST_CASE("an answer is good once, and only in the browser that began") {
  const support::TemporaryFolder folder;
  accounts::OpenIdProvider provider;
  knows_planners(provider);
  const auto oidc = accounts::client(provider, planners());
  World world(fresh(folder), oidc.get());
  Browser browser{world, ""};
  Browser other{world, "formulary_oidc=" + std::string(43, 'A')};
  const std::string address = browser.there(provider);
  const Reply stolen = other.get(address);
  CHECK(stolen.status == 401);
  CHECK(session_in(stolen).empty());
  // Expected: a state that somebody else tried is used up, so a thief gains nothing later.
  CHECK(browser.get(address).status == 401);
  const std::string again = browser.there(provider);
  CHECK(browser.get(again).status == 303);
  CHECK(browser.get(again).status == 401);
}

TEST_CASE("a person without an account or a group stays outside and is told so") {
  const support::TemporaryFolder folder;
  accounts::OpenIdProvider provider;
  const auto oidc = accounts::client(provider, planners());
  World world(fresh(folder), oidc.get());
  Browser browser{world, ""};
  const Reply back = browser.get(browser.there(provider));
  CHECK(back.status == 401);
  CHECK(reasons_of(back) == std::set<std::string>{"no_account_here"});
  CHECK(session_in(back).empty());
}

TEST_CASE("what is wrong with the provider goes to the log, not to the browser") {
  const support::TemporaryFolder folder;
  accounts::OpenIdProvider provider;
  provider.edit = [](accounts::Json&, accounts::Json& claims) { claims["aud"] = "another"; };
  const auto oidc = accounts::client(provider, planners());
  World world(fresh(folder), oidc.get());
  Browser browser{world, ""};
  const Reply back = browser.get(browser.there(provider));
  CHECK(back.status == 502);
  CHECK(back.body.dump().find("another") == std::string::npos);
  REQUIRE(world.log.size() == 1);
  CHECK(json::parse(world.log[0])["event"] == "openid_connect_failed");
}

TEST_CASE("without a provider the address says that passwords are used here") {
  const support::TemporaryFolder folder;
  World world(fresh(folder));
  CHECK(world.get("", kBegin).status == 404);
  CHECK(world.get("", kBegin + "/callback?code=x&state=y").status == 404);
}

}  // namespace formulary::server
