// SPDX-License-Identifier: Apache-2.0
// What the caller sees of open cases on a map: the rule of the list, asked by place.
#include <algorithm>

#include "geo/cells.hpp"
#include "modules/cases/cases.hpp"
#include "modules/cases/cases_store.hpp"
#include "modules/cases/map_store.hpp"
#include "modules/cases/standing_store.hpp"

namespace gewu::cases {

namespace {

constexpr int kRanges = 16;  ///< that a view is asked in
constexpr int kPointsMost = 20'000;

bool holds_it(const api::Caller& caller, const Holder& holder) {
  if (holder.kind == HolderKind::account) return holder.id == caller.account.value;
  if (holder.kind != HolderKind::organisation) return false;
  return std::any_of(caller.grants.begin(), caller.grants.end(), [&](const api::Grant& g) {
    return g.organisation && g.organisation.value == holder.id;
  });
}

bool wanted(const MapFilter& filter, const store::OpenPoint& p,
            const areas::TerritorySnapshot& territory) {
  return (!filter.state || p.shown.state == *filter.state) &&
         (!filter.category || p.shown.category == filter.category) &&
         (!filter.emergency || p.shown.emergency) &&
         (!filter.area || territory.within(p.area, *filter.area));
}

}  // namespace

std::vector<MapPoint> points_in(db::ReadTx& tx, CaseService& service, DistrictId district,
                                const api::Caller& caller, const geo::Bounds& view,
                                const MapFilter& filter, Instant now) {
  const auto territory = service.services().territories.current(tx, district);
  const auto scope = areas::scope_of(*territory, accounts::scope_areas(caller, seeing_roles()));
  std::vector<MapPoint> out;
  int left = kPointsMost;
  for (const auto& range : geo::cells_covering(view, kRanges)) {
    const auto some = store::open_points(tx, district, range.first, range.last, now, left);
    for (const auto& p : some) {
      if (!view.contains(p.shown.point) || !wanted(filter, p, *territory)) continue;
      const bool his = areas::in_scope(*territory, scope, p.restricted ? p.desk_area : p.area);
      if (his || holds_it(caller, p.holder)) out.push_back(p.shown);
    }
    left -= static_cast<int>(some.size());
    if (left <= 0) break;
  }
  return out;
}

std::vector<PlaceCount> open_by_area(db::ReadTx& tx, CaseService& service, DistrictId district,
                                     const api::Caller& caller, Instant now) {
  const auto territory = service.services().territories.current(tx, district);
  const auto scope = areas::scope_of(*territory, accounts::scope_areas(caller, seeing_roles()));
  std::vector<PlaceCount> out;
  if (scope.roots.empty()) return out;
  for (const auto& row : store::standing(tx, *territory, scope, now)) {
    out.push_back({row.area, row.state, row.category, row.open, row.overdue});
  }
  return out;
}

}  // namespace gewu::cases
