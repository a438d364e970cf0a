// SPDX-License-Identifier: Apache-2.0
// Exact integer geometry on the lattice of GridPoint. Inside src/geo only.
#pragma once

#include <cstdint>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

using GridRing = std::vector<GridPoint>;  ///< closed: the last point repeats the first

/// (b−a) × (p−a). Exact: outlines are at most 60° wide, so every product stays below 2^62.
inline std::int64_t cross(GridPoint a, GridPoint b, GridPoint p) {
  const std::int64_t dx = std::int64_t{b.x} - a.x, dy = std::int64_t{b.y} - a.y;
  return dx * (std::int64_t{p.y} - a.y) - dy * (std::int64_t{p.x} - a.x);
}

/// `p`, moved by (ε, ε²), lies to the left of the line a→b. Never undecided.
inline bool left_of(GridPoint a, GridPoint b, GridPoint p) {
  const std::int64_t c = cross(a, b, p);
  if (c != 0) return c > 0;
  return b.y != a.y ? b.y < a.y : b.x > a.x;
}

/// The ray from the moved `p` to the north meets the line a–b.
inline bool ray_meets(GridPoint a, GridPoint b, GridPoint p) {
  if ((a.x <= p.x) == (b.x <= p.x)) return false;
  return a.x < b.x ? !left_of(a, b, p) : left_of(a, b, p);
}

/// The path from the moved `r` along its latitude and then its meridian to the moved `p` meets the
/// line a–b an odd number of times.
inline bool path_meets(GridPoint a, GridPoint b, GridPoint r, GridPoint p) {
  const GridPoint corner{p.x, r.y};
  bool odd = false;
  if ((a.y <= r.y) != (b.y <= r.y)) odd ^= left_of(a, b, r) != left_of(a, b, corner);
  if ((a.x <= p.x) != (b.x <= p.x)) odd ^= left_of(a, b, corner) != left_of(a, b, p);
  return odd;
}

/// `p` (not moved) lies on the closed line a–b.
inline bool on_line(GridPoint a, GridPoint b, GridPoint p) {
  const bool in_box = (a.x < b.x ? a.x <= p.x && p.x <= b.x : b.x <= p.x && p.x <= a.x) &&
                      (a.y < b.y ? a.y <= p.y && p.y <= b.y : b.y <= p.y && p.y <= a.y);
  return in_box && cross(a, b, p) == 0;
}

GridRing to_grid(const Ring& ring);
Ring from_grid(const GridRing& ring);

/// Makes every vertex that lies within `tolerance` lattice units of a line, away from its ends, a
/// vertex of that line, so that neighbours drawn with a T-joint share their border exactly.
void weld(std::vector<GridRing>& rings, std::int32_t tolerance);

}  // namespace gewu::geo
