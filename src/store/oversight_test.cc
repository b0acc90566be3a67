#include "store/oversight.h"

#include <doctest/doctest.h>

#include "store/archive.h"
#include "store/artefacts.h"
#include "store/totals.h"
#include "support/databases.h"
#include "support/sample_register.h"

namespace formulary::store {
namespace {

using support::on_each_database;

const Instant kMorning = *Instant::parse("2028-03-01T08:00:00Z");
const Instant kNoon = *Instant::parse("2028-03-01T12:00:00Z");

RollUpEntry entry(RollUpAxis axis, const std::string& id, Millionths sum, std::int64_t leaves) {
  return {{axis, id, "net_jobs", Date::of(2027, 1, 1), Date::of(2027, 12, 31)},
          {RollUpKind::count, sum, 0, leaves}};
}

Scorecard sample_scorecard(const std::string& id) {
  return {id,
          "net_jobs",
          2024,
          2027,
          {"KZ-75", "akimat", 0.05, 0.01, 0.02, 0.02, 0.015, -0.01, 0.04, 0.75, 1, 9},
          {},
          {},
          {}};
}

TEST_CASE("documents are kept once, under their SHA-256") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    // Expected: the published test vector of FIPS 180-2 for "abc".
    const std::string abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    for (int i = 0; i < 2; ++i) {
      CHECK(good(database->write([&](Session& session) {
              return keep_artefact(session, sample_act(), "package", "abc");
            })) == abc);
    }
    CHECK(good(database->read([&](Session& s) { return artefact(s, abc); })) == "abc");
    CHECK(!good(database->read([&](Session& s) { return artefact(s, "none"); })));
    const AuditCheck check = good(database->read([](Session& s) { return verify_audit(s); }));
    CHECK(check.records == 1);
    CHECK(check.faults.empty());
  });
}

TEST_CASE("the seed that was published last holds, and none is published backwards in time") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    fill(*database);
    const auto publish = [&](std::uint32_t seed, Instant at) {
      return database->write([&](Session& session) {
        return publish_lottery(session, sample_act(), "p1", "m1", {seed, at});
      });
    };
    CHECK(!good(database->read([&](Session& s) { return lottery(s, "p1", "m1"); })));
    allowed(publish(4'294'967'295u, kMorning));
    CHECK(reason(publish(7, kMorning)) == "exists_already");
    allowed(publish(7, kNoon));
    CHECK(reason(publish(8, kMorning)) == "exists_already");
    CHECK(good(database->read([&](Session& s) { return lottery(s, "p1", "m1"); }))->seed == 7);
  });
}

TEST_CASE("a flag is resolved once and stays as it was raised") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    QualityFlag flag{"",
                     FlagKind::heaping,
                     Severity::severe,
                     {"o1", "o2"},
                     8.5,
                     {"heaping", {"round", "круглые", "дөңгелек"}},
                     {}};
    REQUIRE(database->write([&](Session& session) {
      return raise_flags(session, sample_act(), {flag, flag});
    }));
    const auto open =
        good(database->read([](Session& s) { return flags(s, FlagState::open, {}); }));
    REQUIRE(open.size() == 2);
    CHECK(open[0].observations == std::vector<std::string>{"o1", "o2"});
    CHECK(open[0].reason.text.kk == "дөңгелек");
    QualityFlag resolved = open[1];
    resolved.resolution = {FlagFinding::value_is_right, "counted again", "dana", kNoon};
    const auto resolve = [&] {
      return database->write(
          [&](Session& session) { return resolve_flag(session, sample_act(), resolved); });
    };
    allowed(resolve());
    CHECK(reason(resolve()) == "changed_meanwhile");
    CHECK(good(database->read([](Session& s) { return flags(s, FlagState::open, {}); })).size() ==
          1);
    CHECK(good(database->read([&](Session& s) {
            return store::flag(s, resolved.id);
          }))->resolution->why == "counted again");
  });
}

TEST_CASE("a scorecard keeps its reply, and two who change it at once do not both win") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    const auto add = [&] {
      return database->write([&](Session& session) {
        return add_scorecards(session, sample_act(), {sample_scorecard("s1")});
      });
    };
    CHECK(allowed(add()) == 1);
    CHECK(reason(add()) == "exists_already");
    auto read = [&] {
      return *good(database->read([](Session& s) { return scorecard(s, "s1"); }));
    };
    Kept<Scorecard> first = read();
    CHECK(first.value.score.rank_high == 9);
    CHECK(first.value.score.low == -0.01);
    first.value.shown = Date::of(2028, 3, 1);
    first.value.reply = Reply{"akim", "the flood", kNoon};
    const auto change = [&] {
      return database->write([&](Session& session) {
        return change_scorecard(session, sample_act(), "reply", first);
      });
    };
    CHECK(allowed(change()) == 2);
    CHECK(reason(change()) == "changed_meanwhile");
    CHECK(read().value.reply->text == "the flood");
    CHECK(good(database->read([](Session& s) {
            return scorecards(s, {"KZ-10", ""}, {});
          })).empty());
  });
}

// Expected: sums of 128 bits by hand; 10^30 + 7 does not fit into 64.
TEST_CASE("totals are exact beyond 64 bits and leave no trace when all is taken out") {
  on_each_database([](const std::string& url) {
    auto database = opened(url);
    Millionths large = 1;
    for (int i = 0; i < 30; ++i) large *= 10;
    const auto move = [&](const RollUpEntry& one, TotalsMove what) {
      return database->write([&](Session& session) { return move_totals(session, {one}, what); });
    };
    const auto there = [&] {
      return good(database->read([](Session& s) { return totals(s, {}, 100); }));
    };
    REQUIRE(move(entry(RollUpAxis::region, "KZ-75", large, 3), TotalsMove::add));
    REQUIRE(move(entry(RollUpAxis::region, "KZ-75", 7, 1), TotalsMove::add));
    REQUIRE(move(entry(RollUpAxis::award, "w1", 7, 1), TotalsMove::add));
    REQUIRE(there().size() == 1);
    CHECK(there()[0].total.numerator == large + 7);
    CHECK(there()[0].total.leaves == 4);
    CHECK(!move(entry(RollUpAxis::region, "KZ-75", 7, 5), TotalsMove::take_out));
    RollUpEntry mean = entry(RollUpAxis::region, "KZ-75", 7, 1);
    mean.total.kind = RollUpKind::weighted_mean;
    CHECK(!move(mean, TotalsMove::add));
    REQUIRE(move(entry(RollUpAxis::region, "KZ-75", large + 7, 4), TotalsMove::take_out));
    CHECK(there().empty());
    REQUIRE(move(entry(RollUpAxis::sector, "food", -large, 1), TotalsMove::add));
    CHECK(there()[0].total.numerator == -large);
  });
}

}  // namespace
}  // namespace formulary::store
