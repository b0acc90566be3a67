#include "http/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <system_error>

namespace formulary::http {
namespace {

std::string reason_of(int code) {
  return std::generic_category().message(code);
}

struct stat look_at(int descriptor) {
  struct stat found {};
  if (fstat(descriptor, &found) != 0) found = {};
  return found;
}

}  // namespace

Result<std::shared_ptr<File>> File::open(const std::string& path) {
  // Without O_NONBLOCK a pipe that nobody writes to would hold the caller for ever.
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  if (descriptor < 0) return fail(Fault{path, 0, "cannot be read: " + reason_of(errno), ""});
  auto file = std::make_shared<File>(descriptor);
  if (!file->regular()) return fail(Fault{path, 0, "is not a regular file", ""});
  return file;
}

Result<std::shared_ptr<File>> File::unnamed(const std::string& folder) {
  int descriptor = ::open(folder.c_str(), O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
  if (descriptor < 0 && (errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL)) {
    std::string name = folder + "/spool-XXXXXX";  // a file system that has no nameless files
    descriptor = mkostemp(name.data(), O_CLOEXEC);
    if (descriptor >= 0) unlink(name.c_str());
  }
  if (descriptor < 0) {
    return fail(Fault{folder, 0, "no file can be made there: " + reason_of(errno),
                      "name a folder that the program may write to"});
  }
  return std::make_shared<File>(descriptor);
}

File::~File() {
  close(descriptor_);
}

bool File::append(std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = write(descriptor_, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::size_t File::read_at(std::uint64_t offset, char* into, std::size_t most) const {
  while (true) {
    const ssize_t count = pread(descriptor_, into, most, static_cast<off_t>(offset));
    if (count < 0 && errno == EINTR) continue;
    return count < 0 ? 0 : static_cast<std::size_t>(count);
  }
}

std::uint64_t File::size() const {
  return static_cast<std::uint64_t>(look_at(descriptor_).st_size);
}

bool File::regular() const {
  return S_ISREG(look_at(descriptor_).st_mode);
}

std::string File::version() const {
  const struct stat found = look_at(descriptor_);
  return std::to_string(found.st_size) + "-" + std::to_string(found.st_mtim.tv_sec) + "." +
         std::to_string(found.st_mtim.tv_nsec);
}

std::string File::path() const {
  return "/proc/self/fd/" + std::to_string(descriptor_);
}

}  // namespace formulary::http
