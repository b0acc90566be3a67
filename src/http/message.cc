#include "http/message.h"

#include <array>

#include "base/must.h"
#include "http/internal/text.h"

namespace formulary::http {
namespace {

constexpr std::array<std::pair<Method, std::string_view>, 7> kMethods{{
    {Method::get, "GET"},
    {Method::head, "HEAD"},
    {Method::post, "POST"},
    {Method::put, "PUT"},
    {Method::patch, "PATCH"},
    {Method::remove, "DELETE"},
    {Method::options, "OPTIONS"},
}};

Response with_body(std::string body, int status, const char* type) {
  Response response;
  response.status = status;
  response.headers.add("content-type", type);
  response.body = std::move(body);
  return response;
}

// "gzip;q=0.5" in parts; a weight of zero means "not this one".
bool refused(std::string_view item) {
  const std::size_t semicolon = item.find(';');
  if (semicolon == std::string_view::npos) return false;
  for (const std::string_view parameter : list_of(item.substr(semicolon), ';')) {
    if (parameter.size() < 2 || !same_word(parameter.substr(0, 2), "q=")) continue;
    return parameter.substr(2).find_first_not_of("0.") == std::string_view::npos;
  }
  return false;
}

}  // namespace

std::string_view name_of(Method method) {
  for (const auto& [each, name] : kMethods) {
    if (each == method) return name;
  }
  return "OTHER";
}

Method method_of(std::string_view name) {
  for (const auto& [method, each] : kMethods) {
    if (each == name) return method;
  }
  return Method::other;
}

const std::string& Request::parameter(std::string_view name) const {
  const std::string* found = parameters.find(name);
  MUST(found != nullptr);
  return *found;
}

std::optional<std::string> Request::cookie(std::string_view name) const {
  for (const std::string_view pair : list_of(header("cookie"), ';')) {
    const std::size_t equals = pair.find('=');
    if (equals == std::string_view::npos || trimmed(pair.substr(0, equals)) != name) continue;
    std::string_view value = trimmed(pair.substr(equals + 1));
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') {
      value = value.substr(1, value.size() - 2);
    }
    return std::string(value);
  }
  return std::nullopt;
}

bool Request::accepts_coding(std::string_view coding) const {
  bool any = false;
  for (const std::string_view item : list_of(header("accept-encoding"))) {
    const std::string_view name = trimmed(item.substr(0, item.find(';')));
    if (same_word(name, coding)) return !refused(item);
    any = any || (name == "*" && !refused(item));
  }
  return any;
}

Response json_response(std::string json, int status) {
  return with_body(std::move(json), status, "application/json");
}

Response text_response(std::string text, int status) {
  return with_body(std::move(text), status, "text/plain; charset=utf-8");
}

Response html_response(std::string html, int status) {
  return with_body(std::move(html), status, "text/html; charset=utf-8");
}

Response empty_response(int status) {
  Response response;
  response.status = status;
  return response;
}

Response redirect(const std::string& location, int status) {
  Response response = empty_response(status);
  response.headers.add("location", location);
  return response;
}

Response event_response(std::shared_ptr<EventStream> events) {
  MUST(events != nullptr);
  Response response;
  response.headers.add("content-type", "text/event-stream");
  response.headers.add("cache-control", "no-store");
  response.headers.add("x-accel-buffering", "no");  // nginx would hold events back
  response.events = std::move(events);
  return response;
}

Response problem(int status, std::string_view type, std::string_view title, std::string_view detail,
                 const Members& extra) {
  std::string json = "{\"type\":" + json_text(type);
  if (!title.empty()) json += ",\"title\":" + json_text(title);
  json += ",\"status\":" + std::to_string(status);
  if (!detail.empty()) json += ",\"detail\":" + json_text(detail);
  for (const auto& [name, value] : extra) json += "," + json_text(name) + ":" + value;
  json += "}";
  return with_body(std::move(json), status, "application/problem+json");
}

std::string json_text(std::string_view text) {
  std::string json;
  append_json_text(json, text);
  return json;
}

}  // namespace formulary::http
