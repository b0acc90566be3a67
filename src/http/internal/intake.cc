#include "http/internal/intake.h"

#include <algorithm>

#include <boost/beast/http/parser.hpp>

#include "http/internal/text.h"

namespace formulary::http {
namespace {

namespace beast = boost::beast;
using beast::error_code;

// A line of a chunk's size with its extensions, or all trailers, may not be longer.
constexpr std::size_t kMostChunkLine = 8 * 1024;
constexpr std::size_t kLeastLastChunk = 5;
constexpr std::size_t kRead = 16 * 1024;

// Beast's parser finds the bytes of the body; this is where it puts them.
struct Poured {
  using value_type = BodySink*;

  class reader {
   public:
    template <bool kRequest, class Names>
    reader(beast::http::header<kRequest, Names>&, value_type& sink) : sink_(sink) {}

    void init(const boost::optional<std::uint64_t>&, error_code& error) { error = {}; }

    template <class Buffers>
    std::size_t put(const Buffers& buffers, error_code& error) {
      error = {};
      std::size_t done = 0;
      for (auto each = boost::asio::buffer_sequence_begin(buffers);
           each != boost::asio::buffer_sequence_end(buffers); ++each) {
        const boost::asio::const_buffer piece(*each);
        take({static_cast<const char*>(piece.data()), piece.size()}, error);
        if (error) return done;
        done += piece.size();
      }
      return done;
    }

    void finish(error_code& error) { error = {}; }

   private:
    void take(std::string_view bytes, error_code& error) {
      if (bytes.size() > sink_->most - sink_->taken) {
        error = beast::http::error::body_limit;
        return;
      }
      sink_->taken += bytes.size();
      if (sink_->memory != nullptr) sink_->memory->append(bytes);
      if (sink_->file != nullptr && !sink_->file->append(bytes)) {
        error = beast::http::make_error_code(beast::http::error::bad_alloc);
      }
    }

    value_type& sink_;
  };
};

std::string_view view(beast::string_view text) {
  return {text.data(), text.size()};
}

}  // namespace

struct Intake::Parser {
  beast::http::request_parser<Poured> http;
};

Intake::Intake(const ServerOptions& options) : options_(options) {}
Intake::~Intake() = default;

std::pair<char*, std::size_t> Intake::space() {
  constexpr std::size_t kLeast = kRead / 4;
  if (idle()) {
    begin_ = end_ = 0;
    if (buffer_.size() > 2 * kRead) std::string().swap(buffer_);  // of a long head before
  }
  if (begin_ > 0 && buffer_.size() - end_ < kLeast) {
    buffer_.erase(0, begin_);
    end_ -= begin_;
    begin_ = 0;
  }
  if (buffer_.size() - end_ < kLeast) buffer_.resize(end_ + kRead);
  return {buffer_.data() + end_, buffer_.size() - end_};
}

void Intake::came(std::size_t bytes) {
  end_ += bytes;
}

bool Intake::idle() const {
  return begin_ == end_;
}

Intake::Step Intake::refuse(int status, const char* type, const char* title, std::string detail) {
  refusal_ = {status, type, title, std::move(detail)};
  return Step::refused;
}

Intake::Step Intake::bad(std::string detail) {
  return refuse(400, "/problems/bad-request", "The request is not well formed.", std::move(detail));
}

// Look for the empty line after the head. Beast would take line by line as they come and count
// each against its limit anew; so the limits are held here, before it sees anything.
bool Intake::end_of_head() {
  while (begin_ + look_.bytes < end_) {
    const std::size_t at = begin_ + look_.bytes++;
    if (look_.lines == 0) ++look_.first_line;
    if (buffer_[at] != '\n') continue;
    ++look_.lines;
    if (look_.bytes < 2 || buffer_[at - 1] != '\r') look_.bare_newline = true;
    if (look_.bytes >= 4 && buffer_.compare(at - 3, 4, "\r\n\r\n") == 0) return true;
  }
  return false;
}

Intake::Step Intake::read_head(Head& head) {
  // An empty line before a request is let pass (RFC 9112, 2.2).
  while (look_.bytes == 0 && end_ - begin_ >= 2 && buffer_.compare(begin_, 2, "\r\n") == 0) {
    begin_ += 2;
  }
  const bool whole = end_of_head();
  if (look_.first_line > options_.most_request_line_bytes) {
    return refuse(414, "/problems/uri-too-long", "The request's first line is too long.",
                  "at most " + std::to_string(options_.most_request_line_bytes) + " bytes");
  }
  if (look_.bytes > options_.most_head_bytes || look_.lines > options_.most_headers + 2) {
    return refuse(431, "/problems/head-too-large", "The request has too many or too long headers.",
                  "at most " + std::to_string(options_.most_headers) + " headers and " +
                      std::to_string(options_.most_head_bytes) + " bytes");
  }
  if (look_.bare_newline) return bad("a line does not end in CR and LF");
  return whole ? parse_head(std::exchange(look_, {}).bytes, head) : Step::more;
}

Intake::Step Intake::parse_head(std::size_t bytes, Head& head) {
  parser_ = std::make_unique<Parser>();
  parser_->http.header_limit(static_cast<std::uint32_t>(bytes) + 1);
  parser_->http.body_limit(boost::none);  // held by Poured, and by the caller who knows the route
  error_code error;
  const std::size_t read = parser_->http.put({buffer_.data() + begin_, bytes}, error);
  begin_ += read;
  if (error == beast::http::error::bad_version) {
    return refuse(505, "/problems/version-not-supported", "Only HTTP/1.0 and 1.1 are spoken here.",
                  "");
  }
  if (error) return bad(error.message());
  if (read != bytes || !parser_->http.is_header_done()) return bad("the head has no end");
  const Step fields = take_fields(head);
  if (fields != Step::done) return fields;
  return check_framing(head);
}

Intake::Step Intake::take_fields(Head& head) {
  const auto& message = parser_->http.get();
  for (const auto& field : message) {
    const std::string name = lower(view(field.name_string()));
    const std::string value(trimmed(view(field.value())));
    if (!is_field_value(value)) return bad("a header has a control character");
    if (const std::string* before = head.headers.find(name)) {
      if (name == "host") return bad("there are two Host headers");
      head.headers.set(name, *before + (name == "cookie" ? "; " : ", ") + value);
    } else {
      head.headers.add(name, value);
    }
  }
  head.method = method_of(view(message.method_string()));
  head.may_chunk = message.version() >= 11;
  head.keep_alive = parser_->http.keep_alive();
  if (head.may_chunk && !head.headers.has("host")) return bad("there is no Host header");
  auto target = read_target(view(message.target()));
  if (target) {
    head.target = std::move(*target);
  } else if (head.method != Method::options || message.target() != "*") {
    return bad(target.error());
  }
  return Step::done;
}

// How long is the body? Wherever two programs could read this in two ways, a request could be
// smuggled past one of them (RFC 9112, 11.2): there is one way or none.
Intake::Step Intake::check_framing(Head& head) {
  const std::string* length = head.headers.find("content-length");
  const std::string* coding = head.headers.find("transfer-encoding");
  if (length != nullptr && coding != nullptr) {
    return bad("there are a Content-Length and a Transfer-Encoding");
  }
  if (coding != nullptr) {
    if (!head.may_chunk) return bad("HTTP/1.0 knows no Transfer-Encoding");
    if (!same_word(*coding, "chunked")) {
      return refuse(501, "/problems/coding-not-supported", "This transfer coding is not known.",
                    "");
    }
    head.has_body = true;
  }
  if (length != nullptr) {
    head.length = whole_number(*length);
    if (!head.length) return bad("the Content-Length is not one number");
    head.has_body = *head.length > 0;
  }
  head.expects_continue =
      head.may_chunk && head.has_body && same_word(head.headers.value("expect"), "100-continue");
  return Step::done;
}

Intake::Step Intake::read_body(BodySink& sink) {
  auto& http = parser_->http;
  http.get().body() = &sink;
  http.eager(true);
  // Beast asserts that the last chunk is not given to it in less than its five bytes "0CRLFCRLF".
  const std::size_t least = http.chunked() ? kLeastLastChunk : 1;
  while (!http.is_done() && end_ - begin_ >= least) {
    error_code error;
    begin_ += http.put({buffer_.data() + begin_, end_ - begin_}, error);
    if (error == beast::http::error::need_more) break;
    if (error == beast::http::error::body_limit) {
      return refuse(413, "/problems/body-too-large", "The body is too long.",
                    "at most " + std::to_string(sink.most) + " bytes");
    }
    if (error == beast::http::error::bad_alloc) {
      return refuse(507, "/problems/no-space", "The body could not be kept.", "");
    }
    if (error) return bad(error.message());
  }
  if (http.is_done()) return Step::done;
  // What the parser leaves is a line of a chunk that has not come to its end.
  if (end_ - begin_ > kMostChunkLine) return bad("a chunk's line or the trailers are too long");
  return Step::more;
}

}  // namespace formulary::http
