// SPDX-License-Identifier: Apache-2.0
// What may be wrong with an outline, told so that the person who drew it can find the place.
#include <algorithm>
#include <cmath>
#include <cstdio>
#include <limits>

#include "geo/geos.hpp"
#include "geo/lattice.hpp"
#include "geo/polygon.hpp"

namespace gewu::geo {
namespace {

constexpr double kWidestDegrees = 60;

std::string number(double value, int digits) {
  char text[64];
  std::snprintf(text, sizeof text, "%.*f", digits, value);
  return text;
}

std::string place(LatLon p) {
  return "longitude " + number(p.lon, 7) + ", latitude " + number(p.lat, 7);
}

/// "the outer line of part 2", "hole 1 of part 1".
std::string ring_name(std::size_t polygon, std::size_t ring) {
  const std::string part = " of part " + std::to_string(polygon + 1);
  return (ring == 0 ? "the outer line" : "hole " + std::to_string(ring)) + part;
}

Flaw flaw_at(std::string code, std::string what, std::size_t polygon, std::size_t ring,
             std::optional<LatLon> where) {
  Flaw flaw{std::move(code), ring_name(polygon, ring) + " " + what, where, polygon, ring};
  if (where) flaw.detail += " at " + place(*where);
  return flaw;
}

std::optional<Flaw> coordinate_flaw(LatLon p, std::size_t polygon, std::size_t ring,
                                    std::size_t vertex) {
  if (p.on_earth()) return std::nullopt;
  const std::string nth = "at vertex " + std::to_string(vertex + 1) + " ";
  if (!std::isfinite(p.lat) || !std::isfinite(p.lon)) {
    return flaw_at("coordinate_not_a_number", nth + "has a coordinate that is not a number",
                   polygon, ring, std::nullopt);
  }
  const std::string given = "(" + number(p.lon, 6) + ", " + number(p.lat, 6) + ")";
  if (std::abs(p.lat) > 90 && std::abs(p.lat) <= 180 && std::abs(p.lon) <= 90) {
    return flaw_at(
        "coordinates_swapped",
        nth + "is " + given + ": latitude and longitude look swapped; give longitude first",
        polygon, ring, std::nullopt);
  }
  if (std::abs(p.lon) > 1000 || std::abs(p.lat) > 1000) {
    return flaw_at(
        "coordinates_projected",
        nth + "is " + given +
            ": these are metres of a map projection; give degrees of longitude and latitude",
        polygon, ring, std::nullopt);
  }
  return flaw_at("coordinate_off_earth",
                 nth + "is " + given + ": longitude is −180 to 180 and latitude −90 to 90", polygon,
                 ring, std::nullopt);
}

std::optional<Flaw> ring_flaw(const Ring& ring, std::size_t polygon, std::size_t number_of_ring) {
  if (ring.empty()) {
    return flaw_at("ring_too_short", "has no points", polygon, number_of_ring, std::nullopt);
  }
  for (std::size_t i = 0; i < ring.size(); ++i) {
    if (auto flaw = coordinate_flaw(ring[i], polygon, number_of_ring, i)) return flaw;
  }
  if (ring.front() != ring.back()) {
    return flaw_at("ring_not_closed", "does not end where it begins", polygon, number_of_ring,
                   ring.front());
  }
  if (ring.size() < 4) {
    return flaw_at("ring_too_short",
                   "has " + std::to_string(ring.size()) + " points; a closed line needs at least 4",
                   polygon, number_of_ring, ring.front());
  }
  return std::nullopt;
}

/// Which ring passes nearest to `where`.
std::pair<std::size_t, std::size_t> ring_near(const MultiPolygon& shape, LatLon where) {
  std::pair<std::size_t, std::size_t> best{0, 0};
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t p = 0; p < shape.size(); ++p) {
    for (std::size_t r = 0; r <= shape[p].holes.size(); ++r) {
      const Ring& ring = r == 0 ? shape[p].outer : shape[p].holes[r - 1];
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        const double dx = ring[i + 1].lon - ring[i].lon, dy = ring[i + 1].lat - ring[i].lat;
        const double px = where.lon - ring[i].lon, py = where.lat - ring[i].lat;
        const double length2 = dx * dx + dy * dy;
        const double t = length2 > 0 ? std::clamp((px * dx + py * dy) / length2, 0.0, 1.0) : 0.0;
        const double away = std::hypot(px - t * dx, py - t * dy);
        if (away < least) {
          least = away;
          best = {p, r};
        }
      }
    }
  }
  return best;
}

struct Reason {
  const char* geos;
  const char* code;
  const char* words;
};
// GEOS's fixed reasons; ours say what to look for.
constexpr Reason kReasons[] = {
    {"Self-intersection", "ring_crosses_itself", "crosses itself or another line"},
    {"Ring Self-intersection", "ring_touches_itself", "touches itself"},
    {"Hole lies outside shell", "hole_outside", "is a hole outside its outer line"},
    {"Holes are nested", "holes_nested", "is a hole within a hole"},
    {"Nested shells", "polygons_nested", "lies within another part"},
    {"Duplicate Rings", "ring_repeated", "is drawn twice"},
    {"Interior is disconnected", "interior_split", "cuts its part into separate pieces"},
    {"Too few points in geometry component", "ring_too_short", "has too few different points"},
};

std::optional<Flaw> topology_flaw(const MultiPolygon& shape) {
  const Geom geometry = to_geos(shape, [](LatLon p) { return LocalMetric::Xy{p.lon, p.lat}; });
  char* reason = nullptr;
  GEOSGeometry* raw = nullptr;
  const char valid = GEOSisValidDetail_r(geos(), geometry.get(), 0, &reason, &raw);
  const Geom location(raw);
  const std::string why = reason ? reason : "";
  if (reason) GEOSFree_r(geos(), reason);
  if (valid == 1) return std::nullopt;
  LatLon where = shape[0].outer[0];
  if (location) {
    GEOSGeomGetX_r(geos(), location.get(), &where.lon);
    GEOSGeomGetY_r(geos(), location.get(), &where.lat);
  }
  const auto [polygon, ring] = ring_near(shape, where);
  for (const Reason& known : kReasons) {
    if (why == known.geos) return flaw_at(known.code, known.words, polygon, ring, where);
  }
  return flaw_at("outline_invalid", "is not a sound outline (" + why + ")", polygon, ring, where);
}

}  // namespace

std::optional<Flaw> find_flaw(const MultiPolygon& shape) {
  if (shape.empty()) return Flaw{"geometry_empty", "there is no outline"};
  for (std::size_t p = 0; p < shape.size(); ++p) {
    if (auto flaw = ring_flaw(shape[p].outer, p, 0)) return flaw;
    for (std::size_t h = 0; h < shape[p].holes.size(); ++h) {
      if (auto flaw = ring_flaw(shape[p].holes[h], p, h + 1)) return flaw;
    }
  }
  const Bounds bounds = bounds_of(shape);
  if (bounds.north_east.lon - bounds.south_west.lon > kWidestDegrees ||
      bounds.north_east.lat - bounds.south_west.lat > kWidestDegrees) {
    return Flaw{
        "outline_too_wide",
        "the outline is more than 60 degrees wide: a coordinate is wrong, or it crosses the "
        "180th meridian and must be cut there",
        bounds.south_west};
  }
  // The lattice form is what is kept, so it is what must be sound; but a ring that the lattice
  // would silently drop, or a line that doubles back, is judged as it was drawn.
  if (auto flaw = topology_flaw(shape)) return flaw;
  const MultiPolygon kept = normalised(shape);
  if (kept.empty()) return Flaw{"geometry_empty", "the outline is smaller than a few centimetres"};
  return topology_flaw(kept);
}

}  // namespace gewu::geo
