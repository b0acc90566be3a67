// Where in the bytes of a connection does a request begin and end, and may it come in?
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "http/message.h"
#include "http/server.h"
#include "http/target.h"

namespace formulary::http {

// What a request says before its body.
struct Head {
  Method method = Method::other;
  Target target;
  Headers headers;
  bool keep_alive = false;
  bool may_chunk = false;               // HTTP/1.1: the answer may be sent in chunks
  bool expects_continue = false;        // the client waits for our word before it sends a body
  bool has_body = false;                // of at least one byte, or in chunks
  std::optional<std::uint64_t> length;  // of the body, where it is told
};

// Where the bytes of a body go.
struct BodySink {
  std::uint64_t most = 0;
  std::uint64_t taken = 0;
  std::string* memory = nullptr;  // one of the two
  File* file = nullptr;
};

// Why a request is not taken.
struct Refusal {
  int status = 0;
  std::string type;
  std::string title;
  std::string detail;
};

// Reads a connection's bytes, of one request after another, and does no input or output itself.
// All limits hold while bytes come in, so that memory is bounded at any time.
class Intake {
 public:
  explicit Intake(const ServerOptions& options);
  ~Intake();

  // The free end of the buffer, never empty while a request is read, and the word that bytes
  // came there.
  std::pair<char*, std::size_t> space();
  void came(std::size_t bytes);

  // Whether no byte of the next request has come.
  bool idle() const;

  enum class Step { more, done, refused };
  // Read the head of the next request, once all of it has come.
  Step read_head(Head& head);
  // Read what has come of the body after it.
  Step read_body(BodySink& sink);

  const Refusal& refusal() const { return refusal_; }

 private:
  struct Parser;

  Step refuse(int status, const char* type, const char* title, std::string detail);
  Step bad(std::string detail);
  struct Look {
    std::size_t bytes = 0;       // of the head so far
    std::size_t first_line = 0;  // of them in its first line
    std::size_t lines = 0;
    bool bare_newline = false;
  };
  bool end_of_head();
  Step parse_head(std::size_t bytes, Head& head);
  Step take_fields(Head& head);
  Step check_framing(Head& head);

  const ServerOptions& options_;
  std::unique_ptr<Parser> parser_;
  std::string buffer_;  // [begin_, end_) came and was not read yet
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  Look look_;  // at the head that is coming in
  Refusal refusal_;
};

}  // namespace formulary::http
