// SPDX-License-Identifier: Apache-2.0
// One libpq connection with its prepared statements. Used by one thread at a time. Every wait has
// a deadline of its own beyond the server's, so that a server that is frozen or cut off is found.
#pragma once

#include <libpq-fe.h>

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/db.hpp"

namespace gewu::db::postgres {

/// What an SQLSTATE means.
Fault fault_of_state(std::string_view sqlstate);

class Connection {
 public:
  /// Throws DbError(unavailable) where the server does not answer.
  Connection(const std::string& url, std::chrono::milliseconds statement_timeout, bool durable);
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  /// `mode` as in "isolation level read committed".
  void begin(std::string_view mode);
  /// Throws unknown_outcome where the answer was lost, else what the server said.
  void commit();
  void rollback() noexcept;
  /// The connection is of no more use, and its transaction, if any, is gone.
  bool broken() const { return broken_ || PQstatus(connection_.get()) == CONNECTION_BAD; }

  void rows(const Sql& sql, const std::vector<Value>& parameters,
            const std::function<bool(const Row&)>& on_row);
  std::int64_t run(const Sql& sql, const std::vector<Value>& parameters);
  void run_unnamed(const std::string& statement);
  int prepare(const Sql& sql);

 private:
  struct Finish {
    void operator()(PGconn* c) const { PQfinish(c); }
  };
  struct Clear {
    void operator()(PGresult* r) const { PQclear(r); }
  };
  using Result = std::unique_ptr<PGresult, Clear>;
  struct Prepared {
    std::string name;
    int parameters = 0;
  };
  struct TextHash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  class PostgresRow;

  static void on_notice(void* self, const PGresult* notice);
  Result query(const std::string& text, std::string_view doing);
  Result execute(const Sql& sql, const std::vector<Value>& parameters);
  const Prepared& prepared(const Sql& sql);
  Prepared prepare_as(const std::string& name, const Sql& sql);
  /// The last result of what was sent, or the first error. Throws DbError for an error.
  Result receive(std::string_view doing);
  Result next_result(std::string_view doing);
  void wait_for(short events, std::string_view doing);
  [[noreturn]] void lost(std::string_view doing, const std::string& why);
  DbError error(const PGresult* result, std::string_view doing);

  std::unique_ptr<PGconn, Finish> connection_;
  const std::chrono::milliseconds statement_timeout_;
  const bool durable_;
  std::chrono::steady_clock::time_point deadline_;
  bool unlimited_ = false;  ///< the transaction runs a script
  bool broken_ = false;
  bool commit_in_doubt_ = false;  ///< a warning said so
  std::unordered_map<std::string, Prepared, TextHash, std::equal_to<>> cache_;
};

}  // namespace gewu::db::postgres
