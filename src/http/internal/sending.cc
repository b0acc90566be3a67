// How does an answer go out: a body, a file, or events as they come?
#include <algorithm>
#include <array>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>

#include "http/internal/connection.h"

namespace formulary::http {
namespace {

constexpr std::size_t kPiece = 64 * 1024;

// A piece of a body that is sent in chunks (RFC 9112, 7.1).
std::string chunk(std::string_view bytes) {
  std::array<char, 20> size{};
  std::size_t at = size.size();
  for (std::size_t rest = bytes.size(); rest > 0; rest /= 16) {
    size[--at] = "0123456789abcdef"[rest % 16];
  }
  std::string text(&size[at], size.size() - at);
  return text.append("\r\n").append(bytes).append("\r\n");
}

bool has_no_body(int status) {
  return status == 204 || status == 304;
}

// An event stream that somebody listens to, for as long as this lives.
class Listening {
 public:
  Listening(EventStream& events, Metrics& metrics, std::function<void()> wake)
      : events_(events), metrics_(metrics) {
    ++metrics_.event_streams;
    events_.attach(std::move(wake));
  }
  ~Listening() {
    events_.detach(EventStream::State::gone);
    --metrics_.event_streams;
  }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  EventStream& events_;
  Metrics& metrics_;
};

}  // namespace

// Send two texts, a piece at a time, each of which the client takes before the deadline.
Awaitable<void> Connection::send(Exchange& exchange, std::string_view first,
                                 std::string_view second) {
  while (!lost_ && first.size() + second.size() > 0) {
    const std::size_t one = std::min(first.size(), kPiece);
    const std::size_t two = one < first.size() ? 0 : std::min(second.size(), kPiece);
    const Wire::Pieces pieces{asio::buffer(first.data(), one), asio::buffer(second.data(), two)};
    ErrorCode error;
    set_deadline(Clock::now() + service_.options.time.write);
    co_await wire_->write(pieces, error);
    no_deadline();
    if (error) {
      lost_ = true;
      if (timed_out_ && !slow_reader()) ++service_.metrics->cut_connections;
      break;
    }
    exchange.bytes_out += one + two;
    first.remove_prefix(one);
    second.remove_prefix(two);
  }
}

Awaitable<void> Connection::answer(Exchange& exchange) {
  const Response& response = exchange.response;
  if (service_.draining || response.events) exchange.keep = false;
  const bool head_only = exchange.request.method == Method::head;
  Framing framing = Framing::length;
  if (response.events) framing = exchange.head.may_chunk ? Framing::chunks : Framing::to_the_end;
  if (has_no_body(response.status)) framing = Framing::none;
  const std::uint64_t length = response.file ? response.file->size() : response.body.size();
  const std::string head = head_text(exchange, framing, length);
  if (head_only || framing == Framing::none) {
    co_await send(exchange, head, "");
  } else if (response.events) {
    co_await send_events(exchange, head);
  } else if (response.file) {
    co_await send_file(exchange, head, length);
  } else {
    co_await send(exchange, head, response.body);
  }
  events_.reset();
}

Awaitable<void> Connection::send_file(Exchange& exchange, std::string_view head,
                                      std::uint64_t length) {
  std::string piece;
  std::uint64_t at = 0;
  while (!lost_ && (at < length || !head.empty())) {
    piece.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kPiece, length - at)));
    const std::size_t bytes = exchange.response.file->read_at(at, piece.data(), piece.size());
    if (bytes < piece.size()) {  // somebody made it shorter: what was promised cannot be kept
      exchange.error = "the file became shorter while it was sent";
      lost_ = true;
      break;
    }
    co_await send(exchange, head, piece);
    head = {};
    at += bytes;
  }
}

Awaitable<void> Connection::send_events(Exchange& exchange, std::string_view head) {
  EventStream& events = *exchange.response.events;
  const Listening listening(events, *service_.metrics, [this] { wake(); });
  if (service_.draining) events.close();
  co_await send(exchange, head, "");
  watching_ = true;
  asio::co_spawn(wire_->socket().get_executor(), watch(), asio::detached);
  co_await pass_on(events, exchange);
  if (slow_reader()) {
    exchange.error = "the reader of an event stream was too slow";
    ++service_.metrics->cut_connections;
    lost_ = true;
  }
  events.detach(lost_ ? EventStream::State::gone : EventStream::State::closed);
  if (exchange.head.may_chunk) co_await send(exchange, "0\r\n\r\n", "");
  while (watching_) {  // it reads from the wire that is about to be closed
    ErrorCode error;
    wire_->socket().cancel(error);
    const Time soon = Clock::now() + std::chrono::milliseconds(50);  // it may not have begun yet
    co_await pause(soon);
  }
}

Awaitable<void> Connection::pass_on(EventStream& events, Exchange& exchange) {
  Time heartbeat = Clock::now() + events.heartbeat();
  while (!lost_) {
    // In this order: what was queued before the end is taken after the end was seen.
    const EventStream::State state = events.state();
    std::string text = events.take();
    if (text.empty() && state != EventStream::State::open) break;
    if (text.empty() && Clock::now() >= heartbeat) text = ":\n\n";
    if (text.empty()) {
      co_await pause(heartbeat);
      continue;
    }
    if (exchange.head.may_chunk) text = chunk(text);
    co_await send(exchange, text, "");
    heartbeat = Clock::now() + events.heartbeat();
  }
}

// Read until the client of an event stream ends: a stream that is silent is not written to, and
// would notice only by its next heartbeat.
Awaitable<void> Connection::watch() {
  const std::shared_ptr<Connection> self = shared_from_this();
  std::array<char, 1024> ignored;
  std::size_t bytes = 0;
  ErrorCode error;
  while (!error && bytes < kPiece) {
    bytes += co_await wire_->read_some(ignored.data(), ignored.size(), error);
  }
  watching_ = false;
  const bool ours = error == asio::error::operation_aborted;  // a deadline, or this is the end
  if (!ours) {
    lost_ = true;
    wire_->socket().cancel(error);
  }
  signal();
}

}  // namespace formulary::http
