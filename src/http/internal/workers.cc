#include "http/internal/workers.h"

#include <utility>

namespace formulary::http {

Workers::Workers(int threads, std::size_t most_waiting, Metrics& metrics)
    : most_waiting_(most_waiting), metrics_(metrics) {
  for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { run(); });
}

bool Workers::offer(Job job) {
  {
    const std::lock_guard lock(mutex_);
    if (stopped_ || waiting_.size() >= most_waiting_) return false;
    waiting_.push_back(std::move(job));
    metrics_.waiting = static_cast<std::int64_t>(waiting_.size());
  }
  more_.notify_one();
  return true;
}

void Workers::run() {
  while (true) {
    Job job;
    {
      std::unique_lock lock(mutex_);
      more_.wait(lock, [this] { return stopped_ || !waiting_.empty(); });
      if (stopped_) return;
      job = std::move(waiting_.front());
      waiting_.pop_front();
      metrics_.waiting = static_cast<std::int64_t>(waiting_.size());
    }
    ++metrics_.running;
    job();
    --metrics_.running;
  }
}

void Workers::stop() {
  std::deque<Job> dropped;  // let go of outside the lock
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    dropped.swap(waiting_);
    metrics_.waiting = 0;
  }
  more_.notify_all();
  for (std::thread& thread : threads_) {
    if (thread.joinable()) thread.join();
  }
}

}  // namespace formulary::http
