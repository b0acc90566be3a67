#include "publish/kpi_totals.h"

#include <algorithm>
#include <cmath>
#include <map>

#include <doctest/doctest.h>

#include "publish/internal/sample_record.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::sample;

namespace {

struct Figure {
  std::string status, value, firms, expected, as_of;
};

// A figure of one KPI by place: programme|measure|region|sector|type.
Figure figure(const OpenTable& table, const std::string& place, const std::string& kpi = "net_jobs",
              const std::string& demonstration = "false") {
  for (const auto& row : table.rows) {
    const auto text = [&](const char* name) { return text_of(row[table.column(name)]); };
    if (text("kpi") != kpi || text("demonstration") != demonstration) continue;
    if (text("programme") + "|" + text("measure") + "|" + text("region") + "|" + text("sector") +
            "|" + text("company_type") ==
        place) {
      return {text("status"), text("value"), text("firms"), text("firms_expected"), text("as_of")};
    }
  }
  return {};
}

constexpr const char* kAll = "_T|_T|_T|_T|_T";

KpiTotals totals(const World& world) {
  return kpi_totals(world.record(), options());
}

}  // namespace

// Expected: by hand: 17 jobs at two firms under m1, 39 at six firms under each other measure.
TEST_CASE("totals are shown and the figures of two firms are not") {
  const World w = world();
  const KpiTotals t = totals(w);
  CHECK(figure(t.table, kAll).value == "134");
  CHECK(figure(t.table, kAll).firms == "20");
  CHECK(figure(t.table, kAll).expected == "20");
  CHECK(figure(t.table, kAll).as_of == "2028-02-29");
  CHECK(figure(t.table, "p1|_T|_T|_T|_T").value == "134");
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").status == kSuppressed);
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").value.empty());
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").firms.empty());
  CHECK(figure(t.table, "_T|_T|KZ-10|food|_T").status == kSuppressed);
  // What is hidden cannot be had from the rest: m1 = 56 of sme firms less the 39 of m2.
  const bool by_type = figure(t.table, "_T|_T|_T|_T|sme").status == kShown &&
                       figure(t.table, "p1|m2|KZ-10|textiles|sme").status == kShown;
  CHECK_FALSE(by_type);
  const bool by_measures = figure(t.table, "p1|m2|KZ-10|textiles|sme").status == kShown &&
                           figure(t.table, "p1|m3|KZ-11|food|large").status == kShown &&
                           figure(t.table, "p1|m4|KZ-11|textiles|large").status == kShown;
  CHECK_FALSE(by_measures);
  CHECK(t.exposed.empty());
  CHECK_FALSE(t.release.hidden.empty());
}

TEST_CASE("drafts are never totalled, and demonstrations only by themselves") {
  const KpiTotals t = totals(world());
  CHECK(figure(t.table, "secret_draft|_T|_T|_T|_T").status.empty());
  CHECK(figure(t.table, kAll, "net_jobs", "true").status == kSuppressed);  // one firm
  World many = world();
  for (int i = 0; i < 6; ++i) {
    const std::string id = "demo" + std::to_string(i);
    many.award(id, id, "m2", "demo");
    many.observe(id, 1000);
  }
  const KpiTotals more = totals(many);
  CHECK(figure(more.table, kAll, "net_jobs", "true").value == "7000");
  CHECK(figure(more.table, kAll).value == "134");
}

// Expected: by hand.
TEST_CASE("only what was verified by the day before counts") {
  World w = world();
  w.observations.back().state = ObservationState::verified;
  // Of the six firms of m4: one reported only, one disputed, one verified today, one corrected.
  Observation& reported = w.observations[19];
  REQUIRE(reported.subject == "w119");
  reported.state = ObservationState::reported;
  reported.verified_by.clear();
  w.observations[18].verified_at = noon(kToday);
  Observation correction = w.observations[17];
  w.observations[17].state = ObservationState::superseded;
  correction.supersedes = correction.id;
  correction.id = "corrected";
  correction.value = 60;  // for 6
  correction.reported_at = noon(Date::of(2028, 2, 10));
  correction.verified_at = noon(Date::of(2028, 2, 11));
  w.observations.push_back(correction);
  const KpiTotals t = totals(w);
  CHECK(figure(t.table, kAll).value == "179");  // 134 - 4 - 5 + 54
  CHECK(figure(t.table, kAll).firms == "18");
  CHECK(figure(t.table, kAll).expected == "20");
}

// Expected: missing is not zero and not hidden.
TEST_CASE("a missing figure, a zero and a hidden one are told apart") {
  World w = world();
  w.observations.clear();
  w.as_of = noon(Date::of(2028, 4, 1));  // late enough to show what there is
  for (const char* id : {"w102", "w103", "w104", "w105", "w106", "w107"}) w.observe(id, 0);
  const KpiTotals t = totals(w);
  CHECK(figure(t.table, "p1|m2|KZ-10|textiles|sme").value == "0");
  CHECK(figure(t.table, "p1|m2|KZ-10|textiles|sme").status == kShown);
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").status == kMissing);
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").firms == "0");
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").expected == "2");
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").value.empty());
}

// Expected: by hand: (10 * 1 + 20 * 3 + 4 * 30 * 1) / (1 + 3 + 4) = 190 / 8.
TEST_CASE("a share is averaged over what it is a share of, and hidden with its sums") {
  World w = world();
  const std::vector<std::string> awards{"w102", "w103", "w104", "w105", "w106", "w107"};
  for (std::size_t i = 0; i < awards.size(); ++i) {
    w.observe(awards[i], i == 0 ? 10 : i == 1 ? 20 : 30, "local_sourcing_share");
    w.denominators["o-" + awards[i] + "-local_sourcing_share"] = i == 1 ? 3 : 1;
  }
  const auto shown = figure(totals(w).table, kAll, "local_sourcing_share");
  CHECK(shown.value == "23.75");
  // A firm that is nearly all of the denominator is nearly all of the share.
  w.denominators["o-w103-local_sourcing_share"] = 1e6;
  CHECK(figure(totals(w).table, kAll, "local_sourcing_share").status == kSuppressed);
  // A share of nothing is no reading: five firms are left, a fourth of them goes too.
  w.denominators["o-w103-local_sourcing_share"] = 0;
  CHECK(figure(totals(w).table, kAll, "local_sourcing_share").value == "26");
  CHECK(figure(totals(w).table, kAll, "local_sourcing_share").firms == "5");
  w.denominators["o-w102-local_sourcing_share"] = NAN;
  CHECK(figure(totals(w).table, kAll, "local_sourcing_share").status == kSuppressed);
}

// Expected: the newcomer's 77 must not be the difference between two releases.
TEST_CASE("one late report does not show in the next release, five do") {
  World w = world();
  const KpiTotals first = totals(w);
  REQUIRE(first.release.states.size() == 2);  // and the demonstration's
  w.earlier = {first.release};
  w.award("w500", "firm500", "m2");
  w.observe("w500", 77, "net_jobs", Date::of(2028, 3, 10));
  w.as_of = noon(Date::of(2028, 6, 1));  // 92 days later
  const KpiTotals second = totals(w);
  CHECK(figure(second.table, kAll).value == "134");
  CHECK(figure(second.table, kAll).as_of == "2028-02-29");
  CHECK(figure(second.table, kAll).expected == "21");
  CHECK(second.release.states.empty());
  CHECK(second.release.hidden.empty());
  for (const char* id : {"w501", "w502", "w503", "w504"}) {
    w.award(id, std::string("firm of ") + id, "m2");
    w.observe(id, 70, "net_jobs", Date::of(2028, 5, 10));
  }
  w.earlier = {second.release, first.release};  // in any order
  const KpiTotals third = totals(w);
  CHECK(figure(third.table, kAll).value == "491");  // 134 + 77 + 4 * 70
  CHECK(figure(third.table, kAll).as_of == "2028-05-31");
  CHECK(figure(third.table, "p1|m1|KZ-10|food|sme").status == kSuppressed);
  CHECK(third.exposed.empty());
  w.earlier = {first.release};
  w.as_of = noon(Date::of(2028, 5, 20));  // the same news, but too early
  CHECK(figure(totals(w).table, kAll).value == "134");
}

// Expected: three of the five are large firms, two are not: those two must not be the change of
// their type, so that keeps its figure with its day while the total goes on.
TEST_CASE("a figure that few firms have changed stays as it was shown, with its day") {
  World w = world();
  w.earlier = {totals(w).release};
  int number = 0;
  for (const char* m : {"m2", "m2", "m3", "m3", "m3", "m4", "m4", "m4"}) {
    const std::string id = "late" + std::to_string(++number);
    w.award(id, "firm of " + id, m);
    w.observe(id, 7, "net_jobs", Date::of(2028, 3, 10));
  }
  w.as_of = noon(Date::of(2028, 7, 1));
  const KpiTotals t = totals(w);
  const Figure all = figure(t.table, kAll), sme = figure(t.table, "_T|_T|_T|_T|sme"),
               large = figure(t.table, "_T|_T|_T|_T|large");
  CHECK(all.status == kShown);
  CHECK(sme.value == "56");
  CHECK(sme.firms == "8");
  CHECK(sme.as_of == "2028-02-29");
  CHECK(large.status == kShown);
  // Both with the new day would be the two firms' 14.
  CHECK_FALSE((all.as_of == "2028-06-30" && large.as_of == "2028-06-30"));
}

TEST_CASE("a period is revised no more often than the rules say, and then stays") {
  World w = world();
  PublishOptions rules = options();
  rules.revisions.most = 1;
  std::vector<std::string> shown;
  for (int round = 0; round < 4; ++round) {
    const KpiTotals t = kpi_totals(w.record(), rules);
    shown.push_back(figure(t.table, kAll).value);
    w.earlier.push_back(t.release);
    w.earlier.push_back(t.release);  // and once more on the same day
    w.as_of = noon(kToday.plus_days(100 * (round + 1)));
    for (int i = 0; i < 6; ++i) {
      const std::string id = "late" + std::to_string(10 * round + i);
      w.award(id, "firm of " + id, "m2");
      w.observe(id, 10, "net_jobs", kToday.plus_days(100 * round + 5));
    }
  }
  CHECK(shown == std::vector<std::string>{"134", "194", "194", "194"});
}

// Expected: 12 of 20 firms are less than seven tenths; after ninety days what there is is shown.
TEST_CASE("a period waits until enough of its firms have reported, or ninety days") {
  World w = world();
  w.observations.erase(w.observations.begin() + 14, w.observations.begin() + 20);  // m4
  w.observations.erase(w.observations.begin(), w.observations.begin() + 2);        // m1
  PublishOptions rules = options();
  rules.revisions.first_share = 0.7;
  const KpiTotals early = kpi_totals(w.record(), rules);
  CHECK(figure(early.table, kAll).status == kWaiting);
  CHECK(figure(early.table, kAll).value.empty());
  CHECK(figure(early.table, kAll).firms.empty());
  CHECK(figure(early.table, kAll).expected == "20");
  CHECK(early.release.states.size() == 1);  // the demonstration's
  w.as_of = noon(Date::of(2028, 3, 31));    // the record of the 30th, day 90
  CHECK(figure(kpi_totals(w.record(), rules).table, kAll).value == "78");
  CHECK(figure(totals(w).table, kAll).value == "78");
}

// Expected: an attack on the record: what is not as it was when it was shown is not shown again.
TEST_CASE("a period whose past was changed is hidden whole, and named") {
  World w = world();
  w.earlier = {totals(w).release};
  w.observations[5].value = 5000;  // not superseded: overwritten
  w.as_of = noon(Date::of(2029, 1, 1));
  const KpiTotals t = totals(w);
  CHECK(figure(t.table, kAll).status == kSuppressed);
  CHECK(t.exposed.contains("|net_jobs|2027-01-01|2027-12-31"));
  CHECK(figure(t.table, "p1|m3|KZ-11|food|large").status == kSuppressed);
  CHECK(t.release.states.empty());
}

TEST_CASE("with control switched off every figure is shown") {
  PublishOptions open = options();
  open.disclosure.least_firms = 0;
  const KpiTotals t = kpi_totals(world().record(), open);
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").value == "17");
  CHECK(t.release.hidden.empty());
}
