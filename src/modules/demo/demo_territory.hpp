// SPDX-License-Identifier: Apache-2.0
// A made-up division of a true place: a lattice of small cells, cut into streets, communities,
// grids and micro-grids that share every vertex of their common borders.
#pragma once

#include <cstdint>
#include <vector>

#include "modules/areas/areas.hpp"

namespace gewu::demo {

struct Territory {
  areas::NewDistrict district;
  std::vector<areas::NewArea> areas;  ///< parents before children
};

/// 6 streets, 31 communities (names and codes of the official division), 103 grids and about four
/// micro-grids in each. The outline is drawn by hand from the district's extent, not surveyed.
Territory guangming(std::uint64_t seed);

inline constexpr int kGrids = 103;

}  // namespace gewu::demo
