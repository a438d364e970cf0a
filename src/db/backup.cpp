// SPDX-License-Identifier: Apache-2.0
#include "db/backup.hpp"

#include <fcntl.h>
#include <libpq-fe.h>
#include <poll.h>
#include <spawn.h>
#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <memory>
#include <optional>
#include <vector>

#include "base/text.hpp"

namespace gewu::db {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kSqlite = "sqlite:";
constexpr int kPagesPerStep = 512;  // some 2 MB between two looks at whether to stop

Error failed(const char* code, const std::string& detail) {
  return {Failure::unavailable, code, detail, {}};
}

Error stopped() { return conflict("copy_stopped", "Stopped; nothing was kept."); }

// ---- SQLite ------------------------------------------------------------------------------------

struct CloseSqlite {
  void operator()(sqlite3* h) const { sqlite3_close_v2(h); }
};
struct FinishCopy {
  void operator()(sqlite3_backup* b) const { sqlite3_backup_finish(b); }
};
using Sqlite = std::unique_ptr<sqlite3, CloseSqlite>;

Sqlite open_file(const fs::path& path, int flags) {
  sqlite3* raw = nullptr;
  const int code = sqlite3_open_v2(path.c_str(), &raw, flags | SQLITE_OPEN_EXRESCODE, nullptr);
  Sqlite out(raw);
  if (code != SQLITE_OK) {
    throw DbError(Fault::unavailable, "opening " + path.string() + ": " + sqlite3_errstr(code));
  }
  sqlite3_busy_timeout(raw, 10'000);
  return out;
}

void run(const Sqlite& on, const char* statement) {
  const int code = sqlite3_exec(on.get(), statement, nullptr, nullptr, nullptr);
  if (code == SQLITE_OK) return;
  throw DbError(Fault::other, std::string(statement) + ": " + sqlite3_errmsg(on.get()));
}

/// The first column of the first row as text; nothing without rows.
std::optional<std::string> first_text(const Sqlite& on, const char* statement) {
  std::optional<std::string> out;
  const auto take = [](void* to, int, char** values, char**) {
    auto& text = *static_cast<std::optional<std::string>*>(to);
    if (!text) text = values[0] == nullptr ? "" : values[0];
    return 0;
  };
  if (sqlite3_exec(on.get(), statement, take, &out, nullptr) != SQLITE_OK) {
    return std::string(sqlite3_errmsg(on.get()));
  }
  return out;
}

void sync_file(const fs::path& path) {
  const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
  const bool done = descriptor >= 0 && ::fsync(descriptor) == 0;
  if (descriptor >= 0) ::close(descriptor);
  if (!done) throw DbError(Fault::disk_full, "cannot flush " + path.string());
}

Done copy_pages(const Sqlite& from, const Sqlite& to, const CopyProgress& progress) {
  std::unique_ptr<sqlite3_backup, FinishCopy> copy(
      sqlite3_backup_init(to.get(), "main", from.get(), "main"));
  if (!copy) return failed("copy_failed", sqlite3_errmsg(to.get()));
  while (true) {
    const int code = sqlite3_backup_step(copy.get(), kPagesPerStep);
    const int total = sqlite3_backup_pagecount(copy.get());
    if (code == SQLITE_DONE) break;
    if (code != SQLITE_OK) return failed("copy_failed", sqlite3_errstr(code));
    if (progress && !progress(total - sqlite3_backup_remaining(copy.get()), total)) {
      return stopped();
    }
  }
  return done();
}

Done backup_sqlite(const fs::path& path, const fs::path& file, const CopyProgress& progress) {
  if (!fs::is_regular_file(path)) {
    return not_found("database_missing", "There is no database at " + path.string() + ".");
  }
  // Writable because a reader of a WAL database may have to recover it.
  const Sqlite from = open_file(path, SQLITE_OPEN_READWRITE);
  run(from, "pragma query_only = on");
  // One snapshot for all steps. Without it any write from elsewhere would begin the copy anew.
  run(from, "begin");
  (void)first_text(from, "select count(*) from sqlite_master");
  {
    const Sqlite to = open_file(file, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    run(to, "pragma synchronous = off");  // flushed once, below
    GEWU_CHECK(copy_pages(from, to, progress));
    run(to, "pragma journal_mode = delete");  // one file, nothing beside it
    const auto verdict = first_text(to, "pragma quick_check(1)");
    if (verdict != "ok") {
      return failed("copy_failed", "The database is damaged: " + verdict.value_or("no answer"));
    }
  }
  run(from, "commit");
  sync_file(file);
  return done();
}

Done check_sqlite(const fs::path& file) {
  const Sqlite copy = open_file(file, SQLITE_OPEN_READWRITE);
  const auto verdict = first_text(copy, "pragma integrity_check(1)");
  if (verdict != "ok") {
    return failed("copy_damaged", "The copy is damaged: " + verdict.value_or("no answer"));
  }
  if (const auto table = first_text(copy, "pragma foreign_key_check")) {
    return failed("copy_damaged", "A row of " + *table + " refers to one that is not there.");
  }
  return done();
}

// ---- PostgreSQL --------------------------------------------------------------------------------

struct FreeOptions {
  void operator()(PQconninfoOption* o) const { PQconninfoFree(o); }
};
struct Finish {
  void operator()(PGconn* c) const { PQfinish(c); }
};
struct Clear {
  void operator()(PGresult* r) const { PQclear(r); }
};

/// Our environment with the url's parts as PG… variables: a password in arguments would be there
/// for everyone to see.
std::vector<std::string> environment_of(const std::string& url, std::string& database) {
  char* why = nullptr;
  const std::unique_ptr<PQconninfoOption, FreeOptions> options(PQconninfoParse(url.c_str(), &why));
  if (!options) {
    const std::string text = why == nullptr ? "no memory" : why;
    PQfreemem(why);
    throw DbError(Fault::other, "the database's url: " + text);
  }
  std::vector<std::string> out;
  for (char** at = environ; *at != nullptr; ++at) out.emplace_back(*at);
  for (const auto* o = options.get(); o->keyword != nullptr; ++o) {
    if (o->val == nullptr) continue;
    if (std::string_view(o->keyword) == "dbname") database = o->val;
    if (o->envvar == nullptr) continue;
    const std::string name = std::string(o->envvar) + "=";
    std::erase_if(out, [&](const std::string& old) { return old.starts_with(name); });
    out.push_back(name + o->val);
  }
  return out;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  out.reserve(words.size() + 1);
  for (auto& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

/// A program that runs; ended and waited for when this goes.
class Child {
 public:
  Child(std::vector<std::string> words, std::vector<std::string> environment) {
    std::array<int, 2> ends{};
    if (::pipe2(ends.data(), O_CLOEXEC) != 0) throw DbError(Fault::other, "cannot make a pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2);
    const auto arguments = pointers(words), variables = pointers(environment);
    const int fault = ::posix_spawnp(&child_, arguments[0], &actions, nullptr, arguments.data(),
                                     variables.data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    said_ = ends[0];
    if (fault != 0) child_ = 0;
  }
  ~Child() {
    if (child_ > 0) {
      ::kill(child_, SIGTERM);
      (void)wait();
    }
    ::close(said_);
  }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  bool runs() const { return child_ > 0; }
  /// What it says on standard error, until it ends; false where `go_on` said so.
  bool listen(std::string& words, const std::function<bool()>& go_on) const {
    std::array<char, 4096> piece{};
    while (true) {
      pollfd waiting{said_, POLLIN, 0};
      const int ready = ::poll(&waiting, 1, 200);
      if (!go_on()) return false;
      if (ready == 0 || (ready < 0 && errno == EINTR)) continue;
      const ssize_t got = ::read(said_, piece.data(), piece.size());
      if (got < 0 && errno == EINTR) continue;
      if (got <= 0) return true;
      if (words.size() < 4000) words.append(piece.data(), static_cast<std::size_t>(got));
    }
  }
  /// Whether it ended well.
  bool wait() {
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = 0;
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
  }

 private:
  pid_t child_ = 0;
  int said_ = -1;
};

Done run_tool(const Options& options, std::vector<std::string> words, const char* code,
              const std::function<bool()>& go_on) {
  std::string database;
  auto environment = environment_of(options.url, database);
  if (database.empty()) return failed(code, "Name the database in the url.");
  words.push_back("--dbname=" + database);
  const std::string name = words.front();
  Child child(std::move(words), std::move(environment));
  if (!child.runs()) {
    return failed(code, name + " does not start: install PostgreSQL's client programs.");
  }
  std::string said;
  if (!child.listen(said, go_on)) return stopped();
  if (child.wait()) return done();
  return failed(code, name + " failed: " + cut_code_points(said, 600));
}

bool tell_size(const fs::path& file, const CopyProgress& progress) {
  if (!progress) return true;
  std::error_code missing;
  const auto size = fs::file_size(file, missing);
  return progress(missing ? 0 : static_cast<std::int64_t>(size), 0);
}

Done backup_postgres(const Options& options, const fs::path& file, const CopyProgress& progress) {
  return run_tool(options,
                  {"pg_dump", "--format=custom", "--no-owner", "--no-privileges", "--no-password",
                   "--lock-wait-timeout=60000", "--file=" + file.string()},
                  "copy_failed", [&] { return tell_size(file, progress); });
}

Done must_be_empty_postgres(const Options& options) {
  const std::unique_ptr<PGconn, Finish> connection(PQconnectdb(options.url.c_str()));
  if (PQstatus(connection.get()) != CONNECTION_OK) {
    throw DbError(Fault::unavailable, PQerrorMessage(connection.get()));
  }
  const std::unique_ptr<PGresult, Clear> found(
      PQexec(connection.get(),
             "select count(*) from pg_catalog.pg_class c join pg_catalog.pg_namespace n on "
             "n.oid = c.relnamespace where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f') and "
             "n.nspname <> 'information_schema' and n.nspname not like 'pg\\_%'"));
  if (PQresultStatus(found.get()) != PGRES_TUPLES_OK) {
    throw DbError(Fault::unavailable, PQerrorMessage(connection.get()));
  }
  if (std::string_view(PQgetvalue(found.get(), 0, 0)) == "0") return done();
  return conflict("database_not_empty",
                  "The PostgreSQL database has tables already: restore into an empty one.");
}

}  // namespace

Engine engine_of(const std::string& url) {
  if (url.starts_with(kSqlite)) return Engine::sqlite;
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return Engine::postgres;
  throw DbError(Fault::other, "a database is sqlite:PATH or postgresql://USER@HOST/NAME");
}

fs::path sqlite_path(const std::string& url) { return url.substr(kSqlite.size()); }

Done backup_to(const Options& options, const fs::path& file, const CopyProgress& progress) {
  return engine_of(options.url) == Engine::sqlite
             ? backup_sqlite(sqlite_path(options.url), file, progress)
             : backup_postgres(options, file, progress);
}

Done must_be_empty(const Options& options) {
  if (engine_of(options.url) == Engine::postgres) return must_be_empty_postgres(options);
  const fs::path path = sqlite_path(options.url);
  for (const char* ending : {"", "-wal", "-journal"}) {
    if (fs::exists(path.string() + ending)) {
      return conflict("database_not_empty",
                      path.string() + ending + " is there already: restore to a new place.");
    }
  }
  return done();
}

Done restore_from(const Options& options, const fs::path& file, const CopyProgress& progress) {
  GEWU_CHECK(must_be_empty(options));
  if (engine_of(options.url) == Engine::postgres) {
    const auto go_on = [&] { return !progress || progress(0, 0); };
    return run_tool(options,
                    {"pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
                     "--no-privileges", "--no-password", file.string()},
                    "restore_failed", go_on);
  }
  GEWU_CHECK(check_sqlite(file));
  const fs::path path = sqlite_path(options.url);
  std::error_code fault;
  fs::rename(file, path, fault);
  if (fault) return failed("restore_failed", path.string() + ": " + fault.message());
  sync_file(path.has_parent_path() ? path.parent_path() : ".");
  return done();
}

}  // namespace gewu::db
