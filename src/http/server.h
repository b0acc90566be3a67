// How are requests taken from the network, within limits, and answered by routes?
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "base/date.h"
#include "base/result.h"
#include "http/metrics.h"
#include "http/router.h"

namespace formulary::http {

// So many requests from one address; 0 a second = no limit. An IPv6 client is its first 64 bits.
struct RateLimit {
  double per_second = 0;
  double burst = 50;  // at once, after a pause
  std::size_t most_addresses = 20'000;
};

// What answers carry unless their handler says otherwise; "" = leave it out.
struct SecurityHeaders {
  std::string content_security_policy =
      "default-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; "
      "frame-ancestors 'none'";
  std::string referrer_policy = "strict-origin-when-cross-origin";
  std::string strict_transport_security = "max-age=31536000";  // where secure
};

struct TimeLimits {
  std::chrono::milliseconds head{10'000};  // from its first byte to its last; also for TLS
  // A body has this long, and longer by a second for every so many bytes that came.
  std::chrono::milliseconds body{20'000};
  std::size_t least_body_bytes_per_second = 4096;
  std::chrono::milliseconds idle{60'000};   // between two requests
  std::chrono::milliseconds write{20'000};  // for each 64 KiB of an answer
};

struct ServerOptions {
  std::string address = "127.0.0.1";  // or "::1", "0.0.0.0", "::"
  std::uint16_t port = 0;             // 0 = any that is free
  int io_threads = 2;
  int worker_threads = 8;
  std::size_t most_connections = 4096;
  std::size_t most_waiting = 256;  // requests for a worker; beyond it 503

  std::size_t most_request_line_bytes = 8 * 1024;  // beyond it 414
  std::size_t most_head_bytes = 32 * 1024;         // beyond it 431
  std::size_t most_headers = 100;
  std::size_t most_body_memory_bytes = 512u << 20;  // of all bodies in memory; beyond it 503
  TimeLimits time;
  RateLimit rate;

  std::string certificate_file;  // PEM with its chain; "" = no TLS
  std::string key_file;
  // So many proxies stand before us, and each appends to X-Forwarded-For. Must be right: too
  // many, and a client may say which address it has.
  int trusted_proxies = 0;

  std::string spool_folder;  // for bodies of routes that ask for a file
  bool compress = true;      // text of more than 1 kB with gzip, where the client takes it
  SecurityHeaders security;

  // One JSON object without a newline for each request and each trouble, one call at a time.
  std::function<void(const std::string& json_line)> log;
  std::function<Instant()> clock;    // for the Date header and the log; none = they have no time
  std::shared_ptr<Metrics> metrics;  // none = the server keeps its own
};

// Every mistake in the options; `file` names the option. Empty = they are sound.
Faults check(const ServerOptions& options);

class Server {
 public:
  // Listen and answer. Errors: of `check`; no such address, a port that is taken; a certificate or
  // key that cannot be read; a spool folder that a route needs and that cannot be written to.
  static Result<std::unique_ptr<Server>> start(const ServerOptions& options, const Router& router);

  ~Server();  // stop()

  std::uint16_t port() const;
  Metrics& metrics();

  // Ask that wait() return. May be called from a signal handler and from any thread.
  void request_stop() noexcept;
  void wait();

  // Stop accepting, close idle connections and event streams, let running requests finish.
  // Returns how many connections were cut at the deadline. Afterwards the server is stopped.
  int drain(std::chrono::milliseconds deadline);

  // Cut all connections. Waits for handlers that run: one that never returns holds it up.
  void stop();

 private:
  struct Parts;
  explicit Server(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace formulary::http
