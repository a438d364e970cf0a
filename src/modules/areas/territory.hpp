// SPDX-License-Identifier: Apache-2.0
// The tree of one district at one version, with its locator: pure, in memory.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "geo/locator.hpp"
#include "modules/areas/address_index.hpp"
#include "modules/areas/area.hpp"

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
  /// Which place an address means; indices are those of all(). Made on the first question.
  const AddressIndex& addresses() const;
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

/// A point that stands for the whole of an area: it lies in it and, where there is room, in nothing
/// below it, so that locating it leads back to just this area. Of an area without outline or point
/// that of the nearest above. Nothing where none has any.
std::optional<geo::LatLon> spot_in(const TerritorySnapshot& territory, const Area& area);

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

}  // namespace gewu::areas
