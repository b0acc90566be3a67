#include "http/event_stream.h"

#include <utility>

#include "base/must.h"

namespace formulary::http {
namespace {

bool one_line(std::string_view text) {
  return text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

// Each line of the data is a field of its own; "\r\n", "\r" and "\n" all end a line.
void append_data(std::string& out, std::string_view data) {
  while (true) {
    const std::size_t end = data.find_first_of("\r\n");
    out += "data: ";
    out += data.substr(0, end);
    out += '\n';
    if (end == std::string_view::npos) return;
    const bool pair = data.substr(end, 2) == "\r\n";
    data.remove_prefix(end + (pair ? 2 : 1));
  }
}

}  // namespace

bool EventStream::send(std::string_view event, std::string_view data, std::string_view id) {
  MUST(one_line(event) && one_line(id));
  std::string text;
  text.reserve(event.size() + data.size() + id.size() + 32);
  if (!event.empty()) text.append("event: ").append(event).append("\n");
  if (!id.empty()) text.append("id: ").append(id).append("\n");
  append_data(text, data);
  text += '\n';

  const std::lock_guard lock(mutex_);
  if (state_ != State::open) return false;
  // One event alone may be longer than the limit: what counts is that the client takes it.
  if (!waiting_.empty() && waiting_.size() + text.size() > options_.most_waiting_bytes) {
    end(State::too_slow);
    return false;
  }
  waiting_ += text;
  if (wake_) wake_();
  return true;
}

void EventStream::close() {
  const std::lock_guard lock(mutex_);
  end(State::closed);
}

void EventStream::end(State why) {
  if (state_ != State::open) return;
  state_ = why;
  if (why != State::closed) waiting_.clear();
  if (wake_) wake_();
}

EventStream::State EventStream::state() const {
  const std::lock_guard lock(mutex_);
  return state_;
}

void EventStream::attach(std::function<void()> wake) {
  const std::lock_guard lock(mutex_);
  wake_ = std::move(wake);
}

void EventStream::detach(State why) {
  std::function<void()> last;  // it may hold the last hold on its owner: let go without the lock
  const std::lock_guard lock(mutex_);
  last.swap(wake_);
  end(why);
  waiting_.clear();
}

std::string EventStream::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(waiting_, {});
}

}  // namespace formulary::http
