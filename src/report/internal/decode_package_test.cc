#include <doctest/doctest.h>

#include "report/documents.h"
#include "report/internal/example.h"
#include "report/internal/json.h"

namespace formulary::report {

namespace {

Result<Package> decode(const std::string& text) {
  return decode_package(text, example().toolbox, example().country);
}

// The example's package with one change made to it.
template <typename Change>
std::string changed(Change change) {
  Json json = Json::parse(encode_configuration(example().package));
  change(json);
  return print(json);
}

bool complains(const std::string& text, const std::string& what) {
  const auto package = decode(text);
  if (package) return false;
  for (const Fault& fault : package.error()) {
    if (fault.what.find(what) != std::string::npos) return true;
  }
  MESSAGE(describe(package.error()[0]));
  return false;
}

}  // namespace

// Expected: invariance, reading and writing again changes no byte.
TEST_CASE("a package reads back as it was written, byte for byte") {
  const std::string once = encode_configuration(example().package);
  const auto package = decode(once);
  REQUIRE_MESSAGE(package, (package ? "" : describe(package.error()[0])));
  CHECK(encode_configuration(*package) == once);
  CHECK(package->measures.size() == example().package.measures.size());
  CHECK(package->measures[3].budget == example().package.measures[3].budget);
  CHECK(package->summary.columns == example().package.summary.columns);
}

// Expected: by hand; `run` varies from machine to machine and a file may come without it.
TEST_CASE("a package without the key run is read") {
  CHECK(decode(changed([](Json& json) { json.erase("run"); })));
}

// Expected: by hand, each text is broken in the way that its pointer names.
TEST_CASE("what is no package of this version is refused with the way out") {
  CHECK(complains("", "not JSON at byte"));
  CHECK(complains("[]", "the document: must be an object"));
  CHECK(complains("{}", "/schema: missing text"));
  CHECK(complains("{\"schema\": \"formulary/forecast/1\"}", "/schema: is 'formulary/forecast/1'"));
  CHECK(complains("{\"schema\": 1e999}", "a number is out of range"));
  CHECK(complains(std::string("{\"schema\": \"\xff\"}"), "not JSON at byte"));
  CHECK(complains("{\"schema\": \"a\", \"schema\": \"a\"}", "'schema' is written twice"));
  CHECK(complains(std::string(100000, '['), "brackets nest deeper than 16"));
  CHECK(complains(encode_configuration(example().infeasible), "the limits were infeasible"));
  const auto old = decode(changed([](Json& json) { json["engine"] = "0.0.9"; }));
  REQUIRE(!old);
  CHECK(old.error().size() == 1);
  CHECK(old.error()[0].hint == "configure it again with this version");
}

// Expected: by hand, the change names the pointer at which it must be found.
TEST_CASE("a package that contradicts itself or the toolbox is refused where it does") {
  using Change = void (*)(Json&);
  const std::pair<Change, const char*> cases[] = {
      {[](Json& j) { j["package"]["measures"][2]["instrument"] = "tax_incentve"; },
       "/package/measures/2/instrument: there is no instrument"},
      {[](Json& j) { j["package"]["measures"][2]["variant"] = "x"; },
       "/package/measures/2/variant: there is no form"},
      {[](Json& j) { j["package"]["measures"][0]["region"] = "KZ-99"; },
       "/package/measures/0/region: there is no region"},
      {[](Json& j) { j["package"]["measures"][0]["sector"] = "mining"; },
       "/package/measures/0/sector: is not the sector"},
      {[](Json& j) { j["package"]["measures"][0]["company_type"] = "giant"; },
       "/package/measures/0/company_type: there is no 'giant'"},
      {[](Json& j) { j["package"]["measures"][0]["kpis"][0]["kpi"] = "happiness"; },
       "/package/measures/0/kpis/0/kpi: there is no KPI"},
      {[](Json& j) { j["package"]["measures"][0]["kpis"] = Json::array(); },
       "/package/measures/0/kpis: is empty"},
      {[](Json& j) { j["package"]["measures"][0]["kpis"][0]["target"] = nullptr; },
       "/package/measures/0/kpis/0/target: must be a number"},
      {[](Json& j) { j["package"]["measures"][0]["budget"] = 1; },
       "/package/measures/0/budget: does not agree with budget_minor"},
      {[](Json& j) {
         j["package"]["measures"][0]["budget"] = -0.01;
         j["package"]["measures"][0]["budget_minor"] = "-1";
       },
       "/package/measures/0/budget_minor: -1 is below 0"},
      {[](Json& j) { j["package"]["measures"][0]["budget_minor"] = "1e9"; },
       "/package/measures/0/budget_minor: must be a whole number"},
      {[](Json& j) { j["package"]["measures"][0]["budget_by_year_minor"][1] = "1"; },
       "/package/measures/0/budget_by_year_minor: the years do not add up"},
      {[](Json& j) { j["package"]["measures"][0]["budget_by_year_minor"].erase(0); },
       "/package/measures/0/budget_by_year_minor: has 4 years"},
      {[](Json& j) { j["package"]["measures"][1]["id"] = j["package"]["measures"][0]["id"]; },
       "/package/measures/1/id: "},
      {[](Json& j) { j["package"]["measures"][0]["coverage"] = 1.2; },
       "/package/measures/0/coverage: 1.2 is out of range"},
      {[](Json& j) { j["package"]["measures"][0]["facility_share"] = -0.1; },
       "/package/measures/0/facility_share: -0.1 is out of range"},
      {[](Json& j) { j["package"]["measures"][0]["dose_unit"] = "spoons"; },
       "/package/measures/0/dose_unit: there is no unit"},
      {[](Json& j) { j["package"]["measures"][0]["schedule"][0]["role"] = "nobody"; },
       "/package/measures/0/schedule/0/role: there is no role"},
      {[](Json& j) { j["package"]["measures"][0]["schedule"][0]["to_month"] = -1; },
       "/package/measures/0/schedule/0/to_month: must be a whole number"},
      {[](Json& j) { j["package"]["measures"][0]["stakeholders"][0]["office"] = "qaztrade"; },
       "/package/measures/0/stakeholders/0/role: has no step"},
      {[](Json& j) { j["package"]["measures"][0]["surprise"] = 1; },
       "/package/measures/0/surprise: unknown key"},
      {[](Json& j) { j["package"]["measures"] = 7; }, "/package/measures: must be a list"},
      {[](Json& j) { j["envelope"]["country"] = "elbonia"; }, "/envelope/country: is 'elbonia'"},
      {[](Json& j) { j["envelope"]["years"] = 5.5; }, "/envelope/years: must be a whole number"},
      {[](Json& j) { j["envelope"]["goal"] = "glory"; }, "/envelope/goal: there is no 'glory'"},
      {[](Json& j) {
         j["envelope"]["regions"] = {"KZ-75", "KZ-75"};
       },
       "/envelope/regions/1: is listed twice"},
      {[](Json& j) {
         j["envelope"]["budget"] = 10;
         j["envelope"]["budget_minor"] = "1000";
       },
       "/package/measures: the measures cost more than the budget"},
      {[](Json& j) { j["status"] = "feasible"; }, "/status: does not agree"},
      {[](Json& j) { j["provenance"]["seed"] = -1; }, "/provenance/seed: must be a whole number"},
      {[](Json& j) { j["refused"][0]["text"].erase("kk"); }, "/refused/0/text/kk: missing text"},
      {[](Json& j) { j.erase("benefit"); }, "/benefit: missing object"},
  };
  for (const auto& one : cases) {  // clang 14 captures no structured bindings
    CHECK_MESSAGE(complains(changed(one.first), one.second), one.second);
  }
}

// Expected: by hand; the fault names what differs and the way out, and is told once and alone.
TEST_CASE("a package made with another toolbox, country or pack is refused before its ids") {
  const Example& all = example();
  const std::string text = encode_configuration(all.package);
  Toolbox toolbox = all.toolbox;
  CountryPack country = all.country;
  toolbox.hash = "0";
  toolbox.instruments.clear();
  const auto other_toolbox = decode_package(text, toolbox, country);
  REQUIRE(!other_toolbox);
  REQUIRE(other_toolbox.error().size() == 1);
  CHECK(other_toolbox.error()[0].what.rfind("/provenance/toolbox_hash: ", 0) == 0);
  CHECK(other_toolbox.error()[0].hint.find("--content") != std::string::npos);
  country.hash = "0";
  const auto other_pack = decode_package(text, all.toolbox, country);
  REQUIRE(!other_pack);
  REQUIRE(other_pack.error().size() == 1);
  CHECK(other_pack.error()[0].what.rfind("/provenance/country_hash: ", 0) == 0);
  CHECK(other_pack.error()[0].hint.find("--countries") != std::string::npos);
  country.id = "elbonia";
  const auto both = decode_package(text, toolbox, country);
  REQUIRE(!both);
  REQUIRE(both.error().size() == 2);
  CHECK(both.error()[1].what.rfind("/envelope/country: is 'kazakhstan'", 0) == 0);
}

// Expected: by hand; what is not there cannot be compared, and is told as missing.
TEST_CASE("a package without its provenance is refused for that") {
  CHECK(complains(changed([](Json& json) { json.erase("provenance"); }), "/provenance: missing"));
  CHECK(complains(changed([](Json& json) { json["provenance"]["country_hash"] = 7; }),
                  "/provenance/country_hash: must be text"));
}

// Expected: by hand, three mistakes were made.
TEST_CASE("all faults of a package are told, each once") {
  const auto package = decode(changed([](Json& json) {
    json["stage"] = "youth";
    json["gap"] = "small";
    json["package"]["measures"][5].erase("why");
  }));
  REQUIRE(!package);
  CHECK(package.error().size() == 3);
}

}  // namespace formulary::report
