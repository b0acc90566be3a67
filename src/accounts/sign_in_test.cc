#include "accounts/sign_in.h"

#include <doctest/doctest.h>

#include <thread>

#include "accounts/internal/secrets.h"
#include "support/sample_accounts.h"

namespace formulary::accounts {
namespace {

std::string tried(Database& database, const std::string& person, const std::string& password,
                  Instant now, const std::string& remote = "192.0.2.1") {
  return reason(try_to_enter(database, person, password, now, remote));
}
std::int64_t rows_of(Database& database, const std::string& table) {
  const auto found =
      good(database.read([&](Session& s) { return s.run("select count(*) from " + table); }));
  return std::get<std::int64_t>(found.rows.at(0).at(0));
}

TEST_CASE("who knows the password gets a session, and only its hash is kept") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::manager);
    const SignedIn first = enter(*database, "one");
    const SignedIn second = enter(*database, "one");
    CHECK(first.secret != second.secret);
    CHECK(first.secret.size() == 43);
    CHECK(first.ends == after(12 * 3600));
    CHECK(first.account.id == "one");
    CHECK(!first.must_change_password);
    const auto kept =
        good(database->read([](Session& s) { return s.run("select * from account_session"); }));
    CHECK(kept.rows.size() == 2);
    bool hash_there = false;
    for (const store::Row& row : kept.rows) {
      for (const store::Value& value : row) {
        hash_there = hash_there || value == store::Value(sha256(first.secret));
        CHECK(value != store::Value(first.secret));
      }
    }
    CHECK(hash_there);
  });
}

TEST_CASE(
    "a wrong name, a wrong password, a closed account and one without a password are "
    "answered alike, with the same work") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    add(*database, "closed", UserRole::analyst);
    allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "closed"); }));
    NewAccount other = new_account("other", UserRole::analyst);
    other.password.reset();
    other.oidc = OidcIdentity{"https://id.example", "1"};
    add(*database, other);
    std::string first;
    int address = 0;
    for (const SignInRequest& request : {SignInRequest{"one", "not the password", ""},
                                         {"nobody", kPassword, ""},
                                         {"closed", kPassword, ""},
                                         {"other", kPassword, ""},
                                         {"ONE", kPassword, ""},
                                         {"one ", kPassword, ""},
                                         {"", "", ""},
                                         {"\xFF\xFE", kPassword, ""},
                                         {std::string("o\0e", 3), kPassword, ""},
                                         {std::string(100'000, 'x'), kPassword, ""},
                                         {"one", std::string(1'000'000, 'x'), ""},
                                         {"one", "", ""},
                                         {"' or 1=1 --", kPassword, ""}}) {
      CAPTURE(request.person.substr(0, 20));
      CountingHasher hasher;
      SignInRequest from = request;
      from.remote = std::to_string(++address);
      const auto answer = sign_in(*database, hasher, from, noon());
      REQUIRE(answer.has_value());
      REQUIRE(!answer->has_value());
      REQUIRE(answer->error().size() == 1);
      const Reason& why = answer->error()[0];
      const std::string all = why.id + why.text.en + why.text.ru + why.text.kk;
      if (first.empty()) first = all;
      CHECK(all == first);
      CHECK(why.id == "wrong_sign_in");
      CHECK(hasher.verified == 1);
      CHECK(hasher.hashed == 0);
    }
    CountingHasher hasher;
    allowed(sign_in(*database, hasher, {"one", kPassword, "9"}, noon()));
    CHECK(hasher.verified == 1);
    CHECK(hasher.hashed == 0);
    CHECK(rows_of(*database, "account_session") == 1);
  });
}

TEST_CASE("after five failures each next one waits twice as long, and a success forgets them") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    for (const char* person : {"one", "nobody"}) {  // a lock tells nothing either
      CAPTURE(person);
      Instant now = noon();
      for (int i = 0; i < 5; ++i) CHECK(tried(*database, person, "wrong", now) == "wrong_sign_in");
      for (const std::int64_t wait : {30, 60, 120, 240, 480, 960, 1920, 3600, 3600}) {
        const auto refused = try_to_enter(*database, person, kPassword, now);
        REQUIRE(reason(refused) == "locked");
        now = Instant::from_milliseconds(now.milliseconds() + 1000 * wait);
        CHECK(refused->error()[0].text.en.find(now.text()) != std::string::npos);
        CHECK(good(database->read([&](Session& s) {
                return locked_until(s, person, "192.0.2.1", noon());
              })) == now);
        const Instant just_before = Instant::from_milliseconds(now.milliseconds() - 1);
        CHECK(tried(*database, person, kPassword, just_before) == "locked");
        CHECK(tried(*database, person, "wrong", now, "wait" + std::to_string(wait)) ==
              "wrong_sign_in");
      }
    }
    const Instant later = after(24 * 3600);
    CHECK(tried(*database, "one", kPassword, later) == "");
    for (int i = 0; i < 5; ++i) CHECK(tried(*database, "one", "wrong", later) == "wrong_sign_in");
    CHECK(tried(*database, "one", kPassword, later) == "locked");
  });
}

TEST_CASE("a hundred failures in a row leave one attempt a day") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  add(*database, "one", UserRole::analyst);
  Instant now = noon();
  int attempts = 0;
  for (; attempts < 100; ++attempts) {
    const auto until =
        good(database->read([&](Session& s) { return locked_until(s, "one", "", now); }));
    if (until) now = *until;
    REQUIRE(tried(*database, "one", "wrong", now, std::to_string(attempts)) == "wrong_sign_in");
  }
  CHECK(now.milliseconds() - noon().milliseconds() > 3LL * 24 * 3600 * 1000);
  const auto until =
      good(database->read([&](Session& s) { return locked_until(s, "one", "", now); }));
  REQUIRE(until);
  CHECK(until->milliseconds() - now.milliseconds() == 24LL * 3600 * 1000);
}

TEST_CASE("an address that tries many names is made to wait, whoever it names") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    for (int i = 0; i < 29; ++i) {
      CHECK(tried(*database, "n" + std::to_string(i), "wrong", noon()) == "wrong_sign_in");
    }
    CHECK(tried(*database, "one", kPassword, noon()) == "");  // takes back its own attempt only
    CHECK(tried(*database, "n29", "wrong", noon()) == "wrong_sign_in");
    CHECK(tried(*database, "one", kPassword, noon()) == "locked");
    CHECK(tried(*database, "one", kPassword, noon(), "192.0.2.2") == "");
    CHECK(tried(*database, "one", kPassword, after(30)) == "");
  });
}

TEST_CASE("many guesses at once are no more guesses than one after the other") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    CountingHasher hasher;
    std::atomic<int> locked = 0;
    std::vector<std::thread> threads;
    for (int i = 0; i < 12; ++i) {
      threads.emplace_back([&, i] {
        const auto answer = sign_in(
            *database, hasher, {"one", "guess " + std::to_string(i), std::to_string(i)}, noon());
        if (answer && !*answer && answer->error()[0].id == "locked") ++locked;
      });
    }
    for (std::thread& thread : threads) thread.join();
    CHECK(hasher.verified == 5);
    CHECK(locked == 7);
  });
}

TEST_CASE("hashes are computed while no transaction is open") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    auto hasty = opened(url, {.wait_ms = 50});
    add(*database, "one", UserRole::analyst);
    CountingHasher hasher;
    int written = 0;
    hasher.during = [&] {  // another writer gets through meanwhile
      good(hasty->write([&](Session& s) { return sweep(s, noon()); }));
      ++written;
    };
    allowed(sign_in(*database, hasher, {"one", kPassword, ""}, noon()));
    CHECK(written == 1);
    allowed(change_password(*database, hasher, {"one", kPassword, ""}, "my own long one", noon()));
    CHECK(written == 3);
  });
}

TEST_CASE("what changed while the password was checked counts") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    CountingHasher hasher;
    hasher.during = [&] {
      allowed(in(*database, [](Session& s) { return disable(s, by_admin(), "one"); }));
    };
    CHECK(reason(sign_in(*database, hasher, {"one", kPassword, ""}, noon())) == "wrong_sign_in");
    allowed(in(*database, [](Session& s) { return enable(s, by_admin(), "one"); }));
    hasher.during = [&] {
      allowed(in(*database, [](Session& s) {
        return set_password(s, by_admin(), password_of("one", "another long one"));
      }));
    };
    CHECK(reason(sign_in(*database, hasher, {"one", kPassword, ""}, noon())) == "wrong_sign_in");
    CHECK(rows_of(*database, "account_session") == 0);
  });
}

TEST_CASE("a sign-in makes the hash anew once the parameters rose") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    const auto stronger = argon2({2, 16384, 1});
    const auto kept = [&] {
      return std::get<std::string>(good(database->read([](Session& s) {
                                     return s.run("select hash from account_password");
                                   }))
                                       .rows.at(0)
                                       .at(0));
    };
    CHECK(kept().starts_with("$argon2id$v=19$m=8,t=1,"));
    CHECK(reason(sign_in(*database, *stronger, {"one", "wrong", ""}, noon())) == "wrong_sign_in");
    CHECK(kept().starts_with("$argon2id$v=19$m=8,t=1,"));
    const SignedIn before = enter(*database, "one");
    allowed(sign_in(*database, *stronger, {"one", kPassword, ""}, noon()));
    const std::string hash = kept();
    CHECK(hash.starts_with("$argon2id$v=19$m=16,t=2,"));
    CHECK(identity(*database, before.secret));  // the password is the same
    enter(*database, "one");                    // with the weaker options
    CHECK(kept() == hash);
  });
}

TEST_CASE("one's own password is changed with the current one, and other sessions end") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    const SignedIn mine = enter(*database, "one");
    const SignedIn thiefs = enter(*database, "one");
    const auto change = [&](const std::string& current, const std::string& next) {
      return change_password(*database, quick(), {"one", current, ""}, next, noon());
    };
    CHECK(reason(change("wrong", "my own long one")) == "wrong_sign_in");
    CHECK(reason(change(kPassword, "short")) == "password_short");
    CHECK(reason(change(kPassword, kPassword)) == "password_same");
    CHECK(identity(*database, mine.secret));
    const SignedIn now = allowed(change(kPassword, "my own long one"));
    CHECK(identity(*database, now.secret));
    CHECK(!identity(*database, mine.secret));
    CHECK(!identity(*database, thiefs.secret));
    CHECK(tried(*database, "one", kPassword, noon()) == "wrong_sign_in");
    CHECK(tried(*database, "one", "my own long one", noon()) == "");
    for (int i = 0; i < 5; ++i) CHECK(reason(change("wrong", "third long one")) == "wrong_sign_in");
    CHECK(reason(change("my own long one", "third long one")) == "locked");
  });
}

TEST_CASE("a session ends by signing out, here or everywhere") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    add(*database, "two", UserRole::analyst);
    const SignedIn a = enter(*database, "one");
    const SignedIn b = enter(*database, "one");
    const SignedIn c = enter(*database, "one");
    const SignedIn other = enter(*database, "two");
    CHECK(good(in(*database, [&](Session& s) { return sign_out(s, a.secret); })));
    CHECK(!good(in(*database, [&](Session& s) { return sign_out(s, a.secret); })));
    CHECK(!identity(*database, a.secret));
    CHECK(identity(*database, b.secret));
    const auto everywhere = [&](const Act& act, const std::string& person) {
      return in(*database, [&](Session& s) { return sign_out_everywhere(s, act, person); });
    };
    CHECK(reason(everywhere(act_of("two", UserRole::approver), "one")) == "not_yours");
    CHECK(reason(everywhere(by_admin(), "none")) == "no_account");
    CHECK(allowed(everywhere(act_of("one", UserRole::analyst), "one")) == 2);
    CHECK(!identity(*database, b.secret));
    CHECK(!identity(*database, c.secret));
    CHECK(identity(*database, other.secret));
    CHECK(allowed(everywhere(by_admin(), "two")) == 1);
  });
}

TEST_CASE("what is over is swept away, and nothing else") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    add(*database, "one", UserRole::analyst);
    enter(*database, "one");
    const SignedIn fresh = enter(*database, "one", after(1000));
    CHECK(tried(*database, "nobody", "wrong", noon()) == "wrong_sign_in");
    const auto swept = [&](Instant now) {
      return good(in(*database, [&](Session& s) { return sweep(s, now); }));
    };
    CHECK(swept(after(1799)) == 0);
    CHECK(swept(after(1800)) == 1);  // idle for half an hour
    CHECK(identity(*database, fresh.secret, after(1800)));
    CHECK(rows_of(*database, "sign_in_attempt") == 2);  // of the name and of the address
    CHECK(swept(after(24 * 3600)) == 3);
    CHECK(rows_of(*database, "sign_in_attempt") == 0);
  });
}

TEST_CASE("limits that contradict each other are named") {
  CHECK(check(SignInOptions{}).empty());
  SignInOptions options;
  options.session.idle_s = 0;
  options.back_off.free = 0;
  options.back_off.first_wait_s = 7200;
  CHECK(check(options).size() == 3);
}

}  // namespace
}  // namespace formulary::accounts
