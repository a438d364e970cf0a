// SPDX-License-Identifier: Apache-2.0
// Fresh, fully migrated databases for tests, on every engine from one source:
//
//   TEST_CASE("an area keeps its parents' dates") {
//     for_each_engine([](gewu::test::TestDatabase& d) {
//       d.db().write([&](db::WriteTx& tx) { … });
//     });
//   }
//
// SQLite lives in a fresh temporary folder. PostgreSQL comes from the cluster whose maintenance
// URL is in GEWU_TEST_POSTGRES (tools/pg_test_cluster starts one); without it a test fails, it is
// never skipped in silence. GEWU_TEST_ENGINES=sqlite restricts the engines for quick local work.
#pragma once

#include <doctest/doctest.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "db/db.hpp"

namespace gewu::test {

/// One throw-away database; gone when this is destroyed.
class TestDatabase {
 public:
  virtual ~TestDatabase() = default;

  db::Database& db() { return *database_; }
  db::Engine engine() const { return database_->engine(); }
  /// What opened it: change the limits and open a second handle, or give its url to a process.
  const db::Options& options() const { return options_; }
  /// Closes and opens again, as a restart does.
  void reopen();
  void reopen(const db::Options& options);
  /// Closes, calls `f` (which may fork: no thread of ours runs), and opens again.
  void without_connection(const std::function<void()>& f);

 protected:
  void close() { database_.reset(); }
  db::Options options_;
  std::unique_ptr<db::Database> database_;
};
using Database = TestDatabase;

/// The engines to test, in order: all unless GEWU_TEST_ENGINES (comma separated) says otherwise.
std::vector<db::Engine> engines();
/// "sqlite" or "postgres".
std::string name_of(db::Engine engine);

/// A fresh database of that engine, with every embedded migration applied.
std::unique_ptr<TestDatabase> make_database(db::Engine engine);
/// The same without any table.
std::unique_ptr<TestDatabase> make_empty_database(db::Engine engine);

/// Calls `test` once per engine, each time with a fresh database, in a doctest subcase named after
/// the engine (so that subcases inside `test` work and failures name the engine).
inline void for_each_engine(const std::function<void(TestDatabase&)>& test) {
  for (db::Engine engine : engines()) {
    DOCTEST_SUBCASE(name_of(engine).c_str()) {
      const auto database = make_database(engine);
      test(*database);
    }
  }
}

}  // namespace gewu::test
