// How many requests were there, how fast were they answered, and what is going on now?
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <tuple>

#include "http/message.h"

namespace formulary::http {

// Counted by route pattern, never by path, so that a client cannot make it grow.
class Metrics {
 public:
  // Write all as Prometheus text (exposition format 0.0.4; send it as kMetricsType).
  std::string text() const;

  // What the server calls. Event streams are counted, not timed.
  enum class Timed { yes, no };
  void count(std::string_view route, Method method, int status, double seconds, Timed timed);

  std::atomic<std::int64_t> connections{0};
  std::atomic<std::int64_t> waiting{0};  // for a worker
  std::atomic<std::int64_t> running{0};
  std::atomic<std::int64_t> event_streams{0};
  std::atomic<std::int64_t> refused_connections{0};  // too many, since the start
  std::atomic<std::int64_t> cut_connections{0};      // for being too slow, since the start

 private:
  static constexpr std::array kBounds{0.005, 0.01, 0.025, 0.05, 0.1, 0.25,
                                      0.5,   1.0,  2.5,   5.0,  10.0};
  struct Durations {
    std::array<std::int64_t, kBounds.size() + 1> counts{};  // the last: longer than all bounds
    double sum = 0;
  };

  mutable std::mutex mutex_;
  std::map<std::tuple<std::string, std::string, std::string>, std::int64_t> requests_;
  std::map<std::string, Durations, std::less<>> durations_;
};

constexpr const char* kMetricsType = "text/plain; version=0.0.4; charset=utf-8";

}  // namespace formulary::http
