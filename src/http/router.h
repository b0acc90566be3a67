// Who answers this request? Routes by method and pattern, in no order.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "http/message.h"

namespace formulary::http {

// Answers a request on a worker thread, where it may wait for a database. Called from several
// threads at once. An exception becomes a 500 without its text, which goes to the log.
using Handler = std::function<Response(const Request&)>;

enum class Body {
  none,     // a request with a body is refused
  memory,   // Request::body
  spooled,  // Request::body_file
};

struct RouteOptions {
  Body body = Body::none;
  std::size_t most_bytes = 1 << 20;  // of the body
  std::string operation;             // its public name, as in the API's description
};

struct Route {
  Method method;
  std::string pattern;
  RouteOptions options;
  Handler handler;
};

class Router {
 public:
  // Add a route. A pattern is a path whose segments are words, {name} for one segment that is not
  // empty, or {name...} at its end for all the rest, one segment or more. Where several routes
  // match, the one with the narrower pattern answers.
  //
  // The pattern MUST be well formed, and for the same method no other may match the same path
  // without one being narrower than the other.
  Router& add(Method method, const std::string& pattern, Handler handler,
              RouteOptions options = {});

  struct Found {
    const Route* route = nullptr;
    Fields parameters;
    std::vector<Method> allowed;  // where no route matched: what else could be asked of the path
  };
  // HEAD is answered by a route of GET.
  Found find(Method method, std::string_view path) const;

  std::vector<Route> routes() const;  // in the order in which they are tried

 private:
  struct Entry {
    Route route;
    std::vector<std::string> segments;
  };
  static bool narrower(const Entry& a, const Entry& b);
  static bool meet(const Entry& a, const Entry& b);
  static bool take(const Entry& entry, std::string_view path, Fields& parameters);

  std::vector<Entry> entries_;  // narrower ones first
};

// Whether a pattern is well formed.
bool is_pattern(std::string_view pattern);

}  // namespace formulary::http
