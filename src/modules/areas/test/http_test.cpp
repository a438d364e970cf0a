// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "modules/areas/areas.hpp"
#include "support/ascii_territory.hpp"
#include "support/database.hpp"
#include "support/front.hpp"

using namespace gewu;
using namespace gewu::areas;

namespace {

const Instant kNow = instant(1'790'000'000'000);

std::string header(const http::Response& reply, std::string_view name) {
  for (const auto& [key, value] : reply.headers) {
    if (key == name) return value;
  }
  return "";
}
bool has(const http::Response& reply, const std::string& text) {
  return reply.body.find(text) != reply.body.npos;
}

struct House {
  explicit House(gewu::test::TestDatabase& d)
      : t(areas::test::from_ascii(d.db(), ids, kNow, {"AAB", "ACB"})),
        front(d.db(), kNow, t.district.id) {
    append_areas_routes(front.api, territories);
  }
  std::string at(geo::LatLon p) const {
    return "/api/v1/here/locate?lat=" + std::to_string(p.lat) + "&lon=" + std::to_string(p.lon);
  }
  IdSource ids{1};
  Territories territories;
  areas::test::AsciiTerritory t;
  gewu::test::Front front;
};

}  // namespace

TEST_CASE("anybody may ask whose an address is, and is told how it was read") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const NewArea building{.code = "C-1",
                           .name = "幸福里3号楼",
                           .level = Level::building,
                           .parent = "C",
                           .point = house.t.centre(1, 1),
                           .address = "文化路12号院3号楼",
                           .also_called = "老供销社"};
    const NewArea dwelling{.code = "C-1-1",
                           .name = "2单元501室",
                           .level = Level::dwelling,
                           .parent = "C-1",
                           .point = house.t.centre(1, 1)};
    REQUIRE(d.db()
                .write([&](db::WriteTx& tx) {
                  const std::vector<NewArea> both{building, dwelling};
                  return add_areas(tx, house.ids, house.t.district.id, both, kNow);
                })
                .ok());
    const auto ask = [&](const std::string& text) {
      return house.front.get("/api/v1/here/locate?address=" + text);
    };
    const auto found = ask("文化路１２号院三号楼2单元501");
    CHECK(found.status == 200);
    INFO(found.body);
    CHECK(has(found, R"("inside":true)"));
    CHECK(has(found, R"("address":{"outcome":"one","words":[{"words":"文化路","part":"name"},)"
                     R"({"words":"12号院","part":"house"},{"words":"3号楼","part":"building"},)"
                     R"({"words":"2单元","part":"unit"},{"words":"501","part":"room"}])"));
    // Without a login the house, not the door.
    CHECK(has(found, R"("code":"C-1","name":"幸福里3号楼")"));
    CHECK_FALSE(has(found, R"("code":"C-1-1")"));
    CHECK(has(found, R"("whole":true)"));
    CHECK(has(ask("老供销社"), R"("outcome":"one")"));
    CHECK(has(ask("平和里3号楼"), R"("outcome":"none")"));
    CHECK(has(ask("C-1"), R"("outcome":"one")"));
    CHECK(ask("").status == 422);
    CHECK(ask(std::string(200, 'x')).status == 422);
    const auto both = house.front.get("/api/v1/here/locate?lat=1&lon=2&address=x");
    CHECK(has(both, "place_twice"));
  });
}

TEST_CASE("anybody may ask whose a point is") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto in = house.front.get(house.at(house.t.centre(1, 1)));
    CHECK(in.status == 200);
    CHECK(has(in, R"({"inside":true,"territory_version":2,"area":{"id":")" +
                      to_string(house.t.area('C')) + R"(","parent":")" +
                      to_string(house.t.community) + R"(","level":"grid","code":"C")"));
    CHECK(has(in, R"("level":"community","code":"C1","name":"Yard")"));
    CHECK(has(in, R"("level":"district","code":"TEST")"));
    const auto out = house.front.get(house.at(house.t.centre(5, 0)));
    CHECK(out.status == 200);
    CHECK(has(out, R"({"inside":false,"territory_version":2,"chain":[],"nearest":{"area":{"id":")" +
                       to_string(house.t.area('A'))));
    CHECK(has(out, R"("metres":389)"));
  });
}

TEST_CASE("coordinates off the earth, missing or no numbers are refused by name") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto refused = [&](const std::string& query, const std::string& code,
                             const std::string& field) {
      const auto reply = house.front.get("/api/v1/here/locate" + query);
      INFO(query << " " << reply.body);
      CHECK(reply.status >= 400);
      CHECK(reply.status < 500);
      CHECK(has(reply, code));
      CHECK(has(reply, '"' + field + '"'));
    };
    refused("", "coordinate_missing", "?lat");
    refused("?lat=34", "coordinate_missing", "?lon");
    refused("?lat=91&lon=113", "coordinate_off_earth", "?lat");
    refused("?lat=34&lon=181", "coordinate_off_earth", "?lon");
    refused("?lat=x&lon=113", "json_type_wrong", "?lat");
    CHECK(house.front.get("/api/v1/nowhere/locate?lat=1&lon=1").status == 404);
  });
}

TEST_CASE("a district tells its bounds, clock and version, and the list names it") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto one = house.front.get("/api/v1/here");
    CHECK(one.status == 200);
    CHECK(has(one, R"("code":"TEST","name":"District TEST")"));
    CHECK(has(one, R"("utc_offset_minutes":480,"territory_version":2,"areas":6)"));
    CHECK(has(one, R"("bounds":{"south_west":{"lat":34.7,"lon":113.6})"));
    const auto all = house.front.get("/api/v1/districts");
    CHECK(all.body == R"({"districts":[{"code":"TEST","name":"District TEST","name_en":""}]})");
  });
}

TEST_CASE("the tree comes in pages, parents first") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto all = house.front.get("/api/v1/here/areas");
    CHECK(all.status == 200);
    for (const char* code : {"TEST", "S1", "C1", "A", "B", "C"}) {
      CHECK(has(all, std::string(R"("code":")") + code + '"'));
    }
    CHECK(!has(all, "next"));
    const auto first = house.front.get("/api/v1/here/areas?level=grid&limit=2");
    CHECK(has(first, R"("next":")" + to_string(house.t.area('B')) + '"'));
    const auto second = house.front.get("/api/v1/here/areas?level=grid&limit=2&after=" +
                                        to_string(house.t.area('B')));
    CHECK(has(second, R"("code":"C")"));
    CHECK(!has(second, R"("code":"B")"));
    CHECK(house.front.get("/api/v1/here/areas?limit=0").status >= 400);
    CHECK(has(house.front.get("/api/v1/here/areas?under=99"), "area_unknown"));
    CHECK(has(house.front.get("/api/v1/here/areas?level=planet"), "code_unknown"));
    const auto under = house.front.get("/api/v1/here/areas?under=" + to_string(house.t.area('B')));
    CHECK(has(under, R"("code":"B")"));
    CHECK(!has(under, R"("code":"C")"));
  });
}

TEST_CASE("outlines are sent once per version") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto reply = house.front.get("/api/v1/here/areas.geojson?level=grid");
    CHECK(reply.status == 200);
    CHECK(reply.content_type == "application/geo+json");
    CHECK(has(reply, R"({"type":"FeatureCollection","features":[)"));
    CHECK(has(reply, R"("geometry":{"type":"MultiPolygon","coordinates":[[[[113.6)"));
    const auto etag = header(reply, "ETag");
    const auto again =
        house.front.get("/api/v1/here/areas.geojson?level=grid", {{"if-none-match", etag}});
    CHECK(again.status == 304);
    CHECK(again.body.empty());
    NewArea renamed{.code = "A", .name = "东苑 \"<b>\"", .level = Level::grid, .parent = "C1"};
    d.db()
        .write([&](db::WriteTx& tx) {
          return add_areas(tx, house.ids, house.t.district.id, {&renamed, 1}, kNow);
        })
        .value();
    const auto after =
        house.front.get("/api/v1/here/areas.geojson?level=grid", {{"if-none-match", etag}});
    CHECK(after.status == 200);
    CHECK(has(after, R"(东苑 \"\u003cb>\")"));
    CHECK(has(house.front.get("/api/v1/here/areas.geojson?tolerance_m=-1"),
              "tolerance_out_of_range"));
    CHECK(has(house.front.get("/api/v1/here/areas.geojson?colour=red"), "json_key_unknown"));
  });
}

TEST_CASE("district codes lead to districts") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto lookup = make_district_lookup(d.db());
    CHECK(lookup->find("TEST") == house.t.district.id);
    CHECK(lookup->find("TEST") == house.t.district.id);
    CHECK(!lookup->find("OTHER"));
    CHECK(!lookup->find("'; drop table district; --"));
  });
}
