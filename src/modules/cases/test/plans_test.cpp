// SPDX-License-Identifier: Apache-2.0
// Lists that are asked all day go along an index, whatever filters a statement can take besides.
#include <algorithm>
#include <map>

#include "modules/cases/test/town.hpp"

namespace gewu::cases::test {

namespace {

/// What SQLite would do for a named statement; statements of its own live as long as the process.
std::string plan_of(db::ReadTx& tx, std::string_view name) {
  static std::map<std::string, std::unique_ptr<db::Sql>, std::less<>> explained;
  auto& sql = explained[std::string(name)];
  if (!sql) {
    const auto all = db::Sql::all();
    const auto found = std::find_if(all.begin(), all.end(),
                                    [&](const db::Sql* each) { return each->name() == name; });
    REQUIRE_MESSAGE(found != all.end(), name);
    sql = std::make_unique<db::Sql>("test.explain." + std::string(name),
                                    "explain query plan " + std::string((*found)->text()));
  }
  std::size_t parameters = 0;
  for (std::size_t n = 1; sql->text().find("$" + std::to_string(n)) != std::string_view::npos;
       ++n) {
    parameters = n;
  }
  std::string out;
  tx.rows(*sql, std::vector<db::Value>(parameters, db::Value(nullptr)),
          [&](const db::Row& row) { return out += row.text(3) + "\n", true; });
  return out;
}

}  // namespace

TEST_CASE("each list and count goes along its index and sorts only where few areas are probed") {
  const std::map<std::string, std::string> index_of{
      {"cases.list_open_district", "cases_open_by_due"},
      {"cases.list_open_wide", "cases_open_by_due"},
      {"cases.list_open_narrow", "cases_open_by_area"},
      {"cases.count_open_district", "cases_open_by_due"},
      {"cases.count_open_narrow", "cases_open_by_area"},
      {"cases.list_holder_district", "cases_open_by_holder"},
      {"cases.list_holder_wide", "cases_open_by_holder"},
      {"cases.count_holder_wide", "cases_open_by_holder"},
      {"cases.list_held", "cases_open_by_holder"},
      {"cases.count_held", "cases_open_by_holder"},
      {"cases.list_finished_district", "cases_by_state"},
      {"cases.list_finished_wide", "cases_by_state"},
      {"cases.list_finished_narrow", "cases_finished_by_area"},
      {"cases.count_finished_district", "cases_by_state"},
      {"cases.open_kinds", "COVERING INDEX cases_open_standing"},
      {"cases.standing_district", "COVERING INDEX cases_open_standing"},
      {"cases.standing_narrow",
       "COVERING INDEX cases_open_standing (district_id=? AND area_id=?)"}};
  const auto database = gewu::test::make_database(db::Engine::sqlite);
  database->db().read([&](db::ReadTx& tx) {
    for (const auto& [name, index] : index_of) {
      const std::string plan = plan_of(tx, name);
      INFO(name, "\n", plan);
      CHECK(plan.find(index) != std::string::npos);
      CHECK(plan.find("SCAN k") == std::string::npos);
      const bool few_areas = name.find("narrow") != std::string::npos;
      CHECK((plan.find("TEMP B-TREE") == std::string::npos || few_areas));
    }
  });
}

}  // namespace gewu::cases::test
