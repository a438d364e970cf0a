// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "modules/paper/form.hpp"

namespace gewu::paper {

/// Rows of grey levels, top row first, no padding; 0 is black.
struct Grey {
  int width = 0, height = 0;
  std::vector<std::uint8_t> levels;
  std::uint8_t at(int x, int y) const {
    return levels[static_cast<std::size_t>(y) * static_cast<std::size_t>(width) +
                  static_cast<std::size_t>(x)];
  }
  /// Between pixels; at the edge beyond it.
  double sample(Point p) const;
};

/// Sums over rectangles in constant time.
class Sums {
 public:
  explicit Sums(const Grey& image);
  /// Mean of the part of the square around (x, y) that lies inside.
  double mean(int x, int y, int radius) const;

 private:
  int width_, height_;
  std::vector<std::uint64_t> sums_;
};

/// A run of dark pixels that hang together.
struct Blob {
  Point centre;
  double area = 0;  ///< pixels
  int width = 0, height = 0;
};
/// Dark against what surrounds them within `radius`; those of fewer than `area_min` or more than
/// `area_max` pixels are left out. At most `most`, the largest first.
std::vector<Blob> dark_blobs(const Grey& image, int radius, double area_min, double area_max,
                             std::size_t most);

}  // namespace gewu::paper
