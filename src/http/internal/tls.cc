#include <boost/asio/ssl.hpp>
#include <boost/asio/write.hpp>

#include "http/internal/remote.h"
#include "http/internal/wire.h"

namespace formulary::http {
namespace {

namespace ssl = asio::ssl;
enum class Side { server, client };

class TlsWire final : public Wire {
 public:
  TlsWire(Tcp::socket socket, ssl::context& context, Side side)
      : stream_(std::move(socket), context), side_(side) {}

  // Ask for the certificate of this host and accept no other.
  void expect(const std::string& host) {
    stream_.set_verify_callback(ssl::host_name_verification(host));
    if (plain_address(host).empty())
      SSL_set_tlsext_host_name(stream_.native_handle(), host.c_str());
  }

  Awaitable<void> shake_hands(ErrorCode& error) override {
    const auto type = side_ == Side::server ? ssl::stream_base::server : ssl::stream_base::client;
    co_await stream_.async_handshake(type, error_into(error));
  }
  Awaitable<std::size_t> read_some(char* into, std::size_t most, ErrorCode& error) override {
    co_return co_await stream_.async_read_some(asio::buffer(into, most), error_into(error));
  }
  Awaitable<void> write(const Pieces& pieces, ErrorCode& error) override {
    co_await asio::async_write(stream_, pieces, error_into(error));
  }
  Awaitable<void> say_goodbye(ErrorCode& error) override {
    co_await stream_.async_shutdown(error_into(error));
    socket().shutdown(Tcp::socket::shutdown_send, error);
  }
  Tcp::socket& socket() override { return stream_.next_layer(); }

 private:
  ssl::stream<Tcp::socket> stream_;
  Side side_;
};

Fault fault_of(const std::string& file, const ErrorCode& error, const char* hint) {
  return {file, 0, "cannot be used for TLS: " + error.message(), hint};
}

}  // namespace

struct Tls::Context {
  Context(ssl::context::method method, Side of) : context(method), side(of) {
    SSL_CTX_set_min_proto_version(context.native_handle(), TLS1_2_VERSION);
    SSL_CTX_set_options(context.native_handle(), SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
  }
  ssl::context context;
  Side side;
};

Tls::Tls(std::unique_ptr<Context> context) : context_(std::move(context)) {}
Tls::~Tls() = default;

Result<std::unique_ptr<Tls>> Tls::of_server(const std::string& certificate_file,
                                            const std::string& key_file) {
  auto made = std::make_unique<Context>(ssl::context::tls_server, Side::server);
  ErrorCode error;
  made->context.use_certificate_chain_file(certificate_file, error);
  if (error) {
    return fail(fault_of(certificate_file, error, "it holds a certificate and its chain as PEM"));
  }
  made->context.use_private_key_file(key_file, ssl::context::pem, error);
  if (error) {
    return fail(fault_of(key_file, error, "it holds the certificate's private key as PEM"));
  }
  return std::unique_ptr<Tls>(new Tls(std::move(made)));
}

Result<std::unique_ptr<Tls>> Tls::of_client(const std::string& authorities_file) {
  auto made = std::make_unique<Context>(ssl::context::tls_client, Side::client);
  ErrorCode error;
  made->context.set_verify_mode(ssl::verify_peer);
  made->context.set_default_verify_paths(error);
  if (!error && !authorities_file.empty()) {
    made->context.load_verify_file(authorities_file, error);
  }
  if (error) return fail(fault_of(authorities_file, error, "it holds certificates as PEM"));
  return std::unique_ptr<Tls>(new Tls(std::move(made)));
}

std::unique_ptr<Wire> Tls::wire(Tcp::socket socket, const std::string& host) const {
  auto wire = std::make_unique<TlsWire>(std::move(socket), context_->context, context_->side);
  if (context_->side == Side::client) wire->expect(host);
  return wire;
}

}  // namespace formulary::http
