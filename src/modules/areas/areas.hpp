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
#include "geo/locator.hpp"
#include "geo/polygon.hpp"
#include "modules/areas/area.hpp"

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

/// The answer to "whose is this point?". Pointers live as long as the snapshot.
struct Located {
  bool inside = false;
  const Area* area = nullptr;           ///< the deepest there is; null outside
  std::vector<const Area*> chain = {};  ///< area … district, deepest first; empty outside
  const Area* nearest = nullptr;        ///< outside only: the nearest deepest area
  double metres = 0;                    ///< to the nearest; 0 inside
};

/// A district's territory at one version: the tree, names, codes and the locator. Immutable, shared
/// between threads by shared_ptr; every lookup is in memory.
class TerritorySnapshot {
 public:
  struct Node {
    Area area;
    geo::MultiPolygon shape = {};  ///< empty without outline
  };
  struct Alias {
    std::string code;
    AreaId area;
  };
  /// `nodes` in any order; exactly one without parent, whose id is district.root. Throws
  /// std::logic_error on a broken tree: the store keeps it whole.
  TerritorySnapshot(District district, std::vector<Node> nodes, std::vector<Alias> aliases = {});
  ~TerritorySnapshot();

  const District& district() const { return district_; }
  std::int64_t version() const { return district_.territory_version; }
  AreaId root() const { return district_.root; }

  /// All areas, a parent before its children and each subtree in one run; siblings by code.
  std::span<const Area> all() const { return areas_; }
  const Area* find(AreaId id) const;
  /// By the area's own code, else by a statistical or civil-affairs alias.
  const Area* find_code(std::string_view code) const;

  /// `id` itself first, the district last; empty when unknown.
  std::vector<const Area*> chain(AreaId id) const;
  /// The same without `id`.
  std::vector<AreaId> ancestors(AreaId id) const;
  /// The ancestor (or itself) of that level, if there is one.
  const Area* up_to(AreaId id, Level level) const;
  std::vector<const Area*> children(AreaId id) const;
  /// `id` and everything below it, as one run of all(); empty when unknown.
  std::span<const Area> subtree(AreaId id) const;
  bool is_leaf(AreaId id) const;
  /// `area` is `under` or below it. False when either is unknown.
  bool within(AreaId area, AreaId under) const;

  Located locate(geo::LatLon point) const;
  /// Up to `limit` deepest areas around a point, nearest first, with metres.
  struct Near {
    const Area* area = nullptr;
    double metres = 0;
  };
  std::vector<Near> nearest(geo::LatLon point, std::size_t limit) const;
  const geo::Locator& locator() const { return *locator_; }
  geo::Bounds bounds() const { return bounds_; }

 private:
  struct Place;
  std::optional<std::size_t> index_of(AreaId id) const;
  void index_tree(const std::vector<Node>& nodes);

  District district_;
  std::vector<Area> areas_;         ///< preorder
  std::vector<std::uint32_t> end_;  ///< one past the subtree of areas_[i]
  std::unique_ptr<Place> place_;    ///< lookups by id and by code
  std::unique_ptr<geo::Locator> locator_;
  geo::Bounds bounds_;
};

/// What a caller's grants come to on the tree.
struct Scope {
  std::vector<AreaId> roots;  ///< known areas, none below another, in tree order
  std::size_t areas = 0;      ///< how many areas that is, roots and everything below
  bool whole_district = false;
  /// Few enough to name each area in the statement (`area_id in …` or one probe each); else the
  /// statement runs over the district and tests through area_closure.
  bool narrow() const { return areas <= narrow_limit; }
  static constexpr std::size_t narrow_limit = 64;
};
Scope scope_of(const TerritorySnapshot& territory, std::span<const AreaId> granted);
/// Every area of the scope, in tree order.
std::vector<AreaId> areas_of(const TerritorySnapshot& territory, const Scope& scope);
bool in_scope(const TerritorySnapshot& territory, const Scope& scope, AreaId area);

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

// ---- districts ----------------------------------------------------------------------------------

std::optional<District> find_district(db::ReadTx& tx, DistrictId id);
/// By the district's code or an alias of it.
std::optional<District> find_district(db::ReadTx& tx, std::string_view code);
/// In order of code; at most `limit`.
std::vector<District> list_districts(db::ReadTx& tx, std::size_t limit = 1000);
/// Codes in paths → ids, remembered in memory.
std::unique_ptr<api::DistrictLookup> make_district_lookup(db::Database& database);

// ---- building a territory in code
// -----------------------------------------------------------------

/// Source of ids: IdSource where the system makes them; tests may give consecutive ones.
struct NewDistrict {
  std::string code;  ///< [A-Z0-9-]{2,20}; six digits claim an official Chinese code
  std::string name;
  std::string name_en = {};
  int utc_offset_minutes = 480;
  geo::MultiPolygon shape = {};  ///< WGS-84; may be empty
  geo::Crs crs_given = geo::Crs::wgs84;
};
struct NewArea {
  std::string code;  ///< [A-Za-z0-9-]{1,32}, unique in the district for ever
  std::string name;
  Level level{};
  std::string parent;                     ///< code of an area that exists or is in the same batch
  geo::MultiPolygon shape = {};           ///< WGS-84
  std::optional<geo::LatLon> point = {};  ///< label where there is no outline
  geo::Crs crs_given = geo::Crs::wgs84;
};

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

// ---- routes
// -----------------------------------------------------------------------------------------

/// GET /api/v1/districts · /api/v1/{district} · …/locate · …/areas · …/areas.geojson
void append_areas_routes(api::Api& api, Territories& territories);

}  // namespace gewu::areas
