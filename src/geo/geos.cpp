// SPDX-License-Identifier: Apache-2.0
#include "geo/geos.hpp"

#include <stdexcept>
#include <vector>

namespace gewu::geo {
namespace {

struct Context {
  GEOSContextHandle_t handle = GEOS_init_r();
  std::string message;
  Context() {
    const auto keep = [](const char* text, void* self) {
      static_cast<Context*>(self)->message = text;
    };
    GEOSContext_setErrorMessageHandler_r(handle, keep, this);
    GEOSContext_setNoticeMessageHandler_r(handle, keep, this);
  }
  ~Context() { GEOS_finish_r(handle); }
  Context(const Context&) = delete;
  Context& operator=(const Context&) = delete;
};

Context& context() {
  thread_local Context mine;
  return mine;
}

Geom ring_to_geos(const Ring& ring, const ToXy& to_xy) {
  const auto count = static_cast<unsigned>(ring.size());
  GEOSCoordSequence* line = GEOSCoordSeq_create_r(geos(), count, 2);
  if (!line) throw std::runtime_error("GEOS: " + geos_message());
  for (unsigned i = 0; i < count; ++i) {
    const auto p = to_xy(ring[i]);
    GEOSCoordSeq_setXY_r(geos(), line, i, p.x, p.y);
  }
  return own(GEOSGeom_createLinearRing_r(geos(), line));  // owns `line`
}

}  // namespace

GEOSContextHandle_t geos() { return context().handle; }
std::string geos_message() { return context().message; }

Geom own(GEOSGeometry* made) {
  if (!made) throw std::runtime_error("GEOS: " + geos_message());
  return Geom(made);
}

Geom to_geos(const MultiPolygon& shape, const ToXy& to_xy) {
  std::vector<Geom> kept;
  for (const Polygon& polygon : shape) {
    Geom outer = ring_to_geos(polygon.outer, to_xy);
    std::vector<Geom> holes;
    for (const Ring& hole : polygon.holes) holes.push_back(ring_to_geos(hole, to_xy));
    std::vector<GEOSGeometry*> raw;
    raw.reserve(holes.size());
    for (Geom& hole : holes) raw.push_back(hole.release());
    kept.push_back(own(GEOSGeom_createPolygon_r(geos(), outer.release(), raw.data(),
                                                static_cast<unsigned>(raw.size()))));
  }
  std::vector<GEOSGeometry*> raw;
  raw.reserve(kept.size());
  for (Geom& polygon : kept) raw.push_back(polygon.release());
  return own(GEOSGeom_createCollection_r(geos(), GEOS_MULTIPOLYGON, raw.data(),
                                         static_cast<unsigned>(raw.size())));
}

namespace {

Ring points_of(const GEOSGeometry* line, const FromXy& from_xy) {
  const GEOSCoordSequence* points = GEOSGeom_getCoordSeq_r(geos(), line);
  unsigned count = 0;
  GEOSCoordSeq_getSize_r(geos(), points, &count);
  Ring out(count);
  for (unsigned i = 0; i < count; ++i) {
    LocalMetric::Xy p;
    GEOSCoordSeq_getXY_r(geos(), points, i, &p.x, &p.y);
    out[i] = from_xy(p);
  }
  return out;
}

/// Calls `f` with each polygon, line and point a geometry is made of.
void each_simple(const GEOSGeometry* geometry,
                 const std::function<void(int type, const GEOSGeometry*)>& f) {
  const int type = GEOSGeomTypeId_r(geos(), geometry);
  if (type < GEOS_MULTIPOINT) return f(type, geometry);
  const int count = GEOSGetNumGeometries_r(geos(), geometry);
  for (int i = 0; i < count; ++i) each_simple(GEOSGetGeometryN_r(geos(), geometry, i), f);
}

}  // namespace

std::vector<Polygon> polygons_of(const GEOSGeometry* geometry, const FromXy& from_xy) {
  std::vector<Polygon> out;
  each_simple(geometry, [&](int type, const GEOSGeometry* part) {
    if (type != GEOS_POLYGON || GEOSisEmpty_r(geos(), part) == 1) return;
    Polygon polygon{points_of(GEOSGetExteriorRing_r(geos(), part), from_xy), {}};
    const int holes = GEOSGetNumInteriorRings_r(geos(), part);
    for (int i = 0; i < holes; ++i) {
      polygon.holes.push_back(points_of(GEOSGetInteriorRingN_r(geos(), part, i), from_xy));
    }
    out.push_back(std::move(polygon));
  });
  return out;
}

std::vector<Ring> lines_of(const GEOSGeometry* geometry, const FromXy& from_xy) {
  std::vector<Ring> out;
  each_simple(geometry, [&](int type, const GEOSGeometry* part) {
    const bool line = type == GEOS_LINESTRING || type == GEOS_LINEARRING;
    if (line && GEOSisEmpty_r(geos(), part) != 1) out.push_back(points_of(part, from_xy));
  });
  return out;
}

}  // namespace gewu::geo
