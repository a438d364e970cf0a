// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>
#include <rapidcheck.h>

#include "modules/areas/areas_service_geojson.hpp"

using namespace gewu;
using namespace gewu::areas;

namespace {

const std::string kFile =
    R"({"type":"FeatureCollection",)"
    R"("crs":{"type":"name","properties":{"name":"urn:ogc:def:crs:EPSG::4490"}},)"
    R"("features":[{"type":"Feature","properties":{"adcode":411281.0,"Name":" 义马市 ",)"
    R"("parent":{"adcode":411200},"open":true,"none":null,"list":[1,2],"half":2.5},)"
    R"("geometry":{"type":"MultiPolygon","coordinates":)"
    R"([[[[113,34],[113.01,34,12.5],[113.01,34.01],[113,34]]]]}},)"
    R"({"type":"Feature","properties":null,)"
    R"("geometry":{"type":"LineString","coordinates":[[1,2],[3,4]]}}]})";

}  // namespace

TEST_CASE("properties come as text, nested ones by a dot, whatever their type") {
  const auto file = read_geojson(kFile);
  REQUIRE(file.ok());
  CHECK(file->crs == "urn:ogc:def:crs:EPSG::4490");
  REQUIRE(file->features.size() == 2);
  const Feature& f = file->features[0];
  CHECK(field(f, {}, "code") == "411281");
  CHECK(field(f, {}, "name") == "义马市");
  CHECK(field(f, {}, "parent") == "411200");
  CHECK(!field(f, {}, "level"));
  CHECK(!f.flaw);
  REQUIRE(f.shape.size() == 1);
  CHECK(f.shape[0].outer[1] == geo::LatLon{34, 113.01});
  REQUIRE(file->features[1].flaw);
  CHECK(file->features[1].flaw->code == "geometry_not_an_area");
}

TEST_CASE("a map names another property, fixes a value or translates one") {
  const auto file = read_geojson(kFile);
  const Feature& f = file->features[0];
  const auto map = read_field_map(R"({"code":"half","level":{"value":"grid"},)"
                                  R"("name":{"property":"open","values":{"true":"Open"}}})");
  REQUIRE(map.ok());
  CHECK(field(f, *map, "code") == "2.5");
  CHECK(field(f, *map, "level") == "grid");
  CHECK(field(f, *map, "name") == "Open");
  CHECK(field(f, *map, "parent") == "411200");  // not named: its usual names
  for (const char* bad : {"[]", "{\"code\":7}", "{\"planet\":\"x\"}", "{\"code\":{}}", "{",
                          "{\"code\":{\"property\":\"a\",\"values\":3}}"}) {
    CHECK(!read_field_map(bad).ok());
  }
}

TEST_CASE("no damaged file brings the reader down") {
  CHECK(rc::check([] {
    std::string text = kFile;
    const int wounds = *rc::gen::inRange(1, 6);
    for (int i = 0; i < wounds; ++i) {
      const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
      switch (*rc::gen::inRange(0, 3)) {
        case 0:
          text[at] = *rc::gen::element('[', ']', '{', '}', '"', ',', '9', 'n', '\0', '-', '\xff');
          break;
        case 1:
          text.erase(at, *rc::gen::inRange<std::size_t>(1, 40));
          break;
        default:
          text.insert(at, text.substr(*rc::gen::inRange<std::size_t>(0, text.size()), 30));
      }
      if (text.empty()) text = "x";
    }
    const auto file = read_geojson(text);
    if (!file.ok()) return;
    for (const Feature& f : file->features) {
      for (auto name : our_fields()) (void)field(f, {}, name);
      if (!f.flaw && !f.shape.empty() && !geo::find_flaw(f.shape)) {
        RC_ASSERT(geo::area_m2(f.shape) > 0);
        RC_ASSERT(!geo::normalised(f.shape).empty());
      }
    }
  }));
}
