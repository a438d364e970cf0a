// SPDX-License-Identifier: Apache-2.0
#include "geo/tessellation.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <functional>
#include <map>
#include <unordered_map>
#include <utility>

#include "geo/geos.hpp"

namespace gewu::geo {

namespace {

using Xy = LocalMetric::Xy;

/// One edge of a cell counts so much at most: at the rim cells are as long as you like.
constexpr double kReachMetres = 60;

/// Millimetres: what two corners must differ by to be two.
struct Corner {
  std::int64_t x = 0, y = 0;
  friend auto operator<=>(const Corner&, const Corner&) = default;
};
Corner corner_of(const Xy& p) { return {std::llround(p.x * 1000), std::llround(p.y * 1000)}; }

struct CornerHash {
  std::size_t operator()(const Corner& c) const {
    return std::hash<std::int64_t>()(c.x * 1'000'003 + c.y);
  }
};

LatLon origin_of(std::span<const MultiPolygon> shapes) {
  Bounds all;
  for (const MultiPolygon& shape : shapes) all.add(bounds_of(shape));
  return all.empty() ? LatLon{} : all.centre();
}

/// Points along the outer lines of all shapes, each with its shape; of two shapes that share a
/// point the first has it.
class Sites {
 public:
  Sites(std::span<const MultiPolygon> shapes, const LocalMetric& metric, double step_m) {
    for (std::size_t s = 0; s < shapes.size(); ++s) {
      const std::size_t before = points_.size();
      for (const Polygon& polygon : shapes[s])
        for (std::size_t i = 0; i + 1 < polygon.outer.size(); ++i)
          follow(metric.forward(polygon.outer[i]), metric.forward(polygon.outer[i + 1]), step_m, s);
      if (points_.size() == before && !shapes[s].empty()) settle_inside(shapes[s], metric, s);
    }
  }

  const std::vector<Xy>& points() const { return points_; }
  std::size_t shape(std::size_t point) const { return shapes_[point]; }

 private:
  /// A shape drawn twice would have no ground: the second drawing gets some in the middle.
  void settle_inside(const MultiPolygon& shape, const LocalMetric& metric, std::size_t s) {
    Xy p = metric.forward(label_point(shape));
    while (!taken_.emplace(corner_of(p), s).second) p.x += 0.05;
    points_.push_back(p);
    shapes_.push_back(s);
  }

  void follow(const Xy& from, const Xy& to, double step_m, std::size_t shape) {
    const double length = std::hypot(to.x - from.x, to.y - from.y);
    const int pieces = std::clamp(static_cast<int>(std::ceil(length / step_m)), 1, 10'000);
    for (int k = 0; k < pieces; ++k) {
      const double share = static_cast<double>(k) / pieces;
      const Xy p{from.x + (to.x - from.x) * share, from.y + (to.y - from.y) * share};
      if (!taken_.emplace(corner_of(p), shape).second) continue;
      points_.push_back(p);
      shapes_.push_back(shape);
    }
  }

  std::vector<Xy> points_;
  std::vector<std::size_t> shapes_;
  std::unordered_map<Corner, std::size_t, CornerHash> taken_;
};

struct FreeTree {
  void operator()(GEOSSTRtree* tree) const { GEOSSTRtree_destroy_r(geos(), tree); }
};

Geom point_at(const Xy& p) { return own(GEOSGeom_createPointFromXY_r(geos(), p.x, p.y)); }

Geom collected(std::vector<Geom> parts, int type) {
  std::vector<GEOSGeometry*> raw;
  raw.reserve(parts.size());
  for (Geom& part : parts) raw.push_back(part.release());
  return own(
      GEOSGeom_createCollection_r(geos(), type, raw.data(), static_cast<unsigned>(raw.size())));
}

std::vector<Xy> corners_of(const GEOSGeometry* polygon) {
  const GEOSCoordSequence* line =
      GEOSGeom_getCoordSeq_r(geos(), GEOSGetExteriorRing_r(geos(), polygon));
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(geos(), line, &count);
  std::vector<Xy> corners(count);
  for (unsigned i = 0; i < count; ++i)
    GEOSCoordSeq_getXY_r(geos(), line, i, &corners[i].x, &corners[i].y);
  return corners;
}

/// Which point each Voronoi cell belongs to: the one inside it.
class Owners {
 public:
  explicit Owners(const std::vector<Xy>& points)
      : tree_(GEOSSTRtree_create_r(geos(), 10)), numbers_(points.size()) {
    for (std::size_t i = 0; i < points.size(); ++i) {
      numbers_[i] = i;
      geoms_.push_back(point_at(points[i]));
      GEOSSTRtree_insert_r(geos(), tree_.get(), geoms_[i].get(), &numbers_[i]);
    }
  }

  /// The number of points when there is none.
  std::size_t of(const GEOSGeometry* cell) const {
    std::vector<std::size_t> near;
    const auto note = [](void* item, void* out) {
      static_cast<std::vector<std::size_t>*>(out)->push_back(*static_cast<std::size_t*>(item));
    };
    GEOSSTRtree_query_r(geos(), tree_.get(), cell, note, &near);
    for (const std::size_t i : near)
      if (GEOSContains_r(geos(), cell, geoms_[i].get()) == 1) return i;
    return numbers_.size();
  }

 private:
  std::unique_ptr<GEOSSTRtree, FreeTree> tree_;
  std::vector<std::size_t> numbers_;
  std::vector<Geom> geoms_;
};

}  // namespace

struct Tessellation::Cells {
  std::vector<Geom> polygons;
};

Tessellation::~Tessellation() = default;

Tessellation::Tessellation(std::span<const MultiPolygon> shapes, double step_m)
    : cells_(shapes.size()), origin_(origin_of(shapes)) {
  const LocalMetric metric(origin_);
  const Sites sites(shapes, metric, step_m);
  if (sites.points().size() < 2) return;
  std::vector<Geom> points;
  points.reserve(sites.points().size());
  for (const Xy& p : sites.points()) points.push_back(point_at(p));
  const Geom all = collected(std::move(points), GEOS_MULTIPOINT);
  const Geom diagram = own(GEOSVoronoiDiagram_r(geos(), all.get(), nullptr, 0, 0));
  const Owners owners(sites.points());
  // An edge of two cells is written by both, corner by corner the same.
  std::map<std::pair<Corner, Corner>, std::size_t> first_owner;
  std::map<std::pair<std::size_t, std::size_t>, double> metres;
  const int count = GEOSGetNumGeometries_r(geos(), diagram.get());
  for (int i = 0; i < count; ++i) {
    const GEOSGeometry* cell = GEOSGetGeometryN_r(geos(), diagram.get(), i);
    const std::size_t site = owners.of(cell);
    if (site == sites.points().size()) continue;
    const std::size_t shape = sites.shape(site);
    cells_[shape].polygons.push_back(own(GEOSGeom_clone_r(geos(), cell)));
    const auto corners = corners_of(cell);
    for (std::size_t k = 0; k + 1 < corners.size(); ++k) {
      auto edge = std::pair(corner_of(corners[k]), corner_of(corners[k + 1]));
      if (edge.second < edge.first) std::swap(edge.first, edge.second);
      const auto [at, fresh] = first_owner.emplace(edge, shape);
      if (fresh || at->second == shape) continue;
      metres[std::minmax(at->second, shape)] +=
          std::min(kReachMetres,
                   std::hypot(corners[k + 1].x - corners[k].x, corners[k + 1].y - corners[k].y));
    }
  }
  for (const auto& [pair, length] : metres) sides_.push_back({pair.first, pair.second, length});
}

MultiPolygon Tessellation::ground(std::span<const std::size_t> shapes,
                                  const MultiPolygon& frame) const {
  const LocalMetric metric(origin_);
  std::vector<Geom> cells;
  for (const std::size_t s : shapes)
    for (const Geom& cell : cells_[s].polygons)
      cells.push_back(own(GEOSGeom_clone_r(geos(), cell.get())));
  if (cells.empty()) return {};
  const Geom all = collected(std::move(cells), GEOS_GEOMETRYCOLLECTION);
  const Geom joined = own(GEOSUnaryUnion_r(geos(), all.get()));
  const Geom bounds = to_geos(frame, [&](LatLon p) { return metric.forward(p); });
  const Geom cut = own(GEOSIntersection_r(geos(), joined.get(), bounds.get()));
  return normalised(polygons_of(cut.get(), [&](Xy p) { return metric.inverse(p); }));
}

MultiPolygon frame_around(std::span<const MultiPolygon> shapes, double margin_m) {
  const LocalMetric metric(origin_of(shapes));
  std::vector<Geom> all;
  for (const MultiPolygon& shape : shapes)
    all.push_back(to_geos(shape, [&](LatLon p) { return metric.forward(p); }));
  const Geom together = collected(std::move(all), GEOS_GEOMETRYCOLLECTION);
  const Geom hull = own(GEOSConvexHull_r(geos(), together.get()));
  const Geom wide = own(GEOSBuffer_r(geos(), hull.get(), margin_m, 8));
  return normalised(polygons_of(wide.get(), [&](Xy p) { return metric.inverse(p); }));
}

}  // namespace gewu::geo
