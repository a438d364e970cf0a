// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <cstdint>
#include <vector>

#include "geo/polygon.hpp"

namespace gewu::geo {

/// The S2 leaf cell (level 30, about 1 cm) of a point, as kept in `cell_id` columns. Neighbouring
/// points have neighbouring ids, so a plain B-tree serves "in this view".
std::int64_t cell_id(LatLon point);

struct CellRange {
  std::int64_t first = 0;
  std::int64_t last = 0;  ///< inclusive
  friend bool operator==(const CellRange&, const CellRange&) = default;
};

/// At most `limit` ranges that together hold every cell of the view, in rising order, none
/// overlapping. They hold more than the view: compare lat and lon as well.
std::vector<CellRange> cells_covering(const Bounds& view, int limit = 16);

}  // namespace gewu::geo
