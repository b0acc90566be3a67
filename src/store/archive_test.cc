#include "store/archive.h"

#include <doctest/doctest.h>

#include <atomic>
#include <sstream>
#include <thread>

#include "store/internal/json_row.h"
#include "store/internal/migrations.h"
#include "support/databases.h"
#include "support/sample_transfers.h"

namespace formulary::store {
namespace {

using support::on_each_database;

void fill_more(Database& database) {
  fill(database);
  std::vector<Observation> many;
  for (int i = 0; i < 2500; ++i) many.push_back(sample_observation("o" + std::to_string(i)));
  many[7].value.reset();
  many[8].value = 1e300;
  many[9].value = 3;  // a whole number that is a double
  many[10].source = "tab\t quote\" back\\slash \x01 жұмыс 🏭";
  allowed(database.write([&](Session& session) -> Stored<Allowed<std::string>> {
    Register reg(session);
    allowed(reg.report(sample_act(), many));
    const auto tranche = good(reg.tranche("w1-1"));
    allowed(reg.decide(sample_act(), sample_decision("d1", "w1-1"), released(*tranche, "d1")));
    return once(session, "key", "request", [&](Session& inside) {
      return pay(inside, sample_act(),
                 {"y1", "w1-1", "d1", Money::from_minor(300), sample_act().at});
    });
  }));
}

std::string exported(Database& database) {
  std::ostringstream out;
  CHECK(good(export_register(database, out)) > 2500);
  return out.str();
}

TEST_CASE("a register that is exported and imported is the same, byte by byte") {
  std::string first;
  on_each_database([&](const std::string& url) {
    auto database = opened(url);
    fill_more(*database);
    const std::string text = exported(*database);
    if (first.empty()) first = text;
    CHECK(text == first);  // the other database writes the same

    on_each_database([&](const std::string& other) {
      auto copy = opened(other);
      std::istringstream in(text);
      good(import_register(*copy, in));
      CHECK(exported(*copy) == text);
      std::istringstream again(text);
      CHECK(import_register(*copy, again).error().kind == TroubleKind::breaks_a_rule);
      allowed(copy->write([](Session& session) {  // and it goes on from there
        return Register(session).report(sample_act(), {sample_observation("after")});
      }));
      CHECK(good(copy->read([](Session& s) { return verify_audit(s); })).faults.empty());
    });
  });
}

TEST_CASE("what was ordered of the treasury travels with the register, byte by byte") {
  std::string first;
  on_each_database([&](const std::string& url) {
    auto database = opened(url);
    fill_treasury(*database);
    std::ostringstream out;
    good(export_register(*database, out));
    const std::string text = out.str();
    if (first.empty()) first = text;
    CHECK(text == first);
    for (const char* table :
         {"payee", "transfer", "payment_batch", "reconciliation", "reconciliation_exception"}) {
      CHECK(text.find("{\"table\":\"" + std::string(table) + "\"") != std::string::npos);
    }
    on_each_database([&](const std::string& other) {
      auto copy = opened(other);
      std::istringstream in(text);
      good(import_register(*copy, in));
      std::ostringstream again;
      good(export_register(*copy, again));
      CHECK(again.str() == text);
      // What was paid or is ordered there is so here.
      CHECK(reason(copy->write([](Session& s) {
              return order_transfer(s, sample_act(), sample_order("P-8", "w1", "d1"));
            })) == "already_paid");
      CHECK(reason(copy->write([](Session& s) {
              return order_transfer(s, sample_act(), sample_order("P-8", "w2", "d2"));
            })) == "ordered_already");
    });
  });
}

TEST_CASE("an export that was cut, edited or written by a later program is refused") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/a.db");
  fill_more(*database);
  const std::string text = exported(*database);
  auto empty = opened("sqlite:" + folder.path() + "/b.db");
  const auto kind = [&](const std::string& changed) {
    std::istringstream in(changed);
    const auto done = import_register(*empty, in);
    return done ? std::string("imported") : done.error().fault.what;
  };
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string changed = text;
    const std::size_t at = changed.find(from);
    REQUIRE(at != std::string::npos);
    return changed.replace(at, from.size(), to);
  };
  const auto schema_of = [](std::size_t later) {
    return "\"schema\":" + std::to_string(migrations().size() + later);
  };
  CHECK(kind("") == "the export was cut off: its last line is missing");
  CHECK(kind(text.substr(0, text.size() / 2)) != "imported");
  CHECK(kind(text.substr(0, text.rfind("{\"end\""))) ==
        "the export was cut off: its last line is missing");
  CHECK(kind(with(schema_of(0), schema_of(1))).starts_with("the export has schema"));
  CHECK(kind(with("formulary register", "other")) == "this is not the export of a register");
  CHECK(kind(with("\"table\":\"award\"", "\"table\":\"sqlite_master\"")) ==
        "there is no table 'sqlite_master'");
  CHECK(kind(with("\"amount\":500", "\"amount\":500,\"more\":1")) ==
        "the columns are not those of the table award");
  CHECK(kind(with("\"action\":\"decide\"", "\"action\":\"decode\""))
            .starts_with("the audit chain does not hold at number 6"));
  CHECK(kind(with("{\"table\":\"observation\"", "{\"table\":\"x\"}\n{\"table\":\"observation\"")) ==
        "there is no table 'x'");
  CHECK(kind(text) == "imported");
}

TEST_CASE("a line of an export is read strictly") {
  const auto reads = [](const char* line) { return read_json_row(line).has_value(); };
  CHECK(reads(R"({"a":1,"b":-2.5e3,"c":null,"d":"\u0416\ud83c\udfed\n","e":{"hex":"00ff"}})"));
  CHECK(reads("{}"));
  for (const char* line :
       {"", "{", "{\"a\"}", "{\"a\":}", "{\"a\":1", "{\"a\":1}x", "{\"a\":1,}", "{\"a\":tru}",
        "{\"a\":\"\\x\"}", "{\"a\":\"\\ud83c\"}", "{\"a\":{\"hex\":\"0\"}}", "{\"a\":1e999}",
        "{\"a\":[1]}", "{\"a\":99999999999999999999}", "{\"a\":--1}", "[1]",
        "{\"a\":{\"x\":\"00\"}}"}) {
    CAPTURE(line);
    CHECK(!reads(line));
  }
}

TEST_CASE("a backup taken while others write is a register of one moment") {
  const support::TemporaryFolder folder;
  auto database = opened("sqlite:" + folder.path() + "/r.db");
  fill_more(*database);
  std::atomic<bool> stop = false;
  std::atomic<int> written = 0;
  std::thread writer([&] {
    for (int i = 0; !stop; ++i) {
      const auto one = sample_observation("during" + std::to_string(i));
      const auto done = database->write(
          [&](Session& session) { return Register(session).report(sample_act(), {one}); });
      if (done && *done) ++written;
    }
  });
  for (int i = 0; i < 5; ++i) {
    const std::string path = folder.path() + "/copy" + std::to_string(i) + ".db";
    const int before = written;
    const Stored<void> done = database->back_up(path);
    REQUIRE(done.has_value());
    auto copy = opened("sqlite:" + path);
    const AuditCheck check = good(copy->read([](Session& s) { return verify_audit(s); }));
    CHECK(check.faults.empty());
    CHECK(check.records >= before);               // all that was acknowledged before it began
    CHECK(!database->back_up(path).has_value());  // never over another file
  }
  stop = true;
  writer.join();
  CHECK(written > 0);
  support::PostgresServer& server = support::PostgresServer::only();
  if (!server.running()) return;
  const auto refused = opened(server.new_database())->back_up(folder.path() + "/x");
  CHECK(refused.error().fault.hint.find("pg_dump") != std::string::npos);
}

}  // namespace
}  // namespace formulary::store
