// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/contraction.hpp"

#include <algorithm>
#include <utility>

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

void add_bond(std::vector<Bond>& bonds, const Bond& bond) {
  const auto same =
      std::find_if(bonds.begin(), bonds.end(), [&](const Bond& b) { return b.part == bond.part; });
  if (same == bonds.end())
    bonds.push_back(bond);
  else
    same->cost += bond.cost;
}

/// Depth-first walk without recursion, for graphs that are one long chain: for each unit when it
/// was entered, the earliest unit its branch reaches by one link (Tarjan), and the branch's load.
struct Walk {
  std::vector<Unit> order, parent;
  std::vector<std::int32_t> entered, low;
  std::vector<std::int64_t> load;

  explicit Walk(const Graph& graph)
      : parent(index(graph.size()), -1), entered(index(graph.size()), -1) {
    std::vector<std::size_t> next(index(graph.size()), 0);
    std::vector<Unit> path{0};
    enter(0);
    while (!path.empty()) {
      const Unit u = path.back();
      const auto around = graph.around(u);
      if (next[index(u)] == around.size()) {
        path.pop_back();
        continue;
      }
      const Unit v = around[next[index(u)]++].unit;
      if (entered[index(v)] >= 0) continue;
      parent[index(v)] = u;
      enter(v);
      path.push_back(v);
    }
    low = entered;
    for (Unit u = 0; u < graph.size(); ++u) load.push_back(graph.load(u));
    for (std::size_t at = order.size(); at-- > 0;) {
      const Unit u = order[at];
      for (const Neighbour& n : graph.around(u)) {
        if (parent[index(n.unit)] == u)
          low[index(u)] = std::min(low[index(u)], low[index(n.unit)]);
        else if (n.unit != parent[index(u)])
          low[index(u)] = std::min(low[index(u)], entered[index(n.unit)]);
      }
      if (parent[index(u)] >= 0) load[index(parent[index(u)])] += load[index(u)];
    }
  }

 private:
  void enter(Unit u) {
    entered[index(u)] = static_cast<std::int32_t>(order.size());
    order.push_back(u);
  }
};

}  // namespace

Assignment Contraction::expanded(const Assignment& small) const {
  Assignment large(group.size());
  for (std::size_t u = 0; u < group.size(); ++u) large[u] = small[index(group[u])];
  return large;
}

Contraction contracted(const Task& task, std::vector<Unit> group) {
  const Unit groups = group.empty() ? 0 : *std::max_element(group.begin(), group.end()) + 1;
  std::vector<std::int64_t> loads(index(groups), 0);
  std::vector<Link> links;
  for (Unit u = 0; u < task.graph.size(); ++u) {
    loads[index(group[index(u)])] += task.graph.load(u);
    for (const Neighbour& n : task.graph.around(u))
      if (u < n.unit) links.push_back({group[index(u)], group[index(n.unit)], n.cost});
  }
  Contraction result;
  result.task = {Graph(std::move(loads), std::move(links)), task.parts, task.least, task.most, {}};
  if (!task.bonds.empty()) {
    result.task.bonds.resize(index(groups));
    for (std::size_t u = 0; u < group.size(); ++u)
      for (const Bond& bond : task.bonds[u]) add_bond(result.task.bonds[index(group[u])], bond);
  }
  result.group = std::move(group);
  return result;
}

Contraction without_dangling(const Task& task) {
  const Graph& graph = task.graph;
  const Walk walk(graph);
  // The branch of v hangs on its parent alone when nothing in it reaches above the parent.
  std::vector<Unit> group(index(graph.size()), -1);
  Unit groups = 0;
  for (const Unit v : walk.order) {
    const Unit u = walk.parent[index(v)];
    const bool hangs = u >= 0 && walk.low[index(v)] >= walk.entered[index(u)];
    // Within a branch that is tied already, every unit follows its parent.
    const bool follows = u >= 0 && group[index(u)] < 0;
    if (follows || (hangs && walk.load[index(v)] < task.least))
      group[index(v)] = -1;
    else
      group[index(v)] = groups++;
  }
  // −1 means "as the parent" on the first pass; parents come first in the order.
  std::vector<Unit> final_group(group.size());
  for (const Unit v : walk.order)
    final_group[index(v)] =
        group[index(v)] >= 0 ? group[index(v)] : final_group[index(walk.parent[index(v)])];
  return contracted(task, std::move(final_group));
}

Contraction overlay(const Task& task, const Assignment& a, const Assignment& b) {
  std::vector<Unit> group(a.size(), -1);
  Unit groups = 0;
  std::vector<Unit> open;
  for (Unit start = 0; start < task.graph.size(); ++start) {
    if (group[index(start)] >= 0) continue;
    group[index(start)] = groups;
    open.assign(1, start);
    while (!open.empty()) {
      const Unit u = open.back();
      open.pop_back();
      for (const Neighbour& n : task.graph.around(u)) {
        const auto v = index(n.unit);
        if (group[v] >= 0 || a[v] != a[index(u)] || b[v] != b[index(u)]) continue;
        group[v] = groups;
        open.push_back(n.unit);
      }
    }
    ++groups;
  }
  return contracted(task, std::move(group));
}

}  // namespace gewu::planner
