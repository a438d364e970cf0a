// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <string>

#include "db/db.hpp"
#include "db/internal.hpp"
#include "support/database.hpp"

namespace gewu::db {

/// Runs DDL (or anything) written for either engine.
inline void script(Database& database, const std::string& sqlite, const std::string& postgres) {
  database.write([&](WriteTx& tx) {
    Internal::run_unnamed(tx, tx.engine() == Engine::sqlite ? sqlite : postgres);
  });
}

/// `thing(district_id, id, label unique, amount checked, data, parent)`: one of each constraint.
inline void make_thing_table(Database& database) {
  script(database,
         "create table thing (district_id integer not null, id integer not null, label text, "
         "amount integer not null check (amount >= 0), ratio real, data blob, parent integer, "
         "primary key (district_id, id), unique (district_id, label), "
         "foreign key (district_id, parent) references thing (district_id, id)) strict",
         "create table thing (district_id bigint not null, id bigint not null, label text, "
         "amount bigint not null check (amount >= 0), ratio double precision, data bytea, "
         "parent bigint, primary key (district_id, id), unique (district_id, label), "
         "foreign key (district_id, parent) references thing (district_id, id))");
}

/// The fault `f` ends with; fails the test where it throws none.
template <class F>
Fault fault_from(F&& f) {
  try {
    f();
  } catch (const DbError& error) {
    return error.fault();
  }
  FAIL("no DbError was thrown");
  return Fault::other;
}

}  // namespace gewu::db
