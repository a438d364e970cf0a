// SPDX-License-Identifier: Apache-2.0
#include "geo/point.hpp"

#include <numbers>

namespace gewu::geo {
namespace {

constexpr double kPi = std::numbers::pi;
constexpr double kRadians = kPi / 180;

// WGS-84 (NIMA TR8350.2).
constexpr double kA = 6378137.0;
constexpr double kF = 1 / 298.257223563;
constexpr double kE2 = kF * (2 - kF);

// GCJ-02 is defined on the Krasovsky 1940 ellipsoid.
constexpr double kGcjA = 6378245.0;
constexpr double kGcjE2 = 0.00669342162296594323;

bool in_gcj_rectangle(LatLon p) {
  return p.lon >= 72.004 && p.lon <= 137.8347 && p.lat >= 0.8293 && p.lat <= 55.8271;
}

double waves(double t) { return (20 * std::sin(6 * t * kPi) + 20 * std::sin(2 * t * kPi)) * 2 / 3; }

/// The offset in degrees, wherever the point lies.
LatLon gcj_offset(LatLon p) {
  const double x = p.lon - 105;
  const double y = p.lat - 35;
  const double root = std::sqrt(std::abs(x));
  double north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root;
  north += waves(x);
  north += (20 * std::sin(y * kPi) + 40 * std::sin(y / 3 * kPi)) * 2 / 3;
  north += (160 * std::sin(y / 12 * kPi) + 320 * std::sin(y * kPi / 30)) * 2 / 3;
  double east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root;
  east += waves(x);
  east += (20 * std::sin(x * kPi) + 40 * std::sin(x / 3 * kPi)) * 2 / 3;
  east += (150 * std::sin(x / 12 * kPi) + 300 * std::sin(x / 30 * kPi)) * 2 / 3;
  const double latitude = p.lat * kRadians;
  const double magic = 1 - kGcjE2 * std::sin(latitude) * std::sin(latitude);
  const double meridian = kGcjA * (1 - kGcjE2) / (magic * std::sqrt(magic));
  const double prime = kGcjA / std::sqrt(magic);
  return {north / kRadians / meridian, east / kRadians / (prime * std::cos(latitude))};
}

/// Area between the equator and a latitude, per radian of longitude (Snyder, USGS PP 1395, 3-12).
double authalic(double latitude) {
  const double e = std::sqrt(kE2);
  const double s = std::sin(latitude);
  return kA * kA * (1 - kE2) / 2 * (s / (1 - kE2 * s * s) + std::atanh(e * s) / e);
}

}  // namespace

LatLon gcj02_from_wgs84(LatLon point) {
  if (!in_gcj_rectangle(point)) return point;
  const LatLon offset = gcj_offset(point);
  return {point.lat + offset.lat, point.lon + offset.lon};
}

LatLon wgs84_from_gcj02(LatLon point) {
  if (!in_gcj_rectangle(point)) return point;
  // The offset changes by less than 1 % over its own length, so each step gains two digits.
  LatLon guess = point;
  for (int step = 0; step < 30; ++step) {
    const LatLon offset = gcj_offset(guess);
    const LatLon next{point.lat - offset.lat, point.lon - offset.lon};
    const bool settled =
        std::abs(next.lat - guess.lat) < 1e-11 && std::abs(next.lon - guess.lon) < 1e-11;
    guess = next;
    if (settled) break;
  }
  return guess;
}

LatLon to_wgs84(LatLon point, Crs given) {
  return given == Crs::gcj02 ? wgs84_from_gcj02(point) : point;
}

double distance_m(LatLon a, LatLon b) {
  constexpr double mean_radius = 6371008.8;
  const double half_lat = std::sin((b.lat - a.lat) * kRadians / 2);
  const double half_lon = std::sin((b.lon - a.lon) * kRadians / 2);
  const double h = half_lat * half_lat +
                   std::cos(a.lat * kRadians) * std::cos(b.lat * kRadians) * half_lon * half_lon;
  return 2 * mean_radius * std::asin(std::sqrt(std::min(1.0, h)));
}

LocalMetric::LocalMetric(LatLon origin) : origin_(origin) {
  // Near a pole the picture degenerates; no district lies there.
  origin_.lat = std::min(85.0, std::max(-85.0, origin.lat));
  const double latitude = origin_.lat * kRadians;
  const double s = std::sin(latitude);
  metres_per_degree_ = kA / std::sqrt(1 - kE2 * s * s) * std::cos(latitude) * kRadians;
  area_offset_ = authalic(latitude);
}

LocalMetric::Xy LocalMetric::forward(LatLon point) const {
  const double per_radian = metres_per_degree_ / kRadians;
  return {(point.lon - origin_.lon) * metres_per_degree_,
          (authalic(point.lat * kRadians) - area_offset_) / per_radian};
}

LatLon LocalMetric::inverse(Xy point) const {
  const double per_radian = metres_per_degree_ / kRadians;
  const double wanted = point.y * per_radian + area_offset_;
  double latitude = origin_.lat * kRadians;
  for (int step = 0; step < 20; ++step) {  // Newton; the slope is M N cos(latitude)
    const double s = std::sin(latitude);
    const double w = 1 - kE2 * s * s;
    const double slope = kA * kA * (1 - kE2) / (w * w) * std::cos(latitude);
    const double change = (wanted - authalic(latitude)) / slope;
    latitude += change;
    if (std::abs(change) < 1e-15) break;
  }
  return {latitude / kRadians, origin_.lon + point.x / metres_per_degree_};
}

}  // namespace gewu::geo
