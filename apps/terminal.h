// What does a person see while waiting, and may it be coloured?
#pragma once

#include <chrono>
#include <mutex>
#include <string>

namespace formulary::app {

// Whether stdout is a terminal that wants colour (NO_COLOR and TERM=dumb obeyed).
bool wants_colour();

// A progress bar on stderr for whatever takes longer than a second; on a terminal it redraws one
// line, elsewhere it says a line every ten seconds. Calls may come from any thread.
class Progress {
 public:
  explicit Progress(bool quiet);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  void show(const std::string& what, double done);

 private:
  using Clock = std::chrono::steady_clock;
  std::mutex mutex_;
  Clock::time_point begun_ = Clock::now();
  Clock::time_point last_ = begun_;
  const bool quiet_;
  const bool terminal_;
  bool drawn_ = false;
};

// Seconds since construction, for the `run` part of documents.
class Stopwatch {
 public:
  double seconds() const {
    return std::chrono::duration<double>(std::chrono::steady_clock::now() - begun_).count();
  }

 private:
  std::chrono::steady_clock::time_point begun_ = std::chrono::steady_clock::now();
};

}  // namespace formulary::app
