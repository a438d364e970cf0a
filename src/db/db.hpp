// SPDX-License-Identifier: Apache-2.0
// One thin layer over SQLite and PostgreSQL: named statements, typed rows, group-committed writes.
// Rules for the SQL text: docs/reference/sql.md; tests/lint hold every registered statement to
// them.
#pragma once

#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/text.hpp"
#include "base/time.hpp"

namespace gewu::db {

enum class Engine { sqlite, postgres };

/// What went wrong, told alike by both engines.
enum class Fault {
  unique_violation,       ///< SQLite 2067/1555, SQLSTATE 23505
  foreign_key_violation,  ///< 787, 23503
  check_violation,        ///< 275/1299/3091, 23514/23502; text that is not UTF-8 or holds a NUL
  serialization,          ///< SQLITE_BUSY_SNAPSHOT, 40001/40P01: running it again may succeed
  busy,                   ///< the queue or the pool is full, or a statement or lock timed out
  disk_full,              ///< SQLITE_FULL, 53100
  unavailable,            ///< the database cannot be reached; nothing was done
  unknown_outcome,        ///< the connection broke at commit: it may or may not have happened
  other
};

class DbError : public std::runtime_error {
 public:
  DbError(Fault fault, const std::string& what) : std::runtime_error(what), fault_(fault) {}
  Fault fault() const { return fault_; }

 private:
  Fault fault_;
};

/// A named statement. Constructing one registers it, so that tests can lint and prepare every
/// statement of the binary on both engines. Define as `const db::Sql insert_area{"areas.insert",
/// R"(insert into …)"};` at namespace scope of a *_store.cpp. Parameters are $1 … $n.
/// A name that starts with `sqlite.` or `postgres.` belongs to that engine alone (src/db only).
/// Dialect token: `/*for update*/` and `/*for update skip locked*/` become the clause on
/// PostgreSQL. The text keeps to the rules of docs/reference/sql.md, so that it runs on both
/// engines.
class Sql {
 public:
  Sql(std::string_view name, std::string_view text);
  ~Sql();
  Sql(const Sql&) = delete;
  Sql& operator=(const Sql&) = delete;
  std::string_view name() const { return name_; }
  std::string_view text() const { return text_; }
  /// Every statement registered in this binary, in order of name.
  static std::vector<const Sql*> all();

 private:
  std::string name_;
  std::string text_;
};

using Blob = std::vector<std::byte>;
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, Blob>;

// ---- parameters: what a C++ value becomes ----------------------------------------------------
inline Value to_value(std::nullptr_t) { return nullptr; }
inline Value to_value(std::nullopt_t) { return nullptr; }
inline Value to_value(bool v) { return std::int64_t{v}; }
template <std::integral T>
requires(!std::same_as<T, bool>) Value to_value(T v) { return static_cast<std::int64_t>(v); }
inline Value to_value(double v) { return v; }
inline Value to_value(std::string v) { return v; }
inline Value to_value(std::string_view v) { return std::string(v); }
inline Value to_value(const char* v) { return std::string(v); }
inline Value to_value(Blob v) { return v; }
inline Value to_value(Instant t) { return to_ms(t); }
inline Value to_value(Day d) { return std::int64_t{day_number(d)}; }
template <std::size_t Min, std::size_t Max, bool ManyLines>
Value to_value(const Text<Min, Max, ManyLines>& v) {
  return v.str();
}
template <class Tag>
Value to_value(Id<Tag> id) {
  return id ? Value(id.value) : Value(nullptr);  // "none" is stored as null
}
template <class T>
requires std::is_enum_v<T> Value to_value(T v) {
  return std::string(code_of(v));  // found by ADL: enums store their full-word code
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value(nullptr);
}

/// One result row. Column numbers start at 0. Reading null into a non-optional throws DbError, and
/// so does a column of another kind: an integer column reads as int64 (a condition too, as 0 or 1),
/// any number as number, text as text, bytes as blob. Nothing is converted in silence.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t int64(int column) const = 0;
  virtual double number(int column) const = 0;
  virtual std::string text(int column) const = 0;
  virtual Blob blob(int column) const = 0;

  template <class T>
  T get(int column) const;
};

namespace detail {
template <class T>
struct Read;
}  // namespace detail

template <class T>
T Row::get(int column) const {
  return detail::Read<T>::from(*this, column);
}

/// What only the migrator and the lint need: statements without a name. Not for modules.
struct Internal;

/// A transaction that can only read: one consistent snapshot. An error in one statement ends the
/// transaction: later statements throw it again, also when it was caught.
class ReadTx {
 public:
  virtual ~ReadTx() = default;
  virtual Engine engine() const = 0;

  /// Calls `on_row` for each row in order; it returns false to stop early.
  virtual void rows(const Sql& sql, const std::vector<Value>& parameters,
                    const std::function<bool(const Row&)>& on_row) = 0;

  /// All rows through `map(const Row&)`.
  template <class Map, class... P>
  auto all(const Sql& sql, Map&& map, const P&... p) {
    std::vector<std::invoke_result_t<Map, const Row&>> out;
    rows(sql, {to_value(p)...}, [&](const Row& row) { return out.push_back(map(row)), true; });
    return out;
  }
  /// The first row through `map`, if there is one.
  template <class Map, class... P>
  auto one(const Sql& sql, Map&& map, const P&... p) {
    std::optional<std::invoke_result_t<Map, const Row&>> out;
    rows(sql, {to_value(p)...}, [&](const Row& row) { return out.emplace(map(row)), false; });
    return out;
  }
  /// Column 0 of the first row, if there is one.
  template <class T, class... P>
  std::optional<T> value(const Sql& sql, const P&... p) {
    return one(
        sql, [](const Row& row) { return row.get<T>(0); }, p...);
  }
};

/// A transaction that writes. A closure given one must be safe to run twice (retry, group commit)
/// and short: point reads and at most some 500 row writes. It must not wait for another read or
/// write of the same database: that throws std::logic_error instead of hanging.
class WriteTx : public ReadTx {
 public:
  /// Rows touched.
  virtual std::int64_t run(const Sql& sql, const std::vector<Value>& parameters) = 0;
  template <class... P>
  std::int64_t execute(const Sql& sql, const P&... p) {
    return run(sql, {to_value(p)...});
  }
  /// Runs after this unit is durable and before the writer hears of it, never when it rolled back,
  /// on a writer thread: it must be quick and may submit(), but not read() or write(). For hints
  /// (live updates, waking a worker); anything that must happen goes through the outbox.
  virtual void after_commit(std::function<void()> hint) = 0;
  /// The outbox got something: who listens (Database::on_outbox) hears of it after the commit.
  virtual void outbox_written() = 0;

 protected:
  friend struct Internal;
  /// One statement without parameters, without a name and without a time limit.
  virtual void run_unnamed(const std::string& statement) = 0;
  /// Has the engine parse and plan the statement, and says how many parameters it takes.
  virtual int prepare(const Sql& sql) = 0;
};

struct Options {
  std::string url;  ///< "sqlite:PATH" or "postgresql://…"
  int read_connections = 4;
  int write_connections = 8;       ///< PostgreSQL; SQLite has one writer
  std::size_t queue_limit = 4096;  ///< waiting writes before `Fault::busy`
  std::size_t batch_limit = 256;   ///< closures in one group commit
  std::chrono::milliseconds statement_timeout{10'000};
  /// False: an acknowledged write may be lost with the machine. Only to fill a database that is
  /// thrown away when filling it fails.
  bool durable = true;
};

class Database {
 public:
  /// Opens (and for SQLite creates) the database. Throws DbError.
  static std::unique_ptr<Database> open(const Options& options);
  virtual ~Database() = default;
  virtual Engine engine() const = 0;

  /// Runs `f(ReadTx&)` on the calling thread and gives back what it returns.
  template <class F>
  auto read(F&& f) -> std::invoke_result_t<F, ReadTx&> {
    if constexpr (std::is_void_v<std::invoke_result_t<F, ReadTx&>>) {
      run_read(std::forward<F>(f));
    } else {
      std::optional<std::invoke_result_t<F, ReadTx&>> out;
      run_read([&](ReadTx& tx) { out.emplace(f(tx)); });
      return std::move(*out);
    }
  }

  /// Queues a unit of work. `unit` runs inside a transaction on a writer thread; false rolls it
  /// back. `finished` runs exactly once: with null after a durable commit (or a wanted roll-back),
  /// else with what was thrown; it runs on a writer thread and must be quick and not throw.
  /// Throws DbError(busy) at once when the queue is full.
  virtual void submit(std::function<bool(WriteTx&)> unit,
                      std::function<void(std::exception_ptr)> finished) = 0;

  /// Runs `f(WriteTx&)` and waits until it is durable. A Result that is a refusal rolls back.
  template <class F>
  auto write(F f) -> std::invoke_result_t<F, WriteTx&> {
    using Out = std::invoke_result_t<F, WriteTx&>;
    if constexpr (std::is_void_v<Out>) {
      run_write([&](WriteTx& tx) { return f(tx), true; });
    } else {
      std::optional<Out> out;
      run_write([&](WriteTx& tx) {
        out.emplace(f(tx));
        if constexpr (requires { out->ok(); }) {
          return out->ok();
        } else {
          return true;
        }
      });
      return std::move(*out);
    }
  }

  /// Milliseconds and counts for /metrics.
  struct Stats {
    std::uint64_t commits = 0;       ///< transactions made durable
    std::uint64_t units = 0;         ///< closures made durable
    std::uint64_t rolled_back = 0;   ///< closures that ended without effect
    std::uint64_t retries = 0;       ///< closures run again
    std::uint64_t refused_busy = 0;  ///< closures turned away at a full queue
    std::size_t queued = 0;          ///< closures waiting now
  };
  virtual Stats stats() const = 0;
  /// `heard` is called after each commit of this process that wrote to the outbox, on a writer
  /// thread: it must be quick and not throw. One listener; an empty one ends it, and once that has
  /// returned the old one is not called any more.
  void on_outbox(std::function<void()> heard);
  /// One trivial read and one trivial write; throws DbError when either is not possible.
  virtual void probe() = 0;

 protected:
  virtual void run_read(const std::function<void(ReadTx&)>& f) = 0;
  void tell_outbox_listener();
  void run_write(const std::function<bool(WriteTx&)>& f);  ///< submit and wait

 private:
  std::mutex outbox_guard_;
  std::function<void()> outbox_heard_;
};

// ---- typed column reads ------------------------------------------------------------------------
namespace detail {
template <class T>
requires(std::integral<T> && !std::same_as<T, bool>) struct Read<T> {
  static T from(const Row& r, int c) {
    const std::int64_t v = r.int64(c);
    if (!std::in_range<T>(v)) throw DbError(Fault::other, "number too large: " + std::to_string(v));
    return static_cast<T>(v);
  }
};
template <>
struct Read<bool> {
  static bool from(const Row& r, int c) { return r.int64(c) != 0; }
};
template <>
struct Read<double> {
  static double from(const Row& r, int c) { return r.number(c); }
};
template <>
struct Read<std::string> {
  static std::string from(const Row& r, int c) { return r.text(c); }
};
template <>
struct Read<Blob> {
  static Blob from(const Row& r, int c) { return r.blob(c); }
};
template <>
struct Read<Instant> {
  static Instant from(const Row& r, int c) { return instant(r.int64(c)); }
};
template <>
struct Read<Day> {
  static Day from(const Row& r, int c) { return day_from_number(static_cast<int>(r.int64(c))); }
};
template <class Tag>
struct Read<Id<Tag>> {  // null reads as "none"
  static Id<Tag> from(const Row& r, int c) { return {r.is_null(c) ? 0 : r.int64(c)}; }
};
template <class T>
requires std::is_enum_v<T>
struct Read<T> {
  static T from(const Row& r, int c) {
    const std::string code = r.text(c);
    if (auto v = from_code(std::type_identity<T>{}, code)) return *v;
    throw DbError(Fault::other, "unknown code in database: " + code);
  }
};
template <class T>
struct Read<std::optional<T>> {
  static std::optional<T> from(const Row& r, int c) {
    if (r.is_null(c)) return std::nullopt;
    return Read<T>::from(r, c);
  }
};
}  // namespace detail

}  // namespace gewu::db
