#include "http/internal/connection.h"

#include <array>

#include <boost/asio/post.hpp>

namespace formulary::http {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

// How long and how much is read after the last answer, so that the client gets to see it: a
// socket closed with unread bytes takes its own last words back (RFC 9112, 9.6).
constexpr milliseconds kLinger{2'000};
constexpr std::size_t kLingerBytes = 1 << 20;

constexpr milliseconds kAgain{50};

// In log and metrics, where nobody was left to answer (nginx's number for it).
constexpr int kClientGone = 499;

std::string peer_of(Tcp::socket& socket) {
  ErrorCode error;
  const Tcp::endpoint end = socket.remote_endpoint(error);
  return error ? "" : end.address().to_string();
}

// Calls back when the last that holds it lets go: a job was done or dropped.
class Turn {
 public:
  explicit Turn(std::function<void()> over) : over_(std::move(over)) {}
  ~Turn() { over_(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

 private:
  std::function<void()> over_;
};

}  // namespace

Connection::Connection(Service& service, std::unique_ptr<Wire> wire, bool tls)
    : service_(service),
      wire_(std::move(wire)),
      tls_(tls),
      peer_(peer_of(wire_->socket())),
      intake_(service.options),
      deadline_(wire_->socket().get_executor()),
      pause_(wire_->socket().get_executor()) {}

Awaitable<void> Connection::run() {
  ErrorCode error;
  if (service_.draining) co_return;
  wire_->socket().set_option(Tcp::no_delay(true), error);
  set_deadline(Clock::now() + service_.options.time.head);
  co_await wire_->shake_hands(error);
  no_deadline();
  if (error) {
    service_.log(LogLine("no_handshake").add("remote", peer_).add("error", error.message()));
    lost_ = true;
  }
  while (!lost_) {
    const bool more = co_await serve_one();
    if (!more) break;
  }
  if (!lost_) co_await linger();
  wire_->socket().close(error);
}

Awaitable<bool> Connection::serve_one() {
  auto exchange = std::make_shared<Exchange>(service_);
  exchange->request.id = service_.new_id();
  exchange->request.remote = peer_;
  const bool asked = co_await receive_head(*exchange);
  if (!asked) co_return false;
  first_ = false;
  if (!exchange->answered) {
    admit(*exchange, peer_, tls_);
    exchange->keep = exchange->head.keep_alive && !(exchange->answered && exchange->head.has_body);
  }
  if (!exchange->answered && exchange->head.has_body) co_await receive_body(*exchange);
  if (!exchange->answered && !lost_) co_await work(exchange);
  if (lost_) exchange->response.status = kClientGone;
  answered_ = !lost_;
  if (answered_) co_await answer(*exchange);
  record(*exchange, lost_);
  co_return exchange->keep && !lost_;
}

// No = there is no request to answer.
Awaitable<bool> Connection::receive_head(Exchange& exchange) {
  const TimeLimits& time = service_.options.time;
  idle_ = intake_.idle();
  answered_ = false;
  set_deadline(Clock::now() + (idle_ && !first_ ? time.idle : time.head));
  Intake::Step step = Intake::Step::more;
  while (true) {
    if (idle_ && service_.draining) break;
    step = intake_.read_head(exchange.head);
    if (step != Intake::Step::more) break;
    const bool more = co_await receive();
    if (!more) break;
    if (idle_) set_deadline(Clock::now() + time.head);
    idle_ = false;
  }
  no_deadline();
  exchange.begun = Clock::now();
  idle_ = false;
  if (step == Intake::Step::refused) refuse(exchange, intake_.refusal());
  if (step == Intake::Step::more && timed_out_ && !intake_.idle()) too_slow(exchange);
  co_return step == Intake::Step::done || exchange.answered;
}

Awaitable<void> Connection::receive_body(Exchange& exchange) {
  const TimeLimits& time = service_.options.time;
  BodySink sink;
  sink.most = exchange.route->options.most_bytes;
  std::shared_ptr<File> file;
  if (exchange.route->options.body == Body::spooled) {
    auto made = File::unnamed(service_.options.spool_folder);
    if (!made) {
      exchange.keep = false;
      exchange.error = describe(made.error().front());
      co_return refuse(exchange, {507, "/problems/no-space", "The body could not be kept.", ""});
    }
    file = std::move(*made);
    sink.file = file.get();
  } else {
    sink.memory = &exchange.request.body;
  }
  if (exchange.head.expects_continue && intake_.idle()) {
    co_await send(exchange, "HTTP/1.1 100 Continue\r\n\r\n", "");
  }
  const Time begun = Clock::now();
  while (!lost_) {
    const Intake::Step step = intake_.read_body(sink);
    exchange.bytes_in = sink.taken;
    if (step == Intake::Step::refused) refuse(exchange, intake_.refusal());
    if (step != Intake::Step::more) break;
    const auto earned = milliseconds(sink.taken * 1000 / time.least_body_bytes_per_second);
    set_deadline(begun + time.body + earned);
    const bool more = co_await receive();
    no_deadline();
    if (more) continue;
    lost_ = !timed_out_;
    if (timed_out_) too_slow(exchange);
    break;
  }
  exchange.request.body_file = std::move(file);
  if (exchange.answered) exchange.keep = false;
}

// No = the client has ended, or the deadline came.
Awaitable<bool> Connection::receive() {
  const auto [into, most] = intake_.space();
  ErrorCode error;
  const std::size_t bytes = co_await wire_->read_some(into, most, error);
  if (error) co_return false;
  intake_.came(bytes);
  co_return !timed_out_;
}

Awaitable<void> Connection::work(std::shared_ptr<Exchange> exchange) {
  Exchange& x = *exchange;
  // Whether it was done or dropped, the word comes back through the strand.
  auto turn = std::make_shared<Turn>([self = shared_from_this(), exchange] {
    asio::post(self->wire_->socket().get_executor(), [self, exchange] {
      exchange->worked = true;
      self->signal();
    });
  });
  const bool taken = service_.workers.offer([exchange, turn] { call_handler(*exchange); });
  turn.reset();
  while (!x.worked) co_await pause(Time::max());
  if (x.response.events) events_ = x.response.events;
  if (taken) co_return;
  refuse(x, {503, "/problems/overloaded", "The server has too much to do.", ""});
  x.response.headers.set("retry-after", "1");
}

void Connection::too_slow(Exchange& exchange) {
  ++service_.metrics->cut_connections;
  exchange.keep = false;
  refuse(exchange, {408, "/problems/timeout", "The request did not come in time.", ""});
}

// Say goodbye, and after an answer let the client finish what it is saying.
Awaitable<void> Connection::linger() {
  ErrorCode error;
  idle_ = true;
  set_deadline(Clock::now() + kLinger);
  co_await wire_->say_goodbye(error);
  std::array<char, 4096> ignored;
  std::size_t bytes = 0;
  Tcp::socket& socket = wire_->socket();
  while (answered_ && !timed_out_ && bytes < kLingerBytes) {
    bytes += co_await socket.async_read_some(asio::buffer(ignored), error_into(error));
    if (error) break;
  }
  no_deadline();
}

void Connection::set_deadline(Time at) {
  timed_out_ = false;
  ++deadlines_;
  await_deadline(at);
}

// A word to cancel reaches only what waits at that moment, and a write or a step of TLS is many
// waits with pauses between them: it is said again until it was heard.
void Connection::await_deadline(Time at) {
  deadline_.expires_at(at);
  deadline_.async_wait([weak = weak_from_this(), number = deadlines_](ErrorCode error) {
    const std::shared_ptr<Connection> self = weak.lock();
    if (error || !self || self->deadlines_ != number) return;
    self->timed_out_ = true;
    self->wire_->socket().cancel(error);
    self->await_deadline(Clock::now() + kAgain);
  });
}

void Connection::no_deadline() {
  ++deadlines_;
  deadline_.cancel();
}

Awaitable<void> Connection::pause(Time until) {
  if (!signalled_) {
    ErrorCode error;
    pause_.expires_at(until);
    co_await pause_.async_wait(error_into(error));
  }
  signalled_ = false;
}

void Connection::signal() {
  signalled_ = true;
  pause_.cancel();
}

void Connection::wake() {
  if (waking_.exchange(true)) return;
  asio::post(wire_->socket().get_executor(), [self = shared_from_this()] {
    self->waking_ = false;
    self->signal();
    // A write that the client does not take would wait for its deadline otherwise.
    if (self->slow_reader()) self->await_deadline(Clock::now());
  });
}

bool Connection::slow_reader() const {
  return events_ && events_->state() == EventStream::State::too_slow;
}

void Connection::wind_down() {
  asio::post(wire_->socket().get_executor(), [self = shared_from_this()] {
    if (self->idle_) self->await_deadline(Clock::now());
    if (self->events_) self->events_->close();
  });
}

void Connection::cut() {
  asio::post(wire_->socket().get_executor(), [self = shared_from_this()] {
    ErrorCode error;
    self->lost_ = true;
    self->wire_->socket().close(error);
    self->signal();
  });
}

}  // namespace formulary::http
