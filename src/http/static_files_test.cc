#include "http/static_files.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include <fstream>

#include "support/sample_server.h"

namespace formulary::http {
namespace {

namespace fs = std::filesystem;

void write(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A site beside a secret, in one folder.
struct Site {
  Site() {
    write(root() / "index.html", "<home>");
    write(root() / "app/index.html", "<app>");
    write(root() / "style.css", "css");
    write(root() / "assets/app-3f2a9c1b.js", "script");
    write(root() / "assets/app-3f2a9c1b.js.gz", "script in gzip");
    write(root() / "assets/app-3f2a9c1b.js.br", "script in brotli");
    write(root() / ".hidden", "hidden");
    write(root() / ".well-known/security.txt", "contact");
    write(folder.path() + "/secret", "secret");
    fs::create_symlink("../secret", root() / "link");
    fs::create_symlink("..", root() / "up");
    fs::create_symlink("style.css", root() / "inner.css");
    REQUIRE(mkfifo((root() / "pipe").c_str(), 0600) == 0);
  }
  fs::path root() const { return fs::path(folder.path()) / "site"; }

  Response ask(const std::string& path, const Headers& headers = {}, const char* fallback = "") {
    const auto handler = static_files({root().string(), fallback});
    REQUIRE(handler.has_value());
    Request request;
    request.parameters = {{"path", path}};
    request.headers = headers;
    return (*handler)(request);
  }

  support::TemporaryFolder folder;
};

std::string body_of(const Response& response) {
  if (!response.file) return response.body;
  std::string bytes(response.file->size(), '\0');
  bytes.resize(response.file->read_at(0, bytes.data(), bytes.size()));
  return bytes;
}

TEST_CASE("a file is answered with its type, and a folder with its index") {
  Site site;
  CHECK(body_of(site.ask("")) == "<home>");
  CHECK(body_of(site.ask("app/")) == "<app>");
  const Response css = site.ask("style.css");
  CHECK(body_of(css) == "css");
  CHECK(css.headers.value("content-type") == "text/css; charset=utf-8");
  CHECK(css.headers.value("cache-control") == "no-cache");
  CHECK(body_of(site.ask(".well-known/security.txt")) == "contact");
  CHECK(content_type_of("A.PNG") == "image/png");
  CHECK(content_type_of("none") == "application/octet-stream");
  CHECK(!static_files({"/nowhere/at/all", ""}).has_value());
}

TEST_CASE("no name leads out of the folder, whatever stands in it") {
  Site site;
  for (const std::string path :
       {"../secret", "app/../../secret", "..", "/etc/passwd", "//etc/passwd", "link", "up/secret",
        "up", "inner.css", ".hidden", "app", "pipe", "none", "app//index.html", "./style.css",
        "style.css/", "style.css/x", "..\\secret", "assets"}) {
    INFO(path);
    const Response response = site.ask(path);
    CHECK(response.status == 404);
    CHECK(!response.file);
  }
  CHECK(site.ask(std::string("style.css\0.html", 15)).status == 404);
  CHECK(site.ask(std::string(100'000, 'a')).status == 404);
}

TEST_CASE("traversal fails over the network too, in every spelling") {
  Site site;
  Sample sample;
  sample.router.add(Method::get, "/{path...}", *static_files({site.root().string(), "index.html"}));
  sample.start();
  for (const std::string path :
       {"/../secret", "/%2e%2e/secret", "/..%2fsecret", "/%2e%2e%2fsecret", "/..%5csecret",
        "/app/../../secret", "//secret", "/link", "/up/secret", "/%252e%252e/secret", "/..;/secret",
        "/.%00./secret"}) {
    INFO(path);
    const std::string answer =
        sample.exchange("GET " + path + " HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
    CHECK((answer.starts_with("HTTP/1.1 400") || answer.starts_with("HTTP/1.1 404")));
    CHECK(!answer.ends_with("secret"));
  }
  CHECK(sample.get("/style.css").body == "css");
  CHECK(sample.get("/").body == "<home>");
}

TEST_CASE("the smaller sibling is sent where the client takes it, brotli before gzip") {
  Site site;
  const std::string name = "assets/app-3f2a9c1b.js";
  const Response plain = site.ask(name);
  CHECK(body_of(plain) == "script");
  CHECK(plain.headers.value("vary") == "Accept-Encoding");
  CHECK(plain.headers.value("cache-control") == "public, max-age=31536000, immutable");
  CHECK(!plain.headers.has("content-encoding"));
  const Response gzip = site.ask(name, {{"accept-encoding", "gzip"}});
  CHECK(body_of(gzip) == "script in gzip");
  CHECK(gzip.headers.value("content-encoding") == "gzip");
  CHECK(gzip.headers.value("content-type") == "text/javascript; charset=utf-8");
  const Response both = site.ask(name, {{"accept-encoding", "gzip, br"}});
  CHECK(body_of(both) == "script in brotli");
  CHECK(both.headers.value("content-encoding") == "br");
  CHECK(body_of(site.ask(name, {{"accept-encoding", "br;q=0, gzip"}})) == "script in gzip");
  CHECK(both.headers.value("etag") != gzip.headers.value("etag"));
  CHECK(plain.headers.value("etag") != gzip.headers.value("etag"));
}

TEST_CASE("a client that has the file is told so, until it changes") {
  Site site;
  const std::string tag(site.ask("style.css").headers.value("etag"));
  CHECK(site.ask("style.css", {{"if-none-match", tag}}).status == 304);
  write(site.root() / "style.css", "longer css");
  CHECK(site.ask("style.css", {{"if-none-match", tag}}).status == 200);
}

TEST_CASE("a page with addresses of its own answers for them, but not for scripts that are gone") {
  Site site;
  const Headers html{{"accept", "text/html,*/*"}};
  CHECK(body_of(site.ask("programmes/7", html, "index.html")) == "<home>");
  CHECK(site.ask("programmes/7", html, "index.html").headers.value("cache-control") == "no-cache");
  CHECK(site.ask("assets/old.js", {{"accept", "*/*"}}, "index.html").status == 404);
  CHECK(body_of(site.ask("../secret", html, "index.html")) == "<home>");
}

}  // namespace
}  // namespace formulary::http
