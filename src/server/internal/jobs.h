// How is long work done beside the requests? Jobs with progress, cancelled at will, done once.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "base/result.h"
#include "domain/words.h"
#include "http/event_stream.h"

namespace formulary::server {

enum class JobState { waiting, running, done, failed, cancelled };

// What a job's work is given: it says how far it is, and learns there that it is to stop.
class Progress {
 public:
  virtual ~Progress() = default;
  // Throws Cancelled when the job is to stop.
  virtual void show(const char* what, double done) = 0;
};
struct Cancelled {};

// Computes the result, a JSON document.
using JobWork = std::function<Result<std::string>(Progress&)>;

struct JobView {
  std::string id;
  std::string kind;
  JobState state = JobState::waiting;
  std::string what;  // being done now
  double done = 0;   // 0..1
  std::string result;
  Faults faults;
};

class Jobs {
 public:
  explicit Jobs(std::size_t workers);
  ~Jobs();

  // Start work, or find the job that did or does the same: `key` names its inputs. Nothing when
  // too many wait.
  std::optional<std::string> start(const std::string& kind, const std::string& key, JobWork work);
  std::optional<JobView> view(const std::string& id) const;
  bool cancel(const std::string& id);
  // Tell a stream how the job goes, until it ends.
  bool follow(const std::string& id, const std::shared_ptr<http::EventStream>& stream);
  // Cancel all and wait.
  void stop();

 private:
  struct Job;
  class Watch;

  void work();
  void run(const std::shared_ptr<Job>& job);
  void tell(Job& job);
  void forget_old();

  mutable std::mutex mutex_;
  std::condition_variable wake_;
  bool stopping_ = false;
  std::uint64_t next_ = 1;
  std::map<std::string, std::shared_ptr<Job>> jobs_;
  std::map<std::string, std::string> by_key_;
  std::deque<std::shared_ptr<Job>> waiting_;
  std::deque<std::string> ended_;
  std::vector<std::thread> workers_;
};

}  // namespace formulary::server

namespace formulary {
template <>
struct Ids<server::JobState> {
  static constexpr std::array names{"waiting", "running", "done", "failed", "cancelled"};
};
}  // namespace formulary
