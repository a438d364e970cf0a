// SPDX-License-Identifier: Apache-2.0
#include "modules/tiles/tile.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

namespace gewu::tiles {

namespace {

/// Corners are kept to this many units: a quarter of a pixel on a screen of 512 pixels a tile.
constexpr double kStep = 2;
/// An outline smaller than this in both directions is not seen.
constexpr std::int32_t kSeen = 2;
constexpr double kMercatorEnd = 85.0511287798066;

struct World {
  double x = 0, y = 0;  ///< 0…1 east and south
};

World world_of(geo::LatLon p) {
  const double lat = std::clamp(p.lat, -kMercatorEnd, kMercatorEnd) * M_PI / 180;
  return {p.lon / 360 + 0.5, 0.5 - std::asinh(std::tan(lat)) / (2 * M_PI)};
}

geo::LatLon unworld(World w) {
  return {std::atan(std::sinh((0.5 - w.y) * 2 * M_PI)) * 180 / M_PI, (w.x - 0.5) * 360};
}

std::optional<std::uint32_t> number_of(std::string_view text) {
  std::uint32_t out = 0;
  const auto* end = text.data() + text.size();
  const auto [at, bad] = std::from_chars(text.data(), end, out);
  const bool plain = text.size() == 1 || !text.starts_with('0');
  if (bad != std::errc{} || at != end || !plain) return std::nullopt;
  return out;
}

// ---- cutting ------------------------------------------------------------------------------------

struct Point {
  double x = 0, y = 0;
};
using Line = std::vector<Point>;

enum class Side { west, east, north, south };
constexpr double kLow = -kBuffer, kHigh = kExtent + kBuffer;

bool inside(Point p, Side side) {
  switch (side) {
    case Side::west:
      return p.x >= kLow;
    case Side::east:
      return p.x <= kHigh;
    case Side::north:
      return p.y >= kLow;
    case Side::south:
      break;
  }
  return p.y <= kHigh;
}

Point meet(Point a, Point b, Side side) {
  if (side == Side::west || side == Side::east) {
    const double x = side == Side::west ? kLow : kHigh;
    return {x, a.y + (b.y - a.y) * (x - a.x) / (b.x - a.x)};
  }
  const double y = side == Side::north ? kLow : kHigh;
  return {a.x + (b.x - a.x) * (y - a.y) / (b.y - a.y), y};
}

/// Sutherland and Hodgman, one side after the other. Parts of a bent outline stay joined along the
/// edge of the buffer, where nobody sees it.
Line clipped(Line line) {
  for (const Side side : {Side::west, Side::east, Side::north, Side::south}) {
    Line out;
    for (std::size_t i = 0; i < line.size(); ++i) {
      const Point a = line[i], b = line[(i + 1) % line.size()];
      const bool a_in = inside(a, side), b_in = inside(b, side);
      if (a_in) out.push_back(a);
      if (a_in != b_in) out.push_back(meet(a, b, side));
    }
    line = std::move(out);
  }
  return line;
}

/// Twice the area, positive for clockwise as seen on the screen (y grows downward).
std::int64_t doubled_area(const TileRing& ring) {
  std::int64_t out = 0;
  for (std::size_t i = 0; i < ring.size(); ++i) {
    const auto& a = ring[i];
    const auto& b = ring[(i + 1) % ring.size()];
    out += std::int64_t{a.x} * b.y - std::int64_t{b.x} * a.y;
  }
  return out;
}

bool straight(TilePoint a, TilePoint b, TilePoint c) {
  const auto cross = (std::int64_t{b.x} - a.x) * (std::int64_t{c.y} - b.y) -
                     (std::int64_t{b.y} - a.y) * (std::int64_t{c.x} - b.x);
  return cross == 0;
}

/// Drops repeats and what lies on a straight line between its neighbours.
TileRing thinned(const TileRing& ring) {
  TileRing out;
  for (const auto& p : ring) {
    if (!out.empty() && out.back() == p) continue;
    while (out.size() >= 2 && straight(out[out.size() - 2], out.back(), p)) out.pop_back();
    if (out.empty() || !(out.back() == p)) out.push_back(p);
  }
  while (out.size() > 1 && out.front() == out.back()) out.pop_back();
  while (out.size() >= 3 && straight(out[out.size() - 2], out.back(), out.front())) out.pop_back();
  while (out.size() >= 3 && straight(out.back(), out[0], out[1])) out.erase(out.begin());
  return out;
}

/// A ring in the tile, wound as asked; empty where nothing of it is seen.
TileRing cut_ring(const geo::Ring& ring, const Tile& tile, bool clockwise) {
  const double scale = std::ldexp(kExtent, tile.z);
  const double west = static_cast<double>(tile.x) * kExtent;
  const double north = static_cast<double>(tile.y) * kExtent;
  Line line;
  line.reserve(ring.size());
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const World w = world_of(ring[i]);
    // Rounded in the world, not in the tile: the same corner moves alike in every tile.
    line.push_back({std::round(w.x * scale / kStep) * kStep - west,
                    std::round(w.y * scale / kStep) * kStep - north});
  }
  TileRing out;
  for (const Point p : clipped(std::move(line))) {
    out.push_back(
        {static_cast<std::int32_t>(std::lround(p.x)), static_cast<std::int32_t>(std::lround(p.y))});
  }
  out = thinned(out);
  const auto area = doubled_area(out);
  if (out.size() < 3 || area == 0) return {};
  if ((area > 0) != clockwise) std::reverse(out.begin(), out.end());
  return out;
}

bool seen(const TileRing& ring) {
  const auto [west, east] = std::minmax_element(
      ring.begin(), ring.end(), [](const auto& a, const auto& b) { return a.x < b.x; });
  const auto [north, south] = std::minmax_element(
      ring.begin(), ring.end(), [](const auto& a, const auto& b) { return a.y < b.y; });
  return east->x - west->x >= kSeen || south->y - north->y >= kSeen;
}

}  // namespace

std::optional<Tile> parse_tile(std::string_view z, std::string_view x, std::string_view y) {
  const auto zoom = number_of(z), column = number_of(x), row = number_of(y);
  if (!zoom || !column || !row || *zoom > static_cast<unsigned>(kZoomMax)) return std::nullopt;
  const std::uint32_t side = std::uint32_t{1} << *zoom;
  if (*column >= side || *row >= side) return std::nullopt;
  return Tile{static_cast<int>(*zoom), *column, *row};
}

std::optional<Tile> tile_of(geo::LatLon point, int z) {
  if (std::abs(point.lat) > kMercatorEnd) return std::nullopt;
  const World w = world_of(point);
  const auto side = std::uint32_t{1} << z;
  const auto column = [&](double at) {
    return std::min(static_cast<std::uint32_t>(std::max(0.0, std::ldexp(at, z))), side - 1);
  };
  return Tile{z, column(w.x), column(w.y)};
}

TilePoint place_in(const Tile& tile, geo::LatLon point) {
  const World w = world_of(point);
  const auto unit = [&](double at, std::uint32_t from) {
    const double units = (std::ldexp(at, tile.z) - static_cast<double>(from)) * kExtent;
    return static_cast<std::int32_t>(std::floor(units));
  };
  return {unit(w.x, tile.x), unit(w.y, tile.y)};
}

geo::Bounds bounds_of(const Tile& tile, int buffer) {
  const double side = std::ldexp(1, -tile.z), more = side * buffer / kExtent;
  const double west = tile.x * side - more, north = tile.y * side - more;
  geo::Bounds out;
  out.add(unworld({west, north}));
  out.add(unworld({west + side + 2 * more, north + side + 2 * more}));
  return out;
}

std::vector<TilePolygon> cut(const geo::MultiPolygon& shape, const Tile& tile) {
  std::vector<TilePolygon> out;
  for (const auto& part : shape) {
    TilePolygon polygon{cut_ring(part.outer, tile, true), {}};
    if (polygon.outer.empty() || !seen(polygon.outer)) continue;
    for (const auto& hole : part.holes) {
      auto ring = cut_ring(hole, tile, false);
      if (!ring.empty() && seen(ring)) polygon.holes.push_back(std::move(ring));
    }
    out.push_back(std::move(polygon));
  }
  return out;
}

}  // namespace gewu::tiles
