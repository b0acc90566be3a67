#include <algorithm>

#include "http/internal/remote.h"
#include "http/internal/text.h"
#include "http/server.h"

namespace formulary::http {
namespace {

class Checker {
 public:
  void need(bool good, const char* option, const char* what, const char* hint = "") {
    if (!good) faults_.push_back({option, 0, what, hint});
  }
  Faults faults() { return std::move(faults_); }

 private:
  Faults faults_;
};

}  // namespace

Faults check(const ServerOptions& options) {
  Checker checker;
  const auto positive = [&](auto value, const char* option) {
    checker.need(value > 0, option, "must be more than 0");
  };
  const auto ms = [](std::chrono::milliseconds time) { return time.count(); };
  checker.need(!plain_address(options.address).empty(), "address", "is not an address",
               "such as 127.0.0.1, or 0.0.0.0 for all");
  checker.need(options.io_threads >= 1 && options.io_threads <= 256, "io_threads",
               "must be 1 to 256");
  checker.need(options.worker_threads >= 1 && options.worker_threads <= 4096, "worker_threads",
               "must be 1 to 4096");
  positive(options.most_connections, "most_connections");
  positive(options.most_waiting, "most_waiting");
  positive(options.most_headers, "most_headers");
  checker.need(options.most_head_bytes >= 256 && options.most_head_bytes <= (1 << 20),
               "most_head_bytes", "must be 256 to 1048576");
  checker.need(options.most_request_line_bytes >= 16 &&
                   options.most_request_line_bytes <= options.most_head_bytes,
               "most_request_line_bytes", "must be 16 or more, and at most most_head_bytes");
  positive(ms(options.time.head), "time.head");
  positive(ms(options.time.body), "time.body");
  positive(options.time.least_body_bytes_per_second, "time.least_body_bytes_per_second");
  positive(ms(options.time.idle), "time.idle");
  positive(ms(options.time.write), "time.write");
  checker.need(options.rate.per_second >= 0 && options.rate.per_second < 1e9, "rate.per_second",
               "must be 0 or more");
  checker.need(options.rate.burst >= 1, "rate.burst", "must be 1 or more");
  positive(options.rate.most_addresses, "rate.most_addresses");
  checker.need(options.trusted_proxies >= 0 && options.trusted_proxies <= 16, "trusted_proxies",
               "must be 0 to 16");
  checker.need(options.certificate_file.empty() == options.key_file.empty(), "key_file",
               "a certificate and its key are named together or not at all");
  for (const std::string* value :
       {&options.security.content_security_policy, &options.security.referrer_policy,
        &options.security.strict_transport_security}) {
    checker.need(is_field_value(*value), "security", "a header is one line");
  }
  return checker.faults();
}

}  // namespace formulary::http
