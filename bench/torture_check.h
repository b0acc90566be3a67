// Does the register hold all that was acknowledged, and has it paid nothing twice?
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "store/audit.h"
#include "torture_world.h"

namespace formulary::torture {

// What a child says of a change when it was told that it is made.
struct Ack {
  enum Kind { batch, decision, payment, full, trouble };
  Kind kind = batch;
  int number = 0;  // of the batch
  int rows = 0;
  char id[64] = {};
};

// What was acknowledged on one register.
struct Acknowledged {
  std::map<std::string, int> batches;  // rows, by what their ids begin with
  std::set<std::string> decisions;
  std::set<std::string> payments;
};

struct Tally {
  int kills = 0;
  int races = 0;
  int full_disks = 0;
  int server_stops = 0;
  int acknowledged = 0;
  std::int64_t rows = 0;
  // By name, each counted once however often it is looked for.
  std::set<std::string> lost;
  std::set<std::string> torn;  // batches of which only a part is there
  std::set<std::string> paid_twice;
  std::set<std::string> decided_twice;
  bool chain_valid = true;
  double slowest_ms = 0;       // opening after a kill, up to the first answer
  double slowest_stop_ms = 0;  // the same with a stop and start of the server before it
  std::vector<std::string> wrong;

  void note(Acknowledged& all, const Ack& ack) {
    ++acknowledged;
    if (ack.kind == Ack::batch) {
      all.batches[ack.id] = ack.rows;
      rows += ack.rows;
    }
    if (ack.kind == Ack::decision) all.decisions.insert(ack.id);
    if (ack.kind == Ack::payment) all.payments.insert(ack.id);
  }
};

inline const std::string& text(const store::Row& row, std::size_t column) {
  return std::get<std::string>(row.at(column));
}
inline std::int64_t number(const store::Row& row, std::size_t column) {
  return std::get<std::int64_t>(row.at(column));
}

class Check {
 public:
  Check(store::Session& session, const std::string& where, Tally& tally)
      : session_(session), where_(where + " "), tally_(tally) {}

  void values(const Acknowledged& all) {
    std::map<std::string, int> found;
    std::map<std::string, int> said;
    for (const store::Row& row : rows("select id, source from observation")) {
      const std::string batch = text(row, 0).substr(0, text(row, 0).rfind('-'));
      ++found[batch];
      said[batch] = std::stoi(text(row, 1));
    }
    for (const auto& [batch, size] : found)
      if (size != said[batch]) tally_.torn.insert(where_ + batch);
    for (const auto& [batch, size] : all.batches)
      if (found[batch] != size) tally_.lost.insert(where_ + batch);
  }

  void money(const Acknowledged& all) {
    std::map<std::string, std::int64_t> decided;  // by tranche
    std::map<std::string, std::int64_t> paid;
    std::map<std::string, std::int64_t> worth;  // of decisions
    std::map<std::string, int> times;           // a decision was paid
    std::set<std::string> payments;
    for (const store::Row& row : rows("select id, tranche, pay from decision")) {
      decided[text(row, 1)] += number(row, 2);
      worth[text(row, 0)] = number(row, 2);
    }
    for (const store::Row& row : rows("select id, tranche, decision, amount from payment")) {
      payments.insert(text(row, 0));
      paid[text(row, 1)] += number(row, 3);
      if (++times[text(row, 2)] > 1 || worth[text(row, 2)] != number(row, 3))
        tally_.paid_twice.insert(where_ + text(row, 2));
    }
    for (const store::Row& row : rows("select id, amount, released from tranche")) {
      const std::int64_t released = number(row, 2);
      if (paid[text(row, 0)] > released) tally_.paid_twice.insert(where_ + text(row, 0));
      if (decided[text(row, 0)] != released || released > number(row, 1))
        tally_.decided_twice.insert(where_ + text(row, 0));
    }
    for (const auto& id : all.decisions)
      if (!worth.contains(id)) tally_.lost.insert(where_ + id);
    for (const auto& id : all.payments)
      if (!payments.contains(id)) tally_.lost.insert(where_ + id);
  }

  // The heads are those seen earlier, so a tail that went missing shows.
  void chain(std::vector<store::AuditHead>& heads) {
    const store::AuditCheck check = sure(store::verify_audit(session_, heads));
    if (!check.faults.empty()) {
      tally_.chain_valid = false;
      tally_.wrong.push_back("audit: " + check.faults.front().what);
    }
    heads.push_back(check.head);
  }

 private:
  std::vector<store::Row> rows(const char* sql) { return sure(session_.run(sql)).rows; }

  store::Session& session_;
  std::string where_;
  Tally& tally_;
};

inline double ms_since(std::chrono::steady_clock::time_point start) {
  return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - start)
      .count();
}

// A register under torture, and what is known of it.
struct Victim {
  std::string url;
  Acknowledged acknowledged;
  std::vector<store::AuditHead> heads;
  int next_batch = 0;

  // Open it as after a fall and look at everything.
  void check(Tally& tally) {
    constexpr double kSlowMs = 5000;
    const auto start = std::chrono::steady_clock::now();
    const auto database = sure(store::Database::open(url));
    sure(database->read([](store::Session& s) { return s.run("select count(*) from tranche"); }));
    const double ms = ms_since(start);
    tally.slowest_ms = std::max(tally.slowest_ms, ms);
    if (ms > kSlowMs) tally.wrong.push_back("opening took " + std::to_string(ms) + " ms");
    sure(database->read([&](store::Session& session) -> store::Stored<int> {
      Check check(session, url, tally);
      check.values(acknowledged);
      check.money(acknowledged);
      check.chain(heads);
      return 0;
    }));
  }
};

}  // namespace formulary::torture
