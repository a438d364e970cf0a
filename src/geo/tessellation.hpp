// SPDX-License-Identifier: Apache-2.0
// Ground divided among what stands on it: every point goes to the nearest shape.
#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

/// Two shapes whose ground touches, and along how many metres.
struct Side {
  std::size_t a = 0, b = 0;
  double metres = 0;
};

class Tessellation {
 public:
  /// Lines are followed by points every `step_m` metres; the ground of thin gaps is right to about
  /// half of that.
  Tessellation(std::span<const MultiPolygon> shapes, double step_m = 6);
  ~Tessellation();
  Tessellation(const Tessellation&) = delete;
  Tessellation& operator=(const Tessellation&) = delete;

  /// Each pair once, a < b, ascending. At the rim, where ground goes on far from everything, a
  /// side counts 60 m at most.
  const std::vector<Side>& sides() const { return sides_; }
  /// The ground of several shapes together, without gaps to its neighbours', cut to `frame`.
  MultiPolygon ground(std::span<const std::size_t> shapes, const MultiPolygon& frame) const;

 private:
  struct Cells;
  std::vector<Side> sides_;
  std::vector<Cells> cells_;  // by shape
  LatLon origin_;
};

/// The convex outline of all shapes, `margin_m` metres wider.
MultiPolygon frame_around(std::span<const MultiPolygon> shapes, double margin_m);

}  // namespace gewu::geo
