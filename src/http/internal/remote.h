// Which address does a request come from, seen through the proxies before us?
#pragma once

#include <string>
#include <string_view>

namespace formulary::http {

// Each proxy appends the address it was called from to X-Forwarded-For. With n trusted proxies the
// n-th from the end is the last that one of them saw with its own eyes; what stands before it is
// hearsay. `peer` is the other end of our connection. A list that is too short or holds something
// else than an address there gives `peer`.
std::string remote_of(std::string_view peer, std::string_view forwarded_for, int trusted_proxies);

// What one client holds of the address space: an IPv4 address, or the first 64 bits of IPv6.
std::string network_of(std::string_view address);

// Read "1.2.3.4", "1.2.3.4:80", "2001:db8::1" or "[2001:db8::1]:80" and write the address as the
// system does; "" = it is none. ::ffff:1.2.3.4 is 1.2.3.4.
std::string plain_address(std::string_view text);

}  // namespace formulary::http
