// Which parts of Boost.Asio do we use? Named once, for the files that speak to the network.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/error_code.hpp>

namespace formulary::http {

namespace asio = boost::asio;
using Tcp = asio::ip::tcp;
using ErrorCode = boost::system::error_code;
template <typename T>
using Awaitable = asio::awaitable<T>;

// co_await what does not throw: the error is put there.
inline auto error_into(ErrorCode& error) {
  return asio::redirect_error(asio::use_awaitable, error);
}

}  // namespace formulary::http
