// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <boost/json.hpp>

#include "modules/areas/areas.hpp"
#include "modules/figures/figures.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

namespace gewu::figures {
namespace {

using api::Role;

// Front's people hold their role for area 1 of district 7: here the eastern street.
const DistrictId here{7};
constexpr AreaId root{100}, east{1}, east_grid{2}, west{3};

const db::Sql insert_district{"figures.test_insert_district", R"(
  insert into district (district_id, code, name, name_en, utc_offset_minutes, root_area_id,
    territory_version, territory_stamp, created_at)
  values ($1, 'TEST', '某区', 'Test', 480, 100, 1, 1, 0))"};
const db::Sql insert_version{"figures.test_insert_version", R"(
  insert into territory_version (district_id, version, valid_from, made_at, cause)
  values ($1, 1, 0, 0, 'test'))"};
const db::Sql insert_area{"figures.test_insert_area", R"(
  insert into area (district_id, area_id, level, code, from_version, to_version)
  values ($1, $2, $3, $4, 1, 9007199254740991))"};
const db::Sql insert_name{"figures.test_insert_name", R"(
  insert into area_name (district_id, area_id, from_version, to_version, name)
  values ($1, $2, 1, 9007199254740991, $3))"};
const db::Sql insert_parent{"figures.test_insert_parent", R"(
  insert into area_parent (district_id, area_id, from_version, to_version, parent_id)
  values ($1, $2, 1, 9007199254740991, $3))"};
const db::Sql insert_closure{"figures.test_insert_closure", R"(
  insert into area_closure (district_id, ancestor_id, descendant_id, from_version, to_version,
    depth)
  values ($1, $2, $3, 1, 9007199254740991, $4))"};

void add_area(db::WriteTx& tx, AreaId area, std::string_view level, const std::string& name,
              const std::vector<AreaId>& above) {
  tx.execute(insert_area, here, area, level, "A" + to_string(area));
  tx.execute(insert_name, here, area, name);
  tx.execute(insert_closure, here, area, area, 0);
  int depth = 0;
  for (const AreaId up : above) tx.execute(insert_closure, here, up, area, ++depth);
  if (!above.empty()) tx.execute(insert_parent, here, area, above.front());
}

struct Board {
  explicit Board(test::Database& d) : database(d.db()), front(d.db()), trees(territories) {
    database.write([&](db::WriteTx& tx) {
      tx.execute(insert_district, here);
      tx.execute(insert_version, here);
      add_area(tx, root, "district", "某区", {});
      add_area(tx, east, "street", "East", {root});
      add_area(tx, east_grid, "grid", "East 1", {east, root});
      add_area(tx, west, "street", "West", {root});
    });
    append_figures_routes(
        front.api, trees,
        [](db::ReadTx&, const api::Call& call, std::string_view kind,
           const std::vector<std::int64_t>& ids) {
          std::map<std::int64_t, RowName> out;
          for (const auto id : ids) {
            if (kind == "case" && !call.who().has_any({Role::department}))
              out[id] = {"N" + std::to_string(id), "Lamp out"};
          }
          return out;
        },
        [](db::ReadTx&, DistrictId, const std::vector<CategoryId>& ids) {
          std::map<CategoryId, std::string> out;
          for (const CategoryId id : ids) out[id] = "C" + to_string(id);
          return out;
        });
    const Day day = parse_iso_date("2026-03-05").value();
    add(Metric::reported, east_grid, 5, day, 4);
    add(Metric::closed, east_grid, 5, day, 2);
    add(Metric::registered, east, 0, day, 3);
    add(Metric::reported, west, 6, day, 7);
  }

  void add(Metric metric, AreaId area, std::int64_t category, Day day, int times) {
    std::vector<FactDraft> facts;
    for (int i = 0; i < times; ++i) {
      facts.push_back({.metric = metric,
                       .area = area,
                       .category = CategoryId{category},
                       .at = start_of_day(day, std::chrono::minutes(480)) + Duration(i),
                       .day = day,
                       .source_kind = "case",
                       .source_id = i + 1});
    }
    database.write([&](db::WriteTx& tx) { append(tx, ids, here, facts, facts[0].at); });
  }

  boost::json::value ask(const std::string& rest, int status = 200) {
    const auto reply = front.get("/api/v1/here/figures" + rest);
    INFO(rest << ": " << reply.body);
    REQUIRE(reply.status == status);
    return boost::json::parse(reply.body);
  }

  db::Database& database;
  test::Front front;
  areas::Territories territories;
  Trees trees;
  IdSource ids{1};
};

const std::string march = "?from=2026-03-01&to=2026-03-31";

TEST_CASE("figures are shown of the first granted area, with rates and names") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    board.front.as(Role::leader);
    const auto all = board.ask(march + "&by=area");
    CHECK(all.at("area").as_string() == "1");
    CHECK(all.at("area_name").as_string() == "East");
    CHECK(all.at("total").at("reported").as_int64() == 4);
    CHECK(all.at("total").at("closed").as_int64() == 2);
    CHECK(all.at("unfolded").as_int64() == 9);
    const auto& rows = all.at("rows").as_array();
    REQUIRE(rows.size() == 2);
    CHECK(rows[0].at("key").at("area").as_string() == "1");
    CHECK(rows[0].at("key").at("own_only").as_bool());
    CHECK(rows[0].at("values").at("registered").as_int64() == 3);
    CHECK(rows[1].at("key").at("name").as_string() == "East 1");
    bool found = false;
    for (const auto& rate : all.at("rates").as_array()) {
      if (rate.at("code").as_string() != "closing_rate") continue;
      found = true;
      CHECK(rate.at("numerator").as_int64() == 2);
      CHECK(rate.at("denominator").as_int64() == 3);
      CHECK(rate.at("low").as_double() < rate.at("value").as_double());
      CHECK(rate.at("high").as_double() > rate.at("value").as_double());
    }
    CHECK(found);
    const auto categories = board.ask(march + "&by=category&metrics=registered,reported");
    CHECK(categories.at("rows").at(0).at("key").at("no_category").as_bool());
    CHECK(categories.at("rows").at(1).at("key").at("code").as_string() == "C5");
    CHECK(!categories.at("total").as_object().contains("closed"));
    const auto days = board.ask(march + "&by=day&area=2");
    CHECK(days.at("rows").at(0).at("key").at("day").as_string() == "2026-03-05");
  });
}

TEST_CASE("a figure opens to its rows, with numbers and titles, page by page") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    board.front.as(Role::grid_worker);
    const auto first = board.ask("/rows" + march + "&metric=reported&limit=3");
    CHECK(first.at("total").as_int64() == 4);
    CHECK(first.at("sum").as_int64() == 4);
    REQUIRE(first.at("items").as_array().size() == 3);
    const auto& row = first.at("items").at(0);
    CHECK(row.at("source_kind").as_string() == "case");
    CHECK(row.at("source").as_string() == "4");
    CHECK(row.at("number").as_string() == "N4");
    CHECK(row.at("title").as_string() == "Lamp out");
    CHECK(row.at("area_name").as_string() == "East 1");
    CHECK(row.at("category_code").as_string() == "C5");
    const std::string next(first.at("next").as_string());
    const auto second = board.ask("/rows" + march + "&metric=reported&limit=3&cursor=" + next);
    CHECK(second.at("items").as_array().size() == 1);
    CHECK(!second.as_object().contains("next"));
    const auto own = board.ask("/rows" + march + "&metric=registered&own_only=true");
    CHECK(own.at("total").as_int64() == 3);
    const auto none = board.ask("/rows" + march + "&metric=registered&no_category=true");
    CHECK(none.at("items").as_array().size() == 3);
  });
}

TEST_CASE(
    "a figure counts what its reader may not open, and tells nothing of what was said there") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    board.front.as(Role::department);
    const auto opened = board.ask("/rows" + march + "&metric=reported");
    CHECK(opened.at("total").as_int64() == 4);
    REQUIRE(opened.at("items").as_array().size() == 4);
    for (const auto& row : opened.at("items").as_array()) {
      CHECK(row.at("area_name").as_string() == "East 1");
      CHECK(!row.as_object().contains("number"));
      CHECK(!row.as_object().contains("title"));
    }
  });
}

TEST_CASE("somebody else's area is not found, and part-time workers and strangers see nothing") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    const auto code = [&](const std::string& rest, int status) {
      return std::string(board.ask(rest, status).at("code").as_string());
    };
    board.front.as(Role::leader);
    for (const std::string area : {"3", "100", "99"}) {
      CHECK(code(march + "&area=" + area, 404) == "area_unknown");
      CHECK(code("/rows" + march + "&metric=closed&area=" + area, 404) == "area_unknown");
    }
    board.ask(march + "&area=2");
    board.front.as(Role::part_time_worker);
    board.ask(march, 403);
    board.ask("/rows" + march + "&metric=closed", 403);
    board.front.as(std::nullopt);
    board.ask(march, 401);
    board.ask("/rows" + march + "&metric=closed", 401);
  });
}

TEST_CASE("bad questions are refused with the name of the parameter") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    board.front.as(Role::leader);
    const auto field = [&](const std::string& rest) {
      const auto reply = board.front.get("/api/v1/here/figures" + rest);
      CHECK(reply.status >= 400);
      CHECK(reply.status < 500);
      return std::string(boost::json::parse(reply.body).at("field").as_string());
    };
    CHECK(field("") == "?from");
    CHECK(field("?from=2026-03-32&to=2026-03-31") == "?from");
    CHECK(field("?from=2026-03-31&to=2026-03-01") == "?from");
    CHECK(field("?from=2020-03-31&to=2026-03-01&by=day") == "?from");
    CHECK(field(march + "&by=hour") == "?by");
    CHECK(field(march + "&lens=ever") == "?lens");
    CHECK(field(march + "&metrics=closed,nothing") == "?metrics");
    CHECK(field(march + "&shape=round") == "?shape");
    CHECK(field("/rows" + march) == "?metric");
    CHECK(field("/rows" + march + "&metric=closed&cursor=here") == "?cursor");
    CHECK(field("/rows" + march + "&metric=closed&limit=many") == "?limit");
    for (const char* limit : {"0", "-5", "201"}) {
      CHECK(field("/rows" + march + "&metric=closed&limit=" + limit) == "?limit");
    }
  });
}

TEST_CASE("a lens that is behind the boundaries says so until the facts have been moved") {
  test::for_each_engine([](test::Database& d) {
    Board board(d);
    board.front.as(Role::leader);
    CHECK(board.ask(march).at("boundaries_current").as_bool());
    CHECK(!board.ask(march + "&lens=as_is").at("boundaries_current").as_bool());
    relocate(
        board.database, here, [](const FactPlace& place) { return place.area; }, {}, 1);
    CHECK(board.ask(march + "&lens=as_is").at("boundaries_current").as_bool());
  });
}

}  // namespace
}  // namespace gewu::figures
