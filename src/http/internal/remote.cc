#include "http/internal/remote.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <optional>

#include "http/internal/text.h"

namespace formulary::http {
namespace {

std::optional<in6_addr> read_6(const std::string& text) {
  in6_addr address{};
  if (inet_pton(AF_INET6, text.c_str(), &address) != 1) return std::nullopt;
  return address;
}

std::string written(int family, const void* address) {
  std::array<char, INET6_ADDRSTRLEN> text{};
  const char* done = inet_ntop(family, address, text.data(), static_cast<socklen_t>(text.size()));
  return done == nullptr ? "" : done;
}

}  // namespace

std::string plain_address(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('[')) {
    const std::size_t close = text.find(']');
    if (close == std::string_view::npos) return "";
    text = text.substr(1, close - 1);
  } else if (std::count(text.begin(), text.end(), ':') == 1) {
    text = text.substr(0, text.find(':'));  // a port after an IPv4 address
  }
  const std::string word(text.substr(0, text.find('%')));  // without the zone of fe80::1%eth0
  in_addr four{};
  if (inet_pton(AF_INET, word.c_str(), &four) == 1) return written(AF_INET, &four);
  const std::optional<in6_addr> six = read_6(word);
  if (!six) return "";
  if (IN6_IS_ADDR_V4MAPPED(&*six)) return written(AF_INET, &six->s6_addr[12]);
  return written(AF_INET6, &*six);
}

std::string remote_of(std::string_view peer, std::string_view forwarded_for, int trusted_proxies) {
  const std::string here = plain_address(peer);
  if (trusted_proxies <= 0) return here;
  const std::vector<std::string_view> seen = list_of(forwarded_for);
  const auto proxies = static_cast<std::size_t>(trusted_proxies);
  if (seen.size() < proxies) return here;
  const std::string address = plain_address(seen[seen.size() - proxies]);
  return address.empty() ? here : address;
}

std::string network_of(std::string_view address) {
  const std::string word(address);
  std::optional<in6_addr> six = read_6(word);
  if (!six) return word;
  std::fill(six->s6_addr + 8, six->s6_addr + 16, std::uint8_t{0});
  return written(AF_INET6, &*six);
}

}  // namespace formulary::http
