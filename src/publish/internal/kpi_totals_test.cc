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
  w.earlier = {first.release};
  w.as_of = noon(Date::of(2028, 4, 1));
  w.award("w500", "firm500", "m2");
  w.observe("w500", 77, "net_jobs", Date::of(2028, 3, 10));
  const KpiTotals second = totals(w);
  CHECK(figure(second.table, kAll).value == "134");
  CHECK(figure(second.table, kAll).as_of == "2028-02-29");
  CHECK(second.release.held.size() == 1);
  CHECK(second.exposed.empty());
  w.earlier = {second.release, first.release};  // in any order
  w.as_of = noon(Date::of(2028, 5, 1));
  for (const char* id : {"w501", "w502", "w503", "w504"}) {
    w.award(id, std::string("firm of ") + id, "m2");
    w.observe(id, 70, "net_jobs", Date::of(2028, 4, 10));
  }
  const KpiTotals third = totals(w);
  CHECK(figure(third.table, kAll).value == "491");  // 134 + 77 + 4 * 70
  CHECK(figure(third.table, kAll).as_of == "2028-04-30");
  CHECK(third.exposed.empty());
  CHECK(third.release.held.empty());
}

// Expected: an invariance: nothing new, so the same is hidden.
TEST_CASE("a release without news hides what the last one hid") {
  World w = world();
  const KpiTotals first = totals(w);
  w.earlier = {first.release};
  w.as_of = noon(Date::of(2029, 4, 1));
  const KpiTotals second = totals(w);
  CHECK(second.release.hidden == first.release.hidden);
  CHECK(figure(second.table, kAll).as_of == "2029-03-31");
}

TEST_CASE("with control switched off every figure is shown") {
  PublishOptions open = options();
  open.disclosure.least_firms = 0;
  const KpiTotals t = kpi_totals(world().record(), open);
  CHECK(figure(t.table, "p1|m1|KZ-10|food|sme").value == "17");
  CHECK(t.release.hidden.empty());
}
