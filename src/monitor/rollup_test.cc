#include "monitor/rollup.h"

#include <map>

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "monitor/internal/sample_award.h"

using namespace formulary;
using namespace formulary::sample;

namespace {

Observation value_of(const std::string& award, const std::string& kpi, double value) {
  Observation one = verified("o", kpi, kHalf, value);
  one.subject = award;
  return one;
}

const RollUpPlace kAtyrau{"m1", "p1", "KZ-23", "chemicals", "KAZ"};
const RollUpPlace kPavlodar{"m2", "p1", "KZ-55", "basic_metals", "KAZ"};

RollUpTotal read(const RollUp& totals, RollUpAxis axis, const std::string& id,
                 const std::string& kpi) {
  return totals.total({axis, id, kpi, kHalf.plus_days(-99), kHalf});
}

}  // namespace

// Expected: by hand.
TEST_CASE("counts are summed on every axis") {
  RollUp totals;
  CHECK(totals.put(value_of("a1", "net_jobs", 12), kAtyrau, RollUpKind::count) == false);
  CHECK(totals.put(value_of("a2", "net_jobs", -2.5), kPavlodar, RollUpKind::count) == false);
  CHECK(read(totals, RollUpAxis::award, "a1", "net_jobs").value() == 12);
  CHECK(read(totals, RollUpAxis::region, "KZ-55", "net_jobs").value() == -2.5);
  CHECK(read(totals, RollUpAxis::sector, "chemicals", "net_jobs").value() == 12);
  CHECK(read(totals, RollUpAxis::programme, "p1", "net_jobs").value() == 9.5);
  CHECK(read(totals, RollUpAxis::country, "KAZ", "net_jobs").leaves == 2);
  // A correction replaces, also when the award has moved to another region.
  CHECK(totals.put(value_of("a1", "net_jobs", 10), kPavlodar, RollUpKind::count) == true);
  CHECK(read(totals, RollUpAxis::region, "KZ-55", "net_jobs").value() == 7.5);
  CHECK_FALSE(read(totals, RollUpAxis::region, "KZ-23", "net_jobs").value().has_value());
  CHECK(totals.ids(RollUpAxis::region, "net_jobs", kHalf.plus_days(-99), kHalf) ==
        std::vector<std::string>{"KZ-55"});
  CHECK(totals.remove("a1", "net_jobs", kHalf.plus_days(-99), kHalf));
  CHECK_FALSE(totals.remove("a1", "net_jobs", kHalf.plus_days(-99), kHalf));
  CHECK(totals.remove("a2", "net_jobs", kHalf.plus_days(-99), kHalf));
  CHECK(totals.totals() == 0);
  CHECK(totals.leaves() == 0);
}

// Expected: by hand: 10 % of 100 and 40 % of 300 are 130 of 400; the plain mean would be 25 %.
TEST_CASE("shares are means weighted by their denominators") {
  RollUp totals;
  REQUIRE(totals.put(value_of("a1", "share", 10), kAtyrau, RollUpKind::weighted_mean, 100));
  REQUIRE(totals.put(value_of("a2", "share", 40), kPavlodar, RollUpKind::weighted_mean, 300));
  CHECK(read(totals, RollUpAxis::country, "KAZ", "share").value() == 32.5);
  CHECK(read(totals, RollUpAxis::region, "KZ-23", "share").value() == 10);
}

// Expected: by hand: what was not verified or makes no sense leaves no trace.
TEST_CASE("only sound verified values of awards enter") {
  RollUp totals;
  Observation reported = value_of("a1", "net_jobs", 1);
  reported.state = ObservationState::reported;
  CHECK(has(totals.put(reported, kAtyrau, RollUpKind::count).error(), "only_verified_counts"));
  Observation missing = value_of("a1", "net_jobs", 1);
  missing.value.reset();
  CHECK(has(totals.put(missing, kAtyrau, RollUpKind::count).error(), "only_verified_counts"));
  Observation region = value_of("KZ-23", "net_jobs", 1);
  region.subject_kind = SubjectKind::region;
  CHECK(has(totals.put(region, kAtyrau, RollUpKind::count).error(), "only_awards_are_leaves"));
  const Observation share = value_of("a1", "share", 10);
  CHECK(has(totals.put(share, kAtyrau, RollUpKind::weighted_mean, 0).error(),
            "share_without_denominator"));
  CHECK(has(totals.put(value_of("a1", "k", 1e19), kAtyrau, RollUpKind::count).error(),
            "total_out_of_range"));
  REQUIRE(totals.put(share, kAtyrau, RollUpKind::weighted_mean, 5));
  CHECK(has(totals.put(value_of("a2", "share", 1), kAtyrau, RollUpKind::count).error(),
            "kind_changed"));
  CHECK(totals.leaves() == 1);
}

// Expected: brute force. After any course of puts and removals every total equals the sum of the
// leaves that are left, exactly, and a fresh build in another order gives the same.
TEST_CASE("totals equal the sum of their leaves after any operations") {
  CHECK(rc::check([] {
    const std::array<RollUpPlace, 3> places{
        kAtyrau, kPavlodar, RollUpPlace{"m1", "p2", "KZ-23", "basic_metals", "KAZ"}};
    struct Put {
      Observation observation;
      RollUpPlace place;
      RollUpKind kind;
      double denominator;
    };
    RollUp totals;
    std::map<std::string, Put> left;
    const int steps = *rc::gen::inRange(0, 120);
    for (int i = 0; i < steps; ++i) {
      const std::string award = "a" + std::to_string(*rc::gen::inRange(0, 8));
      const bool share = *rc::gen::inRange(0, 2) == 1;
      const std::string kpi = share ? "share" : "net_jobs";
      if (*rc::gen::inRange(0, 3) == 0) {
        RC_ASSERT(totals.remove(award, kpi, kHalf.plus_days(-99), kHalf) ==
                  (left.erase(award + kpi) == 1));
        continue;
      }
      const double size = *rc::gen::element(1e-6, 0.1, 1.0, 1e6, 1e12);
      const Put put{value_of(award, kpi, size * *rc::gen::inRange(-1000, 1000) / 7.0),
                    places[*rc::gen::inRange<std::size_t>(0, 3)],
                    share ? RollUpKind::weighted_mean : RollUpKind::count,
                    *rc::gen::inRange(1, 1000) / 3.0};
      RC_ASSERT(*totals.put(put.observation, put.place, put.kind, put.denominator) ==
                left.contains(award + kpi));
      left.insert_or_assign(award + kpi, put);
    }
    RC_ASSERT(totals.leaves() == left.size());
    RollUp rebuilt;
    for (auto at = left.rbegin(); at != left.rend(); ++at) {
      const Put& p = at->second;
      RC_ASSERT(rebuilt.put(p.observation, p.place, p.kind, p.denominator).has_value());
    }
    RC_ASSERT(rebuilt.totals() == totals.totals());
    for (const char* kpi : {"share", "net_jobs"}) {
      for (const char* region : {"KZ-23", "KZ-55"}) {
        RollUpTotal sum;  // by brute force, over the leaves of the region
        for (const auto& [id, p] : left) {
          if (p.observation.kpi != kpi || p.place.region != region) continue;
          RollUp alone;
          RC_ASSERT(alone.put(p.observation, p.place, p.kind, p.denominator).has_value());
          const RollUpTotal leaf = read(alone, RollUpAxis::award, p.observation.subject, kpi);
          sum.kind = leaf.kind;
          sum.numerator += leaf.numerator;
          sum.denominator += leaf.denominator;
          ++sum.leaves;
        }
        RC_ASSERT((read(totals, RollUpAxis::region, region, kpi) == sum));
      }
      RC_ASSERT((read(totals, RollUpAxis::country, "KAZ", kpi) ==
                 read(rebuilt, RollUpAxis::country, "KAZ", kpi)));
    }
  }));
}
