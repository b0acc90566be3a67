#include "http/internal/compress.h"

#include <zlib.h>

#include "base/must.h"
#include "http/etag.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

constexpr std::size_t kLeastBytes = 1024;
constexpr int kLevel = 5;
constexpr int kGzip = 15 + 16;  // the largest window, in the format of gzip (zlib.h)

}  // namespace

bool shrinks(std::string_view content_type) {
  const std::string type = lower(trimmed(content_type.substr(0, content_type.find(';'))));
  return type.starts_with("text/") || type.ends_with("json") || type.ends_with("xml") ||
         type == "application/javascript" || type == "application/wasm";
}

std::string gzip(std::string_view bytes) {
  z_stream stream{};
  const int begun =
      deflateInit2(&stream, kLevel, Z_DEFLATED, kGzip, MAX_MEM_LEVEL, Z_DEFAULT_STRATEGY);
  MUST(begun == Z_OK);
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  MUST(done == Z_STREAM_END);
  return out;
}

void compress(const Request& request, Response& response) {
  const Headers& headers = response.headers;
  constexpr std::size_t kMostBytes = 64 << 20;  // more takes a worker for too long
  if (response.body.size() <= kLeastBytes || response.body.size() > kMostBytes) return;
  if (!shrinks(headers.value("content-type")) || headers.has("content-encoding")) return;
  if (headers.value("cache-control").find("no-transform") != std::string_view::npos) return;
  response.headers.add("vary", "Accept-Encoding");
  if (!request.accepts_coding("gzip")) return;
  response.body = gzip(response.body);
  response.headers.add("content-encoding", "gzip");
  if (const std::string* tag = headers.find("etag")) {
    response.headers.set("etag", etag_in_coding(*tag, "gzip"));
  }
}

}  // namespace formulary::http
