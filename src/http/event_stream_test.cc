#include "http/event_stream.h"

#include <doctest/doctest.h>

#include <memory>

#include "base/must.h"

namespace formulary::http {
namespace {

TEST_CASE("an event is written as the HTML standard reads it, whatever ends its lines") {
  EventStream stream;
  CHECK(stream.send("progress", "a\nb\r\nc\rd", "7"));
  CHECK(stream.take() == "event: progress\nid: 7\ndata: a\ndata: b\ndata: c\ndata: d\n\n");
  CHECK(stream.send("", ""));
  CHECK(stream.take() == "data: \n\n");
  CHECK(stream.take().empty());
  CHECK_THROWS_AS(stream.send("a\nevent: b", "x"), Broken);
  CHECK_THROWS_AS(stream.send("a", "x", std::string("1\0", 2)), Broken);
}

TEST_CASE("what was sent before the end is still there after it; nothing comes later") {
  EventStream stream;
  stream.send("", "last");
  stream.close();
  CHECK(!stream.is_open());
  CHECK(stream.state() == EventStream::State::closed);
  CHECK(!stream.send("", "late"));
  CHECK(stream.take() == "data: last\n\n");
}

TEST_CASE("a reader that does not take what waits is cut, and the sender is told") {
  EventStreamOptions options;
  options.most_waiting_bytes = 100;
  EventStream stream(options);
  int woken = 0;
  stream.attach([&] { ++woken; });
  CHECK(stream.send("", std::string(500, 'x')));  // one alone may be long
  CHECK(!stream.send("", "y"));
  CHECK(stream.state() == EventStream::State::too_slow);
  CHECK(woken == 2);
  CHECK(stream.take().empty());
  stream.close();
  CHECK(stream.state() == EventStream::State::too_slow);
}

TEST_CASE("a stream whose client went away tells its sender and wakes nobody") {
  auto stream = std::make_shared<EventStream>();
  int woken = 0;
  stream->attach([&] { ++woken; });
  stream->send("", "x");
  stream->detach(EventStream::State::gone);
  const int before = woken;
  CHECK(!stream->send("", "y"));
  CHECK(stream->state() == EventStream::State::gone);
  CHECK(woken == before);
}

}  // namespace
}  // namespace formulary::http
