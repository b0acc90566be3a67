#include <doctest/doctest.h>

#include "support/api_world.h"
#include "support/databases.h"
#include "support/raw_client.h"

namespace formulary::server {
namespace {

using api_world::json;
using api_world::World;
using http::Method;

// One open page: the requests of a browser's EventSource.
class Page {
 public:
  Page(World& world, const std::string& who, const std::string& last = "") : client_(world.port()) {
    world.sign_in(who);
    client_.send("GET /api/v1/changes HTTP/1.1\r\nHost: h\r\nCookie: " + world.cookie(who) +
                 (last.empty() ? "" : "\r\nLast-Event-ID: " + last) + "\r\n\r\n");
    const std::string head = client_.read_to("\r\n\r\n");
    CHECK(head.starts_with("HTTP/1.1 200"));
  }
  // The next event of this name; those of other names are passed over.
  json next(const std::string& event) {
    while (true) {
      const std::string text = client_.read_to("\n\n");
      if (text.empty()) return nullptr;
      if (text.find("event: " + event + "\n") == std::string::npos) continue;
      const std::size_t data = text.find("data: ") + 6;
      return json::parse(text.substr(data, text.find('\n', data) - data));
    }
  }

 private:
  support::RawClient client_;
};

json a_value(const char* day) {
  return {{"values",
           {{{"subject_kind", "region"},
             {"subject", "KZ-75"},
             {"kpi", "net_jobs"},
             {"from", day},
             {"to", "2025-06-30"},
             {"value", 1.5},
             {"source", "form"}}}}};
}

}  // namespace

TEST_CASE("an open page hears of a change, and of no more than its reader may know") {
  support::on_each_database([](const std::string& url) {
    World world(url);
    world.person("analyst", UserRole::analyst);
    world.person("auditor", UserRole::auditor);
    Page plain(world, "analyst");
    Page audit(world, "auditor");
    CHECK(plain.next("ready").contains("seq"));
    const json ready = audit.next("ready");
    world.must(world.post("analyst", "/api/v1/values", a_value("2025-01-01")));
    const json heard = plain.next("change");
    CHECK(heard["subject_kind"] == "observation");
    CHECK(!heard.contains("subject"));
    CHECK(!heard.contains("actor"));
    const json all = audit.next("change");
    CHECK(all["seq"] == ready["seq"].get<int>() + 1);
    CHECK(all["action"] == "report");
    CHECK(all["actor"] == "analyst");
  });
}

TEST_CASE("a page that was away is told what it missed") {
  support::on_each_database([](const std::string& url) {
    World world(url);
    world.person("analyst", UserRole::analyst);
    int seq = 0;
    {
      Page page(world, "analyst");
      seq = page.next("ready")["seq"];
    }
    world.must(world.post("analyst", "/api/v1/values", a_value("2025-01-01")));
    world.must(world.post("analyst", "/api/v1/values", a_value("2025-02-01")));
    Page again(world, "analyst", std::to_string(seq));
    CHECK(again.next("change")["seq"] == seq + 1);
    CHECK(again.next("change")["seq"] == seq + 2);
    CHECK(again.next("ready")["seq"] == seq + 2);
  });
}

TEST_CASE("nobody listens without an account, and a wrong number is refused") {
  const support::TemporaryFolder folder;
  World world("sqlite:" + folder.path() + "/changes.db");
  world.person("analyst", UserRole::analyst);
  CHECK(world.get("", "/api/v1/changes").status == 401);
  CHECK(world.get("analyst", "/api/v1/changes?after=x").status == 400);
  CHECK(world.get("analyst", "/api/v1/changes?after=-1").status == 400);
}

}  // namespace formulary::server
