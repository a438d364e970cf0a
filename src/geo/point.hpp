// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <boost/describe.hpp>
#include <cmath>
#include <compare>
#include <cstdint>

namespace gewu::geo {

/// Degrees on WGS-84, the only system that is kept. Anything else is converted at the edge.
struct LatLon {
  double lat = 0;
  double lon = 0;
  friend bool operator==(const LatLon&, const LatLon&) = default;

  /// Finite and on the earth: lat −90…90, lon −180…180.
  bool on_earth() const {
    return std::isfinite(lat) && std::isfinite(lon) && std::abs(lat) <= 90 && std::abs(lon) <= 180;
  }
};
BOOST_DESCRIBE_STRUCT(LatLon, (), (lat, lon))

/// What the coordinates of a file were given in. CGCS2000 differs from WGS-84 by centimetres and
/// is taken as equal; which one was given is recorded beside the outline.
enum class Crs { wgs84, gcj02, cgcs2000 };
BOOST_DESCRIBE_ENUM(Crs, wgs84, gcj02, cgcs2000)

/// The display offset of Chinese web maps; the point itself outside 72.004–137.8347 E,
/// 0.8293–55.8271 N. For showing only: GCJ-02 is never stored.
LatLon gcj02_from_wgs84(LatLon point);
/// Its inverse, iterated until the forward offset reproduces `point` to 1e-9 degrees.
LatLon wgs84_from_gcj02(LatLon point);
/// From whatever was given to WGS-84.
LatLon to_wgs84(LatLon point, Crs given);

/// Metres along the great circle (mean radius 6,371,008.8 m, so within 0.6 % of the ellipsoid).
double distance_m(LatLon a, LatLon b);

/// A point on the lattice of 1e-7 degrees (1.1 cm): what outlines are kept in and what the locator
/// compares, so that every comparison is exact integer arithmetic.
struct GridPoint {
  std::int32_t x = 0;  ///< longitude × 1e7
  std::int32_t y = 0;  ///< latitude × 1e7
  friend auto operator<=>(const GridPoint&, const GridPoint&) = default;
};
inline constexpr double kGridPerDegree = 1e7;

/// The nearest lattice point. `point` must be on the earth.
inline GridPoint snap(LatLon point) {
  return {static_cast<std::int32_t>(std::llround(point.lon * kGridPerDegree)),
          static_cast<std::int32_t>(std::llround(point.lat * kGridPerDegree))};
}
inline LatLon unsnap(GridPoint p) { return {p.y / kGridPerDegree, p.x / kGridPerDegree}; }

/// A flat, metric picture of the WGS-84 ellipsoid around one point: areas are exact (cylindrical
/// equal-area), lengths within 0.1 % inside some 50 km. x east, y north, metres.
class LocalMetric {
 public:
  explicit LocalMetric(LatLon origin);
  struct Xy {
    double x = 0, y = 0;
  };
  Xy forward(LatLon point) const;
  LatLon inverse(Xy point) const;

 private:
  LatLon origin_;
  double metres_per_degree_;  ///< of longitude, at the origin
  double area_offset_;        ///< authalic height of the origin
};

}  // namespace gewu::geo
