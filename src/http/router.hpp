// SPDX-License-Identifier: Apache-2.0
// HTTP without a library's types: what modules see. The Beast server lives in http/server.cpp only.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.hpp"
#include "base/time.hpp"

namespace gewu::http {

enum class Method { get, head, post, put, patch, del, options };
/// "GET", "DELETE", …
std::string_view name_of(Method method);

struct Request {
  Method method = Method::get;
  std::string path;                                         ///< decoded, no query
  std::map<std::string, std::string, std::less<>> params;   ///< from the pattern: {case} → "42"
  std::map<std::string, std::string, std::less<>> query;    ///< decoded; the last of a repeated key
  std::map<std::string, std::string, std::less<>> headers;  ///< names in lower case
  std::string body;
  std::string remote;  ///< client address; X-Forwarded-For only from a trusted proxy
  std::string id;      ///< request id, echoed as X-Request-Id

  std::string_view header(std::string_view lower_case_name) const;
  std::string_view cookie(std::string_view name) const;
};

struct Response {
  int status = 200;
  std::string content_type = "application/json";
  std::string body = {};
  std::vector<std::pair<std::string, std::string>> headers = {};
};

/// RFC 9457 application/problem+json: type, title, status, code, detail and, where there is one,
/// field (a JSON pointer or "?name"); the server adds request_id. 429 and 503 carry Retry-After.
Response problem(const Error& error);
/// The same with a status that no Failure has (405, 411, 500, …).
Response problem(int status, const Error& error);
/// invalid → 422, except that problem() answers 400 to json_malformed: text that is not JSON at
/// all.
int status_of(Failure kind);
std::string_view reason_phrase(int status);

/// Answers one request, from any thread, exactly once: a second answer and one to a client that has
/// gone are ignored. Dropping it unanswered answers 500. May outlive the server.
class Reply {
 public:
  class Sink {
   public:
    virtual ~Sink() = default;
    virtual void send(Response response) = 0;
    /// Starts a text/event-stream; afterwards `push` may be called until it returns false.
    virtual void start_events() = 0;
    /// Queues one already formatted event ("event: x\ndata: y\n\n"); false once the client left or
    /// is too slow (more than 256 KiB unsent: it is cut off and will reconnect).
    virtual bool push(std::string event) = 0;
  };
  explicit Reply(std::shared_ptr<Sink> sink) : sink_(std::move(sink)) {}
  void operator()(Response response) const { sink_->send(std::move(response)); }
  void operator()(const Error& error) const { sink_->send(problem(error)); }
  const std::shared_ptr<Sink>& sink() const { return sink_; }

 private:
  std::shared_ptr<Sink> sink_;
};

/// Runs on a worker thread of a bounded pool; may keep `reply` and answer later.
using Handler = std::function<void(const Request&, Reply)>;
/// Tells a refusal as something else than problem+json. Runs on an I/O thread too: it only writes
/// text.
using Refusal = std::function<Response(const Request&, int status, const Error&)>;

struct Route {
  Method method = Method::get;
  std::string pattern;  ///< "/api/v1/{district}/cases/{case}"; a last {rest*} takes all
  std::string policy;   ///< name of the rule that guards it; empty is a failing test
  std::size_t body_limit = 64 * 1024;  ///< bytes; more answers 413 without reading on
  std::vector<std::string> media = {"application/json"};  ///< accepted content types of a body
  Handler handler;
  /// For pages that people without script look at: also what the server refuses before the handler
  /// (a body too large or of another kind) is told by it. Null: problem+json.
  Refusal refused = {};
};

/// A literal segment wins over a parameter and a parameter over {rest*}, whatever the order of
/// adding. HEAD is answered by GET, OPTIONS by the server with Allow.
class Router {
 public:
  Router();
  ~Router();
  /// Throws std::logic_error on a pattern that is malformed or clashes with an earlier one.
  void add(Route route);
  struct Match {
    const Route* route = nullptr;     ///< null: nothing at this path, or not for this method
    bool method_not_allowed = false;  ///< the path is known
    std::vector<Method> allowed = {};
    std::map<std::string, std::string, std::less<>> params = {};
  };
  Match match(Method method, std::string_view path) const;
  const std::vector<std::unique_ptr<Route>>& routes() const { return routes_; }

 private:
  struct Node;
  std::vector<std::unique_ptr<Route>> routes_;
  std::unique_ptr<Node> root_;
};

/// A folder of built web files: ETag, Cache-Control (immutable for hashed names such as
/// index-Bx3kQ9_a.js, else no-cache), precompressed .gz/.br siblings or compressed once in memory,
/// `index.html` for unknown paths without extension, no path and no symbolic link leaves the
/// folder. Copies share what they hold in memory. Paths under /api/ are never answered.
class StaticFiles {
 public:
  /// Serves `folder` under `prefix` ("/console/"); `security_headers` are added to each answer.
  StaticFiles(std::string prefix, std::string folder,
              std::vector<std::pair<std::string, std::string>> security_headers);
  std::optional<Response> serve(const Request& request) const;
  const std::string& prefix() const { return prefix_; }

 private:
  struct Held;
  std::string prefix_, folder_;
  std::vector<std::pair<std::string, std::string>> security_headers_;
  std::shared_ptr<Held> held_;
};

struct AccessLine {
  Instant at{};
  std::string request_id, method, pattern, remote;  ///< the pattern, never the raw path or query
  int status = 0;
  std::int64_t bytes_in = 0, bytes_out = 0;
  double milliseconds = 0;
};

struct ServerOptions {
  std::string address = "127.0.0.1";
  std::uint16_t port = 8380;  ///< 0: any free one
  int io_threads = 1;
  int worker_threads = 4;
  std::size_t worker_queue_limit = 1024;  ///< beyond it: 503 with Retry-After
  std::size_t connection_limit = 4096;
  std::size_t header_limit = 16 * 1024;
  std::chrono::milliseconds header_timeout{10'000};
  /// For a whole body of up to 32 KiB; each further 32 KiB of Content-Length (a photo over a weak
  /// network) adds a second. Slower clients are cut off.
  std::chrono::milliseconds body_timeout{30'000};
  std::chrono::milliseconds idle_timeout{60'000};
  std::chrono::milliseconds write_timeout{30'000};    ///< for each 128 KiB
  std::chrono::milliseconds event_heartbeat{15'000};  ///< a comment on silent event streams
  std::vector<std::string> trusted_proxies = {};      ///< "10.0.0.2" or "10.0.0.0/8"
  /// Who may read /metrics, as Request::remote shows them; "*" for all.
  std::vector<std::string> metrics_readers = {"127.0.0.1", "::1"};
  std::function<Instant()> now;  ///< null: the system clock
  std::function<void(const AccessLine&)> access_log;
  /// Lines in Prometheus text format appended to /metrics.
  std::function<std::string()> more_metrics;
  /// Empty when healthy, else what is wrong; /healthz answers 200 or 503 with it.
  std::function<std::string()> health;
  /// A handler threw or dropped its reply; the client sees 500 internal_error without the reason.
  std::function<void(const Request&, std::string_view what)> on_error;
};

class Server {
 public:
  Server(ServerOptions options, const Router& router, std::vector<StaticFiles> files);
  ~Server();
  /// Binds and starts threads; throws std::runtime_error with the reason (port in use).
  void start();
  std::uint16_t port() const;
  /// Stops accepting, lets running requests finish for `grace`, then closes.
  void stop(std::chrono::milliseconds grace = std::chrono::milliseconds(5000));

 private:
  class Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace gewu::http
