// SPDX-License-Identifier: Apache-2.0
// Tiles from the database, kept as long as they hold.
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <tuple>

#include "api/caller.hpp"
#include "db/db.hpp"
#include "modules/cases/cases.hpp"
#include "modules/tiles/area_sheet.hpp"

namespace gewu::tiles {

/// Below this zoom a tile of cases counts by area, from it on it holds each case.
inline constexpr int kPointsFrom = 14;
inline constexpr std::size_t kPointsMax = 5000;

/// Sheets and cut tiles of areas. A tile holds for one version of the territory; the newest
/// version's are kept, some tens of megabytes at most. Thread-safe.
class AreaTiles {
 public:
  explicit AreaTiles(areas::Territories& territories) : territories_(territories) {}

  /// Names the version the tiles are of; nothing for an unknown district.
  std::optional<std::string> etag(db::ReadTx& tx, DistrictId district);
  std::shared_ptr<const std::string> tile(db::ReadTx& tx, DistrictId district, const Tile& tile);

 private:
  using Stamp = std::pair<std::int64_t, std::int64_t>;
  struct Sheet {
    std::mutex loading;
    Stamp stamp;
    std::shared_ptr<const AreaSheet> sheet;
  };
  std::shared_ptr<const AreaSheet> sheet_of(db::ReadTx& tx, DistrictId district);

  using Key = std::tuple<DistrictId, Stamp, int, std::uint32_t, std::uint32_t>;
  static constexpr std::size_t kBytesMax = 32 * 1024 * 1024;
  areas::Territories& territories_;
  std::mutex guard_;
  std::map<DistrictId, std::shared_ptr<Sheet>> sheets_;
  std::map<Key, std::shared_ptr<const std::string>> tiles_;
  std::deque<Key> order_;  ///< oldest first
  std::size_t bytes_ = 0;
};

/// Counts of open cases by area, of everybody who sees the same areas, a few seconds old at most:
/// one look at a map asks for a dozen tiles.
class OpenCounts {
 public:
  std::shared_ptr<const std::vector<cases::PlaceCount>> of(db::ReadTx& tx,
                                                           cases::CaseService& service,
                                                           DistrictId district,
                                                           const api::Caller& caller, Instant now);

 private:
  struct Kept {
    Instant at;
    std::shared_ptr<const std::vector<cases::PlaceCount>> counts;
  };
  std::mutex guard_;
  std::map<std::string, Kept> kept_;
};

/// A tile of cases as this caller may see them.
Result<std::string> case_tile(db::ReadTx& tx, cases::CaseService& service, OpenCounts& counts,
                              DistrictId district, const api::Caller& caller, const Tile& tile,
                              const cases::MapFilter& filter, Instant now);

}  // namespace gewu::tiles
