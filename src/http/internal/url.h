// To whom does a URL lead, and what is asked of them there?
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace formulary::http {

struct Url {
  bool tls = false;
  std::string host;  // without the brackets of an IPv6 address
  std::uint16_t port = 0;
  std::string authority;  // for the Host header
  std::string target;     // as it is sent
};

// Errors, in words: another scheme, no host, a user's name in it, a port that is none, characters
// that a request line cannot hold.
Either<Url, std::string> read_url(std::string_view text);

}  // namespace formulary::http
