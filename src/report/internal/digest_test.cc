#include "report/internal/digest.h"

#include <doctest/doctest.h>

#include "report/internal/example.h"
#include "report/internal/sentences.h"
#include "report/internal/voice.h"

namespace formulary::report {

namespace {

Voice voice_in(Language language) {
  return {example().toolbox, example().country, language};
}

}  // namespace

// Expected: invariance, every way of summing a package comes to the same money.
TEST_CASE("a package adds up by tool, group, region and year alike") {
  const std::vector<PlannedMeasure>& measures = example().package.measures;
  const Money whole = total_of(measures);
  Money tools;
  Money groups;
  Money regions;
  Money years;
  for (const Total& one : by_instrument(measures)) tools = tools + one.budget;
  for (const ToolGroup& one : groups_of(measures)) groups = groups + one.budget;
  for (const Total& one : by_region(measures)) regions = regions + one.budget;
  for (const Money one : by_year(measures)) years = years + one;
  CHECK(tools == whole);
  CHECK(groups == whole);
  CHECK(regions == whole);
  CHECK(years == whole);
  CHECK(by_instrument(measures)[0].id == "joint_campus");
  CHECK(groups_of({}).empty());
  CHECK(share_of(whole, Money{}) == 0);
}

// Expected: by hand, the goal is exports and one targeted KPI is of that family.
TEST_CASE("the KPI named first serves the goal") {
  const Example& all = example();
  CHECK(leading_kpi(all.package, all.forecast, all.toolbox)->kpi == "export_value");
  Package other = all.package;
  other.envelope.goal = Goal::technology_leadership;
  Toolbox toolbox = all.toolbox;
  CHECK(leading_kpi(other, all.forecast, toolbox)->kpi == "patents_filed");
  CHECK(leading_kpi(Package{}, all.forecast, toolbox) == nullptr);
}

// Expected: by hand, zero before four thousand a year is a value that nobody gave.
TEST_CASE("a flow without a base year is told from one that begins at zero") {
  KpiForecast flow;
  flow.no_policy = {{4000, 3900, 3950, 4000, 4050, 4100}};
  CHECK(!has_base(flow));
  flow.base = 3980;
  CHECK(has_base(flow));
  KpiForecast rate;
  rate.no_policy = {{0, -1, -0.5, 0, 0.5, 1}};
  CHECK(has_base(rate));
}

// Expected: by hand from the ids that configure writes.
TEST_CASE("limits are said in words") {
  const Voice voice = voice_in(Language::en);
  CHECK(voice.limit("budget", 2025) == "whole budget");
  CHECK(voice.limit("budget_year.2", 2025) == "spending up to the end of 2027");
  CHECK(voice.limit("region.KZ-75", 2025) == "minimum for the region: Almaty City");
  CHECK(voice.limit("role.export_agency", 2025) == "money of the body: Export agency");
  CHECK(voice.limit("capacity.accelerator.KZ-75", 2025) ==
        "awards a year: Accelerator, Almaty City");
  CHECK(voice.limit("addresses.workforce", 2025) == "a measure that improves: workforce");
  CHECK(voice.limit("moon.phase", 2025) == "moon.phase");
  CHECK(voice.limit("budget_year.99999999999", 2025) == "budget_year.99999999999");
}

// Expected: by hand; a decrease is good news for a KPI that should fall.
TEST_CASE("an impact is judged by its direction and its interval") {
  const Voice voice = voice_in(Language::en);
  Kpi cost;
  cost.direction = Direction::decrease;
  CHECK(verdict(voice, &cost, {-2, -3, -2.5, -2, -1.5, -1}).mark == Mark::good);
  CHECK(verdict(voice, &cost, {2, 1, 1.5, 2, 2.5, 3}).mark == Mark::bad);
  CHECK(verdict(voice, &cost, {0, -1, -0.5, 0, 0.5, 1}).mark == Mark::warn);
  CHECK(verdict(voice, nullptr, {2, 1, 1.5, 2, 2.5, 3}).mark == Mark::warn);
}

// Expected: by hand from the example: one tool nobody wants, one whose money runs out.
TEST_CASE("warnings name the tool that nobody wants before anything else") {
  const std::vector<std::string> list = warnings(voice_in(Language::en), example().forecast);
  REQUIRE(list.size() == 2);
  CHECK(list[0].rfind("Almost nobody would come: “Export accelerator”", 0) == 0);
  CHECK(list[1].rfind("The money runs out", 0) == 0);
}

// Expected: by hand; a name that a language lacks and an id that no card has stay readable.
TEST_CASE("what has no name is called by its id") {
  const Voice voice = voice_in(Language::kk);
  CHECK(voice.instrument("nothing") == "nothing");
  CHECK(voice.tool("tax_incentive", "x") == "Салық жеңілдігі: x");
  CHECK(voice.office("", "export_agency") == "Экспорт агенттігі");
  CHECK(voice.dose(12, "spoons") == "12 spoons");
  CHECK(voice.dose(12.5, "percent_of_payroll") == "еңбекақы қорының 12,5%");
}

}  // namespace formulary::report
