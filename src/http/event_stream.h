// How does the server tell a page what happens, as it happens? Server-sent events (HTML, 9.2).
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>

namespace formulary::http {

struct EventStreamOptions {
  std::size_t most_waiting_bytes = 256 * 1024;  // that the client has not taken yet
  std::chrono::milliseconds heartbeat{15'000};  // a comment where nothing else is sent
};

// Make one with std::make_shared for one client, answer with it (event_response) and keep it to
// send. Safe from any number of threads; an open stream costs a connection and no thread.
class EventStream {
 public:
  enum class State {
    open,
    closed,    // by close(), or the server is going down
    too_slow,  // the client did not take what waited; it is cut
    gone,      // the client went away
  };

  explicit EventStream(const EventStreamOptions& options = {}) : options_(options) {}

  // Queue an event. `event` and `id` may be "", are one line; `data` may have many.
  // No = nobody will read it: the stream is not open, or this was too much for a slow reader.
  bool send(std::string_view event, std::string_view data, std::string_view id = {});

  // End the stream after what was queued.
  void close();

  State state() const;
  bool is_open() const { return state() == State::open; }

  // What the server calls. `wake` is called with the stream locked: it must only pass the word on.
  void attach(std::function<void()> wake);
  void detach(State why);
  // Take all that waits.
  std::string take();
  std::chrono::milliseconds heartbeat() const { return options_.heartbeat; }

 private:
  void end(State why);

  const EventStreamOptions options_;
  mutable std::mutex mutex_;
  State state_ = State::open;
  std::string waiting_;
  std::function<void()> wake_;
};

}  // namespace formulary::http
