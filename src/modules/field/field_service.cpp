// SPDX-License-Identifier: Apache-2.0
#include "modules/field/field_service.hpp"

#include <algorithm>
#include <unordered_map>

#include "base/bytes.hpp"
#include "modules/accounts/accounts.hpp"

namespace gewu::field {

namespace {

constexpr std::size_t kTreesKept = 2;
constexpr double kToleranceM = 2;  ///< how far an outline on a phone may stray

/// Changes with any role that is given or ended: then every case is judged anew.
std::uint64_t rights_of(const api::Caller& caller) {
  std::vector<std::string> lines;
  for (const auto& g : caller.grants) {
    lines.push_back(std::string(code_of(g.role)) + " " + to_string(g.area) + " " +
                    to_string(g.organisation));
  }
  std::sort(lines.begin(), lines.end());
  std::string all;
  for (const auto& line : lines) all += line + "\n";
  const Digest digest = sha256(all);
  std::uint64_t out = 0;
  for (int i = 0; i < 8; ++i) out = out << 8 | std::to_integer<std::uint64_t>(digest[i]);
  return out;
}

Mark mark_of(const cases::WorkItem& item) {
  return static_cast<Mark>(item.c.history_seq) << 2 | static_cast<Mark>(item.reason);
}

/// The person's areas in tree order.
std::vector<const areas::Area*> areas_of(const areas::TerritorySnapshot& territory,
                                         const std::vector<AreaId>& roots) {
  std::vector<const areas::Area*> out;
  for (const AreaId root : roots) {
    for (const auto& area : territory.subtree(root)) out.push_back(&area);
  }
  for (const auto level : {areas::Level::dwelling, areas::Level::building}) {
    if (out.size() <= kAreasMost) break;
    std::erase_if(out, [&](const areas::Area* a) { return a->level == level; });
  }
  return out;
}

bool same(const areas::Area& a, const areas::Area& b) {
  return a.parent == b.parent && a.level == b.level && a.code == b.code && a.name == b.name &&
         a.label == b.label && a.area_m2 == b.area_m2;
}

double ring_size(const geo::Polygon& p) { return geo::area_m2({p}); }

/// Outlines of a page together, so that neighbours keep their common lines.
void add_outlines(db::ReadTx& tx, const areas::TerritorySnapshot& territory,
                  std::vector<AreaChange>& changes) {
  std::vector<geo::MultiPolygon> shapes;
  std::vector<AreaChange*> whose;
  for (auto& change : changes) {
    if (change.area->area_m2 <= 0) continue;  // a point
    auto shape = areas::outline_of(tx, territory, change.area->id);
    if (!shape) continue;
    shapes.push_back(std::move(*shape));
    whose.push_back(&change);
  }
  shapes = geo::simplified(shapes, kToleranceM);
  for (std::size_t i = 0; i < shapes.size(); ++i) {
    const auto largest =
        std::max_element(shapes[i].begin(), shapes[i].end(),
                         [](const auto& a, const auto& b) { return ring_size(a) < ring_size(b); });
    if (largest != shapes[i].end()) whose[i]->outline = std::move(largest->outer);
  }
}

/// What changed between two territories, or nothing where that is more than a page: then it is
/// less to begin anew.
bool add_changes(const std::vector<const areas::Area*>& before,
                 const std::vector<const areas::Area*>& now, Kit& kit) {
  std::unordered_map<AreaId, const areas::Area*> had;
  for (const auto* a : before) had.emplace(a->id, a);
  for (const auto* a : now) {
    const auto at = had.find(a->id);
    if (at == had.end() || !same(*at->second, *a)) kit.areas.push_back({a, {}});
    if (at != had.end()) had.erase(at);
  }
  for (const auto& [id, area] : had) kit.areas_removed.push_back(id);
  std::sort(kit.areas_removed.begin(), kit.areas_removed.end());
  if (kit.areas.size() <= kAreasPage && kit.areas_removed.size() <= kAreasPage * 10) return true;
  kit.areas.clear();
  kit.areas_removed.clear();
  return false;
}

bool same_boundaries(const Handed& a, const Handed& b) {
  return a.version == b.version && a.stamp == b.stamp && a.roots == b.roots;
}

/// Brings the phone's areas from `had` to `next`, as far as one page goes. False: begin anew.
bool step_areas(db::ReadTx& tx, FormerTrees& former, const areas::TerritorySnapshot& territory,
                const Handed& had, Handed& next, Kit& kit) {
  const auto all = areas_of(territory, next.roots);
  if (!same_boundaries(had, next)) {
    // Of the same number but another stamp: one that was rolled back. Nobody knows it any more.
    const bool other_roots = had.version == next.version && had.stamp == next.stamp;
    if (had.version >= next.version && !other_roots) return false;
    const auto tree = other_roots ? nullptr : former.of(tx, territory.district().id, had.version);
    if (!tree && !other_roots) return false;
    const auto before = areas_of(other_roots ? territory : *tree, had.roots);
    if (had.areas != before.size()) return false;
    if (!add_changes(before, all, kit)) return false;
    next.areas = static_cast<std::uint32_t>(all.size());
    return true;
  }
  const std::size_t from = std::min<std::size_t>(had.areas, all.size());
  const std::size_t to = std::min(from + kAreasPage, all.size());
  for (std::size_t i = from; i < to; ++i) kit.areas.push_back({all[i], {}});
  next.areas = static_cast<std::uint32_t>(to);
  kit.more = kit.more || to < all.size();
  return true;
}

}  // namespace

std::shared_ptr<const areas::TerritorySnapshot> FormerTrees::of(db::ReadTx& tx, DistrictId district,
                                                                std::int64_t version) {
  const std::lock_guard lock(guard_);  // one loads, the others wait for it
  for (const auto& k : kept_) {
    if (k.district == district && k.version == version) return k.tree;
  }
  auto tree = areas::Territories::at_version(tx, district, version);
  if (!tree) return nullptr;
  if (kept_.size() >= kTreesKept) kept_.erase(kept_.begin());
  kept_.push_back({district, version, tree});
  return tree;
}

Kit kit_of(db::ReadTx& tx, cases::CaseService& service, FormerTrees& former, DistrictId district,
           const api::Caller& caller, std::string_view since, Instant now) {
  Kit kit;
  kit.territory = service.services().territories.current(tx, district);
  Handed next;
  next.at = now;
  next.rights = rights_of(caller);
  next.version = kit.territory->version();
  next.stamp = kit.territory->district().territory_stamp;
  next.roots =
      areas::scope_of(*kit.territory, accounts::scope_areas(caller, cases::field_roles())).roots;
  auto had = decode(since, district, caller.account);
  if (had && now - had->at > kWipeAfter) had.reset();
  if (!had || !step_areas(tx, former, *kit.territory, *had, next, kit)) {
    kit.full = true;
    Handed nothing = next;
    nothing.areas = 0;
    step_areas(tx, former, *kit.territory, nothing, next, kit);
    had.reset();
  }
  add_outlines(tx, *kit.territory, kit.areas);

  auto work = cases::work_of(tx, service, district, caller, now);
  std::vector<Wanted> wanted;
  wanted.reserve(work.size());
  for (const auto& item : work) wanted.push_back({item.c.id, mark_of(item)});
  auto held = had ? had->cases : std::map<CaseId, Mark>{};
  if (had && had->rights != next.rights) {
    for (auto& [id, mark] : held) mark = 0;  // no case has this mark: all are given again
  }
  auto delta = delta_of(held, wanted, kCasesPage);
  for (const auto i : delta.changed) kit.cases.push_back(std::move(work[i]));
  kit.cases_removed = std::move(delta.removed);
  kit.more = kit.more || delta.more;
  next.cases = std::move(delta.cases);
  kit.token = encode(next, district, caller.account);
  return kit;
}

}  // namespace gewu::field
