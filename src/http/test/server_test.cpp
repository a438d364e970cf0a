// SPDX-License-Identifier: Apache-2.0
// Every rule of the server over real loopback sockets. Nothing sleeps: a test waits for bytes, for
// the end of a connection, or for a gate that it opens itself.
#include <doctest/doctest.h>
#include <unistd.h>
#include <zlib.h>

#include <boost/json.hpp>
#include <condition_variable>
#include <filesystem>
#include <fstream>
#include <future>
#include <latch>
#include <mutex>
#include <set>
#include <stdexcept>
#include <thread>

#include "http/router.hpp"
#include "http/test/client.hpp"

namespace gewu::http {
namespace {

using std::chrono::milliseconds;
using test::Answer;
using test::Client;

/// Handlers wait here until the test lets them go.
class Gate {
 public:
  void pass() {
    std::unique_lock lock(guard_);
    ++waiting_;
    changed_.notify_all();
    changed_.wait(lock, [&] { return open_; });
  }
  void open() {
    const std::lock_guard lock(guard_);
    open_ = true;
    changed_.notify_all();
  }
  void await_waiting(int count) {
    std::unique_lock lock(guard_);
    changed_.wait(lock, [&] { return waiting_ >= count; });
  }

 private:
  std::mutex guard_;
  std::condition_variable changed_;
  int waiting_ = 0;
  bool open_ = false;
};

struct House {
  Router router;
  ServerOptions options;
  Gate gate;
  std::mutex guard;
  std::vector<AccessLine> lines;
  std::vector<std::string> errors;
  std::promise<Reply> kept;
  std::unique_ptr<Server> server;

  House() {
    options.port = 0;
    options.io_threads = 2;
    options.access_log = [this](const AccessLine& line) {
      const std::lock_guard lock(guard);
      lines.push_back(line);
    };
    options.on_error = [this](const Request&, std::string_view what) {
      const std::lock_guard lock(guard);
      errors.emplace_back(what);
    };
    add(Method::get, "/hello", [](const Request&, Reply reply) { reply({.body = "{}"}); });
    add(Method::get, "/echo/{name}", [](const Request& r, Reply reply) {
      boost::json::object out{{"name", r.params.at("name")}, {"remote", r.remote}, {"id", r.id}};
      for (const auto& [key, value] : r.query) out["?" + key] = value;
      for (const auto& [key, value] : r.headers) out[key] = value;
      reply({.body = boost::json::serialize(out)});
    });
    add(Method::post, "/echo", [](const Request& r, Reply reply) {
      reply({.status = 201, .content_type = "text/plain", .body = r.body});
    });
    add(
        Method::put, "/large",
        [](const Request& r, Reply reply) {
          reply({.content_type = "text/plain", .body = std::to_string(r.body.size())});
        },
        8 * 1024 * 1024);
    add(Method::get, "/wait", [this](const Request&, Reply reply) {
      gate.pass();
      reply({.body = "{}"});
    });
    add(Method::get, "/keep", [this](const Request&, Reply reply) { kept.set_value(reply); });
    add(Method::get, "/drop", [](const Request&, Reply) {});
    add(Method::get, "/throw",
        [](const Request&, Reply) -> void { throw std::runtime_error("password is hunter2"); });
    add(Method::get, "/big", [](const Request&, Reply reply) {
      reply({.body = '"' + std::string(400'000, 'x') + '"', .headers = {{"ETag", "\"1\""}}});
    });
    add(Method::get, "/split", [](const Request&, Reply reply) {
      reply({.headers = {{"Location", "/a\r\nSet-Cookie: x=1"}}});
    });
    add(Method::get, "/events", [this](const Request&, Reply reply) {
      reply.sink()->start_events();
      kept.set_value(reply);
    });
    add(Method::del, "/nothing", [](const Request&, Reply reply) { reply({.status = 204}); });
  }
  void add(Method method, std::string pattern, Handler handler, std::size_t limit = 1000) {
    router.add({.method = method,
                .pattern = std::move(pattern),
                .policy = "open",
                .body_limit = limit,
                .media = {"application/json", "text/plain"},
                .handler = std::move(handler)});
  }
  std::uint16_t start(std::vector<StaticFiles> files = {}) {
    server = std::make_unique<Server>(options, router, std::move(files));
    server->start();
    return server->port();
  }
};

/// A string member of a JSON body.
std::string member(const std::optional<Answer>& answer, std::string_view key) {
  REQUIRE(answer);
  const auto body = boost::json::parse(answer->body);
  const auto* found = body.as_object().if_contains({key.data(), key.size()});
  return found ? std::string(found->as_string().c_str()) : "(none)";
}

std::string code_of(const std::optional<Answer>& answer) { return member(answer, "code"); }

// ---- answers

TEST_CASE("an answer carries its id and the security headers") {
  House house;
  Client client(house.start());
  const auto answer = client.get("/hello");
  REQUIRE(answer);
  CHECK(answer->status == 200);
  CHECK(answer->body == "{}");
  CHECK(answer->at("content-type") == "application/json");
  CHECK(answer->at("x-content-type-options") == "nosniff");
  CHECK(answer->at("referrer-policy") == "no-referrer");
  CHECK(answer->at("x-frame-options") == "DENY");
  CHECK(answer->at("cross-origin-opener-policy") == "same-origin");
  CHECK(answer->at("content-security-policy") == "default-src 'none'; frame-ancestors 'none'");
  CHECK(answer->at("cache-control") == "no-store");
  CHECK(answer->at("date").ends_with(" GMT"));
  CHECK(answer->at("x-request-id").size() >= 8);
}

TEST_CASE("a sane request id is kept, any other replaced, and none comes twice") {
  House house;
  Client client(house.start());
  CHECK(client.get("/hello", "X-Request-Id: abc-123_4.5\r\n")->at("x-request-id") == "abc-123_4.5");
  std::set<std::string> made;
  for (const char* sent : {"short", "bad id with spaces", "<script>alert(1)</script>"})
    made.insert(
        client.get("/hello", std::string("X-Request-Id: ") + sent + "\r\n")->at("x-request-id"));
  CHECK(made.size() == 3);
  CHECK(made.begin()->find_first_of(" <") == std::string::npos);
}

TEST_CASE("parameters, query and headers reach the handler decoded") {
  House house;
  Client client(house.start());
  const auto answer = client.get("/echo/%E8%B7%AF?q=a+b&x=%26", "X-Two: 1\r\nX-TWO: 2\r\n");
  CHECK(member(answer, "name") == "路");
  CHECK(member(answer, "?q") == "a b");
  CHECK(member(answer, "?x") == "&");
  CHECK(member(answer, "x-two") == "1, 2");
  CHECK(member(answer, "remote") == "127.0.0.1");
  CHECK(member(answer, "id") == answer->at("x-request-id"));
}

TEST_CASE("an unknown path is 404, a wrong method 405 with Allow, OPTIONS tells Allow") {
  House house;
  Client client(house.start());
  auto answer = client.get("/none");
  CHECK(answer->status == 404);
  CHECK(answer->at("content-type") == "application/problem+json");
  CHECK(member(answer, "request_id") == answer->at("x-request-id"));
  CHECK(code_of(answer) == "route_unknown");
  client.send("DELETE /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  answer = client.read();
  CHECK(answer->status == 405);
  CHECK(answer->at("allow") == "GET, HEAD, OPTIONS");
  client.send("OPTIONS /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  answer = client.read();
  CHECK(answer->status == 204);
  CHECK(answer->at("allow") == "GET, HEAD, OPTIONS");
  client.send("BREW /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  CHECK(client.read()->status == 501);
}

TEST_CASE("HEAD answers like GET without the body, 204 and 304 have none") {
  House house;
  Client client(house.start());
  client.send("HEAD /hello HTTP/1.1\r\nHost: t\r\n\r\nDELETE /nothing HTTP/1.1\r\nHost: t\r\n\r\n");
  const auto head = client.read(true);
  CHECK(head->status == 200);
  CHECK(head->at("content-length") == "2");
  const auto none = client.read();
  CHECK(none->status == 204);
  CHECK_FALSE(none->headers.contains("content-length"));
  CHECK(client.get("/hello")->body == "{}");
}

TEST_CASE("pipelined requests are answered in order, however slow the first") {
  House house;
  Client client(house.start());
  client.send(
      "GET /wait HTTP/1.1\r\nHost: t\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n"
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n"
      "\r\nabcGET /none HTTP/1.1\r\nHost: t\r\nConnection: close\r\n\r\n");
  house.gate.await_waiting(1);
  house.gate.open();
  CHECK(client.read()->status == 200);
  CHECK(client.read()->status == 200);
  const auto echoed = client.read();
  CHECK(echoed->status == 201);
  CHECK(echoed->body == "abc");
  const auto last = client.read();
  CHECK(last->status == 404);
  CHECK(last->at("connection") == "close");
  CHECK(client.is_closed());
}

TEST_CASE("an HTTP/1.0 client gets its answer and the connection ends") {
  House house;
  Client client(house.start());
  client.send("GET /hello HTTP/1.0\r\n\r\n");
  CHECK(client.read()->status == 200);
  CHECK(client.is_closed());
}

TEST_CASE("an answer may come later, from another thread, and only the first one counts") {
  House house;
  const auto port = house.start();
  Client client(port);
  client.send("GET /keep HTTP/1.1\r\nHost: t\r\n\r\n");
  {
    const Reply reply = house.kept.get_future().get();
    std::thread([&] { reply({.body = "[1]"}); }).join();
    reply({.body = "[2]"});
    reply(invalid("late", "late"));
  }
  CHECK(client.read()->body == "[1]");
  CHECK(client.get("/hello")->status == 200);
}

TEST_CASE("an answer for a client that has left is ignored, even after the server is gone") {
  House house;
  const auto port = house.start();
  {
    Client client(port);
    client.send("GET /keep HTTP/1.1\r\nHost: t\r\n\r\n");
  }
  std::optional<Reply> reply = house.kept.get_future().get();
  house.server->stop(milliseconds(0));
  house.server.reset();
  (*reply)({.body = "{}"});
  CHECK_FALSE(reply->sink()->push("x"));
  reply.reset();
}

TEST_CASE("a dropped reply and a throwing handler answer 500 without the reason") {
  House house;
  Client client(house.start());
  auto answer = client.get("/drop");
  CHECK(answer->status == 500);
  CHECK(code_of(answer) == "internal_error");
  answer = client.get("/throw");
  CHECK(answer->status == 500);
  CHECK(code_of(answer) == "internal_error");
  CHECK(answer->body.find("hunter2") == std::string::npos);
  const std::lock_guard lock(house.guard);
  CHECK(house.errors ==
        std::vector<std::string>{"the handler dropped its reply", "password is hunter2"});
}

TEST_CASE("a line break in a header never reaches the client") {
  House house;
  Client client(house.start());
  const auto answer = client.get("/split");
  CHECK(answer->status == 500);
  CHECK_FALSE(answer->headers.contains("set-cookie"));
}

std::string unzip(const std::string& data) {
  z_stream stream{};
  REQUIRE(inflateInit2(&stream, 15 + 16) == Z_OK);
  std::string out(1'000'000, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(data.data()));
  stream.avail_in = static_cast<uInt>(data.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  CHECK(inflate(&stream, Z_FINISH) == Z_STREAM_END);
  out.resize(stream.total_out);
  inflateEnd(&stream);
  return out;
}

TEST_CASE("a long JSON answer is compressed for those who take it") {
  House house;
  Client client(house.start());
  const auto plain = client.get("/big");
  CHECK(plain->body.size() == 400'002);
  CHECK(plain->at("vary") == "Accept-Encoding");
  CHECK(plain->at("etag") == "\"1\"");
  const auto zipped = client.get("/big", "Accept-Encoding: br, gzip\r\n");
  CHECK(zipped->at("content-encoding") == "gzip");
  CHECK(zipped->at("etag") == "W/\"1\"");
  CHECK(zipped->at("vary") == "Accept-Encoding");
  CHECK(zipped->body.size() < 2000);
  CHECK(unzip(zipped->body) == plain->body);
  CHECK_FALSE(
      client.get("/hello", "Accept-Encoding: gzip\r\n")->headers.contains("content-encoding"));
}

// ---- bodies and framing

TEST_CASE("a body over the route's limit is refused before it is sent") {
  House house;
  const auto port = house.start();
  Client client(port);
  client.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
      "Content-Length: 1001\r\nExpect: 100-continue\r\n\r\n");
  const auto answer = client.read();
  CHECK(answer->status == 413);
  CHECK(code_of(answer) == "body_too_large");
  CHECK(answer->at("connection") == "close");
  CHECK(client.is_closed());
  Client chunked(port);
  chunked.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
      "Transfer-Encoding: chunked\r\n\r\n3e9\r\n" +
      std::string(1001, 'x') + "\r\n");
  CHECK(chunked.read()->status == 413);
  Client whole(port);
  CHECK(whole.post("/echo", std::string(1000, 'x'), "text/plain")->body.size() == 1000);
  whole.send(
      "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
      "Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n");
  CHECK(whole.read()->body == "abcde");
  CHECK(whole.get("/hello")->status == 200);
}

TEST_CASE("a client that asks first is told to go on, and large bodies arrive whole") {
  House house;
  Client client(house.start());
  client.send(
      "PUT /large HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
      "Content-Length: 5000000\r\nExpect: 100-continue\r\n\r\n");
  CHECK(client.read()->status == 100);
  client.send(std::string(5'000'000, 'x'));
  CHECK(client.read()->body == "5000000");
  client.send(
      "PUT /large HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
      "Content-Length: 5\r\nExpect: a-miracle\r\n\r\n");
  CHECK(client.read()->status == 417);
}

TEST_CASE("a body of another kind is 415, one without length 411, one on GET 400") {
  House house;
  const auto port = house.start();
  const struct {
    const char* head;
    int status;
    const char* code;
  } rows[] = {
      {"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\nx", 415, "media_unsupported"},
      {"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: image/png\r\nContent-Length: 1\r\n\r\nx",
       415, "media_unsupported"},
      {"POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\nContent-Encoding: gzip\r\n"
       "Content-Length: 1\r\n\r\nx",
       415, "media_unsupported"},
      {"POST /echo HTTP/1.1\r\nHost: t\r\n\r\n", 411, "length_missing"},
      {"GET /hello HTTP/1.1\r\nHost: t\r\nContent-Length: 1\r\n\r\nx", 400, "body_unexpected"},
  };
  for (const auto& row : rows) {
    INFO(row.head);
    Client client(port);
    client.send(row.head);
    const auto answer = client.read();
    CHECK(answer->status == row.status);
    CHECK(code_of(answer) == row.code);
  }
  Client client(port);
  CHECK(client.post("/echo", "", "")->status == 201);
}

TEST_CASE("a request that two readers could frame differently is refused and the line closed") {
  House house;
  const auto port = house.start();
  const std::string start = "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n";
  const std::string bodies[] = {
      start + "Content-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\nContent-Length: 3\r\n\r\n0\r\n\r\n",
      start + "Content-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
      start + "Content-Length: 3\r\nContent-Length: 3\r\n\r\nabc",
      start + "Content-Length: 3, 3\r\n\r\nabc",
      start + "Content-Length: +3\r\n\r\nabc",
      start + "Content-Length: -1\r\n\r\n",
      start + "Content-Length: 0x3\r\n\r\nabc",
      start + "Content-Length: 99999999999999999999999\r\n\r\n",
      start + "Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: identity\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
      start + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n",
      "POST /echo HTTP/1.0\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"
      "0\r\n\r\n",
      start + "Transfer-Encoding: chunked\r\n\r\nxyz\r\n",
      "GET /hello HTTP/1.1\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
      "GET /../etc HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /%00 HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /hello?a=%zz HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET  /hello HTTP/1.1\r\nHost: t\r\n\r\n",
      "GET /hello HTTP/9.9\r\nHost: t\r\n\r\n",
      "\x16\x03\x01\x02 TLS by mistake\r\n\r\n",
      "GET /hello HTTP/1.1\r\nHost: t\r\nBad Name: x\r\n\r\n",
  };
  for (const auto& body : bodies) {
    INFO(body);
    Client client(port);
    client.send(body);
    const auto answer = client.read();
    REQUIRE(answer);
    CHECK(answer->status == 400);
    CHECK(answer->at("connection") == "close");
    client.end_sending();
    CHECK(client.is_closed());
  }
}

TEST_CASE("a header over the limit is 431") {
  House house;
  Client client(house.start());
  client.send("GET /hello HTTP/1.1\r\nHost: t\r\nX-Long: " + std::string(17 * 1024, 'x') +
              "\r\n\r\n");
  const auto answer = client.read();
  CHECK(answer->status == 431);
  CHECK(code_of(answer) == "header_too_large");
}

// ---- limits of time and number

TEST_CASE("a slow header, a slow body, an idle line and a slow reader are cut off") {
  House house;
  SUBCASE("header") {
    house.options.header_timeout = milliseconds(50);
    Client client(house.start());
    client.send("GET /hello HTTP/1.1\r\nHost: t\r\nX-Slow:");
    CHECK(client.is_closed());
  }
  SUBCASE("nothing sent at all") {
    house.options.header_timeout = milliseconds(50);
    Client client(house.start());
    CHECK(client.is_closed());
  }
  SUBCASE("body") {
    house.options.body_timeout = milliseconds(50);
    Client client(house.start());
    client.send(
        "POST /echo HTTP/1.1\r\nHost: t\r\nContent-Type: text/plain\r\n"
        "Content-Length: 10\r\n\r\nabc");
    CHECK(client.is_closed());
  }
  SUBCASE("idle") {
    house.options.idle_timeout = milliseconds(50);
    Client client(house.start());
    CHECK(client.get("/hello")->status == 200);
    CHECK(client.is_closed());
  }
  SUBCASE("reader") {
    house.options.write_timeout = milliseconds(50);
    Client client(house.start());
    std::string many;
    for (int i = 0; i < 2000; ++i) many += "GET /big HTTP/1.1\r\nHost: t\r\n\r\n";
    client.send(many);  // 800 MB that nobody reads
    CHECK(client.is_reset());
  }
}

TEST_CASE("a full queue answers 503 with Retry-After while health and metrics still answer") {
  House house;
  house.options.worker_threads = 1;
  house.options.worker_queue_limit = 1;
  const auto port = house.start();
  Client running(port), queued(port), refused(port), health(port);
  running.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
  house.gate.await_waiting(1);
  health.send("GET /metrics HTTP/1.1\r\nHost: t\r\n\r\n");
  // The queue takes one; of two more at least one is refused, whichever comes first.
  std::optional<Answer> answer;
  queued.send("GET /hello HTTP/1.1\r\nHost: t\r\n\r\nGET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  refused.send("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  Client third(port);
  third.send("GET /hello HTTP/1.1\r\nHost: t\r\n\r\n");
  std::thread opener([&] {
    for (;;) {
      const std::lock_guard lock(house.guard);
      if (!house.lines.empty()) break;
    }
    house.gate.open();
  });
  int busy = 0;
  for (Client* client : {&queued, &refused, &third}) {
    answer = client->read();
    REQUIRE(answer);
    if (answer->status != 503) continue;
    ++busy;
    CHECK(code_of(answer) == "server_busy");
    CHECK(answer->at("retry-after") == "2");
  }
  opener.join();
  CHECK(busy >= 1);
  CHECK(running.read()->status == 200);
  CHECK(health.read()->status == 200);
}

TEST_CASE("a connection over the limit is told so") {
  House house;
  house.options.connection_limit = 1;
  const auto port = house.start();
  Client first(port);
  CHECK(first.get("/hello")->status == 200);
  Client second(port);
  const auto answer = second.read();
  CHECK(answer->status == 503);
  CHECK(code_of(answer) == "connections_exhausted");
  CHECK(second.is_closed());
  CHECK(first.get("/hello")->status == 200);
}

// ---- who is asking

TEST_CASE("X-Forwarded-For is believed from trusted proxies only, from the right") {
  const struct {
    std::vector<std::string> trusted;
    const char* sent;
    const char* remote;
  } rows[] = {
      {{}, "9.9.9.9", "127.0.0.1"},
      {{"127.0.0.1"}, "9.9.9.9", "9.9.9.9"},
      {{"127.0.0.1"}, "1.1.1.1, 9.9.9.9", "9.9.9.9"},
      {{"127.0.0.0/8", "10.0.0.0/8"}, "1.1.1.1, 9.9.9.9, 10.2.3.4", "9.9.9.9"},
      {{"127.0.0.1", "2001:db8::/32"}, "9.9.9.9, 2001:db8::7", "9.9.9.9"},
      {{"127.0.0.1"}, "<script>", "127.0.0.1"},
      {{"127.0.0.1"}, "", "127.0.0.1"},
  };
  for (const auto& row : rows) {
    House house;
    house.options.trusted_proxies = row.trusted;
    Client client(house.start());
    const auto answer = client.get("/echo/x", std::string("X-Forwarded-For: ") + row.sent + "\r\n");
    CHECK(member(answer, "remote") == row.remote);
  }
  House house;
  house.options.trusted_proxies = {"example.org"};
  CHECK_THROWS_AS(house.start(), std::runtime_error);
}

// ---- events

TEST_CASE("events flow until the client leaves") {
  House house;
  house.options.event_heartbeat = milliseconds(20);
  const auto port = house.start();
  auto client = std::make_unique<Client>(port);
  client->send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
  const auto head = client->read();
  CHECK(head->status == 200);
  CHECK(head->at("content-type") == "text/event-stream");
  CHECK(head->at("cache-control") == "no-store");
  CHECK(head->at("x-accel-buffering") == "no");
  CHECK_FALSE(head->headers.contains("content-length"));
  const Reply reply = house.kept.get_future().get();
  CHECK(reply.sink()->push("event: a\ndata: 1\n\n"));
  CHECK(reply.sink()->push("event: a\ndata: 2\n\n"));
  CHECK(client->read_until("event: a\ndata: 1\n\nevent: a\ndata: 2\n\n"));
  CHECK(client->read_until("\n\n:\n\n"));  // a heartbeat
  reply({.body = "ignored"});
  client.reset();
  house.server->stop(milliseconds(60'000));
  CHECK_FALSE(reply.sink()->push("event: b\ndata: 3\n\n"));
}

TEST_CASE("a reader of events that does not keep up is cut off at 256 KiB unsent") {
  House house;
  Client client(house.start());
  client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
  const Reply reply = house.kept.get_future().get();
  const std::string event = "data: " + std::string(10'000, 'x') + "\n\n";
  std::size_t taken = 0;
  while (reply.sink()->push(event)) ++taken;  // ends: kernel buffers are finite
  CHECK(taken >= 25);
  CHECK_FALSE(reply.sink()->push(event));
}

TEST_CASE("a stream given up by its holder ends after what was pushed") {
  House house;
  Client client(house.start());
  client.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
  {
    const Reply reply = house.kept.get_future().get();
    reply.sink()->push("data: last\n\n");
  }
  CHECK(client.read());
  CHECK(client.read_until("data: last\n\n"));
  CHECK_FALSE(client.read_until("never"));  // the end
}

// ---- own pages, files, log

TEST_CASE("health says what is wrong") {
  House house;
  std::string wrong;
  house.options.health = [&] { return wrong; };
  Client client(house.start());
  CHECK(client.get("/healthz")->body == R"({"status":"ok"})");
  wrong = "the database does not answer";
  const auto answer = client.get("/healthz");
  CHECK(answer->status == 503);
  CHECK(member(answer, "detail") == wrong);
}

TEST_CASE("metrics count by pattern, never by path, and are for named readers") {
  House house;
  house.options.more_metrics = [] { return std::string("gewu_more 1\n"); };
  house.options.trusted_proxies = {"127.0.0.1"};
  Client client(house.start());
  client.get("/echo/a");
  client.get("/echo/b?x=1");
  client.get("/nowhere/secret");
  const auto text = client.get("/metrics")->body;
  INFO(text);
  const auto has = [&](const char* line) { return text.find(line) != std::string::npos; };
  CHECK(
      has("gewu_http_requests_total{pattern=\"/echo/{name}\",method=\"GET\",status=\"2xx\"} 2\n"));
  CHECK(has("gewu_http_requests_total{pattern=\"none\",method=\"GET\",status=\"4xx\"} 1\n"));
  CHECK(has("gewu_http_request_seconds_bucket{pattern=\"/echo/{name}\",le=\"+Inf\"} 2\n"));
  CHECK(has("gewu_http_request_seconds_count{pattern=\"/echo/{name}\"} 2\n"));
  CHECK(has("gewu_http_connections 1\n"));
  CHECK(has("gewu_http_queue_length 0\n"));
  CHECK(has("gewu_more 1\n"));
  CHECK_FALSE(has("secret"));
  CHECK(client.get("/metrics", "X-Forwarded-For: 9.9.9.9\r\n")->status == 404);
}

TEST_CASE("the access log tells the pattern and never the path") {
  House house;
  house.options.now = [] { return instant(1'700'000'000'000); };
  Client client(house.start());
  const auto answer = client.get("/echo/name-of-a-person?phone=1");
  CHECK(answer->at("date") == "Tue, 14 Nov 2023 22:13:20 GMT");
  client.post("/echo", "abc", "text/plain");
  house.server->stop();
  REQUIRE(house.lines.size() == 2);
  CHECK(house.lines[0].pattern == "/echo/{name}");
  CHECK(house.lines[0].method == "GET");
  CHECK(house.lines[0].status == 200);
  CHECK(house.lines[0].remote == "127.0.0.1");
  CHECK(house.lines[0].request_id == answer->at("x-request-id"));
  CHECK(house.lines[0].at == instant(1'700'000'000'000));
  CHECK(house.lines[0].bytes_out > static_cast<std::int64_t>(answer->body.size()));
  CHECK(house.lines[1].bytes_in == 3);
  CHECK(house.lines[1].status == 201);
}

TEST_CASE("files answer where no route does, with their own headers") {
  namespace fs = std::filesystem;
  const auto folder = fs::temp_directory_path() / ("gewu_server_" + std::to_string(::getpid()));
  fs::create_directories(folder);
  std::ofstream(folder / "index.html") << "<p>page";
  {
    House house;
    Client client(house.start({StaticFiles("/app/", folder.string(),
                                           {{"Content-Security-Policy", "default-src 'self'"}})}));
    const auto page = client.get("/app/cases/1");
    CHECK(page->body == "<p>page");
    CHECK(page->at("content-security-policy") == "default-src 'self'");
    CHECK(page->at("x-content-type-options") == "nosniff");
    CHECK(client.get("/app/x", "If-None-Match: " + page->at("etag") + "\r\n")->status == 304);
    CHECK(client.get("/app")->at("location") == "/app/");
    CHECK(client.get("/app/none.js")->status == 404);
    CHECK(client.get("/hello")->status == 200);
    client.send("POST /app/ HTTP/1.1\r\nHost: t\r\nContent-Length: 0\r\n\r\n");
    CHECK(client.read()->status == 404);
  }
  fs::remove_all(folder);
}

// ---- stopping

TEST_CASE("stopping lets a running request finish and closes idle lines at once") {
  House house;
  const auto port = house.start();
  Client busy(port), idle(port), events(port);
  CHECK(idle.get("/hello")->status == 200);
  events.send("GET /events HTTP/1.1\r\nHost: t\r\n\r\n");
  const Reply reply = house.kept.get_future().get();
  busy.send("GET /wait HTTP/1.1\r\nHost: t\r\n\r\n");
  house.gate.await_waiting(1);
  std::thread stopper([&] { house.server->stop(milliseconds(60'000)); });
  CHECK(idle.is_closed());
  CHECK(events.read());
  CHECK(events.is_closed());
  CHECK_THROWS_AS(Client{port}, std::runtime_error);
  house.gate.open();
  const auto answer = busy.read();
  CHECK(answer->status == 200);
  CHECK(answer->at("connection") == "close");
  CHECK(busy.is_closed());
  stopper.join();
}

TEST_CASE("stopping does not wait beyond its grace for a reply that never comes") {
  House house;
  Client client(house.start());
  client.send("GET /keep HTTP/1.1\r\nHost: t\r\n\r\n");
  const Reply reply = house.kept.get_future().get();
  house.server->stop(milliseconds(0));
  CHECK(client.is_closed());
}

TEST_CASE("a port in use is told in words") {
  House house, other;
  other.options.port = house.start();
  try {
    other.start();
    FAIL("started twice");
  } catch (const std::runtime_error& e) {
    CHECK(std::string(e.what()).find("cannot listen on 127.0.0.1:") != std::string::npos);
  }
}

TEST_CASE("many clients at once all get their own answers") {
  House house;
  const auto port = house.start();
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int t = 0; t < 8; ++t) {
    threads.emplace_back([&, t] {
      Client client(port);
      for (int i = 0; i < 50; ++i) {
        const auto body = std::to_string(t * 1000 + i);
        const auto answer = client.post("/echo", body, "text/plain");
        right += answer && answer->body == body;
      }
    });
  }
  for (auto& thread : threads) thread.join();
  CHECK(right == 400);
}

}  // namespace
}  // namespace gewu::http
