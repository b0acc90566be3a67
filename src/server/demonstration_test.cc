// What does the service say of a register that is a demonstration, and of one that is not?
#include <doctest/doctest.h>

#include <string>

#include "store/demonstration.h"
#include "support/api_world.h"
#include "support/databases.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::Reply;
using api_world::World;
using http::Method;

bool is_marked(const Reply& reply) {
  return reply.headers.value("formulary-demonstration") == "true";
}

void mark(World& world) {
  const Actor admin{"root", UserRole::admin, "", ""};
  store::allowed(world.database().write([&](store::Session& session) {
    return store::mark_demonstration(session, {admin, *Instant::parse("2025-11-01T08:00:00Z")});
  }));
}

// Answers of every kind: pages, documents, lists, refusals and what is not there.
std::vector<Reply> answers(World& world) {
  return {world.get("", "/"),
          world.get("", "/readyz"),
          world.get("", "/open/"),
          world.get("", "/open/none.csv"),
          world.get("", "/api/v1/toolbox"),
          world.get("", "/api/v1/openapi.json"),
          world.get("", "/api/v1/programmes"),
          world.get("analyst", "/api/v1/programmes"),
          world.get("analyst", "/api/v1/programmes/none"),
          world.get("analyst", "/api/v1/session"),
          world.post("analyst", "/api/v1/scorecards", json::object()),
          world.post("analyst", "/api/v1/programmes", json::object())};
}

}  // namespace

TEST_CASE("every answer of a demonstration carries its mark, whoever asks for what") {
  support::on_each_database([](const std::string& url) {
    World world(url);
    // The service is there first: what it has answered from an empty register binds it to nothing.
    CHECK(!is_marked(world.get("", "/readyz")));
    mark(world);
    world.person("analyst", UserRole::analyst);
    for (const Reply& reply : answers(world)) {
      CAPTURE(reply.body.dump());
      CHECK(is_marked(reply));
    }
    const std::string page = world.get("", "/").body;
    for (const char* word : {"Demonstration:", "Демонстрация:", "Көрсетілім:"}) {
      CHECK(page.find(word) != std::string::npos);
    }
    CHECK(world.must(world.get("analyst", "/api/v1/session"))["demonstration"] == true);
    CHECK(world.must(world.get("", "/open/"))["demonstration"] == true);
    CHECK(world.must(world.get("", "/open/datapackage.json"))["demonstration"] == true);
  });
}

TEST_CASE("no answer of a real register carries the mark") {
  support::on_each_database([](const std::string& url) {
    World world(url);
    world.person("analyst", UserRole::analyst);
    for (const Reply& reply : answers(world)) CHECK(!is_marked(reply));
    CHECK(world.get("", "/").body.get<std::string>().find("Demonstration") == std::string::npos);
    CHECK(world.must(world.get("analyst", "/api/v1/session"))["demonstration"] == false);
    CHECK(world.must(world.get("", "/open/"))["demonstration"] == false);
  });
}

}  // namespace formulary::server
