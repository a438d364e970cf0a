// SPDX-License-Identifier: Apache-2.0
#include "modules/tiles/area_sheet.hpp"

#include <unordered_map>

#include "modules/tiles/vector_tile.hpp"

namespace gewu::tiles {

namespace {

bool meet(const geo::Bounds& a, const geo::Bounds& b) {
  return a.south_west.lat <= b.north_east.lat && b.south_west.lat <= a.north_east.lat &&
         a.south_west.lon <= b.north_east.lon && b.south_west.lon <= a.north_east.lon;
}

Properties properties_of(const areas::Area& a) {
  return {{"id", to_string(a.id)},
          {"code", a.code},
          {"name", a.name},
          {"level", std::string(code_of(a.level))},
          {"parent", a.parent ? to_string(a.parent) : std::string()}};
}

}  // namespace

bool drawn_at(areas::Level level, int z) {
  using areas::Level;
  switch (level) {
    case Level::district:
      return true;
    case Level::street:
      return z >= 8;
    case Level::community:
      return z >= 10;
    case Level::grid:
    case Level::dedicated_grid:
      return z >= 11;
    case Level::micro_grid:
      return z >= 13;
    case Level::building:
      return z >= 15;
    case Level::dwelling:
      return z >= 17;
  }
  return false;
}

AreaSheet::AreaSheet(std::shared_ptr<const areas::TerritorySnapshot> territory,
                     std::vector<areas::AreaOutline> outlines)
    : territory_(std::move(territory)) {
  std::unordered_map<AreaId, geo::MultiPolygon> shapes;
  for (auto& o : outlines) shapes.emplace(o.area, std::move(o.shape));
  for (const auto& area : territory_->all()) {
    if (!area.label) continue;
    Drawn d{&area, {}, {}};
    if (const auto at = shapes.find(area.id); at != shapes.end()) d.shape = std::move(at->second);
    d.bounds = geo::bounds_of(d.shape);
    d.bounds.add(*area.label);
    drawn_.push_back(std::move(d));
  }
}

std::string AreaSheet::tile(const Tile& tile) const {
  const geo::Bounds view = bounds_of(tile, kBuffer);
  Layer polygons("areas"), labels("labels");
  for (const auto& d : drawn_) {
    if (!drawn_at(d.area->level, tile.z) || !meet(view, d.bounds)) continue;
    const auto properties = properties_of(*d.area);
    if (!d.shape.empty()) polygons.add_polygons(cut(d.shape, tile), properties);
    // A label lies in one tile alone, or it would be written twice.
    if (tile_of(*d.area->label, tile.z) == tile) {
      labels.add_point(place_in(tile, *d.area->label), properties);
    }
  }
  return tile_bytes({&polygons, &labels});
}

}  // namespace gewu::tiles
