// SPDX-License-Identifier: Apache-2.0
// The areas module: the district's tree, its outlines and who answers for a point. See README.md.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/ids.hpp"
#include "base/result.hpp"
#include "base/time.hpp"
#include "geo/polygon.hpp"
#include "modules/areas/area.hpp"
#include "modules/areas/codes.hpp"
#include "modules/areas/coverage.hpp"
#include "modules/areas/import.hpp"
#include "modules/areas/territory.hpp"

namespace gewu::db {
class ReadTx;
class WriteTx;
class Database;
}  // namespace gewu::db
namespace gewu::api {
class Api;
class DistrictLookup;
}  // namespace gewu::api

namespace gewu::areas {

/// Snapshots by district, shared by all threads of the process.
class Territories {
 public:
  Territories();
  ~Territories();
  /// The snapshot as of `tx`: one point read of the version, and a reload when ours is behind.
  /// Null for an unknown district.
  std::shared_ptr<const TerritorySnapshot> current(db::ReadTx& tx, DistrictId district);
  /// The tree as it was under an earlier version; not cached. Null when there was none.
  static std::shared_ptr<const TerritorySnapshot> at_version(db::ReadTx& tx, DistrictId district,
                                                             std::int64_t version);
  /// The version in force at `when`; nothing before the first.
  static std::optional<std::int64_t> version_at(db::ReadTx& tx, DistrictId district, Instant when);

 private:
  struct Held;
  std::unique_ptr<Held> held_;
};

struct AreaOutline {
  AreaId area;
  geo::MultiPolygon shape;
};
/// Every outline of a snapshot's version, in no order. Reads them all.
std::vector<AreaOutline> outlines_of(db::ReadTx& tx, const TerritorySnapshot& territory);
/// The outline of one area as of a snapshot; nothing where it has none.
std::optional<geo::MultiPolygon> outline_of(db::ReadTx& tx, const TerritorySnapshot& territory,
                                            AreaId area);

// ---- districts ---------------------------------------------------------------------------------

std::optional<District> find_district(db::ReadTx& tx, DistrictId id);
/// By the district's code or an alias of it.
std::optional<District> find_district(db::ReadTx& tx, std::string_view code);
/// In order of code; at most `limit`.
std::vector<District> list_districts(db::ReadTx& tx, std::size_t limit = 1000);
/// Codes in paths → ids, remembered in memory.
std::unique_ptr<api::DistrictLookup> make_district_lookup(db::Database& database);

// ---- building a territory in code --------------------------------------------------------------

/// The district with its root area (level district, the same code), at territory version 1.
/// Refusals: district_code_taken, code_malformed, code_wrong_for_level, and those of outlines.
Result<District> create_district(db::WriteTx& tx, IdSource& ids, const NewDistrict& district,
                                 Instant now);
/// Adds a few areas (up to about 50) in the caller's transaction, as one new territory version.
/// Gives their ids in the same order.
Result<std::vector<AreaId>> add_areas(db::WriteTx& tx, IdSource& ids, DistrictId district,
                                      std::span<const NewArea> areas, Instant now);
/// Adds or renews any number: rows are written in many short transactions under the next version
/// and come into force together at the end, or not at all. `progress(done, total)`.
Result<std::vector<AreaId>> build_areas(
    db::Database& database, IdSource& ids, DistrictId district, std::span<const NewArea> areas,
    Instant now, const std::function<void(std::size_t, std::size_t)>& progress = {});

/// Takes a file in. Sound features come into force together, or none does. `progress(done, total)`
/// counts rows of the store. The refusal is for what concerns the file (file_unreadable,
/// file_too_large, format_unknown, json_malformed, crs_unsupported, map_malformed,
/// conversion_failed, territory_changing); what concerns a feature is in the report.
Result<ImportReport> import_areas(
    db::Database& database, IdSource& ids, const ImportOptions& options, Instant now,
    const std::function<void(std::size_t, std::size_t)>& progress = {});

// ---- coverage ----------------------------------------------------------------------------------

/// The proof over the outlines of the snapshot's version; reads them all.
std::vector<CoverageProblem> prove_coverage(db::ReadTx& tx, const TerritorySnapshot& territory);

struct Problem {
  std::string code, subject, detail;
};
/// Where the territory leaves something out or gives it to two. Not in a transaction.
std::vector<Problem> doctor(db::Database& database, DistrictId district,
                            const std::function<void(std::string_view, std::int64_t)>& progress,
                            std::size_t limit = 200);

// ---- routes ------------------------------------------------------------------------------------

/// GET /api/v1/districts · /api/v1/{district} · …/locate · …/areas · …/areas.geojson
void append_areas_routes(api::Api& api, Territories& territories);

}  // namespace gewu::areas
