// What does a command leave behind? An exit code, and faults told on stderr.
#pragma once

#include <string>

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

// Write a whole file beside its place and move it there, so that a failure leaves the earlier one.
// A path of "-" is stdout. Faults: the system's reason.
Result<bool> write_file(const std::string& path, const std::string& text);

}  // namespace formulary::app
