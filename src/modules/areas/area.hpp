// SPDX-License-Identifier: Apache-2.0
// An area and its tree: pure values.
#pragma once

#include <boost/describe.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/codes.hpp"
#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "geo/polygon.hpp"

namespace gewu::areas {

/// 区县 · 街道/镇 · 社区/村 · 网格 · 微网格 · 楼栋 · 户 · 专属网格.
enum class Level {
  district,
  street,
  community,
  grid,
  micro_grid,
  building,
  dwelling,
  dedicated_grid
};
BOOST_DESCRIBE_ENUM(Level, district, street, community, grid, micro_grid, building, dwelling,
                    dedicated_grid)

/// Which of two outlines over one point answers: deeper levels rank higher, and a dedicated grid (a
/// school, a mall) answers for its premises even where the grids around were not cut out for it.
int rank_of(Level level);
/// A child hangs from a level above its own; levels may be left out, except that every grid and
/// dedicated grid of a place with official codes hangs from a community (see codes.hpp).
bool may_hang_from(Level child, Level parent);

struct Area {
  AreaId id;
  AreaId parent;  ///< none for the district itself
  Level level{};
  std::string code;
  std::string name;
  std::optional<geo::LatLon> label;  ///< where to write the name; none without outline or point
  double area_m2 = 0;                ///< 0 without outline
  int depth = 0;                     ///< the district is 0
  std::string address = {};          ///< road and number, as on the plate; may be empty
  std::string also_called = {};      ///< other names in use, see split_names; may be empty
};

struct District {
  DistrictId id;
  AreaId root;  ///< the area of level district
  std::string code;
  std::string name;
  std::string name_en;
  int utc_offset_minutes = 480;
  /// Grows by one with every change of the tree, names or outlines, import or act.
  std::int64_t territory_version = 0;
  /// Differs between two versions of the same number of which one was rolled back.
  std::int64_t territory_stamp = 0;

  std::chrono::minutes utc_offset() const { return std::chrono::minutes(utc_offset_minutes); }
};

}  // namespace gewu::areas
