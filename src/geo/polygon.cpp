// SPDX-License-Identifier: Apache-2.0
#include "geo/polygon.hpp"

#include <algorithm>
#include <cmath>

#include "geo/geos.hpp"
#include "geo/lattice.hpp"

namespace gewu::geo {
namespace {

/// Calls `f` for each ring, outer lines and holes alike.
template <class F>
void each_ring(const MultiPolygon& shape, F&& f) {
  for (const Polygon& polygon : shape) {
    f(polygon.outer);
    for (const Ring& hole : polygon.holes) f(hole);
  }
}

ToXy around(const Bounds& bounds) {
  const LocalMetric metric(bounds.centre());
  return [metric](LatLon p) { return metric.forward(p); };
}

LatLon point_of(const Geom& point, const LocalMetric& metric) {
  double x = 0, y = 0;
  GEOSGeomGetX_r(geos(), point.get(), &x);
  GEOSGeomGetY_r(geos(), point.get(), &y);
  return metric.inverse({x, y});
}

/// Twice the signed area in lattice units; positive where counter-clockwise.
double turn_of(const GridRing& ring) {
  double sum = 0;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    // Relative to the first point, so that small rings far from the origin keep their digits.
    const double ax = double(ring[i].x) - ring[0].x, ay = double(ring[i].y) - ring[0].y;
    const double bx = double(ring[i + 1].x) - ring[0].x, by = double(ring[i + 1].y) - ring[0].y;
    sum += ax * by - bx * ay;
  }
  return sum;
}

/// Snapped, turned the wanted way and begun at the least point; empty when it shrank to nothing.
Ring normalised_ring(const Ring& ring, bool counter_clockwise) {
  GridRing grid = to_grid(ring);
  if (grid.size() > 1 && grid.front() == grid.back()) grid.pop_back();
  if (grid.size() < 3) return {};
  grid.push_back(grid.front());
  const double turn = turn_of(grid);
  if (turn == 0) return {};
  grid.pop_back();
  if ((turn > 0) != counter_clockwise) std::reverse(grid.begin(), grid.end());
  std::rotate(grid.begin(), std::min_element(grid.begin(), grid.end()), grid.end());
  grid.push_back(grid.front());
  return from_grid(grid);
}

/// Parts of `geometry` that are wider than `sliver_m`, in m².
double wide_area(const Geom& geometry, double sliver_m) {
  double sum = 0;
  for (int i = 0; i < GEOSGetNumGeometries_r(geos(), geometry.get()); ++i) {
    const GEOSGeometry* part = GEOSGetGeometryN_r(geos(), geometry.get(), i);
    double area = 0;
    if (GEOSArea_r(geos(), part, &area) == 0 || area == 0) continue;
    const Geom core = own(GEOSBuffer_r(geos(), part, -sliver_m / 2, 1));
    if (GEOSisEmpty_r(geos(), core.get()) == 0) sum += area;
  }
  return sum;
}

bool apart(const Bounds& a, const Bounds& b) {
  return a.empty() || b.empty() || a.south_west.lat > b.north_east.lat ||
         b.south_west.lat > a.north_east.lat || a.south_west.lon > b.north_east.lon ||
         b.south_west.lon > a.north_east.lon;
}

}  // namespace

void Bounds::add(LatLon p) {
  south_west.lat = std::min(south_west.lat, p.lat);
  south_west.lon = std::min(south_west.lon, p.lon);
  north_east.lat = std::max(north_east.lat, p.lat);
  north_east.lon = std::max(north_east.lon, p.lon);
}

void Bounds::add(const Bounds& other) {
  if (other.empty()) return;
  add(other.south_west);
  add(other.north_east);
}

bool Bounds::contains(LatLon p) const {
  return p.lat >= south_west.lat && p.lat <= north_east.lat && p.lon >= south_west.lon &&
         p.lon <= north_east.lon;
}

LatLon Bounds::centre() const {
  return {(south_west.lat + north_east.lat) / 2, (south_west.lon + north_east.lon) / 2};
}

MultiPolygon normalised(const MultiPolygon& shape) {
  MultiPolygon out;
  for (const Polygon& polygon : shape) {
    Polygon kept{normalised_ring(polygon.outer, true), {}};
    if (kept.outer.empty()) continue;
    for (const Ring& hole : polygon.holes) {
      Ring ring = normalised_ring(hole, false);
      if (!ring.empty()) kept.holes.push_back(std::move(ring));
    }
    const auto by_first = [](const Ring& a, const Ring& b) { return snap(a[0]) < snap(b[0]); };
    std::stable_sort(kept.holes.begin(), kept.holes.end(), by_first);
    out.push_back(std::move(kept));
  }
  std::stable_sort(out.begin(), out.end(), [](const Polygon& a, const Polygon& b) {
    return snap(a.outer[0]) < snap(b.outer[0]);
  });
  return out;
}

bool contains(const MultiPolygon& shape, LatLon point) {
  if (!point.on_earth()) return false;
  const GridPoint p = snap(point);
  bool odd = false;
  each_ring(shape, [&](const Ring& ring) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      odd ^= ray_meets(snap(ring[i]), snap(ring[i + 1]), p);
    }
  });
  return odd;
}

bool touches(const MultiPolygon& shape, LatLon point) {
  if (!point.on_earth()) return false;
  const GridPoint p = snap(point);
  bool found = false;
  each_ring(shape, [&](const Ring& ring) {
    for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
      found |= on_line(snap(ring[i]), snap(ring[i + 1]), p);
    }
  });
  return found;
}

Bounds bounds_of(const MultiPolygon& shape) {
  Bounds out;
  for (const Polygon& polygon : shape) {
    for (LatLon p : polygon.outer) out.add(p);
  }
  return out;
}

double area_m2(const MultiPolygon& shape) {
  if (shape.empty()) return 0;
  double area = 0;
  GEOSArea_r(geos(), to_geos(shape, around(bounds_of(shape))).get(), &area);
  return area;
}

LatLon centroid(const MultiPolygon& shape) {
  const LocalMetric metric(bounds_of(shape).centre());
  const Geom geometry = to_geos(shape, [&](LatLon p) { return metric.forward(p); });
  return point_of(own(GEOSGetCentroid_r(geos(), geometry.get())), metric);
}

LatLon label_point(const MultiPolygon& shape) {
  const LocalMetric metric(bounds_of(shape).centre());
  const Geom geometry = to_geos(shape, [&](LatLon p) { return metric.forward(p); });
  return point_of(own(GEOSPointOnSurface_r(geos(), geometry.get())), metric);
}

double distance_m(const MultiPolygon& shape, LatLon point) {
  if (contains(shape, point)) return 0;
  const LocalMetric metric(point);
  const Geom geometry = to_geos(shape, [&](LatLon p) { return metric.forward(p); });
  const Geom here = own(GEOSGeom_createPointFromXY_r(geos(), 0, 0));
  double metres = 0;
  GEOSDistance_r(geos(), geometry.get(), here.get(), &metres);
  return metres;
}

double overlap_m2(const MultiPolygon& a, const MultiPolygon& b, double sliver_m) {
  if (apart(bounds_of(a), bounds_of(b))) return 0;
  const ToXy to_xy = around(bounds_of(a));
  const Geom common =
      own(GEOSIntersection_r(geos(), to_geos(a, to_xy).get(), to_geos(b, to_xy).get()));
  return wide_area(common, sliver_m);
}

double outside_m2(const MultiPolygon& a, const MultiPolygon& b, double sliver_m) {
  if (a.empty()) return 0;
  const ToXy to_xy = around(bounds_of(a));
  const Geom rest = own(GEOSDifference_r(geos(), to_geos(a, to_xy).get(), to_geos(b, to_xy).get()));
  return wide_area(rest, sliver_m);
}

MultiPolygon rectangle(LatLon south_west, LatLon north_east) {
  const LatLon south_east{south_west.lat, north_east.lon};
  const LatLon north_west{north_east.lat, south_west.lon};
  return {Polygon{{south_west, south_east, north_east, north_west, south_west}, {}}};
}

}  // namespace gewu::geo
