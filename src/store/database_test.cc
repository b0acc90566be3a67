#include "store/database.h"

#include <doctest/doctest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <limits>
#include <stdexcept>

#include "domain/reason.h"
#include "store/internal/migrations.h"
#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::store {
namespace {

using support::on_each_database;

// A table with a column of each type, in a database of its own.
std::unique_ptr<Database> with_table(const std::string& url) {
  auto database = opened(url);
  good(database->write([](Session& session) -> Stored<bool> {
    const auto made = session.script(
        in_dialect("create table sample (id {int} not null primary key, number {real}, "
                   "words {text}, data {bytes}) {strict}",
                   session.dialect()));
    if (!made) return fail(made.error());
    return true;
  }));
  return database;
}

constexpr const char* kInsert = "insert into sample (id, number, words, data) values ($1,$2,$3,$4)";

Stored<std::int64_t> count(Database& database) {
  return database.read([](Session& session) -> Stored<std::int64_t> {
    TRY(found, session.run("select count(*) from sample"));
    return std::get<std::int64_t>(found.rows.at(0).at(0));
  });
}

TEST_CASE("values come back as they were given, on both databases") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    const std::vector<Row> rows{
        {INT64_MIN, 0.1, "", Bytes{}},
        {INT64_MAX, std::numeric_limits<double>::denorm_min(), "a\nb\"'\\$1 жұмыс 🏭",
         Bytes{0, 255, 0}},
        {std::int64_t{0}, -1.7976931348623157e308, "1.5", Bytes(100'000, 7)},
        {std::int64_t{1}, Null{}, Null{}, Null{}},
        {std::int64_t{2}, 3.0, " ", Bytes{'\\', 'x'}},
    };
    good(database->write([&](Session& session) -> Stored<bool> {
      REQUIRE(session.run_many(kInsert, rows).has_value());
      return true;
    }));
    for (const Row& row : rows) {
      const Rows found = good(database->read([&](Session& session) {
        return session.run("select id, number, words, data from sample where id = $1", {row[0]});
      }));
      REQUIRE(found.rows.size() == 1);
      CHECK(found.rows[0] == row);
      CHECK(found.columns == std::vector<std::string>{"id", "number", "words", "data"});
    }
  });
}

TEST_CASE("text with a NUL, text that is not UTF-8 and numbers that are not finite are refused") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    const std::vector<Row> bad{
        {std::int64_t{1}, 1.0, std::string("a\0b", 3), Null{}},
        {std::int64_t{1}, 1.0, "\xC0\xAF", Null{}},
        {std::int64_t{1}, 1.0, "\xED\xA0\x80", Null{}},
        {std::int64_t{1}, 1.0, "\xD0", Null{}},
        {std::int64_t{1}, std::numeric_limits<double>::quiet_NaN(), "", Null{}},
        {std::int64_t{1}, std::numeric_limits<double>::infinity(), "", Null{}},
    };
    for (const Row& row : bad) {
      const auto done =
          database->write([&](Session& session) { return session.run(kInsert, row); });
      REQUIRE(!done.has_value());
      CHECK(done.error().kind == TroubleKind::breaks_a_rule);
    }
    CHECK(good(count(*database)) == 0);
  });
}

TEST_CASE("a trouble, a refusal and an exception take everything back; else it is there") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    const Row row{std::int64_t{1}, 1.0, "x", Null{}};
    const auto trouble = database->write([&](Session& session) -> Stored<bool> {
      TRY(done, session.run(kInsert, row));
      CHECK(done.changed == 1);
      return fail(Trouble{TroubleKind::other, {"", 0, "changed my mind", ""}});
    });
    CHECK(!trouble.has_value());
    CHECK(good(count(*database)) == 0);

    const auto refusal = database->write([&](Session& session) -> Stored<Allowed<int>> {
      TRY(done, session.run(kInsert, row));
      CHECK(done.changed == 1);
      return otherwise(Reasons{{"no", {}}});
    });
    REQUIRE(refusal.has_value());
    CHECK(!refusal->has_value());
    CHECK(good(count(*database)) == 0);

    CHECK_THROWS_AS(database->write([&](Session& session) -> Stored<bool> {
      CHECK(session.run(kInsert, row).has_value());
      throw std::runtime_error("bug");
    }),
                    std::runtime_error);
    CHECK(good(count(*database)) == 0);

    good(database->write([&](Session& session) { return session.run(kInsert, row); }));
    database = opened(url);  // as after a restart
    CHECK(good(count(*database)) == 1);
  });
}

TEST_CASE("a broken rule inside many rows is reported and nothing of them stays") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    std::vector<Row> rows;
    for (std::int64_t i = 0; i < 2500; ++i) rows.push_back({i, 1.0, "x", Null{}});
    rows[2100][0] = std::int64_t{5};
    const auto many = [&](Session& session) -> Stored<bool> {
      const Stored<Changes> done = session.run_many(kInsert, rows);
      if (!done) return fail(done.error());
      return true;
    };
    const auto broken = database->write(many);
    REQUIRE(!broken.has_value());
    CHECK(broken.error().kind == TroubleKind::breaks_a_rule);
    CHECK(good(count(*database)) == 0);
    rows[2100][0] = std::int64_t{2100};
    good(database->write(many));
    CHECK(good(count(*database)) == 2500);
  });
}

TEST_CASE("work that lost a race is done again, a bounded number of times") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    int tries = 0;
    const auto lose = [&](int times) {
      return database->write([&, times](Session& session) -> Stored<bool> {
        TRY(done, session.run(kInsert, {std::int64_t{++tries}, 1.0, "x", Null{}}));
        if (tries <= times) return fail(Trouble{TroubleKind::lost_race, {}});
        return done.changed == 1;
      });
    };
    CHECK(good(lose(2)));
    CHECK(tries == 3);
    CHECK(good(count(*database)) == 1);
    database = opened(url, {.wait_ms = 1000, .attempts = 2});
    tries = 10;
    CHECK(lose(100).error().kind == TroubleKind::lost_race);
    CHECK(tries == 12);
  });
}

TEST_CASE("a writer waits for another only so long, and readers do not wait") {
  on_each_database([](const std::string& url) {
    auto database = with_table(url);
    auto hasty = opened(url, {.wait_ms = 50});
    good(database->write([&](Session& session) -> Stored<bool> {
      TRY(done, session.run(kInsert, {std::int64_t{1}, 1.0, "x", Null{}}));
      const auto second = hasty->write([](Session& other) { return other.run("select 1"); });
      REQUIRE(!second.has_value());
      CHECK(second.error().kind == TroubleKind::locked);
      CHECK(!second.error().fault.hint.empty());
      CHECK(good(count(*hasty)) == 0);
      return done.changed == 1;
    }));
    CHECK(good(count(*hasty)) == 1);
  });
}

TEST_CASE("a database of a newer program is refused, and opening twice changes nothing") {
  on_each_database([](const std::string& url) {
    const auto steps = [](Session& session) {
      return session.run("select number, name from schema_version order by number");
    };
    auto database = opened(url);
    const Rows first = good(database->read(steps));
    CHECK(first.rows.size() == migrations().size());
    database = opened(url);
    CHECK(good(database->read(steps)).rows == first.rows);
    good(database->write([](Session& session) {
      return session.run("insert into schema_version (number, name) values (999, 'later')");
    }));
    const auto refused = Database::open(url);
    REQUIRE(!refused.has_value());
    CHECK(refused.error().kind == TroubleKind::newer_schema);
    const Faults faults = refused.error();
    CHECK(faults.at(0).hint.find("later version") != std::string::npos);
  });
}

TEST_CASE("a step that fails leaves the schema as it was") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    std::vector<Migration> steps(migrations().begin(), migrations().end());
    const int next = static_cast<int>(steps.size()) + 1;
    steps.push_back({next, "good", "create table fine (id {int} not null) {strict};", "", ""});
    steps.push_back({next + 1, "bad", "create table fine (id {int} not null) {strict};", "", ""});
    const auto apply = [&](Session& session) -> Stored<bool> {
      session.roll_back();  // migrate has a transaction of its own
      const Stored<void> done = migrate(session, steps);
      if (!done) return fail(done.error());
      return true;
    };
    CHECK(!database->write(apply).has_value());
    CHECK(opened(url) != nullptr);
    steps.pop_back();
    const auto applied = database->read([&](Session& session) -> Stored<Rows> {
      session.roll_back();
      const Stored<void> done = migrate(session, steps);
      if (!done) return fail(done.error());
      const Stored<void> begun = session.begin(Access::read);
      if (!begun) return fail(begun.error());
      return session.run("select max(number) from schema_version");
    });
    CHECK(std::get<std::int64_t>(good(applied).rows[0][0]) == next);
  });
}

TEST_CASE("a disk that is full and a file that may not be written are told apart") {
  const support::TemporaryFolder folder;
  auto database = with_table("sqlite:" + folder.path() + "/r.db");
  const auto insert = [&](const char* pragma) {
    return database->write([&](Session& session) -> Stored<Rows> {
      REQUIRE(session.script(pragma).has_value());
      return session.run(kInsert, {std::int64_t{1}, 1.0, "x", Bytes(10'000'000, 1)});
    });
  };
  CHECK(insert("pragma max_page_count = 10").error().kind == TroubleKind::full);
  CHECK(insert("pragma query_only = on").error().kind == TroubleKind::read_only);
  const auto nowhere = Database::open("sqlite:" + folder.path() + "/no/such/folder/r.db");
  CHECK(nowhere.error().kind == TroubleKind::read_only);
}

// A quota stops a write as a full disk does; here the limit on the size of a file stands for it.
TEST_CASE("a quota that is used up is a full disk, and nothing is lost") {
  const support::TemporaryFolder folder;
  const std::string url = "sqlite:" + folder.path() + "/r.db";
  {
    good(with_table(url)->write([](Session& s) { return s.run(kInsert, {1L, 1.0, "x", Null{}}); }));
  }
  const pid_t child = fork();
  if (child == 0) {
    signal(SIGXFSZ, SIG_IGN);
    const rlimit limit{300'000, 300'000};
    if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(9);
    const auto database = Database::open(url);
    if (!database) _exit(8);
    const auto refused = (*database)->write([&](Session& session) {
      return session.run(kInsert, {2L, 1.0, "x", Bytes(10'000'000, 1)});
    });
    _exit(refused ? 7 : refused.error().kind == TroubleKind::full ? 0 : 6);
  }
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFEXITED(status));
  CHECK(WEXITSTATUS(status) == 0);
  auto database = opened(url);
  CHECK(good(count(*database)) == 1);
}

TEST_CASE("what is no database is refused by name") {
  for (const char* url : {"", "mysql://x", "sqlite:", "register.db", "postgresql:x"}) {
    CAPTURE(url);
    CHECK(Database::open(url).error().kind == TroubleKind::wrong_url);
  }
  const support::TemporaryFolder folder;
  std::ofstream(folder.path() + "/not.db") << std::string(5000, 'x');
  CHECK(Database::open("sqlite:" + folder.path() + "/not.db").error().kind == TroubleKind::damaged);
  const auto gone = Database::open("postgresql:///x?host=" + folder.path());
  CHECK(gone.error().kind == TroubleKind::disconnected);
}

TEST_CASE("a server that went away is found again at the next transaction") {
  support::PostgresServer& server = support::PostgresServer::only();
  if (!server.installed()) return;
  auto database = with_table(server.new_database());
  const auto lost = database->write([&](Session& session) -> Stored<Rows> {
    TRY(done, session.run(kInsert, {std::int64_t{1}, 1.0, "x", Null{}}));
    CHECK(done.changed == 1);
    return session.run("select pg_terminate_backend(pg_backend_pid())");
  });
  CHECK(lost.error().kind == TroubleKind::disconnected);
  CHECK(good(count(*database)) == 0);
  good(database->write([&](Session& session) {
    return session.run(kInsert, {std::int64_t{2}, 1.0, "x", Null{}});
  }));
  server.crash_and_restart();  // what was acknowledged is there, the idle connection is not
  CHECK(good(count(*database)) == 1);
}

}  // namespace
}  // namespace formulary::store
