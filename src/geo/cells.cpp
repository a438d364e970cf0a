// SPDX-License-Identifier: Apache-2.0
#include "geo/cells.hpp"

#include <s2/s2cell_id.h>
#include <s2/s2latlng.h>
#include <s2/s2latlng_rect.h>
#include <s2/s2region_coverer.h>

#include <algorithm>

namespace gewu::geo {

std::int64_t cell_id(LatLon point) {
  return static_cast<std::int64_t>(S2CellId(S2LatLng::FromDegrees(point.lat, point.lon)).id());
}

std::vector<CellRange> cells_covering(const Bounds& view, int limit) {
  const S2LatLngRect rect(
      S2LatLng::FromDegrees(view.south_west.lat, view.south_west.lon).Normalized(),
      S2LatLng::FromDegrees(view.north_east.lat, view.north_east.lon).Normalized());
  S2RegionCoverer::Options options;
  options.set_max_cells(std::max(1, limit));
  S2RegionCoverer coverer(options);
  std::vector<CellRange> out;
  for (S2CellId id : coverer.GetCovering(rect)) {
    out.push_back({static_cast<std::int64_t>(id.range_min().id()),
                   static_cast<std::int64_t>(id.range_max().id())});
  }
  // As signed numbers the upper half of the faces sorts before the lower.
  std::sort(out.begin(), out.end(), [](auto& a, auto& b) { return a.first < b.first; });
  std::vector<CellRange> merged;
  for (const CellRange& r : out) {
    const bool same_half = !merged.empty() && (r.first > 0) == (merged.back().last > 0);
    if (same_half && r.first - merged.back().last <= 2) {
      merged.back().last = r.last;  // leaf ids are odd, so neighbours differ by two
    } else {
      merged.push_back(r);
    }
  }
  return merged;
}

}  // namespace gewu::geo
