// SPDX-License-Identifier: Apache-2.0
// A made-up town for benchmarks: n × n micro-grids with crooked borders that neighbours share to
// the last vertex, under blocks and one district. 141 gives 19,881 micro-grids.
#pragma once

#include <algorithm>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "geo/locator.hpp"

namespace gewu::geo::test {

struct NetOptions {
  int side = 141;                    ///< micro-grids along each side
  int vertices_per_edge = 5;         ///< 1: straight borders
  LatLon south_west{22.70, 113.85};  ///< about 光明区
  double degrees = 0.13;             ///< of latitude and longitude
  std::uint64_t seed = 1;
};

/// From a to b by crooked steps; the same points from b to a.
inline Ring crooked(LatLon a, LatLon b, const NetOptions& o) {
  const bool turned = snap(b) < snap(a);
  if (turned) std::swap(a, b);
  std::mt19937_64 random(static_cast<std::uint64_t>(snap(a).x) * 31 +
                         static_cast<std::uint64_t>(snap(b).y));
  std::uniform_real_distribution<double> sway(-0.05, 0.05);
  Ring out;
  for (int k = 0; k < o.vertices_per_edge; ++k) {
    const double t = static_cast<double>(k) / o.vertices_per_edge;
    const double away = k ? o.degrees / o.side * sway(random) : 0;
    out.push_back(
        unsnap(snap({a.lat + t * (b.lat - a.lat) + away, a.lon + t * (b.lon - a.lon) - away})));
  }
  out.push_back(b);
  if (turned) std::reverse(out.begin(), out.end());
  return out;
}

/// Keys: micro-grids 1…side², blocks of 14 × 14 from 1,000,001, the district 2,000,000. Ranks 4, 2,
/// 0.
inline std::vector<Locator::Item> net_of_areas(const NetOptions& o = {}) {
  std::mt19937_64 random(o.seed);
  std::uniform_real_distribution<double> shake(-0.3, 0.3);
  const int n = o.side;
  std::vector<std::vector<LatLon>> v(n + 1, std::vector<LatLon>(n + 1));
  for (int r = 0; r <= n; ++r) {
    for (int c = 0; c <= n; ++c) {
      const double north = r + (r > 0 && r < n ? shake(random) : 0);
      const double east = c + (c > 0 && c < n ? shake(random) : 0);
      v[r][c] = unsnap(snap(
          {o.south_west.lat + o.degrees * north / n, o.south_west.lon + o.degrees * east / n}));
    }
  }
  std::vector<Locator::Item> out;
  for (int r = 0; r < n; ++r) {
    for (int c = 0; c < n; ++c) {
      Ring ring;
      const LatLon corners[] = {v[r][c], v[r][c + 1], v[r + 1][c + 1], v[r + 1][c], v[r][c]};
      for (int side = 0; side < 4; ++side) {
        // The town's own border is straight, so that nothing is left over.
        const bool outer[] = {r == 0, c == n - 1, r == n - 1, c == 0};
        NetOptions how = o;
        if (outer[side]) how.vertices_per_edge = 1;
        const Ring edge = crooked(corners[side], corners[side + 1], how);
        ring.insert(ring.end(), edge.begin(), edge.end() - 1);
      }
      ring.push_back(ring.front());
      const int key = r * n + c + 1;
      out.push_back({key, 4, "M" + std::to_string(key), {Polygon{std::move(ring), {}}}});
    }
  }
  const auto corner = [&](int r, int c) {
    return LatLon{o.south_west.lat + o.degrees * std::min(r, n) / n,
                  o.south_west.lon + o.degrees * std::min(c, n) / n};
  };
  for (int r = 0; r < n; r += 14) {
    for (int c = 0; c < n; c += 14) {
      const int key = 1'000'001 + r * n + c;
      out.push_back(
          {key, 2, "B" + std::to_string(key), rectangle(corner(r, c), corner(r + 14, c + 14))});
    }
  }
  out.push_back({2'000'000, 0, "D", rectangle(corner(0, 0), corner(n, n))});
  return out;
}

}  // namespace gewu::geo::test
