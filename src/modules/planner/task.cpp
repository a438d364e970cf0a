// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/task.hpp"

#include <algorithm>

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// How many pieces the parts fall into altogether.
std::int64_t count_pieces(const Graph& graph, const Assignment& assignment) {
  std::vector<bool> seen(assignment.size(), false);
  std::int64_t pieces = 0;
  std::vector<Unit> open;
  for (Unit start = 0; start < graph.size(); ++start) {
    if (seen[index(start)]) continue;
    ++pieces;
    seen[index(start)] = true;
    open.assign(1, start);
    while (!open.empty()) {
      const Unit u = open.back();
      open.pop_back();
      for (const Neighbour& n : graph.around(u)) {
        if (seen[index(n.unit)] || assignment[index(n.unit)] != assignment[index(u)]) continue;
        seen[index(n.unit)] = true;
        open.push_back(n.unit);
      }
    }
  }
  return pieces;
}

}  // namespace

Verdict judge(const Task& task, const Assignment& assignment) {
  Verdict verdict;
  const Graph& graph = task.graph;
  if (assignment.size() != index(graph.size())) return verdict;
  verdict.loads.assign(index(task.parts), 0);
  std::vector<bool> used(index(task.parts), false);
  for (Unit u = 0; u < graph.size(); ++u) {
    const Part p = assignment[index(u)];
    if (p < 0 || p >= task.parts) return verdict;
    used[index(p)] = true;
    verdict.loads[index(p)] += graph.load(u);
  }
  verdict.complete = std::all_of(used.begin(), used.end(), [](bool one) { return one; });
  verdict.contiguous =
      verdict.complete && count_pieces(graph, assignment) == static_cast<std::int64_t>(task.parts);
  for (const std::int64_t load : verdict.loads) verdict.excess += task.excess_of(load);
  for (Unit u = 0; u < graph.size(); ++u)
    for (const Neighbour& n : graph.around(u))
      if (u < n.unit && assignment[index(u)] != assignment[index(n.unit)]) verdict.cut += n.cost;
  for (std::size_t u = 0; u < task.bonds.size(); ++u)
    for (const Bond& bond : task.bonds[u])
      if (bond.part != assignment[u]) verdict.broken += bond.cost;
  return verdict;
}

}  // namespace gewu::planner
