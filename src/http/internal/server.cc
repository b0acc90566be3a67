#include "http/server.h"

#include <sys/eventfd.h>
#include <unistd.h>

#include <cerrno>
#include <thread>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>

#include "base/must.h"
#include "http/internal/connection.h"
#include "http/internal/roster.h"
#include "http/internal/service.h"
#include "http/internal/wire.h"

namespace formulary::http {
namespace {

using std::chrono::milliseconds;

// Sent without waiting to who comes when there are too many.
constexpr std::string_view kTooMany =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 1\r\ncontent-length: 0\r\n"
    "connection: close\r\n\r\n";

std::string what_of(const std::exception_ptr& exception) {
  try {
    std::rethrow_exception(exception);
  } catch (const std::exception& error) {
    return error.what();
  } catch (...) {
    return "an exception of an unknown kind";
  }
}

}  // namespace

struct Server::Parts {
  Parts(const ServerOptions& options, const Router& router)
      : service(options, router), roster(options.most_connections) {}
  ~Parts() {
    if (stop_word >= 0) ::close(stop_word);
  }

  Result<bool> listen_on(const ServerOptions& options);
  Awaitable<void> accept_all();
  void take(Tcp::socket socket);
  void run();

  Service service;
  Roster roster;
  std::unique_ptr<Tls> tls;
  asio::io_context io;
  asio::executor_work_guard<asio::io_context::executor_type> work{io.get_executor()};
  Tcp::acceptor acceptor{asio::make_strand(io)};
  std::uint16_t port = 0;
  std::vector<std::thread> threads;
  int stop_word = -1;  // an eventfd: a signal handler may write to it
  std::once_flag stopped;
};

Result<bool> Server::Parts::listen_on(const ServerOptions& options) {
  const std::string place = options.address + ":" + std::to_string(options.port);
  ErrorCode error;
  const Tcp::endpoint end(asio::ip::make_address(options.address, error), options.port);
  if (!error) acceptor.open(end.protocol(), error);
  if (!error) acceptor.set_option(Tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(end, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (!error) port = acceptor.local_endpoint(error).port();
  if (error) {
    return fail(Fault{"address", 0, "cannot listen on " + place + ": " + error.message(),
                      "choose another address or port"});
  }
  stop_word = eventfd(0, EFD_CLOEXEC);
  MUST(stop_word >= 0);
  return true;
}

Awaitable<void> Server::Parts::accept_all() {
  while (acceptor.is_open()) {
    Tcp::socket socket(asio::make_strand(io));
    ErrorCode error;
    co_await acceptor.async_accept(socket, error_into(error));
    if (!error) {
      take(std::move(socket));
      continue;
    }
    if (!acceptor.is_open()) break;
    // Such as too many open files: connections that end make room again.
    service.log(LogLine("cannot_accept").add("error", error.message()));
    asio::steady_timer pause(acceptor.get_executor(), milliseconds(100));
    co_await pause.async_wait(error_into(error));
  }
}

void Server::Parts::take(Tcp::socket socket) {
  const auto executor = socket.get_executor();
  auto wire = tls ? tls->wire(std::move(socket), "") : plain_wire(std::move(socket));
  const auto connection = std::make_shared<Connection>(service, std::move(wire), tls != nullptr);
  if (!roster.enter(connection)) {
    ++service.metrics->refused_connections;
    Tcp::socket& refused = connection->wire().socket();
    ErrorCode error;
    refused.non_blocking(true, error);
    if (!tls) refused.send(asio::buffer(kTooMany), 0, error);
    return;
  }
  ++service.metrics->connections;
  asio::co_spawn(executor, connection->run(), [this, connection](std::exception_ptr exception) {
    if (exception) {
      service.log(LogLine("connection_failed").add("error", what_of(exception)));
    }
    --service.metrics->connections;
    roster.leave(*connection);
  });
}

void Server::Parts::run() {
  while (true) {
    try {
      io.run();
      return;
    } catch (const std::exception& error) {
      service.log(LogLine("io_failed").add("error", error.what()));
    }
  }
}

Result<std::unique_ptr<Server>> Server::start(const ServerOptions& options, const Router& router) {
  Faults faults = check(options);
  if (!faults.empty()) return fail(std::move(faults));
  for (const Route& route : router.routes()) {
    if (route.options.body != Body::spooled) continue;
    auto tried = File::unnamed(options.spool_folder);
    if (tried) break;
    const Fault& why = tried.error().front();
    return fail(Fault{"spool_folder", 0, why.file + " " + why.what, why.hint});
  }
  auto parts = std::make_unique<Parts>(options, router);
  if (!options.certificate_file.empty()) {
    TRY(tls, Tls::of_server(options.certificate_file, options.key_file));
    parts->tls = std::move(tls);
  }
  TRY(listening, parts->listen_on(options));
  MUST(listening);
  Parts& p = *parts;
  asio::co_spawn(p.acceptor.get_executor(), p.accept_all(), asio::detached);
  for (int i = 0; i < options.io_threads; ++i) p.threads.emplace_back([&p] { p.run(); });
  return std::unique_ptr<Server>(new Server(std::move(parts)));
}

Server::Server(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}

Server::~Server() {
  stop();
}

std::uint16_t Server::port() const {
  return parts_->port;
}

Metrics& Server::metrics() {
  return *parts_->service.metrics;
}

void Server::request_stop() noexcept {
  const std::uint64_t one = 1;
  const ssize_t written = write(parts_->stop_word, &one, sizeof one);
  static_cast<void>(written);  // full = it was asked for already
}

void Server::wait() {
  std::uint64_t times = 0;
  while (read(parts_->stop_word, &times, sizeof times) < 0 && errno == EINTR) {
  }
}

int Server::drain(milliseconds deadline) {
  Parts& parts = *parts_;
  parts.service.draining = true;
  parts.roster.close();
  asio::post(parts.acceptor.get_executor(), [&parts] {
    ErrorCode error;
    parts.acceptor.close(error);
  });
  for (const auto& connection : parts.roster.all()) connection->wind_down();
  const std::size_t left = parts.roster.wait(deadline);
  stop();
  return static_cast<int>(left);
}

void Server::stop() {
  Parts& parts = *parts_;
  std::call_once(parts.stopped, [&parts] {
    parts.service.draining = true;
    parts.roster.close();
    asio::post(parts.acceptor.get_executor(), [&parts] {
      ErrorCode error;
      parts.acceptor.close(error);
    });
    for (const auto& connection : parts.roster.all()) connection->cut();
    parts.service.workers.stop();
    // All were cut, so all end at once. If one did not, its memory must not outlive the threads.
    if (parts.roster.wait(std::chrono::seconds(10)) > 0) parts.io.stop();
    parts.work.reset();
    for (std::thread& thread : parts.threads) thread.join();
  });
}

}  // namespace formulary::http
