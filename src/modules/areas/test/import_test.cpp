// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include "modules/areas/areas.hpp"
#include "modules/areas/foreign_file.hpp"
#include "support/database.hpp"
#include "support/folder.hpp"

using namespace gewu;
using namespace gewu::areas;
namespace fs = std::filesystem;

namespace {

const Instant kNow = instant(1'790'000'000'000);

struct House {
  explicit House(gewu::test::TestDatabase& database) : d(database) {}
  Result<ImportReport> import(ImportOptions options) {
    return import_areas(d.db(), ids, options, kNow);
  }
  ImportReport import_text(const std::string& geojson, ImportOptions options = {}) {
    options.path = folder.write("areas.geojson", geojson);
    return import(options).value();
  }
  std::shared_ptr<const TerritorySnapshot> territory(const std::string& code) {
    return d.db().read([&](db::ReadTx& tx) -> std::shared_ptr<const TerritorySnapshot> {
      const auto district = find_district(tx, code);
      return district ? territories.current(tx, district->id) : nullptr;
    });
  }
  gewu::test::TestDatabase& d;
  gewu::test::Folder folder;
  IdSource ids{1};
  Territories territories;
};

std::string ring(double west, double south, double east, double north) {
  const auto at = [](double x, double y) {
    return "[" + std::to_string(x) + "," + std::to_string(y) + "]";
  };
  return "[" + at(west, south) + "," + at(east, south) + "," + at(east, north) + "," +
         at(west, north) + "," + at(west, south) + "]";
}

std::string feature(const std::string& properties, const std::string& coordinates) {
  return R"({"type":"Feature","properties":{)" + properties +
         R"(},"geometry":{"type":"Polygon","coordinates":)" + coordinates + "}}";
}

std::string area(const std::string& code, const std::string& level, const std::string& parent,
                 const std::string& coordinates) {
  return feature(R"("code":")" + code + R"(","name":"Name )" + code + R"(","level":")" + level +
                     R"(","parent":")" + parent + '"',
                 coordinates);
}

std::string collection(const std::vector<std::string>& features) {
  std::string out = R"({"type":"FeatureCollection","features":[)";
  for (std::size_t i = 0; i < features.size(); ++i) out += (i ? "," : "") + features[i];
  return out + "]}";
}

const std::string kCity =
    feature(R"("code":"TOWN","name":"Town","level":"district","utc_offset_minutes":480)",
            "[" + ring(113, 34, 113.04, 34.04) + "]");
std::string grid(const std::string& code, double west) {
  return area(code, "grid", "TOWN", "[" + ring(west, 34, west + 0.01, 34.01) + "]");
}

const ImportIssue& only_error(const ImportReport& report) {
  REQUIRE(report.errors.size() == 1);
  return report.errors.front();
}

}  // namespace

TEST_CASE("a city is made from nothing but a bounding box") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto report = house.import_text(collection({feature(
        R"("code":"BALTIMORE","name":"Baltimore","level":"district","utc_offset_minutes":-300)",
        "[" + ring(-76.72, 39.19, -76.52, 39.38) + "]")}));
    CHECK(report.written);
    CHECK(report.added == 1);
    CHECK(report.warnings.empty());
    const auto t = house.territory("BALTIMORE");
    REQUIRE(t);
    CHECK(t->district().utc_offset_minutes == -300);
    CHECK(t->locate({39.29, -76.61}).area->level == Level::district);
    CHECK(t->locate({39.38, -76.52}).inside);  // its very corner
    CHECK(!t->locate({39, -76.61}).inside);
  });
}

TEST_CASE("a tree is taken in, and the same file again changes nothing") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    // Children before parents, and one without outline.
    const std::string file =
        collection({area("G2-1", "micro_grid", "G2", "[" + ring(113.01, 34, 113.015, 34.01) + "]"),
                    grid("G1", 113), grid("G2", 113.01), kCity,
                    R"({"type":"Feature","properties":{"code":"S","name":"Street","level":"街道"},)"
                    R"("geometry":null})"});
    const auto first = house.import_text(file);
    CHECK(first.written);
    CHECK(first.added == 5);
    REQUIRE(first.districts.size() == 1);
    CHECK(first.districts[0].is_new);
    CHECK(first.districts[0].version_after == 1);
    const auto t = house.territory("TOWN");
    CHECK(t->locate({34.005, 113.012}).area->code == "G2-1");
    CHECK(t->locate({34.005, 113.018}).area->code == "G2");
    CHECK(t->find_code("S")->parent == t->root());
    const auto again = house.import_text(file);
    CHECK(!again.written);
    CHECK(again.unchanged == 5);
    CHECK(again.added + again.changed + again.refused == 0);
    CHECK(house.territory("TOWN")->version() == 1);
  });
}

TEST_CASE("a changed outline or name is a new version, the rest unchanged") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    house.import_text(collection({kCity, grid("G1", 113), grid("G2", 113.01)}));
    const auto report = house.import_text(
        collection({kCity, area("G1", "grid", "TOWN", "[" + ring(113, 34, 113.01, 34.02) + "]"),
                    grid("G2", 113.01)}));
    CHECK(report.changed == 1);
    CHECK(report.unchanged == 2);
    CHECK(report.districts.at(0).version_after == 2);
    CHECK(house.territory("TOWN")->locate({34.015, 113.005}).area->code == "G1");
  });
}

TEST_CASE("broken geometry is refused with feature, place and reason, and nothing is written") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto refused = [&](const std::string& coordinates) {
      const auto report = house.import_text(
          collection({kCity, grid("G1", 113), area("G2", "grid", "TOWN", coordinates)}));
      CHECK(!report.written);
      CHECK(report.refused == 1);
      CHECK(house.territory("TOWN") == nullptr);
      const ImportIssue& error = only_error(report);
      CHECK(error.feature == 3);
      CHECK(error.code == "G2");
      CHECK(error.name == "Name G2");
      return error;
    };
    const auto crossed = refused("[[[113,34],[113.01,34.01],[113.01,34],[113,34.01],[113,34]]]");
    CHECK(crossed.reason == "ring_crosses_itself");
    REQUIRE(crossed.where);
    CHECK(crossed.where->lat == doctest::Approx(34.005));
    CHECK(refused("[" + ring(113, 34, 113.01, 34.01) + "," + ring(113.02, 34, 113.03, 34.01) + "]")
              .reason == "hole_outside");
    CHECK(refused("[[[34,113],[34.01,113],[34.01,113.01],[34,113]]]").reason ==
          "coordinates_swapped");
    CHECK(
        refused("[[[500000,3850000],[500100,3850000],[500100,3850100],[500000,3850000]]]").reason ==
        "coordinates_projected");
    CHECK(refused("[[[113,34],[113.01,null],[113.01,34.01],[113,34]]]").reason ==
          "coordinate_not_a_number");
    CHECK(refused("[[[113,34],[113.01,34],[113.01,34.01],[113,34.01]]]").reason ==
          "ring_not_closed");
    CHECK(refused("[113,34,7]").reason == "geometry_malformed");
    CHECK(refused("[]").reason == "ring_too_short");
  });
}

TEST_CASE("sound features of a broken file are taken only when asked for") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const std::string file = collection(
        {kCity, grid("G1", 113), area("G2", "grid", "TOWN", "[[[113,34],[113.01,34],[113,34]]]"),
         area("G2-1", "micro_grid", "G2", "[" + ring(113, 34, 113.01, 34.01) + "]")});
    const auto report = house.import_text(file, {.skip_broken = true});
    CHECK(report.written);
    CHECK(report.added == 2);
    CHECK(report.refused == 2);
    REQUIRE(report.errors.size() == 2);
    CHECK(report.errors[0].reason == "ring_too_short");
    CHECK(report.errors[1].reason == "parent_refused");
    CHECK(house.territory("TOWN")->find_code("G1"));
    CHECK(!house.territory("TOWN")->find_code("G2"));
  });
}

TEST_CASE("a dry run reports and writes nothing") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto report = house.import_text(collection({kCity, grid("G1", 113)}), {.dry_run = true});
    CHECK(report.added == 2);
    CHECK(!report.written);
    CHECK(house.territory("TOWN") == nullptr);
  });
}

TEST_CASE("a district whose own renewal is refused keeps its name, its sound areas come in") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    house.import_text(collection({kCity}));
    const std::string named = feature(R"("code":"TOWN","name":"a\u202eb","level":"district")",
                                      "[" + ring(113, 34, 113.04, 34.04) + "]");
    const auto report =
        house.import_text(collection({named, grid("G1", 113)}), {.skip_broken = true});
    CHECK(only_error(report).reason == "name_malformed");
    CHECK(report.added == 1);
    CHECK(house.territory("TOWN")->district().name == "Town");
    CHECK(house.territory("TOWN")->find_code("G1"));
  });
}

TEST_CASE("a district renamed or set to another clock is one change") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    house.import_text(collection({kCity}));
    const auto renewed = [&](const std::string& properties) {
      return house.import_text(
          collection({feature(R"("code":"TOWN","level":"district",)" + properties,
                              "[" + ring(113, 34, 113.04, 34.04) + "]")}));
    };
    CHECK(renewed(R"("name":"New Town")").changed == 1);
    CHECK(house.territory("TOWN")->district().name == "New Town");
    CHECK(house.territory("TOWN")->district().utc_offset_minutes == 480);
    CHECK(renewed(R"("name":"New Town","utc_offset_minutes":540)").changed == 1);
    CHECK(house.territory("TOWN")->district().utc_offset_minutes == 540);
    CHECK(renewed(R"("name":"New Town")").unchanged == 1);
  });
}

TEST_CASE("overlapping siblings and parts outside the parent are warned of in square metres") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto report = house.import_text(
        collection({kCity, grid("G1", 113), grid("G2", 113.005),
                    area("G3", "grid", "TOWN", "[" + ring(113.03, 34, 113.05, 34.01) + "]")}));
    CHECK(report.written);
    REQUIRE(report.warnings.size() == 2);
    CHECK(report.warnings[0].reason == "outside_parent");
    CHECK(report.warnings[0].code == "G3");
    CHECK(*report.warnings[0].area_m2 == doctest::Approx(1'024'000).epsilon(0.01));
    CHECK(report.warnings[1].reason == "overlaps_sibling");
    CHECK(report.warnings[1].code == "G2");
    CHECK(*report.warnings[1].area_m2 == doctest::Approx(512'000).epsilon(0.01));
  });
}

TEST_CASE("GCJ-02 is converted at the edge and what was given is told") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto report = house.import_text(collection({kCity}), {.crs = geo::Crs::gcj02});
    CHECK(report.crs == geo::Crs::gcj02);
    const auto corner = house.territory("TOWN")->bounds().south_west;
    CHECK(geo::distance_m(corner, {34, 113}) > 300);
    CHECK(geo::distance_m(corner, geo::wgs84_from_gcj02({34, 113})) < 30);
  });
}

TEST_CASE("official codes tell level, parent and district by themselves") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto bare = [](const std::string& code, const std::string& coordinates) {
      return feature(R"("adcode":)" + code + R"(,"name":"N","parent":null)", coordinates);
    };
    const std::string box = "[" + ring(113, 34, 113.01, 34.01) + "]";
    const auto report = house.import_text(
        collection({bare("440311", "[" + ring(113, 34, 113.04, 34.04) + "]"),
                    bare("440311001", box), bare("440311001001", box), bare("440311001001001", box),
                    bare("440311001001901", "[" + ring(113.002, 34.002, 113.003, 34.003) + "]")}));
    CHECK(report.errors.empty());
    REQUIRE(report.written);
    const auto t = house.territory("440311");
    CHECK(t->locate({34.005, 113.005}).chain.size() == 4);
    CHECK(t->locate({34.0025, 113.0025}).area->level == Level::dedicated_grid);
    const auto wrong = house.import_text(collection({bare("440311001001600", box)}));
    CHECK(wrong.written);
    const auto bad = house.import_text(
        collection({feature(R"("code":"440311001700","name":"N","level":"community")", box)}));
    CHECK(only_error(bad).reason == "code_wrong_for_level");
  });
}

TEST_CASE("properties under other names come in through a map") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    house.import_text(collection({kCity}));
    const std::string file = collection({feature(R"("WGBM":7,"WGMC":"东苑","LX":"普通")",
                                                 "[" + ring(113, 34, 113.01, 34.01) + "]")});
    ImportOptions options{.map = R"({"code":"WGBM","name":"WGMC",
        "level":{"property":"LX","values":{"普通":"grid"}},"parent":{"value":"TOWN"}})"};
    CHECK(only_error(house.import_text(file)).reason == "code_missing");
    CHECK(only_error(house.import_text(file, {.map = R"({"code":"WGBM","name":"WGMC"})"})).reason ==
          "level_missing");
    const auto report = house.import_text(file, options);
    CHECK(report.written);
    CHECK(house.territory("TOWN")->find_code("7")->name == "东苑");
    options.path = house.folder.write("a.json", file);
    options.map = house.folder.write("map.json", R"({"code":"WGBM","colour":"red"})");
    const auto odd = house.import(options);
    REQUIRE(!odd.ok());
    CHECK(odd.error().code == "map_malformed");
  });
}

TEST_CASE("a feature that lies nowhere needs a district named") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const std::string lone =
        collection({area("G1", "grid", "", "[" + ring(113, 34, 113.01, 34.01) + "]")});
    CHECK(only_error(house.import_text(lone)).reason == "district_unknown");
    CHECK(only_error(house.import_text(lone, {.district = "TOWN"})).reason == "district_unknown");
    house.import_text(collection({kCity}));
    CHECK(house.import_text(lone, {.district = "TOWN"}).written);
  });
}

TEST_CASE("files of no known kind are refused whole") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto why = [&](const std::string& name, const std::string& text) {
      const auto report = house.import({.path = house.folder.write(name, text)});
      return report.ok() ? std::string("taken") : report.error().code;
    };
    CHECK(why("a.json", "{\"type\":\"FeatureCollection\",\"features\":[{\"a\":NaN}]}") ==
          "json_malformed");
    CHECK(why("b.json", "{\"a\":1}") == "geojson_expected");
    CHECK(why("c.json", "[1,2]") == "format_unknown");
    CHECK(why("d.shp", "<OGRVRTDataSource></OGRVRTDataSource>") == "format_unknown");
    CHECK(why("e.zip", "PK\x03\x04") == "format_unknown");
    CHECK(why("f.gpkg", std::string("SQLite format 3\0", 16) + std::string(100, 'x')) ==
          "format_unknown");
    CHECK(why("g.shp", std::string("\x00\x00\x27\x0a", 4) + std::string(100, 'x')) ==
          "file_unreadable");
    CHECK(why("h.json", "") == "format_unknown");
    const auto vsi = house.import({.path = "/vsicurl/http://localhost/x.geojson"});
    CHECK(vsi.error().code == "file_unreadable");
    CHECK(house.import({.path = (house.folder / "missing").string()}).error().code ==
          "file_unreadable");
    house.folder.write("i.dbf", "rubbish");
    CHECK(why("i.shp", std::string("\x00\x00\x27\x0a", 4) + std::string(200, 'x')) ==
          "conversion_failed");
  });
}

TEST_CASE("a file of many areas is written in short units and comes into force at once") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    std::vector<std::string> features{kCity};
    for (int i = 0; i < 400; ++i) {
      const double west = 113 + 0.001 * (i % 40), south = 34 + 0.001 * (i / 40);
      features.push_back(area("M" + std::to_string(i), "micro_grid", "TOWN",
                              "[" + ring(west, south, west + 0.001, south + 0.001) + "]"));
    }
    ImportOptions options;
    options.path = house.folder.write("many.geojson", collection(features));
    std::size_t units = 0;
    const auto report =
        import_areas(d.db(), house.ids, options, kNow, [&](std::size_t, std::size_t) {
          ++units;
          CHECK(house.territory("TOWN") == nullptr);
        });
    REQUIRE(report.ok());
    CHECK(units > 3);
    CHECK(report->added == 401);
    CHECK(report->warnings.empty());
    CHECK(house.territory("TOWN")->locate({34.0005, 113.0005}).area->code == "M0");
  });
}

TEST_CASE("GeoPackage and Shapefile come in through ogr2ogr, other systems converted") {
  if (std::system("ogr2ogr --version > /dev/null 2>&1") != 0) {
    FAIL("ogr2ogr is missing: apt-get install gdal-bin");
  }
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const std::string source =
        house.folder.write("in.geojson", collection({kCity, grid("G1", 113)}));
    const auto make = [&](const std::string& options, const std::string& name) {
      const std::string path = (house.folder / name).string();
      REQUIRE(std::system(
                  ("ogr2ogr " + options + " " + path + " " + source + " 2>/dev/null").c_str()) ==
              0);
      return path;
    };
    const auto gpkg = house.import({.path = make("-f GPKG", "a.gpkg")});
    REQUIRE(gpkg.ok());
    CHECK(gpkg->format == "geopackage");
    CHECK(gpkg->added == 2);
    // Zone 38 of CGCS2000 in metres; a millimetre is lost on the way, the names are cut to ten.
    const auto shape = house.import(
        {.path = make("-f 'ESRI Shapefile' -t_srs EPSG:4547", "b.shp"), .dry_run = true});
    REQUIRE(shape.ok());
    CHECK(shape->format == "shapefile");
    CHECK(shape->refused == 0);
    CHECK(shape->unchanged + shape->changed == 2);
    CHECK(house.territory("TOWN")->locate({34.005, 113.005}).area->code == "G1");
  });
}

TEST_CASE("an address and other names come in, stay where a file is silent, and are dated") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    const auto grid = [](const std::string& more) {
      return collection(
          {kCity, feature(R"("code":"G1","name":"东苑","level":"grid","parent":"TOWN")" + more,
                          "[" + ring(113, 34, 113.01, 34.01) + "]")});
    };
    house.import_text(grid(R"(,"地址":"文化路１２号院","alias":"老院；供销社家属院")"));
    const auto first = house.territory("TOWN");
    CHECK(first->find_code("G1")->address == "文化路１２号院");
    CHECK(first->addresses().find("供销社家属院").outcome == AddressOutcome::one);
    const auto silent = house.import_text(grid(""));
    CHECK(silent.unchanged == 2);
    CHECK(silent.changed == 0);
    const auto moved = house.import_text(grid(R"(,"address":"文化路14号")"));
    CHECK(moved.changed == 1);
    const auto second = house.territory("TOWN");
    CHECK(second->find_code("G1")->address == "文化路14号");
    CHECK(second->find_code("G1")->also_called == "老院；供销社家属院");
    CHECK(second->addresses().find("文化路12号院").outcome == AddressOutcome::none);
    const auto before = d.db().read([&](db::ReadTx& tx) {
      return Territories::at_version(tx, first->district().id, first->version());
    });
    CHECK(before->find_code("G1")->address == "文化路１２号院");
    const auto broken = house.import_text(grid(",\"address\":\"" + std::string(201, 'x') + '"'));
    REQUIRE(broken.errors.size() == 1);
    CHECK(broken.errors[0].reason == "address_malformed");
  });
}

TEST_CASE("attribute tables in GBK are read") {
  gewu::test::for_each_engine([](gewu::test::TestDatabase& d) {
    House house(d);
    house.import_text(collection({kCity}));
    const std::string source = house.folder.write(
        "in.geojson",
        collection({feature(R"("code":"G1","name":"东苑网格","level":"grid","parent":"TOWN")",
                            "[" + ring(113, 34, 113.01, 34.01) + "]")}));
    const std::string path = (house.folder / "gbk.shp").string();
    REQUIRE(std::system(("ogr2ogr -f 'ESRI Shapefile' -lco ENCODING=CP936 " + path + " " + source +
                         " 2>/dev/null")
                            .c_str()) == 0);
    fs::remove((house.folder / "gbk.cpg"));
    REQUIRE(house.import({.path = path}).ok());
    CHECK(house.territory("TOWN")->find_code("G1")->name == "东苑网格");
  });
}

TEST_CASE("the six real districts come in from GCJ-02, and again without change") {
  const char* shared = std::getenv("GEWU_SHARED_DATA");
  const fs::path file =
      fs::path(shared ? shared : "../shared/data") / "geo/target_districts_6.geojson";
  if (!fs::exists(file)) {
    MESSAGE("skipped: data not present (" << file.string() << ")");
    return;
  }
  gewu::test::for_each_engine([&](gewu::test::TestDatabase& d) {
    House house(d);
    const ImportOptions options{.path = file.string(), .crs = geo::Crs::gcj02};
    const auto report = house.import(options);
    REQUIRE(report.ok());
    CHECK(report->errors.empty());
    CHECK(report->added == 6);
    CHECK(report->districts.size() == 6);
    for (const char* code : {"411281", "410106", "410122", "440311", "370203", "410306"}) {
      CHECK(house.territory(code) != nullptr);
    }
    const auto guangming = house.territory("440311");
    CHECK(guangming->district().name == "光明区");
    CHECK(guangming->find(guangming->root())->area_m2 == doctest::Approx(156e6).epsilon(0.02));
    CHECK(guangming->locate({22.7488, 113.9359}).inside);
    const auto again = house.import(options);
    CHECK(again->unchanged == 6);
    CHECK(!again->written);
  });
}
