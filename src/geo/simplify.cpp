// SPDX-License-Identifier: Apache-2.0
// Simplification that keeps shared borders shared: rings are cut into arcs where three lines meet,
// each arc is thinned by Douglas–Peucker on its own, always in the same direction.
#include <algorithm>
#include <cmath>
#include <unordered_map>

#include "geo/lattice.hpp"
#include "geo/polygon.hpp"

namespace gewu::geo {
namespace {

std::uint64_t key_of(GridPoint p) {
  return (static_cast<std::uint64_t>(static_cast<std::uint32_t>(p.x)) << 32) |
         static_cast<std::uint32_t>(p.y);
}

struct Neighbours {
  GridPoint first, second;
  int count = 0;
  void add(GridPoint p) {
    if (count > 0 && first == p) return;
    if (count > 1 && second == p) return;
    (count == 0 ? first : second) = p;
    ++count;
  }
};

class Thinner {
 public:
  Thinner(const std::vector<GridRing>& rings, double tolerance_m)
      : tolerance2_(tolerance_m * tolerance_m) {
    double latitude = 0, points = 0;
    for (const GridRing& ring : rings) {
      for (std::size_t i = 0; i + 1 < ring.size(); ++i) {
        around_[key_of(ring[i])].add(ring[i + 1]);
        around_[key_of(ring[i + 1])].add(ring[i]);
        latitude += ring[i].y / kGridPerDegree;
        ++points;
      }
    }
    constexpr double metres_per_unit = 111'320 / kGridPerDegree;
    y_scale_ = metres_per_unit;
    x_scale_ = metres_per_unit * std::cos(points > 0 ? latitude / points / 57.29577951308232 : 0);
  }

  GridRing thin(const GridRing& ring) const {
    if (ring.size() <= 4) return ring;
    GridRing open(ring.begin(), ring.end() - 1);
    const auto node =
        std::find_if(open.begin(), open.end(), [&](GridPoint p) { return is_node(p); });
    if (node == open.end()) return thin_island(open, ring);
    std::rotate(open.begin(), open.begin() + (node - open.begin()), open.end());
    open.push_back(open.front());
    GridRing out{open.front()};
    std::size_t start = 0;
    for (std::size_t i = 1; i < open.size(); ++i) {
      if (i + 1 < open.size() && !is_node(open[i])) continue;
      const GridRing arc = thin_arc({open.begin() + static_cast<std::ptrdiff_t>(start),
                                     open.begin() + static_cast<std::ptrdiff_t>(i) + 1});
      out.insert(out.end(), arc.begin() + 1, arc.end());
      start = i;
    }
    return out.size() >= 4 ? out : ring;
  }

 private:
  bool is_node(GridPoint p) const { return around_.at(key_of(p)).count > 2; }

  /// A ring that meets no other: anchored at its least point and the one farthest from it.
  GridRing thin_island(GridRing open, const GridRing& whole) const {
    std::rotate(open.begin(), std::min_element(open.begin(), open.end()), open.end());
    const auto far = std::max_element(open.begin(), open.end(), [&](GridPoint a, GridPoint b) {
      return std::pair(length2(open[0], a), a) < std::pair(length2(open[0], b), b);
    });
    GridRing there = thin_arc({open.begin(), far + 1});
    GridRing back(far, open.end());
    back.push_back(open.front());
    back = thin_arc(back);
    there.insert(there.end(), back.begin() + 1, back.end());
    return there.size() >= 4 ? there : whole;
  }

  double length2(GridPoint a, GridPoint b) const {
    const double dx = (double(b.x) - a.x) * x_scale_, dy = (double(b.y) - a.y) * y_scale_;
    return dx * dx + dy * dy;
  }
  double away2(GridPoint a, GridPoint b, GridPoint p) const {
    const double dx = (double(b.x) - a.x) * x_scale_, dy = (double(b.y) - a.y) * y_scale_;
    const double px = (double(p.x) - a.x) * x_scale_, py = (double(p.y) - a.y) * y_scale_;
    const double l2 = dx * dx + dy * dy;
    const double t = l2 > 0 ? std::clamp((px * dx + py * dy) / l2, 0.0, 1.0) : 0.0;
    return (px - t * dx) * (px - t * dx) + (py - t * dy) * (py - t * dy);
  }

  /// Douglas–Peucker without recursion; both ends stay.
  GridRing thin_arc(GridRing arc) const {
    if (arc.size() <= 2) return arc;
    const bool turned =
        std::lexicographical_compare(arc.rbegin(), arc.rend(), arc.begin(), arc.end());
    if (turned) std::reverse(arc.begin(), arc.end());
    std::vector<bool> keep(arc.size(), false);
    keep.front() = keep.back() = true;
    std::vector<std::pair<std::size_t, std::size_t>> open{{0, arc.size() - 1}};
    while (!open.empty()) {
      const auto [first, last] = open.back();
      open.pop_back();
      std::size_t worst = first;
      double distance = tolerance2_;
      for (std::size_t i = first + 1; i < last; ++i) {
        const double d = away2(arc[first], arc[last], arc[i]);
        if (d > distance) {
          distance = d;
          worst = i;
        }
      }
      if (worst == first) continue;
      keep[worst] = true;
      open.emplace_back(first, worst);
      open.emplace_back(worst, last);
    }
    GridRing out;
    for (std::size_t i = 0; i < arc.size(); ++i) {
      if (keep[i]) out.push_back(arc[i]);
    }
    if (turned) std::reverse(out.begin(), out.end());
    return out;
  }

  std::unordered_map<std::uint64_t, Neighbours> around_;
  double x_scale_ = 1, y_scale_ = 1, tolerance2_;
};

}  // namespace

std::vector<MultiPolygon> simplified(const std::vector<MultiPolygon>& shapes, double tolerance_m) {
  std::vector<GridRing> rings;
  for (const MultiPolygon& shape : shapes) {
    for (const Polygon& polygon : shape) {
      rings.push_back(to_grid(polygon.outer));
      for (const Ring& hole : polygon.holes) rings.push_back(to_grid(hole));
    }
  }
  weld(rings, 3);
  const Thinner thinner(rings, tolerance_m);
  std::vector<MultiPolygon> out(shapes.size());
  std::size_t next = 0;
  for (std::size_t s = 0; s < shapes.size(); ++s) {
    for (const Polygon& polygon : shapes[s]) {
      Polygon thin{from_grid(thinner.thin(rings[next++])), {}};
      for (std::size_t h = 0; h < polygon.holes.size(); ++h) {
        thin.holes.push_back(from_grid(thinner.thin(rings[next++])));
      }
      out[s].push_back(std::move(thin));
    }
  }
  return out;
}

}  // namespace gewu::geo
