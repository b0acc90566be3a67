#include <doctest/doctest.h>

#include "http/server.h"
#include "support/sample_server.h"

namespace formulary::http {
namespace {

using Clock = std::chrono::steady_clock;

// A server whose /events keeps every stream that it gives out.
struct Streaming : Sample {
  Streaming() {
    router.add(Method::get, "/events", [this](const Request&) {
      auto stream = std::make_shared<EventStream>(with);
      const std::lock_guard lock(streams_mutex);
      streams.push_back(stream);
      return event_response(stream);
    });
  }
  ~Streaming() { server.reset(); }

  RawClient listen(int receive_bytes = 0) {
    RawClient client = raw(receive_bytes);
    client.send("GET /events HTTP/1.1\r\nHost: h\r\n\r\n");
    return client;
  }
  std::shared_ptr<EventStream> stream(std::size_t i) {
    REQUIRE(soon([&] {
      const std::lock_guard lock(streams_mutex);
      return streams.size() > i;
    }));
    const std::lock_guard lock(streams_mutex);
    return streams[i];
  }

  EventStreamOptions with;
  std::mutex streams_mutex;
  std::vector<std::shared_ptr<EventStream>> streams;
};

TEST_CASE("events come as they are sent, and the stream ends when its sender closes it") {
  Streaming sample;
  sample.start();
  RawClient client = sample.listen();
  const std::string head = client.read_to("\r\n\r\n");
  CHECK(has(head, "content-type: text/event-stream\r\n"));
  CHECK(has(head, "transfer-encoding: chunked\r\n"));
  CHECK(has(head, "cache-control: no-store\r\n"));
  const auto stream = sample.stream(0);
  CHECK(stream->send("tick", "1", "a"));
  CHECK(client.read_to("\n\n\r\n") == "1b\r\nevent: tick\nid: a\ndata: 1\n\n\r\n");  // 27 bytes
  CHECK(stream->send("", "last"));
  stream->close();
  CHECK(client.read_all() == "c\r\ndata: last\n\n\r\n0\r\n\r\n");
  CHECK(soon([&] { return sample.server->metrics().event_streams == 0; }));
  CHECK(sample.logs("\"route\":\"/events\",\"status\":200"));
}

TEST_CASE("an old client gets the events without chunks, HEAD gets none") {
  Streaming sample;
  sample.start();
  RawClient client = sample.raw();
  client.send("GET /events HTTP/1.0\r\n\r\n");
  const std::string head = client.read_to("\r\n\r\n");
  CHECK(!has(head, "transfer-encoding"));
  sample.stream(0)->send("", "x");
  CHECK(client.read_to("\n\n") == "data: x\n\n");
  sample.stream(0)->close();
  CHECK(client.read_all() == "");

  RawClient only_head = sample.raw();
  only_head.send("HEAD /events HTTP/1.1\r\nHost: h\r\n\r\n");
  CHECK(only_head.read_all().ends_with("\r\n\r\n"));
  CHECK(soon([&] { return !sample.stream(1)->is_open(); }));
}

TEST_CASE("a silent stream has a heartbeat") {
  Streaming sample;
  sample.with.heartbeat = milliseconds(50);
  sample.start();
  RawClient client = sample.listen();
  client.read_to("\r\n\r\n");
  for (int i = 0; i < 3; ++i) CHECK(client.read_to("\n\n\r\n") == "3\r\n:\n\n\r\n");
}

TEST_CASE("two hundred streams are open and cost no thread while requests are served quickly") {
  Streaming sample;
  sample.options.worker_threads = 2;
  sample.start();
  std::vector<RawClient> clients;
  for (int i = 0; i < 200; ++i) clients.push_back(sample.listen());
  for (RawClient& client : clients) CHECK(client.read_to("\r\n\r\n").starts_with("HTTP/1.1 200"));
  CHECK(sample.server->metrics().event_streams == 200);
  const auto begun = Clock::now();
  for (int i = 0; i < 50; ++i) CHECK(sample.get("/hello").status == 200);
  CHECK(std::chrono::duration<double>(Clock::now() - begun).count() < 5);  // 0.1 s a request
  for (int i = 0; i < 20; ++i) {
    for (const auto& stream : sample.streams) CHECK(stream->send("", std::to_string(i)));
  }
  for (RawClient& client : clients) {
    for (int i = 0; i < 20; ++i) client.read_to("data: " + std::to_string(i) + "\n\n");
  }
  for (const auto& stream : sample.streams) CHECK(stream->is_open());
}

TEST_CASE("a client that goes away ends its stream without a word being sent") {
  Streaming sample;
  sample.start();
  RawClient client = sample.listen();
  client.read_to("\r\n\r\n");
  const auto stream = sample.stream(0);
  client.hang_up();
  CHECK(soon([&] { return stream->state() == EventStream::State::gone; }));
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
}

TEST_CASE("a client that does not read is cut, and its sender never waits") {
  Streaming sample;
  sample.with.most_waiting_bytes = 100'000;
  sample.start();
  RawClient client = sample.listen(4096);
  const auto stream = sample.stream(0);
  // One every few milliseconds, so that the server is stuck in a write when the queue is full.
  const std::string data(90'000, 'x');
  CHECK(soon([&] { return !stream->send("", data); }));
  CHECK(stream->state() == EventStream::State::too_slow);
  CHECK(soon([&] { return sample.server->metrics().connections == 0; }));
  CHECK(sample.server->metrics().cut_connections == 1);
  CHECK(sample.logs("the reader of an event stream was too slow"));
}

TEST_CASE("many threads send to one stream while its client comes and goes") {
  Streaming sample;
  sample.start();
  for (int round = 0; round < 20; ++round) {
    RawClient client = sample.listen();
    const auto stream = sample.stream(static_cast<std::size_t>(round));
    std::vector<std::thread> senders;
    for (int i = 0; i < 4; ++i) {
      senders.emplace_back([&] {
        for (int n = 0; n < 200 && stream->send("n", "x"); ++n) std::this_thread::yield();
      });
    }
    if (round % 2 == 0) client.read_bytes(500);
    if (round % 3 == 0) stream->close();
    client.hang_up();
    for (std::thread& sender : senders) sender.join();
  }
  CHECK(soon([&] { return sample.server->metrics().event_streams == 0; }));
}

TEST_CASE("a stream may be closed before the answer has begun") {
  Sample sample;
  sample.router.add(Method::get, "/closed", [](const Request&) {
    auto stream = std::make_shared<EventStream>();
    stream->send("", "only");
    stream->close();
    return event_response(stream);
  });
  sample.start();
  for (int i = 0; i < 20; ++i) {
    CHECK(sample.exchange("GET /closed HTTP/1.1\r\nHost: h\r\n\r\n")
              .ends_with("\r\n\r\nc\r\ndata: only\n\n\r\n0\r\n\r\n"));
    CHECK(sample.exchange("GET /closed HTTP/1.0\r\n\r\n").ends_with("\r\n\r\ndata: only\n\n"));
  }
}

TEST_CASE("a sender may outlive the server") {
  auto sample = std::make_unique<Streaming>();
  sample->start();
  RawClient client = sample->listen();
  client.read_to("\r\n\r\n");
  const auto stream = sample->stream(0);
  std::atomic<bool> over{false};
  std::thread sender([&] {
    while (!over) stream->send("", "x");
  });
  sample.reset();
  over = true;
  sender.join();
  CHECK(!stream->is_open());
}

}  // namespace
}  // namespace formulary::http
