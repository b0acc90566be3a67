#include "accounts/tokens.h"

#include <doctest/doctest.h>

#include "accounts/internal/credentials.h"
#include "accounts/internal/secrets.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {
namespace {

const Scopes kReporting{Scope::read, Scope::report};

NewToken token_for(const std::string& account, Scopes scopes = kReporting) {
  return {account, "bookkeeping", scopes, after(30 * 24 * 3600)};
}
Stored<Allowed<ShownOnce>> made(Database& database, const Act& act, const NewToken& token,
                                Scopes held = Scopes::all()) {
  return in(database, [&](Session& s) { return create_token(s, act, held, token); });
}
Act firm() {
  return act_of("firm", UserRole::company);
}

TEST_CASE("a token lets a machine in as its account, with its scopes, until it expires") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "firm", UserRole::company);
    const ShownOnce token = allowed(made(*database, firm(), token_for("firm")));
    const auto machine = identity(*database, token.secret);
    REQUIRE(machine);
    CHECK(machine->actor.person == "firm");
    CHECK(machine->actor.firm == "firm-1");
    CHECK(machine->credential == Credential::token);
    CHECK(machine->scopes == kReporting);
    CHECK(!machine->must_change_password);
    CHECK(identity(*database, token.secret, after(30 * 24 * 3600 - 1)));
    CHECK(!identity(*database, token.secret, after(30 * 24 * 3600)));
    CHECK(!identity(*database, token.id));
    const auto kept =
        good(database->read([](Session& s) { return s.run("select * from account_token"); }));
    for (const store::Value& value : kept.rows.at(0)) CHECK(value != store::Value(token.secret));
  });
}

TEST_CASE("a token has a form that a scanner knows, with a checksum that a slip breaks") {
  for (int i = 0; i < 20; ++i) {
    const std::string token = random_token();
    CHECK(token.size() == 76);
    CHECK(token.starts_with("frm_"));
    CHECK(token.find_first_not_of("0123456789abcdef", 4) == std::string::npos);
    CHECK(token.substr(68) == hex(sha256(token.substr(0, 68))).substr(0, 8));
    CHECK(form_of(token).has_value());
    for (std::size_t at = 0; at < token.size(); ++at) {
      std::string slip = token;
      slip[at] = slip[at] == '0' ? '1' : '0';
      CHECK(!form_of(slip));
    }
  }
}

TEST_CASE("a token is made by its account or an admin, and hands on no more than its maker has") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "firm", UserRole::company);
    add(*database, "approver", UserRole::approver);
    const Act approver = act_of("approver", UserRole::approver);
    CHECK(reason(made(*database, approver, token_for("firm"))) == "not_yours");
    CHECK(reason(made(*database, act_of("", UserRole::admin), token_for("firm"))) == "not_yours");
    allowed(made(*database, by_admin(), token_for("firm")));
    CHECK(reason(made(*database, by_admin(), token_for("none"))) == "no_account");
    for (const Scope scope : {Scope::manage, Scope::decide, Scope::admin}) {
      CHECK(reason(made(*database, by_admin(), token_for("approver", {scope}))) ==
            "scopes_of_others");
      allowed(made(*database, approver, token_for("approver", {scope})));
    }
    CHECK(reason(made(*database, approver, token_for("approver", {Scope::decide}),
                      {Scope::read})) == "bad_scopes");
    CHECK(reason(made(*database, approver, token_for("approver"), {})) == "bad_scopes");
    CHECK(reason(made(*database, approver, token_for("approver", {}))) == "bad_scopes");
    NewToken token = token_for("approver");
    token.name = "";
    CHECK(reason(made(*database, approver, token)) == "bad_scopes");
    token = token_for("approver");
    for (const std::int64_t seconds :
         {std::int64_t{-1}, std::int64_t{0}, std::int64_t{366} * 24 * 3600 + 1}) {
      token.expires = after(seconds);
      CHECK(reason(made(*database, approver, token)) == "bad_expiry");
    }
    allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "approver"); }));
    CHECK(reason(made(*database, approver, token_for("approver"))) == "no_account");
  });
}

TEST_CASE("a revoked token is nobody's, and only its account or an admin revokes it") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "firm", UserRole::company);
    const ShownOnce one = allowed(made(*database, firm(), token_for("firm")));
    const ShownOnce two = allowed(made(*database, firm(), token_for("firm")));
    const auto revoke = [&](const Act& act, const std::string& id) {
      return reason(in(*database, [&](Session& s) { return revoke_token(s, act, id); }));
    };
    CHECK(revoke(act_of("other", UserRole::approver), one.id) == "no_token");
    CHECK(revoke(firm(), "none") == "no_token");
    CHECK(identity(*database, one.secret));
    CHECK(revoke(firm(), one.id) == "");
    CHECK(revoke(firm(), one.id) == "no_token");
    CHECK(!identity(*database, one.secret));
    CHECK(identity(*database, two.secret));
    CHECK(revoke(by_admin(), two.id) == "");
    CHECK(!identity(*database, two.secret));
  });
}

TEST_CASE("a list of tokens says what they may do and when they were used, no secret") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "firm", UserRole::company);
    const ShownOnce one = allowed(made(*database, by_admin(), token_for("firm")));
    allowed(made(*database, firm(), token_for("firm")));
    const auto use = [&](Instant now) {
      good(in(*database, [&](Session& s) -> Stored<bool> {
        const Stored<void> done = touch(s, one.secret, now);
        if (!done) return fail(done.error());
        return true;
      }));
    };
    const auto listed = [&] {
      const auto all = good(database->read([](Session& s) { return tokens(s, "firm", "", 10); }));
      CHECK(all.size() == 2);
      return all[0].id == one.id ? all[0] : all[1];
    };
    CHECK(!listed().used);
    CHECK(identity(*database, one.secret)->touch_due);
    use(after(10));
    CHECK(listed().used == after(10));
    CHECK(!identity(*database, one.secret, after(69))->touch_due);
    use(after(69));
    CHECK(listed().used == after(10));
    CHECK(identity(*database, one.secret, after(70))->touch_due);
    use(after(70));
    CHECK(listed().used == after(70));
    allowed(
        in(*database, [&](Session& s) { return revoke_token(s, by_admin(after(80)), one.id); }));
    use(after(500));
    const Token token = listed();
    CHECK(token.used == after(70));
    CHECK(token.revoked == after(80));
    CHECK(token.created_by == "root");
    CHECK(token.created_at == noon());
    CHECK(token.token.name == "bookkeeping");
    CHECK(token.token.scopes == kReporting);
    CHECK(token.token.expires == after(30 * 24 * 3600));
    CHECK(good(database->read([&](Session& s) {
            return tokens(s, "firm", token.id, 10);
          })).size() <= 1);
    CHECK(good(database->read([](Session& s) { return tokens(s, "other", "", 10); })).empty());
  });
}

}  // namespace
}  // namespace formulary::accounts
