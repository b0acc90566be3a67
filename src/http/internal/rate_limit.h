// Has this address asked too often? A token bucket for each, in bounded memory.
#pragma once

#include <chrono>
#include <list>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "http/server.h"

namespace formulary::http {

class Buckets {
 public:
  using Time = std::chrono::steady_clock::time_point;

  explicit Buckets(const RateLimit& limit) : limit_(limit) {}

  // Take a token of this address: 0 = it may pass, else the seconds until there is one again.
  double take(std::string_view address, Time now);

  std::size_t size() const;

 private:
  struct Bucket {
    std::string key;
    double tokens;
    Time at;
  };

  const RateLimit limit_;
  mutable std::mutex mutex_;
  std::list<Bucket> buckets_;  // the one used last comes first
  std::unordered_map<std::string_view, std::list<Bucket>::iterator> places_;
};

}  // namespace formulary::http
