// SPDX-License-Identifier: Apache-2.0
// One thread and epoll: it must cost little beside the server that shares the machine with it.
#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <cstring>
#include <map>
#include <stdexcept>

#include "bench.hpp"

namespace gewu::bench {

namespace {

using Clock = std::chrono::steady_clock;

void replace(std::string& text, std::string_view what, const std::string& by) {
  for (auto at = text.find(what); at != std::string::npos; at = text.find(what, at + by.size())) {
    text.replace(at, what.size(), by);
  }
}

/// The n-th request of the plan, byte by byte.
std::string request_text(const LoadPlan& plan, std::uint64_t n) {
  const std::uint64_t k = plan.first + n;
  std::string body = plan.bodies.empty() ? "" : plan.bodies[n % plan.bodies.size()];
  replace(body, "{n}", std::to_string(k));
  std::string out = plan.method + " " + plan.paths[n % plan.paths.size()] + " HTTP/1.1\r\n";
  out += "Host: 127.0.0.1\r\n";
  for (const auto& header : plan.headers) out += header + "\r\n";
  if (!plan.bodies.empty()) {
    out +=
        "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) + "\r\n";
  }
  out += "\r\n";
  replace(out, "{n}", std::to_string(k));
  replace(out, "{ip}",
          "10." + std::to_string(k >> 16 & 255) + "." + std::to_string(k >> 8 & 255) + "." +
              std::to_string(k & 255));
  return out + body;
}

struct Client {
  int socket = -1;
  std::string out, in;
  std::size_t sent = 0;
  Clock::time_point began;
};

/// Length of the whole answer once its head is there, else nothing.
std::size_t answer_length(const std::string& in) {
  const auto head = in.find("\r\n\r\n");
  if (head == std::string::npos) return 0;
  static constexpr std::string_view kLength = "content-length:";
  std::size_t body = 0;
  for (std::size_t at = in.find("\r\n"); at < head; at = in.find("\r\n", at + 2)) {
    const std::size_t name = at + 2;
    if (head - name >= kLength.size() &&
        strncasecmp(in.data() + name, kLength.data(), kLength.size()) == 0) {
      std::size_t digits = name + kLength.size();
      while (in[digits] == ' ') ++digits;
      std::from_chars(in.data() + digits, in.data() + head, body);
    }
  }
  return head + 4 + body;
}

class Loop {
 public:
  explicit Loop(const LoadPlan& plan)
      : plan_(plan), epoll_(epoll_create1(0)), clients_(static_cast<std::size_t>(plan.clients)) {}
  ~Loop() {
    for (auto& c : clients_) {
      if (c.socket >= 0) close(c.socket);
    }
    close(epoll_);
  }

  void run() {
    for (auto& c : clients_) connect_client(c);
    const auto begin = Clock::now();
    counted_from_ = begin + seconds_of(plan_.warm_up);
    const auto end = counted_from_ + seconds_of(plan_.seconds);
    for (auto& c : clients_) next(c);
    std::array<epoll_event, 256> events;
    while (Clock::now() < end) {
      const int n = epoll_wait(epoll_, events.data(), events.size(), 100);
      for (int i = 0; i < n; ++i)
        serve(*static_cast<Client*>(events[i].data.ptr), events[i].events);
    }
    seconds_ = std::chrono::duration<double>(Clock::now() - counted_from_).count();
  }

  int report() {
    std::sort(milliseconds_.begin(), milliseconds_.end());
    std::string statuses;
    for (const auto& [status, n] : statuses_) {
      statuses += (statuses.empty() ? "" : ",") + ("\"" + status + "\":" + std::to_string(n));
    }
    std::printf(
        "{\"clients\":%d,\"seconds\":%.2f,\"answers\":%zu,\"per_second\":%.1f,\"p50_ms\":%.3f,"
        "\"p90_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f,\"sent\":%llu,\"statuses\":{%s},"
        "\"first_bad\":\"%s\"}\n",
        plan_.clients, seconds_, milliseconds_.size(),
        static_cast<double>(milliseconds_.size()) / seconds_, percentile(milliseconds_, 0.5),
        percentile(milliseconds_, 0.9), percentile(milliseconds_, 0.99),
        milliseconds_.empty() ? 0 : milliseconds_.back(), static_cast<unsigned long long>(sent_),
        statuses.c_str(), first_bad_.c_str());
    return first_bad_.empty() ? 0 : 1;
  }

 private:
  static Clock::duration seconds_of(double s) {
    return std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(s));
  }

  void connect_client(Client& c) {
    c.socket = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in to{};
    to.sin_family = AF_INET;
    to.sin_port = htons(plan_.port);
    to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(c.socket, reinterpret_cast<sockaddr*>(&to), sizeof to) != 0) {
      throw std::runtime_error("cannot connect to port " + std::to_string(plan_.port));
    }
    const int on = 1;
    setsockopt(c.socket, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    epoll_event event{};
    event.events = EPOLLIN;
    event.data.ptr = &c;
    epoll_ctl(epoll_, EPOLL_CTL_ADD, c.socket, &event);
  }

  /// Requests are small: they fit the socket's buffer in one go.
  void next(Client& c) {
    c.out = request_text(plan_, sent_++);
    c.in.clear();
    c.began = Clock::now();
    for (c.sent = 0; c.sent < c.out.size();) {
      const auto n = send(c.socket, c.out.data() + c.sent, c.out.size() - c.sent, MSG_NOSIGNAL);
      if (n <= 0) throw std::runtime_error("the server closed a connection while we wrote");
      c.sent += static_cast<std::size_t>(n);
    }
  }

  void serve(Client& c, std::uint32_t) {
    std::array<char, 65536> buffer;
    const auto n = recv(c.socket, buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (n < 0 && (errno == EAGAIN || errno == EINTR)) return;
    if (n <= 0) throw std::runtime_error("the server closed a connection");
    c.in.append(buffer.data(), static_cast<std::size_t>(n));
    const auto whole = answer_length(c.in);
    if (whole == 0 || c.in.size() < whole) return;
    count(c);
    next(c);
  }

  void count(const Client& c) {
    const auto now = Clock::now();
    if (now < counted_from_) return;
    const std::string status = c.in.substr(9, 3);
    ++statuses_[status];
    if (status == "200") {
      milliseconds_.push_back(std::chrono::duration<double, std::milli>(now - c.began).count());
    } else if (first_bad_.empty()) {
      first_bad_ = c.in.substr(c.in.find("\r\n\r\n") + 4, 200);
      std::replace(first_bad_.begin(), first_bad_.end(), '"', '\'');
      if (first_bad_.empty()) first_bad_ = status;
    }
  }

  const LoadPlan& plan_;
  int epoll_;
  std::vector<Client> clients_;
  std::uint64_t sent_ = 0;
  Clock::time_point counted_from_;
  double seconds_ = 0;
  std::vector<double> milliseconds_;
  std::map<std::string, std::size_t> statuses_;
  std::string first_bad_;
};

}  // namespace

int load(const LoadPlan& plan) {
  if (plan.paths.empty()) throw std::runtime_error("no paths");
  Loop loop(plan);
  loop.run();
  return loop.report();
}

}  // namespace gewu::bench
