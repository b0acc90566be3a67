#include "http/internal/exchange.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <utility>

#include "http/internal/compress.h"
#include "http/internal/remote.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

using Clock = std::chrono::steady_clock;

// An id that a proxy gave, where it is one that a log can hold.
bool is_id(std::string_view text) {
  return !text.empty() && text.size() <= 64 && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '.' || c == '_';
  });
}

std::string allow_text(std::vector<Method> methods) {
  std::string text = "OPTIONS";
  for (const Method method : methods) {
    text += ", " + std::string(name_of(method));
    if (method == Method::get) text += ", HEAD";
  }
  return text;
}

void refuse_method(Exchange& exchange, const std::vector<Method>& allowed) {
  if (exchange.request.method == Method::options) {
    exchange.response = empty_response();
    exchange.answered = true;
  } else {
    refuse(exchange, {405, "/problems/method-not-allowed", "This cannot be done here.", ""});
  }
  exchange.response.headers.set("allow", allow_text(allowed));
}

void find_route(Exchange& exchange) {
  Request& request = exchange.request;
  if (request.method == Method::other) {
    return refuse(exchange, {501, "/problems/method-not-known", "This method is not known.", ""});
  }
  Router::Found found = exchange.service.router.find(request.method, request.path);
  if (found.route == nullptr) {
    const bool everything = request.path.empty();  // OPTIONS *
    if (everything || !found.allowed.empty()) return refuse_method(exchange, found.allowed);
    return refuse(exchange, {404, "/problems/not-found", "There is nothing of this name.", ""});
  }
  exchange.route = found.route;
  request.route = found.route->pattern;
  request.parameters = std::move(found.parameters);
}

void check_body(Exchange& exchange) {
  const Head& head = exchange.head;
  const RouteOptions& options = exchange.route->options;
  if (!head.has_body) return;
  if (options.body == Body::none) {
    return refuse(exchange, {400, "/problems/body-not-expected", "This takes no body.", ""});
  }
  if (head.length && *head.length > options.most_bytes) {
    return refuse(exchange, {413, "/problems/body-too-large", "The body is too long.",
                             "at most " + std::to_string(options.most_bytes) + " bytes"});
  }
  if (options.body != Body::memory) return;
  const std::size_t bytes = head.length ? *head.length : options.most_bytes;
  if (!exchange.service.take_memory(bytes)) {
    refuse(exchange, {503, "/problems/overloaded", "The server has too much to do.", ""});
    exchange.response.headers.set("retry-after", "1");
    return;
  }
  exchange.memory = bytes;
}

void check_rate(Exchange& exchange) {
  const double seconds = exchange.service.buckets.take(exchange.request.remote, Clock::now());
  if (seconds <= 0) return;
  refuse(exchange,
         {429, "/problems/too-many-requests", "Too many requests from this address.", ""});
  const auto whole = static_cast<std::int64_t>(std::ceil(std::min(seconds, 3600.0)));
  exchange.response.headers.set("retry-after", std::to_string(whole));
}

// A header that holds a line of its own would be a header of the attacker's.
bool sound(const Response& response) {
  return response.status >= 200 && response.status <= 599 &&
         std::all_of(response.headers.begin(), response.headers.end(), [](const auto& field) {
           return is_token(field.first) && is_field_value(field.second);
         });
}

void fail_inside(Exchange& exchange, std::string error) {
  refuse(exchange, {500, "/problems/internal", "The server failed.",
                    "its log says more under the id of this request"});
  exchange.error = std::move(error);
}

void set_default_headers(const Exchange& exchange, Headers& headers) {
  const ServerOptions& options = exchange.service.options;
  const SecurityHeaders& security = options.security;
  const auto set = [&](const char* name, const std::string& value) {
    if (!value.empty()) headers.set_default(name, value);
  };
  set("date", exchange.service.date());
  set("x-request-id", exchange.request.id);
  set("content-security-policy", security.content_security_policy);
  set("referrer-policy", security.referrer_policy);
  set("x-content-type-options", "nosniff");
  if (exchange.request.secure) set("strict-transport-security", security.strict_transport_security);
  // What is not known to be the same for everybody is not kept by anybody.
  set("cache-control", headers.has("etag") ? "no-cache" : "no-store");
}

// The status codes of RFC 9110, and 428, 429, 431 of RFC 6585, 507 of RFC 4918.
std::string_view reason_of(int status) {
  using Named = std::pair<int, std::string_view>;
  constexpr std::array kReasons{
      Named{200, "OK"},
      Named{201, "Created"},
      Named{202, "Accepted"},
      Named{204, "No Content"},
      Named{301, "Moved Permanently"},
      Named{302, "Found"},
      Named{303, "See Other"},
      Named{304, "Not Modified"},
      Named{307, "Temporary Redirect"},
      Named{308, "Permanent Redirect"},
      Named{400, "Bad Request"},
      Named{401, "Unauthorized"},
      Named{403, "Forbidden"},
      Named{404, "Not Found"},
      Named{405, "Method Not Allowed"},
      Named{406, "Not Acceptable"},
      Named{408, "Request Timeout"},
      Named{409, "Conflict"},
      Named{410, "Gone"},
      Named{412, "Precondition Failed"},
      Named{413, "Content Too Large"},
      Named{414, "URI Too Long"},
      Named{415, "Unsupported Media Type"},
      Named{422, "Unprocessable Content"},
      Named{428, "Precondition Required"},
      Named{429, "Too Many Requests"},
      Named{431, "Request Header Fields Too Large"},
      Named{500, "Internal Server Error"},
      Named{501, "Not Implemented"},
      Named{502, "Bad Gateway"},
      Named{503, "Service Unavailable"},
      Named{505, "HTTP Version Not Supported"},
      Named{507, "Insufficient Storage"},
  };
  for (const auto& [each, reason] : kReasons) {
    if (each == status) return reason;
  }
  return "Status";
}

}  // namespace

Exchange::~Exchange() {
  service.give_memory(memory);
  // Of a client that was gone before its stream began: the sender is to know.
  if (response.events) response.events->detach(EventStream::State::gone);
}

void refuse(Exchange& exchange, const Refusal& refusal) {
  exchange.response = problem(refusal.status, refusal.type, refusal.title, refusal.detail,
                              {{"request", json_text(exchange.request.id)}});
  exchange.answered = true;
}

void admit(Exchange& exchange, const std::string& peer, bool tls) {
  Request& request = exchange.request;
  Head& head = exchange.head;
  const int proxies = exchange.service.options.trusted_proxies;
  request.method = head.method;
  request.path = std::move(head.target.path);
  request.query = std::move(head.target.query);
  request.headers = std::move(head.headers);
  request.remote = remote_of(peer, request.header("x-forwarded-for"), proxies);
  request.secure = tls || (proxies > 0 && same_word(request.header("x-forwarded-proto"), "https"));
  if (proxies > 0 && is_id(request.header("x-request-id"))) {
    request.id = request.header("x-request-id");
  }
  check_rate(exchange);
  if (!exchange.answered) find_route(exchange);
  if (!exchange.answered) check_body(exchange);
}

void call_handler(Exchange& exchange) {
  try {
    exchange.response = exchange.route->handler(exchange.request);
    if (sound(exchange.response)) {
      if (exchange.service.options.compress) compress(exchange.request, exchange.response);
    } else {
      fail_inside(exchange, "the handler's answer has no such status, or a header of two lines");
    }
  } catch (const std::exception& error) {
    fail_inside(exchange, error.what());
  } catch (...) {
    fail_inside(exchange, "an exception of an unknown kind");
  }
  // Nobody needs the body while the answer is on its way.
  std::string().swap(exchange.request.body);
  exchange.request.body_file.reset();
  exchange.service.give_memory(std::exchange(exchange.memory, 0));
}

std::string head_text(const Exchange& exchange, Framing framing, std::uint64_t length) {
  const Response& response = exchange.response;
  Headers headers = response.headers;
  set_default_headers(exchange, headers);
  for (const char* ours : {"connection", "transfer-encoding", "content-length"}) {
    headers.remove(ours);
  }
  if (framing == Framing::length) headers.add("content-length", std::to_string(length));
  if (framing == Framing::chunks) headers.add("transfer-encoding", "chunked");
  if (!exchange.keep) headers.add("connection", "close");
  if (exchange.keep && !exchange.head.may_chunk) headers.add("connection", "keep-alive");
  std::string text = "HTTP/1.1 " + std::to_string(response.status) + " ";
  text += reason_of(response.status);
  text += "\r\n";
  for (const auto& [name, value] : headers) {
    text.append(name).append(": ").append(value).append("\r\n");
  }
  return text + "\r\n";
}

void record(const Exchange& exchange, bool lost) {
  const Request& request = exchange.request;
  const Response& response = exchange.response;
  const auto taken = Clock::now() - exchange.begun;
  const std::string route = exchange.route == nullptr ? "none" : request.route;
  const auto timed = response.events ? Metrics::Timed::no : Metrics::Timed::yes;
  exchange.service.metrics->count(route, request.method, response.status,
                                  std::chrono::duration<double>(taken).count(), timed);
  if (!exchange.service.options.log) return;
  LogLine line("request");
  line.add("request", request.id)
      .add("remote", request.remote)
      .add("method", name_of(request.method))
      .add("route", route);
  // A path that is nobody's holds nothing of ours, and says what was looked for.
  if (exchange.route == nullptr) line.add("path", request.path);
  line.add("status", response.status)
      .add("bytes_in", static_cast<std::int64_t>(exchange.bytes_in))
      .add("bytes_out", static_cast<std::int64_t>(exchange.bytes_out))
      .add("microseconds", std::chrono::duration_cast<std::chrono::microseconds>(taken).count());
  if (lost) line.add("lost", "the connection ended before the answer did");
  if (!exchange.error.empty()) line.add("error", exchange.error);
  exchange.service.log(std::move(line));
}

}  // namespace formulary::http
