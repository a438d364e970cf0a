// SPDX-License-Identifier: Apache-2.0
// One thin layer over SQLite and PostgreSQL: named statements, typed rows, group-committed writes.
// Rules for the SQL text: docs/reference/sql.md; tests/lint hold every registered statement to them.
#pragma once

#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
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
#include "base/time.hpp"

namespace gewu::db {

enum class Engine { sqlite, postgres };

/// What went wrong, told alike by both engines.
enum class Fault {
  unique_violation,       ///< SQLite 2067/1555, SQLSTATE 23505
  foreign_key_violation,  ///< 787, 23503
  check_violation,        ///< 275/1299, 23514/23502
  serialization,          ///< SQLITE_BUSY_SNAPSHOT, 40001/40P01: running it again may succeed
  busy,                   ///< the bounded queue or the pool is full, or a lock wait timed out
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
/// Dialect token: `/*for update*/` and `/*for update skip locked*/` become the clause on PostgreSQL.
class Sql {
 public:
  Sql(std::string_view name, std::string_view text);
  std::string_view name() const { return name_; }
  std::string_view text() const { return text_; }
  /// Every statement registered in this binary, in order of name.
  static std::vector<const Sql*> all();

 private:
  std::string_view name_;
  std::string_view text_;
};

using Blob = std::vector<std::byte>;
using Value = std::variant<std::nullptr_t, std::int64_t, double, std::string, Blob>;

// ---- parameters: what a C++ value becomes ----------------------------------------------------
inline Value to_value(std::nullptr_t) { return nullptr; }
inline Value to_value(std::nullopt_t) { return nullptr; }
inline Value to_value(bool v) { return std::int64_t{v}; }
template <std::integral T>
  requires(!std::same_as<T, bool>)
Value to_value(T v) {
  return static_cast<std::int64_t>(v);
}
inline Value to_value(double v) { return v; }
inline Value to_value(std::string v) { return v; }
inline Value to_value(std::string_view v) { return std::string(v); }
inline Value to_value(const char* v) { return std::string(v); }
inline Value to_value(Blob v) { return v; }
inline Value to_value(Instant t) { return to_ms(t); }
inline Value to_value(Day d) { return std::int64_t{day_number(d)}; }
template <class Tag>
Value to_value(Id<Tag> id) {
  return id ? Value(id.value) : Value(nullptr);  // "none" is stored as null
}
template <class T>
  requires std::is_enum_v<T>
Value to_value(T v) {
  return std::string(code_of(v));  // found by ADL: enums store their full-word code
}
template <class T>
Value to_value(const std::optional<T>& v) {
  return v ? to_value(*v) : Value(nullptr);
}

/// One result row. Column numbers start at 0. Reading null into a non-optional throws DbError.
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

/// A transaction that can only read: one consistent snapshot.
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
    return one(sql, [](const Row& row) { return row.get<T>(0); }, p...);
  }
};

/// A transaction that writes. A closure given one must be safe to run twice (retry, group commit)
/// and short: point reads and at most some 500 row writes.
class WriteTx : public ReadTx {
 public:
  /// Rows touched.
  virtual std::int64_t run(const Sql& sql, const std::vector<Value>& parameters) = 0;
  template <class... P>
  std::int64_t execute(const Sql& sql, const P&... p) {
    return run(sql, {to_value(p)...});
  }
  /// Runs after this unit is durable, never when it rolled back. For hints (live updates, waking
  /// a worker); anything that must happen goes through the outbox.
  virtual void after_commit(std::function<void()> hint) = 0;
};

struct Options {
  std::string url;              ///< "sqlite:PATH" or "postgresql://…"
  int read_connections = 4;
  int write_connections = 8;    ///< PostgreSQL; SQLite has one writer
  std::size_t queue_limit = 4096;  ///< waiting writes before `Fault::busy`
  std::size_t batch_limit = 256;   ///< closures in one group commit
  std::chrono::milliseconds statement_timeout{10'000};
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
    std::optional<std::invoke_result_t<F, ReadTx&>> out;
    run_read([&](ReadTx& tx) { out.emplace(f(tx)); });
    return std::move(*out);
  }

  /// Queues a unit of work. `unit` runs inside a transaction on a writer thread; false rolls it
  /// back. `finished` runs exactly once: with null after a durable commit (or a wanted roll-back),
  /// else with what was thrown. Throws DbError(busy) at once when the queue is full.
  virtual void submit(std::function<bool(WriteTx&)> unit,
                      std::function<void(std::exception_ptr)> finished) = 0;

  /// Runs `f(WriteTx&)` and waits until it is durable. A Result that is a refusal rolls back.
  template <class F>
  auto write(F f) -> std::invoke_result_t<F, WriteTx&> {
    using Out = std::invoke_result_t<F, WriteTx&>;
    std::optional<Out> out;
    run_write([&](WriteTx& tx) {
      out.emplace(f(tx));
      if constexpr (requires { out->ok(); }) return out->ok();
      return true;
    });
    return std::move(*out);
  }

  /// Milliseconds and counts for /metrics.
  struct Stats {
    std::uint64_t commits = 0, units = 0, rolled_back = 0, retries = 0, refused_busy = 0;
    std::size_t queued = 0;
  };
  virtual Stats stats() const = 0;
  /// One trivial read and one trivial write; throws DbError when either is not possible.
  virtual void probe() = 0;

 protected:
  virtual void run_read(const std::function<void(ReadTx&)>& f) = 0;
  void run_write(const std::function<bool(WriteTx&)>& f);  ///< submit and wait
};

// ---- typed column reads ------------------------------------------------------------------------
namespace detail {
template <class T>
  requires(std::integral<T> && !std::same_as<T, bool>)
struct Read<T> {
  static T from(const Row& r, int c) { return static_cast<T>(r.int64(c)); }
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
