#include <algorithm>
#include <sstream>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "publish/contracting.h"
#include "publish/grants.h"
#include "publish/internal/hash.h"
#include "publish/internal/sample_record.h"
#include "publish/kpi_totals.h"
#include "publish/sdmx.h"

using namespace formulary;
using namespace formulary::publish;
using namespace formulary::publish::sample;
using nlohmann::json;

namespace {

void check_has(const json& object, const std::vector<const char*>& properties) {
  for (const char* one : properties) {
    CAPTURE(one);
    REQUIRE(object.contains(one));
    CHECK_FALSE(object[one].is_null());
  }
}

const json& by_id(const json& list, const std::string& id) {
  const auto at =
      std::find_if(list.begin(), list.end(), [&](const json& one) { return one["id"] == id; });
  REQUIRE(at != list.end());
  return *at;
}

std::string sdmx(SdmxVersion version) {
  const World w = world();
  const PublicRecord record = w.record();
  return sdmx_of(kpi_totals(record, options()).table, record, options(), version);
}

}  // namespace

// Expected: RFC 6234's test vector, and RFC 4231's for the keyed one.
TEST_CASE("hashes are those of the standards") {
  CHECK(sha256_of("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(keyed_hash("Jefe", "what do ya want for nothing?") ==
        "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

// Expected: the required properties of the 360Giving schema 1.1 and its package schema.
TEST_CASE("awards have what 360Giving asks for") {
  const json package = json::parse(grants_of(world().record(), options()));
  check_has(package, {"grants", "version", "publisher", "license", "issued"});
  CHECK(package["version"] == "1.1");
  CHECK(package["grants"].size() == 21);
  for (const json& grant : package["grants"]) {
    check_has(grant, {"id", "title", "description", "currency", "amountAwarded", "awardDate",
                      "recipientOrganization", "fundingOrganization", "grantProgramme",
                      "plannedDates", "beneficiaryLocation"});
    CHECK(grant["amountAwarded"].is_number());
    for (const char* side : {"recipientOrganization", "fundingOrganization"}) {
      REQUIRE(grant[side].is_array());
      REQUIRE(grant[side].size() == 1);
      check_has(grant[side][0], {"id", "name"});
    }
    CHECK(grant["title"].get<std::string>().size() < 140);
    CHECK(grant["plannedDates"][0]["startDate"].get<std::string>().size() == 10);
  }
  const json& first = by_id(package["grants"], "360G-formulary-w100");
  CHECK(first["amountAwarded"] == 500);
  CHECK(first["amountDisbursed"] == 300);
  CHECK(first["recipientOrganization"][0]["id"] == "KZ-BIN-firm100");
  CHECK(first["recipientOrganization"][0]["name"] == "Company 1");
  CHECK(first["fundingOrganization"][0]["name"] == "Ministry");
  CHECK(first["plannedDates"][0]["endDate"] == "2029-12-31");
  CHECK(first["beneficiaryLocation"][0]["countryCode"] == "KZ");
  CHECK(first["beneficiaryLocation"][0]["geoCode"] == "KZ-10");
  CHECK(first["disbursementTransaction"][0]["transactionDate"] == "2027-01-04");
  CHECK(first["demonstration"] == false);
  const json& demo = by_id(package["grants"], "360G-formulary-w901");
  CHECK(demo["demonstration"] == true);
  CHECK(demo["title"].get<std::string>().starts_with("[demonstration]"));
}

// Expected: required properties and closed code lists of the OCDS 1.1.5 release schema.
TEST_CASE("calls, agreements and payments have what OCDS asks for") {
  World w = world();
  w.awards[1].state = AwardState::terminated;
  w.awards[1].tranches[0].state = TrancheState::stopped;
  const json package = json::parse(contracting_of(w.record(), options()));
  check_has(package, {"releases", "version", "uri", "publishedDate", "publisher"});
  CHECK(package["version"] == "1.1");
  REQUIRE(package["releases"].size() == 8);  // four measures of two programmes
  std::set<std::string> ids;
  for (const json& release : package["releases"]) {
    check_has(release, {"ocid", "id", "date", "tag", "initiationType", "parties", "buyer"});
    CHECK(release["initiationType"] == "tender");
    CHECK(ids.insert(release["id"]).second);
    std::set<std::string> parties;
    for (const json& party : release["parties"]) {
      check_has(party, {"id", "name", "roles"});
      CHECK(parties.insert(party["id"]).second);
    }
    CHECK(parties.contains(release["buyer"]["id"]));
    CHECK(parties.contains(release["tender"]["procuringEntity"]["id"]));
    const std::string status = release["tender"]["status"];
    CHECK((status == "planned" || status == "active" || status == "complete"));
    std::set<std::string> awards;
    for (const json& award : release["awards"]) {
      check_has(award, {"id", "status", "value", "suppliers", "date"});
      awards.insert(award["id"]);
      for (const json& supplier : award["suppliers"]) CHECK(parties.contains(supplier["id"]));
    }
    for (const json& contract : release["contracts"]) {
      check_has(contract, {"id", "awardID", "status", "value", "milestones"});
      CHECK(awards.contains(contract["awardID"]));
      for (const json& milestone : contract["milestones"]) {
        check_has(milestone, {"id", "type", "status", "dueDate"});
        CHECK(milestone["type"] == "payment");
        const std::string stands = milestone["status"];
        CHECK((stands == "scheduled" || stands == "met" || stands == "notMet" ||
               stands == "partiallyMet"));
        CHECK(milestone["dueDate"].get<std::string>().ends_with("T00:00:00Z"));
      }
    }
  }
  const json& m1 = by_id(package["releases"], "ocds-formulary-p1-m1-2028-03-01");
  CHECK(m1["tag"] == json::array({"tender", "award", "contract", "implementation"}));
  CHECK(m1["demonstration"] == false);
  const json& contract = by_id(m1["contracts"], "w100");
  CHECK(contract["status"] == "active");
  CHECK(contract["value"]["amount"] == 500);
  CHECK(contract["value"]["currency"] == "KZT");
  CHECK(contract["milestones"][0]["id"] == "w100-1");
  CHECK(contract["milestones"][0]["status"] == "met");
  CHECK(contract["milestones"][0]["dateMet"] == "2027-01-01T00:00:00Z");
  CHECK(contract["milestones"][1]["status"] == "scheduled");
  CHECK(contract["implementation"]["transactions"][0]["value"]["amount"] == 300);
  CHECK(contract["implementation"]["transactions"][0]["payee"]["id"] == "firm-firm100");
  CHECK(by_id(m1["contracts"], "w101")["status"] == "terminated");
  CHECK(by_id(m1["contracts"], "w101")["milestones"][1]["status"] == "notMet");
  CHECK(by_id(package["releases"], "ocds-formulary-demo-m2-2028-03-01")["tag"] ==
        json::array({"tender"}));
}

// Expected: the SDMX-CSV field guides (sdmx-twg), and the totals of sample_record.h by hand.
TEST_CASE("KPIs are written as SDMX-CSV of both versions") {
  std::istringstream two(sdmx(SdmxVersion::csv_2_0));
  std::string line;
  std::getline(two, line);
  CHECK(line ==
        "STRUCTURE,STRUCTURE_ID,ACTION,FREQ,REF_AREA,SECTOR,KPI,TIME_PERIOD,OBS_VALUE,"
        "UNIT_MEASURE,OBS_STATUS,CONF_STATUS\r");
  const std::string all = sdmx(SdmxVersion::csv_2_0);
  CHECK(all.find("dataflow,FORMULARY:KPI_TOTALS(1.0.0),I,A,KAZ,_T,net_jobs,2027,134,"
                 "JOBS_SINCE_THE_BASE_YEAR,A,F\r\n") != std::string::npos);
  CHECK(all.find("dataflow,FORMULARY:KPI_TOTALS(1.0.0),I,A,KZ-10,food,net_jobs,2027,,"
                 "JOBS_SINCE_THE_BASE_YEAR,Q,C\r\n") != std::string::npos);
  CHECK(all.find("FORMULARY:DEMONSTRATION_KPI_TOTALS(1.0.0),I,A,KAZ,_T,net_jobs,2027,,") !=
        std::string::npos);
  const std::string one = sdmx(SdmxVersion::csv_1_0);
  CHECK(one.starts_with("DATAFLOW,FREQ,REF_AREA,SECTOR,KPI,TIME_PERIOD,OBS_VALUE,"));
  CHECK(one.find("FORMULARY:KPI_TOTALS(1.0),A,KAZ,_T,net_jobs,2027,134,") != std::string::npos);
}

// Expected: SDMX 3.0 technical notes on time formats, by hand.
TEST_CASE("periods are named as SDMX does") {
  CHECK(time_period(Date::of(2027, 1, 1), Date::of(2027, 12, 31)) == "2027");
  CHECK(time_period(Date::of(2027, 7, 1), Date::of(2027, 12, 31)) == "2027-S2");
  CHECK(time_period(Date::of(2028, 1, 1), Date::of(2028, 3, 31)) == "2028-Q1");
  CHECK(time_period(Date::of(2028, 2, 1), Date::of(2028, 2, 29)) == "2028-02");
  CHECK(time_period(Date::of(2027, 2, 1), Date::of(2027, 4, 30)) == "2027-02-01/P89D");
  CHECK(time_period(Date::of(2027, 1, 2), Date::of(2027, 1, 2)) == "2027-01-02/P1D");
}
