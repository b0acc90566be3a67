#include "http/internal/compress.h"

#include <doctest/doctest.h>
#include <zlib.h>

#include "http/etag.h"

namespace formulary::http {
namespace {

// Undone by zlib's own reader, which also checks the checksum.
std::string unzipped(const std::string& bytes) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1 << 20, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

Request taking(const char* codings) {
  Request request;
  request.headers.add("accept-encoding", codings);
  return request;
}

TEST_CASE("a long text is compressed where the client takes it, and says so") {
  const std::string text(5000, 'x');
  Response response = with_etag(Request(), json_response(text), "\"1\"");
  compress(taking("gzip"), response);
  CHECK(response.body.size() < 200);
  CHECK(unzipped(response.body) == text);
  CHECK(response.headers.value("content-encoding") == "gzip");
  CHECK(response.headers.value("vary") == "Accept-Encoding");
  CHECK(response.headers.value("etag") == "\"1-gzip\"");

  Response plain = json_response(text);
  compress(taking("br"), plain);
  CHECK(plain.body == text);
  CHECK(plain.headers.value("vary") == "Accept-Encoding");  // another client gets another body
}

TEST_CASE("what is short, is no text, has a coding or must not change is left alone") {
  const std::string text(5000, 'x');
  Response small = json_response(std::string(1024, 'x'));
  Response picture = json_response(text);
  picture.headers.set("content-type", "image/png");
  Response coded = json_response(text);
  coded.headers.add("content-encoding", "br");
  Response fixed = json_response(text);
  fixed.headers.add("cache-control", "private, no-transform");
  for (Response response : {small, picture, coded, fixed}) {
    const std::string before = response.body;
    compress(taking("gzip"), response);
    CHECK(response.body == before);
    CHECK(!response.headers.has("vary"));
  }
  CHECK(shrinks("Text/HTML; charset=utf-8"));
  CHECK(shrinks("application/problem+json"));
  CHECK(shrinks("image/svg+xml"));
  CHECK(!shrinks("application/zip"));
  CHECK(unzipped(gzip("")).empty());
}

}  // namespace
}  // namespace formulary::http
