#include "base/must.h"

namespace formulary {

void must_failed(const char* condition, const char* file, int line) {
  throw Broken(std::string(file) + ":" + std::to_string(line) + ": MUST(" + condition + ")");
}

}  // namespace formulary
