#include "tables/parquet.h"

#include <fstream>
#include <optional>
#include <string_view>

#include "tables/internal/parquet_scan.h"

namespace formulary {

namespace {

// A Parquet file begins and ends with PAR1, one with an encrypted footer with PARE; what lies
// between is at least the footer's length (github.com/apache/parquet-format, README).
constexpr std::size_t kMagicBytes = 4;
constexpr std::uintmax_t kLeastBytes = 12;

std::string magic_at(std::ifstream& stream, std::streamoff offset, std::ios::seekdir from) {
  std::string magic(kMagicBytes, '\0');
  stream.seekg(offset, from);
  stream.read(magic.data(), kMagicBytes);
  return stream ? magic : std::string();
}

std::optional<Fault> wrong_frame(const std::filesystem::path& path, const std::string& file,
                                 std::uintmax_t size_bytes) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return Fault{file, 0, "cannot be read", "check the file's permissions"};
  const bool short_of_magic = size_bytes < kMagicBytes;
  const std::string start = short_of_magic ? "" : magic_at(stream, 0, std::ios::beg);
  if (start == "PARE") {
    return Fault{file, 0, "the Parquet file is encrypted", "save it without encryption"};
  }
  if (start != "PAR1") {
    return Fault{file, 0, "is not a Parquet file", "give a table of text the ending .csv"};
  }
  const auto from_end = -static_cast<std::streamoff>(kMagicBytes);
  if (size_bytes < kLeastBytes || magic_at(stream, from_end, std::ios::end) != "PAR1") {
    return Fault{file, 0, "the Parquet file is cut short", "copy or write it again"};
  }
  return std::nullopt;
}

}  // namespace

bool can_read_parquet() {
  return can_scan_parquet();
}

Result<CsvTable> read_parquet(const std::filesystem::path& path, const std::string& shown_name,
                              const ParquetLimits& limits) {
  TRY(size, file_size_within(path, shown_name, limits.file_bytes));
  if (auto fault = wrong_frame(path, shown_name, size)) return fail(std::move(*fault));
  if (!can_scan_parquet()) {
    return fail(Fault{shown_name, 0, "this build cannot read Parquet",
                      "./run parquet adds it; or save the table as CSV"});
  }
  return scan_parquet(path, shown_name, limits);
}

}  // namespace formulary
