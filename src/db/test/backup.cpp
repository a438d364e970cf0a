// SPDX-License-Identifier: Apache-2.0
#include "db/backup.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "db/test/support.hpp"
#include "support/folder.hpp"

namespace gewu::db {
namespace {

namespace fs = std::filesystem;
using test::Folder;

const Sql insert_thing{"test.insert_backup_thing",
                       "insert into thing (district_id, id, amount, data) values (1, $1, 1, $2)"};
const Sql count_things{"test.count_backup_things",
                       "select count(*) from thing where district_id = 1"};

void add_things(Database& database, int from, int count) {
  database.write([&](WriteTx& tx) {
    for (int i = 0; i < count; ++i) tx.execute(insert_thing, from + i, Blob(8000));
  });
}

std::int64_t things_in(const Options& options) {
  const auto database = Database::open(options);
  return *database->read([](ReadTx& tx) { return tx.value<std::int64_t>(count_things); });
}

/// Where a copy of that engine's database may be restored to.
struct Target {
  Target(Engine engine, const Folder& folder) {
    if (engine == Engine::postgres) {
      empty = test::make_empty_database(engine);
      options = empty->options();
    } else {
      options.url = "sqlite:" + (folder / "restored.sqlite").string();
    }
  }
  std::unique_ptr<test::TestDatabase> empty;
  Options options;
};

TEST_CASE("a copy is the moment it began, however much is written while it is made") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Folder folder;
    make_thing_table(d.db());
    for (int i = 0; i < 10; ++i) add_things(d.db(), i * 100, 100);  // some 8 MB: several steps
    int asked = 0;
    const auto verdict = backup_to(d.options(), folder / "copy", [&](auto, auto) {
      if (++asked <= 50) add_things(d.db(), 1000 + asked, 1);
      return asked < 1000;  // a copy that begins anew with every write would never end
    });
    REQUIRE(verdict.ok());
    // SQLite copies in steps of so many pages; pg_dump is asked by the clock and may be through.
    CHECK(asked >= (d.engine() == Engine::sqlite ? 2 : 1));
    const Target target(d.engine(), folder);
    REQUIRE(restore_from(target.options, folder / "copy").ok());
    const auto copied = things_in(target.options);
    // pg_dump takes its moment some time after it was started.
    CHECK(copied >= 1000);
    CHECK(copied <= 1000 + asked);
    if (d.engine() == Engine::sqlite) CHECK(copied == 1000);
  });
}

TEST_CASE("a copy that is stopped says so") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Folder folder;
    make_thing_table(d.db());
    for (int i = 0; i < 10; ++i) add_things(d.db(), i * 100, 100);
    const auto verdict = backup_to(d.options(), folder / "copy", [](auto, auto) { return false; });
    REQUIRE_FALSE(verdict.ok());
    CHECK(verdict.error().code == "copy_stopped");
  });
}

TEST_CASE("only an empty database takes a copy, and only a sound one") {
  test::for_each_engine([](test::TestDatabase& d) {
    const Folder folder;
    make_thing_table(d.db());
    add_things(d.db(), 1, 10);
    REQUIRE(backup_to(d.options(), folder / "copy").ok());
    CHECK(restore_from(d.options(), folder / "copy").error().code == "database_not_empty");
    const Target target(d.engine(), folder);
    std::ofstream(folder / "junk") << "this is no copy of a database";
    bool taken = true;
    try {
      taken = restore_from(target.options, folder / "junk").ok();
    } catch (const DbError&) {
      taken = false;
    }
    CHECK_FALSE(taken);
    CHECK(must_be_empty(target.options).ok());
    CHECK(restore_from(target.options, folder / "copy").ok());
    CHECK(things_in(target.options) == 10);
  });
}

TEST_CASE("a database that is not there is not copied, and not made") {
  const Folder folder;
  Options none;
  none.url = "sqlite:" + (folder / "none.sqlite").string();
  CHECK(backup_to(none, folder / "copy").error().code == "database_missing");
  CHECK(fs::is_empty(folder));
}

TEST_CASE("what is no url of a database is refused") {
  CHECK(engine_of("sqlite:a") == Engine::sqlite);
  CHECK(engine_of("postgresql:///a") == Engine::postgres);
  CHECK_THROWS_AS(engine_of("mysql://a"), DbError);
}

}  // namespace
}  // namespace gewu::db
