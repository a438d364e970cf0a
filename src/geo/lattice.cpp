// SPDX-License-Identifier: Apache-2.0
#include "geo/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <unordered_map>

namespace gewu::geo {
namespace {

constexpr int kBucketBits = 13;  // 8,192 units: some 90 m

std::uint64_t bucket_key(std::int64_t column, std::int64_t row) {
  return (static_cast<std::uint64_t>(column) << 32) ^ static_cast<std::uint32_t>(row);
}

/// All vertices, sorted into square buckets.
class Buckets {
 public:
  explicit Buckets(const std::vector<GridRing>& rings) {
    for (const GridRing& ring : rings) points_.insert(points_.end(), ring.begin(), ring.end());
    const auto order = [](GridPoint a, GridPoint b) {
      const auto ka = std::pair(a.x >> kBucketBits, a.y >> kBucketBits);
      const auto kb = std::pair(b.x >> kBucketBits, b.y >> kBucketBits);
      return ka != kb ? ka < kb : a < b;
    };
    std::sort(points_.begin(), points_.end(), order);
    points_.erase(std::unique(points_.begin(), points_.end()), points_.end());
    for (std::size_t i = 0; i < points_.size(); ++i) {
      const auto key = bucket_key(points_[i].x >> kBucketBits, points_[i].y >> kBucketBits);
      auto [at, fresh] = runs_.try_emplace(key, i, i);
      at->second.second = i + 1;
    }
  }
  template <class F>
  void each(std::int64_t column, std::int64_t row, F&& f) const {
    const auto found = runs_.find(bucket_key(column, row));
    if (found == runs_.end()) return;
    for (std::size_t i = found->second.first; i < found->second.second; ++i) f(points_[i]);
  }

 private:
  std::vector<GridPoint> points_;
  std::unordered_map<std::uint64_t, std::pair<std::size_t, std::size_t>> runs_;
};

/// Calls `f` for the vertices in every bucket that the line a–b passes within `margin`.
template <class F>
void along(const Buckets& buckets, GridPoint a, GridPoint b, std::int64_t margin, F&& f) {
  if (b.x < a.x) std::swap(a, b);
  const double slope = b.x == a.x ? 0 : (double(b.y) - a.y) / (double(b.x) - a.x);
  const std::int64_t first = (a.x - margin) >> kBucketBits, last = (b.x + margin) >> kBucketBits;
  for (std::int64_t column = first; column <= last; ++column) {
    double low = std::min(a.y, b.y), high = std::max(a.y, b.y);
    if (b.x != a.x) {  // the part of the line over this column
      const auto edge = [&](std::int64_t at) { return static_cast<double>(at << kBucketBits); };
      const auto slack = static_cast<double>(margin);
      const double west = std::clamp<double>(edge(column) - slack, a.x, b.x);
      const double east = std::clamp<double>(edge(column + 1) + slack, a.x, b.x);
      const double at_west = a.y + slope * (west - a.x), at_east = a.y + slope * (east - a.x);
      low = std::min(at_west, at_east);
      high = std::max(at_west, at_east);
    }
    const auto south = static_cast<std::int64_t>(std::floor(low)) - margin;
    const auto north = static_cast<std::int64_t>(std::ceil(high)) + margin;
    for (std::int64_t row = south >> kBucketBits; row <= north >> kBucketBits; ++row) {
      buckets.each(column, row, f);
    }
  }
}

GridRing welded(const GridRing& ring, const Buckets& buckets, std::int32_t tolerance) {
  GridRing out;
  std::vector<std::pair<double, GridPoint>> found;
  for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
    const GridPoint a = ring[i], b = ring[i + 1];
    out.push_back(a);
    const double dx = double(b.x) - a.x, dy = double(b.y) - a.y;
    const double length = std::hypot(dx, dy);
    if (length <= 2.0 * tolerance) continue;
    found.clear();
    along(buckets, a, b, tolerance, [&](GridPoint v) {
      const double px = double(v.x) - a.x, py = double(v.y) - a.y;
      const double forward = (px * dx + py * dy) / length;
      if (forward <= tolerance || forward >= length - tolerance) return;
      if (std::abs(px * dy - py * dx) / length <= tolerance) found.emplace_back(forward, v);
    });
    std::sort(found.begin(), found.end());
    for (const auto& [forward, v] : found) out.push_back(v);
  }
  if (!ring.empty()) out.push_back(ring.back());
  return out;
}

}  // namespace

GridRing to_grid(const Ring& ring) {
  GridRing out;
  out.reserve(ring.size());
  for (LatLon p : ring) {
    const GridPoint g = snap(p);
    if (out.empty() || out.back() != g) out.push_back(g);
  }
  return out;
}

Ring from_grid(const GridRing& ring) {
  Ring out;
  out.reserve(ring.size());
  for (GridPoint p : ring) out.push_back(unsnap(p));
  return out;
}

void weld(std::vector<GridRing>& rings, std::int32_t tolerance) {
  const Buckets buckets(rings);
  for (GridRing& ring : rings) ring = welded(ring, buckets, tolerance);
}

}  // namespace gewu::geo
