// What goes over the wire, byte for byte? A socket that sends what no library would.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace formulary::support {

class RawClient {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::chrono::seconds kPatience{10};  // far more than any test needs

  // `receive_bytes` makes the client's window small, for one that does not read.
  explicit RawClient(std::uint16_t port, int receive_bytes = 0) {
    socket_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (receive_bytes > 0) {
      setsockopt(socket_, SOL_SOCKET, SO_RCVBUF, &receive_bytes, sizeof receive_bytes);
    }
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) hang_up();
  }
  ~RawClient() { hang_up(); }
  RawClient(const RawClient&) = delete;
  RawClient& operator=(const RawClient&) = delete;
  RawClient(RawClient&& other) noexcept : socket_(other.socket_), got_(std::move(other.got_)) {
    other.socket_ = -1;
  }

  bool connected() const { return socket_ >= 0; }
  void hang_up() {
    if (socket_ >= 0) ::close(socket_);
    socket_ = -1;
  }
  void end_sending() { shutdown(socket_, SHUT_WR); }

  // No = the other end does not take it any more.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const ssize_t sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }

  // Read until the text holds this word, from where the last call ended; returns the text up to
  // the word's end, or all there was when the connection ended or patience did.
  std::string read_to(std::string_view word) {
    while (true) {
      const std::size_t found = got_.find(word);
      if (found != std::string::npos) return take(found + word.size());
      if (!read_more()) return take(got_.size());
    }
  }
  std::string read_bytes(std::size_t count) {
    while (got_.size() < count && read_more()) {
    }
    return take(std::min(count, got_.size()));
  }
  // Read one answer that says its length; head and body.
  std::string read_answer() {
    const std::string head = read_to("\r\n\r\n");
    const std::string word = "\r\ncontent-length: ";
    const std::size_t at = head.find(word);
    if (at == std::string::npos) return head;
    return head + read_bytes(std::strtoul(head.c_str() + at + word.size(), nullptr, 10));
  }
  // Read to the end of the connection.
  std::string read_all() {
    while (read_more()) {
    }
    return take(got_.size());
  }
  // Whether the other end has ended the connection, once all is read.
  bool ended() {
    read_all();
    return ended_;
  }

 private:
  std::string take(std::size_t count) {
    std::string text = got_.substr(0, count);
    got_.erase(0, count);
    return text;
  }
  bool read_more() {
    if (socket_ < 0) return false;
    pollfd waits{socket_, POLLIN, 0};
    const auto most = std::chrono::milliseconds(kPatience).count();
    if (poll(&waits, 1, static_cast<int>(most)) <= 0) return false;
    char bytes[16 * 1024];
    const ssize_t count = recv(socket_, bytes, sizeof bytes, 0);
    if (count <= 0) {
      ended_ = true;
      return false;
    }
    got_.append(bytes, static_cast<std::size_t>(count));
    return true;
  }

  int socket_ = -1;
  bool ended_ = false;
  std::string got_;
};

}  // namespace formulary::support
