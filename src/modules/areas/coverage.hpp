// SPDX-License-Identifier: Apache-2.0
// The proof that nowhere is left out (不漏一地) and no dwelling either (不漏一户): pure, over one
// version of the territory.
#pragma once

#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "geo/polygon.hpp"
#include "modules/areas/territory.hpp"

namespace gewu::areas {

/// One place where the promise does not hold.
struct CoverageProblem {
  /// territory_gap, territory_overlap, territory_outside: parts of `whole` that do not tile it.
  /// place_astray: a building or dwelling lies where another area answers than the one it hangs
  /// from. dwelling_without_grid: it hangs from no grid at all.
  std::string code;
  AreaId whole;  ///< whose territory it is; none for a place
  std::vector<AreaId>
      areas;  ///< gap: its neighbours, the longest border first; else those at fault
  geo::MultiPolygon where = {};  ///< the piece itself; empty for a place
  double m2 = 0;
  bool sliver = false;  ///< thinner than half a metre: two drawings of one border
  std::string subject;  ///< code and name of the whole or the place
  std::string detail;   ///< English, for the administrator
};

using Outlines = std::unordered_map<AreaId, geo::MultiPolygon>;

/// Every area whose parts have outlines is held against them; where an area between has none, its
/// parts count as those of the next one above that has. A dedicated grid may lie over the grids
/// around it: there it is the one that answers. Largest pieces first within each whole.
std::vector<CoverageProblem> prove_coverage(const TerritorySnapshot& territory,
                                            const Outlines& outlines);

}  // namespace gewu::areas
