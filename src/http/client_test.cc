#include "http/client.h"

#include <doctest/doctest.h>

#include <functional>

#include "support/sample_server.h"

namespace formulary::http {
namespace {

// A server that answers one connection with these bytes, whatever it is asked.
class Canned {
 public:
  explicit Canned(std::string bytes, bool hangs = false) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in at{};
    at.sin_family = AF_INET;
    at.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof at;
    REQUIRE(bind(listener_, reinterpret_cast<sockaddr*>(&at), sizeof at) == 0);
    REQUIRE(listen(listener_, 1) == 0);
    REQUIRE(getsockname(listener_, reinterpret_cast<sockaddr*>(&at), &size) == 0);
    url_ = "http://127.0.0.1:" + std::to_string(ntohs(at.sin_port)) + "/a";
    thread_ = std::thread([this, bytes = std::move(bytes), hangs] {
      const int client = accept(listener_, nullptr, nullptr);
      char ignored[4096];
      (void)!recv(client, ignored, sizeof ignored, 0);
      (void)!send(client, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      while (hangs && recv(client, ignored, sizeof ignored, 0) > 0) {
      }
      close(client);
    });
  }
  ~Canned() {
    thread_.join();
    close(listener_);
  }
  const std::string& url() const { return url_; }

 private:
  int listener_;
  std::string url_;
  std::thread thread_;
};

Result<Answer> answer_to(const std::string& bytes, std::size_t most = 1000) {
  const Canned server(bytes);
  ClientOptions options;
  options.most_bytes = most;
  return get(server.url(), options);
}

TEST_CASE("an answer is read whatever its framing, after any number of interim ones") {
  CHECK(answer_to("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi")->body == "hi");
  CHECK(answer_to("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n")
            ->body == "hi");
  CHECK(answer_to("HTTP/1.0 200 OK\r\n\r\nhi")->body == "hi");
  CHECK(answer_to("HTTP/1.1 103 Early\r\n\r\nHTTP/1.1 204 No\r\n\r\n")->status == 204);
  const auto moved = answer_to("HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n");
  CHECK(moved->status == 302);  // not followed
  CHECK(moved->headers.value("location") == "/b");
}

TEST_CASE("an answer that is cut, too long or not HTTP is an error, not half an answer") {
  for (const std::string& bytes : {
           std::string(""),
           std::string("HTTP/1.1 200 OK\r\n"),
           std::string("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"),
           std::string("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n"),
           std::string("SSH-2.0-x\r\n\r\n"),
           "HTTP/1.1 200 OK\r\nContent-Length: 1001\r\n\r\n" + std::string(1001, 'a'),
           "HTTP/1.0 200 OK\r\n\r\n" + std::string(1001, 'a'),
           "HTTP/1.1 200 OK\r\nX: " + std::string(100'000, 'a') + "\r\n\r\n",
       }) {
    INFO(bytes.substr(0, 60));
    CHECK(!answer_to(bytes).has_value());
  }
}

TEST_CASE("a server that never answers, or never ends, is left in time") {
  for (const std::string bytes : {"", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhi"}) {
    const Canned server(bytes, true);
    ClientOptions options;
    options.time = milliseconds(100);
    const auto answer = get(server.url() + "?token=hush", options);
    REQUIRE(!answer.has_value());
    CHECK(answer.error().front().what == "gave no whole answer in time");
    CHECK(!has(describe(answer.error().front()), "hush"));
  }
}

TEST_CASE("what cannot be asked is an error with its reason") {
  CHECK(!get("ftp://127.0.0.1/").has_value());
  CHECK(!get("http://127.0.0.1:1/").has_value());  // nobody listens there
  ClientOptions options;
  options.headers = {{"x", "a\r\nb: c"}};
  CHECK(!get("http://127.0.0.1:1/", options).has_value());
  options.headers = {};
  options.authorities_file = "/nowhere/at/all.pem";
  CHECK(!get("https://127.0.0.1:1/", options).has_value());
}

TEST_CASE("method, headers and body arrive as they were given") {
  Sample sample;
  sample.router.add(Method::put, "/seen",
                    [](const Request& request) {
                      return text_response(std::string(name_of(request.method)) + " " +
                                           std::string(request.header("x-mine")) + " " +
                                           request.body);
                    },
                    {Body::memory, 100, "seen"});
  sample.start();
  ClientOptions options;
  options.headers = {{"X-Mine", "yes"}};
  CHECK(ask(Method::put, sample.url("/seen"), "body", options)->body == "PUT yes body");
  CHECK(ask(Method::head, sample.url("/hello"), "")->body == "");
}

}  // namespace
}  // namespace formulary::http
