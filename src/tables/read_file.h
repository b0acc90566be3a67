// What stands in this file? Its bytes, unless it is missing, not a file, or far too large.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

#include "base/result.h"

namespace formulary {

inline constexpr std::uintmax_t kCardBytes = 64u << 20;  // 64 MiB: cards, whole in memory
inline constexpr std::uintmax_t kTableBytes = std::uintmax_t{4} << 30;  // 4 GiB: tables, by record

// Find the size of a file of at most `limit_bytes`. Faults carry `shown_name` as their file.
// Errors: missing, not a regular file, larger than the limit.
Result<std::uintmax_t> file_size_within(const std::filesystem::path& path,
                                        const std::string& shown_name, std::uintmax_t limit_bytes);

// Read a whole file of at most `limit_bytes`. Errors: as above, and not readable.
Result<std::string> read_file(const std::filesystem::path& path, const std::string& shown_name,
                              std::uintmax_t limit_bytes = kCardBytes);

}  // namespace formulary
