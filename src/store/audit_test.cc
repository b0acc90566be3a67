#include "store/audit.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::store {
namespace {

using support::on_each_database;

constexpr int kRecords = 8;

void append_records(Session& session, int count) {
  for (int i = 1; i <= count; ++i) {
    AuditEntry entry{"release", "tranche", "w1-" + std::to_string(i), "{\"state\":\"due\"}", {}};
    if (i % 2 == 0) entry.after = "{\"note\":\"жоқ\"}";
    if (i % 3 == 0) entry.before.reset();
    Act act = sample_act("person" + std::to_string(i));
    const std::int64_t day_ms = 86'400'000;
    act.at = Instant::from_milliseconds(act.at.milliseconds() + day_ms * (i / 3));
    CHECK(good(append_audit(session, act, entry)) == i);
  }
}

// Take away what keeps the program and its users from the chain, as an intruder would.
void disarm(Session& session) {
  const bool sqlite = session.dialect() == Dialect::sqlite;
  REQUIRE(session
              .script(sqlite ? "drop trigger audit_no_update; drop trigger audit_no_delete; "
                               "drop trigger audit_next"
                             : "drop trigger audit_no_change on audit; "
                               "drop trigger audit_next on audit")
              .has_value());
}

// Do something to a chain of kRecords records and take it back.
void on_a_chain(Database& database, const std::function<void(Session&)>& work) {
  const auto done = database.write([&](Session& session) -> Stored<Allowed<bool>> {
    disarm(session);
    work(session);
    return otherwise(Reasons{{"taken back", {}}});
  });
  REQUIRE(done.has_value());
}

std::unique_ptr<Database> with_chain(const std::string& url) {
  auto database = opened(url);
  good(database->write([](Session& session) -> Stored<bool> {
    append_records(session, kRecords);
    return true;
  }));
  return database;
}

std::vector<std::int64_t> faults(Session& session, const std::vector<AuditHead>& published = {}) {
  std::vector<std::int64_t> seqs;
  for (const AuditFault& fault : good(verify_audit(session, published)).faults) {
    seqs.push_back(fault.seq);
  }
  return seqs;
}
bool among(std::int64_t seq, const std::vector<std::int64_t>& all) {
  return std::find(all.begin(), all.end(), seq) != all.end();
}

TEST_CASE("an untouched chain holds, and its heads are those of each day") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    const auto check = [](Session& session) { return verify_audit(session); };
    CHECK(good(database->read(check)).faults.empty());  // an empty chain too
    database = with_chain(url);
    const AuditCheck whole = good(database->read(check));
    CHECK(whole.faults.empty());
    CHECK(whole.records == kRecords);
    const auto heads = good(database->read([](Session& s) { return audit_heads(s); }));
    REQUIRE(heads.size() == 3);  // records 1-2, 3-5, 6-8
    CHECK(heads[0].day == "2027-03-31");
    CHECK(heads[0].seq == 2);
    CHECK(heads[1].seq == 5);
    CHECK(heads[2].seq == kRecords);
    CHECK(heads[2].hash == whole.head.hash);
    CHECK(good(database->read([&](Session& s) { return verify_audit(s, heads); })).faults.empty());
  });
}

TEST_CASE("the hash of a record is SHA-256 over its fields, each with kind and length") {
  // Expected: python3, hashlib.sha256 over kind + len.to_bytes(8, "little") + bytes of each field.
  const AuditRecord record{1,
                           "2027-03-31T08:15:00.123Z",
                           "a",
                           "admin",
                           {"add", "award", "w1", std::nullopt, "{}"},
                           Bytes(32, 0),
                           {}};
  std::string text;
  for (const unsigned char byte : audit_hash(record)) {
    text += "0123456789abcdef"[byte >> 4];
    text += "0123456789abcdef"[byte & 15];
  }
  CHECK(text == "42d2f59cf9ee1b4209d13acb736eff6ea2aebc068be3ed91be9d1473de1efdcb");
}

TEST_CASE("nobody updates or deletes an audit record, nor puts one in the middle") {
  on_each_database([](const std::string& url) {
    auto database = with_chain(url);
    for (const char* sql :
         {"update audit set actor = 'other' where seq = 3", "delete from audit where seq = 3",
          "delete from audit",
          "insert into audit select 99, at, actor, role, action, subject_kind, subject, before, "
          "after, hash_prev, hash from audit where seq = 3"}) {
      CAPTURE(sql);
      const auto done = database->write([&](Session& session) { return session.run(sql); });
      REQUIRE(!done.has_value());
      CHECK(done.error().kind == TroubleKind::breaks_a_rule);
    }
    CHECK(good(database->read([](Session& s) { return verify_audit(s); })).records == kRecords);
  });
}

// Every single-byte change of a stored value: text stays UTF-8, so a bit is flipped that keeps it.
std::vector<Value> flips(const Value& value) {
  std::vector<Value> all;
  if (const auto* text = std::get_if<std::string>(&value)) {
    for (std::size_t i = 0; i < text->size(); ++i) {
      std::string other = *text;
      other[i] = static_cast<char>(other[i] ^ 1);
      all.emplace_back(other);
    }
    all.emplace_back(*text + " ");
  } else if (const auto* bytes = std::get_if<Bytes>(&value)) {
    for (std::size_t i = 0; i < bytes->size(); ++i) {
      Bytes other = *bytes;
      other[i] = static_cast<unsigned char>(other[i] ^ (1 << (i % 8)));
      all.emplace_back(other);
    }
    all.emplace_back(Bytes(bytes->begin(), bytes->end() - 1));
  } else {
    all.emplace_back(std::string());  // nothing and an empty text are not the same
  }
  return all;
}

TEST_CASE("any byte of any field of any record that is flipped is found, and where") {
  on_each_database([](const std::string& url) {
    auto database = with_chain(url);
    int flipped = 0;
    on_a_chain(*database, [&](Session& session) {
      for (const char* column : {"at", "actor", "role", "action", "subject_kind", "subject",
                                 "before", "after", "hash_prev", "hash"}) {
        const std::string set = std::string("update audit set ") + column + " = $1 where seq = $2";
        for (std::int64_t seq = 1; seq <= kRecords; ++seq) {
          const Value value =
              good(session.run(std::string("select ") + column + " from audit where seq = $1",
                               {seq}))
                  .rows[0][0];
          for (const Value& other : flips(value)) {
            good(session.run(set, {other, seq}));
            const auto found = faults(session);
            const bool right = !found.empty() && found.front() == seq && found.back() <= seq + 1;
            if (!right) FAIL_CHECK(column << " of record " << seq);
            ++flipped;
          }
          good(session.run(set, {value, seq}));
        }
      }
      CHECK(faults(session).empty());
    });
    CHECK(flipped > 1000);
  });
}

TEST_CASE("records removed, moved, renumbered or added are found") {
  on_each_database([](const std::string& url) {
    auto database = with_chain(url);
    for (std::int64_t seq = 1; seq <= kRecords; ++seq) {
      CAPTURE(seq);
      on_a_chain(*database, [&](Session& session) {
        good(session.run("delete from audit where seq = $1", {seq}));
        CHECK(faults(session).front() == std::min<std::int64_t>(seq + 1, kRecords));
      });
      on_a_chain(*database, [&](Session& session) {
        good(session.run("update audit set seq = $1 where seq = $2", {seq + 100, seq}));
        CHECK(among(seq + 100, faults(session)));
      });
      if (seq == kRecords) continue;
      on_a_chain(*database, [&](Session& session) {  // swap with the next
        good(session.run("update audit set seq = -1 where seq = $1", {seq}));
        good(session.run("update audit set seq = $1 where seq = $2", {seq, seq + 1}));
        good(session.run("update audit set seq = $1 where seq = -1", {seq + 1}));
        const auto found = faults(session);
        CHECK(found.front() == seq);
        CHECK(among(seq + 1, found));
      });
    }
    on_a_chain(*database, [&](Session& session) {  // a copy of the last, put after it
      good(
          session.run("insert into audit select seq + 1, at, actor, role, action, subject_kind, "
                      "subject, before, after, hash_prev, hash from audit where seq = $1",
                      {std::int64_t{kRecords}}));
      CHECK(faults(session).front() == kRecords + 1);
    });
  });
}

TEST_CASE("a tail that was cut, or a chain that was written anew, is found by a published head") {
  on_each_database([](const std::string& url) {
    auto database = with_chain(url);
    const auto heads = good(database->read([](Session& s) { return audit_heads(s); }));
    on_a_chain(*database, [&](Session& session) {
      good(session.run("delete from audit where seq > 6"));
      CHECK(faults(session) == std::vector<std::int64_t>{kRecords});  // by the register's own head
      good(
          session.run("update audit_head set seq = 6, "
                      "hash = (select hash from audit where seq = 6)"));
      CHECK(faults(session).empty());  // a cut without a trace inside the database
      CHECK(faults(session, heads) == std::vector<std::int64_t>{kRecords});
    });
    on_a_chain(*database, [&](Session& session) {
      good(session.run("delete from audit"));
      good(session.run("update audit_head set seq = 0, hash = $1", {Bytes(32, 0)}));
      append_records(session, 4);
      for (int i = 5; i <= kRecords; ++i) good(append_audit(session, sample_act(), {}));
      CHECK(faults(session).empty());
      CHECK(faults(session, heads) == std::vector<std::int64_t>{5, kRecords});
    });
    on_a_chain(*database, [&](Session& session) {
      good(session.run("delete from audit_head"));
      CHECK(!faults(session).empty());
      CHECK(append_audit(session, sample_act(), {}).error().kind == TroubleKind::damaged);
    });
  });
}

}  // namespace
}  // namespace formulary::store
