// What server do the tests attack? One with a few routes on a free port of this machine.
#pragma once

#include <doctest/doctest.h>

#include <atomic>
#include <chrono>
#include <mutex>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include "http/client.h"
#include "http/server.h"
#include "support/raw_client.h"
#include "support/temporary_folder.h"

namespace formulary::http {

using std::chrono::milliseconds;
using support::RawClient;

// Wait until something holds; no = it did not within 10 s, which no machine needs.
template <typename Holds>
bool soon(Holds holds) {
  for (int i = 0; i < 2000; ++i) {
    if (holds()) return true;
    std::this_thread::sleep_for(milliseconds(5));
  }
  return false;
}

// A door that handlers wait at until the test opens it.
class Door {
 public:
  ~Door() { open(); }
  void open() { open_ = true; }
  void pass() {
    ++waiting_;
    while (!open_) std::this_thread::sleep_for(milliseconds(1));
    --waiting_;
  }
  int waiting() const { return waiting_; }

 private:
  std::atomic<bool> open_{false};
  std::atomic<int> waiting_{0};
};

struct Sample {
  Sample() {
    options.io_threads = 2;
    options.worker_threads = 4;
    options.spool_folder = folder.path();
    options.log = [this](const std::string& line) {
      const std::lock_guard lock(mutex);
      lines.push_back(line);
    };
    options.clock = [] { return Instant::parse("1994-11-06T08:49:37Z").value(); };  // RFC 9110
    router.add(Method::get, "/hello", [](const Request&) { return text_response("hello"); })
        .add(Method::get, "/echo/{word}", echo)
        .add(Method::post, "/upper", upper, {Body::memory, 1000, "upper"})
        .add(Method::post, "/spool", spool, {Body::spooled, 1 << 20, "spool"})
        .add(Method::post, "/act", [](const Request&) { return empty_response(); })
        .add(Method::get, "/fails",
             [](const Request&) -> Response { throw std::runtime_error("secret of the inside"); })
        .add(Method::get, "/wait", [this](const Request&) {
          door.pass();
          return text_response("waited");
        });
  }
  ~Sample() { door.open(); }

  void start() {
    auto made = Server::start(options, router);
    if (!made) FAIL(describe(made.error().front()));
    server = std::move(*made);
  }
  RawClient raw(int receive_bytes = 0) const {
    RawClient client(server->port(), receive_bytes);
    REQUIRE(client.connected());
    return client;
  }
  // Send bytes on a connection of their own, and read to its end.
  std::string exchange(std::string_view bytes) const {
    RawClient client = raw();
    client.send(bytes);
    return client.read_all();
  }
  std::string url(const std::string& target) const {
    return "http://127.0.0.1:" + std::to_string(server->port()) + target;
  }
  Answer get(const std::string& target, const ClientOptions& with = {}) const {
    auto answer = http::get(url(target), with);
    if (!answer) FAIL(describe(answer.error().front()));
    return *answer;
  }
  std::vector<std::string> logged() {
    const std::lock_guard lock(mutex);
    return lines;
  }
  // Whether some line of the log holds this, by and by: it is written after the answer.
  bool logs(const std::string& word) {
    return soon([&] {
      for (const std::string& line : logged()) {
        if (line.find(word) != std::string::npos) return true;
      }
      return false;
    });
  }

  static Response echo(const Request& request) {
    std::string text = request.parameter("word") + "\n" + request.remote + "\n";
    for (const auto& [name, value] : request.query) text += name + "=" + value + "\n";
    return text_response(text);
  }
  static Response upper(const Request& request) {
    std::string text = request.body;
    for (char& c : text) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    return text_response(text);
  }
  static Response spool(const Request& request) {
    if (!request.body_file) return text_response("none");
    const auto again = File::open(request.body_file->path());
    return text_response(std::to_string(request.body_file->size()) + " " +
                         std::to_string(again ? (*again)->size() : 0));
  }

  support::TemporaryFolder folder;
  ServerOptions options;
  Router router;
  Door door;
  std::mutex mutex;
  std::vector<std::string> lines;
  std::unique_ptr<Server> server;  // goes first: its handlers use the rest
};

inline bool has(std::string_view text, std::string_view part) {
  return text.find(part) != std::string_view::npos;
}

}  // namespace formulary::http
