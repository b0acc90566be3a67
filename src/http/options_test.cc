#include <doctest/doctest.h>

#include <functional>

#include "http/server.h"

namespace formulary::http {
namespace {

TEST_CASE("the options as they come are sound, and every wrong one is named") {
  CHECK(check(ServerOptions()).empty());
  using Change = std::function<void(ServerOptions&)>;
  const std::vector<std::pair<std::string, Change>> changes{
      {"address", [](ServerOptions& o) { o.address = "localhost:80"; }},
      {"address", [](ServerOptions& o) { o.address = ""; }},
      {"io_threads", [](ServerOptions& o) { o.io_threads = 0; }},
      {"worker_threads", [](ServerOptions& o) { o.worker_threads = -1; }},
      {"most_connections", [](ServerOptions& o) { o.most_connections = 0; }},
      {"most_waiting", [](ServerOptions& o) { o.most_waiting = 0; }},
      {"most_head_bytes", [](ServerOptions& o) { o.most_head_bytes = 1u << 30; }},
      {"most_request_line_bytes", [](ServerOptions& o) { o.most_request_line_bytes = 1 << 19; }},
      {"time.head", [](ServerOptions& o) { o.time.head = {}; }},
      {"time.idle", [](ServerOptions& o) { o.time.idle = std::chrono::milliseconds(-1); }},
      {"time.least_body_bytes_per_second",
       [](ServerOptions& o) { o.time.least_body_bytes_per_second = 0; }},
      {"rate.burst", [](ServerOptions& o) { o.rate.burst = 0; }},
      {"rate.per_second", [](ServerOptions& o) { o.rate.per_second = -1; }},
      {"trusted_proxies", [](ServerOptions& o) { o.trusted_proxies = -1; }},
      {"key_file", [](ServerOptions& o) { o.certificate_file = "a.pem"; }},
      {"security",
       [](ServerOptions& o) { o.security.content_security_policy = "a\r\nset-cookie: b"; }},
  };
  for (const auto& [name, change] : changes) {
    INFO(name);
    ServerOptions options;
    change(options);
    const Faults faults = check(options);
    REQUIRE(faults.size() == 1);
    CHECK(faults.front().file == name);
    CHECK(!Server::start(options, Router()).has_value());
  }
}

TEST_CASE("a server says why it does not start") {
  const auto why = [](const ServerOptions& options, const Router& router) {
    const auto server = Server::start(options, router);
    REQUIRE(!server.has_value());
    return server.error().front().file;
  };
  ServerOptions options;
  const auto first = Server::start(options, Router());
  REQUIRE(first.has_value());
  options.port = (*first)->port();
  CHECK(why(options, Router()) == "address");  // the port is taken, and not shared

  options.port = 0;
  Router spools;
  spools.add(Method::post, "/a", [](const Request&) { return empty_response(); },
             {Body::spooled, 10, "a"});
  CHECK(why(options, spools) == "spool_folder");
  options.spool_folder = "/nowhere/at/all";
  CHECK(why(options, spools) == "spool_folder");

  options.certificate_file = options.key_file = "/nowhere/at/all.pem";
  CHECK(why(options, Router()) == "/nowhere/at/all.pem");
}

}  // namespace
}  // namespace formulary::http
