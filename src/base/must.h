// How does the code say that it is itself wrong? MUST is always on, in every build.
#pragma once

#include <stdexcept>
#include <string>

namespace formulary {

// Thrown by MUST; caught only at the job boundary and in main.
class Broken : public std::logic_error {
 public:
  using std::logic_error::logic_error;
};

[[noreturn]] void must_failed(const char* condition, const char* file, int line);

}  // namespace formulary

#define MUST(condition) \
  ((condition) ? void(0) : ::formulary::must_failed(#condition, __FILE__, __LINE__))
