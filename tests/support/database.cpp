// SPDX-License-Identifier: Apache-2.0
#include "support/database.hpp"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <mutex>
#include <sstream>
#include <stdexcept>

#include "db/migrate.hpp"
#include "support/postgres_admin.hpp"

namespace gewu::test {
namespace {

db::Options small_options(std::string url) {
  db::Options options;
  options.url = std::move(url);
  options.read_connections = 2;
  options.write_connections = 4;
  return options;
}

/// TMPDIR, or memory where there is room for it (containers often have 64 MB), or /tmp.
std::filesystem::path temporary_folder() {
  const std::filesystem::path memory = "/dev/shm";
  std::error_code missing;
  const auto room = std::filesystem::space(memory, missing);
  if (std::getenv("TMPDIR") == nullptr && !missing && room.available > 1'000'000'000 &&
      access(memory.c_str(), W_OK) == 0) {
    return memory;
  }
  return std::filesystem::temp_directory_path();
}

class SqliteTestDatabase final : public TestDatabase {
 public:
  SqliteTestDatabase() {
    std::string pattern = (temporary_folder() / "gewu-test-XXXXXX").string();
    if (mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("cannot make " + pattern);
    folder_ = pattern;
    reopen(small_options("sqlite:" + (folder_ / "test.sqlite").string()));
  }
  ~SqliteTestDatabase() override {
    close();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }

 private:
  std::filesystem::path folder_;
};

class PostgresTestDatabase final : public TestDatabase {
 public:
  explicit PostgresTestDatabase(const std::string& from_template)
      : name_(PostgresAdmin::unique_name("t")) {
    PostgresAdmin::get().create(name_, from_template);
    reopen(small_options(PostgresAdmin::get().url_of(name_)));
  }
  ~PostgresTestDatabase() override {
    close();
    PostgresAdmin::get().drop(name_);
  }

 private:
  std::string name_;
};

/// Migrated once per process; every fresh database is then a copy of it.
class PostgresTemplate {
 public:
  static const std::string& name() {
    static PostgresTemplate made;
    return made.name_;
  }

 private:
  PostgresTemplate() : name_(PostgresAdmin::unique_name("template")) {
    PostgresAdmin::get().create(name_, "template0");
    const auto database = db::Database::open(small_options(PostgresAdmin::get().url_of(name_)));
    db::migrate(*database, db::embedded_migrations());
  }
  ~PostgresTemplate() { PostgresAdmin::get().drop(name_); }
  std::string name_;
};

}  // namespace

void TestDatabase::reopen() { reopen(options_); }

void TestDatabase::reopen(const db::Options& options) {
  close();
  options_ = options;
  database_ = db::Database::open(options_);
}

void TestDatabase::without_connection(const std::function<void()>& f) {
  close();
  f();
  reopen();
}

std::string name_of(db::Engine engine) {
  return engine == db::Engine::sqlite ? "sqlite" : "postgres";
}

std::vector<db::Engine> engines() {
  const char* wanted = std::getenv("GEWU_TEST_ENGINES");
  if (wanted == nullptr || *wanted == '\0') return {db::Engine::sqlite, db::Engine::postgres};
  std::vector<db::Engine> out;
  std::istringstream words(wanted);
  for (std::string word; std::getline(words, word, ',');) {
    if (word == "sqlite") {
      out.push_back(db::Engine::sqlite);
    } else if (word == "postgres") {
      out.push_back(db::Engine::postgres);
    } else {
      throw std::runtime_error("GEWU_TEST_ENGINES: no such engine: " + word);
    }
  }
  return out;
}

std::unique_ptr<TestDatabase> make_empty_database(db::Engine engine) {
  if (engine == db::Engine::sqlite) return std::make_unique<SqliteTestDatabase>();
  return std::make_unique<PostgresTestDatabase>("template0");
}

std::unique_ptr<TestDatabase> make_database(db::Engine engine) {
  if (engine == db::Engine::postgres) {
    return std::make_unique<PostgresTestDatabase>(PostgresTemplate::name());
  }
  auto made = std::make_unique<SqliteTestDatabase>();
  db::migrate(made->db(), db::embedded_migrations());
  return made;
}

}  // namespace gewu::test
