// SPDX-License-Identifier: Apache-2.0
#include "http/exchange.hpp"

#include <doctest/doctest.h>

#include <future>

#include "http/gzip.hpp"
#include "http/metrics.hpp"
#include "http/worker_pool.hpp"

namespace gewu::http {
namespace {

struct Line {
  int wakes = 0;
  std::vector<std::string> drops;
  std::shared_ptr<Slot> slot = std::make_shared<Slot>([this] { ++wakes; });
  std::shared_ptr<WorkerPool> pool = std::make_shared<WorkerPool>(1, 10);
  std::shared_ptr<Exchange> exchange(bool may_gzip = false) {
    return std::make_shared<Exchange>(slot, pool, may_gzip,
                                      [this](std::string_view what) { drops.emplace_back(what); });
  }
};

TEST_CASE("only the first answer counts") {
  Line line;
  const Reply reply(line.exchange());
  reply({.body = "first"});
  reply({.body = "second"});
  reply.sink()->start_events();
  CHECK(line.wakes == 1);
  CHECK_FALSE(line.slot->is_event_stream());
  CHECK(line.slot->take_response()->body == "first");
  CHECK_FALSE(line.slot->take_response());
}

TEST_CASE("an exchange dropped unanswered answers 500 and tells; an answered one does neither") {
  Line line;
  line.exchange().reset();
  CHECK(line.slot->take_response()->status == 500);
  CHECK(line.drops.size() == 1);
  Line other;
  other.exchange()->send({});
  CHECK(other.slot->take_response()->status == 200);
  CHECK(other.drops.empty());
}

TEST_CASE("a connection that has left is not woken, and its stream takes nothing") {
  Line line;
  auto exchange = line.exchange();
  exchange->start_events();
  CHECK(exchange->push("a"));
  CHECK(line.wakes == 2);
  line.slot->leave();
  CHECK_FALSE(exchange->push("b"));
  exchange.reset();
  CHECK(line.wakes == 2);
}

TEST_CASE("256 KiB unsent cut a stream off, counting what is being written") {
  Line line;
  const auto exchange = line.exchange();
  CHECK_FALSE(exchange->push("before the start"));
  exchange->start_events();
  const std::string half(128 * 1024, 'x');
  CHECK(exchange->push(half));
  CHECK(line.slot->take_events().size() == half.size());
  CHECK(exchange->push(half));
  CHECK_FALSE(line.slot->is_cut());
  line.slot->sent();
  CHECK(exchange->push(half));
  CHECK_FALSE(exchange->push("x"));
  CHECK(line.slot->is_cut());
  CHECK(line.slot->is_over());
  CHECK_FALSE(exchange->push("x"));
}

TEST_CASE("a long answer given on a foreign thread is compressed by a worker") {
  Line line;
  const auto exchange = line.exchange(true);
  std::promise<void> woken;
  line.slot = std::make_shared<Slot>([&] { woken.set_value(); });
  const auto other = line.exchange(true);
  const std::string body(5000, ' ');
  other->send({.body = body});
  woken.get_future().wait();
  const auto response = line.slot->take_response();
  CHECK(response->body == gzip(body, 5));
  exchange->send({.body = "short"});
  line.pool->stop();
  Line stopped;
  stopped.pool->stop();
  const auto late = stopped.exchange(true);
  late->send({.body = body});  // no worker left: plain is better than nothing
  CHECK(stopped.slot->take_response()->body == body);
}

TEST_CASE("a pool refuses what does not fit and drops what waits when it stops") {
  WorkerPool pool(1, 1);
  std::promise<void> running, go;
  auto held = std::make_shared<int>(1);
  WorkerPool::Job first = [&] {
    running.set_value();
    go.get_future().wait();
  };
  REQUIRE(pool.submit(first));
  running.get_future().wait();
  WorkerPool::Job second = [held] {};
  CHECK(pool.submit(second));
  WorkerPool::Job third = [held] {};
  CHECK_FALSE(pool.submit(third));
  CHECK(third);  // untouched
  CHECK(pool.queued() == 1);
  CHECK(pool.submit_beyond_limit(third));
  go.set_value();
  pool.stop();
  CHECK(held.use_count() == 1);  // run or dropped, not kept
  CHECK_FALSE(pool.submit_beyond_limit(second));
}

TEST_CASE("a histogram's buckets add up and labels are escaped") {
  Metrics metrics;
  metrics.count("/a\"b", "GET", 204, 0.0009, 1, 2);
  metrics.count("/a\"b", "GET", 201, 0.3, 1, 2);
  metrics.count("/a\"b", "GET", 500, 60, 1, 2);
  const auto text = metrics.text({});
  for (const char* line :
       {R"(_total{pattern="/a\"b",method="GET",status="2xx"} 2)",
        R"(_total{pattern="/a\"b",method="GET",status="5xx"} 1)",
        R"(_bucket{pattern="/a\"b",le="0.001"} 1)", R"(_bucket{pattern="/a\"b",le="0.25"} 1)",
        R"(_bucket{pattern="/a\"b",le="0.5"} 2)", R"(_bucket{pattern="/a\"b",le="10"} 2)",
        R"(_bucket{pattern="/a\"b",le="+Inf"} 3)", "gewu_http_bytes_out_total 6"}) {
    INFO(line);
    CHECK(text.find(line) != std::string::npos);
  }
}

}  // namespace
}  // namespace gewu::http
