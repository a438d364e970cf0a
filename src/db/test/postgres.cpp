// SPDX-License-Identifier: Apache-2.0
// What only a server between us and the disk can do: close connections, warn, deadlock.
#include <atomic>
#include <latch>
#include <thread>

#include "db/test/support.hpp"
#include "support/postgres_admin.hpp"

namespace gewu::db {
namespace {

const Sql insert_note{"test.insert_note", "insert into note (id, amount) values ($1, $2)"};
const Sql count_notes{"test.count_notes", "select count(*) from note"};
const Sql add{"test.add_to_note", "update note set amount = amount + 1 where id = $1"};
const Sql sleep_long{"postgres.sleep", "select pg_sleep(600) is null"};

/// A fresh database with `note(id, amount)`; nothing where PostgreSQL was left out on purpose.
std::unique_ptr<test::TestDatabase> with_notes(int writers = 1) {
  const auto engines = test::engines();
  if (std::find(engines.begin(), engines.end(), Engine::postgres) == engines.end()) return nullptr;
  auto d = test::make_empty_database(Engine::postgres);
  auto options = d->options();
  options.read_connections = 1;
  options.write_connections = writers;
  d->reopen(options);
  script(d->db(), "", "create table note (id bigint primary key, amount bigint not null)");
  return d;
}

std::string name_of(const test::TestDatabase& d) {
  const std::string& url = d.options().url;
  const auto slash = url.find('/', url.find("://") + 3);
  return url.substr(slash + 1, url.find('?') - slash - 1);
}

/// Ends every session of that database, as a restart of the server does.
void cut(const test::TestDatabase& d) {
  test::PostgresAdmin::get().run(
      "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + name_of(d) +
      "'");
}

int notes(Database& database) {
  return database.read([](ReadTx& tx) { return *tx.value<int>(count_notes); });
}

void insert(Database& database, int id) {
  database.write([&](WriteTx& tx) { tx.execute(insert_note, id, 1); });
}

/// Does `statement` in the moment of the commit of every insert.
void at_commit(Database& database, const std::string& statement) {
  script(database, "",
         "create function at_commit() returns trigger language plpgsql as "
         "$$ begin " +
             statement + "; return null; end $$");
  script(database, "",
         "create constraint trigger at_commit after insert on note deferrable initially deferred "
         "for each row execute function at_commit()");
}

TEST_CASE("idle connections that were cut are replaced without anybody noticing") {
  const auto d = with_notes();
  if (!d) return;
  insert(d->db(), 1);
  CHECK(notes(d->db()) == 1);
  cut(*d);
  insert(d->db(), 2);
  CHECK(notes(d->db()) == 2);
}

TEST_CASE("a connection cut inside a unit is unavailable, and nothing of it was done") {
  const auto d = with_notes();
  if (!d) return;
  int runs = 0;
  CHECK(fault_from([&] {
          d->db().write([&](WriteTx& tx) {
            ++runs;
            tx.execute(insert_note, 1, 1);
            cut(*d);
            tx.execute(insert_note, 2, 1);
          });
        }) == Fault::unavailable);
  CHECK(runs == 1);
  CHECK(notes(d->db()) == 0);
  insert(d->db(), 3);
  CHECK(notes(d->db()) == 1);
}

TEST_CASE("a connection cut inside a read is unavailable, and the next read works") {
  const auto d = with_notes();
  if (!d) return;
  CHECK(fault_from([&] {
          d->db().read([&](ReadTx& tx) {
            CHECK(tx.value<int>(count_notes) == 0);
            cut(*d);
            return tx.value<int>(count_notes);
          });
        }) == Fault::unavailable);
  CHECK(notes(d->db()) == 0);
}

TEST_CASE("a connection cut during the commit leaves the outcome unknown") {
  const auto d = with_notes();
  if (!d) return;
  at_commit(d->db(), "perform pg_terminate_backend(pg_backend_pid())");
  CHECK(fault_from([&] { insert(d->db(), 1); }) == Fault::unknown_outcome);
  CHECK(notes(d->db()) == 0);
}

TEST_CASE("a warning that a commit failed is an error though the server says COMMIT") {
  const auto d = with_notes();
  if (!d) return;
  at_commit(d->db(), "raise warning 'failed to commit transaction on worker:5432'");
  CHECK(fault_from([&] { insert(d->db(), 1); }) == Fault::unknown_outcome);
}

TEST_CASE("a cancelled wait for the standby is an error though the server says COMMIT") {
  const auto d = with_notes();
  if (!d) return;
  at_commit(d->db(), "raise warning using errcode = '57014', message = 'wait was cancelled'");
  CHECK(fault_from([&] { insert(d->db(), 1); }) == Fault::unknown_outcome);
}

TEST_CASE("other warnings do no harm") {
  const auto d = with_notes();
  if (!d) return;
  at_commit(d->db(), "raise warning 'the weather turns'");
  insert(d->db(), 1);
  CHECK(notes(d->db()) == 1);
}

TEST_CASE("an error raised by the commit itself is known not to have happened") {
  const auto d = with_notes();
  if (!d) return;
  at_commit(d->db(), "raise exception using errcode = '53100', message = 'no space'");
  CHECK(fault_from([&] { insert(d->db(), 1); }) == Fault::disk_full);
  CHECK(notes(d->db()) == 0);
}

TEST_CASE("a serialization failure at commit is run again") {
  const auto d = with_notes();
  if (!d) return;
  script(d->db(), "", "create sequence tries");
  at_commit(d->db(),
            "if nextval('tries') < 4 then raise exception using errcode = '40001'; end if");
  insert(d->db(), 1);
  CHECK(notes(d->db()) == 1);
  CHECK(d->db().stats().retries == 3);
}

TEST_CASE("of two units that deadlock both come through") {
  const auto d = with_notes(2);
  if (!d) return;
  insert(d->db(), 1);
  insert(d->db(), 2);
  std::latch both(2);
  const auto crossing = [&](int first, int second) {
    return [&, first, second, met = std::make_shared<bool>(false)] {
      d->db().write([&](WriteTx& tx) {
        Internal::run_unnamed(tx, "set local deadlock_timeout = '10ms'");
        tx.execute(add, first);
        if (!*met) {
          *met = true;
          both.arrive_and_wait();
        }
        tx.execute(add, second);
      });
    };
  };
  std::thread other(crossing(1, 2));
  crossing(2, 1)();
  other.join();
  CHECK(d->db().stats().retries >= 1);
}

TEST_CASE("a server that no longer answers is given up after the deadline") {
  const auto d = with_notes();
  if (!d) return;
  auto options = d->options();
  options.statement_timeout = std::chrono::milliseconds(20);
  d->reopen(options);
  static const Sql no_limit{"postgres.no_limit", "set local statement_timeout = 0"};
  CHECK(fault_from([&] {
          d->db().write([](WriteTx& tx) {
            tx.execute(no_limit);  // so that only our own deadline is left
            return tx.value<bool>(sleep_long);
          });
        }) == Fault::unavailable);
  d->reopen();
  insert(d->db(), 1);
}

TEST_CASE("a database that goes away is unavailable and is found again when it is back") {
  const auto d = with_notes();
  if (!d) return;
  insert(d->db(), 1);
  auto& admin = test::PostgresAdmin::get();
  admin.run("alter database " + name_of(*d) + " allow_connections false");
  cut(*d);
  CHECK(fault_from([&] { insert(d->db(), 2); }) == Fault::unavailable);
  CHECK(fault_from([&] { notes(d->db()); }) == Fault::unavailable);
  CHECK(fault_from([&] { d->db().probe(); }) == Fault::unavailable);
  admin.run("alter database " + name_of(*d) + " allow_connections true");
  insert(d->db(), 2);
  CHECK(notes(d->db()) == 2);
}

TEST_CASE("a standby that cannot write is left for another connection") {
  const auto d = with_notes();
  if (!d) return;
  static const Sql read_only{"postgres.read_only", "set transaction read only"};
  CHECK(fault_from([&] {
          d->db().write([](WriteTx& tx) {
            tx.execute(read_only);
            tx.execute(insert_note, 1, 1);
          });
        }) == Fault::unavailable);
  insert(d->db(), 2);
  CHECK(notes(d->db()) == 1);
}

TEST_CASE("the dialect tokens become clauses on PostgreSQL only") {
  CHECK(postgres_text("select id from a order by id /*for update*/") ==
        "select id from a order by id for update");
  CHECK(postgres_text("select id from a /*for update skip locked*/") ==
        "select id from a for update skip locked");
  CHECK(postgres_text("select id /*all districts*/ from a") ==
        "select id /*all districts*/ from a");
}

}  // namespace
}  // namespace gewu::db
