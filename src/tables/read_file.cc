#include "tables/read_file.h"

#include <fstream>
#include <system_error>

namespace formulary {

Result<std::uintmax_t> file_size_within(const std::filesystem::path& path,
                                        const std::string& shown_name, std::uintmax_t limit_bytes) {
  std::error_code error;
  const std::filesystem::file_status status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) {
    return fail(Fault{shown_name, 0, "the file is missing", "looked for " + path.string()});
  }
  if (!std::filesystem::is_regular_file(status)) {
    return fail(Fault{shown_name, 0, "is not a file", "a folder or a device stands in its place"});
  }
  const std::uintmax_t size = std::filesystem::file_size(path, error);
  if (error) return fail(Fault{shown_name, 0, "cannot be read: " + error.message(), ""});
  if (size > limit_bytes) {
    return fail(Fault{shown_name, 0,
                      "the file has " + std::to_string(size) + " bytes, more than the limit of " +
                          std::to_string(limit_bytes),
                      "split it, or move raw data out of the folder"});
  }
  return size;
}

Result<std::string> read_file(const std::filesystem::path& path, const std::string& shown_name,
                              std::uintmax_t limit_bytes) {
  TRY(size, file_size_within(path, shown_name, limit_bytes));
  std::ifstream stream(path, std::ios::binary);
  std::string bytes(static_cast<std::size_t>(size), '\0');
  // A file that shrinks while it is read gives fewer bytes; one that grows is cut at its old size.
  if (stream && size > 0) stream.read(bytes.data(), static_cast<std::streamsize>(size));
  if (!stream.is_open() || stream.bad() || stream.gcount() != static_cast<std::streamsize>(size)) {
    return fail(Fault{shown_name, 0, "cannot be read", "check the file's permissions"});
  }
  return bytes;
}

}  // namespace formulary
