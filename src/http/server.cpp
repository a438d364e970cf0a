// SPDX-License-Identifier: Apache-2.0
// The one file that knows Asio and Beast. One coroutine per connection on its own strand: read a
// head, judge it, read the body, hand over to the worker pool, wait for the Slot, write, again.
#include <atomic>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/network_v4.hpp>
#include <boost/asio/ip/network_v6.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/strand.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <condition_variable>
#include <future>
#include <random>
#include <set>
#include <thread>

#include "http/exchange.hpp"
#include "http/metrics.hpp"
#include "http/router.hpp"
#include "http/target.hpp"
#include "http/wire.hpp"
#include "http/worker_pool.hpp"

namespace gewu::http {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace bhttp = boost::beast::http;
using asio::awaitable;
using boost::system::error_code;
using tcp = asio::ip::tcp;
using SteadyTime = std::chrono::steady_clock::time_point;

namespace {

constexpr std::size_t write_chunk_bytes = 128 * 1024;
constexpr std::size_t body_bytes_per_second_min = 32 * 1024;
constexpr std::size_t linger_bytes_max = 1024 * 1024;
constexpr std::chrono::seconds linger_time_max{2};
/// A browser shows our page about a photo that is too large only after it has sent all of it.
constexpr std::size_t patient_bytes_max = 64 * 1024 * 1024;
constexpr std::chrono::seconds patient_time_max{60};

auto into(error_code& ec) { return asio::redirect_error(asio::use_awaitable, ec); }

struct Connection {
  explicit Connection(tcp::socket socket)
      : stream(std::move(socket)), wake(stream.get_executor(), SteadyTime::max()) {}

  // Touched on the connection's strand only.
  beast::tcp_stream stream;
  asio::steady_timer wake;
  beast::flat_buffer buffer;
  std::shared_ptr<Slot> slot;  ///< of the request being answered
  asio::ip::address peer;
  bool idle = false;       ///< between requests: may be closed at once
  bool forced = false;     ///< the server's grace is over
  bool peer_left = false;  ///< noticed while sending events
  bool unread = false;     ///< we answered without reading the body
  bool patient = false;    ///< and a person waits for that answer
};
using ConnectionPtr = std::shared_ptr<Connection>;

/// One request on its way.
struct Turn {
  bhttp::request_parser<bhttp::string_body> parser;
  std::shared_ptr<Request> request = std::make_shared<Request>();
  Handler handler = {};
  std::string pattern = "none";
  std::string method = "none";
  std::size_t body_limit = 0;
  bool has_body = false;
  bool keep_alive = false;
  bool head_only = false;
  bool may_gzip = false;
  bool beyond_limit = false;  ///< the server's own pages answer although the queue is full
  bool patient = false;       ///< see Connection
  Instant at{};
  SteadyTime started = std::chrono::steady_clock::now();
};

std::optional<Method> method_of(bhttp::verb verb) {
  switch (verb) {
    case bhttp::verb::get:
      return Method::get;
    case bhttp::verb::head:
      return Method::head;
    case bhttp::verb::post:
      return Method::post;
    case bhttp::verb::put:
      return Method::put;
    case bhttp::verb::patch:
      return Method::patch;
    case bhttp::verb::delete_:
      return Method::del;
    case bhttp::verb::options:
      return Method::options;
    default:
      return std::nullopt;
  }
}

std::string_view view(beast::string_view text) { return {text.data(), text.size()}; }

void copy_headers(const bhttp::fields& from, Request& to) {
  for (const auto& field : from) {
    auto& value = to.headers[lower(view(field.name_string()))];
    if (!value.empty()) value += field.name() == bhttp::field::cookie ? "; " : ", ";
    value += view(field.value());
  }
}

/// Addresses and networks whose X-Forwarded-For we believe.
class Proxies {
 public:
  explicit Proxies(const std::vector<std::string>& listed) {
    for (const auto& entry : listed) {
      error_code ec;
      const bool network = entry.find('/') != std::string::npos;
      const auto v4 = asio::ip::make_network_v4(network ? entry : entry + "/32", ec);
      if (!ec) {
        v4_.push_back(v4);
        continue;
      }
      const auto v6 = asio::ip::make_network_v6(network ? entry : entry + "/128", ec);
      if (ec) throw std::runtime_error("not an address or network of a trusted proxy: " + entry);
      v6_.push_back(v6);
    }
  }
  /// The nearest address that is not a trusted proxy's.
  std::string client(asio::ip::address peer, std::string_view forwarded_for) const {
    const auto hops = split_list(forwarded_for);
    for (auto hop = hops.rbegin(); hop != hops.rend() && is_trusted(peer); ++hop) {
      error_code ec;
      const auto next = asio::ip::make_address(std::string(*hop), ec);
      if (ec) break;
      peer = plain(next);
    }
    return peer.to_string();
  }
  /// "::ffff:1.2.3.4" is 1.2.3.4.
  static asio::ip::address plain(const asio::ip::address& address) {
    if (address.is_v6() && address.to_v6().is_v4_mapped())
      return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6());
    return address;
  }

 private:
  bool is_trusted(const asio::ip::address& address) const {
    if (address.is_v4()) {
      return std::any_of(v4_.begin(), v4_.end(), [&](const auto& network) {
        return network.canonical() ==
               asio::ip::network_v4(address.to_v4(), network.prefix_length()).canonical();
      });
    }
    return std::any_of(v6_.begin(), v6_.end(), [&](const auto& network) {
      return network.canonical() ==
             asio::ip::network_v6(address.to_v6(), network.prefix_length()).canonical();
    });
  }
  std::vector<asio::ip::network_v4> v4_;
  std::vector<asio::ip::network_v6> v6_;
};

// ---- judging a head, before any byte of the body is read

std::optional<Response> check_framing(Turn& turn) {
  const auto& head = turn.parser.get();
  const bool old = head.version() < 11;
  if (head.count(bhttp::field::host) > 1 || (!old && head.count(bhttp::field::host) == 0))
    return problem(400, invalid("host_missing", "Send exactly one Host header."));
  // Two readers that count a body differently can be made to see different requests.
  const auto coding = turn.request->header("transfer-encoding");
  const auto length = turn.request->header("content-length");
  const bool plain_length = length.find_first_not_of("0123456789") == std::string_view::npos;
  if ((!coding.empty() && (old || lower(coding) != "chunked" || !length.empty())) || !plain_length)
    return problem(
        400, invalid("length_ambiguous", "Send one Content-Length or Transfer-Encoding: chunked."));
  turn.has_body = turn.parser.chunked() || turn.parser.content_length().value_or(0) > 0;
  return std::nullopt;
}

std::optional<Response> check_body(const Turn& turn, const Route& route) {
  const Request& request = *turn.request;
  const auto refuse = [&](int status, const Error& error) {
    return route.refused ? route.refused(request, status, error) : problem(status, error);
  };
  const bool expects_body = request.method == Method::post || request.method == Method::put ||
                            request.method == Method::patch;
  if (!turn.has_body) {
    if (!expects_body || turn.parser.content_length()) return std::nullopt;
    return refuse(411, invalid("length_missing", "Send Content-Length, 0 for an empty body."));
  }
  if (!expects_body && request.method != Method::del)
    return problem(400, invalid("body_unexpected", "This method takes no body."));
  const auto coding = lower(request.header("content-encoding"));
  if (!is_media(request.header("content-type"), route.media) ||
      (!coding.empty() && coding != "identity")) {
    std::string wanted;
    for (const auto& type : route.media) wanted += (wanted.empty() ? "" : " or ") + type;
    return refuse(415, {Failure::unsupported_media, "media_unsupported",
                        "Send the body as " + wanted + ", not compressed."});
  }
  if (turn.parser.content_length().value_or(0) > route.body_limit) {
    return refuse(413, {Failure::too_large, "body_too_large",
                        "Send at most " + std::to_string(route.body_limit) + " bytes."});
  }
  const auto expectation = lower(request.header("expect"));
  if (!expectation.empty() && expectation != "100-continue")
    return problem(417, invalid("expectation_unknown", "Leave out the Expect header."));
  return std::nullopt;
}

std::string allow_of(const std::vector<Method>& methods) {
  std::string out;
  for (const auto method : methods) out.append(name_of(method)).append(", ");
  return out + "OPTIONS";
}

Response not_found_page() {
  return problem(not_found("route_unknown", "There is nothing at this address."));
}

Response refusal_of(const error_code& ec) {
  if (ec == bhttp::error::header_limit || ec == bhttp::error::buffer_overflow)
    return problem(431, invalid("header_too_large", "Send a shorter address and fewer headers."));
  if (ec == bhttp::error::body_limit)
    return problem(413, {Failure::too_large, "body_too_large", "The body is over the limit."});
  return problem(400, invalid("request_malformed", "This is not HTTP: " + ec.message() + "."));
}

bool is_client_fault(const error_code& ec) {
  return ec.category() == make_error_code(bhttp::error::bad_method).category() &&
         ec != bhttp::error::end_of_stream && ec != bhttp::error::partial_message;
}

}  // namespace

class Server::Impl {
 public:
  Impl(ServerOptions options, const Router& router, std::vector<StaticFiles> files)
      : options_(std::make_shared<const ServerOptions>(std::move(options))),
        router_(router),
        files_(std::move(files)),
        proxies_(options_->trusted_proxies),
        io_(std::max(1, options_->io_threads)),
        work_(asio::make_work_guard(io_)),
        acceptor_(asio::make_strand(io_)),
        pool_(std::make_shared<WorkerPool>(std::max(1, options_->worker_threads),
                                           options_->worker_queue_limit)),
        request_id_prefix_(random_prefix()) {}

  void start();
  void stop(std::chrono::milliseconds grace);
  std::uint16_t port() const { return port_; }

 private:
  static std::string random_prefix();
  std::string next_request_id();
  Instant now() const { return options_->now ? options_->now() : SystemClock{}.now(); }

  awaitable<void> accept_all();
  void refuse(tcp::socket& socket);
  void spawn(tcp::socket socket);
  awaitable<void> session(ConnectionPtr c);
  awaitable<bool> await_request(ConnectionPtr c, bool first);
  awaitable<bool> serve_one(ConnectionPtr c);
  awaitable<std::optional<Response>> read_body(Connection& c, Turn& turn, error_code& ec);
  awaitable<std::optional<Response>> await_answer(ConnectionPtr c, Turn& turn);
  awaitable<bool> write(Connection& c, Turn& turn, Response response);
  awaitable<std::size_t> write_bytes(Connection& c, std::string_view head, std::string_view body,
                                     error_code& ec);
  awaitable<void> send_events(ConnectionPtr c, Turn& turn, std::shared_ptr<Slot> slot);
  static awaitable<void> watch_for_leaving(ConnectionPtr c);
  awaitable<void> part(Connection& c);

  void describe(const Connection& c, Turn& turn);
  std::optional<Response> judge(Turn& turn);
  std::optional<Response> choose(Turn& turn);
  bool choose_own_page(Turn& turn);
  Response health_page() const;
  Response metrics_page(const Request& request) const;
  Response file_page(const Request& request) const;
  bool submit(Turn& turn, std::shared_ptr<Slot> slot);
  std::shared_ptr<Slot> new_slot(const ConnectionPtr& c);
  std::string head_for(Response& response, const Turn& turn, bool is_events);
  void report(const Request& request, std::string_view what) const;
  void finish(const Turn& turn, int status, std::size_t bytes_out);
  void each_connection(const std::function<void(Connection&)>& act);
  bool wait_until_empty(std::optional<std::chrono::milliseconds> limit);

  const std::shared_ptr<const ServerOptions> options_;
  const Router& router_;
  const std::vector<StaticFiles> files_;
  const Proxies proxies_;
  std::atomic<bool> told_of_proxy_{false};
  asio::io_context io_;
  asio::executor_work_guard<asio::io_context::executor_type> work_;
  tcp::acceptor acceptor_;
  const std::shared_ptr<WorkerPool> pool_;
  std::uint16_t port_ = 0;
  std::vector<std::thread> threads_;
  std::atomic<bool> stopping_ = false;
  bool started_ = false;

  std::mutex guard_;
  std::condition_variable emptied_;
  std::set<ConnectionPtr> connections_;

  Metrics metrics_;
  std::atomic<std::size_t> connection_count_ = 0, event_streams_ = 0;
  std::atomic<std::uint64_t> refused_connections_ = 0, refused_requests_ = 0;
  std::atomic<std::uint64_t> request_count_ = 0;
  const std::string request_id_prefix_;
};

// ---- life

std::string Server::Impl::random_prefix() {
  std::random_device random;
  char text[24];
  std::snprintf(text, sizeof text, "%08x%04x-", random(), random() & 0xFFFF);
  return text;
}

std::string Server::Impl::next_request_id() {
  char text[24];
  std::snprintf(text, sizeof text, "%08llx",
                static_cast<unsigned long long>(request_count_.fetch_add(1) + 1));
  return request_id_prefix_ + text;
}

void Server::Impl::start() {
  const std::string place = options_->address + ":" + std::to_string(options_->port);
  try {
    const tcp::endpoint endpoint(asio::ip::make_address(options_->address), options_->port);
    acceptor_.open(endpoint.protocol());
    acceptor_.set_option(tcp::acceptor::reuse_address(true));
    acceptor_.bind(endpoint);
    acceptor_.listen(asio::socket_base::max_listen_connections);
    port_ = acceptor_.local_endpoint().port();
  } catch (const boost::system::system_error& failed) {
    throw std::runtime_error("cannot listen on " + place + ": " + failed.code().message());
  }
  started_ = true;
  asio::co_spawn(acceptor_.get_executor(), accept_all(), asio::detached);
  for (int i = 0; i < std::max(1, options_->io_threads); ++i)
    threads_.emplace_back([this] { io_.run(); });
}

void Server::Impl::each_connection(const std::function<void(Connection&)>& act) {
  const std::lock_guard lock(guard_);
  for (const auto& c : connections_) asio::post(c->stream.get_executor(), [c, act] { act(*c); });
}

bool Server::Impl::wait_until_empty(std::optional<std::chrono::milliseconds> limit) {
  std::unique_lock lock(guard_);
  const auto empty = [&] { return connections_.empty(); };
  if (limit) return emptied_.wait_for(lock, *limit, empty);
  emptied_.wait(lock, empty);
  return true;
}

void Server::Impl::stop(std::chrono::milliseconds grace) {
  if (!started_ || stopping_.exchange(true)) return;
  std::promise<void> closed;  // after it no connection is added
  asio::post(acceptor_.get_executor(), [&] {
    error_code ignored;
    acceptor_.close(ignored);
    closed.set_value();
  });
  closed.get_future().wait();
  each_connection([](Connection& c) {
    c.wake.cancel();  // event streams end
    if (c.idle) c.stream.close();
  });
  if (!wait_until_empty(grace)) {
    each_connection([](Connection& c) {
      c.forced = true;
      c.wake.cancel();
      c.stream.close();
    });
    wait_until_empty(std::nullopt);
  }
  pool_->stop();
  work_.reset();
  for (auto& thread : threads_) thread.join();
}

// ---- connections

awaitable<void> Server::Impl::accept_all() {
  asio::steady_timer pause(acceptor_.get_executor());
  while (!stopping_) {
    error_code ec;
    tcp::socket socket(asio::make_strand(io_));
    co_await acceptor_.async_accept(socket, into(ec));
    if (stopping_ || ec == asio::error::operation_aborted) break;
    if (ec) {  // out of file descriptors, or the client has left already
      pause.expires_after(std::chrono::milliseconds(20));
      co_await pause.async_wait(into(ec));
    } else if (connection_count_ >= options_->connection_limit) {
      refuse(socket);
    } else {
      spawn(std::move(socket));
    }
  }
}

void Server::Impl::refuse(tcp::socket& socket) {
  ++refused_connections_;
  const auto id = next_request_id();
  auto response = problem({Failure::unavailable, "connections_exhausted", "Try again shortly."});
  name_request(response, id);
  const auto text =
      head_of(response, {.request_id = id, .keep_alive = false, .now = now()}) + response.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(text), ignored);
  socket.shutdown(tcp::socket::shutdown_send, ignored);
}

void Server::Impl::spawn(tcp::socket socket) {
  error_code ec;
  socket.set_option(tcp::no_delay(true), ec);
  const auto peer = socket.remote_endpoint(ec);
  if (ec) return;
  auto c = std::make_shared<Connection>(std::move(socket));
  c->peer = Proxies::plain(peer.address());
  {
    const std::lock_guard lock(guard_);
    connections_.insert(c);
    connection_count_ = connections_.size();
  }
  asio::co_spawn(c->stream.get_executor(), session(c), [this, c](std::exception_ptr failed) {
    try {
      if (failed) std::rethrow_exception(failed);
    } catch (const std::exception& e) {
      report(Request{}, e.what());
    }
    c->stream.close();
    const std::lock_guard lock(guard_);
    connections_.erase(c);
    connection_count_ = connections_.size();
    emptied_.notify_all();
  });
}

awaitable<void> Server::Impl::session(ConnectionPtr c) {
  bool again = true;
  for (bool first = true; again && !stopping_; first = false) {
    again = co_await await_request(c, first);
    if (again) again = co_await serve_one(c);
  }
  co_await part(*c);
}

awaitable<bool> Server::Impl::await_request(ConnectionPtr c, bool first) {
  if (c->buffer.size() > 0) co_return true;  // pipelined
  if (c->buffer.capacity() > 64 * 1024) c->buffer = {};
  c->idle = true;
  c->stream.expires_after(first ? options_->header_timeout : options_->idle_timeout);
  error_code ec;
  const auto room = c->buffer.prepare(4096);
  const std::size_t got = co_await c->stream.async_read_some(room, into(ec));
  c->idle = false;
  c->buffer.commit(got);
  co_return !ec;
}

/// Whether the connection goes on.
awaitable<bool> Server::Impl::serve_one(ConnectionPtr c) {
  Turn turn;
  turn.at = now();
  turn.parser.header_limit(static_cast<std::uint32_t>(options_->header_limit));
  turn.parser.body_limit(boost::none);  // ours depends on the route
  c->stream.expires_after(options_->header_timeout);
  error_code ec;
  co_await bhttp::async_read_header(c->stream, c->buffer, turn.parser, into(ec));
  turn.started = std::chrono::steady_clock::now();
  std::optional<Response> response;
  if (ec) {
    if (!is_client_fault(ec)) co_return false;
    turn.request->id = next_request_id();
    turn.request->remote = c->peer.to_string();
    c->unread = true;
    response = refusal_of(ec);
    co_return co_await write(*c, turn, std::move(*response));
  }
  describe(*c, turn);
  response = judge(turn);
  if (response) {
    if (turn.has_body || response->status == 400) {
      turn.keep_alive = false;
      c->unread = true;
      c->patient = turn.patient;
    }
    co_return co_await write(*c, turn, std::move(*response));
  }
  response = co_await read_body(*c, turn, ec);
  if (ec) co_return false;
  if (!response) response = co_await await_answer(c, turn);
  if (!response) co_return false;
  co_return co_await write(*c, turn, std::move(*response));
}

/// The body into the request; a refusal; or `ec` where the client is slow or gone.
awaitable<std::optional<Response>> Server::Impl::read_body(Connection& c, Turn& turn,
                                                           error_code& ec) {
  std::optional<Response> refusal;
  if (turn.has_body) {
    turn.parser.body_limit(turn.body_limit);
    if (turn.request->headers.contains("expect")) {
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      co_await write_bytes(c, go_on, {}, ec);
      if (ec) co_return refusal;
    }
    const std::chrono::seconds more(turn.parser.content_length().value_or(0) /
                                    body_bytes_per_second_min);
    c.stream.expires_after(options_->body_timeout + more);
    co_await bhttp::async_read(c.stream, c.buffer, turn.parser, into(ec));
    if (ec && is_client_fault(ec)) {
      turn.keep_alive = false;
      c.unread = true;
      refusal = refusal_of(ec);
      ec = {};
      co_return refusal;
    }
  }
  turn.request->body = std::move(turn.parser.get().body());
  co_return refusal;
}

std::shared_ptr<Slot> Server::Impl::new_slot(const ConnectionPtr& c) {
  return std::make_shared<Slot>([weak = std::weak_ptr<Connection>(c)] {
    const auto held = weak.lock();
    if (!held) return;
    asio::post(held->stream.get_executor(), [held] {
      held->wake.cancel();
      if (held->slot && held->slot->is_cut()) held->stream.close();
    });
  });
}

/// Nothing when the connection is to end without an answer of the usual kind.
awaitable<std::optional<Response>> Server::Impl::await_answer(ConnectionPtr c, Turn& turn) {
  std::optional<Response> response;
  const auto slot = new_slot(c);
  c->slot = slot;
  if (!submit(turn, slot)) {
    ++refused_requests_;
    response = problem({Failure::unavailable, "server_busy", "Too many requests wait; try again."});
  }
  while (!response && !c->forced && !slot->is_ready()) {
    error_code ignored;
    c->wake.expires_at(SteadyTime::max());
    co_await c->wake.async_wait(into(ignored));
  }
  if (!response && !c->forced) {
    response = slot->take_response();
    if (!response) co_await send_events(c, turn, slot);
  }
  slot->leave();
  c->slot.reset();
  co_return response;
}

bool Server::Impl::submit(Turn& turn, std::shared_ptr<Slot> slot) {
  auto on_drop = [options = options_, request = turn.request](std::string_view what) {
    if (options->on_error) options->on_error(*request, what);
  };
  Reply reply(
      std::make_shared<Exchange>(std::move(slot), pool_, turn.may_gzip, std::move(on_drop)));
  WorkerPool::Job job = [this, request = turn.request, handler = std::move(turn.handler), reply] {
    std::string failed;
    try {
      handler(*request, reply);
      return;
    } catch (const std::exception& e) {
      failed = e.what();
    } catch (...) {
      failed = "an exception of unknown type";
    }
    report(*request, failed);
    reply(problem(500, internal_error()));
  };
  return turn.beyond_limit ? pool_->submit_beyond_limit(job) : pool_->submit(job);
}

void Server::Impl::report(const Request& request, std::string_view what) const {
  if (options_->on_error) options_->on_error(request, what);
}

// ---- writing

std::string Server::Impl::head_for(Response& response, const Turn& turn, bool is_events) {
  const HeadOptions options{.request_id = turn.request->id,
                            .keep_alive = turn.keep_alive && !is_events,
                            .is_events = is_events,
                            .varies_by_coding = is_worth_compressing(response),
                            .now = turn.at};
  name_request(response, turn.request->id);
  try {
    return head_of(response, options);
  } catch (const std::logic_error& e) {
    report(*turn.request, e.what());
  }
  response = problem(500, internal_error());
  name_request(response, turn.request->id);
  return head_of(response, options);
}

awaitable<std::size_t> Server::Impl::write_bytes(Connection& c, std::string_view head,
                                                 std::string_view body, error_code& ec) {
  std::size_t sent = 0;
  do {
    const auto part = body.substr(0, write_chunk_bytes);
    const std::array<asio::const_buffer, 2> buffers{asio::buffer(head.data(), head.size()),
                                                    asio::buffer(part.data(), part.size())};
    c.stream.expires_after(options_->write_timeout);
    sent += co_await asio::async_write(c.stream, buffers, into(ec));
    head = {};
    body.remove_prefix(part.size());
  } while (!ec && !body.empty());
  co_return sent;
}

awaitable<bool> Server::Impl::write(Connection& c, Turn& turn, Response response) {
  turn.keep_alive = turn.keep_alive && !stopping_;
  const std::string head = head_for(response, turn, false);
  const bool bare = turn.head_only || response.status == 204 || response.status == 304;
  error_code ec;
  const std::size_t sent =
      co_await write_bytes(c, head, bare ? std::string_view{} : response.body, ec);
  finish(turn, response.status, sent);
  co_return !ec && turn.keep_alive;
}

awaitable<void> Server::Impl::watch_for_leaving(ConnectionPtr c) {
  std::array<char, 512> ignored{};
  error_code ec;
  // Past the stream's timers: nothing is due from the client.
  while (!ec) co_await c->stream.socket().async_read_some(asio::buffer(ignored), into(ec));
  c->peer_left = true;
  c->wake.cancel();
}

awaitable<void> Server::Impl::send_events(ConnectionPtr c, Turn& turn, std::shared_ptr<Slot> slot) {
  ++event_streams_;
  Response response{.content_type = "text/event-stream"};
  const std::string head = head_for(response, turn, true);
  error_code ec;
  std::size_t sent = co_await write_bytes(*c, head, {}, ec);
  finish(turn, response.status, sent);
  asio::co_spawn(c->stream.get_executor(), watch_for_leaving(c), asio::detached);
  while (!ec && !c->peer_left && !c->forced && !stopping_) {
    std::string text = slot->take_events();
    if (text.empty()) {
      if (slot->is_over()) break;
      error_code woken;
      c->wake.expires_after(options_->event_heartbeat);
      co_await c->wake.async_wait(into(woken));
      if (woken) continue;
      text = ":\n\n";
    }
    co_await write_bytes(*c, text, {}, ec);
    slot->sent();
  }
  --event_streams_;
  error_code ignored;
  c->stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
  c->stream.close();
}

/// Closing with unread input resets the connection, and the client may never see our answer: so
/// read on for a moment and throw it away.
awaitable<void> Server::Impl::part(Connection& c) {
  error_code ec;
  c.stream.socket().shutdown(tcp::socket::shutdown_send, ec);
  if (!ec && c.unread && !stopping_) {
    std::vector<char> ignored(16 * 1024);
    c.stream.expires_after(c.patient ? patient_time_max : linger_time_max);
    const std::size_t most = c.patient ? patient_bytes_max : linger_bytes_max;
    for (std::size_t got = 0; !ec && got < most;)
      got += co_await c.stream.async_read_some(asio::buffer(ignored), into(ec));
  }
  c.stream.close();
}

void Server::Impl::finish(const Turn& turn, int status, std::size_t bytes_out) {
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - turn.started;
  metrics_.count(turn.pattern, turn.method, status, took.count(), turn.request->body.size(),
                 bytes_out);
  if (!options_->access_log) return;
  options_->access_log({.at = turn.at,
                        .request_id = turn.request->id,
                        .method = turn.method,
                        .pattern = turn.pattern,
                        .remote = turn.request->remote,
                        .status = status,
                        .bytes_in = static_cast<std::int64_t>(turn.request->body.size()),
                        .bytes_out = static_cast<std::int64_t>(bytes_out),
                        .milliseconds = took.count() * 1000});
}

// ---- judging

void Server::Impl::describe(const Connection& c, Turn& turn) {
  const auto& head = turn.parser.get();
  Request& request = *turn.request;
  copy_headers(head, request);
  const auto given = request.header("x-request-id");
  request.id = is_sane_request_id(given) ? std::string(given) : next_request_id();
  const auto forwarded = request.header("x-forwarded-for");
  request.remote = proxies_.client(c.peer, forwarded);
  if (!forwarded.empty() && options_->trusted_proxies.empty() && !told_of_proxy_.exchange(true)) {
    report(request,
           "X-Forwarded-For is not believed, so everybody behind that proxy counts as one client: "
           "name its address with --trusted-proxy");
  }
  turn.keep_alive = head.version() >= 11 && head.keep_alive();
  turn.may_gzip = accepts_coding(request.header("accept-encoding"), "gzip");
}

/// A refusal, or nothing with `handler` set.
std::optional<Response> Server::Impl::judge(Turn& turn) {
  Request& request = *turn.request;
  const auto method = method_of(turn.parser.get().method());
  if (auto refusal = check_framing(turn)) return refusal;
  if (!method) return problem(501, invalid("method_unknown", "Use GET, POST, PUT or DELETE."));
  request.method = *method;
  turn.method = name_of(*method);
  turn.head_only = *method == Method::head;
  const auto read = read_target(view(turn.parser.get().target()), request);
  if (!read.ok()) return problem(400, read.error());
  if (choose_own_page(turn)) return std::nullopt;
  return choose(turn);
}

std::optional<Response> Server::Impl::choose(Turn& turn) {
  Request& request = *turn.request;
  auto match = router_.match(request.method, request.path);
  if (match.route) {
    turn.pattern = match.route->pattern;
    turn.patient = static_cast<bool>(match.route->refused);
    if (auto refusal = check_body(turn, *match.route)) return refusal;
    request.params = std::move(match.params);
    turn.body_limit = match.route->body_limit;
    turn.handler = [handler = &match.route->handler](const Request& r, Reply reply) {
      (*handler)(r, std::move(reply));
    };
    return std::nullopt;
  }
  if (match.method_not_allowed) {
    const bool asked = request.method == Method::options;
    auto out = asked ? Response{.status = 204}
                     : problem(405, invalid("method_not_allowed", "See the Allow header."));
    out.headers.emplace_back("Allow", allow_of(match.allowed));
    return out;
  }
  if (turn.head_only || request.method == Method::get) {
    for (const auto& files : files_) {
      if (!(request.path + '/').starts_with(files.prefix())) continue;
      turn.pattern = files.prefix() + '*';
      if (turn.has_body) break;
      turn.handler = [this](const Request& r, Reply reply) { reply(file_page(r)); };
      return std::nullopt;
    }
  }
  return not_found_page();
}

bool Server::Impl::choose_own_page(Turn& turn) {
  const Request& request = *turn.request;
  if (turn.has_body || (request.method != Method::get && !turn.head_only)) return false;
  if (request.path == "/healthz") {
    turn.handler = [this](const Request&, Reply reply) { reply(health_page()); };
  } else if (request.path == "/metrics") {
    turn.handler = [this](const Request& r, Reply reply) { reply(metrics_page(r)); };
  } else {
    return false;
  }
  turn.pattern = request.path;
  turn.beyond_limit = true;
  return true;
}

Response Server::Impl::health_page() const {
  std::string wrong;
  try {
    if (options_->health) wrong = options_->health();
  } catch (const std::exception& e) {
    report(Request{}, e.what());
    wrong = "The health check itself failed.";
  }
  if (wrong.empty()) return {.body = R"({"status":"ok"})"};
  return problem({Failure::unavailable, "unhealthy", wrong});
}

Response Server::Impl::metrics_page(const Request& request) const {
  const auto& readers = options_->metrics_readers;
  const bool allowed = std::any_of(readers.begin(), readers.end(), [&](const auto& reader) {
    return reader == "*" || reader == request.remote;
  });
  if (!allowed) return not_found_page();
  Response out{.content_type = "text/plain; version=0.0.4; charset=utf-8"};
  out.body = metrics_.text({.connections = connection_count_,
                            .event_streams = event_streams_,
                            .queued = pool_->queued(),
                            .refused_connections = refused_connections_,
                            .refused_requests = refused_requests_});
  if (options_->more_metrics) out.body += options_->more_metrics();
  return out;
}

Response Server::Impl::file_page(const Request& request) const {
  for (const auto& files : files_)
    if (auto response = files.serve(request)) return std::move(*response);
  return not_found_page();
}

// ---- the public face

Server::Server(ServerOptions options, const Router& router, std::vector<StaticFiles> files)
    : impl_(std::make_unique<Impl>(std::move(options), router, std::move(files))) {}
Server::~Server() { impl_->stop(std::chrono::milliseconds(0)); }
void Server::start() { impl_->start(); }
std::uint16_t Server::port() const { return impl_->port(); }
void Server::stop(std::chrono::milliseconds grace) { impl_->stop(grace); }

}  // namespace gewu::http
