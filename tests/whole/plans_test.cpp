// SPDX-License-Identifier: Apache-2.0
// A statement that finds its rows by the district alone reads all that ever happened there: a page
// that takes a moment in the demo takes half a second after a year. SQLite tells how it would run
// each statement, and without statistics it tells the same for an empty database as for a full one.
#include <doctest/doctest.h>
#include <sqlite3.h>

#include <map>
#include <memory>
#include <set>
#include <sstream>
#include <string>

#include "app/node.hpp"
#include "db/backup.hpp"
#include "support/database.hpp"

namespace {

using namespace gewu;

/// Tables that grow by set-up and not by what happens; everything else counts as growing.
const std::set<std::string> settled = {
    "app_node",         "area",           "area_closure",
    "area_code",        "area_name",      "area_outline",
    "area_address",     "area_parent",    "calendar_day",
    "calendar_year",    "case_setting",   "category",
    "demo_account",     "demo_district",  "demo_follow_code",
    "district",         "figures_under",  "promise_refresh",
    "promise_window",   "published_post", "saved_filter",
    "schema_migration", "search_state",   "territory_version",
};

/// Statements that may read a growing table whole, and why.
const std::map<std::string, std::string> allowed = {
    {"cases.cases_without_report", "the doctor looks at everything"},
    {"cases.reports_without_case", "the doctor looks at everything"},
    {"figures.select_facts_twice", "the doctor looks at everything"},
    {"areas.load", "a join that starts at the areas, which are set up"},
    {"whole.count_cases", "a test of this binary"},
    {"cases.open_kinds", "what is open, from the index alone: 6 ms of 33,000"},
    {"cases.standing_district", "a board of all that is open, from the same index"},
    {"figures.claim_unfolded", "the tail, which the folder keeps short"},
    {"figures.count_unfolded", "the tail, which the folder keeps short"},
    {"figures.open_unfolded", "the tail, which the folder keeps short"},
    {"figures.select_tail", "the tail, which the folder keeps short"},
    {"search.count_notes", "counts up to a limit"},
    {"search.notes", "from its end, up to a limit"},
    {"sqlite.text_entries", "the doctor looks at everything"},
    {"sqlite.text_newest", "the index finds it, not a walk"},
    {"db.select_outbox_districts", "what waits to be sent, which is little"},
};

struct Close {
  void operator()(sqlite3* db) const { sqlite3_close(db); }
  void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};

/// The steps of its plan that read a growing table by the district alone, or by nothing.
std::string read_whole(sqlite3* db, const std::string& text) {
  sqlite3_stmt* raw = nullptr;
  if (sqlite3_prepare_v2(db, ("explain query plan " + text).c_str(), -1, &raw, nullptr) !=
      SQLITE_OK) {
    return sqlite3_errmsg(db);
  }
  const std::unique_ptr<sqlite3_stmt, Close> plan(raw);
  std::string out;
  while (sqlite3_step(raw) == SQLITE_ROW) {
    const std::string step = reinterpret_cast<const char*>(sqlite3_column_text(raw, 3));
    std::string verb, table;
    std::istringstream(step) >> verb >> table;
    const bool by_index = step.find(" USING ") != std::string::npos;
    const bool scan =
        verb == "SCAN" && (by_index || text.find("from " + table) != std::string::npos);
    const bool whole = verb == "SEARCH" && (step.ends_with("(district_id=?)") ||
                                            step.ends_with("(district_id=? AND open=?)"));
    if ((scan || whole) && !settled.contains(table)) out += "  " + step + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("no statement looks through all that ever happened in a district") {
  test::for_each_engine([](test::TestDatabase& d) {
    if (d.engine() != db::Engine::sqlite) return;
    sqlite3* raw = nullptr;
    REQUIRE(sqlite3_open_v2(db::sqlite_path(d.options().url).c_str(), &raw, SQLITE_OPEN_READONLY,
                            nullptr) == SQLITE_OK);
    const std::unique_ptr<sqlite3, Close> db(raw);
    std::set<std::string> reading;
    for (const db::Sql* sql : db::Sql::all()) {
      const std::string name(sql->name());
      if (name.starts_with("postgres.")) continue;
      const auto found = read_whole(raw, std::string(sql->text()));
      if (found.empty()) continue;
      reading.insert(name);
      CHECK_MESSAGE(allowed.contains(name), name, " reads\n", found,
                    "give it an index, or say in this file why it may");
    }
    for (const auto& [name, why] : allowed) {
      CHECK_MESSAGE(reading.contains(name), name, " is no longer an exception: take it off");
    }
  });
}
