// SPDX-License-Identifier: Apache-2.0
#include "db/sqlite_connection.hpp"

#include <algorithm>

#include "db/write_queue.hpp"

namespace gewu::db::sqlite {

Fault fault_of_code(int code) {
  switch (code) {
    case SQLITE_CONSTRAINT_UNIQUE:
    case SQLITE_CONSTRAINT_PRIMARYKEY:
    case SQLITE_CONSTRAINT_ROWID:
      return Fault::unique_violation;
    case SQLITE_CONSTRAINT_FOREIGNKEY:
      return Fault::foreign_key_violation;
    case SQLITE_CONSTRAINT_CHECK:
    case SQLITE_CONSTRAINT_NOTNULL:
    case SQLITE_CONSTRAINT_DATATYPE:
      return Fault::check_violation;
    case SQLITE_BUSY_SNAPSHOT:
      return Fault::serialization;
    default:
      break;
  }
  switch (code & 0xff) {
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
    case SQLITE_INTERRUPT:  // our own deadline
      return Fault::busy;
    case SQLITE_FULL:
      return Fault::disk_full;
    case SQLITE_IOERR:
    case SQLITE_CANTOPEN:
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_NOMEM:
    case SQLITE_PROTOCOL:
      return Fault::unavailable;
    default:
      return Fault::other;
  }
}

// ---- rows --------------------------------------------------------------------------------------

class Connection::SqliteRow final : public Row {
 public:
  SqliteRow(sqlite3_stmt* statement, const Sql& sql) : statement_(statement), sql_(sql) {}

  bool is_null(int column) const override { return type(column) == SQLITE_NULL; }
  std::int64_t int64(int column) const override {
    need(column, type(column) == SQLITE_INTEGER, "an integer");
    return sqlite3_column_int64(statement_, column);
  }
  double number(int column) const override {
    const int found = type(column);
    need(column, found == SQLITE_INTEGER || found == SQLITE_FLOAT, "a number");
    return sqlite3_column_double(statement_, column);
  }
  std::string text(int column) const override {
    need(column, type(column) == SQLITE_TEXT, "text");
    const auto* bytes = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
    return {bytes, static_cast<std::size_t>(sqlite3_column_bytes(statement_, column))};
  }
  Blob blob(int column) const override {
    need(column, type(column) == SQLITE_BLOB, "bytes");
    const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
    return {bytes, bytes + sqlite3_column_bytes(statement_, column)};
  }

 private:
  int type(int column) const {
    if (column < 0 || column >= sqlite3_column_count(statement_)) {
      throw DbError(Fault::other,
                    std::string(sql_.name()) + ": there is no column " + std::to_string(column));
    }
    return sqlite3_column_type(statement_, column);
  }
  void need(int column, bool holds, const char* wanted) const {
    if (holds) return;
    throw DbError(Fault::other, std::string(sql_.name()) + ": column " + std::to_string(column) +
                                    (is_null(column) ? " is null, not " : " is not ") + wanted);
  }
  sqlite3_stmt* const statement_;
  const Sql& sql_;
};

/// The time limit of one statement. One inside another's row loop has its own.
class Connection::Deadline {
 public:
  explicit Deadline(Connection& connection)
      : connection_(connection), outer_(connection.deadline_) {
    connection.deadline_ = std::chrono::steady_clock::now() + connection.statement_timeout_;
  }
  ~Deadline() { connection_.deadline_ = outer_; }
  Deadline(const Deadline&) = delete;
  Deadline& operator=(const Deadline&) = delete;

 private:
  Connection& connection_;
  const std::chrono::steady_clock::time_point outer_;
};

/// A prepared statement while it runs; reset at the end, whatever happens.
class Connection::Borrowed {
 public:
  Borrowed(Connection& connection, const Sql& sql) {
    Statement& shared = connection.cached(sql);
    if (shared.in_use) {  // the same statement inside its own row loop
      own_ = connection.compile(sql.name(), sql.text(), 0);
      statement_ = &own_;
    } else {
      statement_ = &shared;
    }
    statement_->in_use = true;
  }
  ~Borrowed() {
    sqlite3_reset(statement_->handle.get());
    sqlite3_clear_bindings(statement_->handle.get());
    statement_->in_use = false;
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  Statement& operator*() { return *statement_; }
  sqlite3_stmt* handle() { return statement_->handle.get(); }

 private:
  Statement own_;
  Statement* statement_;
};

// ---- opening -----------------------------------------------------------------------------------

Connection::Connection(const std::string& path, Use use,
                       std::chrono::milliseconds statement_timeout, bool durable)
    : statement_timeout_(statement_timeout) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(
      path.c_str(), &raw,
      SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE,
      nullptr);
  handle_.reset(raw);
  if (code != SQLITE_OK) throw error(code, "opening " + path);
  // Only another process can hold the write lock.
  sqlite3_busy_timeout(raw,
                       static_cast<int>(std::min<std::int64_t>(5000, statement_timeout.count())));
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DML, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DQS_DDL, 0, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_DEFENSIVE, 1, nullptr);
  sqlite3_db_config(raw, SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0, nullptr);
  configure(use, durable);
  sqlite3_progress_handler(raw, 4000, &Connection::past_deadline, this);
}

Connection::~Connection() = default;

void Connection::configure(Use use, bool durable) {
  // A log would be written out page by page; without it the many small commits of a database that
  // is only being filled fall on the same few pages, which the system writes when it likes.
  run_unnamed(durable ? "pragma journal_mode = wal" : "pragma journal_mode = memory");
  run_unnamed(durable ? "pragma synchronous = full" : "pragma synchronous = off");
  run_unnamed("pragma foreign_keys = on");
  run_unnamed("pragma temp_store = memory");
  run_unnamed("pragma case_sensitive_like = on");  // as PostgreSQL does
  run_unnamed("pragma secure_delete = fast");      // an erased key leaves no copy in a free page
  if (use == Use::read) {
    run_unnamed("pragma query_only = on");
    run_unnamed("pragma cache_size = -8192");
  } else {
    run_unnamed("pragma cache_size = -32768");
    // Pages of log copied back at a time. With a million cases they lie scattered over gigabytes:
    // 4000 of them held up whoever's commit came next by 70 ms (p99 at 64 clients), 1000 by 40 ms
    // at the same rate; copying beside the writer was no better, the disk being the same.
    run_unnamed("pragma wal_autocheckpoint = 1000");
    run_unnamed("pragma journal_size_limit = 67108864");
  }
}

int Connection::past_deadline(void* self) {
  const auto& connection = *static_cast<const Connection*>(self);
  return std::chrono::steady_clock::now() > connection.deadline_ ? 1 : 0;
}

DbError Connection::error(int code, std::string_view doing) const {
  std::string what = std::string(doing) + ": " + sqlite3_errstr(code);
  if (handle_ != nullptr && sqlite3_extended_errcode(handle_.get()) == code) {
    what += std::string(": ") + sqlite3_errmsg(handle_.get());
  }
  return {fault_of_code(code), what + " (" + std::to_string(code) + ")"};
}

// ---- statements --------------------------------------------------------------------------------

Connection::Statement Connection::compile(std::string_view name, std::string_view text,
                                          unsigned flags) {
  sqlite3_stmt* raw = nullptr;
  const char* rest = nullptr;
  const int code = sqlite3_prepare_v3(handle_.get(), text.data(), static_cast<int>(text.size()),
                                      flags, &raw, &rest);
  Statement out;
  out.handle.reset(raw);
  if (code != SQLITE_OK) throw error(code, name);
  if (raw == nullptr) throw DbError(Fault::other, std::string(name) + ": holds no statement");
  const std::string_view left(rest, static_cast<std::size_t>(text.data() + text.size() - rest));
  if (left.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
    throw DbError(Fault::other, std::string(name) + ": holds more than one statement");
  }
  const int count = sqlite3_bind_parameter_count(raw);
  for (int i = 1; i <= count; ++i) {
    const int at = sqlite3_bind_parameter_index(raw, ("$" + std::to_string(i)).c_str());
    if (at == 0) {
      throw DbError(Fault::other, std::string(name) + ": parameters must be $1 to $" +
                                      std::to_string(count) + " without a gap");
    }
    out.positions.push_back(at);
  }
  return out;
}

Connection::Statement& Connection::cached(const Sql& sql) {
  if (const auto found = cache_.find(sql.text()); found != cache_.end()) return found->second;
  Statement made = compile(sql.name(), sql.text(), SQLITE_PREPARE_PERSISTENT);
  return cache_.emplace(sql.text(), std::move(made)).first->second;
}

void Connection::bind(Statement& statement, const Sql& sql, const std::vector<Value>& parameters) {
  if (parameters.size() != statement.positions.size()) {
    throw DbError(Fault::other, std::string(sql.name()) + ": takes " +
                                    std::to_string(statement.positions.size()) +
                                    " parameters, was given " + std::to_string(parameters.size()));
  }
  check_parameters(sql, parameters);
  sqlite3_stmt* const to = statement.handle.get();
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    const int at = statement.positions[i];
    // The values outlive the step: bound without a copy.
    const int code = std::visit(
        [&](const auto& v) {
          using V = std::decay_t<decltype(v)>;
          if constexpr (std::is_same_v<V, std::nullptr_t>) {
            return sqlite3_bind_null(to, at);
          } else if constexpr (std::is_same_v<V, std::int64_t>) {
            return sqlite3_bind_int64(to, at, v);
          } else if constexpr (std::is_same_v<V, double>) {
            return sqlite3_bind_double(to, at, v);
          } else if constexpr (std::is_same_v<V, std::string>) {
            return sqlite3_bind_text64(to, at, v.data(), v.size(), SQLITE_STATIC, SQLITE_UTF8);
          } else {
            // An empty vector may have no address, and no address would bind null.
            return sqlite3_bind_blob64(to, at, v.empty() ? "" : static_cast<const void*>(v.data()),
                                       v.size(), SQLITE_STATIC);
          }
        },
        parameters[i]);
    if (code != SQLITE_OK) throw error(code, sql.name());
  }
}

void Connection::rows(const Sql& sql, const std::vector<Value>& parameters,
                      const std::function<bool(const Row&)>& on_row) {
  Borrowed statement(*this, sql);
  bind(*statement, sql, parameters);
  const Deadline deadline(*this);
  const SqliteRow row(statement.handle(), sql);
  bool wanted = true;
  int code = sqlite3_step(statement.handle());
  for (; code == SQLITE_ROW; code = sqlite3_step(statement.handle())) {
    if (wanted) wanted = on_row(row);
    // A write with `returning` goes on to its end, where foreign keys are checked.
    if (!wanted && sqlite3_stmt_readonly(statement.handle()) != 0) return;
  }
  if (code != SQLITE_DONE) throw error(code, sql.name());
}

std::int64_t Connection::run(const Sql& sql, const std::vector<Value>& parameters) {
  Borrowed statement(*this, sql);
  bind(*statement, sql, parameters);
  const Deadline deadline(*this);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement.handle());
  if (code != SQLITE_DONE) throw error(code, sql.name());
  if (sqlite3_stmt_readonly(statement.handle()) != 0) return 0;
  return sqlite3_changes64(handle_.get());
}

void Connection::run_unnamed(const std::string& text) {
  const Statement statement = compile("statement", text, 0);
  int code = SQLITE_ROW;
  while (code == SQLITE_ROW) code = sqlite3_step(statement.handle.get());
  if (code != SQLITE_DONE) throw error(code, text.substr(0, 200));
}

int Connection::prepare(const Sql& sql) {
  return static_cast<int>(compile(sql.name(), sql.text(), 0).positions.size());
}

int Connection::control(const char* text) {
  auto& statement = control_[text];
  if (statement == nullptr) {
    statement = compile(text, text, SQLITE_PREPARE_PERSISTENT).handle;
  }
  const int code = sqlite3_step(statement.get());
  sqlite3_reset(statement.get());
  return code == SQLITE_DONE ? SQLITE_OK : code;
}

void Connection::must_control(const char* text) {
  if (const int code = control(text); code != SQLITE_OK) throw error(code, text);
}

}  // namespace gewu::db::sqlite
