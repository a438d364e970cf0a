// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

/// Point → area, immutable and safe to share between threads. Outlines may nest: the highest rank
/// that holds the point answers, so a parent answers for what its children leave uncovered. A
/// point on a common border has one answer, whatever the order of input: the neighbour that
/// `contains` names; where only one outline of the highest rank touches the point, that one; and
/// among outlines that overlap, the least code.
///
/// How: cells of S2 refined until few border lines remain in each. A cell without border lines
/// knows its answer; any other knows which outlines hold its centre and counts the lines between
/// the centre and the point, in exact integers. Vertices of neighbours that lie on a line within
/// 3 cm are made part of it first, so that drawings which meet in a T leave no crack.
class Locator {
 public:
  struct Item {
    std::int64_t key = 0;
    int rank = 0;  ///< deeper areas rank higher
    std::string code;
    MultiPolygon shape;  ///< sound: find_flaw() has nothing to say
  };
  explicit Locator(std::vector<Item> items);
  ~Locator();
  Locator(Locator&&) noexcept;
  Locator& operator=(Locator&&) noexcept;

  /// The key of the area that answers for this point; nothing outside all of them or off the earth.
  std::optional<std::int64_t> find(LatLon point) const;

  struct Near {
    std::int64_t key = 0;
    double metres = 0;
  };
  /// Which keys a question is about; empty: all.
  using Wanted = std::function<bool(std::int64_t key)>;
  /// The nearest areas, nearest first, 0 m inside; at equal distance deeper ones first, then by
  /// code.
  std::vector<Near> nearest(LatLon point, std::size_t limit, const Wanted& wanted = {}) const;

  struct Size {
    std::size_t items = 0, cells = 0, lines = 0, bytes = 0;
  };
  Size size() const;

 private:
  class Impl;
  std::unique_ptr<const Impl> impl_;
};

}  // namespace gewu::geo
