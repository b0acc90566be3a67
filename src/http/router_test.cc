#include "http/router.h"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <algorithm>
#include <optional>

#include "base/must.h"

namespace formulary::http {
namespace {

Handler named(const std::string& name) {
  return [name](const Request&) { return text_response(name); };
}

std::string found(const Router& router, Method method, const std::string& path) {
  const Router::Found found = router.find(method, path);
  return found.route == nullptr ? "" : found.route->pattern;
}

TEST_CASE("a path finds its route, and the parameters are in it") {
  Router router;
  router.add(Method::get, "/", named("root"))
      .add(Method::get, "/api/programmes/{id}/measures/{measure}", named("measure"))
      .add(Method::get, "/api/programmes/{id}", named("one"))
      .add(Method::remove, "/api/programmes/{id}", named("remove"))
      .add(Method::get, "/api/programmes/", named("slash"))
      .add(Method::get, "/files/{path...}", named("files"));
  const Router::Found measure = router.find(Method::get, "/api/programmes/7/measures/a b");
  REQUIRE(measure.route != nullptr);
  CHECK(measure.parameters == Fields{{"id", "7"}, {"measure", "a b"}});
  CHECK(found(router, Method::get, "/") == "/");
  CHECK(found(router, Method::get, "/api/programmes/7") == "/api/programmes/{id}");
  CHECK(found(router, Method::get, "/api/programmes/") == "/api/programmes/");
  CHECK(found(router, Method::get, "/api/programmes") == "");
  CHECK(found(router, Method::get, "/api/programmes/7/") == "");
  CHECK(found(router, Method::get, "/API/programmes/7") == "");
  CHECK(router.find(Method::get, "/files/a/b/c").parameters == Fields{{"path", "a/b/c"}});
  CHECK(router.find(Method::get, "/files/").parameters == Fields{{"path", ""}});
  CHECK(found(router, Method::get, "/files") == "");
  CHECK(router.routes().size() == 6);
}

TEST_CASE("HEAD goes to the route of GET; another method says what is allowed") {
  Router router;
  router.add(Method::get, "/a/{x}", named("get")).add(Method::put, "/a/b", named("put"));
  CHECK(found(router, Method::head, "/a/b") == "/a/{x}");
  const Router::Found wrong = router.find(Method::post, "/a/b");
  CHECK(wrong.route == nullptr);
  CHECK(wrong.allowed == std::vector<Method>{Method::get, Method::put});
  CHECK(router.find(Method::post, "/b").allowed.empty());
}

TEST_CASE("the narrower of two patterns answers, whichever was added first") {
  const std::vector<std::string> patterns{"/{path...}", "/a/{x}", "/a/b", "/a/{path...}"};
  std::vector<std::size_t> order{0, 1, 2, 3};
  do {
    Router router;
    for (const std::size_t i : order) router.add(Method::get, patterns[i], named(""));
    CHECK(found(router, Method::get, "/a/b") == "/a/b");
    CHECK(found(router, Method::get, "/a/c") == "/a/{x}");
    CHECK(found(router, Method::get, "/a/b/c") == "/a/{path...}");
    CHECK(found(router, Method::get, "/a/") == "/a/{path...}");
    CHECK(found(router, Method::get, "/b") == "/{path...}");
  } while (std::next_permutation(order.begin(), order.end()));
}

TEST_CASE("ambiguous patterns are refused for the same method, and let be for two methods") {
  const auto both = [](const std::string& a, const std::string& b, Method second) {
    Router router;
    router.add(Method::get, a, named("a"));
    router.add(second, b, named("b"));
  };
  using Pair = std::pair<const char*, const char*>;
  for (const auto& [a, b] :
       {Pair{"/a", "/a"}, Pair{"/{x}", "/{y}"}, Pair{"/a/{x}", "/{y}/b"},
        Pair{"/{x}/b/{rest...}", "/a/{rest...}"}, Pair{"/{x...}", "/{y...}"}}) {
    INFO(a, " and ", b);
    CHECK_THROWS_AS(both(a, b, Method::get), Broken);
    CHECK_THROWS_AS(both(b, a, Method::get), Broken);
    CHECK_NOTHROW(both(a, b, Method::post));
  }
}

TEST_CASE("a pattern that is not well formed is a mistake of the code") {
  for (const char* pattern :
       {"", "a", "//", "/a//b", "/{}", "/{A}", "/{a}{b}", "/a{b}", "/{a}b", "/{a", "/a}",
        "/{x...}/a", "/{x}/{x}", "/a/../b", "/a?b", "/%41", "/{...}", "/{a..}"}) {
    INFO(pattern);
    CHECK(!is_pattern(pattern));
    CHECK_THROWS_AS(Router().add(Method::get, pattern, named("")), Broken);
  }
  CHECK_THROWS_AS(Router().add(Method::head, "/a", named("")), Broken);
  CHECK_THROWS_AS(Router().add(Method::get, "/a", nullptr), Broken);
}

// What a pattern matches, told again in the simplest way: segment by segment.
bool matches(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
  for (std::size_t i = 0; i < pattern.size(); ++i) {
    if (pattern[i] == "{r...}") return path.size() > i;
    if (i >= path.size()) return false;
    const bool parameter = pattern[i].starts_with('{');
    if (parameter ? path[i].empty() : pattern[i] != path[i]) return false;
  }
  return pattern.size() == path.size();
}

std::string joined(const std::vector<std::string>& segments) {
  std::string text;
  for (const std::string& segment : segments) text += "/" + segment;
  return text;
}

TEST_CASE("every route that was added is found, and it matches, by brute force") {
  const auto a_pattern =
      rc::gen::map(rc::gen::pair(rc::gen::container<std::vector<std::string>>(
                                     rc::gen::element<std::string>("a", "b", "{}")),
                                 rc::gen::element<std::string>("", "c", "{r...}")),
                   [](std::pair<std::vector<std::string>, std::string> parts) {
                     std::vector<std::string> segments = std::move(parts.first);
                     segments.resize(std::min<std::size_t>(segments.size(), 4));
                     segments.push_back(parts.second);
                     for (std::size_t i = 0; i < segments.size(); ++i) {
                       if (segments[i] == "{}") segments[i] = "{p" + std::to_string(i) + "}";
                     }
                     return segments;
                   });
  rc::check([&] {
    const auto wanted = *rc::gen::container<std::vector<std::vector<std::string>>>(a_pattern);
    Router router;
    std::vector<std::vector<std::string>> added;
    for (const auto& pattern : wanted) {
      try {
        router.add(Method::get, joined(pattern), named(""));
        added.push_back(pattern);
      } catch (const Broken&) {  // ambiguous with one before
      }
    }
    for (const auto& pattern : added) {
      std::vector<std::string> path = pattern;
      for (std::string& segment : path) {
        if (segment.starts_with('{')) segment = *rc::gen::element<std::string>("a", "b", "z");
      }
      const Router::Found found = router.find(Method::get, joined(path));
      RC_ASSERT(found.route != nullptr);
      // It is the only narrowest one: all others that match are matched by its pattern's own path.
      std::optional<std::vector<std::string>> chosen;
      for (const auto& each : added) {
        if (joined(each) == found.route->pattern) chosen = each;
      }
      RC_ASSERT(chosen.has_value() && matches(*chosen, path));
      for (const auto& other : added) {
        if (matches(other, path)) RC_ASSERT(matches(other, *chosen));
      }
    }
  });
}

}  // namespace
}  // namespace formulary::http
