// Which connections are open?
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <memory>
#include <mutex>
#include <unordered_map>
#include <vector>

#include "http/internal/connection.h"

namespace formulary::http {

class Roster {
 public:
  explicit Roster(std::size_t most) : most_(most) {}

  // No = there are too many, or no more are taken.
  bool enter(const std::shared_ptr<Connection>& connection);
  void leave(const Connection& connection);
  void close();

  std::vector<std::shared_ptr<Connection>> all() const;
  // Wait until none is left; returns how many were left at the deadline.
  std::size_t wait(std::chrono::milliseconds most);

 private:
  const std::size_t most_;
  mutable std::mutex mutex_;
  std::condition_variable empty_;
  bool closed_ = false;
  std::unordered_map<const Connection*, std::weak_ptr<Connection>> connections_;
};

}  // namespace formulary::http
