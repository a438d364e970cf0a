// SPDX-License-Identifier: Apache-2.0
// One sqlite3 handle with its prepared statements. Used by one thread at a time.
#pragma once

#include <sqlite3.h>

#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/db.hpp"

namespace gewu::db::sqlite {

/// What an extended result code means.
Fault fault_of_code(int extended_code);

/// Lets a map of strings be searched with a view.
struct TextHash : std::hash<std::string_view> {
  using is_transparent = void;
};

class Connection {
 public:
  enum class Use { write, read };
  Connection(const std::string& path, Use use, std::chrono::milliseconds statement_timeout,
             bool durable);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  void rows(const Sql& sql, const std::vector<Value>& parameters,
            const std::function<bool(const Row&)>& on_row);
  std::int64_t run(const Sql& sql, const std::vector<Value>& parameters);
  void run_unnamed(const std::string& statement);
  int prepare(const Sql& sql);

  /// A transaction-control statement, given as a literal; returns the extended result code.
  int control(const char* statement);
  /// The same, throwing DbError unless it went well.
  void must_control(const char* statement);
  /// False where SQLite has rolled the transaction back on its own (disk full, I/O, interrupt).
  bool in_transaction() const { return sqlite3_get_autocommit(handle_.get()) == 0; }
  DbError error(int code, std::string_view doing) const;

 private:
  struct CloseHandle {
    void operator()(sqlite3* h) const { sqlite3_close_v2(h); }
  };
  struct FinalizeStatement {
    void operator()(sqlite3_stmt* s) const { sqlite3_finalize(s); }
  };
  using Handle = std::unique_ptr<sqlite3, CloseHandle>;
  using StatementHandle = std::unique_ptr<sqlite3_stmt, FinalizeStatement>;
  struct Statement {
    StatementHandle handle;
    std::vector<int> positions;  ///< of $1, $2, …: SQLite numbers names by first appearance
    bool in_use = false;
  };
  class Borrowed;
  class Deadline;
  class SqliteRow;

  void configure(Use use, bool durable);
  Statement compile(std::string_view name, std::string_view text, unsigned flags);
  Statement& cached(const Sql& sql);
  void bind(Statement& statement, const Sql& sql, const std::vector<Value>& parameters);
  static int past_deadline(void* self);

  Handle handle_;
  const std::chrono::milliseconds statement_timeout_;
  std::chrono::steady_clock::time_point deadline_ = std::chrono::steady_clock::time_point::max();
  // By text, so that a statement object reborn at the same address cannot be mistaken.
  std::unordered_map<std::string, Statement, TextHash, std::equal_to<>> cache_;
  std::unordered_map<const char*, StatementHandle> control_;  ///< by address of the literal
};

}  // namespace gewu::db::sqlite
