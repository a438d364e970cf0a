// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/tree_cut.hpp"

#include <algorithm>
#include <utility>

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// What `load` misses of the limits of `parts` parts together.
std::int64_t excess_of(const Task& task, std::int64_t load, Part parts) {
  if (load > task.most * parts) return load - task.most * parts;
  return load < task.least * parts ? task.least * parts - load : 0;
}

}  // namespace

TreeCutter::TreeCutter(const Task& task)
    : task_(&task), place_(index(task.graph.size()), -1), in_(index(task.graph.size()), 0) {}

/// Takes a random link out of the open ones again and again: trees that are broad rather than
/// long, whose branches are compact.
void TreeCutter::grow_tree(std::span<const Unit> units, Dice& dice) {
  const Graph& graph = task_->graph;
  order_.clear();
  parent_.clear();
  depth_.clear();
  std::vector<std::pair<Unit, std::int32_t>> open;  // a unit and the place it would hang on
  open.emplace_back(units[dice.below(static_cast<std::uint32_t>(units.size()))], -1);
  while (!open.empty()) {
    std::swap(open[dice.below(static_cast<std::uint32_t>(open.size()))], open.back());
    const auto [u, parent] = open.back();
    open.pop_back();
    if (place_[index(u)] >= 0) continue;
    const auto here = static_cast<std::int32_t>(order_.size());
    place_[index(u)] = here;
    order_.push_back(u);
    parent_.push_back(parent);
    depth_.push_back(parent < 0 ? 0 : depth_[index(parent)] + 1);
    for (const Neighbour& n : graph.around(u))
      if (in_[index(n.unit)] != 0 && place_[index(n.unit)] < 0) open.emplace_back(n.unit, here);
    steps_ += static_cast<std::int64_t>(graph.around(u).size());
  }
}

/// Load of each branch, and what separates it from the rest: the links of its units, less those
/// within it; a link lies within the branch of the lowest place above both its ends.
void TreeCutter::sum_up() {
  const Graph& graph = task_->graph;
  load_.assign(order_.size(), 0);
  cost_.assign(order_.size(), 0);
  for (std::size_t at = 0; at < order_.size(); ++at) {
    load_[at] += graph.load(order_[at]);
    for (const Neighbour& n : graph.around(order_[at])) {
      const std::int32_t other = place_[index(n.unit)];
      if (other < 0) continue;
      cost_[at] += n.cost;
      if (index(other) > at) continue;
      auto a = static_cast<std::int32_t>(at), b = other;
      while (a != b) {
        if (depth_[index(a)] < depth_[index(b)]) std::swap(a, b);
        a = parent_[index(a)];
        ++steps_;
      }
      cost_[index(a)] -= 2 * n.cost;
    }
  }
  for (std::size_t at = order_.size(); at-- > 1;) {
    load_[index(parent_[at])] += load_[at];
    cost_[index(parent_[at])] += cost_[at];
  }
}

std::int64_t TreeCutter::excess_at(std::size_t at, std::int64_t total, Share share) const {
  return excess_of(*task_, load_[at], share.first) +
         excess_of(*task_, total - load_[at], share.all - share.first);
}

std::optional<TreeCutter::Cut> TreeCutter::cut(std::span<const Unit> units, Share share,
                                               Dice& dice) {
  if (units.size() < 2) return std::nullopt;
  for (const Unit u : units) in_[index(u)] = 1;
  grow_tree(units, dice);
  sum_up();
  const std::int64_t total = load_.front();
  Cut best;
  std::size_t best_at = 0;
  bool branch_first = true;
  const auto consider = [&](std::size_t at, Share sides, bool branch) {
    const std::int64_t excess = excess_at(at, total, sides);
    if (best_at != 0 && std::pair(excess, cost_[at]) >= std::pair(best.excess, best.cost)) return;
    best.excess = excess;
    best.cost = cost_[at];
    best_at = at;
    branch_first = branch;
  };
  for (std::size_t at = 1; at < order_.size(); ++at) {
    consider(at, share, true);
    if (share.first * 2 != share.all) consider(at, {share.all - share.first, share.all}, false);
  }
  // A branch's places follow it in the order, so one pass marks it.
  std::vector<bool> in_branch(order_.size(), false);
  for (std::size_t at = 0; at < order_.size(); ++at) {
    in_branch[at] = at == best_at || (at > 0 && in_branch[index(parent_[at])]);
    if (in_branch[at] == branch_first) best.first.push_back(order_[at]);
  }
  for (const Unit u : order_) {
    place_[index(u)] = -1;
    in_[index(u)] = 0;
  }
  return best_at == 0 ? std::nullopt : std::optional(std::move(best));
}

Assignment random_start(const Task& task, TreeCutter& cutter, Dice& dice, int tries) {
  struct Piece {
    std::vector<Unit> units;
    Part from = 0, parts = 1;
  };
  Assignment assignment(index(task.graph.size()), 0);
  std::vector<Piece> open(1);
  open.front().parts = task.parts;
  for (Unit u = 0; u < task.graph.size(); ++u) open.front().units.push_back(u);
  while (!open.empty()) {
    Piece piece = std::move(open.back());
    open.pop_back();
    if (piece.parts == 1) {
      for (const Unit u : piece.units) assignment[index(u)] = piece.from;
      continue;
    }
    const Share share{std::max(1, piece.parts / 2), piece.parts};
    std::optional<TreeCutter::Cut> best;
    for (int i = 0; i < tries; ++i) {
      auto found = cutter.cut(piece.units, share, dice);
      if (!found) break;
      if (!best || std::pair(found->excess, found->cost) < std::pair(best->excess, best->cost))
        best = std::move(found);
    }
    std::vector<bool> taken(assignment.size(), false);
    for (const Unit u : best->first) taken[index(u)] = true;
    Piece rest{{}, piece.from + share.first, piece.parts - share.first};
    for (const Unit u : piece.units)
      if (!taken[index(u)]) rest.units.push_back(u);
    open.push_back({std::move(best->first), piece.from, share.first});
    open.push_back(std::move(rest));
  }
  return assignment;
}

}  // namespace gewu::planner
