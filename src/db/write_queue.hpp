// SPDX-License-Identifier: Apache-2.0
// What both engines share: the bounded queue of writes, the counters, and the guard against a
// transaction that waits for another one of the same thread.
#pragma once

#include <atomic>
#include <condition_variable>
#include <deque>
#include <exception>
#include <functional>
#include <mutex>
#include <optional>
#include <vector>

#include "db/db.hpp"

namespace gewu::db {

/// One closure on its way to a commit.
struct Unit {
  std::function<bool(WriteTx&)> work;
  std::function<void(std::exception_ptr)> finished;
};

/// How a unit's closure ended, before its commit.
struct Outcome {
  bool keep = false;                         ///< wants to be committed
  std::exception_ptr error;                  ///< what it threw
  std::vector<std::function<void()>> hints;  ///< to run once it is durable
};

struct Counters {
  std::atomic<std::uint64_t> commits{0}, units{0}, rolled_back{0}, retries{0}, refused_busy{0};
};

class WriteQueue {
 public:
  explicit WriteQueue(std::size_t limit) : limit_(limit) {}

  /// False when full or closed.
  bool push(Unit unit);
  /// Waits for a unit; nothing once closed and empty.
  std::optional<Unit> wait();
  /// A unit if one is there now.
  std::optional<Unit> poll();
  /// Lets the writers finish what is queued and end.
  void close();
  std::size_t size() const;

 private:
  const std::size_t limit_;
  mutable std::mutex guard_;
  std::condition_variable filled_;
  std::deque<Unit> units_;
  bool closed_ = false;
};

/// Ends a unit that will not be rerun: runs the hints of a committed one, counts, and reports.
/// What hints or `finished` throw is dropped: the write has happened, and nobody is left to tell.
void finish(Unit& unit, Outcome outcome, Counters& counters);

/// Marks this thread as being inside a transaction (or a writer) of `database`.
class Inside {
 public:
  explicit Inside(const Database* database);
  ~Inside();
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;
  /// Throws std::logic_error where this thread is inside already.
  static void must_not_be(const Database* database, const char* what);

 private:
  const Database* const database_;
  const Inside* const outer_;
};

/// Refuses what only one of the engines would take as it is: text with a NUL byte or invalid
/// UTF-8 (PostgreSQL refuses it), and NaN (SQLite makes it null).
void check_parameters(const Sql& sql, const std::vector<Value>& parameters);

/// Remembers the first error of a transaction and throws it again at every later statement, so
/// that a closure that catches it cannot commit the half of its work on SQLite that PostgreSQL
/// would have refused.
class Latch {
 public:
  template <class F>
  auto guard(F&& f) {
    if (error_) std::rethrow_exception(error_);
    try {
      return f();
    } catch (const DbError&) {
      error_ = std::current_exception();
      throw;
    }
  }
  std::exception_ptr error() const { return error_; }

 private:
  std::exception_ptr error_;
};

/// Runs the closure and tells how it ended. A swallowed database error still counts as one.
Outcome run_closure(const Unit& unit, WriteTx& tx, const Latch& latch);

/// The fault inside, where it is a DbError.
std::optional<Fault> fault_of(const std::exception_ptr& error);

/// How often a unit that lost against another one is run before its error is reported.
inline constexpr int attempts_max = 10;

}  // namespace gewu::db
