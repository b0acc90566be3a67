// What does a command leave behind? An exit code, and faults told on stderr.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "base/result.h"

namespace formulary::app {

enum Exit {
  kDone = 0,
  kNo = 1,  // the answer is "no": mistakes found, infeasible
  kWrongUse = 2,
  kBadInput = 3,
  kSystem = 4,
};

// Print every fault to stderr and return the code.
int tell(const Faults& faults, Exit code);

// A whole text and where it goes; "-" is stdout.
struct Output {
  std::string path;
  std::string text;
};

// Write texts to their places, all or none: each is written beside its place and moved there when
// all are. A link is followed, the rights of a file that was there stay, a device or pipe is
// written to. Faults: the system's reason.
Result<bool> write_files(const std::vector<Output>& outputs);
inline Result<bool> write_file(const std::string& path, const std::string& text) {
  return write_files({{path, text}});
}

// Faults: what was printed did not get through.
Result<bool> flush_stdout();

}  // namespace formulary::app
