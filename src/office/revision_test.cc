// A draft that gets another package, on both databases.
#include "office/programmes.h"
#include "support/treasury_world.h"

namespace formulary::office {
namespace {

Actor person(const char* name, UserRole role, const char* office = "the_ministry") {
  return {name, role, office, ""};
}
const Actor kDrafter = person("drafter", UserRole::manager);
const Actor kOwner = person("owner", UserRole::manager);
const Actor kAnalyst = person("analyst", UserRole::analyst);
const Actor kBoard = person("board", UserRole::approver);

Adopted adopted(const Package& package, const char* text) {
  return {package, text, small_world::forecast_of(package.measures, package.envelope.years)};
}

struct Drafts {
  TreasuryWorld world;

  explicit Drafts(const std::string& url) : world(url, 1) {
    Mandate mandate = small_world::mandate();
    mandate.programme = "p2";
    world.must(kDrafter, [&](Call& call) {
      return draft_programme(call, adopted(small_world::package(), "whole"), mandate);
    });
  }
  void pretested(int version, const Package& package) {
    const PretestRun run{version, adopted(package, "").forecast, "forecast"};
    world.must(kAnalyst, [&](Call& call) { return record_pretest(call, "p2", {}, run); });
  }
};

}  // namespace

// Expected: by hand; one measure of the two, and what the moves of launch ask for.
TEST_CASE("a draft gets another package, loses its pre-test and approval, and keeps its targets") {
  support::on_each_database([](const std::string& url) {
    Drafts drafts(url);
    TreasuryWorld& world = drafts.world;
    const auto approve = [](Call& call) { return approve_programme(call, "p2", {}); };
    drafts.pretested(1, small_world::package());
    world.must(kBoard, approve);
    Package half = small_world::package();
    half.measures.pop_back();
    Mandate mandate;
    mandate.first_day = Date::of(2026, 2, 1);
    mandate.tranches = 2;
    const auto revise = [&](Call& call) {
      return revise_programme(call, "p2", {}, adopted(half, "half"), mandate);
    };
    CHECK(world.refused(kAnalyst, revise) == std::set<std::string>{"role_may_not"});
    CHECK(world.refused(person("x", UserRole::manager, "other"), revise) ==
          std::set<std::string>{"not_your_own"});
    CHECK(world.refused(kOwner, [&](Call& call) {
      return revise_programme(call, "p2", 7, adopted(half, "half"), mandate);
    }) == std::set<std::string>{"changed_meanwhile"});
    const Programme next = world.must(kOwner, revise).value;
    CHECK(next.state == ProgrammeState::draft);
    CHECK(next.version == 2);
    REQUIRE(next.measures.size() == 1);
    CHECK(next.measures[0].tranches == 2);
    CHECK(next.measures[0].kpis[0].versions.size() == 1);
    CHECK(next.budget == next.measures[0].budget);
    CHECK(next.first_day == Date::of(2026, 2, 1));
    CHECK(next.owner == "the_ministry");
    CHECK(world.must(kAnalyst,
                     [&](Call& call) { return read_document(call, next.package_hash); }) == "half");
    CHECK(world.refused(kBoard, approve).contains("state"));
    drafts.pretested(2, half);
    // Who revised it has shaped it, and does not approve it.
    CHECK(world.refused(person("owner", UserRole::approver), approve)
              .contains("second_person_draft"));
    world.must(kBoard, approve);
    world.must(kOwner, [](Call& call) { return open_programme(call, "p2", {}); });
    CHECK(world.refused(kOwner, revise) == std::set<std::string>{"state"});
    world.records();
  });
}

}  // namespace formulary::office
