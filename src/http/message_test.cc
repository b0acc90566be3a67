#include "http/message.h"

#include <doctest/doctest.h>

#include "base/must.h"
#include "http/etag.h"

namespace formulary::http {
namespace {

Request with(const std::string& name, const std::string& value) {
  Request request;
  request.headers.add(name, value);
  return request;
}

TEST_CASE("headers are found whatever their case, query names only as they are written") {
  Headers headers{{"Content-Type", "text/html"}};
  headers.set("CONTENT-TYPE", "text/plain");
  headers.set_default("content-type", "x");
  CHECK(headers.value("Content-type") == "text/plain");
  CHECK(headers.size() == 1);
  headers.remove("Content-TYPE");
  CHECK(headers.find("content-type") == nullptr);
  const Fields query{{"A", "1"}};
  CHECK(query.value("a") == "");
  CHECK(query.value("A") == "1");
}

TEST_CASE("a cookie is found by its whole name") {
  const Request request = with("Cookie", "a=1; session=\"x y\"; ab=2; a=3; c; =d; e=f=g");
  CHECK(request.cookie("a") == "1");
  CHECK(request.cookie("ab") == "2");
  CHECK(request.cookie("session") == "x y");
  CHECK(request.cookie("e") == "f=g");
  CHECK(!request.cookie("b").has_value());
  CHECK(!request.cookie("c").has_value());
  CHECK(!Request().cookie("a").has_value());
}

TEST_CASE("a coding is taken where it is named, or all are, and its weight is not 0") {
  const auto takes = [](const char* header, const char* coding) {
    return with("accept-encoding", header).accepts_coding(coding);
  };
  CHECK(takes("gzip, deflate, br", "br"));
  CHECK(takes("GZIP;q=0.5", "gzip"));
  CHECK(takes("*", "gzip"));
  CHECK(!takes("gzip", "br"));
  CHECK(!takes("gzip;q=0", "gzip"));
  CHECK(!takes("gzip; q=0.000, br", "gzip"));
  CHECK(!takes("*;q=0", "gzip"));
  CHECK(!takes("br;q=0, *", "br"));
  CHECK(!takes("xgzip", "gzip"));
  CHECK(!Request().accepts_coding("gzip"));
}

TEST_CASE("a parameter that the pattern does not have is a mistake of the code") {
  CHECK_THROWS_AS((void)Request().parameter("id"), Broken);
}

TEST_CASE("problem details are JSON whatever stands in their words") {
  const Response response = problem(404, "/problems/not-found", "Not \"here\"", "a\nb\\\x01\xff",
                                    {{"id", json_text("x")}, {"n", "[1,2]"}});
  CHECK(response.status == 404);
  CHECK(response.headers.value("content-type") == "application/problem+json");  // RFC 9457, 3
  CHECK(response.body ==
        "{\"type\":\"/problems/not-found\",\"title\":\"Not \\\"here\\\"\",\"status\":404,"
        "\"detail\":\"a\\nb\\\\\\u0001\xEF\xBF\xBD\",\"id\":\"x\",\"n\":[1,2]}");
}

TEST_CASE("If-None-Match compares weakly and If-Match strongly (RFC 9110, 8.8.3.2)") {
  const auto none = [](const char* header, const char* tag) {
    return if_none_match(with("if-none-match", header), tag);
  };
  const auto match = [](const char* header, const char* tag) {
    return if_match(with("if-match", header), tag);
  };
  // The table of that section: the two tags, then both comparisons.
  CHECK(none("W/\"1\"", "W/\"1\""));
  CHECK(match("W/\"1\"", "W/\"1\"") == Precondition::fails);
  CHECK(!none("W/\"1\"", "W/\"2\""));
  CHECK(none("W/\"1\"", "\"1\""));
  CHECK(match("W/\"1\"", "\"1\"") == Precondition::fails);
  CHECK(none("\"1\"", "\"1\""));
  CHECK(match("\"1\"", "\"1\"") == Precondition::holds);

  CHECK(none("\"0\", \"a,b\" , W/\"1\"", "\"1\""));
  CHECK(none("\"a,b\"", "\"a,b\""));
  CHECK(none("*", "\"1\""));
  CHECK(!none("1", "\"1\""));
  CHECK(!none("\"1", "\"1\""));
  CHECK(!none("W", "\"1\""));
  CHECK(!if_none_match(Request(), "\"1\""));
  CHECK(match("*", "\"1\"") == Precondition::holds);
  CHECK(match("*", "") == Precondition::fails);
  CHECK(match("\"2\", \"3\"", "\"1\"") == Precondition::fails);
  CHECK(if_match(Request(), "\"1\"") == Precondition::absent);
}

TEST_CASE("the tag of a compressed answer is taken back for the tag itself") {
  const std::string tag = etag_of_bytes("some body");
  const std::string small = etag_in_coding(tag, "gzip");
  CHECK(small != tag);
  CHECK(if_match(with("if-match", small), tag) == Precondition::holds);
  CHECK(if_none_match(with("if-none-match", small), tag));
  CHECK(etag_of_bytes("another") != tag);
  // printf 'some body' | sha256sum | cut -c1-32
  CHECK(etag_of_bytes("") == "\"e3b0c44298fc1c149afbf4c8996fb924\"");
}

TEST_CASE("an answer the client has already becomes 304 without a body, for reads only") {
  Request request = with("if-none-match", "\"7\"");
  Response kept = with_etag(request, json_response("{}"), "\"7\"");
  CHECK(kept.status == 304);
  CHECK(kept.body.empty());
  CHECK(kept.headers.value("etag") == "\"7\"");
  CHECK(with_etag(request, json_response("{}"), "\"8\"").status == 200);
  CHECK(with_etag(request, json_response("{}", 404), "\"7\"").status == 404);
  request.method = Method::put;
  CHECK(with_etag(request, json_response("{}"), "\"7\"").status == 200);
}

}  // namespace
}  // namespace formulary::http
