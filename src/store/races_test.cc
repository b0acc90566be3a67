// What many do at once, and what is cut off in the middle.
#include <doctest/doctest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <barrier>
#include <chrono>
#include <random>
#include <set>
#include <thread>

#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::store {
namespace {

using support::on_each_database;

constexpr int kThreads = 6;
constexpr int kAwards = 4;
constexpr int kKills = 20;

void check_chain(Database& database) {
  CHECK(good(database.read([](Session& s) { return verify_audit(s); })).faults.empty());
}

// Run the same work in every thread, all starting together.
void all_at_once(const std::function<void(int)>& work) {
  std::barrier start(kThreads);
  std::vector<std::thread> threads;
  for (int i = 0; i < kThreads; ++i) {
    threads.emplace_back([&, i] {
      start.arrive_and_wait();
      work(i);
    });
  }
  for (std::thread& thread : threads) thread.join();
}

struct Tally {
  std::atomic<int> done = 0;
  std::atomic<int> refused = 0;
  std::atomic<int> failed = 0;

  template <typename T>
  void count(const Stored<Allowed<T>>& answer) {
    ++(!answer ? failed : *answer ? done : refused);
  }
  void check_one_won() const {
    CHECK(done == 1);
    CHECK(refused == kThreads - 1);
    CHECK(failed == 0);
  }
};

void race_for(Database& shared, const std::string& url, const std::string& award) {
  const std::string tranche = award + "-1";
  const auto read = good(shared.read([&](Session& s) { return Register(s).tranche(tranche); }));
  REQUIRE(read.has_value());
  Tally releases;
  std::string winner;
  all_at_once([&](int i) {
    // Some share a Database, some have their own, as the replicas of a server have.
    std::unique_ptr<Database> own;
    if (i % 2 == 0) own = std::move(*Database::open(url));
    const std::string id = "d-" + tranche + std::to_string(i);
    const auto answer = (own ? *own : shared).write([&](Session& session) {
      return Register(session).decide(sample_act(), sample_decision(id, tranche),
                                      released(*read, id));
    });
    releases.count(answer);
    if (answer && *answer) winner = id;
  });
  releases.check_one_won();

  Tally payments_made;
  all_at_once([&](int i) {
    const Payment payment{"y-" + tranche + std::to_string(i), tranche, winner,
                          Money::from_minor(300), sample_act().at};
    payments_made.count(
        shared.write([&](Session& session) { return pay(session, sample_act(), payment); }));
  });
  payments_made.check_one_won();
  const auto paid = good(shared.read([&](Session& s) { return payments(s, tranche); }));
  CHECK(paid.size() == 1);
  const auto now = good(shared.read([&](Session& s) { return Register(s).tranche(tranche); }));
  CHECK(now->value.released.minor() == 300);
  CHECK(now->revision == read->revision + 1);
}

TEST_CASE("a tranche that many release and pay at once is released once and paid once") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill(*database);
    for (int i = 2; i <= kAwards; ++i) {
      const std::string n = std::to_string(i);
      allowed(database->write([&](Session& session) -> Stored<Allowed<Revision>> {
        Register reg(session);
        allowed(reg.add(sample_act(), sample_application("a" + n)));
        return reg.add(sample_act(), sample_award("w" + n, "a" + n));
      }));
    }
    for (int i = 1; i <= kAwards; ++i) race_for(*database, url, "w" + std::to_string(i));
    check_chain(*database);
  });
}

TEST_CASE("a payment that many send with one key is made once, and all get its answer") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill(*database);
    const auto read = good(database->read([](Session& s) { return Register(s).tranche("w1-1"); }));
    allowed(database->write([&](Session& s) {
      return Register(s).decide(sample_act(), sample_decision("d1", "w1-1"), released(*read, "d1"));
    }));
    std::atomic<int> answered = 0;
    all_at_once([&](int) {
      const Payment payment{"y1", "w1-1", "d1", Money::from_minor(300), sample_act().at};
      const auto answer = database->write([&](Session& session) {
        return once(session, "key", "pay y1",
                    [&](Session& inside) { return pay(inside, sample_act(), payment); });
      });
      if (answer && *answer && **answer == "y1") ++answered;
    });
    CHECK(answered == kThreads);
    CHECK(good(database->read([](Session& s) { return payments(s, "w1-1"); })).size() == 1);
    check_chain(*database);
  });
}

// Report one observation after another, and say each number to the pipe once it is acknowledged.
[[noreturn]] void report_until_killed(const std::string& url, int round, int pipe_end) {
  auto database = Database::open(url);
  if (!database) _exit(1);
  for (int i = 0;; ++i) {
    const auto one = sample_observation(std::to_string(round) + "-" + std::to_string(i));
    const auto done = (*database)->write(
        [&](Session& session) { return Register(session).report(sample_act(), {one}); });
    if (!done || !*done) _exit(2);
    if (write(pipe_end, &i, sizeof i) != sizeof i) _exit(3);
  }
}

// Start such a child, kill it after so long, and return how many changes it was told are made.
int acknowledged_before_kill(const std::string& url, int round, std::chrono::milliseconds after) {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  const pid_t child = fork();
  REQUIRE(child >= 0);
  if (child == 0) report_until_killed(url, round, ends[1]);
  close(ends[1]);
  int last = -1;
  REQUIRE(read(ends[0], &last, sizeof last) == sizeof last);  // it is under way
  std::this_thread::sleep_for(after);
  kill(child, SIGKILL);
  int status = 0;
  REQUIRE(waitpid(child, &status, 0) == child);
  CHECK(WIFSIGNALED(status));
  while (read(ends[0], &last, sizeof last) == sizeof last) continue;
  close(ends[0]);
  return last + 1;
}

TEST_CASE("every acknowledged change is there after the process is killed, and the chain holds") {
  on_each_database([](const std::string& url) {
    opened(url);  // its schema
    std::mt19937 random(2026);
    int all = 0;
    for (int round = 0; round < kKills; ++round) {
      const std::chrono::milliseconds after(std::uniform_int_distribution<>(0, 60)(random));
      const int acknowledged = acknowledged_before_kill(url, round, after);
      all += acknowledged;
      auto database = opened(url);
      const Rows found = good(database->write([&](Session& session) {
        return session.run("select id from observation where id >= $1 and id < $2",
                           {std::to_string(round) + "-", std::to_string(round) + "."});
      }));
      std::set<std::string> there;
      for (const Row& row : found.rows) there.insert(std::get<std::string>(row[0]));
      for (int i = 0; i < acknowledged; ++i) {
        CHECK(there.contains(std::to_string(round) + "-" + std::to_string(i)));
      }
      const int extra = static_cast<int>(there.size()) - acknowledged;
      CHECK(extra >= 0);  // one may have been made and not been acknowledged any more
      CHECK(extra <= 1);
      const auto check = good(database->read([](Session& s) { return verify_audit(s); }));
      CHECK(check.faults.empty());
      const Rows total = good(
          database->read([](Session& s) { return s.run("select count(*) from observation"); }));
      CHECK(std::get<std::int64_t>(total.rows[0][0]) == check.records);  // one record each
    }
    MESSAGE(all, " acknowledged changes, none lost in ", kKills, " kills");
  });
}

}  // namespace
}  // namespace formulary::store
