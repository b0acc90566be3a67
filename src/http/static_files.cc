#include "http/static_files.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "http/etag.h"
#include "http/internal/compress.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

using Named = std::pair<std::string_view, std::string_view>;
constexpr std::array<Named, 28> kTypes{{
    {"html", "text/html; charset=utf-8"},
    {"htm", "text/html; charset=utf-8"},
    {"css", "text/css; charset=utf-8"},
    {"js", "text/javascript; charset=utf-8"},
    {"mjs", "text/javascript; charset=utf-8"},
    {"json", "application/json"},
    {"map", "application/json"},
    {"geojson", "application/geo+json"},
    {"jsonld", "application/ld+json"},
    {"webmanifest", "application/manifest+json"},
    {"txt", "text/plain; charset=utf-8"},
    {"md", "text/markdown; charset=utf-8"},
    {"csv", "text/csv; charset=utf-8"},
    {"xml", "application/xml"},
    {"yaml", "application/yaml"},
    {"pdf", "application/pdf"},
    {"svg", "image/svg+xml"},
    {"png", "image/png"},
    {"jpg", "image/jpeg"},
    {"jpeg", "image/jpeg"},
    {"gif", "image/gif"},
    {"webp", "image/webp"},
    {"avif", "image/avif"},
    {"ico", "image/x-icon"},
    {"woff", "font/woff"},
    {"woff2", "font/woff2"},
    {"wasm", "application/wasm"},
    {"parquet", "application/vnd.apache.parquet"},
}};

class Folder {
 public:
  explicit Folder(int descriptor) : descriptor_(descriptor) {}
  ~Folder() { close(descriptor_); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  // Open a file below the folder, a segment at a time and through no symbolic link, so that no
  // name, whatever stands in it, leads out of the folder.
  std::shared_ptr<const File> open(std::string_view path) const;

 private:
  int descriptor_;
};

bool may_be_shown(std::string_view segment) {
  return !segment.empty() && (segment[0] != '.' || segment == ".well-known") &&
         segment.find_first_of(std::string_view("/\\\0", 3)) == std::string_view::npos;
}

std::shared_ptr<const File> Folder::open(std::string_view path) const {
  int at = dup(descriptor_);
  while (at >= 0) {
    const std::size_t end = std::min(path.find('/'), path.size());
    const std::string segment(path.substr(0, end));
    const bool last = end == path.size();
    const int flags = O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (last ? 0 : O_DIRECTORY);
    const int next = may_be_shown(segment) ? openat(at, segment.c_str(), flags) : -1;
    close(at);
    at = next;
    if (last) break;
    path.remove_prefix(end + 1);
  }
  if (at < 0) return nullptr;
  auto file = std::make_shared<File>(at);
  return file->regular() ? file : nullptr;
}

bool wants_html(const Request& request) {
  return request.header("accept").find("text/html") != std::string_view::npos;
}

class Site {
 public:
  Site(int descriptor, const StaticFilesOptions& options)
      : folder_(descriptor), options_(options) {}

  Response answer(const Request& request) const {
    std::string name = request.parameters.empty() ? "" : request.parameters.begin()->second;
    if (name.empty() || name.ends_with('/')) name += "index.html";
    std::shared_ptr<const File> file = folder_.open(name);
    if (!file && !options_.fallback.empty() && wants_html(request)) {
      name = options_.fallback;
      file = folder_.open(name);
    }
    if (!file) return problem(404, "/problems/not-found", "There is nothing of this name.", "");
    return send(request, name, std::move(file));
  }

 private:
  Response send(const Request& request, const std::string& name,
                std::shared_ptr<const File> file) const {
    Response response;
    std::string etag = etag_of_version(file->version());
    for (const auto& [coding, ending] : {Named{"br", ".br"}, Named{"gzip", ".gz"}}) {
      std::shared_ptr<const File> small = folder_.open(name + std::string(ending));
      if (!small) continue;
      if (!response.headers.has("vary")) response.headers.add("vary", "Accept-Encoding");
      if (response.headers.has("content-encoding") || !request.accepts_coding(coding)) continue;
      response.headers.add("content-encoding", std::string(coding));
      etag = etag_in_coding(etag_of_version(small->version()), coding);
      file = std::move(small);
    }
    response.headers.add("content-type", content_type_of(name));
    const bool hashed = !options_.hashed.empty() && name.starts_with(options_.hashed);
    response.headers.add("cache-control",
                         hashed ? "public, max-age=31536000, immutable" : "no-cache");
    response.file = std::move(file);
    return with_etag(request, std::move(response), etag);
  }

  Folder folder_;
  const StaticFilesOptions options_;
};

}  // namespace

Result<Handler> static_files(const StaticFilesOptions& options) {
  const int descriptor = ::open(options.folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) {
    return fail(Fault{options.folder, 0, "is not a folder that can be read",
                      "name the folder that holds the files"});
  }
  auto site = std::make_shared<const Site>(descriptor, options);
  return Handler([site](const Request& request) { return site->answer(request); });
}

std::string content_type_of(std::string_view name) {
  const std::size_t dot = name.rfind('.');
  const std::string ending =
      dot == std::string_view::npos ? std::string() : lower(name.substr(dot + 1));
  for (const auto& [each, type] : kTypes) {
    if (each == ending) return std::string(type);
  }
  return "application/octet-stream";
}

}  // namespace formulary::http
