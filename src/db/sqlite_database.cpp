// SPDX-License-Identifier: Apache-2.0
// SQLite: one writer thread that commits many closures at once, and pooled readers. A closure runs
// in its own savepoint, so that one that fails takes nothing else with it; only the one fsync of
// the commit is shared. A reply is given after that fsync.
#include <thread>

#include "db/internal.hpp"
#include "db/pool.hpp"
#include "db/sqlite_connection.hpp"
#include "db/write_queue.hpp"

namespace gewu::db {
namespace {

using sqlite::Connection;

const Sql probe_read{"sqlite.probe_read", "select 1"};
// Rewrites the header page with what is in it: as small as a write to the disk can be.
const Sql probe_write{"sqlite.probe_write", "pragma user_version = 0"};

class SqliteReadTx final : public ReadTx {
 public:
  explicit SqliteReadTx(Connection& connection) : connection_(connection) {}
  Engine engine() const override { return Engine::sqlite; }
  void rows(const Sql& sql, const std::vector<Value>& parameters,
            const std::function<bool(const Row&)>& on_row) override {
    latch_.guard([&] { connection_.rows(sql, parameters, on_row); });
  }
  const Latch& latch() const { return latch_; }

 private:
  Connection& connection_;
  Latch latch_;
};

class SqliteWriteTx final : public WriteTx {
 public:
  SqliteWriteTx(Connection& connection, const std::function<void()>& tell_outbox)
      : connection_(connection), tell_outbox_(tell_outbox) {}
  Engine engine() const override { return Engine::sqlite; }
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

class SqliteDatabase final : public Database {
 public:
  SqliteDatabase(const Options& options, std::string path)
      : options_(options),
        path_(std::move(path)),
        queue_(options.queue_limit),
        writer_(connect(Connection::Use::write)),
        readers_(options.read_connections, options.statement_timeout,
                 [this] { return connect(Connection::Use::read); }),
        thread_([this] { write_loop(); }) {}

  ~SqliteDatabase() override {
    queue_.close();
    thread_.join();
  }

  Engine engine() const override { return Engine::sqlite; }

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
    write([](WriteTx& tx) { return tx.execute(probe_write); });
  }

 protected:
  void run_read(const std::function<void(ReadTx&)>& f) override {
    Inside::must_not_be(this, "read()");
    Pool<Connection>::Lease lease(readers_);
    const Inside inside(this);
    try {
      lease->must_control("begin deferred");
      SqliteReadTx tx(*lease);
      f(tx);
      if (tx.latch().error()) std::rethrow_exception(tx.latch().error());
      end(*lease);
    } catch (const DbError& error) {
      end(*lease);
      if (error.fault() == Fault::unavailable) lease.discard();
      throw;
    } catch (...) {
      end(*lease);
      throw;
    }
  }

 private:
  struct Ran {
    Unit unit;
    Outcome outcome;
  };

  std::unique_ptr<Connection> connect(Connection::Use use) const {
    return std::make_unique<Connection>(path_, use, options_.statement_timeout, options_.durable);
  }

  static void end(Connection& connection) {
    if (connection.in_transaction()) connection.control("rollback");
  }

  void write_loop() {
    const Inside inside(this);
    while (auto unit = queue_.wait()) run_batch(std::move(*unit), true);
  }

  /// Runs `first`, and with `more` whatever else is waiting, in one transaction.
  void run_batch(Unit first, bool more) {
    if (const auto error = begin()) return refuse(std::move(first), more, error);
    const auto until = std::chrono::steady_clock::now() + std::chrono::milliseconds(50);
    std::vector<Ran> batch;
    std::optional<Unit> next = std::move(first);
    while (next) {
      Outcome outcome = run_in_savepoint(*next);
      if (!writer_ || !writer_->in_transaction()) {
        return start_over(std::move(batch), std::move(*next), std::move(outcome));
      }
      batch.push_back({std::move(*next), std::move(outcome)});
      next.reset();
      if (more && batch.size() < options_.batch_limit && std::chrono::steady_clock::now() < until) {
        next = queue_.poll();
      }
    }
    commit(std::move(batch));
  }

  std::exception_ptr begin() {
    try {
      if (!writer_) writer_ = connect(Connection::Use::write);
      writer_->must_control("begin immediate");
      return nullptr;
    } catch (const DbError& error) {
      if (error.fault() == Fault::unavailable) writer_.reset();
      return std::current_exception();
    }
  }

  /// No transaction can be had: tells everybody waiting now, instead of letting each find out.
  void refuse(Unit first, bool more, const std::exception_ptr& error) {
    std::vector<Unit> waiting;
    waiting.push_back(std::move(first));
    while (more && waiting.size() < options_.batch_limit) {
      auto unit = queue_.poll();
      if (!unit) break;
      waiting.push_back(std::move(*unit));
    }
    // Only those that were there: whoever hears of it and tries again is tried again.
    for (Unit& unit : waiting) finish(unit, {false, error, {}}, counters_);
  }

  /// Leaves the transaction alive, with the unit's changes in it or without a trace of them; or
  /// ended, where SQLite gave it up.
  Outcome run_in_savepoint(const Unit& unit) {
    Outcome outcome;
    for (int attempt = 1; attempt <= attempts_max; ++attempt) {
      try {
        writer_->must_control("savepoint unit");
      } catch (const DbError&) {
        end(*writer_);
        return {false, std::current_exception(), {}};
      }
      SqliteWriteTx tx(*writer_, tell_outbox_);
      outcome = run_closure(unit, tx, tx.latch());
      outcome.hints = tx.take_hints();
      if (!writer_->in_transaction()) return given_up(std::move(outcome));
      const bool keep = outcome.keep && !outcome.error;
      const int undone = keep ? SQLITE_OK : writer_->control("rollback to unit");
      if (undone != SQLITE_OK || writer_->control("release unit") != SQLITE_OK) {
        end(*writer_);
        return given_up(std::move(outcome));
      }
      if (fault_of(outcome.error) != Fault::serialization) break;
      if (attempt < attempts_max) ++counters_.retries;
    }
    return outcome;
  }

  static Outcome given_up(Outcome outcome) {
    if (!outcome.error) {
      outcome.error = std::make_exception_ptr(
          DbError(Fault::unavailable, "SQLite gave up the transaction; nothing was written"));
    }
    return outcome;
  }

  /// SQLite rolled everything back because of `culprit`. The others did nothing wrong: each gets a
  /// transaction of its own, so that what still can be written is.
  void start_over(std::vector<Ran> innocent, Unit culprit, Outcome outcome) {
    if (fault_of(outcome.error) == Fault::unavailable) writer_.reset();
    outcome.keep = false;
    finish(culprit, std::move(outcome), counters_);
    for (Ran& ran : innocent) {
      if (ran.outcome.error || !ran.outcome.keep) {
        finish(ran.unit, std::move(ran.outcome), counters_);
      } else {
        ++counters_.retries;
        run_batch(std::move(ran.unit), false);
      }
    }
  }

  void commit(std::vector<Ran> batch) {
    std::size_t kept = 0;
    for (const Ran& ran : batch) kept += ran.outcome.keep && !ran.outcome.error;
    const int code = writer_->control(kept > 0 ? "commit" : "rollback");
    if (code == SQLITE_OK) {
      counters_.commits += kept > 0;
      for (Ran& ran : batch) finish(ran.unit, std::move(ran.outcome), counters_);
      return;
    }
    const DbError error = commit_error(code);
    end(*writer_);
    // A deferred constraint is one unit's fault; a disk's trouble is everybody's.
    const bool find_culprit = (code & 0xff) == SQLITE_CONSTRAINT && kept > 1;
    if (error.fault() == Fault::unknown_outcome) writer_.reset();
    for (Ran& ran : batch) {
      if (ran.outcome.error || !ran.outcome.keep) {
        finish(ran.unit, std::move(ran.outcome), counters_);
      } else if (find_culprit) {
        ++counters_.retries;
        run_batch(std::move(ran.unit), false);
      } else {
        finish(ran.unit, {false, std::make_exception_ptr(error), {}}, counters_);
      }
    }
  }

  DbError commit_error(int code) const {
    DbError error = writer_->error(code, "commit");
    // After a failed fsync the frames may have reached the disk all the same.
    if ((code & 0xff) == SQLITE_IOERR) return {Fault::unknown_outcome, error.what()};
    return error;
  }

  const Options options_;
  const std::string path_;
  WriteQueue queue_;
  const std::function<void()> tell_outbox_ = [this] { tell_outbox_listener(); };
  Counters counters_;
  std::unique_ptr<Connection> writer_;
  Pool<Connection> readers_;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Database> open_sqlite(const Options& options, const std::string& path) {
  return std::make_unique<SqliteDatabase>(options, path);
}

}  // namespace gewu::db
