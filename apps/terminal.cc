#include "terminal.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>
#include <iostream>

namespace formulary::app {

bool wants_colour() {
  const char* term = std::getenv("TERM");
  const bool dumb = term == nullptr || std::strcmp(term, "dumb") == 0;
  const char* no_colour = std::getenv("NO_COLOR");
  return isatty(STDOUT_FILENO) == 1 && !dumb && (no_colour == nullptr || no_colour[0] == '\0');
}

Progress::Progress(bool quiet) : quiet_(quiet), terminal_(isatty(STDERR_FILENO) == 1) {}

Progress::~Progress() {
  if (drawn_ && terminal_) std::cerr << "\r\033[K" << std::flush;
}

void Progress::show(const std::string& what, double done) {
  if (quiet_) return;
  const std::lock_guard<std::mutex> lock(mutex_);
  const auto now = Clock::now();
  const double waited = std::chrono::duration<double>(now - begun_).count();
  const double since = std::chrono::duration<double>(now - last_).count();
  if (waited < 1 || since < (terminal_ ? 0.1 : 10)) return;
  last_ = now;
  const double share = std::clamp(done, 0.0, 1.0);
  const int left = share > 0.02 ? static_cast<int>(waited / share * (1 - share) + 0.5) : -1;
  std::string line = what + " " + std::to_string(static_cast<int>(share * 100)) + " %";
  if (left >= 0) line += ", about " + std::to_string(left) + " s left";
  if (terminal_) {
    constexpr int kWidth = 30;
    const int full = static_cast<int>(share * kWidth);
    const std::string bar = std::string(static_cast<std::size_t>(full), '#') +
                            std::string(static_cast<std::size_t>(kWidth - full), '.');
    std::cerr << "\r\033[K[" << bar << "] " << line << std::flush;
    drawn_ = true;
  } else {
    std::cerr << line << "\n";
  }
}

}  // namespace formulary::app
