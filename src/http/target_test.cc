#include "http/target.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "http/internal/text.h"

namespace formulary::http {
namespace {

// The expected values are decoded by hand.
TEST_CASE("a target is decoded once, its query in the order it was sent") {
  const auto target = read_target("/a%20b/%D0%B6/c+d?x=1&y=%2B+2&x=&%3D=%26&z");
  REQUIRE(target.has_value());
  CHECK(target->path == "/a b/ж/c+d");
  CHECK(target->query == Fields{{"x", "1"}, {"y", "+ 2"}, {"x", ""}, {"=", "&"}, {"z", ""}});
  CHECK(target->query.value("x") == "1");
  CHECK(target->query.values("x") == std::vector<std::string_view>{"1", ""});
  CHECK(read_target("/%2541")->path == "/%41");  // once, not twice
  CHECK(read_target("/")->path == "/");
  CHECK(read_target("/a/")->path == "/a/");
  CHECK(read_target("/a?&&")->query.empty());
  CHECK(read_target("/...")->path == "/...");
}

TEST_CASE("an absolute URL, as a proxy gets it, is its path") {
  CHECK(read_target("http://host/a?b=c")->path == "/a");
  CHECK(read_target("HTTPS://host:80")->path == "/");
  CHECK(!read_target("http://").has_value());
  CHECK(!read_target("http:///a").has_value());
  CHECK(!read_target("ftp://host/a").has_value());
}

TEST_CASE("a target that two programs could read in two ways is refused") {
  for (const char* target :
       {"",        "a",       "*",           "?a=b",    "//",         "//a",           "/a//b",
        "/.",      "/..",     "/a/../b",     "/a/./b",  "/a/..",      "/%2e%2e/a",     "/%2E./a",
        "/.%2e",   "/a%2fb",  "/a%2F..%2Fb", "/a%5cb",  "/a\\b",      "/a%00b",        "/a%0ab",
        "/a%7f",   "/%",      "/%2",         "/%zz",    "/%-1",       "/% 41",         "/a#b",
        "/a?b#c",  "/\xff",   "/%ff",        "/%c0%af", "/%ed%a0%80", "/%f4%90%80%80", "/?a=%",
        "/?%zz=1", "/?a=%ff", "/?a=%00"}) {
    INFO(target);
    CHECK(!read_target(target).has_value());
  }
}

TEST_CASE("whatever is written percent-encoded is read back") {
  rc::check([](const std::vector<std::string>& words) {
    std::string target = "/x?";
    std::vector<std::string> kept;
    for (const std::string& word : words) {
      if (!is_utf8(word) || word.find('\0') != std::string::npos) continue;
      kept.push_back(word);
      target += percent_encoded(word) + "=" + percent_encoded(word) + "&";
    }
    const auto read = read_target(target);
    RC_ASSERT(read.has_value());
    RC_ASSERT(read->query.size() == kept.size());
    std::size_t i = 0;
    for (const auto& [name, value] : read->query) {
      RC_ASSERT(name == kept[i] && value == kept[i]);
      ++i;
    }
  });
}

}  // namespace
}  // namespace formulary::http
