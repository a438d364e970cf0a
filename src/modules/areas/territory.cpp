// SPDX-License-Identifier: Apache-2.0
#include "modules/areas/territory.hpp"

#include <algorithm>
#include <cstdlib>
#include <map>
#include <mutex>
#include <stdexcept>
#include <unordered_map>

namespace gewu::areas {

struct TerritorySnapshot::Place {
  std::unordered_map<AreaId, std::uint32_t> by_id;
  std::map<std::string, std::uint32_t, std::less<>> by_code;
  std::vector<bool> deepest;  ///< has an outline, and nothing below it has one
  std::once_flag asked_for_addresses;
  std::unique_ptr<AddressIndex> addresses;
};

TerritorySnapshot::TerritorySnapshot(District district, std::vector<Node> nodes,
                                     std::vector<Alias> aliases)
    : district_(std::move(district)), place_(std::make_unique<Place>()) {
  index_tree(nodes);
  place_->deepest.assign(areas_.size(), false);
  std::vector<bool> outlined(areas_.size(), false);
  std::vector<geo::Locator::Item> items;
  for (Node& node : nodes) {
    if (node.shape.empty()) continue;
    const std::size_t i = *index_of(node.area.id);
    outlined[i] = true;
    // What lies inside a dedicated grid is judged among itself, above everything outside it.
    int rank = rank_of(areas_[i].level);
    for (AreaId up : ancestors(areas_[i].id)) {
      if (find(up)->level == Level::dedicated_grid) rank += 8;
    }
    bounds_.add(geo::bounds_of(node.shape));
    items.push_back({areas_[i].id.value, rank, areas_[i].code, std::move(node.shape)});
  }
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    const auto below = outlined.begin() + static_cast<std::ptrdiff_t>(i);
    const auto end = outlined.begin() + static_cast<std::ptrdiff_t>(end_[i]);
    place_->deepest[i] = outlined[i] && std::find(below + 1, end, true) == end;
  }
  locator_ = std::make_unique<geo::Locator>(std::move(items));
  for (const Alias& alias : aliases) {
    if (auto i = index_of(alias.area)) {
      place_->by_code.try_emplace(alias.code, static_cast<std::uint32_t>(*i));
    }
  }
}

TerritorySnapshot::~TerritorySnapshot() = default;

void TerritorySnapshot::index_tree(const std::vector<Node>& nodes) {
  std::unordered_map<AreaId, std::vector<const Area*>> below;
  const Area* root = nullptr;
  for (const Node& node : nodes) {
    if (node.area.id == district_.root) root = &node.area;
    if (node.area.parent) below[node.area.parent].push_back(&node.area);
  }
  if (!root) throw std::logic_error("territory without its root area");
  for (auto& [parent, children] : below) {
    std::sort(children.begin(), children.end(), [](const Area* a, const Area* b) {
      return std::tie(a->code, a->id) > std::tie(b->code, b->id);  // last first: a stack
    });
  }
  struct Open {
    const Area* area;
    int depth;
  };
  std::vector<Open> open{{root, 0}};
  while (!open.empty()) {
    const auto [area, depth] = open.back();
    open.pop_back();
    place_->by_id.emplace(area->id, static_cast<std::uint32_t>(areas_.size()));
    place_->by_code.emplace(area->code, static_cast<std::uint32_t>(areas_.size()));
    areas_.push_back(*area);
    areas_.back().depth = depth;
    if (const auto children = below.find(area->id); children != below.end()) {
      for (const Area* child : children->second) open.push_back({child, depth + 1});
    }
  }
  if (areas_.size() != nodes.size()) throw std::logic_error("territory with loose areas");
  end_.assign(areas_.size(), 0);
  std::vector<std::size_t> path;
  for (std::size_t i = 0; i <= areas_.size(); ++i) {
    const int depth = i < areas_.size() ? areas_[i].depth : 0;
    while (!path.empty() && areas_[path.back()].depth >= depth) {
      end_[path.back()] = static_cast<std::uint32_t>(i);
      path.pop_back();
    }
    path.push_back(i);
  }
}

std::optional<std::size_t> TerritorySnapshot::index_of(AreaId id) const {
  const auto found = place_->by_id.find(id);
  if (found == place_->by_id.end()) return std::nullopt;
  return found->second;
}

const Area* TerritorySnapshot::find(AreaId id) const {
  const auto i = index_of(id);
  return i ? &areas_[*i] : nullptr;
}

const Area* TerritorySnapshot::find_code(std::string_view code) const {
  const auto found = place_->by_code.find(code);
  return found == place_->by_code.end() ? nullptr : &areas_[found->second];
}

std::vector<const Area*> TerritorySnapshot::chain(AreaId id) const {
  std::vector<const Area*> out;
  for (const Area* a = find(id); a; a = a->parent ? find(a->parent) : nullptr) out.push_back(a);
  return out;
}

std::vector<AreaId> TerritorySnapshot::ancestors(AreaId id) const {
  std::vector<AreaId> out;
  for (const Area* a = find(id); a && a->parent; a = find(a->parent)) out.push_back(a->parent);
  return out;
}

const Area* TerritorySnapshot::up_to(AreaId id, Level level) const {
  const Area* a = find(id);
  while (a && a->level != level) a = a->parent ? find(a->parent) : nullptr;
  return a;
}

std::vector<const Area*> TerritorySnapshot::children(AreaId id) const {
  std::vector<const Area*> out;
  const auto i = index_of(id);
  if (!i) return out;
  for (std::size_t at = *i + 1; at < end_[*i]; at = end_[at]) out.push_back(&areas_[at]);
  return out;
}

std::span<const Area> TerritorySnapshot::subtree(AreaId id) const {
  const auto i = index_of(id);
  if (!i) return {};
  return std::span(areas_).subspan(*i, end_[*i] - *i);
}

bool TerritorySnapshot::is_leaf(AreaId id) const {
  const auto i = index_of(id);
  return i && end_[*i] == *i + 1;
}

bool TerritorySnapshot::within(AreaId area, AreaId under) const {
  const auto a = index_of(area), u = index_of(under);
  return a && u && *u <= *a && *a < end_[*u];
}

Located TerritorySnapshot::locate(geo::LatLon point) const {
  Located out;
  if (const auto key = locator_->find(point)) {
    out.inside = true;
    out.chain = chain(AreaId{*key});
    out.area = out.chain.front();
    return out;
  }
  const auto near = nearest(point, 1);
  if (!near.empty()) {
    out.nearest = near.front().area;
    out.metres = near.front().metres;
  }
  return out;
}

const AddressIndex& TerritorySnapshot::addresses() const {
  std::call_once(place_->asked_for_addresses,
                 [&] { place_->addresses = std::make_unique<AddressIndex>(areas_, end_); });
  return *place_->addresses;
}

std::vector<TerritorySnapshot::Near> TerritorySnapshot::nearest(geo::LatLon point,
                                                                std::size_t limit) const {
  std::vector<Near> out;
  const auto deepest = [&](std::int64_t key) { return place_->deepest[*index_of(AreaId{key})]; };
  for (const auto& near : locator_->nearest(point, limit, deepest)) {
    out.push_back({find(AreaId{near.key}), near.metres});
  }
  return out;
}

std::optional<geo::LatLon> spot_in(const TerritorySnapshot& territory, const Area& area) {
  const Area* drawn = &area;
  while (!drawn->label && drawn->parent) drawn = territory.find(drawn->parent);
  if (!drawn->label) return std::nullopt;
  const geo::LatLon label = *drawn->label;
  const auto leads_back = [&](geo::LatLon p) {
    const Located found = territory.locate(p);
    return found.inside && found.area->id == drawn->id;
  };
  constexpr double kStep = 8e-5;  // some 8 m
  constexpr int kRings = 12;
  for (int ring = 0; ring <= kRings; ++ring) {
    for (int dy = -ring; dy <= ring; ++dy) {
      for (int dx = -ring; dx <= ring; ++dx) {
        if (std::max(std::abs(dx), std::abs(dy)) != ring) continue;
        const geo::LatLon p{label.lat + dy * kStep, label.lon + dx * kStep};
        if (leads_back(p)) return p;
      }
    }
  }
  return label;
}

Scope scope_of(const TerritorySnapshot& territory, std::span<const AreaId> granted) {
  Scope out;
  std::vector<const Area*> known;
  for (AreaId id : granted) {
    if (const Area* area = territory.find(id)) known.push_back(area);
  }
  std::sort(known.begin(), known.end());  // pointers into all(): tree order
  known.erase(std::unique(known.begin(), known.end()), known.end());
  for (const Area* area : known) {
    if (!out.roots.empty() && territory.within(area->id, out.roots.back())) continue;
    out.roots.push_back(area->id);
    out.areas += territory.subtree(area->id).size();
  }
  out.whole_district = out.roots.size() == 1 && out.roots[0] == territory.root();
  return out;
}

std::vector<AreaId> areas_of(const TerritorySnapshot& territory, const Scope& scope) {
  std::vector<AreaId> out;
  out.reserve(scope.areas);
  for (AreaId root : scope.roots) {
    for (const Area& area : territory.subtree(root)) out.push_back(area.id);
  }
  return out;
}

bool in_scope(const TerritorySnapshot& territory, const Scope& scope, AreaId area) {
  return std::any_of(scope.roots.begin(), scope.roots.end(),
                     [&](AreaId root) { return territory.within(area, root); });
}

}  // namespace gewu::areas
