// SPDX-License-Identifier: Apache-2.0
// Outlines: straight lines in longitude/latitude between vertices, as RFC 7946 (GeoJSON) means
// them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.hpp"
#include "geo/point.hpp"

namespace gewu::geo {

/// A closed line: the last point repeats the first.
using Ring = std::vector<LatLon>;

struct Polygon {
  Ring outer;
  std::vector<Ring> holes;
  friend bool operator==(const Polygon&, const Polygon&) = default;
};
using MultiPolygon = std::vector<Polygon>;

struct Bounds {
  LatLon south_west{90, 180};
  LatLon north_east{-90, -180};

  bool empty() const { return south_west.lat > north_east.lat; }
  void add(LatLon p);
  void add(const Bounds& other);
  bool contains(LatLon p) const;
  LatLon centre() const;
};
BOOST_DESCRIBE_STRUCT(Bounds, (), (south_west, north_east))

/// What is wrong with an outline: `code` is stable, `detail` says it in English with ring and
/// place.
struct Flaw {
  std::string code;
  std::string detail;
  std::optional<LatLon> where = {};
  std::size_t polygon = 0;  ///< counted from 0
  std::size_t ring = 0;     ///< 0 the outer line, 1… the holes
};

/// The first flaw of an outline, or nothing when it is sound. Codes: geometry_empty,
/// coordinate_not_a_number, coordinate_off_earth, coordinates_swapped, coordinates_projected,
/// ring_not_closed, ring_too_short, outline_too_wide, ring_crosses_itself, ring_touches_itself,
/// hole_outside, holes_nested, polygons_nested, ring_repeated, interior_split, outline_invalid.
std::optional<Flaw> find_flaw(const MultiPolygon& shape);

/// The outline on the lattice: points snapped, repeats in a row dropped, rings that shrink to
/// nothing dropped, outer lines counter-clockwise and holes clockwise, each starting at its least
/// point, so that one outline has one form whatever order it came in.
MultiPolygon normalised(const MultiPolygon& shape);

/// Exactly one of two neighbours holds a point of their common line: the point is judged as if
/// moved by an infinitely small step east and an infinitely smaller one north.
bool contains(const MultiPolygon& shape, LatLon point);
/// The point lies on the outline itself (exactly, on the lattice).
bool touches(const MultiPolygon& shape, LatLon point);

Bounds bounds_of(const MultiPolygon& shape);
double area_m2(const MultiPolygon& shape);
LatLon centroid(const MultiPolygon& shape);
/// A point surely inside, for a label.
LatLon label_point(const MultiPolygon& shape);
/// Metres from a point outside to the outline; 0 inside.
double distance_m(const MultiPolygon& shape, LatLon point);

/// What two outlines have in common, and what of the first lies outside the second, in m². Parts
/// thinner than `sliver_m` (two drawings of one border) are not counted.
double overlap_m2(const MultiPolygon& a, const MultiPolygon& b, double sliver_m = 0.5);
double outside_m2(const MultiPolygon& a, const MultiPolygon& b, double sliver_m = 0.5);

/// Outlines for display: no line strays more than `tolerance_m` from the original, and lines that
/// neighbours share stay shared. Shapes in, shapes out, in the same order.
std::vector<MultiPolygon> simplified(const std::vector<MultiPolygon>& shapes, double tolerance_m);

/// Compact bytes of a normalised outline (zig-zag varints of lattice differences) and back.
std::string encode_shape(const MultiPolygon& shape);
Result<MultiPolygon> decode_shape(std::string_view bytes);

/// The rectangle as an outline.
MultiPolygon rectangle(LatLon south_west, LatLon north_east);

}  // namespace gewu::geo
