// Expected values are known by construction: the files are written by the test itself.
#include "tables/read_file.h"

#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "tables/number.h"

using namespace formulary;
namespace fs = std::filesystem;

TEST_CASE("a file is read whole, bytes as they are, and not at all above the limit") {
  std::string name = (fs::temp_directory_path() / "formulary_XXXXXX").string();
  REQUIRE(::mkdtemp(name.data()) != nullptr);
  const fs::path path = fs::path(name) / "file";
  const std::string bytes("a\0\r\n\xFF", 5);
  std::ofstream(path, std::ios::binary) << bytes;
  CHECK(read_file(path, "file", 5) == bytes);
  const Result<std::string> cut = read_file(path, "shown/file", 4);
  REQUIRE_FALSE(cut);
  CHECK(cut.error()[0].file == "shown/file");
  CHECK(cut.error()[0].what == "the file has 5 bytes, more than the limit of 4");

  fs::resize_file(path, kCardBytes + 1);  // a hole in the file: takes no room on the disk
  CHECK_FALSE(read_file(path, "file"));
  fs::resize_file(path, 0);
  CHECK(read_file(path, "file") == std::string());
  fs::remove_all(name);
  CHECK(read_file(path, "file").error()[0].what == "the file is missing");
}

TEST_CASE("numbers are plain, finite and whole") {
  CHECK(parse_number("-1.5e3") == -1500.0);
  CHECK(parse_number("0") == 0.0);
  for (const char* text : {"", " 1", "1 ", "1,5", "1 000", "0x10", "nan", "inf", "-inf", "1e400",
                           "1e", "+1", "1.2.3", "--1"}) {
    CAPTURE(text);
    CHECK_FALSE(parse_number(text));
  }
  CHECK(parse_integer("-7") == -7);
  CHECK_FALSE(parse_integer("7.0"));
  CHECK_FALSE(parse_integer("99999999999"));
  CHECK(parse_flag("true") == true);
  CHECK_FALSE(parse_flag("yes"));
}
