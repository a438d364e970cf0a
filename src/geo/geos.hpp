// SPDX-License-Identifier: Apache-2.0
// RAII over the GEOS C API. Inside src/geo only.
#pragma once

#define GEOS_USE_ONLY_R_API
#include <geos_c.h>

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

/// This thread's GEOS context.
GEOSContextHandle_t geos();
/// What GEOS said last on this thread.
std::string geos_message();

struct GeosFree {
  void operator()(GEOSGeometry* g) const { GEOSGeom_destroy_r(geos(), g); }
};
using Geom = std::unique_ptr<GEOSGeometry, GeosFree>;

/// Throws std::runtime_error with GEOS's words where `made` is null.
Geom own(GEOSGeometry* made);

using ToXy = std::function<LocalMetric::Xy(LatLon)>;
/// The outline as a GEOS multipolygon, each point through `to_xy`.
Geom to_geos(const MultiPolygon& shape, const ToXy& to_xy);

using FromXy = std::function<LatLon(LocalMetric::Xy)>;
/// Every polygon inside a geometry of any kind; lines and points in it are left out.
std::vector<Polygon> polygons_of(const GEOSGeometry* geometry, const FromXy& from_xy);
/// Every line inside a geometry of any kind, not those that bound its polygons.
std::vector<Ring> lines_of(const GEOSGeometry* geometry, const FromXy& from_xy);

}  // namespace gewu::geo
