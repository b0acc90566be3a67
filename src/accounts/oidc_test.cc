#include "accounts/oidc.h"

#include <doctest/doctest.h>

#include "accounts/internal/secrets.h"
#include "support/openid_provider.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {
namespace {

TEST_CASE("a code is redeemed and the provider's word is taken, with RSA and with a curve") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    for (const SigningKey& key : {OpenIdProvider::shared_rsa(), SigningKey::ec("ec-1")}) {
      CAPTURE(key.algorithm);
      OpenIdProvider provider;
      provider.key = key;
      provider.published = {SigningKey::ec("other"), key};
      auto oidc = client(provider);
      const Begun start = begun(*oidc, *database);
      const Callback callback = provider.visit(start, noon());
      CHECK(provider.sent["response_type"] == "code");
      CHECK(provider.sent["client_id"] == "formulary");
      CHECK(provider.sent["scope"] == "openid profile");
      CHECK(provider.sent["redirect_uri"] == sample_options().redirect_uri);
      CHECK(provider.sent["code_challenge_method"] == "S256");
      CHECK(provider.sent["state"].size() == 43);
      CHECK(provider.sent["nonce"].size() == 43);
      CHECK(start.cookie.size() == 43);
      CHECK(start.url.find(start.cookie) == std::string::npos);
      const auto answer = oidc->finish(*database, callback, noon());
      REQUIRE(outcome(answer) == "");
      const Claims& claims = **answer;
      CHECK(claims.identity == OidcIdentity{"https://id.example", "248289761001"});
      CHECK(claims.name == "A. Serikova");
      CHECK(claims.username == "a.serikova");
      CHECK(!claims.post);
      // RFC 6749, 2.3.1: id and secret are form-encoded, then Basic.
      CHECK(provider.authorization == "Basic " + base64("formulary:s3cret%26more"));
      CHECK(provider.last_form.find("s3cret") == std::string::npos);
    }
  });
}

TEST_CASE("a state is used once, in the browser that began, within ten minutes") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    OpenIdProvider provider;
    auto oidc = client(provider);
    const Callback good_one = provider.visit(begun(*oidc, *database), noon());
    CHECK(outcome(oidc->finish(*database, good_one, noon())) == "");
    CHECK(outcome(oidc->finish(*database, good_one, noon())) == "sign_in_not_begun");

    const Callback victims = provider.visit(begun(*oidc, *database), noon());
    Callback attackers = provider.visit(begun(*oidc, *database), noon());
    attackers.state = victims.state;
    CHECK(outcome(oidc->finish(*database, attackers, noon())) == "sign_in_not_begun");
    CHECK(outcome(oidc->finish(*database, victims, noon())) == "sign_in_not_begun");  // used up

    const Callback late = provider.visit(begun(*oidc, *database), noon());
    CHECK(outcome(oidc->finish(*database, late, after(600))) == "sign_in_not_begun");
    const Callback in_time = provider.visit(begun(*oidc, *database), noon());
    CHECK(outcome(oidc->finish(*database, in_time, after(100))) == "");
    for (const Callback& made_up :
         {Callback{"code-1", "", "", ""}, Callback{"code-1", "A", "B", ""},
          Callback{"code-1", "\xFF", std::string(100'000, 'x'), ""}}) {
      CHECK(outcome(oidc->finish(*database, made_up, noon())) == "sign_in_not_begun");
    }
    CHECK(provider.asked["https://id.example/token"] == 2);  // nothing was redeemed in vain
  });
}

TEST_CASE("a sign-in begun at one server is finished at another") {
  on_each_database([](const std::string& url) {
    auto first = opened(url);
    auto second = opened(url);
    OpenIdProvider provider;
    auto here = client(provider);
    auto there = client(provider);
    const Callback callback = provider.visit(begun(*here, *first), noon());
    CHECK(outcome(there->finish(*second, callback, noon())) == "");
    CHECK(outcome(here->finish(*first, callback, noon())) == "sign_in_not_begun");
  });
}

TEST_CASE("a new key is found by looking once more, and not more often") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  OpenIdProvider provider;
  auto oidc = client(provider);
  int& lists = provider.asked["https://id.example/keys"];
  CHECK(finished(*oidc, *database, provider) == "");
  CHECK(finished(*oidc, *database, provider) == "");
  CHECK(lists == 1);
  provider.key = SigningKey::ec("new");
  provider.published = {provider.key};
  CHECK(finished(*oidc, *database, provider) == "");
  CHECK(lists == 2);
  provider.key = SigningKey::ec("never published");
  CHECK(finished(*oidc, *database, provider) == "the ID token names a key that it does not have");
  CHECK(lists == 3);
  CHECK(finished(*oidc, *database, provider, after(3599)) ==
        "the ID token names a key that it does not have");
  CHECK(lists == 4);
  provider.key = provider.published[0];
  CHECK(finished(*oidc, *database, provider, after(3599 + 3600)) == "");  // they aged
  CHECK(lists == 5);
}

TEST_CASE("the secret goes where the provider takes it, and a public client has none") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  OpenIdProvider provider;
  provider.discovery["token_endpoint_auth_methods_supported"] = {"client_secret_post"};
  auto oidc = client(provider);
  CHECK(finished(*oidc, *database, provider) == "");
  CHECK(provider.authorization.empty());
  CHECK(OpenIdProvider::fields_of(provider.last_form)["client_secret"] == "s3cret&more");
  OidcOptions without = sample_options();
  without.client_secret.clear();
  oidc = client(provider, without);
  CHECK(finished(*oidc, *database, provider) == "");
  CHECK(provider.authorization.empty());
  CHECK(OpenIdProvider::fields_of(provider.last_form).count("client_secret") == 0);
  CHECK(OpenIdProvider::fields_of(provider.last_form)["client_id"] == "formulary");
}

TEST_CASE("what the browser brings is held to its limits, and comes from this provider") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  OpenIdProvider provider;
  auto oidc = client(provider);
  const auto brings = [&](const std::function<void(Callback&)>& edit) {
    Callback callback = provider.visit(begun(*oidc, *database), noon());
    edit(callback);
    return outcome(oidc->finish(*database, callback, noon()));
  };
  CHECK(brings([](Callback& c) { c.issuer = "https://id.example"; }) == "");
  CHECK(brings([](Callback& c) { c.issuer = "https://other.example"; }) ==
        "the browser comes from another provider");
  CHECK(brings([](Callback& c) { c.code = ""; }) ==
        "the browser brings no code, or too long a one");
  CHECK(brings([](Callback& c) { c.code = std::string(4097, 'c'); }) ==
        "the browser brings no code, or too long a one");
  CHECK(brings([](Callback& c) { c.code = "another"; }) == "400 invalid_grant");
}

TEST_CASE("so many sign-ins may be under way, and old ones make room") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    OpenIdProvider provider;
    OidcOptions options = sample_options();
    options.most_pending = 3;
    auto oidc = client(provider, options);
    for (int i = 0; i < 3; ++i) begun(*oidc, *database);
    const auto refused = oidc->begin(*database, after(599));
    REQUIRE(refused.has_value());
    REQUIRE(!refused->has_value());
    CHECK(refused->error().at(0).id == "too_many_pending");
    begun(*oidc, *database, after(600));
  });
}

TEST_CASE("an identity gets its account's session, and no other's") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    NewAccount one = new_account("a.serikova", UserRole::approver);
    one.oidc = OidcIdentity{"https://id.example", "1"};
    add(*database, one);
    const auto enters = [&](const Claims& claims) {
      return in(*database, [&](Session& s) { return sign_in_as(s, claims, noon()); });
    };
    const SignedIn session = allowed(enters({*one.oidc, "Name", "whoever", std::nullopt}));
    CHECK(identity(*database, session.secret)->actor.person == "a.serikova");
    CHECK(identity(*database, session.secret)->scopes == Scopes::all());
    // The same name at another provider, or another person there, is somebody else.
    for (const OidcIdentity& other :
         {OidcIdentity{"https://evil.example", "1"}, OidcIdentity{"https://id.example", "2"},
          OidcIdentity{"", ""}}) {
      CHECK(reason(enters({other, "Name", "a.serikova", std::nullopt})) == "no_account_here");
      CHECK(reason(enters({other, "Name", "a.serikova", post_of(UserRole::analyst)})) ==
            "no_account_here");
    }
    allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "a.serikova"); }));
    CHECK(reason(enters({*one.oidc, "Name", "a.serikova", post_of(UserRole::analyst)})) ==
          "no_account_here");
  });
}

TEST_CASE("a claim makes an account at the first sign-in only, and the audit chain says so") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    OpenIdProvider provider;
    OidcOptions options = sample_options();
    options.role_claim = "groups";
    options.roles = {{"managers", {UserRole::manager, "agency", ""}},
                     {"analysts", {UserRole::analyst, "", ""}}};
    auto oidc = client(provider, options);
    const auto enters = [&](const Json& groups) {
      provider.edit = [&](Json&, Json& claims) { claims["groups"] = groups; };
      const Callback callback = provider.visit(begun(*oidc, *database), noon());
      const auto claims = oidc->finish(*database, callback, noon());
      REQUIRE(outcome(claims) == "");
      return in(*database, [&](Session& s) { return sign_in_as(s, **claims, noon()); });
    };
    for (const Json& none : {Json("staff"), Json::array(), Json(7), Json({"Managers", 7})}) {
      CHECK(reason(enters(none)) == "no_account_here");
    }
    CHECK(good(database->read([](Session& s) { return accounts(s, "", 10); })).empty());
    const SignedIn first = allowed(enters({"staff", "analysts", "managers"}));
    CHECK(first.account.id == "a.serikova");
    CHECK(first.account.name == "A. Serikova");
    CHECK(first.account.post == options.roles[0].post);
    CHECK(!first.account.has_password);
    CHECK(allowed(enters("analysts")).account.post == options.roles[0].post);  // not a second time
    const auto records =
        good(database->read([](Session& s) { return store::audit_records(s, 0, 10); }));
    REQUIRE(records.size() == 1);
    CHECK(records[0].actor == "oidc:https://id.example");
    CHECK(records[0].entry.action == "add");
  });
}

TEST_CASE("options that cannot be right are named") {
  CHECK(check(sample_options()).empty());
  OidcOptions options;
  options.issuer = "http://id.example";
  options.redirect_uri = "javascript:alert(1)";
  options.scopes = {"profile"};
  options.leeway_s = 3600;
  options.pending_s = 1;
  options.role_claim = "groups";
  CHECK(check(options).size() == 7);
  options = sample_options();
  options.role_claim = "groups";
  options.roles = {{"admins", post_of(UserRole::admin)}, {"firms", post_of(UserRole::company)}};
  CHECK(check(options).size() == 2);
  CHECK(!Oidc::make(options, [](auto&&...) -> Result<std::string> { return ""; }));
}

}  // namespace
}  // namespace formulary::accounts
