// Who is told when something changes on the register? Pages that are open, within half a second.
#pragma once

#include <chrono>
#include <condition_variable>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "http/event_stream.h"
#include "server/internal/api.h"

namespace formulary::server {

// Tells streams of new records of the audit chain, whichever server wrote them. One thread looks
// at the register for all of them, and only while somebody listens.
class Changes {
 public:
  enum class Shown {
    kind,  // that something of a kind changed: enough for a page to ask anew for what it may see
    all,   // also what was done to which record
  };

  explicit Changes(const Api& api) : api_(api) {}
  ~Changes() { stop(); }

  // Tell a stream what comes after the record `after` (none = from now on). One that missed more
  // than a page is told "behind" instead, once.
  store::Stored<void> follow(std::optional<std::int64_t> after, Shown shown,
                             std::shared_ptr<http::EventStream> stream);
  void stop();

 private:
  struct Listener {
    std::shared_ptr<http::EventStream> stream;
    Shown shown = Shown::kind;
    std::int64_t after = 0;
    std::chrono::steady_clock::time_point until;  // then its browser asks anew, and is known anew
  };
  void watch();
  void look();
  static void tell(Listener& listener, const std::vector<store::AuditRecord>& records);

  const Api& api_;
  std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::vector<Listener> listeners_;
  std::int64_t seen_ = 0;  // the last record that all were told of
  std::thread watcher_;
};

// Serve GET /api/v1/changes.
void add_changes(Api& api, http::Router& router, Changes& changes);

}  // namespace formulary::server
