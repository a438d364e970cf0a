// SPDX-License-Identifier: Apache-2.0
// PostgreSQL: several writers drain one queue, each closure in a transaction of its own (READ
// COMMITTED; the server groups the commits); pooled readers with one snapshot each.
#include <thread>

#include "db/internal.hpp"
#include "db/pool.hpp"
#include "db/postgres_connection.hpp"
#include "db/write_queue.hpp"

namespace gewu::db {
namespace {

using postgres::Connection;

const Sql probe_read{"postgres.probe_read", "select 1"};
// Writes a record to the log that nobody reads, and waits for the disk and the standbys with it.
const Sql probe_write{"postgres.probe_write",
                      "select pg_logical_emit_message(true, 'gewu', 'probe') is not null"};

constexpr std::string_view write_mode = "isolation level read committed read write";
constexpr std::string_view read_mode = "isolation level repeatable read read only";

class PostgresReadTx final : public ReadTx {
 public:
  explicit PostgresReadTx(Connection& connection) : connection_(connection) {}
  Engine engine() const override { return Engine::postgres; }
  void rows(const Sql& sql, const std::vector<Value>& parameters,
            const std::function<bool(const Row&)>& on_row) override {
    latch_.guard([&] { connection_.rows(sql, parameters, on_row); });
  }
  const Latch& latch() const { return latch_; }

 private:
  Connection& connection_;
  Latch latch_;
};

class PostgresWriteTx final : public WriteTx {
 public:
  PostgresWriteTx(Connection& connection, const std::function<void()>& tell_outbox)
      : connection_(connection), tell_outbox_(tell_outbox) {}
  Engine engine() const override { return Engine::postgres; }
  void rows(const Sql& sql, const std::vector<Value>& parameters,
            const std::function<bool(const Row&)>& on_row) override {
    latch_.guard([&] { connection_.rows(sql, parameters, on_row); });
  }
  std::int64_t run(const Sql& sql, const std::vector<Value>& parameters) override {
    return latch_.guard([&] { return connection_.run(sql, parameters); });
  }
  void after_commit(std::function<void()> hint) override { hints_.push_back(std::move(hint)); }
  void outbox_written() override {
    if (!std::exchange(told_, true)) hints_.push_back(tell_outbox_);
  }

  const Latch& latch() const { return latch_; }
  std::vector<std::function<void()>> take_hints() { return std::move(hints_); }

 protected:
  void run_unnamed(const std::string& statement) override {
    latch_.guard([&] { connection_.run_unnamed(statement); });
  }
  int prepare(const Sql& sql) override {
    return latch_.guard([&] { return connection_.prepare(sql); });
  }

 private:
  Connection& connection_;
  Latch latch_;
  const std::function<void()>& tell_outbox_;
  bool told_ = false;
  std::vector<std::function<void()>> hints_;
};

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const Options& options)
      : options_(options),
        queue_(options.queue_limit),
        readers_(options.read_connections, options.statement_timeout,
                 [this] { return connect(); }) {
    read([](ReadTx& tx) { return tx.value<int>(probe_read); });  // is anybody there?
    for (int i = 0; i < options.write_connections; ++i) {
      threads_.emplace_back([this, i] { write_loop(i); });
    }
  }

  ~PostgresDatabase() override {
    queue_.close();
    for (auto& thread : threads_) thread.join();
  }

  Engine engine() const override { return Engine::postgres; }

  void submit(std::function<bool(WriteTx&)> unit,
              std::function<void(std::exception_ptr)> finished) override {
    if (queue_.push({std::move(unit), std::move(finished)})) return;
    ++counters_.refused_busy;
    throw DbError(Fault::busy, "too many writes are waiting; try again");
  }

  Stats stats() const override {
    return {counters_.commits, counters_.units,        counters_.rolled_back,
            counters_.retries, counters_.refused_busy, queue_.size()};
  }

  void probe() override {
    read([](ReadTx& tx) { return tx.value<int>(probe_read); });
    write([](WriteTx& tx) { return tx.value<bool>(probe_write); });
  }

 protected:
  void run_read(const std::function<void(ReadTx&)>& f) override {
    Inside::must_not_be(this, "read()");
    Pool<Connection>::Lease lease(readers_);
    const Inside inside(this);
    try {
      begin_read(lease);
      PostgresReadTx tx(*lease);
      f(tx);
      if (tx.latch().error()) std::rethrow_exception(tx.latch().error());
      lease->rollback();
    } catch (...) {
      if (lease.held()) lease->rollback();
      if (lease.held() && lease->broken()) lease.discard();
      throw;
    }
    if (lease->broken()) lease.discard();
  }

 private:
  std::unique_ptr<Connection> connect() const {
    return std::make_unique<Connection>(options_.url, options_.statement_timeout, options_.durable);
  }

  /// An idle connection may have died unnoticed: nothing was sent on it, so a fresh one may try.
  static void begin_read(Pool<Connection>::Lease& lease) {
    try {
      lease->begin(read_mode);
    } catch (const DbError&) {
      if (!lease->broken()) throw;
      lease.renew();
      lease->begin(read_mode);
    }
  }

  void write_loop(int worker) {
    const Inside inside(this);
    std::unique_ptr<Connection> connection;
    while (auto unit = queue_.wait()) {
      finish(*unit, run_until_settled(connection, *unit, worker), counters_);
    }
  }

  /// Runs the closure again where it lost against another transaction.
  Outcome run_until_settled(std::unique_ptr<Connection>& connection, const Unit& unit, int worker) {
    for (int attempt = 1;; ++attempt) {
      Outcome outcome = run_once(connection, unit);
      if (fault_of(outcome.error) != Fault::serialization || attempt == attempts_max) {
        return outcome;
      }
      ++counters_.retries;
      // Each worker waits another time, so that two do not meet again and again.
      std::this_thread::sleep_for(std::chrono::microseconds(300) * attempt * (worker + 1));
    }
  }

  Outcome run_once(std::unique_ptr<Connection>& connection, const Unit& unit) {
    if (const auto error = begin_write(connection)) return {false, error, {}};
    PostgresWriteTx tx(*connection, tell_outbox_);
    Outcome outcome = run_closure(unit, tx, tx.latch());
    outcome.hints = tx.take_hints();
    if (outcome.error || !outcome.keep) {
      connection->rollback();
    } else {
      try {
        connection->commit();
        ++counters_.commits;
      } catch (const DbError&) {
        outcome.error = std::current_exception();
        connection->rollback();
      }
    }
    if (connection->broken()) connection.reset();
    return outcome;
  }

  std::exception_ptr begin_write(std::unique_ptr<Connection>& connection) {
    const bool idle_before = connection != nullptr;
    try {
      if (!connection) connection = connect();
      connection->begin(write_mode);
      return nullptr;
    } catch (const DbError&) {
      const auto error = std::current_exception();
      if (connection && !connection->broken()) {
        connection->rollback();
        return error;
      }
      connection.reset();
      // Nothing of the unit was sent: once more on a fresh connection.
      return idle_before ? begin_write(connection) : error;
    }
  }

  const Options options_;
  WriteQueue queue_;
  const std::function<void()> tell_outbox_ = [this] { tell_outbox_listener(); };
  Counters counters_;
  Pool<Connection> readers_;
  std::vector<std::thread> threads_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(const Options& options) {
  return std::make_unique<PostgresDatabase>(options);
}

}  // namespace gewu::db
