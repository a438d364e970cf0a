// SPDX-License-Identifier: Apache-2.0
#include <sqlite3.h>

#include "db/postgres_connection.hpp"
#include "db/sqlite_connection.hpp"
#include "db/test/support.hpp"

namespace gewu::db {
namespace {

const Sql insert_thing{"test.insert_fault_thing",
                       "insert into thing (district_id, id, label, amount, parent) "
                       "values ($1, $2, $3, $4, $5)"};
const Sql select_ids{"test.select_fault_ids",
                     "select id from thing where district_id = $1 order by id"};
const Sql broken{"test.broken", "select nothing from nowhere"};
const Sql endless{"test.endless",
                  "with recursive c(n) as (select 1 union all select n + 1 from c "
                  "where n < 2000000000) select count(*) from c"};

using test::for_each_engine;

std::vector<int> ids(Database& database) {
  return database.read([](ReadTx& tx) {
    return tx.all(
        select_ids, [](const Row& r) { return r.get<int>(0); }, 1);
  });
}

TEST_CASE("both engines tell a broken constraint alike") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const auto inserting = [&](auto... values) {
      return fault_from(
          [&] { d.db().write([&](WriteTx& tx) { tx.execute(insert_thing, values...); }); });
    };
    d.db().write([](WriteTx& tx) { tx.execute(insert_thing, 1, 1, "taken", 1, nullptr); });
    CHECK(inserting(1, 1, "other", 1, nullptr) == Fault::unique_violation);  // primary key
    CHECK(inserting(1, 2, "taken", 1, nullptr) == Fault::unique_violation);
    CHECK(inserting(1, 2, "x", 1, 99) == Fault::foreign_key_violation);
    CHECK(inserting(1, 2, "x", -1, nullptr) == Fault::check_violation);
    CHECK(inserting(1, 2, "x", nullptr, nullptr) == Fault::check_violation);
    CHECK(ids(d.db()) == std::vector{1});
  });
}

TEST_CASE("a statement the engine does not understand is another fault") {
  for_each_engine([](test::TestDatabase& d) {
    CHECK(fault_from([&] { d.db().write([](WriteTx& tx) { tx.execute(broken); }); }) ==
          Fault::other);
    CHECK(fault_from([&] { d.db().read([](ReadTx& tx) { return tx.value<int>(broken); }); }) ==
          Fault::other);
  });
}

TEST_CASE("a read transaction cannot write") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    static const Sql sneaky{"test.sneaky",
                            "insert into thing (district_id, id, amount) values (1, 1, 1) "
                            "returning id"};
    CHECK_THROWS_AS(d.db().read([](ReadTx& tx) { return tx.value<int>(sneaky); }), DbError);
    CHECK(ids(d.db()).empty());
  });
}

TEST_CASE("a statement over its time limit is stopped and told as busy") {
  for_each_engine([](test::TestDatabase& d) {
    auto options = d.options();
    options.statement_timeout = std::chrono::milliseconds(50);
    d.reopen(options);
    make_thing_table(d.db());
    CHECK(fault_from([&] {
            d.db().read([](ReadTx& tx) { return tx.value<std::int64_t>(endless); });
          }) == Fault::busy);
    CHECK(fault_from([&] {
            d.db().write([](WriteTx& tx) {
              tx.execute(insert_thing, 1, 1, "half", 1, nullptr);
              return tx.value<std::int64_t>(endless);
            });
          }) == Fault::busy);
    CHECK(ids(d.db()).empty());
    d.db().write([](WriteTx& tx) { tx.execute(insert_thing, 1, 2, "after", 1, nullptr); });
    CHECK(ids(d.db()) == std::vector{2});
  });
}

TEST_CASE("an error that the closure swallows still rolls the unit back") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const auto swallow = [&] {
      d.db().write([](WriteTx& tx) {
        tx.execute(insert_thing, 1, 1, "half", 1, nullptr);
        CHECK_THROWS_AS(tx.execute(insert_thing, 1, 1, "twice", 1, nullptr), DbError);
        CHECK_THROWS_AS(tx.execute(insert_thing, 1, 2, "later", 1, nullptr), DbError);
      });
    };
    CHECK(fault_from(swallow) == Fault::unique_violation);
    CHECK(ids(d.db()).empty());
  });
}

TEST_CASE("what a closure throws reaches the writer unchanged and rolls back") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    CHECK_THROWS_WITH_AS(d.db().write([](WriteTx& tx) {
      tx.execute(insert_thing, 1, 1, "half", 1, nullptr);
      throw std::out_of_range("mine");
    }),
                         "mine", std::out_of_range);
    CHECK(ids(d.db()).empty());
  });
}

TEST_CASE("a refusal rolls back and is handed on as the result") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const Done answer = d.db().write([](WriteTx& tx) -> Done {
      tx.execute(insert_thing, 1, 1, "half", 1, nullptr);
      return conflict("thing_taken", "somebody has it");
    });
    CHECK(answer.error().code == "thing_taken");
    CHECK(ids(d.db()).empty());
  });
}

TEST_CASE("waiting for the same database inside a transaction is an error, not a deadlock") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    const auto write = [&] {
      d.db().write([](WriteTx& tx) { tx.execute(insert_thing, 1, 1, "x", 1, nullptr); });
    };
    const auto read = [&] { return ids(d.db()); };
    CHECK_THROWS_AS(d.db().write([&](WriteTx&) { write(); }), std::logic_error);
    CHECK_THROWS_AS(d.db().write([&](WriteTx&) { read(); }), std::logic_error);
    CHECK_THROWS_AS(d.db().read([&](ReadTx&) { write(); }), std::logic_error);
    CHECK_THROWS_AS(d.db().read([&](ReadTx&) { read(); }), std::logic_error);
    write();
    CHECK(read() == std::vector{1});
  });
}

TEST_CASE("statements may be used inside the row loop of another, and of the same one") {
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) {
      for (int i = 1; i <= 3; ++i) {
        tx.execute(insert_thing, 1, i, "label " + std::to_string(i), 1, nullptr);
      }
    });
    int pairs = 0;
    d.db().read([&](ReadTx& tx) {
      tx.rows(select_ids, {std::int64_t{1}}, [&](const Row&) {
        tx.rows(select_ids, {std::int64_t{1}}, [&](const Row&) { return ++pairs, true; });
        return true;
      });
    });
    CHECK(pairs == 9);
  });
}

TEST_CASE("a row loop that stops early leaves a write with returning whole") {
  static const Sql raise{"test.raise",
                         "update thing set amount = amount + 10 where district_id = $1 "
                         "returning id"};
  static const Sql raised{"test.raised",
                          "select count(*) from thing where district_id = $1 and amount > 10"};
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    d.db().write([](WriteTx& tx) {
      for (int i = 1; i <= 5; ++i) tx.execute(insert_thing, 1, i, std::nullopt, 1, nullptr);
      CHECK(tx.value<int>(raise, 1).has_value());
    });
    CHECK(d.db().read([](ReadTx& tx) { return tx.value<int>(raised, 1); }) == 5);
  });
}

TEST_CASE("a foreign key is checked though only the first returned row was wanted") {
  static const Sql insert{"test.insert_returning",
                          "insert into thing (district_id, id, amount, parent) "
                          "values ($1, $2, 1, $3) returning id"};
  for_each_engine([](test::TestDatabase& d) {
    make_thing_table(d.db());
    CHECK(fault_from([&] {
            d.db().write([](WriteTx& tx) { return tx.value<int>(insert, 1, 1, 99); });
          }) == Fault::foreign_key_violation);
    CHECK(ids(d.db()).empty());
  });
}

TEST_CASE("every documented code maps to its fault") {
  using sqlite::fault_of_code;
  CHECK(fault_of_code(SQLITE_CONSTRAINT_UNIQUE) == Fault::unique_violation);
  CHECK(fault_of_code(SQLITE_CONSTRAINT_PRIMARYKEY) == Fault::unique_violation);
  CHECK(fault_of_code(SQLITE_CONSTRAINT_FOREIGNKEY) == Fault::foreign_key_violation);
  CHECK(fault_of_code(SQLITE_CONSTRAINT_CHECK) == Fault::check_violation);
  CHECK(fault_of_code(SQLITE_CONSTRAINT_NOTNULL) == Fault::check_violation);
  CHECK(fault_of_code(SQLITE_BUSY_SNAPSHOT) == Fault::serialization);
  CHECK(fault_of_code(SQLITE_BUSY) == Fault::busy);
  CHECK(fault_of_code(SQLITE_FULL) == Fault::disk_full);
  CHECK(fault_of_code(SQLITE_IOERR_WRITE) == Fault::unavailable);
  CHECK(fault_of_code(SQLITE_CANTOPEN) == Fault::unavailable);
  CHECK(fault_of_code(SQLITE_MISUSE) == Fault::other);
  using postgres::fault_of_state;
  CHECK(fault_of_state("23505") == Fault::unique_violation);
  CHECK(fault_of_state("23503") == Fault::foreign_key_violation);
  CHECK(fault_of_state("23514") == Fault::check_violation);
  CHECK(fault_of_state("23502") == Fault::check_violation);
  CHECK(fault_of_state("40001") == Fault::serialization);
  CHECK(fault_of_state("40P01") == Fault::serialization);
  CHECK(fault_of_state("55P03") == Fault::busy);
  CHECK(fault_of_state("57014") == Fault::busy);
  CHECK(fault_of_state("53100") == Fault::disk_full);
  CHECK(fault_of_state("53300") == Fault::unavailable);
  CHECK(fault_of_state("57P01") == Fault::unavailable);
  CHECK(fault_of_state("08006") == Fault::unavailable);
  CHECK(fault_of_state("25006") == Fault::unavailable);
  CHECK(fault_of_state("42601") == Fault::other);
}

TEST_CASE("an address that is no database is refused with the forms it may have") {
  const auto opening = [](const char* url) {
    Options options;
    options.url = url;
    return fault_from([&] { Database::open(options); });
  };
  CHECK(opening("mysql://x") == Fault::other);
  CHECK(opening("sqlite:") == Fault::other);
  CHECK(opening("sqlite::memory:") == Fault::other);
  CHECK(opening("sqlite:/no/such/folder/x.sqlite") == Fault::unavailable);
  CHECK(opening("postgresql://postgres@/x?host=/no/such/folder") == Fault::unavailable);
}

TEST_CASE("the probe reads and writes") {
  for_each_engine([](test::TestDatabase& d) {
    d.db().probe();
    CHECK(d.db().stats().commits > 0);
  });
}

}  // namespace
}  // namespace gewu::db
