// What do all connections of one server share?
#pragma once

#include <atomic>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "http/internal/rate_limit.h"
#include "http/internal/workers.h"
#include "http/server.h"

namespace formulary::http {

// A line of the log: one JSON object.
class LogLine {
 public:
  explicit LogLine(std::string_view event);
  LogLine& add(std::string_view name, std::string_view text);
  LogLine& add(std::string_view name, std::int64_t number);
  std::string json() const { return json_ + "}"; }

 private:
  std::string json_;
};

class Service {
 public:
  Service(const ServerOptions& options, const Router& router);

  const ServerOptions options;
  const Router router;
  const std::shared_ptr<Metrics> metrics;
  Buckets buckets;
  Workers workers;
  std::atomic<bool> draining{false};

  std::string new_id();
  // The time as a Date header has it (RFC 9110, 5.6.7); "" without a clock.
  std::string date() const;
  void log(LogLine line);

  // Take memory for a body, to be given back; no = there is not so much left.
  bool take_memory(std::size_t bytes);
  void give_memory(std::size_t bytes) { body_memory_ -= bytes; }

 private:
  const std::string id_word_;
  std::atomic<std::uint64_t> ids_{0};
  std::atomic<std::size_t> body_memory_{0};
  std::mutex log_mutex_;
};

std::string http_date(Instant at);

}  // namespace formulary::http
