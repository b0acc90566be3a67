#include "http/internal/roster.h"

namespace formulary::http {

bool Roster::enter(const std::shared_ptr<Connection>& connection) {
  const std::lock_guard lock(mutex_);
  if (closed_ || connections_.size() >= most_) return false;
  connections_.emplace(connection.get(), connection);
  return true;
}

void Roster::leave(const Connection& connection) {
  const std::lock_guard lock(mutex_);
  connections_.erase(&connection);
  if (connections_.empty()) empty_.notify_all();
}

void Roster::close() {
  const std::lock_guard lock(mutex_);
  closed_ = true;
}

std::vector<std::shared_ptr<Connection>> Roster::all() const {
  const std::lock_guard lock(mutex_);
  std::vector<std::shared_ptr<Connection>> all;
  for (const auto& [key, weak] : connections_) {
    if (auto connection = weak.lock()) all.push_back(std::move(connection));
  }
  return all;
}

std::size_t Roster::wait(std::chrono::milliseconds most) {
  std::unique_lock lock(mutex_);
  empty_.wait_for(lock, most, [this] { return connections_.empty(); });
  return connections_.size();
}

}  // namespace formulary::http
