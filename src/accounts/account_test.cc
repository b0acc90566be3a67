#include "accounts/account.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <sstream>
#include <thread>

#include "accounts/tokens.h"
#include "store/archive.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {
namespace {

std::vector<store::AuditRecord> audit(Database& database) {
  CHECK(good(database.read([](Session& s) { return store::verify_audit(s); })).faults.empty());
  return good(database.read([](Session& s) { return store::audit_records(s, 0, 1000); }));
}

std::set<std::string> ids_of(const Changed& refused) {
  REQUIRE(refused.has_value());
  REQUIRE(!refused->has_value());
  std::set<std::string> ids;
  for (const Reason& one : refused->error()) ids.insert(one.id);
  return ids;
}

TEST_CASE("an account comes back as it was given, after a restart too") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    NewAccount given = new_account("a.serikova", UserRole::manager);
    given.oidc = OidcIdentity{"https://id.example", "248289761001"};
    add(*database, given);
    add(*database, "firm@one", UserRole::company);
    database = opened(url);
    const auto read = good(database->read([](Session& s) { return account(s, "a.serikova"); }));
    REQUIRE(read.has_value());
    CHECK(read->name == given.name);
    CHECK(read->post == given.post);
    CHECK(read->language == Language::kk);
    CHECK(read->oidc == given.oidc);
    CHECK(read->has_password);
    CHECK(!read->disabled);
    CHECK(read->actor().person == "a.serikova");
    CHECK(read->actor().office == "agency");
    const auto all = good(database->read([](Session& s) { return accounts(s, "", 10); }));
    REQUIRE(all.size() == 2);
    CHECK(all[1].id == "firm@one");
    CHECK(all[1].actor().firm == "firm-1");
    CHECK(good(database->read([](Session& s) { return accounts(s, "a.serikova", 10); })).size() ==
          1);
    CHECK(!good(database->read([](Session& s) { return account(s, "A.Serikova"); })));
  });
}

TEST_CASE("only an admin makes or changes accounts, and every fault of a new one is named") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    const std::size_t before = audit(*database).size();
    for (const UserRole role : {UserRole::company, UserRole::analyst, UserRole::manager,
                                UserRole::approver, UserRole::official, UserRole::auditor}) {
      const Act act = act_of("other", role);
      const auto refused = [&](auto work) { CHECK(reason(in(*database, work)) == "not_admin"); };
      refused([&](Session& s) { return create(s, act, new_account("two", UserRole::analyst)); });
      refused([&](Session& s) { return change_role(s, act, "one", post_of(UserRole::admin)); });
      refused([&](Session& s) { return disable(s, act, "one"); });
      refused([&](Session& s) { return enable(s, act, "one"); });
      refused([&](Session& s) { return set_password(s, act, password_of("one")); });
      refused([&](Session& s) { return set_identity(s, act, "one", OidcIdentity{"i", "s"}); });
      CHECK(reason(in(*database, [&](Session& s) {
              return set_profile(s, act, "one", "Name", Language::en);
            })) == "not_yours");
    }
    CHECK(reason(in(*database, [&](Session& s) {  // nobody is no admin
            return disable(s, act_of("", UserRole::admin), "one");
          })) == "not_admin");
    const NewAccount wrong{
        "Ы",         "", {UserRole::company, "agency", ""}, Language::en, OidcIdentity{"", ""},
        std::nullopt};
    CHECK(
        ids_of(in(*database,
                  [&](Session& s) { return create(s, act_of("x", UserRole::auditor), wrong); })) ==
        std::set<std::string>{"not_admin", "bad_id", "bad_name", "office_or_firm", "bad_identity"});
    NewAccount closed = new_account("two", UserRole::analyst);
    closed.password.reset();
    CHECK(ids_of(in(*database, [&](Session& s) { return create(s, by_admin(), closed); })) ==
          std::set<std::string>{"no_way_in"});
    CHECK(audit(*database).size() == before);
  });
}

TEST_CASE("ids, names, offices and firms are held to their form") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  const auto made = [&](const NewAccount& one) {
    return reason(in(*database, [&](Session& s) { return create(s, by_admin(), one); }));
  };
  for (const char* id : {"", "A", ".a", "a b", "a/b", "a\n", "oidc:https://id.example", "ә"}) {
    CAPTURE(id);
    CHECK(made({id, "N", {}, Language::en, OidcIdentity{"i", "s"}, {}}) == "bad_id");
  }
  CHECK(made({std::string(65, 'a'), "N", {}, Language::en, OidcIdentity{"i", "s"}, {}}) ==
        "bad_id");
  CHECK(made({std::string(64, 'a'), "N", {}, Language::en, OidcIdentity{"i", "s"}, {}}) == "");
  for (const std::string& name : {std::string(201, 'x'), std::string("a\tb"), std::string("  "),
                                  std::string("A\xE2\x80\xAE"
                                              "b")}) {
    CHECK(made({"b", name, {}, Language::en, OidcIdentity{"i", "t"}, {}}) == "bad_name");
  }
  for (const Post& post :
       {Post{UserRole::company, "", ""}, Post{UserRole::company, "o", "f"},
        Post{UserRole::analyst, "", "f"}, Post{UserRole::manager, "", ""},
        Post{UserRole::official, "", ""}, Post{UserRole::manager, std::string(201, 'x'), ""}}) {
    CHECK(made({"b", "N", post, Language::en, OidcIdentity{"i", "t"}, {}}) == "office_or_firm");
  }
  CHECK(made({"b", "N", {}, Language::en, OidcIdentity{"i", "s"}, {}}) == "identity_taken");
  CHECK(made({"b", "N", {}, Language::en, OidcIdentity{"i", std::string(256, 's')}, {}}) ==
        "bad_identity");
  CHECK(made(new_account(std::string(64, 'a'), UserRole::analyst)) == "id_taken");
}

TEST_CASE("a change of role ends sessions and tokens, nobody changes their own") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "root", UserRole::admin);
    add(*database, "one", UserRole::analyst);
    const SignedIn session = enter(*database, "one");
    const auto token = allowed(in(*database, [](Session& s) {
      return create_token(s, act_of("one", UserRole::analyst), Scopes::all(),
                          {"one", "job", {Scope::read}, after(3600)});
    }));
    REQUIRE(identity(*database, session.secret));
    REQUIRE(identity(*database, token.secret));
    CHECK(reason(in(*database, [](Session& s) {
            return change_role(s, by_admin(), "root", post_of(UserRole::auditor));
          })) == "own_role");
    CHECK(reason(in(*database, [](Session& s) {
            return change_role(s, by_admin(), "none", post_of(UserRole::auditor));
          })) == "no_account");
    REQUIRE(identity(*database, session.secret));
    const Account now = allowed(in(*database, [](Session& s) {
      return change_role(s, by_admin(), "one", post_of(UserRole::approver));
    }));
    CHECK(now.post.role == UserRole::approver);
    CHECK(!identity(*database, session.secret));
    CHECK(!identity(*database, token.secret));
    CHECK(identity(*database, enter(*database, "one").secret)->actor.role == UserRole::approver);
  });
}

TEST_CASE("a closed account lets nobody in until it is opened again") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "root", UserRole::admin);
    add(*database, "one", UserRole::analyst);
    const SignedIn session = enter(*database, "one");
    const auto token = allowed(in(*database, [](Session& s) {
      return create_token(s, act_of("one", UserRole::analyst), Scopes::all(),
                          {"one", "job", {Scope::read}, after(3600)});
    }));
    allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "one"); }));
    CHECK(!identity(*database, session.secret));
    CHECK(!identity(*database, token.secret));
    CHECK(reason(try_to_enter(*database, "one")) == "wrong_sign_in");
    allowed(in(*database, [](Session& s) { return enable(s, by_admin(), "one"); }));
    CHECK(!identity(*database, session.secret));  // what was ended stays ended
    CHECK(identity(*database, token.secret));
    enter(*database, "one");
  });
}

TEST_CASE("an admin sets another's password, which then must be changed, and never the own") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "root", UserRole::admin);
    add(*database, "one", UserRole::approver);
    const SignedIn before = enter(*database, "one");
    CHECK(reason(in(*database, [](Session& s) {
            return set_password(s, by_admin(), password_of("root", "another long one"));
          })) == "own_password");
    CHECK(reason(in(*database, [](Session& s) {
            return set_password(s, by_admin(), password_of("none", "another long one"));
          })) == "no_account");
    allowed(in(*database, [](Session& s) {
      return set_password(s, by_admin(), password_of("one", "another long one", ChosenBy::another));
    }));
    CHECK(!identity(*database, before.secret));
    CHECK(reason(try_to_enter(*database, "one")) == "wrong_sign_in");
    const SignedIn first = allowed(try_to_enter(*database, "one", "another long one"));
    CHECK(first.must_change_password);
    const auto limited = identity(*database, first.secret);
    REQUIRE(limited);
    CHECK(limited->must_change_password);
    CHECK(limited->scopes.none());
    const SignedIn second = allowed(change_password(
        *database, quick(), {"one", "another long one", "192.0.2.1"}, "my own long one", noon()));
    CHECK(!second.must_change_password);
    CHECK(identity(*database, second.secret)->scopes == Scopes::all());
    CHECK(!identity(*database, first.secret));
  });
}

TEST_CASE("an identity of a provider belongs to one account, and one way in remains") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    NewAccount two = new_account("two", UserRole::analyst);
    two.password.reset();
    two.oidc = OidcIdentity{"https://id.example", "2"};
    add(*database, two);
    const auto set = [&](const std::string& person, const std::optional<OidcIdentity>& oidc) {
      return reason(
          in(*database, [&](Session& s) { return set_identity(s, by_admin(), person, oidc); }));
    };
    const SignedIn session = enter(*database, "one");
    CHECK(set("one", two.oidc) == "identity_taken");
    CHECK(set("two", std::nullopt) == "no_way_in");
    CHECK(set("none", std::nullopt) == "no_account");
    CHECK(set("one", OidcIdentity{"https://id.example", ""}) == "bad_identity");
    REQUIRE(identity(*database, session.secret));
    CHECK(set("one", OidcIdentity{"https://id.example", "1"}) == "");
    CHECK(!identity(*database, session.secret));
    CHECK(set("two", OidcIdentity{"https://id.example", "3"}) == "");
    CHECK(set("one", two.oidc) == "");  // free again
    CHECK(set("one", std::nullopt) == "");
  });
}

TEST_CASE("name and language are one's own to change") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::company);
    const Account now = allowed(in(*database, [](Session& s) {
      return set_profile(s, act_of("one", UserRole::company), "one", "Әлия", Language::ru);
    }));
    CHECK(now.name == "Әлия");
    CHECK(now.language == Language::ru);
    CHECK(reason(in(*database, [](Session& s) {
            return set_profile(s, by_admin(), "one", "", Language::ru);
          })) == "bad_name");
  });
}

TEST_CASE("each change is one audit record, and none holds what lets someone in") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "root", UserRole::admin);
    add(*database, "one", UserRole::analyst);
    const SignedIn session = enter(*database, "one");
    const auto token = allowed(in(*database, [](Session& s) {
      return create_token(s, act_of("one", UserRole::analyst), Scopes::all(),
                          {"one", "job", {Scope::read}, after(3600)});
    }));
    const NewPassword password = password_of("one", "another long one");
    allowed(in(*database, [&](Session& s) { return set_password(s, by_admin(), password); }));
    allowed(change_password(*database, quick(), {"one", "another long one", "192.0.2.1"},
                            "my own long one", noon()));
    allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "one"); }));
    allowed(in(*database, [&](Session& s) {
      return revoke_token(s, act_of("one", UserRole::analyst), token.id);
    }));
    allowed(in(*database, [](Session& s) { return sign_out_everywhere(s, by_admin(), "one"); }));
    std::string actions;
    std::string everything;
    for (const store::AuditRecord& record : audit(*database)) {
      actions += record.entry.action + ":" + record.actor + " ";
      everything += record.entry.before.value_or("") + record.entry.after.value_or("");
    }
    CHECK(actions ==
          "add:root add:root add:one set_password:root change_password:one disable:root "
          "revoke:one end_sessions:root ");
    for (const std::string& secret : {session.secret, token.secret, password.hash(),
                                      std::string("argon2"), std::string("my own long one"),
                                      std::string(kPassword), std::string("another long one")}) {
      CHECK(everything.find(secret) == std::string::npos);
    }
    CHECK(everything.find("\"role\":\"analyst\"") != std::string::npos);
  });
}

TEST_CASE("accounts travel with the register, what lets someone in stays") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "root", UserRole::admin);
    NewAccount one = new_account("one", UserRole::analyst);
    one.oidc = OidcIdentity{"https://id.example", "1"};
    add(*database, one);
    const SignedIn session = enter(*database, "one");
    const auto token = allowed(in(*database, [](Session& s) {
      return create_token(s, act_of("one", UserRole::analyst), Scopes::all(),
                          {"one", "job", {Scope::read}, after(3600)});
    }));
    CHECK(reason(try_to_enter(*database, "typed a password here")) == "wrong_sign_in");
    std::ostringstream out;
    good(export_register(*database, out));
    for (const char* absent : {"argon2", "account_password", "account_session", "account_token",
                               "sign_in_attempt", "oidc_pending", "typed a password"}) {
      CAPTURE(absent);
      CHECK(out.str().find(absent) == std::string::npos);
    }
    const support::TemporaryFolder folder;
    auto copy = opened("sqlite:" + folder.path() + "/copy.db");
    std::istringstream text(out.str());
    good(import_register(*copy, text));
    CHECK(good(copy->read([](Session& s) { return accounts(s, "", 10); })).size() == 2);
    CHECK(good(copy->read([](Session& s) { return account(s, "one"); }))->oidc == one.oidc);
    CHECK(!identity(*copy, session.secret));
    CHECK(!identity(*copy, token.secret));
    CHECK(reason(try_to_enter(*copy, "root")) == "wrong_sign_in");
    allowed(in(*copy, [](Session& s) {  // as whoever runs the program does at the console
      return set_password(s, act_of("console", UserRole::admin), password_of("root"));
    }));
    enter(*copy, "root");
  });
}

// What an admin can do to admins; in a model it is known who is active and who is an admin.
void make_one_change(Session& session, int& last_admin) {
  const auto person = [] {
    return std::string(1, static_cast<char>('a' + *rc::gen::inRange(0, 3)));
  };
  const Act act = act_of(person(), UserRole::admin);
  const std::string target = person();
  const auto role = *rc::gen::element(UserRole::admin, UserRole::auditor, UserRole::manager);
  Changed done;
  switch (*rc::gen::inRange(0, 5)) {
    case 0:
      done = change_role(session, act, target, post_of(role));
      break;
    case 1:
      done = disable(session, act, target);
      break;
    case 2:
      done = enable(session, act, target);
      break;
    case 3:
      done = set_identity(session, act, target, std::nullopt);
      break;
    default:
      done = create(session, act, new_account(target, role));
  }
  if (reason(done) == "last_admin") ++last_admin;
}

TEST_CASE("no sequence of changes leaves the register without an active admin") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "a", UserRole::admin);
    int last_admin = 0;
    CHECK(rc::check([&] {
      const int steps = *rc::gen::inRange(1, 12);
      const Stored<bool> done = database->write([&](Session& session) -> Stored<bool> {
        for (int i = 0; i < steps; ++i) {
          make_one_change(session, last_admin);
          int active = 0;
          for (const Account& one : good(accounts(session, "", 100))) active += one.active_admin();
          RC_ASSERT(active >= 1);
        }
        return fail(store::Trouble{});  // each case begins with the same one admin
      });
      RC_ASSERT(!done.has_value());
    }));
    CHECK(last_admin > 0);  // it was tried
    CHECK(good(database->read([](Session& s) { return accounts(s, "", 10); })).size() == 1);
  });
}

TEST_CASE("of admins who all close each other at once, one remains") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    constexpr int kAdmins = 6;
    for (int i = 0; i < kAdmins; ++i) add(*database, "a" + std::to_string(i), UserRole::admin);
    std::vector<std::thread> threads;
    for (int i = 0; i < kAdmins; ++i) {
      threads.emplace_back([&, i] {
        for (int k = 0; k < kAdmins; ++k) {
          const std::string other = "a" + std::to_string((i + k) % kAdmins);
          (void)in(*database, [&](Session& s) {
            return disable(s, act_of("a" + std::to_string(i), UserRole::admin), other);
          });
        }
      });
    }
    for (std::thread& thread : threads) thread.join();
    int active = 0;
    for (const Account& one :
         good(database->read([](Session& s) { return accounts(s, "", 10); }))) {
      active += one.active_admin();
    }
    CHECK(active == 1);
    CHECK(audit(*database).size() == 2 * kAdmins - 1);
  });
}

}  // namespace
}  // namespace formulary::accounts
