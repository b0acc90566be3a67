#include "http/internal/intake.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cstring>

namespace formulary::http {
namespace {

void pour(Intake& intake, std::string_view bytes) {
  while (!bytes.empty()) {
    const auto [into, most] = intake.space();
    REQUIRE(most > 0);
    const std::size_t count = std::min(most, bytes.size());
    std::memcpy(into, bytes.data(), count);
    intake.came(count);
    bytes.remove_prefix(count);
  }
}

// The status with which a head is refused; 0 = it is taken, 1 = it has not ended.
int status_of(const std::string& bytes, const ServerOptions& options = {}) {
  Intake intake(options);
  pour(intake, bytes);
  Head head;
  const Intake::Step step = intake.read_head(head);
  if (step == Intake::Step::refused) return intake.refusal().status;
  return step == Intake::Step::done ? 0 : 1;
}

std::string head_with(const std::string& headers) {
  return "POST /a HTTP/1.1\r\nHost: h\r\n" + headers + "\r\n";
}

TEST_CASE("a head is taken apart") {
  const ServerOptions options;
  Intake intake(options);
  pour(intake,
       "\r\nPATCH /a%20b?c=d HTTP/1.1\r\nHost: h\r\nX-One: 1\r\nx-one:\t2 \r\nCookie: a=b\r\n"
       "cookie: c=d\r\nContent-Length: 3\r\nExpect: 100-Continue\r\n\r\nabc");
  Head head;
  REQUIRE(intake.read_head(head) == Intake::Step::done);
  CHECK(head.method == Method::patch);
  CHECK(head.target.path == "/a b");
  CHECK(head.headers.value("x-one") == "1, 2");
  CHECK(head.headers.value("cookie") == "a=b; c=d");
  CHECK(head.length == 3u);
  CHECK(head.has_body);
  CHECK(head.keep_alive);
  CHECK(head.expects_continue);
  std::string body;
  BodySink sink{3, 0, &body, nullptr};
  CHECK(intake.read_body(sink) == Intake::Step::done);
  CHECK(body == "abc");
  CHECK(intake.idle());
}

// RFC 9112: 2.2 line endings, 3 request line, 5.1 no space before a colon, 6.1 and 6.3 framing,
// 7.1 chunks, 11.2 smuggling.
TEST_CASE("a head that two programs could read in two ways is refused") {
  using Case = std::pair<int, std::string>;
  const std::string two = "Content-Length: 5\r\nContent-Length: 5\r\n";
  for (const auto& [status, bytes] : {
           Case{0, head_with("Content-Length: 5\r\n")},
           Case{0, head_with("Transfer-Encoding: Chunked\r\n")},
           Case{0, "GET / HTTP/1.0\r\n\r\n"},
           Case{400, head_with("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n")},
           Case{400, head_with("Transfer-Encoding: chunked\r\nContent-Length: 5\r\n")},
           Case{400, head_with(two)},
           Case{400, head_with("Content-Length: 5\r\nContent-Length: 6\r\n")},
           Case{400, head_with("Content-Length: 5, 5\r\n")},
           Case{400, head_with("Content-Length: +5\r\n")},
           Case{400, head_with("Content-Length: -5\r\n")},
           Case{400, head_with("Content-Length: 0x5\r\n")},
           Case{400, head_with("Content-Length:\r\n")},
           Case{400, head_with("Content-Length: 99999999999999999999\r\n")},
           Case{400, head_with("Content-Length : 5\r\n")},
           Case{400, head_with("Transfer-Encoding : chunked\r\n")},
           Case{501, head_with("Transfer-Encoding: gzip, chunked\r\n")},
           Case{501, head_with("Transfer-Encoding: xchunked\r\n")},
           Case{501, head_with("Transfer-Encoding: \"chunked\"\r\n")},
           Case{501, head_with("Transfer-Encoding: identity\r\n")},
           Case{400, head_with("Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n")},
           Case{400, "POST / HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n"},
           Case{400, head_with("Host: two\r\n")},
           Case{400, "GET / HTTP/1.1\r\n\r\n"},
           Case{400, head_with("X: a\x01z\r\n")},
           Case{400, head_with(std::string("X: a\0z\r\n", 8))},
           Case{400, head_with("X Y: a\r\n")},
           Case{400, head_with("no colon\r\n")},
           Case{400, head_with("X: a\nY: b\r\n")},
           Case{400, head_with("X: a\rY: b\r\n")},
           Case{400, "GET / HTTP/1.1\nHost: h\n\n"},
           Case{400, "GET  / HTTP/1.1\r\nHost: h\r\n\r\n"},
           Case{400, "GET /\r\n\r\n"},
           Case{505, "GET / HTTP/2.0\r\nHost: h\r\n\r\n"},
           Case{400, "PRI * HTTP/1.1\r\nHost: h\r\n\r\n"},
           Case{400, "GET /../a HTTP/1.1\r\nHost: h\r\n\r\n"},
           Case{0, "OPTIONS * HTTP/1.1\r\nHost: h\r\n\r\n"},
           Case{400, std::string("\x16\x03\x01\x02\x00\x01\r\n\r\n", 10)},  // TLS to a plain port
       }) {
    INFO(bytes);
    CHECK(status_of(bytes) == status);
  }
}

TEST_CASE("the limits of a head hold before it has ended, a byte either way") {
  ServerOptions options;
  options.most_request_line_bytes = 100;
  options.most_head_bytes = 1000;
  options.most_headers = 5;
  const auto line_of = [](std::size_t bytes) {  // with its CRLF
    const std::string frame = "GET / HTTP/1.1\r\n";
    return "GET /" + std::string(bytes - frame.size(), 'a') + " HTTP/1.1\r\n";
  };
  CHECK(status_of(line_of(100) + "Host: h\r\n\r\n", options) == 0);
  CHECK(status_of(line_of(101) + "Host: h\r\n\r\n", options) == 414);
  CHECK(status_of("GET /" + std::string(95, 'a'), options) == 1);
  CHECK(status_of("GET /" + std::string(96, 'a'), options) == 414);

  const std::string start = "GET / HTTP/1.1\r\nHost: h\r\n";
  const auto filled = [&](std::size_t bytes) {
    return start + "X: " + std::string(bytes - start.size() - 7, 'a') + "\r\n\r\n";
  };
  CHECK(status_of(filled(1000), options) == 0);
  CHECK(status_of(filled(1001), options) == 431);
  CHECK(status_of(start + "X: " + std::string(2000, 'a'), options) == 431);
  CHECK(status_of(start + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\n\r\n", options) == 0);
  CHECK(status_of(start + "A: 1\r\nB: 1\r\nC: 1\r\nD: 1\r\nE: 1\r\n\r\n", options) == 431);
}

struct Read {
  std::string body;
  int status = 0;  // 0 = taken, 1 = not ended
  bool operator==(const Read&) const = default;
};

Read body_of(const std::string& framing, const std::string& bytes, std::uint64_t most,
             std::size_t step) {
  const ServerOptions options;
  Intake intake(options);
  pour(intake, head_with(framing));
  Head head;
  REQUIRE(intake.read_head(head) == Intake::Step::done);
  Read read;
  BodySink sink{most, 0, &read.body, nullptr};
  for (std::size_t at = 0; at < bytes.size(); at += step) {
    pour(intake, std::string_view(bytes).substr(at, step));
    const Intake::Step taken = intake.read_body(sink);
    if (taken == Intake::Step::refused) return {"", intake.refusal().status};
    if (taken == Intake::Step::done) return read;
  }
  return {"", 1};  // how much of it was taken until then is of no matter
}

Read chunks_of(const std::string& bytes, std::uint64_t most = 100) {
  const Read whole = body_of("Transfer-Encoding: chunked\r\n", bytes, most, bytes.size());
  for (const std::size_t step : {1, 2, 3, 7}) {  // however it comes in
    const Read pieces = body_of("Transfer-Encoding: chunked\r\n", bytes, most, step);
    INFO(bytes, " by ", step);
    CHECK(pieces.body == whole.body);
    CHECK(pieces.status == whole.status);
  }
  return whole;
}

TEST_CASE("a body in chunks is put together, and its limit holds while it comes in") {
  CHECK(chunks_of("3\r\nabc\r\n0a;x=y\r\n0123456789\r\n0\r\nTrailer: t\r\n\r\n") ==
        Read{"abc0123456789", 0});
  CHECK(chunks_of("0\r\n\r\n") == Read{"", 0});
  CHECK(chunks_of("3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n", 5) == Read{"abcde", 0});
  CHECK(chunks_of("3\r\nabc\r\n3\r\ndef\r\n0\r\n\r\n", 5).status == 413);
  CHECK(chunks_of("6\r\nabcdef\r\n0\r\n\r\n", 5).status == 413);
  CHECK(chunks_of("3\r\nab").status == 1);
  for (const std::string bad :
       {"x\r\n\r\n", "-1\r\na\r\n", "3\r\nabcd\r\n0\r\n\r\n", "\r\n\r\n\r\n", "0x3\r\nabc\r\n\r\n",
        "10000000000000000\r\n", "3 \r\nabc\r\n0\r\n\r\n", "3\nabc\r\n0\r\n\r\n", "3;=\r\nabc\r\n",
        "0\r\nbad trailer\r\n\r\n"}) {
    INFO(bad);
    CHECK(chunks_of(bad).status == 400);
  }
  // Neither a chunk's line nor trailers go on for ever.
  CHECK(body_of("Transfer-Encoding: chunked\r\n", "1;" + std::string(20'000, 'a'), 9, 997).status ==
        400);
  std::string trailers = "0\r\n";
  for (int i = 0; i < 2000; ++i) trailers += "Trailer: t\r\n";
  CHECK(body_of("Transfer-Encoding: chunked\r\n", trailers, 9, 997).status == 400);
}

TEST_CASE("requests that follow each other at once are told apart, however they are cut") {
  const std::string one =
      "POST /a HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\n\r\nGET ";  // a body like a request
  const std::string two =
      "POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhi\r\n0\r\n\r\n";
  const std::string three = "GET /c HTTP/1.1\r\nHost: h\r\n\r\n";
  const std::string bytes = one + two + three;
  rc::check([&](const std::vector<std::uint8_t>& cuts) {
    const ServerOptions options;
    Intake intake(options);
    std::string seen;
    std::string body;
    bool in_body = false;
    Head head;
    BodySink sink{100, 0, &body, nullptr};
    const auto read = [&] {
      while (!intake.idle()) {
        const auto step = in_body ? intake.read_body(sink) : intake.read_head(head);
        RC_ASSERT(step != Intake::Step::refused);
        if (step == Intake::Step::more) return;
        if (!in_body && head.has_body) {
          in_body = true;
          continue;
        }
        seen += head.target.path + "=" + body + ";";
        body.clear();
        head = {};
        sink.taken = 0;
        in_body = false;
      }
    };
    std::size_t at = 0;
    for (const std::uint8_t cut : cuts) {
      pour(intake, std::string_view(bytes).substr(std::min(at, bytes.size()), cut));
      at += cut;
      read();
    }
    pour(intake, std::string_view(bytes).substr(std::min(at, bytes.size())));
    read();
    RC_ASSERT(seen == "/a=GET ;/b=hi;/c=;");
    RC_ASSERT(intake.idle());
  });
}

}  // namespace
}  // namespace formulary::http
