#include <doctest/doctest.h>

#include <functional>
#include <set>
#include <string>

#include "http/target.h"
#include "support/api_world.h"
#include "support/databases.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::kazakhstan;
using api_world::reasons_of;
using api_world::Reply;
using api_world::World;
using http::Method;

const std::string& sqlite() {
  static const support::TemporaryFolder kFolder;
  static int number = 0;
  static std::string url;
  return url = "sqlite:" + kFolder.path() + "/" + std::to_string(++number) + ".db";
}

std::string lower(std::string_view name) {
  std::string text(name);
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

void people(World& world) {
  world.person("analyst", UserRole::analyst);
  world.person("auditor", UserRole::auditor);
  world.person("admin", UserRole::admin);
  world.person("clerk", UserRole::company, "", "firm-1");
}

}  // namespace

TEST_CASE("the OpenAPI document names exactly the routes that are served") {
  World world(sqlite());
  const json document = world.must(world.get("", "/api/v1/openapi.json"));
  CHECK(document["openapi"] == "3.1.0");
  std::set<std::string> described;
  std::set<std::string> ids;
  for (const auto& [path, operations] : document["paths"].items()) {
    for (const auto& [method, operation] : operations.items()) {
      described.insert(method + " " + path);
      CHECK(ids.insert(operation["operationId"].get<std::string>()).second);
    }
  }
  std::set<std::string> served;
  for (const http::Route& route : world.router().routes()) {
    if (route.options.operation.empty()) continue;  // operations of the machine
    served.insert(lower(http::name_of(route.method)) + " " + route.pattern);
  }
  CHECK(described == served);
  // Every reference leads somewhere.
  std::function<void(const json&)> follow = [&](const json& part) {
    if (part.is_object() && part.contains("$ref")) {
      const std::string name = part["$ref"].get<std::string>().substr(21);
      CHECK_MESSAGE(document["components"]["schemas"].contains(name), name);
    }
    if (part.is_structured()) {
      for (const json& inner : part) follow(inner);
    }
  };
  follow(document);
}

// World holds every answer against the document; here are those that no other test asks for.
TEST_CASE("what is answered has the shape that the document promises") {
  World world(sqlite());
  people(world);
  for (const char* path : {"/api/v1/session", "/api/v1/programmes"}) {
    CHECK(world.get("analyst", path).status == 200);
  }
  CHECK(world.get("admin", "/api/v1/accounts").status == 200);
  for (const char* path : {"/api/v1/audit", "/api/v1/audit/check", "/api/v1/audit/heads"}) {
    CHECK(world.get("auditor", path).status == 200);
  }
  CHECK(world.get("analyst", "/api/v1/programmes/none").status == 404);
  // And an answer that breaks the promise is seen.
  const json document = world.must(world.get("", "/api/v1/openapi.json"));
  const auto broken = [&](int status, const json& body) {
    return api_world::broken(document, "get", "/api/v1/session", status, body);
  };
  json session = world.must(world.get("analyst", "/api/v1/session"));
  CHECK(broken(200, session).empty());
  CHECK(!broken(201, session).empty());
  session["role"] = 3;
  CHECK(!broken(200, session).empty());
  session.erase("role");
  CHECK(!broken(200, session).empty());
  CHECK(!broken(404, session).empty());
}

TEST_CASE("without the form's token another site changes nothing") {
  World world(sqlite());
  people(world);
  world.sign_in("admin");
  http::Headers cookie;
  cookie.set("cookie", world.cookie("admin"));
  const json account{{"person", "mallory"},
                     {"name", "M"},
                     {"role", "admin"},
                     {"password", "a password that is long"}};
  CHECK(world.send(Method::post, "/api/v1/accounts", account, cookie).body["type"] ==
        "/problems/csrf");
  cookie.set("x-csrf-token", "AAAA" + world.csrf("admin").substr(4));
  CHECK(world.send(Method::post, "/api/v1/accounts", account, cookie).status == 403);
  CHECK(world.post("admin", "/api/v1/accounts", account).status == 201);
  // A form of another site can send text/plain, and is not taken for a sign-in.
  http::Headers plain{{"content-type", "text/plain"}};
  CHECK(world.send(Method::post, "/api/v1/session", json{{"person", "x"}, {"password", "y"}}, plain)
            .status == 415);
}

TEST_CASE("a session that somebody chose before is worth nothing after signing in") {
  World world(sqlite());
  people(world);
  http::Headers chosen;
  chosen.set("cookie", "formulary_session=" + std::string(43, 'A'));
  CHECK(world.send(Method::get, "/api/v1/session", nullptr, chosen).status == 401);
  world.sign_in("clerk");
  CHECK(world.cookie("clerk").find(std::string(43, 'A')) == std::string::npos);
  const std::string before = world.cookie("clerk");
  world.sign_in("clerk");
  CHECK(world.cookie("clerk") != before);
  CHECK(world.ask("clerk", Method::remove, "/api/v1/session").status == 204);
  http::Headers old;
  old.set("cookie", world.cookie("clerk"));
  CHECK(world.send(Method::get, "/api/v1/session", nullptr, old).status == 401);
}

TEST_CASE("guessing a password is slowed down, and a name that is not there is treated alike") {
  World world(sqlite());
  people(world);
  for (const char* person : {"clerk", "nobody-of-that-name"}) {
    int tried = 0;
    Reply reply;
    while (tried < 20) {
      reply = world.send(Method::post, "/api/v1/session",
                         {{"person", person}, {"password", "guess " + std::to_string(tried)}}, {});
      if (reply.status != 401) break;
      CHECK(reasons_of(reply) == std::set<std::string>{"wrong_sign_in"});
      ++tried;
    }
    CHECK(reply.status == 429);
    CHECK(tried == 5);  // BackOff::free
  }
}

TEST_CASE("a token does what its scopes say and no more") {
  World world(sqlite());
  people(world);
  const json made =
      world.must(world.post("analyst", "/api/v1/accounts/analyst/tokens",
                            {{"name", "dashboard"}, {"scopes", "read"}, {"days", 30}}));
  http::Headers token;
  token.set("authorization", "Bearer " + made["secret"].get<std::string>());
  CHECK(world.send(Method::get, "/api/v1/programmes", nullptr, token).status == 200);
  CHECK(
      world.send(Method::post, "/api/v1/values", {{"values", json::array()}}, token).body["type"] ==
      "/problems/scope");
  world.must(
      world.ask("analyst", Method::remove, "/api/v1/tokens/" + made["id"].get<std::string>()));
  CHECK(world.send(Method::get, "/api/v1/programmes", nullptr, token).status == 401);
  token.set("authorization", "Bearer frm_" + std::string(72, '0'));
  CHECK(world.send(Method::get, "/api/v1/programmes", nullptr, token).status == 401);
}

TEST_CASE("what cannot be read is refused with its mistakes, and nothing falls over") {
  World world(sqlite());
  people(world);
  const auto post = [&](const std::string& text) {
    return world.post("analyst", "/api/v1/values", json(text));
  };
  for (const std::string& text :
       {std::string("{"), std::string("[1,2"), std::string("{\"values\":[],\"values\":[]}"),
        std::string(100'000, '['), std::string("{\"values\":[{\"subject\":3}]}"),
        std::string("{\"values\":\"\xff\"}"), std::string("{\"other\":1}")}) {
    const Reply reply = post(text);
    CHECK(reply.status == 400);
    CHECK(!reply.body["faults"].empty());
  }
  // SQL in an id is an id that is not there.
  for (const char* id : {"x'; drop table award; --", "' or '1'='1"}) {
    const std::string path = "/api/v1/awards/" + http::percent_encoded(id);
    CHECK(world.get("analyst", path).status == 404);
  }
  CHECK(world.get("analyst", "/api/v1/awards").status == 200);
  CHECK(world.get("analyst", "/api/v1/awards?limit=0").status == 400);
  CHECK(world.get("analyst", "/api/v1/awards?limit=1e9").status == 400);
  CHECK(world.get("analyst", "/api/v1/awards?state=nonsense").status == 400);
  CHECK(world.get("auditor", "/api/v1/audit?after=x").status == 400);
}

TEST_CASE("a file of values is taken as a whole or row by row, and says which rows were wrong") {
  World world(sqlite());
  people(world);
  const std::string path = "/api/v1/values/import";
  const std::string rows =
      "subject_kind,subject,kpi,from,to,value,source\n"
      "region,KZ-75,net_jobs,2024-01-01,2024-12-31,120,form\n"
      "region,KZ-75,net_jobs,2024-01-01,2024-12-31,130,form\n"
      "region,XX-99,net_jobs,2024-01-01,2024-12-31,5,form\n"
      "region,KZ-71,net_jobs,2024-01-01,last day,5,form\n"
      "region,KZ-71,no_such_kpi,2024-01-01,2024-12-31,5,form\n";
  const auto send = [&](const std::string& text, const char* how, const char* type) {
    return world.ask("analyst", Method::post, path + how, json(text), {{"content-type", type}});
  };
  const Reply whole = send(rows, "", "text/csv");
  CHECK(whole.status == 422);
  CHECK(whole.body["refused"] == 4);
  CHECK(world.must(world.get("analyst", "/api/v1/values"))["items"].empty());
  const json good = world.must(send(rows, "?bad_rows=leave_out", "text/csv"));
  CHECK(good["accepted"] == 1);
  CHECK(good["refused"] == 4);
  std::set<int> lines;
  for (const json& problem : good["problems"]) lines.insert(problem["line"].get<int>());
  CHECK(lines == std::set<int>{3, 4, 5, 6});
  CHECK(world.must(world.get("analyst", "/api/v1/values"))["items"].size() == 1);
  const Reply again = send(rows, "?bad_rows=leave_out", "text/csv");
  CHECK(world.must(again)["accepted"] == 0);
  const std::string lines_of_json =
      R"({"subject_kind":"region","subject":"KZ-71","kpi":"net_jobs","from":"2024-01-01",)"
      R"("to":"2024-12-31","value":7,"source":"form"})"
      "\n\nnot json\n";
  const json mixed = world.must(send(lines_of_json, "?bad_rows=leave_out", "application/x-ndjson"));
  CHECK(mixed["accepted"] == 1);
  CHECK(mixed["refused"] == 1);
  CHECK(send(rows, "", "application/pdf").status == 415);
  CHECK(send("a,b\n1,2\n", "", "text/csv").status == 400);
  CHECK(
      world.ask("auditor", Method::post, path, json(rows), {{"content-type", "text/csv"}}).status ==
      403);
}

TEST_CASE("the same request with the same key is done once, with another it is refused") {
  World world(sqlite());
  people(world);
  http::Headers key{{"idempotency-key", "once"}};
  const auto values = [](double value) {
    return json{{"values",
                 {{{"subject_kind", "region"},
                   {"subject", "KZ-75"},
                   {"kpi", "net_jobs"},
                   {"from", "2024-01-01"},
                   {"to", "2024-12-31"},
                   {"value", value},
                   {"source", "form"}}}}};
  };
  const Reply first = world.ask("analyst", Method::post, "/api/v1/values", values(1), key);
  const Reply second = world.ask("analyst", Method::post, "/api/v1/values", values(1), key);
  CHECK(first.status == 201);
  CHECK(second.body == first.body);
  CHECK(reasons_of(world.ask("analyst", Method::post, "/api/v1/values", values(2), key)) ==
        std::set<std::string>{"key_of_another_request"});
}

// A job as it stands when nothing more happens to it.
json ended(World& world, const std::string& id) {
  for (int i = 0; i < 3000; ++i) {
    json job = world.must(world.get("analyst", "/api/v1/jobs/" + id));
    if (job["state"] != "waiting" && job["state"] != "running") return job;
  }
  return {};
}

TEST_CASE("a job is computed once, tells how far it is, and its document is the command's") {
  World world(sqlite());
  people(world);
  const json wish{{"kind", "diagnose"}, {"sector", "ai_software"}};
  const json job = world.must(world.post("analyst", "/api/v1/jobs", wish));
  CHECK(world.must(world.post("analyst", "/api/v1/jobs", wish))["id"] == job["id"]);
  const std::string path = "/api/v1/jobs/" + job["id"].get<std::string>();
  REQUIRE(ended(world, job["id"])["state"] == "done");
  CHECK(world.must(world.get("analyst", path + "/result"))["sector"] == "ai_software");
  CHECK(world.get("clerk", path).status == 403);
  CHECK(world.post("analyst", "/api/v1/jobs", {{"kind", "dance"}}).status == 400);
  // What cannot be computed is found out by the job, which says why.
  const json lost =
      world.must(world.post("analyst", "/api/v1/jobs", {{"kind", "diagnose"}, {"sector", "none"}}));
  const json end = ended(world, lost["id"]);
  CHECK(end["state"] == "failed");
  CHECK(end.dump().find("none") != std::string::npos);
}

}  // namespace formulary::server
