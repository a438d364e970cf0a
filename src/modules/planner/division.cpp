// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/division.hpp"

#include <algorithm>
#include <utility>

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

std::int32_t root(std::vector<std::int32_t>& parent, std::int32_t i) {
  while (parent[index(i)] != i) {
    parent[index(i)] = parent[index(parent[index(i)])];
    i = parent[index(i)];
  }
  return i;
}

}  // namespace

Division::Division(const Task& task, Assignment assignment)
    : task_(&task),
      part_(std::move(assignment)),
      load_(index(task.parts), 0),
      units_(index(task.parts), 0),
      foreign_(part_.size(), 0),
      border_at_(part_.size(), -1),
      borders_(index(task.parts)),
      borders_at_(part_.size(), -1),
      mark_(part_.size(), 0),
      group_(part_.size(), 0) {
  for (Unit u = 0; u < task.graph.size(); ++u) {
    load_[index(part(u))] += task.graph.load(u);
    ++units_[index(part(u))];
    for (const Neighbour& n : task.graph.around(u)) {
      if (part(n.unit) == part(u)) continue;
      ++foreign_[index(u)];
      if (u < n.unit) cost_ += n.cost;
    }
    set_border(u, foreign_[index(u)] > 0);
    if (!task.bonds.empty())
      for (const Bond& bond : task.bonds[index(u)])
        if (bond.part != part(u)) cost_ += bond.cost;
  }
  for (const std::int64_t load : load_) excess_ += task.excess_of(load);
}

std::int64_t Division::cost_change(Unit u, Part to) const {
  const Part from = part(u);
  std::int64_t change = 0;
  for (const Neighbour& n : task_->graph.around(u)) {
    const Part other = part(n.unit);
    if (other == from)
      change += n.cost;
    else if (other == to)
      change -= n.cost;
  }
  if (!task_->bonds.empty())
    for (const Bond& bond : task_->bonds[index(u)]) {
      if (bond.part == from) change += bond.cost;
      if (bond.part == to) change -= bond.cost;
    }
  return change;
}

void Division::set_border(Unit u, bool on) {
  if (on == (border_at_[index(u)] >= 0)) return;
  const auto put = [u](std::vector<Unit>& list, std::vector<std::int32_t>& at) {
    at[index(u)] = static_cast<std::int32_t>(list.size());
    list.push_back(u);
  };
  const auto take = [u](std::vector<Unit>& list, std::vector<std::int32_t>& at) {
    const Unit last = list.back();
    list[index(at[index(u)])] = last;
    at[index(last)] = at[index(u)];
    at[index(u)] = -1;
    list.pop_back();
  };
  auto& of_part = borders_[index(part(u))];
  if (on) {
    put(border_, border_at_);
    put(of_part, borders_at_);
  } else {
    take(border_, border_at_);
    take(of_part, borders_at_);
  }
}

void Division::move(Unit u, Part to) {
  const Part from = part(u);
  const std::int64_t load = task_->graph.load(u);
  cost_ += cost_change(u, to);
  excess_ += excess_change(load, from, to);
  load_[index(from)] -= load;
  load_[index(to)] += load;
  --units_[index(from)];
  ++units_[index(to)];
  set_border(u, false);
  part_[index(u)] = to;
  std::int32_t& mine = foreign_[index(u)];
  for (const Neighbour& n : task_->graph.around(u)) {
    const Part other = part(n.unit);
    std::int32_t& theirs = foreign_[index(n.unit)];
    if (other == from) {
      ++mine;
      ++theirs;
    } else if (other == to) {
      --mine;
      --theirs;
    }
    set_border(n.unit, theirs > 0);
  }
  set_border(u, mine > 0);
}

Division::Rest Division::rest_without(Unit u) {
  const Part from = part(u);
  own_.clear();
  for (const Neighbour& n : task_->graph.around(u))
    if (part(n.unit) == from) own_.push_back(n.unit);
  if (own_.empty()) return units(from) == 1 ? Rest::nothing : Rest::pieces;
  if (own_.size() == 1 || neighbours_meet(u)) return Rest::one_piece;
  return search_meets() ? Rest::one_piece : Rest::pieces;
}

/// Whether u's neighbours of its own part hang together by links among themselves: nearly always
/// so where they do at all, and cheap. Leaves the groups it found in mark_, group_ and parent_.
bool Division::neighbours_meet(Unit u) {
  ++round_;
  mark_[index(u)] = round_;
  group_[index(u)] = -1;
  parent_.resize(own_.size());
  for (std::size_t i = 0; i < own_.size(); ++i) {
    mark_[index(own_[i])] = round_;
    group_[index(own_[i])] = static_cast<std::int32_t>(i);
    parent_[i] = static_cast<std::int32_t>(i);
  }
  std::size_t groups = own_.size();
  for (std::size_t i = 0; i < own_.size() && groups > 1; ++i)
    for (const Neighbour& n : task_->graph.around(own_[i])) {
      ++steps_;
      if (mark_[index(n.unit)] != round_ || group_[index(n.unit)] < 0) continue;
      const std::int32_t a = root(parent_, static_cast<std::int32_t>(i));
      const std::int32_t b = root(parent_, group_[index(n.unit)]);
      if (a == b) continue;
      parent_[index(b)] = a;
      --groups;
    }
  return groups == 1;
}

/// Grows all groups in turn until they have met or one has nowhere to go: costs about as much as
/// the smallest piece is large, not as much as the part.
bool Division::search_meets() {
  std::size_t groups = 0;
  fronts_.resize(std::max(fronts_.size(), own_.size()));
  front_at_.assign(own_.size(), 0);
  for (std::size_t i = 0; i < own_.size(); ++i) fronts_[i].clear();
  for (std::size_t i = 0; i < own_.size(); ++i) {
    const auto r = index(root(parent_, static_cast<std::int32_t>(i)));
    groups += r == i;
    fronts_[r].push_back(own_[i]);
  }
  const Part from = part(own_.front());
  while (true) {
    for (std::size_t i = 0; i < own_.size(); ++i) {
      if (index(parent_[i]) != i) continue;
      auto& front = fronts_[i];
      if (front_at_[i] == front.size()) return false;
      const Unit at = front[front_at_[i]++];
      for (const Neighbour& n : task_->graph.around(at)) {
        ++steps_;
        if (part(n.unit) != from) continue;
        if (mark_[index(n.unit)] != round_) {
          mark_[index(n.unit)] = round_;
          group_[index(n.unit)] = static_cast<std::int32_t>(i);
          front.push_back(n.unit);
          continue;
        }
        if (group_[index(n.unit)] < 0) continue;
        const auto other = index(root(parent_, group_[index(n.unit)]));
        if (other == i) continue;
        // The other's open units join this front, so that the group ends only when all end.
        parent_[other] = static_cast<std::int32_t>(i);
        front.insert(front.end(),
                     fronts_[other].begin() + static_cast<std::ptrdiff_t>(front_at_[other]),
                     fronts_[other].end());
        if (--groups == 1) return true;
      }
    }
  }
}

std::vector<Unit> Division::cut_off_with(Unit u, std::size_t most) {
  const Part from = part(u);
  std::vector<Unit> along, largest, piece;
  ++round_;
  mark_[index(u)] = round_;
  for (const Neighbour& start : task_->graph.around(u)) {
    if (part(start.unit) != from || mark_[index(start.unit)] == round_) continue;
    piece.assign(1, start.unit);
    mark_[index(start.unit)] = round_;
    for (std::size_t at = 0; at < piece.size(); ++at)
      for (const Neighbour& n : task_->graph.around(piece[at])) {
        ++steps_;
        if (part(n.unit) != from || mark_[index(n.unit)] == round_) continue;
        mark_[index(n.unit)] = round_;
        piece.push_back(n.unit);
      }
    if (piece.size() > largest.size()) std::swap(piece, largest);
    along.insert(along.end(), piece.begin(), piece.end());
    if (along.size() > most) return {};
  }
  return along;
}

}  // namespace gewu::planner
