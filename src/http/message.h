// What did the client ask, and what is it answered? Plain values; no socket in sight.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/event_stream.h"
#include "http/fields.h"
#include "http/file.h"

namespace formulary::http {

enum class Method { get, head, post, put, patch, remove, options, other };  // remove is DELETE

std::string_view name_of(Method method);
Method method_of(std::string_view name);  // other: a method that no route can have

struct Request {
  Method method = Method::get;  // head, too, at a route of GET
  std::string path;             // decoded once, in normal form (target.h)
  Fields query;                 // decoded, in the order sent
  Headers headers;              // those of one name joined by ", "; names in lower case
  Fields parameters;            // of the path, by the names of the route's pattern
  std::string body;
  std::shared_ptr<const File> body_file;  // where the route asks for a spooled body
  std::string remote;   // address of the client, seen through the proxies that are trusted
  bool secure = false;  // it came by TLS, to us or to the proxy before us
  std::string id;       // also in the answer's X-Request-Id and in the log
  std::string route;    // the pattern that matched

  std::string_view header(std::string_view name) const { return headers.value(name); }
  // MUST be a name of the route's pattern.
  const std::string& parameter(std::string_view name) const;
  // The value of the first cookie of this name, without quotes.
  std::optional<std::string> cookie(std::string_view name) const;
  // Whether the client takes this content coding (RFC 9110, 12.5.3): "br", "gzip".
  bool accepts_coding(std::string_view coding) const;
};

// An answer has a body, or a file to send, or a stream of events that goes on after the handler.
struct Response {
  int status = 200;
  Headers headers;
  std::string body;
  std::shared_ptr<const File> file;
  std::shared_ptr<EventStream> events;
};

Response json_response(std::string json, int status = 200);
Response text_response(std::string text, int status = 200);
Response html_response(std::string html, int status = 200);
Response empty_response(int status = 204);
Response redirect(const std::string& location, int status = 303);
Response event_response(std::shared_ptr<EventStream> events);

// Further members of a problem: names, and values that are JSON already.
using Members = std::vector<std::pair<std::string, std::string>>;

// Make a problem details answer (RFC 9457). `type` is stable, for programs ("/problems/not-found");
// `title` is the same for all of a type, `detail` is about this one; either may be "".
Response problem(int status, std::string_view type, std::string_view title, std::string_view detail,
                 const Members& extra = {});

// Write text as a JSON string, for `extra`; a byte that is no UTF-8 becomes U+FFFD.
std::string json_text(std::string_view text);

}  // namespace formulary::http
