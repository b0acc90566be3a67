#include "answer.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <iostream>

namespace formulary::app {

int tell(const Faults& faults, Exit code) {
  constexpr std::size_t kMostShown = 40;
  std::size_t shown = 0;
  for (const Fault& fault : faults) {
    if (shown++ == kMostShown) break;
    std::cerr << "formulary: " << describe(fault) << "\n";
  }
  if (faults.size() > kMostShown) {
    std::cerr << "formulary: and " << faults.size() - kMostShown << " more\n";
  }
  return code;
}

namespace {

tl::unexpected<Faults> system_fault(const std::string& path, const std::string& what) {
  return fail(Fault{path, 0, what + ": " + std::strerror(errno), ""});
}

}  // namespace

Result<bool> write_file(const std::string& path, const std::string& text) {
  if (path == "-") {
    std::cout << text << std::flush;
    if (!std::cout) return system_fault("stdout", "cannot write");
    return true;
  }
  const std::string beside = path + ".part";
  std::FILE* file = std::fopen(beside.c_str(), "wb");
  if (file == nullptr) return system_fault(path, "cannot write");
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const bool closed = std::fclose(file) == 0;
  if (!written || !closed || std::rename(beside.c_str(), path.c_str()) != 0) {
    const auto fault = system_fault(path, "cannot write");
    std::remove(beside.c_str());
    return fault;
  }
  return true;
}

}  // namespace formulary::app
