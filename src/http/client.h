// What does another server answer? A small client that waits, for tests and for signing in.
#pragma once

#include <chrono>
#include <cstddef>
#include <string>

#include "base/result.h"
#include "http/fields.h"
#include "http/message.h"

namespace formulary::http {

struct ClientOptions {
  std::chrono::milliseconds time{
      10'000};                       // for all of it, from the name's address to the last byte
  std::size_t most_bytes = 1 << 20;  // of the answer's body
  Headers headers;                   // of the request
  std::string authorities_file;      // PEM, to be trusted beside the system's
};

struct Answer {
  int status = 0;
  Headers headers;
  std::string body;
};

// Ask http://HOST[:PORT]/... or https://..., whose certificate must hold for that host. Redirects
// are answers like others. One connection for each call.
// Errors: no such URL, host or service; a certificate that is not trusted; no whole answer in
// time; an answer that is too long or not HTTP.
Result<Answer> ask(Method method, const std::string& url, const std::string& body,
                   const ClientOptions& options = {});

Result<Answer> get(const std::string& url, const ClientOptions& options = {});
Result<Answer> post(const std::string& url, const std::string& content_type,
                    const std::string& body, const ClientOptions& options = {});

}  // namespace formulary::http
