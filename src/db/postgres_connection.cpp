// SPDX-License-Identifier: Apache-2.0
#include "db/postgres_connection.hpp"

#include <poll.h>

#include <charconv>
#include <cstring>

#include "db/internal.hpp"
#include "db/write_queue.hpp"

namespace gewu::db::postgres {
namespace {

// Types of result columns (pg_type.oid; fixed for all time).
enum Oid : unsigned {
  oid_bool = 16,
  oid_bytea = 17,
  oid_name = 19,
  oid_int8 = 20,
  oid_int2 = 21,
  oid_int4 = 23,
  oid_text = 25,
  oid_oid = 26,
  oid_float4 = 700,
  oid_float8 = 701,
  oid_unknown = 705,
  oid_bpchar = 1042,
  oid_varchar = 1043,
  oid_numeric = 1700
};

/// After these the server has ended the session, or it is one that can never write.
bool ends_session(std::string_view state) {
  return state.empty() || state.starts_with("08") || state.starts_with("57P") || state == "25006";
}

template <class T>
T parse(std::string_view text) {
  T out{};
  std::from_chars(text.data(), text.data() + text.size(), out);
  return out;
}

}  // namespace

Fault fault_of_state(std::string_view state) {
  if (state == "23505") return Fault::unique_violation;
  if (state == "23503") return Fault::foreign_key_violation;
  if (state.starts_with("23") || state == "22021" || state == "22P05") {
    return Fault::check_violation;
  }
  if (state == "40001" || state == "40P01") return Fault::serialization;
  if (state == "57014" || state == "55P03") return Fault::busy;  // deadline, lock not available
  if (state == "53100") return Fault::disk_full;
  if (ends_session(state) || state.starts_with("53") || state.starts_with("58")) {
    return Fault::unavailable;
  }
  return Fault::other;
}

// ---- rows --------------------------------------------------------------------------------------

class Connection::PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, const Sql& sql) : result_(result), sql_(sql) {}
  void go_to(int row) { row_ = row; }

  bool is_null(int column) const override {
    check(column);
    return PQgetisnull(result_, row_, column) != 0;
  }
  std::int64_t int64(int column) const override {
    const auto type = type_of(column);
    need(column,
         type == oid_int8 || type == oid_int4 || type == oid_int2 || type == oid_bool ||
             type == oid_oid,
         "an integer");
    if (type == oid_bool) return *PQgetvalue(result_, row_, column) == 't' ? 1 : 0;
    return parse<std::int64_t>(bytes(column));
  }
  double number(int column) const override {
    const auto type = type_of(column);
    need(column,
         type == oid_float8 || type == oid_float4 || type == oid_int8 || type == oid_int4 ||
             type == oid_int2 || type == oid_numeric,
         "a number");
    const std::string_view text = bytes(column);
    if (text == "Infinity") return std::numeric_limits<double>::infinity();
    if (text == "-Infinity") return -std::numeric_limits<double>::infinity();
    return parse<double>(text);
  }
  std::string text(int column) const override {
    const auto type = type_of(column);
    need(column,
         type == oid_text || type == oid_varchar || type == oid_bpchar || type == oid_name ||
             type == oid_unknown,
         "text");
    return std::string(bytes(column));
  }
  Blob blob(int column) const override {
    need(column, type_of(column) == oid_bytea, "bytes");
    std::size_t length = 0;
    const std::unique_ptr<unsigned char, decltype(&PQfreemem)> raw(
        PQunescapeBytea(reinterpret_cast<const unsigned char*>(PQgetvalue(result_, row_, column)),
                        &length),
        PQfreemem);
    const auto* bytes = reinterpret_cast<const std::byte*>(raw.get());
    return {bytes, bytes + length};
  }

 private:
  void check(int column) const {
    if (column < 0 || column >= PQnfields(result_)) {
      throw DbError(Fault::other,
                    std::string(sql_.name()) + ": there is no column " + std::to_string(column));
    }
  }
  unsigned type_of(int column) const {
    check(column);
    return PQftype(result_, column);
  }
  std::string_view bytes(int column) const {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  void need(int column, bool holds, const char* wanted) const {
    if (holds && !is_null(column)) return;
    throw DbError(Fault::other, std::string(sql_.name()) + ": column " + std::to_string(column) +
                                    (is_null(column) ? " is null, not " : " is not ") + wanted);
  }
  const PGresult* const result_;
  const Sql& sql_;
  int row_ = 0;
};

// ---- the connection ----------------------------------------------------------------------------

Connection::Connection(const std::string& url, std::chrono::milliseconds statement_timeout,
                       bool durable)
    : statement_timeout_(statement_timeout), durable_(durable) {
  // Before dbname: what the URL says comes later and wins.
  const char* const keys[] = {"application_name", "connect_timeout", "dbname", "client_encoding",
                              nullptr};
  const char* const values[] = {"gewu", "5", url.c_str(), "UTF8", nullptr};
  connection_.reset(PQconnectdbParams(keys, values, 1));
  if (PQstatus(connection_.get()) != CONNECTION_OK) {
    throw DbError(Fault::unavailable,
                  std::string("no connection to PostgreSQL: ") + PQerrorMessage(connection_.get()));
  }
  PQsetNoticeReceiver(connection_.get(), &Connection::on_notice, this);
  PQsetnonblocking(connection_.get(), 1);
}

void Connection::on_notice(void* self, const PGresult* notice) {
  const char* state = PQresultErrorField(notice, PG_DIAG_SQLSTATE);
  const char* message = PQresultErrorField(notice, PG_DIAG_MESSAGE_PRIMARY);
  // Citus told of a lost commit on a worker by a mere warning, and a cancelled wait for the
  // synchronous standby is one too (57014, 57P01); the statement itself then "succeeds".
  if ((state != nullptr && std::strncmp(state, "57", 2) == 0) ||
      (message != nullptr && std::strstr(message, "failed to commit transaction") != nullptr)) {
    static_cast<Connection*>(self)->commit_in_doubt_ = true;
  }
}

void Connection::lost(std::string_view doing, const std::string& why) {
  broken_ = true;
  throw DbError(Fault::unavailable,
                std::string(doing) + ": the connection to PostgreSQL was lost: " + why);
}

DbError Connection::error(const PGresult* result, std::string_view doing) {
  const char* state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view code = state != nullptr ? state : "";
  if (ends_session(code)) broken_ = true;
  return {fault_of_state(code), std::string(doing) + ": " + PQresultErrorMessage(result) + " (" +
                                    std::string(code) + ")"};
}

void Connection::wait_for(short events, std::string_view doing) {
  pollfd waiting{PQsocket(connection_.get()), events, 0};
  while (true) {
    int wait_ms = -1;
    if (!unlimited_) {
      const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
          deadline_ - std::chrono::steady_clock::now());
      if (left.count() <= 0) lost(doing, "no answer within the deadline");
      wait_ms = static_cast<int>(left.count()) + 1;
    }
    const int ready = poll(&waiting, 1, wait_ms);
    if (ready > 0) return;
    if (ready < 0 && errno != EINTR) lost(doing, std::strerror(errno));
  }
}

Connection::Result Connection::next_result(std::string_view doing) {
  PGconn* const c = connection_.get();
  for (int left = PQflush(c); left != 0; left = PQflush(c)) {
    if (left < 0) lost(doing, PQerrorMessage(c));
    wait_for(POLLIN | POLLOUT, doing);
    if (PQconsumeInput(c) == 0) lost(doing, PQerrorMessage(c));
  }
  while (PQisBusy(c) != 0) {
    wait_for(POLLIN, doing);
    if (PQconsumeInput(c) == 0) {
      // The server's last words, if any, say why it closed the session.
      while (Result(PQgetResult(c)) != nullptr) {
      }
      lost(doing, PQerrorMessage(c));
    }
  }
  return Result(PQgetResult(c));
}

Connection::Result Connection::receive(std::string_view doing) {
  // The server's own limit comes first; ours is for when it does not answer at all.
  const auto grace = std::max(std::chrono::milliseconds(1000), statement_timeout_ / 2);
  deadline_ = std::chrono::steady_clock::now() + statement_timeout_ + grace;
  Result kept;
  bool failed = false;
  while (Result result = next_result(doing)) {
    const auto status = PQresultStatus(result.get());
    if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
      lost(doing, "copy is not spoken here");
    }
    if (failed) continue;
    failed = status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK;
    kept = std::move(result);
  }
  if (!kept) lost(doing, PQerrorMessage(connection_.get()));
  if (failed) throw error(kept.get(), doing);
  return kept;
}

Connection::Result Connection::query(const std::string& text, std::string_view doing) {
  if (PQsendQuery(connection_.get(), text.c_str()) == 0) {
    lost(doing, PQerrorMessage(connection_.get()));
  }
  return receive(doing);
}

void Connection::begin(std::string_view mode) {
  unlimited_ = false;
  commit_in_doubt_ = false;
  // `set local`, so that it works through a pooler that shares sessions.
  query("begin " + std::string(mode) +
            "; set local statement_timeout = " + std::to_string(statement_timeout_.count()) +
            (durable_ ? "" : "; set local synchronous_commit = off"),
        "begin");
}

void Connection::commit() {
  Result result;
  try {
    result = query("commit", "commit");
  } catch (const DbError& e) {
    if (broken()) throw DbError(Fault::unknown_outcome, e.what());
    throw;
  }
  if (commit_in_doubt_) {
    throw DbError(Fault::unknown_outcome,
                  "commit: the server warned that it may not have reached every node");
  }
  if (std::strcmp(PQcmdStatus(result.get()), "COMMIT") != 0) {
    throw DbError(Fault::other, "commit: the server rolled the transaction back");
  }
}

void Connection::rollback() noexcept {
  try {
    if (!broken() && PQtransactionStatus(connection_.get()) != PQTRANS_IDLE) {
      query("rollback", "rollback");
    }
  } catch (...) {
    broken_ = true;  // closing it rolls back as well
  }
}

// ---- statements --------------------------------------------------------------------------------

Connection::Prepared Connection::prepare_as(const std::string& name, const Sql& sql) {
  const std::string text = postgres_text(sql.text());
  if (PQsendPrepare(connection_.get(), name.c_str(), text.c_str(), 0, nullptr) == 0) {
    lost(sql.name(), PQerrorMessage(connection_.get()));
  }
  receive(sql.name());
  if (PQsendDescribePrepared(connection_.get(), name.c_str()) == 0) {
    lost(sql.name(), PQerrorMessage(connection_.get()));
  }
  const Result described = receive(sql.name());
  return {name, PQnparams(described.get())};
}

const Connection::Prepared& Connection::prepared(const Sql& sql) {
  if (const auto found = cache_.find(sql.text()); found != cache_.end()) return found->second;
  Prepared made = prepare_as("g" + std::to_string(cache_.size() + 1), sql);
  return cache_.emplace(sql.text(), std::move(made)).first->second;
}

Connection::Result Connection::execute(const Sql& sql, const std::vector<Value>& parameters) {
  check_parameters(sql, parameters);
  const Prepared& statement = prepared(sql);
  const std::size_t count = parameters.size();
  if (static_cast<int>(count) != statement.parameters) {
    throw DbError(Fault::other, std::string(sql.name()) + ": takes " +
                                    std::to_string(statement.parameters) +
                                    " parameters, was given " + std::to_string(count));
  }
  std::vector<const char*> values(count, nullptr);
  std::vector<int> lengths(count, 0);
  std::vector<int> formats(count, 0);
  std::vector<std::array<char, 32>> numbers(count);
  for (std::size_t i = 0; i < count; ++i) {
    char* const digits = numbers[i].data();
    if (const auto* v = std::get_if<std::int64_t>(&parameters[i])) {
      *std::to_chars(digits, digits + 31, *v).ptr = '\0';
      values[i] = digits;
    } else if (const auto* d = std::get_if<double>(&parameters[i])) {
      *std::to_chars(digits, digits + 31, *d).ptr = '\0';
      values[i] = digits;
    } else if (const auto* s = std::get_if<std::string>(&parameters[i])) {
      values[i] = s->c_str();
    } else if (const auto* b = std::get_if<Blob>(&parameters[i])) {
      values[i] = b->empty() ? "" : reinterpret_cast<const char*>(b->data());
      lengths[i] = static_cast<int>(b->size());
      formats[i] = 1;
    }
  }
  if (PQsendQueryPrepared(connection_.get(), statement.name.c_str(), static_cast<int>(count),
                          values.data(), lengths.data(), formats.data(), 0) == 0) {
    lost(sql.name(), PQerrorMessage(connection_.get()));
  }
  return receive(sql.name());
}

void Connection::rows(const Sql& sql, const std::vector<Value>& parameters,
                      const std::function<bool(const Row&)>& on_row) {
  const Result result = execute(sql, parameters);
  PostgresRow row(result.get(), sql);
  for (int i = 0; i < PQntuples(result.get()); ++i) {
    row.go_to(i);
    if (!on_row(row)) return;
  }
}

std::int64_t Connection::run(const Sql& sql, const std::vector<Value>& parameters) {
  const Result result = execute(sql, parameters);
  // As on SQLite, a read touches nothing.
  if (std::strncmp(PQcmdStatus(result.get()), "SELECT", 6) == 0) return 0;
  return parse<std::int64_t>(PQcmdTuples(result.get()));
}

void Connection::run_unnamed(const std::string& statement) {
  if (!unlimited_) query("set local statement_timeout = 0", "statement");
  unlimited_ = true;
  query(statement, statement.substr(0, 200));
}

int Connection::prepare(const Sql& sql) {
  const Prepared made = prepare_as("once", sql);
  query("deallocate once", sql.name());
  return made.parameters;
}

}  // namespace gewu::db::postgres
