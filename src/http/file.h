// Where do bytes lie that are too many for memory? An open file, closed with its last holder.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace formulary::http {

class File {
 public:
  // Open a regular file to read it. Errors: not there, no right to, not a regular file.
  static Result<std::shared_ptr<File>> open(const std::string& path);

  // Make an empty file without a name in a folder; nothing is left of it once it is closed,
  // however the program ends. Errors: no such folder, no right to write there.
  static Result<std::shared_ptr<File>> unnamed(const std::string& folder);

  // Take over a file descriptor.
  explicit File(int descriptor) : descriptor_(descriptor) {}
  ~File();
  File(const File&) = delete;
  File& operator=(const File&) = delete;

  // Write at the end; no = the disk is full or failed.
  bool append(std::string_view bytes);
  // Read up to `most` bytes from `offset` on; 0 = the end, or the disk failed.
  std::size_t read_at(std::uint64_t offset, char* into, std::size_t most) const;

  std::uint64_t size() const;
  bool regular() const;
  // A word that changes when the file does (its size and time of change).
  std::string version() const;
  // Opens these bytes anew from their start, in this process and while this lives.
  std::string path() const;

 private:
  int descriptor_;
};

}  // namespace formulary::http
