// SPDX-License-Identifier: Apache-2.0
#include "modules/tiles/tiles_service.hpp"

#include "modules/accounts/accounts.hpp"
#include "modules/tiles/vector_tile.hpp"

namespace gewu::tiles {

namespace {

constexpr Duration kCountsHold = std::chrono::seconds(3);
constexpr std::size_t kCountsKept = 64;

std::string alarm_of(const cases::MapPoint& p) {
  return p.overdue ? "overdue" : p.warned ? "warned" : "none";
}

}  // namespace

std::shared_ptr<const AreaSheet> AreaTiles::sheet_of(db::ReadTx& tx, DistrictId district) {
  auto territory = territories_.current(tx, district);
  if (!territory) return nullptr;
  const Stamp stamp{territory->version(), territory->district().territory_stamp};
  std::shared_ptr<Sheet> kept;
  {
    const std::lock_guard lock(guard_);
    auto& slot = sheets_[district];
    if (!slot) slot = std::make_shared<Sheet>();
    kept = slot;
  }
  const std::lock_guard lock(kept->loading);  // one loads, the others wait for it
  if (!kept->sheet || kept->stamp != stamp) {
    auto outlines = areas::outlines_of(tx, *territory);
    kept->sheet = std::make_shared<const AreaSheet>(std::move(territory), std::move(outlines));
    kept->stamp = stamp;
  }
  return kept->sheet;
}

std::optional<std::string> AreaTiles::etag(db::ReadTx& tx, DistrictId district) {
  const auto territory = territories_.current(tx, district);
  if (!territory) return std::nullopt;
  return '"' + std::to_string(territory->version()) + "-" +
         std::to_string(territory->district().territory_stamp) + '"';
}

std::shared_ptr<const std::string> AreaTiles::tile(db::ReadTx& tx, DistrictId district,
                                                   const Tile& tile) {
  const auto sheet = sheet_of(tx, district);
  if (!sheet) return std::make_shared<const std::string>();
  const auto& territory = sheet->territory();
  const Key key{district, Stamp{territory.version(), territory.district().territory_stamp}, tile.z,
                tile.x, tile.y};
  {
    const std::lock_guard lock(guard_);
    if (const auto at = tiles_.find(key); at != tiles_.end()) return at->second;
  }
  auto made = std::make_shared<const std::string>(sheet->tile(tile));
  const std::lock_guard lock(guard_);
  if (!tiles_.emplace(key, made).second) return made;
  order_.push_back(key);
  bytes_ += made->size() + sizeof(Key);
  while (bytes_ > kBytesMax && order_.size() > 1) {
    const auto oldest = tiles_.find(order_.front());
    bytes_ -= oldest->second->size() + sizeof(Key);
    tiles_.erase(oldest);
    order_.pop_front();
  }
  return made;
}

std::shared_ptr<const std::vector<cases::PlaceCount>> OpenCounts::of(db::ReadTx& tx,
                                                                     cases::CaseService& service,
                                                                     DistrictId district,
                                                                     const api::Caller& caller,
                                                                     Instant now) {
  std::string key = to_string(district);
  for (const auto area : accounts::scope_areas(caller, cases::seeing_roles())) {
    key += " " + to_string(area);
  }
  {
    const std::lock_guard lock(guard_);
    const auto at = kept_.find(key);
    if (at != kept_.end() && now >= at->second.at && now - at->second.at < kCountsHold) {
      return at->second.counts;
    }
  }
  auto counts = std::make_shared<const std::vector<cases::PlaceCount>>(
      cases::open_by_area(tx, service, district, caller, now));
  const std::lock_guard lock(guard_);
  if (kept_.size() >= kCountsKept) kept_.clear();
  kept_[key] = {now, counts};
  return counts;
}

namespace {

/// One point an area, at its label.
std::string counts_tile(const areas::TerritorySnapshot& territory,
                        const std::vector<cases::PlaceCount>& rows, const Tile& tile,
                        const cases::MapFilter& filter) {
  struct Sum {
    std::int64_t open = 0, overdue = 0;
  };
  std::map<AreaId, Sum> sums;
  for (const auto& row : rows) {
    if (filter.state && row.state != *filter.state) continue;
    if (filter.category && row.category != filter.category) continue;
    if (filter.area && !territory.within(row.area, *filter.area)) continue;
    sums[row.area].open += row.open;
    sums[row.area].overdue += row.overdue;
  }
  Layer layer("counts");
  for (const auto& [id, sum] : sums) {
    const auto* area = territory.find(id);
    if (area == nullptr || !area->label || tile_of(*area->label, tile.z) != tile) continue;
    layer.add_point(place_in(tile, *area->label),
                    {{"id", to_string(id)}, {"open", sum.open}, {"overdue", sum.overdue}});
  }
  return tile_bytes({&layer});
}

}  // namespace

Result<std::string> case_tile(db::ReadTx& tx, cases::CaseService& service, OpenCounts& counts,
                              DistrictId district, const api::Caller& caller, const Tile& tile,
                              const cases::MapFilter& filter, Instant now) {
  const auto& services = service.services();
  const auto territory = services.territories.current(tx, district);
  if (tile.z < kPointsFrom) {
    return counts_tile(*territory, *counts.of(tx, service, district, caller, now), tile, filter);
  }
  const auto tree = services.categories.of(tx, district, now);
  Layer layer("cases");
  std::size_t drawn = 0;
  // A little more than the tile, as its edges are rounded; each case is in one tile alone.
  for (const auto& p :
       cases::points_in(tx, service, district, caller, bounds_of(tile, 1), filter, now)) {
    if (tile_of(p.point, tile.z) != tile) continue;
    if (++drawn > kPointsMax) break;
    const auto* category = tree->find(p.category);
    layer.add_point(place_in(tile, p.point),
                    {{"id", to_string(p.id)},
                     {"number", p.number},
                     {"state", std::string(code_of(p.state))},
                     {"alarm", alarm_of(p)},
                     {"emergency", p.emergency},
                     {"category", category ? category->code : std::string()}});
  }
  return tile_bytes({&layer});
}

}  // namespace gewu::tiles
