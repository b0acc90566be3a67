// How do bytes go over a connection, in the clear or through TLS?
#pragma once

#include <array>
#include <memory>
#include <string>

#include "base/result.h"
#include "http/internal/asio.h"

namespace formulary::http {

// Both ends of a connection; all of it on the connection's own strand. Errors are told, not thrown;
// a read of 0 bytes without an error does not happen.
class Wire {
 public:
  virtual ~Wire() = default;

  virtual Awaitable<void> shake_hands(ErrorCode& error) = 0;
  virtual Awaitable<std::size_t> read_some(char* into, std::size_t most, ErrorCode& error) = 0;
  // Write two pieces, one after the other.
  using Pieces = std::array<asio::const_buffer, 2>;
  virtual Awaitable<void> write(const Pieces& pieces, ErrorCode& error) = 0;
  // Say that nothing more will be written.
  virtual Awaitable<void> say_goodbye(ErrorCode& error) = 0;

  virtual Tcp::socket& socket() = 0;
};

std::unique_ptr<Wire> plain_wire(Tcp::socket socket);

// What TLS needs to know; the wires made with it do not outlive it.
class Tls {
 public:
  // For a server, TLS 1.2 or newer. Errors: files that cannot be read or do not belong together.
  static Result<std::unique_ptr<Tls>> of_server(const std::string& certificate_file,
                                                const std::string& key_file);
  // For a client that trusts the system's authorities, and those in a file where it is named.
  static Result<std::unique_ptr<Tls>> of_client(const std::string& authorities_file);
  ~Tls();

  // `host` is whom a client wants to speak to; a server gives "".
  std::unique_ptr<Wire> wire(Tcp::socket socket, const std::string& host) const;

 private:
  struct Context;
  explicit Tls(std::unique_ptr<Context> context);
  std::unique_ptr<Context> context_;
};

}  // namespace formulary::http
