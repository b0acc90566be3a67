#include "http/server.h"

#include <doctest/doctest.h>

#include "base/must.h"
#include "support/sample_server.h"

namespace formulary::http {
namespace {

TEST_CASE("a route answers with its headers, the Date of the clock and the security headers") {
  Sample sample;
  sample.start();
  const Answer answer = sample.get("/hello");
  CHECK(answer.status == 200);
  CHECK(answer.body == "hello");
  CHECK(answer.headers.value("date") == "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110, 5.6.7
  CHECK(answer.headers.value("content-type") == "text/plain; charset=utf-8");
  CHECK(answer.headers.value("x-content-type-options") == "nosniff");
  CHECK(has(answer.headers.value("content-security-policy"), "frame-ancestors 'none'"));
  CHECK(answer.headers.has("referrer-policy"));
  CHECK(answer.headers.value("cache-control") == "no-store");
  CHECK(answer.headers.has("x-request-id"));
  CHECK(!answer.headers.has("strict-transport-security"));
}

TEST_CASE("path, query and body reach the handler decoded") {
  Sample sample;
  sample.start();
  CHECK(sample.get("/echo/%D0%B6%20a?x=1&y=%2B+z").body == "ж a\n127.0.0.1\nx=1\ny=+ z\n");
  const auto upper = post(sample.url("/upper"), "text/plain", "abc");
  REQUIRE(upper.has_value());
  CHECK(upper->body == "ABC");
  CHECK(sample
            .exchange("POST /upper HTTP/1.1\r\nHost: h\r\nConnection: close\r\n"
                      "Transfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n")
            .ends_with("\r\n\r\nABC"));
}

TEST_CASE("a spooled body lies in a nameless file, which is gone after the request") {
  Sample sample;
  sample.start();
  const auto answer = post(sample.url("/spool"), "text/csv", std::string(300'000, 'x'));
  REQUIRE(answer.has_value());
  CHECK(answer->body == "300000 300000");
  CHECK(post(sample.url("/spool"), "text/csv", "")->body == "none");
  CHECK(std::filesystem::is_empty(sample.folder.path()));
}

TEST_CASE("an unknown path is 404, another method 405 with Allow, an unknown method 501") {
  Sample sample;
  sample.start();
  const Answer none = sample.get("/none?secret=1");
  CHECK(none.status == 404);
  CHECK(none.headers.value("content-type") == "application/problem+json");
  CHECK(has(none.body, "\"type\":\"/problems/not-found\""));
  CHECK(has(none.body, std::string(none.headers.value("x-request-id"))));

  const auto wrong = ask(Method::remove, sample.url("/hello"), "");
  REQUIRE(wrong.has_value());
  CHECK(wrong->status == 405);
  CHECK(wrong->headers.value("allow") == "OPTIONS, GET, HEAD");
  CHECK(has(wrong->body, "/problems/method-not-allowed"));

  const auto options = ask(Method::options, sample.url("/upper"), "");
  REQUIRE(options.has_value());
  CHECK(options->status == 204);
  CHECK(options->headers.value("allow") == "OPTIONS, POST");
  CHECK(sample.exchange("OPTIONS * HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
            .starts_with("HTTP/1.1 204"));
  for (const std::string method : {"TRACE", "CONNECT", "BREW", "get"}) {
    CHECK(sample.exchange(method + " /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")
              .starts_with("HTTP/1.1 501"));
  }
}

TEST_CASE("HEAD gets the headers of GET, the length among them, and no body") {
  Sample sample;
  sample.start();
  RawClient client = sample.raw();
  client.send("HEAD /hello HTTP/1.1\r\nHost: h\r\n\r\nGET /echo/x HTTP/1.1\r\nHost: h\r\n\r\n");
  const std::string head = client.read_to("\r\n\r\n");
  CHECK(has(head, "HTTP/1.1 200 OK\r\n"));
  CHECK(has(head, "content-length: 5\r\n"));
  CHECK(client.read_to("\r\n") == "HTTP/1.1 200 OK\r\n");  // the next answer follows at once
}

TEST_CASE("requests that are sent without waiting are answered in their order") {
  Sample sample;
  sample.start();
  RawClient client = sample.raw();
  std::string requests;
  for (int i = 0; i < 50; ++i) {
    requests += "GET /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n";
    requests += "POST /upper HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nab";
  }
  client.send(requests);
  for (int i = 0; i < 50; ++i) {
    CHECK(has(client.read_answer(), "\r\n\r\n" + std::to_string(i) + "\n"));
    CHECK(client.read_answer().ends_with("\r\n\r\nAB"));
  }
}

TEST_CASE("a connection is kept as its version and its words say") {
  Sample sample;
  sample.start();
  RawClient new_one = sample.raw();
  new_one.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(!has(new_one.read_answer(), "connection:"));
  new_one.send("GET /hello HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
  CHECK(has(new_one.read_answer(), "connection: close\r\n"));
  CHECK(new_one.ended());

  RawClient old_one = sample.raw();
  old_one.send("GET /hello HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
  CHECK(has(old_one.read_answer(), "connection: keep-alive\r\n"));
  old_one.send("GET /hello HTTP/1.0\r\n\r\n");
  CHECK(has(old_one.read_answer(), "connection: close\r\n"));
  CHECK(old_one.ended());
}

TEST_CASE("a client that waits for our word before its body gets it, or the refusal at once") {
  Sample sample;
  sample.start();
  RawClient client = sample.raw();
  client.send(
      "POST /upper HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_to("\r\n\r\n") == "HTTP/1.1 100 Continue\r\n\r\n");
  client.send("abc");
  CHECK(client.read_answer().ends_with("ABC"));
  client.send(
      "POST /upper HTTP/1.1\r\nHost: h\r\nContent-Length: 9999\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read_to("\r\n").starts_with("HTTP/1.1 413"));
  CHECK(client.ended());
}

TEST_CASE("an exception is a 500 that does not tell, and a log line that does") {
  Sample sample;
  sample.start();
  const Answer answer = sample.get("/fails");
  CHECK(answer.status == 500);
  CHECK(has(answer.body, "/problems/internal"));
  CHECK(!has(answer.body, "secret"));
  const std::string id(answer.headers.value("x-request-id"));
  CHECK(has(answer.body, id));
  REQUIRE(sample.logs(id));
  for (const std::string& line : sample.logged()) {
    if (has(line, id)) CHECK(has(line, "\"error\":\"secret of the inside\""));
  }
  CHECK(sample.get("/hello").status == 200);
}

TEST_CASE("a handler cannot send a header of two lines, nor a status that is none") {
  Sample sample;
  sample.router
      .add(Method::get, "/split",
           [](const Request& request) {
             Response response = empty_response();
             response.headers.add("x", std::string(request.query.value("x")));
             return response;
           })
      .add(Method::get, "/status", [](const Request&) { return empty_response(42); });
  sample.start();
  const Answer split = sample.get("/split?x=a%0d%0aset-cookie:%20b");
  CHECK(split.status == 500);
  CHECK(!split.headers.has("set-cookie"));
  CHECK(sample.get("/split?x=a").headers.value("x") == "a");
  CHECK(sample.get("/status").status == 500);
}

TEST_CASE("the log has a line a request, and none of its secrets") {
  Sample sample;
  sample.start();
  ClientOptions with;
  with.headers = {{"authorization", "Bearer hush"}, {"cookie", "session=hush"}};
  const auto wait_for = [&](std::size_t count) {  // a line is written after its answer
    REQUIRE(soon([&] { return sample.logged().size() == count; }));
  };
  sample.get("/echo/word?token=hush", with);
  wait_for(1);
  with.headers.set("content-type", "text/plain");
  REQUIRE(ask(Method::post, sample.url("/upper?x=hush"), "hush", with).has_value());
  wait_for(2);
  sample.get("/none?x=hush");
  wait_for(3);
  const std::vector<std::string> lines = sample.logged();
  for (const std::string& line : lines) {
    CHECK(!has(line, "hush"));
    CHECK(has(line, "\"remote\":\"127.0.0.1\""));
    CHECK(has(line, "\"time\":\"1994-11-06T08:49:37.000Z\""));
    CHECK(has(line, "\"microseconds\":"));
  }
  CHECK(has(lines[0], "\"method\":\"GET\",\"route\":\"/echo/{word}\",\"status\":200"));
  CHECK(has(lines[1], "\"route\":\"/upper\",\"status\":200,\"bytes_in\":4"));
  CHECK(has(lines[2], "\"route\":\"none\",\"path\":\"/none\",\"status\":404"));
}

TEST_CASE("proxies are believed as far as they are trusted") {
  Sample sample;
  sample.options.trusted_proxies = 1;
  sample.router.add(Method::get, "/secure", [](const Request& request) {
    return text_response(request.secure ? "yes " + request.id : "no " + request.id);
  });
  sample.start();
  ClientOptions with;
  with.headers = {{"x-forwarded-for", "6.6.6.6, 5.5.5.5"},
                  {"x-forwarded-proto", "https"},
                  {"x-request-id", "from-proxy.1"}};
  CHECK(sample.get("/echo/x", with).body == "x\n5.5.5.5\n");
  const Answer secure = sample.get("/secure", with);
  CHECK(secure.body == "yes from-proxy.1");
  CHECK(secure.headers.has("strict-transport-security"));
  with.headers.set("x-request-id", "a\"b");
  CHECK(!has(sample.get("/secure", with).body, "a\"b"));

  Sample open;
  open.start();
  CHECK(open.get("/echo/x", with).body == "x\n127.0.0.1\n");
}

TEST_CASE("a server listens on IPv6 as on IPv4") {
  Sample sample;
  sample.options.address = "::1";
  if (!Server::start(sample.options, sample.router)) {
    MESSAGE("skipped: this machine has no IPv6");
    return;
  }
  sample.start();
  const auto answer = get("http://[::1]:" + std::to_string(sample.server->port()) + "/echo/x");
  REQUIRE(answer.has_value());
  CHECK(answer->body == "x\n::1\n");
}

TEST_CASE("a file is sent with its length, compressed text is smaller and says so") {
  Sample sample;
  std::string bytes;
  for (int i = 0; bytes.size() < 1'000'000; ++i) bytes += std::to_string(i * 7919) + "\n";
  sample.router
      .add(Method::get, "/file",
           [&](const Request&) {
             auto file = *File::unnamed(sample.folder.path());
             MUST(file->append(bytes));
             Response response;
             response.file = file;
             return response;
           })
      .add(Method::get, "/text", [&](const Request&) { return text_response(bytes); });
  sample.start();
  const Answer file = sample.get("/file");
  CHECK(file.headers.value("content-length") == std::to_string(bytes.size()));
  CHECK(file.body == bytes);
  CHECK(sample.get("/text").body == bytes);
  ClientOptions with;
  with.headers = {{"accept-encoding", "gzip"}};
  const Answer small = sample.get("/text", with);
  CHECK(small.headers.value("content-encoding") == "gzip");
  CHECK(small.body.size() < bytes.size() / 2);
}

TEST_CASE("two hundred clients at once get each their own answer") {
  Sample sample;
  sample.start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(sample.raw());
  for (int round = 0; round < 5; ++round) {
    for (std::size_t i = 0; i < clients.size(); ++i) {
      clients[i].send("GET /echo/" + std::to_string(i) + " HTTP/1.1\r\nHost: h\r\n\r\n");
    }
    for (std::size_t i = 0; i < clients.size(); ++i) {
      CHECK(has(clients[i].read_answer(), "\r\n\r\n" + std::to_string(i) + "\n"));
    }
  }
}

}  // namespace
}  // namespace formulary::http
