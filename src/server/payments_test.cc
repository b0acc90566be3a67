// Payments to the treasury through the API, and what the public sees of them.
#include <doctest/doctest.h>

#include <string>

#include "support/api_world.h"
#include "support/databases.h"
#include "support/sample_transfers.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::reasons_of;
using api_world::Reply;
using api_world::World;
using http::Method;

constexpr const char* kBatches = "/api/v1/payments/batches";
constexpr const char* kReconciliations = "/api/v1/payments/reconciliations";

const json kAccount{
    {"name", "TOO Alfa"}, {"iban", "KZ86 125K ZT50 0410 0100"}, {"bic", "HSBKKZKX"}};

void people(World& world) {
  store::fill_decided(world.database(), 2);
  world.at("2028-02-03T09:00:00Z");
  world.person("aigerim", UserRole::manager, "agency");
  world.person("saule", UserRole::manager, "agency");
  world.person("bota", UserRole::approver, "ministry");
  world.person("auditor", UserRole::auditor);
  world.person("analyst", UserRole::analyst);
  world.person("clerk", UserRole::company, "", "firm-a1");
}

void payee(World& world, const std::string& firm) {
  const std::string path = "/api/v1/firms/" + firm + "/payee";
  const json set = world.must(world.ask("aigerim", Method::put, path, kAccount));
  CHECK(set["account"]["iban"] == "KZ86125KZT5004100100");
  CHECK(reasons_of(world.post("aigerim", path + "/confirmation", {{"number", 1}})) ==
        std::set<std::string>{"role_may_not"});
  world.must(world.post("bota", path + "/confirmation", {{"number", set["number"]}}));
}

Reply bring_in(World& world, const std::string& who, const std::string& text,
               const char* type = "text/csv") {
  return world.ask(who, Method::post, kReconciliations, json(text), {{"content-type", type}});
}

std::string order(World& world, const std::string& decision) {
  http::Headers key{{"idempotency-key", "order " + decision}};
  const std::string path = "/api/v1/decisions/" + decision + "/transfer";
  const json first = world.must(world.ask("aigerim", Method::post, path, nullptr, key));
  // The answer was lost on the way and the client asks again.
  CHECK(world.must(world.ask("aigerim", Method::post, path, nullptr, key)) == first);
  CHECK(world.post("aigerim", path).status == 409);
  return first["id"];
}

json batch(World& world) {
  const json wish{{"pay_on", "2028-02-05"}, {"payer", kAccount}};
  http::Headers key{{"idempotency-key", "batch"}};
  const json made = world.must(world.ask("aigerim", Method::post, kBatches, wish, key));
  CHECK(world.must(world.ask("aigerim", Method::post, kBatches, wish, key)) == made);
  CHECK(reasons_of(world.post("aigerim", kBatches, wish)) ==
        std::set<std::string>{"nothing_to_batch"});
  return made;
}

// What the public sees of payments today, of a service that has not looked yet.
std::string published(const std::string& url) {
  World world(url);
  world.at("2028-02-04T09:00:00Z");
  std::string all;
  const json index = world.must(world.get("", "/open/"));
  for (const json& file : index["files"]) {
    const Reply reply = world.get("", file["path"]);
    CHECK(reply.status == 200);
    all += reply.body.is_string() ? reply.body.get<std::string>() : reply.body.dump();
  }
  return all;
}

}  // namespace

TEST_CASE("money is ordered, batched, exported and reconciled through the API") {
  support::on_each_database([](const std::string& url) {
    World world(url);
    people(world);
    payee(world, "firm-a1");
    payee(world, "firm-a2");
    const std::string first = order(world, "d1");
    const std::string second = order(world, "d2");
    const json orders = world.must(world.get("analyst", "/api/v1/payments/orders"));
    CHECK(orders["items"][0]["transfer"] == first);
    const json made = batch(world);
    CHECK(made["total"] == "6.00");
    CHECK(made["transfers"].size() == 2);
    const std::string one = std::string(kBatches) + "/" + made["id"].get<std::string>();
    CHECK(world.must(world.get("auditor", one))["transfers"] == made["transfers"]);

    CHECK(world.post("aigerim", one + "/export?format=xls").status == 400);
    CHECK(world.post("auditor", one + "/export?format=csv").status == 403);
    CHECK(world.post("clerk", one + "/export?format=csv").status == 403);
    const Reply file = world.post("aigerim", one + "/export?format=pain001");
    CHECK(file.status == 200);
    CHECK(file.headers.value("content-type") == "application/xml");
    CHECK(file.headers.value("content-disposition").find(made["id"].get<std::string>() + ".xml") !=
          std::string::npos);
    CHECK(world.post("saule", one + "/export?format=pain001").body == file.body);
    CHECK(file.body.get<std::string>().find("<EndToEndId>" + second) != std::string::npos);
    CHECK(world.post("aigerim", one + "/discard").status == 409);

    const std::string rows = "payment,status,amount,date,reference,reason\n" + first +
                             ",executed,3.00,2028-02-03,R1,\n" + second +
                             ",returned,3.00,2028-02-03,R2,AC04\nP-none,executed,1,2028-02-03,,\n";
    CHECK(bring_in(world, "auditor", rows).status == 403);
    CHECK(bring_in(world, "saule", rows, "application/json").status == 415);
    CHECK(bring_in(world, "saule", "a,b\n1,2\n").status == 400);
    CHECK(bring_in(world, "saule", "<!DOCTYPE x [<!ENTITY a \"b\">]><x>&a;</x>", "application/xml")
              .status == 400);
    const json done = world.must(bring_in(world, "saule", rows));
    CHECK(done["changed"] == true);
    CHECK(done["reconciliation"]["matched_sum"] == "3.00");
    CHECK(done["reconciliation"]["failed"] == 1);
    REQUIRE(done["reconciliation"]["exceptions"].size() == 1);
    CHECK(done["reconciliation"]["exceptions"][0]["line"] == 4);
    CHECK(done["reconciliation"]["exceptions"][0]["reason"]["id"] == "unknown_payment");
    const json again = world.must(bring_in(world, "saule", rows));
    CHECK(again["changed"] == false);
    CHECK(again["reconciliation"]["repeated"] == 2);
    const json kept = world.must(world.get("auditor", kReconciliations));
    REQUIRE(kept["items"].size() == 1);
    CHECK(kept["items"][0]["left_open"] == 1);
    CHECK(!kept["items"][0].contains("exceptions"));
    CHECK(world.must(world.get("auditor", std::string(kReconciliations) + "/" +
                                              kept["items"][0]["id"].get<std::string>())) ==
          done["reconciliation"]);

    const json failed = world.must(world.get("clerk", "/api/v1/transfers?state=failed"));
    CHECK(failed["items"].empty());  // it is another firm's
    const json mine = world.must(world.get("clerk", "/api/v1/transfers"));
    REQUIRE(mine["items"].size() == 1);
    CHECK(mine["items"][0]["settled_on"] == "2028-02-03");
    CHECK(world.get("aigerim", "/api/v1/transfers?older_days=x").status == 400);
    // The failed one is ordered anew, withdrawn in writing, and then paid by hand.
    const json anew = world.must(world.post("aigerim", "/api/v1/decisions/d2/transfer"));
    const std::string path = "/api/v1/transfers/" + anew["id"].get<std::string>() + "/withdrawal";
    CHECK(world.post("aigerim", "/api/v1/decisions/d2/payment").status == 409);
    CHECK(world.post("aigerim", path, {{"why", ""}}).status == 422);
    world.must(world.post("aigerim", path, {{"why", "paid in cash"}}));
    world.must(world.post("aigerim", "/api/v1/decisions/d2/payment"));
  });
}

TEST_CASE("the public sees a payment once it was executed, and never where the money went") {
  const support::TemporaryFolder folder;
  const std::string url = "sqlite:" + folder.path() + "/r.db";
  std::string id;
  {
    World world(url);
    people(world);
    payee(world, "firm-a1");
    // A draft is not public.
    store::good(world.database().write([](store::Session& session) {
      return session.run("update programme set state = 'open'");
    }));
    id = order(world, "d1");
    const std::string one = std::string(kBatches) + "/" + batch(world)["id"].get<std::string>();
    CHECK(world.post("aigerim", one + "/export?format=csv").status == 200);
  }
  const std::string before = published(url);
  CHECK(before.find("w1-1") != std::string::npos);  // the award is public
  CHECK(before.find(id) == std::string::npos);
  {
    World world(url);
    world.at("2028-02-03T12:00:00Z");
    store::allowed(world.database().write([&](store::Session& session) {
      const auto sent = *store::good(store::transfer(session, id));
      return store::settle(session, store::sample_act(),
                           store::ended(sent, TransferStatus::executed));
    }));
  }
  const std::string after = published(url);
  CHECK(after.find(id) != std::string::npos);
  for (const std::string& all : {before, after}) {
    CHECK(all.find("KZ86125KZT5004100100") == std::string::npos);
    CHECK(all.find("TOO Alfa") == std::string::npos);
  }
}

TEST_CASE("what the treasury's endpoints answer has the shape that the document promises") {
  const support::TemporaryFolder folder;
  World world("sqlite:" + folder.path() + "/r.db");
  people(world);
  payee(world, "firm-a1");
  order(world, "d1");
  const json made = batch(world);
  const json document = world.must(world.get("", "/api/v1/openapi.json"));
  const auto keys = [&](const char* shape, const json& value, bool whole = true) {
    const json& schema = document["components"]["schemas"][shape];
    for (const json& key : schema["required"]) {
      CHECK_MESSAGE(value.contains(key.get<std::string>()), (shape + (": " + key.dump())));
    }
    for (const auto& [key, inner] : value.items()) {
      CHECK_MESSAGE((!whole || schema["properties"].contains(key)), (shape + (": " + key)));
    }
  };
  keys("Batch", made);
  keys("Transfer", made["transfers"][0]);
  keys("BankAccount", made["payer"]);
  keys("Batch", world.must(world.get("auditor", kBatches))["items"][0]);
  keys("Transfer", world.must(world.get("auditor", "/api/v1/transfers"))["items"][0]);
  keys("Payee", world.must(world.get("auditor", "/api/v1/payees?state=confirmed"))["items"][0]);
  const json done = world.must(
      bring_in(world, "saule", "payment,status,amount,date\nP-none,executed,1,2028-02-03\n"));
  keys("Reconciled", done);
  keys("Reconciliation", done["reconciliation"]);
  keys("StatusException", done["reconciliation"]["exceptions"][0]);
  const json& paths = document["paths"];
  CHECK(paths[kReconciliations]["post"]["requestBody"]["content"].contains("application/xml"));
  CHECK(paths[std::string(kBatches) + "/{batch}/export"]["post"]["responses"]["200"]["content"]
            .contains("*/*"));
}

}  // namespace formulary::server
