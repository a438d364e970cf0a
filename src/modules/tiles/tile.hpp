// SPDX-License-Identifier: Apache-2.0
// The squares a web map is cut into (Web Mercator, as OGC Two Dimensional Tile Matrix Set
// "WebMercatorQuad"), and what of an outline lies in one. Pure.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::tiles {

inline constexpr int kZoomMax = 18;
inline constexpr int kExtent = 4096;  ///< units along a side of a tile
inline constexpr int kBuffer = 64;    ///< of outlines beyond each side, so that no seam shows

struct Tile {
  int z = 0;
  std::uint32_t x = 0, y = 0;
  friend bool operator==(const Tile&, const Tile&) = default;
};
/// Three decimals; nothing where there is no such tile.
std::optional<Tile> parse_tile(std::string_view z, std::string_view x, std::string_view y);

/// In units of the tile, x east and y south; whole numbers are corners of the lattice.
struct TilePoint {
  std::int32_t x = 0, y = 0;
  friend bool operator==(const TilePoint&, const TilePoint&) = default;
};
using TileRing = std::vector<TilePoint>;  ///< not closed
struct TilePolygon {
  TileRing outer;  ///< clockwise as seen: positive by the surveyor's formula
  std::vector<TileRing> holes;
};

/// The one tile of this zoom that holds the point; nothing beyond 85° north or south.
std::optional<Tile> tile_of(geo::LatLon point, int z);
/// Where it lies in the tile.
TilePoint place_in(const Tile& tile, geo::LatLon point);
/// The tile with `buffer` units around it.
geo::Bounds bounds_of(const Tile& tile, int buffer = 0);

/// What of the outline lies in the tile and its buffer. Corners are moved to a lattice that is the
/// same in every tile of the zoom, so neighbours keep their common lines and what has become too
/// small to see goes.
std::vector<TilePolygon> cut(const geo::MultiPolygon& shape, const Tile& tile);

}  // namespace gewu::tiles
