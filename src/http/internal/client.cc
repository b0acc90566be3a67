#include "http/client.h"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/strand.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/internal/text.h"
#include "http/internal/url.h"
#include "http/internal/wire.h"

namespace formulary::http {
namespace {

namespace beast = boost::beast;

constexpr std::size_t kMostHeadBytes = 64 * 1024;
constexpr std::size_t kRead = 16 * 1024;

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

using Parser = beast::http::response_parser<beast::http::string_body>;

// One question and its answer. `wrong` says what failed; "" = nothing.
class Conversation {
 public:
  Conversation(asio::io_context& io, const Url& url, const Tls* tls, const ClientOptions& options)
      : io_(io), url_(url), tls_(tls), options_(options) {}

  Awaitable<void> run(Method method, std::string request) {
    co_await connect();
    if (wrong.empty()) co_await send(request);
    bool more = wrong.empty();
    while (more) {
      co_await receive(method);
      more = wrong.empty() && answer.status < 200;  // such as 103: the answer is still to come
    }
    finished = true;
  }

  Answer answer;
  std::string wrong = "";
  bool finished = false;

 private:
  Awaitable<void> connect() {
    ErrorCode error;
    Tcp::resolver resolver(io_);
    const auto found =
        co_await resolver.async_resolve(url_.host, std::to_string(url_.port), error_into(error));
    Tcp::socket socket(io_);
    if (!error) error = asio::error::host_not_found;
    for (const auto& each : found) {
      const Tcp::endpoint end = each.endpoint();
      ErrorCode ignored;
      socket.close(ignored);
      co_await socket.async_connect(end, error_into(error));
      if (!error) break;
    }
    fail_with(error, "cannot be reached");
    if (!wrong.empty()) co_return;
    wire_ =
        tls_ == nullptr ? plain_wire(std::move(socket)) : tls_->wire(std::move(socket), url_.host);
    co_await wire_->shake_hands(error);
    fail_with(error, "TLS failed");
  }

  Awaitable<void> send(const std::string& request) {
    const Wire::Pieces pieces{asio::buffer(request), asio::const_buffer()};
    ErrorCode error;
    co_await wire_->write(pieces, error);
    // Who refuses a body does not read to its end: there may be an answer all the same.
  }

  Awaitable<void> receive(Method method) {
    Parser parser;
    parser.eager(true);
    parser.body_limit(options_.most_bytes);
    parser.header_limit(kMostHeadBytes);
    if (method == Method::head) parser.skip(true);
    while (true) {
      feed(parser);
      if (parser.is_done() || !wrong.empty()) break;
      co_await read_more(parser);
      if (parser.is_done() || !wrong.empty()) break;
    }
    if (wrong.empty()) take(parser.get());
  }

  void feed(Parser& parser) {
    // Beast asserts that the last chunk is not given to it in less than its five bytes.
    const bool in_chunks = parser.is_header_done() && parser.chunked();
    if (buffer_.size() < (in_chunks ? 5u : 1u)) return;
    ErrorCode error;
    const std::size_t read = parser.put(asio::buffer(buffer_), error);
    buffer_.erase(0, read);
    if (!parser.is_header_done()) head_bytes_ += read;
    if (error == beast::http::error::need_more) error = {};
    fail_with(error, "the answer cannot be read");
    // Beast counts each line of a head against its limit anew, and a chunk's line not at all.
    if (head_bytes_ + buffer_.size() > kMostHeadBytes) wrong = "the answer's head is too long";
    if (parser.is_done()) head_bytes_ = 0;
  }

  Awaitable<void> read_more(Parser& parser) {
    ErrorCode error;
    const std::size_t at = buffer_.size();
    buffer_.resize(at + kRead);
    const std::size_t bytes = co_await wire_->read_some(&buffer_[at], kRead, error);
    buffer_.resize(at + bytes);
    // TLS says when it is over; an end without that is another error, as somebody may have cut it.
    if (error == asio::error::eof && parser.got_some()) parser.put_eof(error);
    fail_with(error, "the answer has no end");
  }

  template <typename Message>
  void take(const Message& message) {
    answer.status = message.result_int();
    answer.headers = {};
    for (const auto& field : message) {
      answer.headers.add(view(field.name_string()), std::string(view(field.value())));
    }
    answer.body = message.body();
  }

  void fail_with(const ErrorCode& error, const char* what) {
    if (error && wrong.empty()) wrong = std::string(what) + ": " + error.message();
  }

  asio::io_context& io_;
  const Url& url_;
  const Tls* tls_;
  const ClientOptions& options_;
  std::unique_ptr<Wire> wire_;
  std::string buffer_;
  std::size_t head_bytes_ = 0;
};

std::string request_text(Method method, const Url& url, const std::string& body,
                         const Headers& wanted) {
  Headers headers = wanted;
  headers.set("host", url.authority);
  headers.set("connection", "close");
  headers.set_default("accept", "*/*");
  headers.set_default("user-agent", "formulary");
  const bool has_body = method != Method::get && method != Method::head;
  if (has_body || !body.empty()) headers.set("content-length", std::to_string(body.size()));
  std::string text = std::string(name_of(method)) + " " + url.target + " HTTP/1.1\r\n";
  for (const auto& [name, value] : headers) text += name + ": " + value + "\r\n";
  return text + "\r\n" + body;
}

bool sound(const Headers& headers) {
  for (const auto& [name, value] : headers) {
    if (!is_token(name) || !is_field_value(value)) return false;
  }
  return true;
}

}  // namespace

Result<Answer> ask(Method method, const std::string& url, const std::string& body,
                   const ClientOptions& options) {
  // What follows the question mark may be a secret; it is kept out of messages.
  const std::string place = url.substr(0, url.find('?'));
  const auto wrong = [&](const std::string& what) { return fail(Fault{place, 0, what, ""}); };
  const auto target = read_url(url);
  if (!target) return wrong("is not a URL to ask: " + target.error());
  if (!sound(options.headers)) return wrong("a header of the request is not one line");
  std::unique_ptr<Tls> tls;
  if (target->tls) {
    TRY(made, Tls::of_client(options.authorities_file));
    tls = std::move(made);
  }
  asio::io_context io(1);
  Conversation conversation(io, *target, tls.get(), options);
  std::string request = request_text(method, *target, body, options.headers);
  std::string failed;
  asio::co_spawn(io, conversation.run(method, std::move(request)), [&](std::exception_ptr thrown) {
    try {
      if (thrown) std::rethrow_exception(thrown);
    } catch (const std::exception& error) {
      failed = error.what();
    }
  });
  io.run_for(options.time);
  if (!failed.empty()) return wrong(failed);
  if (!conversation.finished) return wrong("gave no whole answer in time");
  if (!conversation.wrong.empty()) return wrong(conversation.wrong);
  return std::move(conversation.answer);
}

}  // namespace formulary::http
