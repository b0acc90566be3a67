#include "server/internal/jobs.h"

#include <algorithm>
#include <atomic>

#include "server/internal/json.h"

namespace formulary::server {
namespace {

constexpr std::size_t kMostWaiting = 100;
constexpr std::size_t kMostEnded = 200;  // results kept; the oldest go first

}  // namespace

struct Jobs::Job {
  JobView view;
  std::string key;
  JobWork work;
  std::atomic<bool> cancelled{false};
  int told_percent = -1;
  std::vector<std::shared_ptr<http::EventStream>> followers;
};

class Jobs::Watch : public Progress {
 public:
  Watch(Jobs& jobs, Job& job) : jobs_(jobs), job_(job) {}
  void show(const char* what, double done) override {
    if (job_.cancelled) throw Cancelled{};
    const std::lock_guard lock(jobs_.mutex_);
    job_.view.what = what;
    job_.view.done = std::clamp(done, 0.0, 1.0);
    const int percent = static_cast<int>(job_.view.done * 100);
    if (percent == job_.told_percent) return;
    job_.told_percent = percent;
    jobs_.tell(job_);
  }

 private:
  Jobs& jobs_;
  Job& job_;
};

Jobs::Jobs(std::size_t workers) {
  for (std::size_t i = 0; i < std::max<std::size_t>(1, workers); ++i) {
    workers_.emplace_back([this] { work(); });
  }
}

Jobs::~Jobs() {
  stop();
}

std::optional<std::string> Jobs::start(const std::string& kind, const std::string& key,
                                       JobWork work) {
  const std::lock_guard lock(mutex_);
  const auto same = by_key_.find(key);
  if (same != by_key_.end()) return same->second;
  if (stopping_ || waiting_.size() >= kMostWaiting) return std::nullopt;
  auto job = std::make_shared<Job>();
  job->view.id = "J-" + std::to_string(next_++);
  job->view.kind = kind;
  job->key = key;
  job->work = std::move(work);
  jobs_[job->view.id] = job;
  by_key_[key] = job->view.id;
  waiting_.push_back(job);
  wake_.notify_one();
  return job->view.id;
}

std::optional<JobView> Jobs::view(const std::string& id) const {
  const std::lock_guard lock(mutex_);
  const auto at = jobs_.find(id);
  if (at == jobs_.end()) return std::nullopt;
  return at->second->view;
}

bool Jobs::cancel(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto at = jobs_.find(id);
  if (at == jobs_.end()) return false;
  at->second->cancelled = true;
  by_key_.erase(at->second->key);  // whoever asks again wants it done
  return true;
}

bool Jobs::follow(const std::string& id, const std::shared_ptr<http::EventStream>& stream) {
  const std::lock_guard lock(mutex_);
  const auto at = jobs_.find(id);
  if (at == jobs_.end()) return false;
  at->second->followers.push_back(stream);
  tell(*at->second);
  return true;
}

// Send the state to all who follow, and let them go when it is the last.
void Jobs::tell(Job& job) {
  const Json data{{"id", job.view.id},
                  {"state", id_of(job.view.state)},
                  {"what", job.view.what},
                  {"done", job.view.done}};
  const bool ended = job.view.state != JobState::waiting && job.view.state != JobState::running;
  for (const auto& stream : job.followers) {
    stream->send(ended ? id_of(job.view.state) : "progress", data.dump());
    if (ended) stream->close();
  }
  if (ended) job.followers.clear();
  std::erase_if(job.followers, [](const auto& stream) { return !stream->is_open(); });
}

void Jobs::run(const std::shared_ptr<Job>& job) {
  JobState state = JobState::cancelled;
  std::string result;
  Faults faults;
  if (!job->cancelled) {
    try {
      Watch watch(*this, *job);
      auto done = job->work(watch);
      state = done ? JobState::done : JobState::failed;
      if (done) {
        result = std::move(*done);
      } else {
        faults = std::move(done.error());
      }
    } catch (const Cancelled&) {
      state = JobState::cancelled;
    } catch (const std::exception& error) {
      state = JobState::failed;
      faults = {{"", 0, error.what(), "this is a mistake in the program; please report it"}};
    }
  }
  const std::lock_guard lock(mutex_);
  job->work = {};
  job->view.state = state;
  job->view.result = std::move(result);
  job->view.faults = std::move(faults);
  job->view.done = state == JobState::done ? 1 : job->view.done;
  tell(*job);
  ended_.push_back(job->view.id);
  forget_old();
}

void Jobs::forget_old() {
  while (ended_.size() > kMostEnded) {
    const auto at = jobs_.find(ended_.front());
    if (at != jobs_.end()) {
      const auto key = by_key_.find(at->second->key);
      if (key != by_key_.end() && key->second == at->first) by_key_.erase(key);
      jobs_.erase(at);
    }
    ended_.pop_front();
  }
}

void Jobs::work() {
  while (true) {
    std::shared_ptr<Job> job;
    {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, [&] { return stopping_ || !waiting_.empty(); });
      if (stopping_) return;
      job = waiting_.front();
      waiting_.pop_front();
      job->view.state = JobState::running;
      tell(*job);
    }
    run(job);
  }
}

void Jobs::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
    for (auto& [id, job] : jobs_) job->cancelled = true;
    for (const auto& job : waiting_) {
      job->view.state = JobState::cancelled;
      tell(*job);
    }
    waiting_.clear();
    wake_.notify_all();
  }
  for (std::thread& worker : workers_) {
    if (worker.joinable()) worker.join();
  }
  workers_.clear();
}

}  // namespace formulary::server
