// SPDX-License-Identifier: Apache-2.0
#include "modules/tiles/tile.hpp"

#include <doctest/doctest.h>
#include <rapidcheck.h>

#include <cmath>
#include <numeric>

#include "modules/tiles/vector_tile.hpp"
#include "reading.hpp"

namespace gewu::tiles {
namespace {

using namespace test;

double doubled_area(const TileRing& ring) {
  double out = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    out += double(a.x) * b.y - double(b.x) * a.y;
  }
  return out;
}

TEST_CASE("a tile is named by three plain numbers within its zoom") {
  CHECK(parse_tile("0", "0", "0") == Tile{0, 0, 0});
  CHECK(parse_tile("14", "13359", "7132") == Tile{14, 13359, 7132});
  for (const auto& [z, x, y] : std::vector<std::array<const char*, 3>>{{"19", "0", "0"},
                                                                       {"1", "2", "0"},
                                                                       {"1", "0", "2"},
                                                                       {"-1", "0", "0"},
                                                                       {"1", "01", "0"},
                                                                       {"", "0", "0"},
                                                                       {"1", "0", "0.mvt"},
                                                                       {"1", "0", "99999999999"},
                                                                       {"x", "0", "0"}}) {
    CHECK_FALSE(parse_tile(z, x, y).has_value());
  }
}

TEST_CASE("known places lie in the tiles that every map has them in") {
  // Tiananmen, as OpenStreetMap's table of tile names gives it.
  CHECK(tile_of({39.9087, 116.3975}, 14) == Tile{14, 13489, 6208});
  CHECK(tile_of({0, 0}, 1) == Tile{1, 1, 1});
  CHECK_FALSE(tile_of({89, 0}, 4).has_value());
}

TEST_CASE("each point lies in one tile of a zoom, within its bounds and its units") {
  CHECK(rc::check("any point", [] {
    const double lat = *rc::gen::inRange(-8'500'000, 8'500'000) / 1e5;
    const double lon = *rc::gen::inRange(-18'000'000, 18'000'000) / 1e5;
    const int z = *rc::gen::inRange(0, kZoomMax + 1);
    const geo::LatLon point{lat, lon};
    const auto tile = tile_of(point, z);
    RC_ASSERT(tile.has_value());
    const auto bounds = bounds_of(*tile, 1);
    RC_ASSERT(bounds.contains(point));
    const auto at = place_in(*tile, point);
    RC_ASSERT(at.x >= 0 && at.x <= kExtent && at.y >= 0 && at.y <= kExtent);
  }));
}

TEST_CASE("what is cut into tiles comes to the same area as the whole") {
  const auto shape = geo::rectangle({22.70, 114.00}, {22.78, 114.09});
  const Tile whole = *tile_of({22.74, 114.045}, 9);
  const double all = doubled_area(cut(shape, whole).at(0).outer);
  CHECK(all > 0);
  double parts = 0;
  {
    const int z = 13;
    const auto first = *tile_of({22.78, 114.00}, z), last = *tile_of({22.70, 114.09}, z);
    for (auto x = first.x; x <= last.x; ++x) {
      for (auto y = first.y; y <= last.y; ++y) {
        for (const auto& polygon : cut(shape, {z, x, y})) {
          // Without the buffer, which neighbours have twice.
          std::int32_t west = kExtent, east = 0, north = kExtent, south = 0;
          for (const auto& p : polygon.outer) {
            west = std::min(west, p.x), east = std::max(east, p.x);
            north = std::min(north, p.y), south = std::max(south, p.y);
          }
          west = std::max(west, 0), north = std::max(north, 0);
          east = std::min(east, kExtent), south = std::min(south, kExtent);
          if (east > west && south > north) parts += 2.0 * (east - west) * (south - north);
        }
      }
    }
  }
  CHECK(parts / 256 == doctest::Approx(all).epsilon(0.02));  // 16 × 16 times as fine
}

TEST_CASE("neighbours keep their common line, also where a tile's edge cuts it") {
  // A crooked line from south to north, the same corners in both outlines.
  geo::Ring line;
  for (int i = 0; i <= 40; ++i) {
    line.push_back({22.70 + i * 0.002, 113.92 + 0.001 * std::sin(i * 1.7)});
  }
  geo::Ring west = line, east = line;
  west.push_back({22.78, 113.88}), west.push_back({22.70, 113.88}), west.push_back(line[0]);
  east.push_back({22.78, 113.97}), east.push_back({22.70, 113.97}), east.push_back(line[0]);
  for (const int z : {10, 12, 14, 16}) {
    const Tile tile = *tile_of(line[20], z);
    const auto a = cut({{west, {}}}, tile), b = cut({{east, {}}}, tile);
    REQUIRE(a.size() == 1);
    REQUIRE(b.size() == 1);
    int shared = 0;
    for (const auto& p : a[0].outer) {
      const bool edge = p.x <= -kBuffer || p.x >= kExtent + kBuffer || p.y <= -kBuffer ||
                        p.y >= kExtent + kBuffer;
      const bool there = std::find(b[0].outer.begin(), b[0].outer.end(), p) != b[0].outer.end();
      shared += there;
      // Corners inside the tile that are not of the common line are those of the far side.
      if (!edge && !there) CHECK((p.x < 2000 || z < 12));
    }
    CHECK(shared >= 2);
  }
}

TEST_CASE("holes are wound the other way, and what is too small to see goes") {
  geo::Polygon ring = geo::rectangle({22.70, 113.88}, {22.78, 113.97}).at(0);
  ring.holes.push_back(geo::rectangle({22.73, 113.91}, {22.75, 113.93}).at(0).outer);
  std::reverse(ring.holes[0].begin(), ring.holes[0].end());
  const auto near = cut({ring}, *tile_of({22.74, 113.92}, 10));
  REQUIRE(near.size() == 1);
  REQUIRE(near[0].holes.size() == 1);
  CHECK(doubled_area(near[0].outer) > 0);
  CHECK(doubled_area(near[0].holes[0]) < 0);
  const auto far = cut({ring}, *tile_of({22.74, 113.92}, 0));
  CHECK((far.empty() || far[0].holes.empty()));
  CHECK(cut({ring}, *tile_of({39.9, 116.4}, 10)).empty());
  CHECK(cut(geo::rectangle({22.74, 113.92}, {22.7401, 113.9201}), *tile_of({22.74, 113.92}, 3))
            .empty());
}

TEST_CASE("a tile tells what was put into it") {
  Layer layer("areas"), empty("labels");
  const TileRing ring{{0, 0}, {10, 0}, {10, 10}, {0, 10}};
  layer.add_polygons({{ring, {}}}, {{"id", "42"}, {"name", "光明"}, {"wide", true}});
  layer.add_point({-3, 4097}, {{"id", "42"}, {"open", std::int64_t{-7}}});
  const auto seen = read_tile(tile_bytes({&layer, &empty}));
  REQUIRE(seen.size() == 1);
  const auto& features = seen.at("areas");
  REQUIRE(features.size() == 2);
  CHECK(features[0].type == 3);
  CHECK(features[0].parts == std::vector<TileRing>{ring});
  CHECK(features[0].properties ==
        std::map<std::string, std::string>{{"id", "42"}, {"name", "光明"}, {"wide", "true"}});
  CHECK(features[1].type == 1);
  CHECK(features[1].parts == std::vector<TileRing>{{{-3, 4097}}});
  CHECK(features[1].properties.at("open") == "-7");
  CHECK(tile_bytes({&empty}).empty());
}

}  // namespace
}  // namespace gewu::tiles
