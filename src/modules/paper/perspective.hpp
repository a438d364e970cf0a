// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <array>
#include <optional>
#include <span>

#include "modules/paper/form.hpp"

namespace gewu::paper {

/// A flat thing seen by a camera: points of the form (mm) to points of the picture (pixels).
class Perspective {
 public:
  struct Pair {
    Point form, picture;
  };
  /// From four pairs or more, by least squares; nothing where they do not fix it.
  static std::optional<Perspective> from(std::span<const Pair> pairs);
  Point to_picture(Point form) const;
  /// Pixels of a millimetre there.
  double scale_at(Point form) const;

 private:
  std::array<double, 9> h_{};
};

}  // namespace gewu::paper
