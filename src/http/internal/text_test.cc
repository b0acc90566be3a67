#include "http/internal/text.h"

#include <doctest/doctest.h>

#include "http/internal/digest.h"
#include "http/internal/remote.h"
#include "http/internal/service.h"
#include "http/internal/url.h"

namespace formulary::http {
namespace {

TEST_CASE("UTF-8 is what the Unicode standard's table 3-7 says") {
  for (const char* good : {"", "a", "\x7f", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF",
                           "\xEE\x80\x80", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
    CHECK(is_utf8(good));
  }
  for (const char* bad :
       {"\x80", "\xC0\xAF", "\xC1\xBF", "\xC2", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xF0\x8F\xBF\xBF",
        "\xF4\x90\x80\x80", "\xF5\x80\x80\x80", "\xE2\x82", "\xFF", "\xC2\x41"}) {
    CHECK(!is_utf8(bad));
  }
}

TEST_CASE("a number is digits and nothing else") {
  CHECK(whole_number("0") == 0u);
  CHECK(whole_number("18446744073709551615") == UINT64_MAX);
  for (const std::string bad : {"", "-1", "+1", " 1", "1 ", "0x1", "1,1", "18446744073709551616"}) {
    CHECK(!whole_number(bad).has_value());
  }
}

TEST_CASE("lists, names and values") {
  CHECK(list_of(" a ,, b\t,") == std::vector<std::string_view>{"a", "b"});
  CHECK(list_of("").empty());
  CHECK(is_token("X-a_1!"));
  for (const std::string bad : {"", "a b", "a:", "a\n", "ж", "(a)"}) CHECK(!is_token(bad));
  CHECK(is_field_value("a\tb ж"));
  for (const std::string bad : {"a\r\nb", "a\nb", "\x01", "\x7f"}) CHECK(!is_field_value(bad));
  CHECK(!is_field_value(std::string_view("a\0b", 3)));
}

TEST_CASE("an address is seen through the trusted proxies, and no further") {
  const char* peer = "10.0.0.1";
  CHECK(remote_of(peer, "1.1.1.1", 0) == peer);  // hearsay
  CHECK(remote_of(peer, "1.1.1.1, 2.2.2.2", 1) == "2.2.2.2");
  CHECK(remote_of(peer, "1.1.1.1, 2.2.2.2, 3.3.3.3", 2) == "2.2.2.2");
  CHECK(remote_of(peer, "1.1.1.1", 2) == peer);
  CHECK(remote_of(peer, "", 1) == peer);
  CHECK(remote_of(peer, "nonsense", 1) == peer);
  CHECK(remote_of(peer, "1.2.3.4:99", 1) == "1.2.3.4");
  CHECK(remote_of(peer, "[2001:db8::1]:99", 1) == "2001:db8::1");
  CHECK(remote_of("::ffff:10.0.0.9", "", 0) == "10.0.0.9");
  CHECK(plain_address("2001:DB8:0::1") == "2001:db8::1");
  CHECK(plain_address("fe80::1%eth0") == "fe80::1");
  for (const std::string bad : {"", "1.2.3", "host", "1.2.3.4.5", "[::1", ":::", "1.2.3.4 5"}) {
    CHECK(plain_address(bad) == "");
  }
  CHECK(network_of("1.2.3.4") == "1.2.3.4");
  CHECK(network_of("2001:db8:1:2:3:4:5:6") == "2001:db8:1:2::");
  CHECK(network_of("2001:db8:1:2:ffff::") == "2001:db8:1:2::");
}

TEST_CASE("a date is written as HTTP wants it") {
  const auto date = [](const char* at) { return http_date(Instant::parse(at).value()); };
  CHECK(date("1994-11-06T08:49:37Z") == "Sun, 06 Nov 1994 08:49:37 GMT");  // RFC 9110, 5.6.7
  CHECK(date("1970-01-01T00:00:00Z") == "Thu, 01 Jan 1970 00:00:00 GMT");
  CHECK(date("1969-12-31T23:59:59Z") == "Wed, 31 Dec 1969 23:59:59 GMT");
  CHECK(date("2024-02-29T12:00:01Z") == "Thu, 29 Feb 2024 12:00:01 GMT");  // date -d
}

TEST_CASE("a URL is read, or refused with the reason") {
  const auto url = read_url("https://Host.example:8443/a%20b?c=d#e");
  REQUIRE(url.has_value());
  CHECK(url->tls);
  CHECK(url->host == "Host.example");
  CHECK(url->port == 8443);
  CHECK(url->authority == "Host.example:8443");
  CHECK(url->target == "/a%20b?c=d");
  CHECK(read_url("http://h")->target == "/");
  CHECK(read_url("http://h")->port == 80);
  CHECK(read_url("http://h?a")->target == "/?a");
  CHECK(read_url("http://[::1]:81/")->host == "::1");
  CHECK(read_url("http://[::1]/")->port == 80);
  for (const std::string bad : {"", "h", "ftp://h", "http://", "http://:80", "http://h:0",
                                "http://h:99999", "http://h:8a", "http://u@h/", "http://h/a b",
                                "http://h/\r\nx: y", "http://h\\@i", "http://[::1", "http://ж/"}) {
    INFO(bad);
    CHECK(!read_url(bad).has_value());
  }
}

TEST_CASE("two random words differ") {
  CHECK(random_word() != random_word());
  CHECK(random_word().size() == 12);
}

}  // namespace
}  // namespace formulary::http
