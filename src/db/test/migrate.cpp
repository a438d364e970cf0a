// SPDX-License-Identifier: Apache-2.0
#include "db/migrate.hpp"

#include <algorithm>
#include <thread>

#include "db/test/support.hpp"
#include "support/postgres_admin.hpp"

namespace gewu::db {
namespace {

Migration same(int number, std::string name, std::string text) {
  return {number, std::move(name), text, text};
}

std::vector<Migration> two() {
  return {same(1, "first", "create table a (id bigint primary key);"),
          same(2, "second",
               "-- a; comment\ninsert into a (id) values (7);\n"
               "create table b (note text); insert into b (note) values ('x;y');")};
}

const Sql notes_of_b{"test.notes_of_b", "select note from b order by note"};

std::string refusal(Database& database, const std::vector<Migration>& migrations) {
  try {
    migrate(database, migrations);
  } catch (const MigrationError& error) {
    return error.what();
  }
  return "";
}

/// Plain tables only, so that one text does for both engines (SQLite: without `strict`).
void for_each_empty(const std::function<void(test::TestDatabase&)>& test) {
  for (const Engine engine : test::engines()) {
    SUBCASE(test::name_of(engine).c_str()) {
      const auto d = test::make_empty_database(engine);
      test(*d);
    }
  }
}

TEST_CASE("migrations are applied once, in order, and reported") {
  for_each_empty([](test::TestDatabase& d) {
    const auto report = migrate(d.db(), two());
    CHECK(report.version == 2);
    REQUIRE(report.applied.size() == 2);
    CHECK(report.applied[1].name == "second");
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<std::string>(notes_of_b); }) == "x;y");
    const auto again = migrate(d.db(), two());
    CHECK(again.applied.empty());
    CHECK(again.version == 2);
  });
}

TEST_CASE("a dry run tells what is missing and leaves the database untouched") {
  for_each_empty([](test::TestDatabase& d) {
    CHECK(migrate(d.db(), two(), true).applied.size() == 2);
    CHECK(migrate(d.db(), two(), true).version == 0);
    CHECK(migrate(d.db(), std::vector{two()[0]}).applied.size() == 1);
    const auto report = migrate(d.db(), two(), true);
    REQUIRE(report.applied.size() == 1);
    CHECK(report.applied[0].number == 2);
    CHECK(report.version == 1);
  });
}

TEST_CASE("a file that was edited after it was applied is refused") {
  for_each_empty([](test::TestDatabase& d) {
    migrate(d.db(), two());
    auto edited = two();
    edited[0].sqlite += " ";
    edited[0].postgres += " ";
    CHECK(refusal(d.db(), edited).find("0001_first was applied with another text") !=
          std::string::npos);
  });
}

TEST_CASE("a database written by a newer binary is refused") {
  for_each_empty([](test::TestDatabase& d) {
    migrate(d.db(), two());
    CHECK(refusal(d.db(), {two()[0]}).find("written by a newer gewu") != std::string::npos);
  });
}

TEST_CASE("a number slipped in below an applied one is refused") {
  for_each_empty([](test::TestDatabase& d) {
    migrate(d.db(), std::vector{same(2, "b", "select 1")});
    const std::vector late{same(1, "a", "select 1"), same(2, "b", "select 1")};
    CHECK(refusal(d.db(), late).find("0001_a is missing below 0002_b") != std::string::npos);
  });
}

TEST_CASE("a migration that fails half-way leaves no trace, and those before it stay") {
  for_each_empty([](test::TestDatabase& d) {
    auto bad = two();
    bad.push_back(same(3, "bad", "create table c (id bigint); insert into nowhere values (1);"));
    CHECK_THROWS_AS(migrate(d.db(), bad), DbError);
    bad[2] = same(3, "mended", "create table c (id bigint);");
    const auto report = migrate(d.db(), bad);
    CHECK(report.applied.size() == 1);
    CHECK(report.version == 3);
  });
}

TEST_CASE("nodes that start together apply each migration once") {
  for_each_empty([](test::TestDatabase& d) {
    std::vector<std::thread> nodes;
    std::atomic<int> applied{0};
    for (int i = 0; i < 4; ++i) {
      nodes.emplace_back([&] {
        const auto own = Database::open(d.options());
        applied += static_cast<int>(migrate(*own, two()).applied.size());
      });
    }
    for (auto& node : nodes) node.join();
    CHECK(applied == 2);
    CHECK(migrate(d.db(), two()).version == 2);
  });
}

TEST_CASE("a PostgreSQL database with another text order is refused") {
  const auto engines = test::engines();
  if (std::find(engines.begin(), engines.end(), Engine::postgres) == engines.end()) return;
  auto& admin = test::PostgresAdmin::get();
  const std::string name = test::PostgresAdmin::unique_name("latin");
  admin.run("create database " + name + " template template0 encoding 'SQL_ASCII' locale 'C'");
  Options options;
  options.url = admin.url_of(name);
  options.write_connections = 1;
  CHECK(refusal(*Database::open(options), two()).find("needs UTF8") != std::string::npos);
  admin.drop(name);
}

TEST_CASE("a script is split at semicolons that end a statement") {
  CHECK(split_script("a; b ;; c") == std::vector<std::string>{"a", "b", "c"});
  CHECK(split_script("insert ';' ; x ''';' ;") ==
        std::vector<std::string>{"insert ';'", "x ''';'"});
  CHECK(split_script("select \";\"; y") == std::vector<std::string>{"select \";\"", "y"});
  CHECK(split_script("-- only; a comment\n /* and; another */ ;\n").empty());
  CHECK(split_script("a -- b;c\n d; e") == std::vector<std::string>{"a -- b;c\n d", "e"});
  CHECK(split_script("do $x$ a; $y$ b; $x$; c") ==
        std::vector<std::string>{"do $x$ a; $y$ b; $x$", "c"});
  CHECK(split_script("f $$;$$; g $1;") == std::vector<std::string>{"f $$;$$", "g $1"});
  CHECK(split_script("").empty());
}

TEST_CASE("the embedded migrations are ordered twins and start with the base") {
  const auto migrations = embedded_migrations();
  REQUIRE(!migrations.empty());
  CHECK(migrations[0].number == 1);
  CHECK(migrations[0].name == "base");
  CHECK(std::is_sorted(migrations.begin(), migrations.end(),
                       [](const auto& a, const auto& b) { return a.number < b.number; }));
}

}  // namespace
}  // namespace gewu::db
