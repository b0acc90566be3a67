// Does the register keep its word when it is killed, raced for, out of disk or cut from its server?
//
// torture [--quick]: 20 kills in a minute, else 320. The last line is the verdict, and the exit
// status: 0 = nothing acknowledged was lost, nothing was paid twice, the audit chain holds.
#define DOCTEST_CONFIG_IMPLEMENT
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstring>
#include <deque>
#include <filesystem>
#include <random>
#include <thread>

#include "support/databases.h"
#include "torture_check.h"

namespace formulary::torture {
namespace {

using support::PostgresServer;

// How a child's work ends: killed; at the first refusal of a full disk; or some changes after its
// server had gone.
enum class Until { killed, full, server_back };

struct Left {
  std::string tranche;
  std::int64_t minor = 0;
};

// A process that imports, decides and pays, and says what was acknowledged.
class Child {
 public:
  Child(const World& world, const Victim& victim, Until until, unsigned seed, int pipe_end)
      : world_(world),
        until_(until),
        random_(seed),
        pipe_end_(pipe_end),
        next_batch_(victim.next_batch),
        database_(sure(store::Database::open(victim.url))) {}

  [[noreturn]] void work() {
    pick_up();
    while (until_ != Until::server_back || after_trouble_ < 30) {
      const int dice = below(3);
      if (until_ == Until::full || dice == 0 || (left_.empty() && unpaid_.empty())) {
        import();
      } else if (unpaid_.empty() || (dice == 1 && !left_.empty())) {
        decide();
      } else {
        pay();
      }
      if (after_trouble_ >= 0) ++after_trouble_;
    }
    _exit(0);
  }

 private:
  // What the one before left undone: orders without a payment, tranches with money. What it did
  // must not be done again.
  void pick_up() {
    const auto rows = [&](const char* sql) {
      return sure(database_->read([&](store::Session& s) { return s.run(sql); })).rows;
    };
    for (const store::Row& row : rows("select id from decision d where pay > 0 and not exists"
                                      " (select 1 from payment y where y.decision = d.id)")) {
      unpaid_.push_back(text(row, 0));
    }
    for (const store::Row& row :
         rows("select id, amount - released from tranche where amount > released order by id")) {
      left_.push_back({text(row, 0), number(row, 1)});
    }
    for (const store::Row& row : rows("select decision from payment order by id desc limit 3")) {
      if (world_.pay(*database_, text(row, 0))) give_up("paid " + text(row, 0) + " again");
    }
  }

  int below(int end) { return static_cast<int>(random_() % static_cast<unsigned>(end)); }

  void say(Ack::Kind kind, const std::string& id, int batch = 0, int rows = 0) {
    Ack ack{kind, batch, rows, {}};
    std::strncpy(ack.id, id.c_str(), sizeof ack.id - 1);
    if (write(pipe_end_, &ack, sizeof ack) != sizeof ack) _exit(3);
  }

  // A full disk and a server that went are looked for; anything else is a finding.
  void bear(const Denial& denial) {
    if (until_ == Until::full && denial.trouble) {
      if (denial.trouble->kind != store::TroubleKind::full) give_up(text_of(denial));
      std::printf("a full disk is refused with: %s\n", denial.trouble->fault.what.c_str());
      std::fflush(stdout);
      say(Ack::full, "");
      sure(
          database_->read([](store::Session& s) { return s.run("select count(*) from tranche"); }));
      _exit(0);
    }
    if (until_ != Until::server_back) give_up(text_of(denial));
    if (denial.trouble) {
      if (after_trouble_ < 0) say(Ack::trouble, "");
      after_trouble_ = 0;
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
  }

  void import() {
    const int rows = 1 + below(kAwards);
    const int batch = next_batch_++;
    const auto done = world_.import(*database_, batch, rows);
    if (!done) return bear(done.error());
    const std::string& first = done->ids.at(0);
    say(Ack::batch, first.substr(0, first.rfind('-')), batch, rows);
  }

  void decide() {
    Left& from = left_.front();
    const std::int64_t part = from.minor / 3;
    const bool all = part < 1000 || below(4) == 0;
    const Money pay = Money::from_minor(all ? from.minor : part);
    const auto done = world_.release(*database_, from.tranche, {}, pay, all);
    if (!done) {
      bear(done.error());
      // It may have been made and not been acknowledged: leave the tranche alone.
      return left_.pop_front();
    }
    say(Ack::decision, done->decision.id);
    unpaid_.push_back(done->decision.id);
    from.minor -= pay.minor();
    if (all) left_.pop_front();
  }

  void pay() {
    const auto done = world_.pay(*database_, unpaid_.front());
    if (!done) {
      bear(done.error());
      if (!done.error().trouble) unpaid_.pop_front();  // paid already, and only the word was lost
      return;                                          // else it is sent again
    }
    say(Ack::payment, done->id);
    unpaid_.pop_front();
  }

  const World& world_;
  Until until_;
  std::mt19937 random_;
  int pipe_end_;
  int next_batch_;
  int after_trouble_ = -1;
  std::unique_ptr<store::Database> database_;
  std::deque<Left> left_;
  std::deque<std::string> unpaid_;
};

class Torture {
 public:
  Torture(Tally& tally, int kills, int races, unsigned seed)
      : tally_(tally), kills_(kills), races_(races), random_(seed) {}

  // Everything on one new register.
  void run(const std::string& url) {
    Victim victim{url, {}, {}, 0};
    world_.fill(*sure(store::Database::open(url)));
    for (int i = 0; i < kills_; ++i) kill_once(victim, i % 5 == 4);
    for (int i = 0; i < races_; ++i) race(victim);
    if (url.starts_with("sqlite:")) {
      fill_disk(victim);
    } else {
      stop_server(victim);
    }
    kill_once(victim, false);  // it works as before
  }

 private:
  struct Running {
    pid_t process = 0;
    int pipe_end = -1;
  };

  template <typename Before>
  Running start(const Victim& victim, Until until, Before before) {
    int ends[2];
    if (pipe(ends) != 0) give_up("no pipe");
    const auto seed = static_cast<unsigned>(random_());
    std::fflush(stdout);
    const pid_t child = fork();
    if (child < 0) give_up("no fork");
    if (child == 0) {
      close(ends[0]);
      before();
      Child(world_, victim, until, seed, ends[1]).work();
    }
    close(ends[1]);
    return {child, ends[0]};
  }

  // Read what a child said; false at its end.
  bool listen(Victim& victim, const Running& running, Ack& ack) {
    if (read(running.pipe_end, &ack, sizeof ack) != sizeof ack) return false;
    if (ack.kind == Ack::full || ack.kind == Ack::trouble) return true;
    tally_.note(victim.acknowledged, ack);
    if (ack.kind == Ack::batch) victim.next_batch = std::max(victim.next_batch, ack.number + 1);
    return true;
  }

  int end_of(const Running& running) {
    int status = 0;
    if (waitpid(running.process, &status, 0) != running.process) give_up("no child");
    close(running.pipe_end);
    return status;
  }

  void pause(int most_ms) {
    const auto us = std::uniform_int_distribution<>(0, most_ms * 1000)(random_);
    std::this_thread::sleep_for(std::chrono::microseconds(us));
  }

  // Kill a child some moments after its first acknowledgement, or while it is still opening.
  void kill_once(Victim& victim, bool while_opening) {
    const Running running = start(victim, Until::killed, [] {});
    Ack ack;
    if (!while_opening && !listen(victim, running, ack)) {
      tally_.wrong.emplace_back("a child ended by itself");
    }
    pause(while_opening ? 12 : 60);
    kill(running.process, SIGKILL);
    while (listen(victim, running, ack)) continue;
    if (!WIFSIGNALED(end_of(running))) tally_.wrong.emplace_back("a child ended by itself");
    victim.next_batch += 1;  // the one that was under way
    ++tally_.kills;
    victim.check(tally_);
  }

  // Two processes release what is left of one tranche and pay it, starting together.
  void race(Victim& victim) {
    std::string tranche;
    std::int64_t left = 0;
    store::Revision seen = 0;
    const auto find = [&](store::Session& s) -> store::Stored<int> {
      TRY(found, s.run("select id, amount - released, revision from tranche where amount > released"
                       " order by id desc limit 1"));
      if (found.rows.empty()) return 0;
      tranche = text(found.rows[0], 0);
      left = number(found.rows[0], 1);
      seen = number(found.rows[0], 2);
      return 1;
    };
    if (sure(sure(store::Database::open(victim.url))->read(find)) == 0) return;
    int gate[2];
    if (pipe(gate) != 0) give_up("no pipe");
    std::vector<pid_t> both;
    for (int i = 0; i < 2; ++i) {
      both.push_back(fork());
      if (both.back() < 0) give_up("no fork");
      if (both.back() == 0) {
        close(gate[1]);
        runner(victim.url, gate[0], tranche, seen, Money::from_minor(left));
      }
    }
    close(gate[0]);
    std::this_thread::sleep_for(std::chrono::milliseconds(30));
    close(gate[1]);  // go
    int decided = 0;
    int paid = 0;
    for (const pid_t one : both) {
      int status = 0;
      waitpid(one, &status, 0);
      const int code = WIFEXITED(status) ? WEXITSTATUS(status) : 9;
      if (code > 3) tally_.wrong.emplace_back("a runner of a race fell");
      decided += code & 1;
      paid += (code >> 1) & 1;
    }
    if (decided != 1) tally_.decided_twice.insert(victim.url + tranche);
    if (paid > 1) tally_.paid_twice.insert(victim.url + tranche);
    if (paid < 1) tally_.wrong.emplace_back("a race was won by nobody");
    ++tally_.races;
    victim.check(tally_);
  }

  // Exit with 1 = my decision won, plus 2 = my payment won.
  [[noreturn]] void runner(const std::string& url, int gate, const std::string& tranche,
                           store::Revision seen, Money left) {
    const auto database = sure(store::Database::open(url));
    char none = 0;
    if (read(gate, &none, 1) != 0) _exit(9);
    const auto decided = world_.release(*database, tranche, seen, left, true);
    if (!decided && decided.error().trouble) give_up(text_of(decided.error()));
    const auto all = sure(database->read([&](store::Session& s) {
      return store::Register(s).decisions(tranche, {"", 100});
    }));
    const auto last = std::max_element(all.begin(), all.end(),
                                       [](const auto& a, const auto& b) { return a.id < b.id; });
    if (last == all.end()) _exit(9);
    const std::string id = decided ? decided->decision.id : last->id;
    const auto paid = world_.pay(*database, id);
    if (!paid && paid.error().trouble) give_up(text_of(paid.error()));
    _exit((decided ? 1 : 0) + (paid ? 2 : 0));
  }

  // A child that may write no more than so much: files end there as a full disk does.
  void fill_disk(Victim& victim) {
    const std::string path = victim.url.substr(std::strlen("sqlite:"));
    const auto room = std::filesystem::file_size(path) + 300'000;
    const Running running = start(victim, Until::full, [room] {
      signal(SIGXFSZ, SIG_IGN);
      const rlimit limit{room, room};
      if (setrlimit(RLIMIT_FSIZE, &limit) != 0) _exit(9);
    });
    Ack ack;
    bool refused = false;
    while (listen(victim, running, ack)) refused = refused || ack.kind == Ack::full;
    const int status = end_of(running);
    if (!refused || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      tally_.wrong.emplace_back("a full disk was not refused well");
    }
    victim.next_batch += 1;
    ++tally_.full_disks;
    victim.check(tally_);
  }

  // The server goes without a word and comes back; the child goes on by itself.
  void stop_server(Victim& victim) {
    const Running running = start(victim, Until::server_back, [] {});
    Ack ack;
    if (!listen(victim, running, ack)) tally_.wrong.emplace_back("a child ended by itself");
    pause(60);
    const auto begin = std::chrono::steady_clock::now();
    PostgresServer::only().crash_and_restart();
    tally_.slowest_stop_ms = std::max(tally_.slowest_stop_ms, ms_since(begin));
    bool noticed = false;
    while (listen(victim, running, ack)) noticed = noticed || ack.kind == Ack::trouble;
    const int status = end_of(running);
    if (!noticed || !WIFEXITED(status) || WEXITSTATUS(status) != 0) {
      tally_.wrong.emplace_back("a child did not come through a stop of its server");
    }
    victim.next_batch += 1;
    ++tally_.server_stops;
    victim.check(tally_);
  }

  World world_;
  Tally& tally_;
  int kills_;
  int races_;
  std::mt19937 random_;
};

int verdict(const Tally& t) {
  std::printf("acknowledged changes %d (with %lld values), batches torn %zu, decided twice %zu\n",
              t.acknowledged, static_cast<long long>(t.rows), t.torn.size(),
              t.decided_twice.size());
  std::printf(
      "races of two processes %d, full disks %d, stops of the server %d (slowest %.0f ms)\n",
      t.races, t.full_disks, t.server_stops, t.slowest_stop_ms);
  std::printf("slowest opening after a fall %.0f ms\n", t.slowest_ms);
  for (const std::string& what : t.wrong) std::printf("WRONG: %s\n", what.c_str());
  std::printf("kills %d, acknowledged lost %zu, paid twice %zu, chain %s\n", t.kills, t.lost.size(),
              t.paid_twice.size(), t.chain_valid ? "valid" : "BROKEN");
  const bool well = t.lost.empty() && t.paid_twice.empty() && t.chain_valid && t.torn.empty() &&
                    t.decided_twice.empty() && t.wrong.empty();
  return well ? 0 : 1;
}

}  // namespace
}  // namespace formulary::torture

int main(int argc, char** argv) {
  using namespace formulary;
  const bool quick = argc == 2 && std::string(argv[1]) == "--quick";
  if (argc > 1 && !quick) {
    std::fprintf(stderr, "torture [--quick]\n");
    return 2;
  }
  // The support of the tests speaks through doctest.
  doctest::Context context;
  context.setAsDefaultForAssertsOutOfTestCases();
  auto& server = support::PostgresServer::only();
  const bool both = server.installed() && server.running();
  if (!both) std::printf("PostgreSQL is left out: it is not installed or did not start\n");
  // The last kill of a register shows that it works as before, and counts with the others.
  const int kills = (quick ? 10 : 40) * (both ? 1 : 2) - 1;
  torture::Tally tally;
  for (int round = 0; round < (quick ? 1 : 4); ++round) {
    torture::Torture torture(tally, kills, quick ? 5 : 10, 2026u + static_cast<unsigned>(round));
    const support::TemporaryFolder folder;
    torture.run("sqlite:" + folder.path() + "/register.db");
    if (both) torture.run(server.new_database());
  }
  return torture::verdict(tally);
}
