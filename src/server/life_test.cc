// The whole life of one programme through the API, on both databases.
#include <doctest/doctest.h>

#include <cstdio>
#include <string>

#include "report/documents.h"
#include "support/api_world.h"
#include "support/databases.h"
#include "tables/parquet_writer.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::kazakhstan;
using api_world::reasons_of;
using api_world::Reply;
using api_world::World;
using http::Method;

// Kazakhstan with a lottery for every grant: fair, and a control group is kept.
const Installation& drawing_lots() {
  static const Installation kInstallation = [] {
    Installation changed = kazakhstan();
    for (Instrument& card : changed.toolbox.instruments) {
      card.application.selection = Selection::lottery;
    }
    return changed;
  }();
  return kInstallation;
}

// A small package of grants that firms apply for, of the shipped toolbox and pack.
const std::string& package() {
  static const std::string kPackage = [] {
    Envelope envelope;
    envelope.country = "kazakhstan";
    envelope.sector = "biotech_pharma";
    envelope.goal = Goal::technology_leadership;
    envelope.budget = *Money::parse("3bn");
    envelope.years = 4;
    envelope.regions = {"KZ-75"};
    const auto answer = configure_sector(
        kazakhstan(), population_for(kazakhstan(), envelope.sector, 0), envelope, {});
    REQUIRE(answer.has_value());
    return encode_configuration(*answer);
  }();
  return kPackage;
}

// A measure of the programme that hands money to small firms.
json grant_of(const json& programme) {
  for (const json& measure : programme["measures"]) {
    const bool by_firm = measure["dose_unit"] == "thousand_usd_per_firm";
    if (by_firm && measure["company_type"] == "sme") return measure;
  }
  FAIL("the package has no grant for small firms");
  return {};
}

struct Life {
  explicit Life(World& in) : world(in) {}

  World& world;
  std::string programme = "biotech-almaty";
  std::string owner;
  json measure;

  std::string path() const { return "/api/v1/programmes/" + programme; }
  std::string measure_path() const {
    return path() + "/measures/" + measure["id"].get<std::string>();
  }
};

void people(World& world, const std::string& office) {
  world.person("drafter", UserRole::manager, office);
  world.person("manager", UserRole::manager, office);
  world.person("analyst", UserRole::analyst);
  world.person("approver", UserRole::approver);
  world.person("auditor", UserRole::auditor);
}

void adopt(Life& life) {
  World& w = life.world;
  const json draft{{"id", life.programme},
                   {"name", {{"en", "Biotech"}, {"ru", "Биотех"}, {"kk", "Биотех"}}},
                   {"owner", life.owner},
                   {"package", json::parse(package())["package"]},
                   {"first_day", "2026-01-01"},
                   {"tranches", 2}};
  json document = draft;
  document["package"] = json::parse(package());
  CHECK(w.post("", "/api/v1/programmes", document).status == 401);
  CHECK(w.post("analyst", "/api/v1/programmes", document).status == 403);
  const Reply made = w.post("drafter", "/api/v1/programmes", document);
  w.must(made);
  CHECK(made.headers.value("location") == life.path());
  CHECK(w.post("drafter", "/api/v1/programmes", document).status == 409);
  const json revision{
      {"package", document["package"]}, {"first_day", "2026-01-01"}, {"tranches", 2}};
  CHECK(w.ask("analyst", Method::put, life.path() + "/package", revision).status == 403);
  CHECK(w.ask("drafter", Method::put, life.path() + "/package", {{"package", 1}}).status == 400);
  const json revised = w.must(w.ask("drafter", Method::put, life.path() + "/package", revision));
  CHECK(revised["version"] == 2);
  CHECK(revised["measures"].size() == made.body["measures"].size());

  // Not without a pre-test of this version and an evaluation design, and not by the drafter.
  const Reply early = w.post("approver", life.path() + "/approve");
  CHECK(early.status == 409);
  w.must(w.ask("manager", Method::put, life.path() + "/evaluation",
               {{"method", "lottery"},
                {"comparison", "drawn with not drawn"},
                {"outcomes", {"net_jobs"}},
                {"follow_up_years", 2}}));
  w.must(w.post("analyst", life.path() + "/pretest", json::object()));
  CHECK(reasons_of(w.post("manager", life.path() + "/approve")).contains("role_may_not"));
  w.must(w.post("approver", life.path() + "/approve"));
  const Reply opened = w.post("manager", life.path() + "/open");
  life.measure = grant_of(w.must(opened));
  CHECK(opened.body["state"] == "open");
  CHECK(opened.headers.value("etag").size() > 2);
}

json facts(double age) {
  return {{"employees", 40},
          {"age_years", age},
          {"revenue_million_usd", 1.5},
          {"exporter", true},
          {"rd_active", true},
          {"taxable_profit", true},
          {"collateral", true},
          {"credit_constrained", false},
          {"sector", "biotech_pharma"},
          {"region", "KZ-75"}};
}

std::string firm(int i) {
  return "firm-" + std::to_string(i);
}

void apply(Life& life, const std::string& wish) {
  World& w = life.world;
  CHECK(w.must(w.post("", life.measure_path() + "/eligibility",
                      {{"facts", facts(12)}}))["answer"] == "yes");
  CHECK(w.must(w.post("", life.measure_path() + "/eligibility",
                      {{"facts", json::object()}}))["missing"]
            .size() > 0);
  for (int i = 0; i < 6; ++i) {
    w.person(firm(i), UserRole::company, "", firm(i));
    const json application{{"facts", facts(12)}, {"requested", wish}};
    const json made = w.must(w.post(firm(i), life.measure_path() + "/applications", application));
    CHECK(made["state"] == "eligible");
    // The same key is the same application; another firm's eyes see nothing of it.
    CHECK(w.post(firm(i), life.measure_path() + "/applications", application).status == 422);
  }
  CHECK(w.must(w.get(firm(0), "/api/v1/applications"))["items"].size() == 1);
  CHECK(w.must(w.get("analyst", "/api/v1/applications"))["items"].size() == 6);
}

std::vector<std::string> select(Life& life) {
  World& w = life.world;
  w.at("2026-03-01T09:00:00Z");
  w.must(w.post("manager", life.measure_path() + "/seed"));
  w.at("2026-03-01T10:00:00Z");
  CHECK(w.must(w.post("manager", life.measure_path() + "/rank"))["items"].size() == 6);
  const json chosen =
      w.must(w.post("approver", life.measure_path() + "/select", json::object()))["items"];
  std::vector<std::string> served;
  for (const json& one : chosen) {
    if (one["state"] == "awarded") served.push_back(one["id"]);
    CHECK(one["control_group"] == (one["state"] != "awarded"));
  }
  CHECK(!served.empty());
  return served;
}

json agree(Life& life, const std::string& application) {
  const std::string kpi = life.measure["kpis"][0]["kpi"];
  return life.world.must(
      life.world.post("manager", "/api/v1/applications/" + application + "/award",
                      {{"day", "2026-03-01"},
                       {"shares", {{{"kpi", kpi}, {"baseline", 10}, {"share", 0.5}}}},
                       {"first_tranche_months", 10}}));
}

// The value that lies `share` of the way that should have been gone by the end of the period.
double on_the_way(const json& obligation, const char* to, double share) {
  const int from = Date::parse(obligation["from"].get<std::string>())->days();
  const int due = Date::parse(obligation["due"].get<std::string>())->days();
  const double gone = static_cast<double>(Date::parse(to)->days() - from) / (due - from);
  const double baseline = obligation["baseline"];
  return baseline + share * gone * (obligation["target"].get<double>() - baseline);
}

void report(Life& life, const json& award, const char* from, const char* to, double share) {
  World& w = life.world;
  const std::string who = award["firm"];
  const json obligation = award["obligations"][0];
  const json values{{"values",
                     {{{"subject", award["id"]},
                       {"kpi", obligation["kpi"]},
                       {"from", from},
                       {"to", to},
                       {"value", on_the_way(obligation, to, share)},
                       {"source", "form 1"}}}}};
  const json ids = w.must(w.post(who, "/api/v1/values", values))["ids"];
  CHECK(w.post(who, "/api/v1/values", values).status == 409);
  CHECK(w.post(who, "/api/v1/values/verify", {{"ids", ids}}).status == 403);
  w.must(w.post("analyst", "/api/v1/values/verify", {{"ids", ids}}));
}

json decide(Life& life, const std::string& tranche) {
  World& w = life.world;
  const json done = w.must(
      w.post("approver", "/api/v1/tranches/" + tranche + "/decisions", {{"kind", "as_proposed"}}));
  const std::string decision = done["decision"]["id"];
  if (done["decision"]["pay"] != "0.00") {
    // Sent again with its key, a payment is the same one; without, it is refused.
    http::Headers key{{"idempotency-key", "pay-" + decision}};
    const std::string pay = "/api/v1/decisions/" + decision + "/payment";
    const Reply first = w.ask("manager", Method::post, pay, nullptr, key);
    CHECK(w.must(first) == w.must(w.ask("manager", Method::post, pay, nullptr, key)));
    CHECK(reasons_of(w.post("manager", pay)) == std::set<std::string>{"already_paid"});
    CHECK(w.post("approver", pay).status == 403);
  }
  return done;
}

void review(Life& life, const json& award) {
  World& w = life.world;
  const std::string tranche = award["tranches"][0]["id"];
  w.at("2027-01-20T09:00:00Z");
  report(life, award, "2026-01-01", "2026-12-31", 0.75);
  const json due = w.must(w.get("approver", "/api/v1/reviews?due=2027-01-20"))["items"];
  CHECK(due.size() >= 1);
  const json part = decide(life, tranche);
  CHECK(part["decision"]["action"] == "release_part");
  CHECK(part["tranche"]["state"] == "partly_released");
  w.at("2027-07-20T09:00:00Z");
  report(life, award, "2027-01-01", "2027-06-30", 1.05);
  const json rest = decide(life, tranche);
  CHECK(rest["decision"]["action"] == "release");
  for (const json& one : {part, rest}) {
    const std::string id = one["decision"]["id"];
    const json again = w.must(w.get("auditor", "/api/v1/decisions/" + id + "/proposal"));
    CHECK(again["same"] == true);
  }
  const json totals =
      w.must(w.get("analyst", "/api/v1/totals?axis=programme&id=" + life.programme))["items"];
  CHECK(totals.size() == 2);
}

void score(Life& life) {
  World& w = life.world;
  json regions = json::array();
  double growth = 1;
  for (const Region& region : kazakhstan().country.regions) {
    growth += 0.003;
    regions.push_back({{"region", region.id},
                       {"sectors",
                        {{{"sector", "biotech_pharma"},
                          {"level", {100, 100 * growth, 100 * growth * growth}}}}}});
  }
  const json cards =
      w.must(w.post("analyst", "/api/v1/scorecards",
                    {{"kpi", "net_jobs"}, {"first_year", 2024}, {"regions", regions}}))["items"];
  CHECK(cards.size() == kazakhstan().country.regions.size());
  const std::string card = "/api/v1/scorecards/" + cards[0]["id"].get<std::string>();
  w.person("akim", UserRole::official, cards[0]["office"]);
  CHECK(w.get("akim", card).status == 404);
  w.must(w.post("analyst", card + "/show"));
  w.must(w.post("akim", card + "/reply", {{"text", "A plant closed."}}));
  CHECK(w.must(w.post("approver", card + "/publish"))["published"] == "2027-07-20");
}

// No support without a KPI: a package with a measure that has none is not even taken as a draft.
void without_kpis(Life& life) {
  World& w = life.world;
  json document{{"id", "no-kpis"},
                {"name", {{"en", "A"}, {"ru", "Б"}, {"kk", "В"}}},
                {"owner", life.owner},
                {"package", json::parse(package())},
                {"first_day", "2026-01-01"}};
  document["package"]["package"]["measures"][0]["kpis"] = json::array();
  const Reply made = w.post("drafter", "/api/v1/programmes", document);
  CHECK(made.status == 400);
  CHECK(made.body["detail"].get<std::string>().find("no support without a KPI") !=
        std::string::npos);
  CHECK(w.get("drafter", "/api/v1/programmes/no-kpis").status == 404);
}

// The public sees the programme, its awards and the scorecard, and no draft.
void download(Life& life) {
  World& w = life.world;
  api_world::Reply made = w.get("", "/open/");
  for (int i = 0; i < 60 && made.status == 503; ++i) made = w.get("", "/open/");
  const json index = w.must(made);
  CHECK(index["files"].size() > 5);
  const std::string programmes = w.must(w.get("", "/open/programmes.csv"));
  CHECK(programmes.find(life.programme) != std::string::npos);
  CHECK(programmes.find("no-kpis") == std::string::npos);
  CHECK(w.must(w.get("", "/open/datapackage.json"))["resources"].size() > 3);
  CHECK(w.get("", "/open/none.csv").status == 404);
  if (can_write_parquet()) {
    const std::string parquet = w.must(w.get("", "/open/programmes.parquet"));
    CHECK(parquet.starts_with("PAR1"));
  }
  // One firm's figure is not to be read off the totals.
  const std::string totals = w.must(w.get("", "/open/kpi_totals.csv"));
  CHECK(totals.find(",c") != std::string::npos);
}

}  // namespace

TEST_CASE("a programme lives from package to scorecard through the API") {
  support::on_each_database([](const std::string& url) {
    World world(url, drawing_lots());
    Life life(world);
    life.owner = kazakhstan().country.offices.front().id;
    people(world, life.owner);
    without_kpis(life);
    adopt(life);
    world.at("2026-02-01T09:00:00Z");
    apply(life, "1000000");
    const std::vector<std::string> served = select(life);
    const json award = agree(life, served.front());
    CHECK(award["tranches"].size() == 2);
    review(life, award);
    score(life);
    download(life);
    const json check = world.must(world.get("auditor", "/api/v1/audit/check"));
    CHECK(check["faults"].empty());
    CHECK(check["records"].get<int>() > 40);
    CHECK(world.get("manager", "/api/v1/audit/check").status == 403);
  });
}

}  // namespace formulary::server
