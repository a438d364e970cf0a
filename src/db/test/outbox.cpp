// SPDX-License-Identifier: Apache-2.0
#include "db/outbox.hpp"

#include <mutex>
#include <set>
#include <thread>

#include "db/nodes.hpp"
#include "db/test/support.hpp"

namespace gewu::db {
namespace {

using namespace std::chrono_literals;
using test::for_each_engine;

const Instant now = instant(1'800'000'000'000);
const DistrictId here{7};
const DistrictId there{8};

std::vector<outbox::Message> claim(Database& database, Instant at, int limit = 10) {
  return database.write([&](WriteTx& tx) { return outbox::claim_due(tx, here, at, limit, 60s); });
}

TEST_CASE("a message is handed out when due, to one claimant, until its lease is over") {
  for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    d.db().write([&](WriteTx& tx) {
      outbox::append(tx, ids, here, "cases.notify", R"({"text":"格物"})", now);
      outbox::append(tx, ids, here, "cases.later", "{}", now, now + 1h);
      outbox::append(tx, ids, there, "cases.other", "{}", now);
    });
    CHECK(claim(d.db(), now - 1ms).empty());
    CHECK(d.db().read([](ReadTx& tx) { return outbox::districts_due(tx, now); }) ==
          std::vector{here, there});
    const auto first = claim(d.db(), now);
    REQUIRE(first.size() == 1);
    CHECK(first[0].topic == "cases.notify");
    CHECK(first[0].payload == R"({"text":"格物"})");
    CHECK(first[0].created_at == now);
    CHECK(first[0].attempts == 1);
    CHECK(claim(d.db(), now + 59s).empty());
    const auto again = claim(d.db(), now + 60s);  // the first claimant died
    REQUIRE(again.size() == 1);
    CHECK(again[0].attempts == 2);
    d.db().write([&](WriteTx& tx) { outbox::done(tx, here, again[0].id); });
    CHECK(claim(d.db(), now + 30min).empty());
    CHECK(claim(d.db(), now + 1h).size() == 1);
  });
}

TEST_CASE("who listens hears once of a commit that wrote to the outbox, and of no other") {
  for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    int heard = 0;
    d.db().on_outbox([&] { ++heard; });
    const auto append = [&](WriteTx& tx) {
      outbox::append(tx, ids, here, "cases.notify", "{}", now);
    };
    d.db().write([&](WriteTx& tx) {
      append(tx);
      append(tx);
      CHECK(heard == 0);
    });
    CHECK(heard == 1);
    CHECK(claim(d.db(), now).size() == 2);
    CHECK_THROWS(d.db().write([&](WriteTx& tx) {
      append(tx);
      throw std::runtime_error("no");
    }));
    CHECK(heard == 1);
    d.db().on_outbox({});
    d.db().write(append);
    CHECK(heard == 1);
  });
}

TEST_CASE("a message that rolled back was never there") {
  for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    static_cast<void>(d.db().write([&](WriteTx& tx) -> Done {
      outbox::append(tx, ids, here, "cases.notify", "{}", now);
      return conflict("no", "no");
    }));
    CHECK(claim(d.db(), now).empty());
  });
}

TEST_CASE("failed work is tried again later and later, hourly at last") {
  CHECK(outbox::retry_delay(1) == 2s);
  CHECK(outbox::retry_delay(2) == 4s);
  CHECK(outbox::retry_delay(11) == 2048s);
  CHECK(outbox::retry_delay(12) == 1h);
  CHECK(outbox::retry_delay(1000) == 1h);
  for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    d.db().write([&](WriteTx& tx) { outbox::append(tx, ids, here, "a.b", "{}", now); });
    const auto message = claim(d.db(), now).at(0);
    d.db().write([&](WriteTx& tx) { outbox::retry(tx, message, now); });
    CHECK(claim(d.db(), now + 1999ms).empty());
    CHECK(claim(d.db(), now + 2s).size() == 1);
  });
}

TEST_CASE("two claimants at the same moment never get the same message") {
  for_each_engine([](test::TestDatabase& d) {
    IdSource ids(1);
    d.db().write([&](WriteTx& tx) {
      for (int i = 0; i < 40; ++i) outbox::append(tx, ids, here, "a.b", "{}", now);
    });
    std::mutex guard;
    std::multiset<std::int64_t> got;
    std::vector<std::thread> workers;
    for (int w = 0; w < 4; ++w) {
      workers.emplace_back([&] {
        for (auto claimed = claim(d.db(), now, 3); !claimed.empty();
             claimed = claim(d.db(), now, 3)) {
          const std::scoped_lock lock(guard);
          for (const auto& m : claimed) got.insert(m.id.value);
        }
      });
    }
    for (auto& worker : workers) worker.join();
    // One may have seen all the rest locked and gone home; none may come twice.
    for (const auto id : got) CHECK(got.count(id) == 1);
    for (const auto& m : claim(d.db(), now, 40)) got.insert(m.id.value);
    CHECK(got.size() == 40);
  });
}

// ---- node numbers ------------------------------------------------------------------------------

TEST_CASE("each process gets a node number of its own, the lowest free one") {
  for_each_engine([](test::TestDatabase& d) {
    const auto claiming = [&](const char* process, Instant at) {
      return d.db().write([&](WriteTx& tx) { return claim_node(tx, process, at); });
    };
    CHECK(claiming("a", now) == 0);
    CHECK(claiming("b", now) == 1);
    CHECK(claiming("c", now) == 2);
    d.db().write([](WriteTx& tx) { release_node(tx, 1, "b"); });
    CHECK(claiming("d", now) == 1);
    CHECK(d.db().write([](WriteTx& tx) { return renew_node(tx, 0, "a", now + 9min); }));
    // c was not renewed for ten minutes, a was.
    CHECK(claiming("e", now + 10min) == 1);
    CHECK(claiming("f", now + 10min) == 2);
    CHECK(!d.db().write([](WriteTx& tx) { return renew_node(tx, 2, "c", now + 11min); }));
  });
}

TEST_CASE("processes that start together get different numbers") {
  for_each_engine([](test::TestDatabase& d) {
    std::mutex guard;
    std::multiset<int> got;
    std::vector<std::thread> processes;
    for (int p = 0; p < 8; ++p) {
      processes.emplace_back([&, p] {
        const auto node = d.db().write(
            [&](WriteTx& tx) { return claim_node(tx, "process " + std::to_string(p), now); });
        const std::scoped_lock lock(guard);
        got.insert(node.value());
      });
    }
    for (auto& process : processes) process.join();
    CHECK(got == std::multiset<int>{0, 1, 2, 3, 4, 5, 6, 7});
  });
}

TEST_CASE("when all 1024 numbers are taken nobody gets one") {
  for_each_engine([](test::TestDatabase& d) {
    d.db().write([](WriteTx& tx) {
      for (int i = 0; i < node_count; ++i) {
        CHECK(claim_node(tx, "p" + std::to_string(i), now) == i);
      }
      CHECK(claim_node(tx, "late", now) == std::nullopt);
    });
  });
}

}  // namespace
}  // namespace gewu::db
