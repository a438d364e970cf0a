// SPDX-License-Identifier: Apache-2.0
// Buildings into micro-grids: households, neighbours, barriers, and the ground around them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/result.hpp"
#include "geo/polygon.hpp"
#include "modules/planner/search.hpp"

namespace gewu::planner {

struct Building {
  std::string id;
  geo::MultiPolygon shape;
  double height_m = 0;                     ///< 0: unknown, one floor
  std::optional<std::int64_t> households;  ///< counted; else estimated from the height
  std::string today;                       ///< code of its micro-grid; empty: none
  std::int64_t open_cases = 0;
  bool mended = false;  ///< its outline was broken: the hull stands for it
};

/// What keeps neighbours apart. `weight` from 0 (nothing) to 1 (nobody crosses).
struct Barrier {
  std::vector<geo::LatLon> line;
  double weight = 0.5;
};

/// floors (height / 3 m) × footprint × 0.75 / 90 m², rounded; at least one floor.
std::int64_t estimated_households(const geo::MultiPolygon& shape, double height_m);

struct Norm {
  std::int64_t least = 50;
  std::int64_t most = 70;
};

struct MicroGrid {
  std::vector<std::size_t> buildings;  ///< by their place in the list
  std::int64_t households = 0;
  bool own = false;  ///< one building over the norm (with small ones it encloses)
  geo::MultiPolygon ground;
  double compactness = 0;  ///< Polsby–Popper: 1 a circle
};

struct BuildingPlan {
  std::vector<MicroGrid> grids;
  std::int64_t within = 0;  ///< micro-grids within the norm, of those that are not `own`
  std::int64_t shared = 0;  ///< micro-grids that are not `own`
  double compactness_mean = 0;
  double border_metres = 0;           ///< between micro-grids
  std::int64_t barriers_crossed = 0;  ///< neighbours in one micro-grid with a barrier between them
  std::int64_t households_moved = 0;  ///< of those that have a micro-grid today
  std::int64_t cases_moved = 0;
  Ended ended = Ended::settled;
};

struct BuildingOptions {
  Norm norm;
  geo::MultiPolygon frame;  ///< the grid's outline; empty: around the buildings
  SearchOptions search;
};

/// Refused: `buildings_missing`.
Result<BuildingPlan> plan_buildings(const std::vector<Building>& buildings,
                                    const std::vector<Barrier>& barriers,
                                    const BuildingOptions& options);

}  // namespace gewu::planner
