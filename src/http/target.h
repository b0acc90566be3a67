// What does the client point at? The target of a request line, decoded once and in normal form.
#pragma once

#include <string>
#include <string_view>

#include "base/result.h"
#include "http/fields.h"

namespace formulary::http {

struct Target {
  // Begins with a slash; no empty, "." or ".." segment but an empty last one ("/a/"); UTF-8
  // without control characters and backslashes.
  std::string path;
  // UTF-8 without NUL; "+" is a space.
  Fields query;
};

// Decode "/path?name=value&..." or an absolute http(s) URL. A path that is not in normal form is
// refused, never repaired: what a proxy before us read in it may differ from what we would.
// Errors, in words for the client: no path, a percent sign without two hexadecimal digits, text
// that is not UTF-8, control characters, an encoded slash or backslash, dots, empty segments.
Either<Target, std::string> read_target(std::string_view target);

// Write text so that read_target gives it back, as a segment of a path or a part of a query.
std::string percent_encoded(std::string_view text);

}  // namespace formulary::http
