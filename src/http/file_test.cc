#include "http/file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>
#include <iterator>

#include "support/temporary_folder.h"

namespace formulary::http {
namespace {

TEST_CASE("a nameless file keeps what is written, can be opened anew, and leaves nothing") {
  const support::TemporaryFolder folder;
  const auto file = File::unnamed(folder.path());
  REQUIRE(file.has_value());
  CHECK((*file)->append("hello "));
  CHECK((*file)->append("world"));
  CHECK((*file)->size() == 11);
  char bytes[8];
  CHECK((*file)->read_at(6, bytes, sizeof bytes) == 5);
  CHECK(std::string(bytes, 5) == "world");
  CHECK((*file)->read_at(11, bytes, sizeof bytes) == 0);
  std::ifstream again((*file)->path(), std::ios::binary);
  CHECK(std::string(std::istreambuf_iterator<char>(again), {}) == "hello world");
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("only regular files are opened, and a pipe does not hold the caller") {
  const support::TemporaryFolder folder;
  const std::string pipe = folder.path() + "/pipe";
  REQUIRE(mkfifo(pipe.c_str(), 0600) == 0);
  CHECK(!File::open(pipe).has_value());
  CHECK(!File::open(folder.path()).has_value());
  CHECK(!File::open(folder.path() + "/none").has_value());
  CHECK(!File::unnamed(folder.path() + "/none").has_value());
  std::ofstream(folder.path() + "/a") << "x";
  REQUIRE(File::open(folder.path() + "/a").has_value());
}

}  // namespace
}  // namespace formulary::http
