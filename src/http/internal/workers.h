// Who does the work that may wait for a database? A fixed number of threads and a short queue.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#include "http/metrics.h"

namespace formulary::http {

class Workers {
 public:
  using Job = std::function<void()>;

  Workers(int threads, std::size_t most_waiting, Metrics& metrics);
  ~Workers() { stop(); }

  // Queue a job, which must not throw. No = the queue is full or closed.
  bool offer(Job job);

  // Let go of the jobs that wait, without doing them, and wait for those that run.
  void stop();

 private:
  void run();

  const std::size_t most_waiting_;
  Metrics& metrics_;
  std::mutex mutex_;
  std::condition_variable more_;
  std::deque<Job> waiting_;
  bool stopped_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace formulary::http
