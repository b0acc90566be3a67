#include <doctest/doctest.h>

#include <csignal>

#include "http/server.h"
#include "support/sample_server.h"

namespace formulary::http {
namespace {

TEST_CASE("draining lets running requests finish, closes the idle ones and takes no new ones") {
  Sample sample;
  sample.start();
  RawClient idle = sample.raw();
  idle.send("GET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(idle.read_answer().ends_with("hello"));
  RawClient fresh = sample.raw();  // has not said a word
  RawClient running = sample.raw();
  running.send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\nGET /hello HTTP/1.1\r\nHost: h\r\n\r\n");
  REQUIRE(soon([&] { return sample.door.waiting() == 1; }));

  int cut = -1;
  std::thread drain([&] { cut = sample.server->drain(std::chrono::seconds(30)); });
  CHECK(idle.ended());
  CHECK(fresh.ended());
  CHECK(soon([&] { return !RawClient(sample.server->port()).connected(); }));
  sample.door.open();
  const std::string answer = running.read_all();
  CHECK(has(answer, "connection: close\r\n"));
  CHECK(answer.ends_with("waited"));  // and the request behind it is not begun
  running.hang_up();
  drain.join();
  CHECK(cut == 0);
}

TEST_CASE("draining ends event streams, and cuts who is not done by the deadline") {
  Sample sample;
  auto stream = std::make_shared<EventStream>();
  sample.router.add(Method::get, "/events", [&](const Request&) { return event_response(stream); });
  sample.start();
  RawClient listener = sample.raw();
  listener.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
  listener.read_to("\r\n\r\n");
  RawClient slow = sample.raw();
  slow.send("POST /upper HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\nExpect: 100-continue\r\n\r\n");
  CHECK(has(slow.read_to("\r\n\r\n"), "100 Continue"));  // its request is under way
  int cut = -1;
  std::thread drain([&] { cut = sample.server->drain(milliseconds(300)); });
  CHECK(listener.read_all() == "0\r\n\r\n");
  listener.hang_up();
  drain.join();
  CHECK(cut == 1);
  CHECK(slow.ended());
  CHECK(!stream->send("", "late"));
}

TEST_CASE("stopping drops what waits for a worker and waits for what runs") {
  Sample sample;
  sample.options.worker_threads = 1;
  sample.start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 3; ++i) {
    clients.push_back(sample.raw());
    clients.back().send("GET /wait HTTP/1.1\r\nHost: h\r\n\r\n");
    REQUIRE(soon([&] { return sample.door.waiting() == 1; }));
  }
  REQUIRE(soon([&] { return sample.server->metrics().waiting == 2; }));
  std::thread stop([&] { sample.server->stop(); });
  for (RawClient& client : clients) CHECK(client.ended());
  CHECK(sample.door.waiting() == 1);
  sample.door.open();
  stop.join();
  sample.server->stop();  // once more does no harm
  CHECK(sample.server->metrics().connections == 0);
}

TEST_CASE("a stream that was made for a client that is gone by then tells its sender") {
  Sample sample;
  auto stream = std::make_shared<EventStream>();
  sample.router.add(Method::get, "/late", [&](const Request&) {
    sample.door.pass();
    return event_response(stream);
  });
  sample.start();
  RawClient client = sample.raw();
  client.send("GET /late HTTP/1.1\r\nHost: h\r\n\r\n");
  REQUIRE(soon([&] { return sample.door.waiting() == 1; }));
  std::thread stop([&] { sample.server->stop(); });
  CHECK(client.ended());
  sample.door.open();
  stop.join();
  CHECK(stream->state() == EventStream::State::gone);
}

TEST_CASE("a server that nobody asked anything stops at once") {
  for (int i = 0; i < 20; ++i) {
    Sample sample;
    sample.start();
    if (i % 2 == 0) CHECK(sample.server->drain(std::chrono::seconds(5)) == 0);
  }
}

Server* signalled = nullptr;

TEST_CASE("a signal handler may ask for the end") {
  Sample sample;
  sample.start();
  signalled = sample.server.get();
  const auto before = std::signal(SIGUSR1, [](int) { signalled->request_stop(); });
  std::thread waits([&] { sample.server->wait(); });
  CHECK(std::raise(SIGUSR1) == 0);
  waits.join();
  std::signal(SIGUSR1, before);
  CHECK(sample.get("/hello").status == 200);  // asking is not stopping
}

}  // namespace
}  // namespace formulary::http
