// What happens on one connection, from its first byte to its end?
#pragma once

#include <atomic>
#include <chrono>
#include <memory>
#include <string>
#include <string_view>

#include <boost/asio/steady_timer.hpp>

#include "http/internal/exchange.h"
#include "http/internal/intake.h"
#include "http/internal/service.h"
#include "http/internal/wire.h"

namespace formulary::http {

// One coroutine on a strand of its own takes the requests one after another; handlers run on
// workers meanwhile. A timer cancels whatever the coroutine waits for on the socket.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  Connection(Service& service, std::unique_ptr<Wire> wire, bool tls);

  // Take requests until the end; the caller holds a shared_ptr for as long.
  Awaitable<void> run();

  // From any thread: end when nothing is under way, event streams included; end at once.
  void wind_down();
  void cut();

  Wire& wire() { return *wire_; }

 private:
  using Clock = std::chrono::steady_clock;
  using Time = Clock::time_point;

  Awaitable<bool> serve_one();
  Awaitable<bool> receive_head(Exchange& exchange);
  Awaitable<void> receive_body(Exchange& exchange);
  Awaitable<bool> receive();
  Awaitable<void> work(std::shared_ptr<Exchange> exchange);
  Awaitable<void> linger();

  Awaitable<void> answer(Exchange& exchange);
  Awaitable<void> send_file(Exchange& exchange, std::string_view head, std::uint64_t length);
  Awaitable<void> send_events(Exchange& exchange, std::string_view head);
  Awaitable<void> pass_on(EventStream& events, Exchange& exchange);
  Awaitable<void> send(Exchange& exchange, std::string_view first, std::string_view second);
  Awaitable<void> watch();

  void too_slow(Exchange& exchange);
  bool slow_reader() const;  // of an event stream

  // The socket's operations are cancelled then; timed_out_ says that it was for this.
  void set_deadline(Time at);
  void await_deadline(Time at);
  void no_deadline();

  // Wait for a word of another thread (wake), or until then. May return for no reason.
  Awaitable<void> pause(Time until);
  void wake();
  void signal();  // on the strand

  Service& service_;
  std::unique_ptr<Wire> wire_;
  const bool tls_;
  std::string peer_;
  Intake intake_;

  asio::steady_timer deadline_;
  std::uint64_t deadlines_ = 0;  // a timer that went off for an older one is ignored
  bool timed_out_ = false;

  asio::steady_timer pause_;
  bool signalled_ = false;
  std::atomic<bool> waking_{false};

  bool first_ = true;      // no request came yet
  bool idle_ = true;       // nothing is lost when it ends now
  bool answered_ = false;  // the last request
  bool lost_ = false;      // nothing more can be written
  bool watching_ = false;  // whether the client of an event stream is still there
  std::shared_ptr<EventStream> events_;
};

}  // namespace formulary::http
