// SPDX-License-Identifier: Apache-2.0
// All outlines of one territory, ready to be cut. Pure.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "modules/areas/areas.hpp"
#include "modules/tiles/tile.hpp"

namespace gewu::tiles {

/// Whether areas of this level are drawn at this zoom: those that can be told apart there.
bool drawn_at(areas::Level level, int z);

class AreaSheet {
 public:
  /// `outlines` by the territory's tree; the snapshot is held.
  AreaSheet(std::shared_ptr<const areas::TerritorySnapshot> territory,
            std::vector<areas::AreaOutline> outlines);

  const areas::TerritorySnapshot& territory() const { return *territory_; }
  /// Layers `areas` (polygons: id, code, name, level, parent) and `labels` (points: the same).
  std::string tile(const Tile& tile) const;

 private:
  struct Drawn {
    const areas::Area* area = nullptr;
    geo::Bounds bounds;
    geo::MultiPolygon shape;
  };
  std::shared_ptr<const areas::TerritorySnapshot> territory_;
  std::vector<Drawn> drawn_;  ///< in tree order: what contains others lies below them
};

}  // namespace gewu::tiles
