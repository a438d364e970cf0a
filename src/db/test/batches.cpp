// SPDX-License-Identifier: Apache-2.0
// Units that meet in one batch or race each other.
#include <atomic>
#include <future>
#include <latch>
#include <memory>
#include <thread>

#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql insert_thing{"test.insert_batch_thing",
                       "insert into thing (district_id, id, amount, data) values ($1, $2, $3, $4)"};
const Sql select_ids{"test.select_batch_ids",
                     "select id from thing where district_id = $1 order by id"};
const Sql add{"test.add",
              "update thing set amount = amount + $3 where district_id = $1 and id = $2"};
const Sql select_amount{"test.select_amount",
                        "select amount from thing where district_id = $1 and id = $2"};

using test::for_each_engine;

std::vector<int> ids(Database& database) {
  return database.read([](ReadTx& tx) {
    return tx.all(
        select_ids, [](const Row& r) { return r.get<int>(0); }, 1);
  });
}

/// Collects what `finished` was told, in order of submission.
class Answers {
 public:
  void submit(Database& database, std::function<bool(WriteTx&)> unit) {
    auto promise = std::make_shared<std::promise<void>>();
    waiting_.push_back(promise->get_future());
    database.submit(std::move(unit), [promise](std::exception_ptr error) {
      if (error) {
        promise->set_exception(error);
      } else {
        promise->set_value();
      }
    });
  }
  /// "ok", the fault's number, or "thrown", in order.
  std::vector<std::string> wait() {
    std::vector<std::string> out;
    for (auto& one : waiting_) {
      try {
        one.get();
        out.emplace_back("ok");
      } catch (const DbError& error) {
        out.push_back("fault " + std::to_string(static_cast<int>(error.fault())));
      } catch (const std::exception&) {
        out.emplace_back("thrown");
      }
    }
    waiting_.clear();
    return out;
  }

 private:
  std::vector<std::future<void>> waiting_;
};

std::string told(Fault fault) { return "fault " + std::to_string(static_cast<int>(fault)); }

/// Holds every writer thread inside a unit until opened, so that what is submitted meanwhile waits
/// in the queue (and on SQLite joins one batch).
class Gate {
 public:
  explicit Gate(Database& database, int writers = 1)
      : entered_(std::make_shared<std::latch>(writers)) {
    for (int i = 0; i < writers; ++i) {
      held_.submit(database, [entered = entered_, gate = gate_](WriteTx&) {
        entered->count_down();
        gate->wait();
        return false;
      });
    }
    entered_->wait();
  }
  void open() {
    gate_->count_down();
    held_.wait();
  }

 private:
  std::shared_ptr<std::latch> entered_;
  std::shared_ptr<std::latch> gate_ = std::make_shared<std::latch>(1);
  Answers held_;
};

int writers_of(test::TestDatabase& d) {
  return d.engine() == Engine::sqlite ? 1 : d.options().write_connections;
}

auto inserting(int id, int amount = 1) {
  return [=](WriteTx& tx) { return tx.execute(insert_thing, 1, id, amount, nullptr) == 1; };
}

TEST_CASE("a unit that fails takes nothing else of its batch with it") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    Answers answers;
    Gate gate(d.db(), writers_of(d));
    answers.submit(d.db(), inserting(1));
    answers.submit(d.db(), inserting(2, -1));
    answers.submit(d.db(), [](WriteTx& tx) -> bool {
      inserting(3)(tx);
      throw std::runtime_error("no");
    });
    answers.submit(d.db(), [](WriteTx& tx) { return inserting(4)(tx), false; });
    answers.submit(d.db(), inserting(5));
    gate.open();
    CHECK(answers.wait() ==
          std::vector<std::string>{"ok", told(Fault::check_violation), "thrown", "ok", "ok"});
    CHECK(ids(d.db()) == std::vector{1, 5});
  });
}

TEST_CASE("many waiting units share one commit on SQLite") {
  const auto d = test::make_empty_database(Engine::sqlite);
  make_thing_table(d->db());
  Answers answers;
  Gate gate(d->db());
  const auto before = d->db().stats();
  for (int i = 1; i <= 100; ++i) answers.submit(d->db(), inserting(i));
  gate.open();
  CHECK(answers.wait() == std::vector<std::string>(100, "ok"));
  const auto after = d->db().stats();
  CHECK(after.units - before.units == 100);
  CHECK(after.commits - before.commits < 100);
  CHECK(ids(d->db()).size() == 100);
}

TEST_CASE("a batch holds at most batch_limit units") {
  const auto d = test::make_empty_database(Engine::sqlite);
  auto options = d->options();
  options.batch_limit = 10;
  d->reopen(options);
  make_thing_table(d->db());
  Answers answers;
  Gate gate(d->db());
  const auto before = d->db().stats();
  for (int i = 1; i <= 100; ++i) answers.submit(d->db(), inserting(i));
  gate.open();
  answers.wait();
  CHECK(d->db().stats().commits - before.commits >= 10);
}

TEST_CASE("a full queue refuses at once and takes work again when it has drained") {
  for_each_engine([](test::TestDatabase& d) {
    auto options = d.options();
    options.queue_limit = 3;
    options.write_connections = 1;
    d.reopen(options);
    make_thing_table(d.db());
    Answers answers;
    Gate gate(d.db());
    for (int i = 1; i <= 3; ++i) answers.submit(d.db(), inserting(i));
    CHECK(d.db().stats().queued == 3);
    CHECK(fault_from([&] { d.db().submit(inserting(4), [](std::exception_ptr) {}); }) ==
          Fault::busy);
    CHECK(fault_from([&] { d.db().write([](WriteTx& tx) { inserting(4)(tx); }); }) == Fault::busy);
    CHECK(d.db().stats().refused_busy == 2);
    gate.open();
    CHECK(answers.wait() == std::vector<std::string>(3, "ok"));
    d.db().write([](WriteTx& tx) { inserting(4)(tx); });
    CHECK(ids(d.db()) == std::vector{1, 2, 3, 4});
  });
}

TEST_CASE("closing finishes what was queued") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    Answers answers;
    for (int i = 1; i <= 20; ++i) answers.submit(d.db(), inserting(i));
    d.reopen();
    CHECK(answers.wait() == std::vector<std::string>(20, "ok"));
    CHECK(ids(d.db()).size() == 20);
  });
}

TEST_CASE("hints run after a commit and before the writer hears of it, never after a roll-back") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    std::vector<std::string> told;
    d.db().write([&](WriteTx& tx) {
      tx.after_commit([&] { told.emplace_back("one"); });
      tx.after_commit([&] { throw std::runtime_error("a hint must not harm"); });
      tx.after_commit([&] { told.emplace_back("two"); });
      inserting(1)(tx);
    });
    CHECK(told == std::vector<std::string>{"one", "two"});
    static_cast<void>(d.db().write([&](WriteTx& tx) -> Done {
      tx.after_commit([&] { told.emplace_back("never"); });
      return conflict("no", "no");
    }));
    CHECK_THROWS(d.db().write([&](WriteTx& tx) {
      tx.after_commit([&] { told.emplace_back("never"); });
      inserting(1)(tx);
    }));
    CHECK(told.size() == 2);
  });
}

TEST_CASE("a hint may submit a further unit") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    Answers answers;
    d.db().write([&](WriteTx& tx) {
      tx.after_commit([&] { answers.submit(d.db(), inserting(2)); });
      inserting(1)(tx);
    });
    CHECK(answers.wait() == std::vector<std::string>{"ok"});
    CHECK(ids(d.db()) == std::vector{1, 2});
  });
}

TEST_CASE("a unit that lost against another is run again, hints and all, ten times at most") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    int runs = 0;
    int hints = 0;
    d.db().write([&](WriteTx& tx) {
      tx.after_commit([&] { ++hints; });
      tx.execute(insert_thing, 1, 1, 1, nullptr);
      if (++runs < 4) throw DbError(Fault::serialization, "lost");
    });
    CHECK(runs == 4);
    CHECK(hints == 1);
    CHECK(ids(d.db()) == std::vector{1});
    CHECK(d.db().stats().retries == 3);
    runs = 0;
    CHECK(fault_from([&] {
            d.db().write([&](WriteTx&) {
              ++runs;
              throw DbError(Fault::serialization, "lost");
            });
          }) == Fault::serialization);
    CHECK(runs == 10);
  });
}

TEST_CASE("concurrent additions are all counted") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) { inserting(1, 0)(tx); });
    std::vector<std::thread> threads;
    for (int t = 0; t < 8; ++t) {
      threads.emplace_back([&] {
        for (int i = 0; i < 25; ++i) {
          d.db().write([](WriteTx& tx) { tx.execute(add, 1, 1, 1); });
        }
      });
    }
    for (auto& thread : threads) thread.join();
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<int>(select_amount, 1, 1); }) == 200);
  });
}

TEST_CASE("a read transaction sees one moment, whatever is written meanwhile") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) { inserting(1, 5)(tx); });
    d.db().read([&](ReadTx& tx) {
      CHECK(tx.value<int>(select_amount, 1, 1) == 5);
      std::thread([&] {
        d.db().write([](WriteTx& other) { other.execute(add, 1, 1, 1); });
      }).join();
      CHECK(tx.value<int>(select_amount, 1, 1) == 5);
    });
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<int>(select_amount, 1, 1); }) == 6);
  });
}

TEST_CASE("readers beyond the pool wait their turn") {
  for_each_engine([](test::TestDatabase& d) {
    std::atomic<int> finished{0};
    std::vector<std::thread> threads;
    static const Sql one{"test.one", "select 1"};
    for (int t = 0; t < 12; ++t) {
      threads.emplace_back(
          [&] { finished += d.db().read([](ReadTx& tx) { return *tx.value<int>(one); }); });
    }
    for (auto& thread : threads) thread.join();
    CHECK(finished == 12);
  });
}

TEST_CASE("a full disk fails what does not fit, keeps what does, and work goes on with space") {
  const auto d = test::make_empty_database(Engine::sqlite);
  make_thing_table(d->db());
  script(d->db(), "pragma max_page_count = 40", "");  // 160 kB
  Answers answers;
  Gate gate(d->db());
  const auto inserting_much = [](WriteTx& tx) {
    return tx.execute(insert_thing, 1, 2, 1, Blob(1'000'000)) == 1;
  };
  answers.submit(d->db(), inserting(1));
  answers.submit(d->db(), inserting_much);
  answers.submit(d->db(), inserting(3));
  gate.open();
  CHECK(answers.wait() == std::vector<std::string>{"ok", told(Fault::disk_full), "ok"});
  CHECK(ids(d->db()) == std::vector{1, 3});
  script(d->db(), "pragma max_page_count = 100000", "");
  answers.submit(d->db(), inserting_much);
  CHECK(answers.wait() == std::vector<std::string>{"ok"});
  CHECK(ids(d->db()) == std::vector{1, 2, 3});
}

TEST_CASE("a constraint checked at commit fails its own unit only") {
  for_each_engine([](test::TestDatabase& d) {
    const char* table =
        "create table late (id bigint not null primary key, parent bigint references late (id) "
        "deferrable initially deferred)";
    script(d.db(), table, table);
    static const Sql insert{"test.insert_late", "insert into late (id, parent) values ($1, $2)"};
    static const Sql count{"test.count_late", "select count(*) from late"};
    Answers answers;
    Gate gate(d.db(), writers_of(d));
    const auto late = [](int id, int parent) {
      return [=](WriteTx& tx) { return tx.execute(insert, id, parent) == 1; };
    };
    answers.submit(d.db(), late(1, 1));
    answers.submit(d.db(), late(2, 99));
    answers.submit(d.db(), late(3, 3));
    gate.open();
    CHECK(answers.wait() ==
          std::vector<std::string>{"ok", told(Fault::foreign_key_violation), "ok"});
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<int>(count); }) == 2);
  });
}

TEST_CASE("a writer lock held by another process is told as busy and goes away with it") {
  const auto d = test::make_empty_database(Engine::sqlite);
  make_thing_table(d->db());
  auto options = d->options();
  options.statement_timeout = std::chrono::milliseconds(30);
  const auto other = Database::open(options);
  Gate gate(d->db());
  CHECK(fault_from([&] { other->write([](WriteTx& tx) { inserting(1)(tx); }); }) == Fault::busy);
  gate.open();
  other->write([](WriteTx& tx) { inserting(1)(tx); });
  CHECK(ids(d->db()) == std::vector{1});
}

}  // namespace
}  // namespace gewu::db
