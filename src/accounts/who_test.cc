#include "accounts/who.h"

#include <doctest/doctest.h>

#include "accounts/internal/secrets.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {
namespace {

void touched(Database& database, const std::string& credential, Instant now) {
  good(database.write([&](Session& s) -> Stored<bool> {
    const Stored<void> done = touch(s, credential, now);
    if (!done) return fail(done.error());
    return true;
  }));
}

TEST_CASE("a session says who acts, for which office, and holds every scope") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::manager);
    add(*database, "firm", UserRole::company);
    const auto manager = identity(*database, enter(*database, "one").secret);
    REQUIRE(manager);
    CHECK(manager->actor.person == "one");
    CHECK(manager->actor.role == UserRole::manager);
    CHECK(manager->actor.office == "agency");
    CHECK(manager->name == "Name of one");
    CHECK(manager->language == Language::kk);
    CHECK(manager->credential == Credential::session);
    CHECK(manager->scopes == Scopes::all());
    CHECK(!manager->touch_due);
    CHECK(manager->ends == after(12 * 3600));
    const auto firm = identity(*database, enter(*database, "firm").secret);
    REQUIRE(firm);
    CHECK(firm->actor.firm == "firm-1");
    CHECK(firm->actor.office.empty());
  });
}

TEST_CASE("what is no credential is nobody's, whatever its form") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::manager);
    const std::string secret = enter(*database, "one").secret;
    REQUIRE(identity(*database, secret));
    std::string changed = secret;
    changed[5] = changed[5] == 'A' ? 'B' : 'A';
    const store::Bytes hash = sha256(secret);
    for (const std::string& wrong :
         {std::string(), changed, secret + "A", secret.substr(1), " " + secret, secret + "=",
          base64url(hash),  // the hash of a stolen database opens nothing
          hex(hash), std::string(1'000'000, 'A'), std::string("\xFF\x00 x", 4), std::string("frm_"),
          "frm_" + std::string(72, '0'), std::string("' or 1=1 --")}) {
      CAPTURE(wrong.substr(0, 50));
      CHECK(!identity(*database, wrong));
      touched(*database, wrong, noon());
    }
  });
}

TEST_CASE("a session ends half an hour after its last use, and after twelve hours in any case") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::manager);
    const std::string secret = enter(*database, "one").secret;
    CHECK(identity(*database, secret, after(1799)));
    CHECK(!identity(*database, secret, after(1800)));
    touched(*database, secret, after(1800));  // too late
    CHECK(!identity(*database, secret, after(1800)));
    const std::string used = enter(*database, "one").secret;
    std::int64_t now = 0;
    for (; now + 1700 < 12 * 3600; now += 1700) {
      REQUIRE(identity(*database, used, after(now)));
      touched(*database, used, after(now));
    }
    CHECK(identity(*database, used, after(12 * 3600 - 1)).has_value() ==
          (12 * 3600 - 1 - now < 100));
    touched(*database, used, after(now));
    CHECK(identity(*database, used, after(12 * 3600 - 1)));
    CHECK(!identity(*database, used, after(12 * 3600)));
    touched(*database, used, after(12 * 3600));
    CHECK(!identity(*database, used, after(12 * 3600)));
  });
}

TEST_CASE("the last use is noted at most once a minute, and who() says when it is due") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::manager);
    const std::string secret = enter(*database, "one").secret;
    const auto seen = [&] {
      return std::get<std::string>(good(database->read([](Session& s) {
                                     return s.run("select seen_at from account_session");
                                   }))
                                       .rows.at(0)
                                       .at(0));
    };
    CHECK(!identity(*database, secret, after(59))->touch_due);
    touched(*database, secret, after(59));
    CHECK(seen() == noon().text());
    CHECK(identity(*database, secret, after(60))->touch_due);
    touched(*database, secret, after(60));
    CHECK(seen() == after(60).text());
    touched(*database, secret, after(10));  // a clock that went back changes nothing
    CHECK(seen() == after(60).text());
  });
}

TEST_CASE("a form's token belongs to one session and cannot be made without its secret") {
  const std::string secret = random_secret();
  const std::string token = csrf_token(secret);
  CHECK(token.size() == 43);
  CHECK(csrf_token(secret) == token);
  CHECK(csrf_token_holds(secret, token));
  CHECK(!csrf_token_holds(secret, ""));
  CHECK(!csrf_token_holds(secret, token.substr(1)));
  CHECK(!csrf_token_holds(secret, secret));
  CHECK(!csrf_token_holds(random_secret(), token));
  CHECK(!csrf_token_holds("", ""));  // without a session nothing holds
  CHECK(!csrf_token_holds("no secret", csrf_token("no secret")));
  CHECK(token != base64url(sha256(secret)));
}

TEST_CASE("scopes are written as words and read strictly") {
  CHECK(Scopes({Scope::report, Scope::read}).text() == "read report");
  CHECK(Scopes::parse("read report") == Scopes({Scope::read, Scope::report}));
  CHECK(Scopes::parse("")->none());
  CHECK(Scopes::parse(Scopes::all().text()) == Scopes::all());
  CHECK(Scopes::all().has(Scope::admin));
  CHECK(!Scopes::parse("read write"));
  CHECK(!Scopes::parse("read  report"));
  CHECK(Scopes({Scope::read}).within({Scope::read, Scope::apply}));
  CHECK(!Scopes({Scope::read, Scope::decide}).within({Scope::read, Scope::apply}));
}

}  // namespace
}  // namespace formulary::accounts
