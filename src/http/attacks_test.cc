#include <doctest/doctest.h>

#include "http/server.h"
#include "support/sample_server.h"

namespace formulary::http {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begun) {
  return std::chrono::duration<double>(Clock::now() - begun).count();
}

std::string post_head(const std::string& path, const std::string& headers) {
  return "POST " + path + " HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

TEST_CASE("clients that send their head drop by drop are cut while others are served") {
  Sample sample;
  sample.options.time.head = milliseconds(300);
  sample.start();
  std::vector<RawClient> slow;
  for (int i = 0; i < 100; ++i) {
    slow.push_back(sample.raw());
    slow.back().send("GET /hello HTTP/1.1\r\nX: ");
  }
  RawClient silent = sample.raw();
  std::atomic<bool> over{false};
  std::thread drops([&] {
    while (!over) {  // no single pause is long, and no other limit is reached
      for (RawClient& client : slow) client.send("a");
      std::this_thread::sleep_for(milliseconds(20));
    }
  });
  for (int i = 0; i < 20; ++i) CHECK(sample.get("/hello").status == 200);
  CHECK(silent.ended());
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
  CHECK(sample.server->metrics().cut_connections > 0);
  over = true;
  drops.join();
  CHECK(sample.logs("\"status\":408"));
}

TEST_CASE("a body that comes more slowly than the least rate is cut, a steady one is not") {
  Sample sample;
  sample.options.time.body = milliseconds(300);
  sample.options.time.least_body_bytes_per_second = 100;
  sample.start();
  RawClient slow = sample.raw();
  slow.send(post_head("/upper", "Content-Length: 900\r\n"));
  const auto begun = Clock::now();
  while (seconds_since(begun) < 9 && slow.send("a")) {  // 20 bytes a second
    std::this_thread::sleep_for(milliseconds(50));
    if (sample.server->metrics().cut_connections > 0) break;
  }
  CHECK(slow.read_all().starts_with("HTTP/1.1 408"));

  // 500 bytes in 0.6 s: each has earned the time of the next, long after the first 300 ms.
  RawClient steady = sample.raw();
  steady.send(post_head("/upper", "Content-Length: 500\r\n"));
  for (int i = 0; i < 12; ++i) {
    steady.send(std::string(i < 11 ? 42 : 38, 'a'));
    std::this_thread::sleep_for(milliseconds(50));
  }
  CHECK(steady.read_answer().ends_with(std::string(500, 'A')));
}

TEST_CASE("a kept connection is closed when it is idle for too long") {
  Sample sample;
  sample.options.time.idle = milliseconds(100);
  sample.start();
  RawClient client = sample.raw();
  client.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(client.read_answer().ends_with("hello"));
  CHECK(client.read_all() == "");
  CHECK(client.ended());
}

TEST_CASE("heads and first lines that are too long are refused") {
  Sample sample;
  sample.start();
  CHECK(sample.exchange("GET /" + std::string(9'000, 'a') + " HTTP/1.1\r\nHost: h\r\n\r\n")
            .starts_with("HTTP/1.1 414"));
  std::string many = "GET / HTTP/1.1\r\nHost: h\r\n";
  for (int i = 0; i < 200'000; ++i) many += "X: 1\r\n";
  CHECK(sample.exchange(many + "\r\n").starts_with("HTTP/1.1 431"));
  CHECK(sample.exchange("GET / HTTP/1.1\r\nHost: h\r\nX: " + std::string(40'000, 'a') + "\r\n\r\n")
            .starts_with("HTTP/1.1 431"));
}

TEST_CASE("a body that is too long is refused before or while it comes in, never kept") {
  Sample sample;
  sample.start();
  // 1000 bytes are this route's limit.
  CHECK(sample.exchange(post_head("/upper", "Content-Length: 1001\r\n") + std::string(1001, 'a'))
            .starts_with("HTTP/1.1 413"));
  CHECK(sample.exchange(post_head("/upper", "Content-Length: 18446744073709551615\r\n"))
            .starts_with("HTTP/1.1 413"));
  RawClient chunks = sample.raw();
  chunks.send(post_head("/upper", "Transfer-Encoding: chunked\r\n"));
  int sent = 0;
  while (sent < 5'000 && chunks.send("100\r\n" + std::string(256, 'a') + "\r\n")) ++sent;
  CHECK(chunks.read_to("\r\n").starts_with("HTTP/1.1 413"));
  CHECK(sample.logs("\"route\":\"/upper\",\"status\":413,\"bytes_in\":768"));  // three chunks

  CHECK(sample
            .exchange(post_head("/spool", "Transfer-Encoding: chunked\r\n") + "fffffff\r\n" +
                      std::string(2 << 20, 'a'))
            .starts_with("HTTP/1.1 413"));
  CHECK(sample.exchange(post_head("/act", "Content-Length: 1\r\n") + "a")
            .starts_with("HTTP/1.1 400"));
  CHECK(sample.exchange(post_head("/act", "Content-Length: 0\r\nConnection: close\r\n"))
            .starts_with("HTTP/1.1 204"));
}

TEST_CASE("all bodies in memory together have a limit, and what was taken is given back") {
  Sample sample;
  sample.options.most_body_memory_bytes = 1500;
  sample.start();
  RawClient first = sample.raw();
  first.send(post_head("/upper", "Content-Length: 800\r\nExpect: 100-continue\r\n"));
  CHECK(has(first.read_to("\r\n\r\n"), "100 Continue"));
  const std::string second =
      sample.exchange(post_head("/upper", "Content-Length: 800\r\n") + std::string(800, 'a'));
  CHECK(second.starts_with("HTTP/1.1 503"));
  CHECK(has(second, "retry-after: 1\r\n"));
  first.send(std::string(800, 'a'));
  CHECK(first.read_answer().ends_with("A"));
  CHECK(post(sample.url("/upper"), "text/plain", std::string(800, 'a'))->status == 200);
}

// Each try would smuggle GET /hello past a proxy that reads the length in the other way.
TEST_CASE("a request with two lengths is refused and what follows it is not taken for another") {
  Sample sample;
  sample.start();
  const std::string inner = "GET /hello HTTP/1.1\r\nHost: h\r\n\r\n";
  for (const std::string framing : {
           "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
           "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
           "Content-Length: 5\r\nContent-Length: 0\r\n",
           "Content-Length: 0\r\nContent-Length: 0\r\n",
           "Transfer-Encoding : chunked\r\n",
           "Transfer-Encoding: chunked, identity\r\n",
           "Transfer-Encoding:\x0b"
           "chunked\r\n",
           "X: a\nTransfer-Encoding: chunked\r\n",
       }) {
    INFO(framing);
    const std::string answer = sample.exchange(post_head("/upper", framing) + "0\r\n\r\n" + inner);
    CHECK((answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.1 501")));
    CHECK(answer.find("HTTP/1.1", 1) == std::string::npos);  // one answer, then the end
    CHECK(has(answer, "connection: close\r\n"));
  }
}

TEST_CASE("bad chunks, bad targets and bad bytes are refused and end the connection") {
  Sample sample;
  sample.start();
  const std::string chunked = post_head("/upper", "Transfer-Encoding: chunked\r\n");
  for (const std::string& bytes : {
           chunked + "zz\r\n\r\n",
           chunked + "-1\r\n\r\n",
           chunked + "fffffffffffffffff\r\n",
           chunked + "3\r\nabcdef\r\n0\r\n\r\n",
           chunked + "1;" + std::string(20'000, 'a'),
           std::string("GET /a/../b HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /%2e%2e/%2e%2e/etc/passwd HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /a%2fb HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /%zz HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /%00 HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /hello?x=%f HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET hello HTTP/1.1\r\nHost: h\r\n\r\n"),
           std::string("GET /hello HTTP/1.1\r\n\r\n"),
           std::string("\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n", 15),
           std::string("\n\n\n\n"),
       }) {
    INFO(bytes.substr(0, 80));
    const std::string answer = sample.exchange(bytes);
    CHECK(answer.starts_with("HTTP/1.1 400"));
    CHECK(has(answer, "/problems/bad-request"));
  }
  CHECK(sample.get("/hello").status == 200);
}

TEST_CASE("a client that hangs up, at any point, costs nothing and leaves nothing") {
  Sample sample;
  sample.router.add(Method::get, "/much",
                    [](const Request&) { return text_response(std::string(8 << 20, 'x')); });
  sample.start();
  for (int i = 0; i < 20; ++i) {
    sample.raw().send("GET /hel");
    sample.raw().send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    sample.raw().send(post_head("/spool", "Content-Length: 900000\r\n") +
                      std::string(100'000, 'a'));
    sample.raw().send(post_head("/upper", "Transfer-Encoding: chunked\r\n") + "5\r\nab");
    RawClient reader = sample.raw(4096);
    reader.send("GET /much HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(reader.read_to("\r\n\r\n").starts_with("HTTP/1.1 200"));
  }
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
  CHECK(sample.logs("\"route\":\"/spool\",\"status\":499"));
  CHECK(sample.logs("\"route\":\"/much\",\"status\":200"));
  CHECK(sample.logs("the connection ended before the answer did"));
  CHECK(std::filesystem::is_empty(sample.folder.path()));
  CHECK(sample.get("/hello").status == 200);
}

TEST_CASE("a client that does not read its answer is cut") {
  Sample sample;
  sample.options.time.write = milliseconds(200);
  sample.router.add(Method::get, "/much",
                    [](const Request&) { return text_response(std::string(32 << 20, 'x')); });
  sample.start();
  RawClient client = sample.raw(4096);
  client.send("GET /much HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(soon([&] { return sample.server->metrics().cut_connections == 1; }));
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
}

TEST_CASE("an address that asks too often is told when to come back; another is not touched") {
  Sample sample;
  sample.options.rate = {0.01, 5, 100};
  sample.options.trusted_proxies = 1;
  sample.start();
  ClientOptions with;
  with.headers = {{"x-forwarded-for", "5.5.5.5"}};
  for (int i = 0; i < 5; ++i) CHECK(sample.get("/hello", with).status == 200);
  const Answer refused = sample.get("/hello", with);
  CHECK(refused.status == 429);
  CHECK(refused.headers.value("retry-after") == "100");  // a token in 1 / 0.01 s
  CHECK(has(refused.body, "/problems/too-many-requests"));
  with.headers.set("x-forwarded-for", "6.6.6.6");
  CHECK(sample.get("/hello", with).status == 200);
}

TEST_CASE("what the workers cannot take is refused at once, and served again afterwards") {
  Sample sample;
  sample.options.worker_threads = 2;
  sample.options.most_waiting = 3;
  sample.start();
  std::vector<RawClient> clients;
  const auto wait = [&] {
    clients.push_back(sample.raw());
    clients.back().send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
  };
  for (int i = 0; i < 2; ++i) wait();
  REQUIRE(soon([&] { return sample.door.waiting() == 2; }));
  for (int i = 0; i < 3; ++i) wait();
  REQUIRE(soon([&] { return sample.server->metrics().waiting == 3; }));
  CHECK(sample.server->metrics().running == 2);
  const Answer refused = sample.get("/hello");
  CHECK(refused.status == 503);
  CHECK(refused.headers.has("retry-after"));
  CHECK(has(refused.body, "/problems/overloaded"));
  CHECK(sample.get("/none").status == 404);  // needs no worker
  sample.door.open();
  for (RawClient& client : clients) CHECK(client.read_answer().ends_with("waited"));
  CHECK(sample.get("/hello").status == 200);
}

TEST_CASE("more connections than were allowed are turned away, and taken when others end") {
  Sample sample;
  sample.options.most_connections = 3;
  sample.start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(sample.raw());
    clients.back().send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
    CHECK(clients.back().read_answer().ends_with("hello"));
  }
  RawClient fourth = sample.raw();
  CHECK(fourth.read_all().starts_with("HTTP/1.1 503"));
  CHECK(sample.server->metrics().refused_connections == 1);
  clients.clear();
  REQUIRE(soon([&] { return sample.server->metrics().connections == 0; }));
  CHECK(sample.get("/hello").status == 200);
}

}  // namespace
}  // namespace formulary::http
