// SPDX-License-Identifier: Apache-2.0
// Invented estates: buildings with footprints, names and addresses, one estate to a micro-grid.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "modules/areas/areas.hpp"

namespace gewu::demo {

/// A cell of the lattice, its corners moved a little; convex.
struct Quad {
  geo::LatLon south_west, south_east, north_east, north_west;
};

/// Name of the estate of the n-th micro-grid: no other within a community, about two in a district.
std::string estate_name(std::size_t n);

/// Up to four buildings in each cell, clear of its borders, so that they overlap nothing. Every
/// twentieth estate has the dwellings of its first building on record, too.
std::vector<areas::NewArea> buildings_of(const std::string& micro_grid_code, std::size_t n,
                                         const std::vector<Quad>& cells);

}  // namespace gewu::demo
