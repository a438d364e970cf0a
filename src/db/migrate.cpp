// SPDX-License-Identifier: Apache-2.0
#include "db/migrate.hpp"

#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <map>

#include "base/embedded.hpp"
#include "db/internal.hpp"

namespace gewu::db {
namespace migration_files {
std::span<const Embedded> files();
}  // namespace migration_files

namespace {

const Sql select_applied{"db.select_applied_migrations",
                         "select number, name, checksum from schema_migration order by number"};
const Sql insert_applied{
    "db.insert_applied_migration",
    "insert into schema_migration (number, name, checksum, applied_at) values ($1, $2, $3, $4)"};
const Sql select_encoding{
    "postgres.select_encoding",
    "select current_setting('server_encoding'), cast(datcollate as text) from pg_database "
    "where datname = current_database()"};

struct Applied {
  int number = 0;
  std::string name;
  std::string checksum;
};

std::string label(int number, std::string_view name) {
  char digits[16];
  std::snprintf(digits, sizeof digits, "%04d_", number);
  return digits + std::string(name);
}

/// FNV-1a, 64 bits: it finds an edited file, it need not withstand a forger.
std::string checksum_of(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const unsigned char c : text) hash = (hash ^ c) * 0x100000001b3u;
  char digits[17];
  std::snprintf(digits, sizeof digits, "%016llx", static_cast<unsigned long long>(hash));
  return digits;
}

const std::string& script_of(const Migration& migration, Engine engine) {
  return engine == Engine::sqlite ? migration.sqlite : migration.postgres;
}

/// Takes the lock that makes starting nodes wait for each other, and sees to the table of what
/// was applied. SQLite's writer lock is held already.
void prepare_books(WriteTx& tx) {
  const bool sqlite = tx.engine() == Engine::sqlite;
  if (!sqlite) Internal::run_unnamed(tx, "select pg_advisory_xact_lock(4797201)");
  Internal::run_unnamed(tx,
                        std::string("create table if not exists schema_migration (") +
                            (sqlite ? "number integer not null primary key, name text not null, "
                                      "checksum text not null, applied_at integer not null"
                                      ") strict"
                                    : "number bigint not null primary key, name text not null, "
                                      "checksum text not null, applied_at bigint not null)"));
}

/// PostgreSQL must keep every text and order it byte by byte, as SQLite does.
void check_encoding(WriteTx& tx) {
  const auto found = tx.one(select_encoding, [](const Row& r) {
    return std::pair(r.get<std::string>(0), r.get<std::string>(1));
  });
  if (!found) return;
  const auto& [encoding, collation] = *found;
  const bool bytewise = collation == "C" || collation == "POSIX" || collation.starts_with("C.");
  if (encoding == "UTF8" && bytewise) return;
  throw MigrationError("this PostgreSQL database has encoding " + encoding + " and collation " +
                       collation + "; gewu needs UTF8 and C.UTF-8: create database NAME template " +
                       "template0 encoding 'UTF8' locale 'C.UTF-8'");
}

/// The first migration that is still to be applied, or nothing. Throws where books and binary
/// tell different stories.
const Migration* next_of(std::span<const Migration> migrations, const std::vector<Applied>& applied,
                         Engine engine) {
  std::map<int, const Migration*> known;
  for (const Migration& m : migrations) known[m.number] = &m;
  for (const Applied& a : applied) {
    const auto found = known.find(a.number);
    if (found == known.end()) {
      throw MigrationError("the database has migration " + label(a.number, a.name) +
                           ", which this binary does not know: it was written by a newer gewu; " +
                           "run that one, or restore a backup made before");
    }
    if (checksum_of(script_of(*found->second, engine)) != a.checksum) {
      throw MigrationError("migration " + label(a.number, a.name) +
                           " was applied with another text than this binary has: an applied " +
                           "file must never be edited; add a new one");
    }
    known.erase(found);
  }
  if (known.empty()) return nullptr;
  const Migration* next = known.begin()->second;
  if (!applied.empty() && next->number < applied.back().number) {
    throw MigrationError("migration " + label(next->number, next->name) + " is missing below " +
                         label(applied.back().number, applied.back().name) +
                         ", which is applied: give it a higher number");
  }
  return next;
}

std::vector<Applied> load_applied(WriteTx& tx) {
  return tx.all(select_applied, [](const Row& r) {
    return Applied{r.get<int>(0), r.get<std::string>(1), r.get<std::string>(2)};
  });
}

void apply(WriteTx& tx, const Migration& migration) {
  const std::string& script = script_of(migration, tx.engine());
  for (const std::string& statement : split_script(script)) {
    try {
      Internal::run_unnamed(tx, statement);
    } catch (const DbError& error) {
      throw DbError(error.fault(),
                    "migration " + label(migration.number, migration.name) + ": " + error.what());
    }
  }
  // The one clock read below `app`: a note for people, on which nothing rests.
  tx.execute(insert_applied, migration.number, migration.name, checksum_of(script),
             SystemClock().now());
}

}  // namespace

MigrationReport migrate(Database& database, std::span<const Migration> migrations, bool dry_run) {
  MigrationReport report;
  for (bool more = true; more;) {
    std::optional<Migration> done;
    std::vector<Migration> pending;
    int version = 0;
    const auto step = [&](WriteTx& tx) -> Done {
      done.reset();
      pending.clear();
      if (tx.engine() == Engine::postgres) check_encoding(tx);
      prepare_books(tx);
      std::vector<Applied> applied = load_applied(tx);
      const Migration* next = next_of(migrations, applied, tx.engine());
      version = applied.empty() ? 0 : applied.back().number;
      if (dry_run) {
        for (; next != nullptr; next = next_of(migrations, applied, tx.engine())) {
          pending.push_back(*next);
          applied.push_back({next->number, next->name, checksum_of(script_of(*next, tx.engine()))});
        }
        return conflict("dry_run", "nothing is to be written");  // rolls back
      }
      if (next == nullptr) return gewu::done();
      apply(tx, *next);
      version = next->number;
      done = *next;
      return gewu::done();
    };
    static_cast<void>(database.write(step));
    report.version = version;
    if (dry_run) report.applied = std::move(pending);
    more = done.has_value();
    if (done) report.applied.push_back(std::move(*done));
  }
  return report;
}

// ---- files -------------------------------------------------------------------------------------

std::vector<Migration> embedded_migrations() {
  std::map<std::string, Migration, std::less<>> found;
  for (const Embedded& file : migration_files::files()) {
    constexpr std::string_view sqlite = ".sqlite.sql";
    constexpr std::string_view postgres = ".postgres.sql";
    const bool is_sqlite = file.name.ends_with(sqlite);
    const std::size_t tail = is_sqlite ? sqlite.size() : postgres.size();
    int number = 0;
    const auto* end = file.name.data() + file.name.size();
    const auto [at, failed] = std::from_chars(file.name.data(), end, number);
    if ((!is_sqlite && !file.name.ends_with(postgres)) || failed != std::errc{} ||
        at != file.name.data() + 4 || file.name.size() < 5 + tail || *at != '_') {
      throw MigrationError("db/migrations/" + std::string(file.name) +
                           ": must be NNNN_name.sqlite.sql or NNNN_name.postgres.sql");
    }
    const std::string stem(file.name.substr(0, file.name.size() - tail));
    Migration& m = found[stem];
    m.number = number;
    m.name = stem.substr(5);
    (is_sqlite ? m.sqlite : m.postgres) = std::string(file.content);
  }
  std::vector<Migration> out;
  for (auto& [stem, m] : found) {
    if (m.sqlite.empty() || m.postgres.empty()) {
      throw MigrationError("db/migrations/" + stem + " is missing, or empty, for " +
                           (m.sqlite.empty() ? "sqlite" : "postgres"));
    }
    if (!out.empty() && out.back().number == m.number) {
      throw MigrationError("two migrations have the number of " + stem);
    }
    out.push_back(std::move(m));
  }
  return out;
}

namespace {

/// Where the quoted text, comment or dollar-quoted string that starts at `at` ends; `at` itself
/// where nothing such starts.
std::size_t skip_opaque(std::string_view s, std::size_t at) {
  const auto after = [&](std::size_t found, std::size_t length) {
    return found == std::string_view::npos ? s.size() : found + length;
  };
  if (s[at] == '\'' || s[at] == '"') {  // a doubled quote ends one and starts the next
    return after(s.find(s[at], at + 1), 1);
  }
  if (s.substr(at, 2) == "--") return after(s.find('\n', at), 0);
  if (s.substr(at, 2) == "/*") return after(s.find("*/", at + 2), 2);
  if (s[at] == '$') {
    const std::size_t close =
        s.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_", at + 1);
    if (close != std::string_view::npos && s[close] == '$') {
      const std::string_view tag = s.substr(at, close + 1 - at);
      return after(s.find(tag, close + 1), tag.size());
    }
  }
  return at;
}

}  // namespace

std::vector<std::string> split_script(std::string_view script) {
  std::vector<std::string> out;
  std::size_t start = 0;
  bool has_words = false;
  const auto cut = [&](std::size_t end) {
    if (has_words) {
      const std::string_view piece = script.substr(start, end - start);
      const auto first = piece.find_first_not_of(" \t\r\n");
      out.emplace_back(piece.substr(first, piece.find_last_not_of(" \t\r\n") + 1 - first));
    }
    has_words = false;
  };
  for (std::size_t at = 0; at < script.size();) {
    if (const std::size_t end = skip_opaque(script, at); end != at) {
      has_words = has_words || script[at] == '\'' || script[at] == '"' || script[at] == '$';
      at = end;
    } else if (script[at] == ';') {
      cut(at);
      start = ++at;
    } else {
      has_words = has_words || std::string_view(" \t\r\n").find(script[at]) == std::string::npos;
      ++at;
    }
  }
  cut(script.size());
  return out;
}

}  // namespace gewu::db
