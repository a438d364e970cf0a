// SPDX-License-Identifier: Apache-2.0
// Tiles as a map asks for them.
#include <set>

#include "modules/cases/test/site.hpp"
#include "modules/tiles/tile.hpp"
#include "modules/tiles/tiles.hpp"
#include "reading.hpp"

namespace gewu::tiles {
namespace {

using namespace cases::test;
using namespace tiles::test;
using cases::NewReport;

struct Map : Site {
  explicit Map(TestDatabase& database) : Site(database) { append_tiles_routes(api, cases); }

  Map& as(AccountId account) {
    Site::as(account);
    return *this;
  }
  /// All tiles of a zoom over the town, by layer, as the present caller sees them.
  SeenTile look(const std::string& what, int z, const std::string& query = "") {
    SeenTile out;
    const auto first = *tile_of({34.710, 113.590}, z), last = *tile_of({34.690, 113.610}, z);
    for (auto x = first.x; x <= last.x; ++x) {
      for (auto y = first.y; y <= last.y; ++y) {
        const auto told = get("/tiles/" + what + "/" + std::to_string(z) + "/" + std::to_string(x) +
                              "/" + std::to_string(y) + query);
        REQUIRE_MESSAGE(told.status == 200, told.text);
        for (auto& [layer, features] : read_tile(told.text)) {
          auto& kept = out[layer];
          kept.insert(kept.end(), features.begin(), features.end());
        }
      }
    }
    return out;
  }
};

std::multiset<std::string> ids(const std::vector<SeenFeature>& features) {
  std::multiset<std::string> out;
  for (const auto& f : features) out.insert(f.properties.at("id"));
  return out;
}

TEST_CASE("each of the caller's open cases lies in one tile of a zoom, and nobody else's") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    std::multiset<std::string> in_a, in_b, all;
    for (int i = 0; i < 24; ++i) {
      const bool b = i % 3 == 0;
      const auto made = s.report([&](NewReport& in) {
        const auto at = b ? s.in_b() : s.in_a();
        in.point = geo::LatLon{at.lat + 0.00004 * (i - 12), at.lon + 0.00003 * (i % 5 - 2)};
      });
      (b ? in_b : in_a).insert(to_string(made.id));
      all.insert(to_string(made.id));
    }
    const auto closed = s.report();
    s.close(closed.id);
    s.report([](NewReport& in) { in.point.reset(); });  // nowhere on the map
    for (const int z : {14, 16, 18}) {
      CHECK(ids(s.as(s.worker_a).look("cases", z)["cases"]) == in_a);
      CHECK(ids(s.as(s.worker_b).look("cases", z)["cases"]) == in_b);
      CHECK(ids(s.as(s.centre).look("cases", z)["cases"]) == all);
      CHECK(s.as(s.rider).look("cases", z)["cases"].empty());
    }
  });
}

TEST_CASE("a case about its holder is drawn for the desk above and nobody below") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    const auto about = s.report([](NewReport& in) { in.about_holder = true; });
    CHECK(s.as(s.worker_a).look("cases", 15)["cases"].empty());
    CHECK(s.as(s.lead_a).look("cases", 15)["cases"].empty());
    const std::multiset<std::string> one{to_string(about.id)};
    CHECK(ids(s.as(s.community).look("cases", 15)["cases"]) == one);
    CHECK(s.as(s.lead_a).look("cases", 12)["counts"].empty());
  });
}

TEST_CASE("whoever holds a case elsewhere sees that one") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    const auto given = s.report(), other = s.report();
    s.dispatch(given.id, s.water());
    CHECK(ids(s.as(s.plumber).look("cases", 15)["cases"]) ==
          std::multiset<std::string>{to_string(given.id)});
    CHECK(ids(s.as(s.worker_a).look("cases", 15)["cases"]).size() == 2);
  });
}

TEST_CASE("from afar there is one point an area, with what is open and what is late") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    for (int i = 0; i < 3; ++i) s.report();
    s.report([&](NewReport& in) { in.point = s.in_b(); });
    s.as(s.centre);
    const auto now = s.look("cases", 12)["counts"];
    REQUIRE(now.size() == 2);
    for (const auto& f : now) {
      const bool a = f.properties.at("id") == to_string(s.place.area('A'));
      CHECK(f.properties.at("open") == (a ? "3" : "1"));
      CHECK(f.properties.at("overdue") == "0");
    }
    s.clock.advance(2h);
    for (const auto& f : s.look("cases", 12)["counts"]) {
      CHECK(f.properties.at("overdue") == f.properties.at("open"));
    }
    CHECK(s.look("cases", 12, "?state=handling")["counts"].empty());
    CHECK(s.look("cases", 12, "?state=reported")["counts"].size() == 2);
    s.as(s.worker_b);
    CHECK(s.look("cases", 12)["counts"].size() == 1);
  });
}

TEST_CASE("filters of the list hold on the map") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    const auto plain = s.report();
    s.report([](NewReport& in) { in.category.clear(); });
    s.as(s.centre);
    const std::multiset<std::string> one{to_string(plain.id)};
    CHECK(ids(s.look("cases", 15, "?category=event-01-10")["cases"]) == one);
    CHECK(s.look("cases", 15, "?state=handling")["cases"].empty());
    CHECK(s.look("cases", 15, "?emergency=true")["cases"].empty());
    CHECK(s.look("cases", 15, "?area=" + to_string(s.place.area('B')))["cases"].empty());
    CHECK(s.get("/tiles/cases/15/1/1?category=nothing").told() == "422 category_unknown ?category");
    CHECK(s.get("/tiles/cases/15/1/1?queue=mine").status == 422);
  });
}

TEST_CASE("a case says on the map what its colour and its click need") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    const auto made = s.report();
    const auto seen = s.as(s.centre).look("cases", 15)["cases"];
    REQUIRE(seen.size() == 1);
    CHECK(seen[0].properties ==
          std::map<std::string, std::string>{{"id", to_string(made.id)},
                                             {"number", std::to_string(made.number)},
                                             {"state", "reported"},
                                             {"alarm", "none"},
                                             {"emergency", "false"},
                                             {"category", "event-01-10"}});
  });
}

TEST_CASE("areas come with outlines and one label each, open to all") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    s.stranger();
    const auto seen = s.look("areas", 14);
    std::multiset<std::string> labels = ids(seen.at("labels"));
    CHECK(labels.count(to_string(s.place.area('A'))) == 1);
    CHECK(labels.size() == 5);  // four grids and the district
    std::set<std::string> drawn;
    for (const auto& f : seen.at("areas")) drawn.insert(f.properties.at("id"));
    CHECK(drawn.size() == 5);
    CHECK(ids(s.look("areas", 9).at("labels")).size() == 1);  // only the district
    CHECK(s.get("/tiles/areas/19/0/0").told() == "404 tile_unknown");
    CHECK(s.get("/tiles/areas/3/8/0").told() == "404 tile_unknown");
    CHECK(s.get("/tiles/cases/14/0/0").told() == "401 login_needed");
  });
}

TEST_CASE("a tile of areas holds until boundaries change") {
  for_each_engine([](TestDatabase& d) {
    Map s(d);
    s.stranger();
    const auto at = *tile_of(s.in_a(), 16);
    const std::string path = "/tiles/areas/16/" + std::to_string(at.x) + "/" + std::to_string(at.y);
    const auto etag = [&] {
      const auto version =
          s.read([&](db::ReadTx& tx) { return s.territories.current(tx, s.district)->district(); });
      return '"' + std::to_string(version.territory_version) + "-" +
             std::to_string(version.territory_stamp) + '"';
    };
    const auto before = s.get(path);
    CHECK(s.send(http::Method::get, path, "", {{"if-none-match", etag()}}).status == 304);
    const auto known = etag();
    const std::string code_of_a = s.read([&](db::ReadTx& tx) {
      return s.territories.current(tx, s.district)->find(s.place.area('A'))->code;
    });
    d.db()
        .write([&](db::WriteTx& tx) {
          areas::NewArea home;
          home.level = areas::Level::building;
          home.code = "A-1";
          home.name = "House 1";
          home.parent = code_of_a;
          home.point = s.in_a();
          return areas::add_areas(tx, s.ids, s.district, std::vector{home}, s.clock.now());
        })
        .value();
    const auto after = s.send(http::Method::get, path, "", {{"if-none-match", known}});
    CHECK(after.status == 200);
    CHECK(read_tile(after.text)["labels"].size() == read_tile(before.text)["labels"].size() + 1);
  });
}

}  // namespace
}  // namespace gewu::tiles
