#include "http/internal/url.h"

#include <algorithm>

#include "http/internal/text.h"

namespace formulary::http {
namespace {

tl::unexpected<std::string> wrong(const char* what) {
  return otherwise(std::string(what));
}

}  // namespace

Either<Url, std::string> read_url(std::string_view text) {
  const bool plain =
      std::all_of(text.begin(), text.end(), [](char c) { return c > 0x20 && c < 0x7F; });
  if (!plain) return wrong("it holds a character that must be percent-encoded");
  Url url;
  url.tls = same_word(text.substr(0, 8), "https://");
  if (!url.tls && !same_word(text.substr(0, 7), "http://")) {
    return wrong("it does not begin with http:// or https://");
  }
  text.remove_prefix(url.tls ? 8 : 7);
  text = text.substr(0, text.find('#'));
  const std::size_t end = std::min(text.find_first_of("/?"), text.size());
  std::string_view authority = text.substr(0, end);
  url.target = text.substr(end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  url.authority = authority;
  if (authority.find_first_of("@\\") != std::string_view::npos) {
    return wrong("it holds a user's name or a backslash");
  }
  url.port = url.tls ? 443 : 80;
  const std::size_t bracket = authority.rfind(']');
  const std::size_t colon = authority.rfind(':');
  if (colon != std::string_view::npos && (bracket == std::string_view::npos || colon > bracket)) {
    const auto port = whole_number(authority.substr(colon + 1));
    if (!port || *port == 0 || *port > 65535) return wrong("its port is none");
    url.port = static_cast<std::uint16_t>(*port);
    authority = authority.substr(0, colon);
  }
  if (authority.starts_with('[') && authority.ends_with(']')) {
    authority = authority.substr(1, authority.size() - 2);
  }
  if (authority.empty() || authority.find_first_of("[]") != std::string_view::npos) {
    return wrong("it has no host");
  }
  url.host = authority;
  return url;
}

}  // namespace formulary::http
