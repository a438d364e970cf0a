// SPDX-License-Identifier: Apache-2.0
// A plain blocking client for one loopback connection: tests send bytes, not requests.
#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include <cstdint>
#include <map>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace gewu::http::test {

struct Answer {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< names in lower case
  std::string body;
  const std::string& at(const std::string& name) const {
    static const std::string none;
    const auto found = headers.find(name);
    return found == headers.end() ? none : found->second;
  }
};

class Client {
 public:
  explicit Client(std::uint16_t port) : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    const timeval bound{20, 0};  // a broken server fails the test instead of hanging it
    ::setsockopt(socket_, SOL_SOCKET, SO_RCVTIMEO, &bound, sizeof bound);
    ::setsockopt(socket_, SOL_SOCKET, SO_SNDTIMEO, &bound, sizeof bound);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(socket_, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0)
      throw std::runtime_error("cannot connect");
  }
  ~Client() { ::close(socket_); }
  Client(const Client&) = delete;
  Client& operator=(const Client&) = delete;

  /// False when the server has closed.
  bool send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent <= 0) return false;
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
  }
  void end_sending() { ::shutdown(socket_, SHUT_WR); }

  /// Reads one answer; nothing when the connection ended instead.
  std::optional<Answer> read(bool head_only = false) {
    if (!read_until("\r\n\r\n")) return std::nullopt;
    const auto end = held_.find("\r\n\r\n");
    Answer out = parse(held_.substr(0, end));
    held_.erase(0, end + 4);
    if (head_only || out.status == 204 || out.status == 304 || out.status == 100) return out;
    if (out.headers.contains("content-length")) {
      const std::size_t size = std::stoul(out.at("content-length"));
      while (held_.size() < size)
        if (!more()) return std::nullopt;
      out.body = held_.substr(0, size);
      held_.erase(0, size);
    }
    return out;
  }
  /// Reads on until `mark` has come.
  bool read_until(std::string_view mark) {
    while (held_.find(mark) == std::string::npos)
      if (!more()) return false;
    return true;
  }
  /// Whether the server closes without sending anything more.
  bool is_closed() { return held_.empty() && !more(); }
  /// Waits until the server resets the connection.
  bool is_reset() const {
    pollfd watched{socket_, 0, 0};
    return ::poll(&watched, 1, 20'000) == 1 && (watched.revents & (POLLERR | POLLHUP)) != 0;
  }

  std::optional<Answer> get(const std::string& target, const std::string& headers = "") {
    send("GET " + target + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n");
    return read();
  }
  std::optional<Answer> post(const std::string& target, const std::string& body,
                             const std::string& type = "application/json") {
    send("POST " + target + " HTTP/1.1\r\nHost: test\r\nContent-Type: " + type +
         "\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body);
    return read();
  }

 private:
  bool more() {
    char bytes[16384];
    const auto got = ::recv(socket_, bytes, sizeof bytes, 0);
    if (got <= 0) return false;
    held_.append(bytes, static_cast<std::size_t>(got));
    return true;
  }
  static Answer parse(const std::string& head) {
    Answer out;
    out.status = std::stoi(head.substr(9, 3));
    for (std::size_t at = head.find("\r\n"); at != std::string::npos;) {
      const auto end = std::min(head.find("\r\n", at + 2), head.size());
      const auto line = head.substr(at + 2, end - at - 2);
      const auto colon = line.find(": ");
      std::string name = line.substr(0, colon);
      for (char& c : name) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
      auto& value = out.headers[name];
      value += (value.empty() ? "" : ", ") + line.substr(colon + 2);
      at = end == head.size() ? std::string::npos : end;
    }
    return out;
  }
  int socket_;
  std::string held_;
};

}  // namespace gewu::http::test
