#include "answer.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <iostream>

namespace formulary::app {

namespace fs = std::filesystem;

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

tl::unexpected<Faults> system_fault(const std::string& path) {
  return fail(Fault{path, 0, std::string("cannot write: ") + std::strerror(errno), ""});
}

// Write all to an open file and close it.
bool write_and_close(int descriptor, const std::string& text) {
  std::FILE* file = fdopen(descriptor, "wb");
  if (file == nullptr) {
    ::close(descriptor);
    return false;
  }
  const bool written = std::fwrite(text.data(), 1, text.size(), file) == text.size();
  const int why = errno;
  const bool closed = std::fclose(file) == 0;
  if (!written) errno = why;
  return written && closed;
}

// The rights of a file that is made anew, as the user's mask has them.
mode_t usual_mode() {
  const mode_t mask = umask(0);
  umask(mask);
  return 0666 & ~mask;
}

// A text on its way to its place: beside it, until all are written.
class Staged {
 public:
  explicit Staged(const Output& output) : output_(output) {}
  Staged(const Staged&) = delete;
  Staged& operator=(const Staged&) = delete;
  ~Staged() {
    if (!beside_.empty()) std::remove(beside_.c_str());
  }

  // Write it beside its place; what is no file (a device, a pipe) waits for `finish`.
  Result<bool> begin() {
    std::error_code error;
    const fs::file_status link = fs::symlink_status(output_.path, error);
    place_ =
        fs::is_symlink(link) ? fs::weakly_canonical(output_.path, error).string() : output_.path;
    struct stat found {};
    const bool is_there = ::stat(place_.c_str(), &found) == 0;
    if (is_there && !S_ISREG(found.st_mode)) return true;
    std::string name = place_ + ".XXXXXX";
    const int descriptor = mkstemp(name.data());
    if (descriptor < 0) return system_fault(output_.path);
    beside_ = name;
    if (fchmod(descriptor, is_there ? found.st_mode & 07777 : usual_mode()) != 0 ||
        !write_and_close(descriptor, output_.text)) {
      return system_fault(output_.path);
    }
    return true;
  }

  Result<bool> finish() {
    if (beside_.empty()) {
      const int descriptor = ::open(place_.c_str(), O_WRONLY | O_CLOEXEC);
      if (descriptor < 0 || !write_and_close(descriptor, output_.text)) {
        return system_fault(output_.path);
      }
      return true;
    }
    if (std::rename(beside_.c_str(), place_.c_str()) != 0) return system_fault(output_.path);
    beside_.clear();
    return true;
  }

 private:
  const Output& output_;
  std::string place_;   // where a link leads
  std::string beside_;  // empty = nothing was written there
};

}  // namespace

Result<bool> flush_stdout() {
  if (!(std::cout << std::flush)) return system_fault("stdout");
  return true;
}

Result<bool> write_files(const std::vector<Output>& outputs) {
  std::vector<std::unique_ptr<Staged>> staged;
  for (const Output& output : outputs) {
    if (output.path == "-") continue;
    staged.push_back(std::make_unique<Staged>(output));
    TRY(begun, staged.back()->begin());
  }
  for (const auto& one : staged) {
    TRY(finished, one->finish());
  }
  for (const Output& output : outputs) {
    if (output.path == "-") std::cout << output.text;
  }
  return flush_stdout();
}

}  // namespace formulary::app
