#include "http/internal/wire.h"

#include <boost/asio/write.hpp>

namespace formulary::http {
namespace {

class PlainWire final : public Wire {
 public:
  explicit PlainWire(Tcp::socket socket) : socket_(std::move(socket)) {}

  Awaitable<void> shake_hands(ErrorCode& error) override {
    error = {};
    co_return;
  }
  Awaitable<std::size_t> read_some(char* into, std::size_t most, ErrorCode& error) override {
    co_return co_await socket_.async_read_some(asio::buffer(into, most), error_into(error));
  }
  Awaitable<void> write(const Pieces& pieces, ErrorCode& error) override {
    co_await asio::async_write(socket_, pieces, error_into(error));
  }
  Awaitable<void> say_goodbye(ErrorCode& error) override {
    socket_.shutdown(Tcp::socket::shutdown_send, error);
    co_return;
  }
  Tcp::socket& socket() override { return socket_; }

 private:
  Tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Wire> plain_wire(Tcp::socket socket) {
  return std::make_unique<PlainWire>(std::move(socket));
}

}  // namespace formulary::http
