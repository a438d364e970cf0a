// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/first_cut.hpp"

#include <metis.h>

#include <algorithm>
#include <array>
#include <limits>
#include <stdexcept>
#include <utility>

#include "modules/planner/division.hpp"

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

/// METIS sums weights in 32 bits.
idx_t scaled(std::int64_t value, std::int64_t total) {
  constexpr std::int64_t kTotal = 100'000'000;
  if (total <= kTotal) return static_cast<idx_t>(value);
  return static_cast<idx_t>(static_cast<double>(value) * static_cast<double>(kTotal) /
                            static_cast<double>(total));
}

/// Leaves −1 where a unit is not of the heaviest piece of its part.
void keep_heaviest_pieces(const Graph& graph, Part parts, Assignment& assignment) {
  std::vector<std::vector<Unit>> heaviest(index(parts));
  std::vector<std::int64_t> weight(index(parts), -1);
  std::vector<bool> seen(assignment.size(), false);
  for (Unit start = 0; start < graph.size(); ++start) {
    if (seen[index(start)]) continue;
    std::vector<Unit> piece{start};
    seen[index(start)] = true;
    std::int64_t load = graph.load(start);
    for (std::size_t at = 0; at < piece.size(); ++at)
      for (const Neighbour& n : graph.around(piece[at])) {
        if (seen[index(n.unit)] || assignment[index(n.unit)] != assignment[index(start)]) continue;
        seen[index(n.unit)] = true;
        load += graph.load(n.unit);
        piece.push_back(n.unit);
      }
    const auto p = index(assignment[index(start)]);
    if (load <= weight[p]) continue;
    weight[p] = load;
    heaviest[p] = std::move(piece);
  }
  std::fill(assignment.begin(), assignment.end(), -1);
  for (Part p = 0; p < parts; ++p)
    for (const Unit u : heaviest[index(p)]) assignment[index(u)] = p;
}

}  // namespace

Assignment in_whole_pieces(const Task& task, Assignment assignment) {
  const Graph& graph = task.graph;
  keep_heaviest_pieces(graph, task.parts, assignment);
  for (bool found = true; found;) {
    found = false;
    for (Unit u = 0; u < graph.size(); ++u) {
      if (assignment[index(u)] >= 0) continue;
      for (const Neighbour& n : graph.around(u))
        if (assignment[index(n.unit)] >= 0) {
          assignment[index(u)] = assignment[index(n.unit)];
          found = true;
          break;
        }
    }
  }
  Division division(task, std::move(assignment));
  for (Part p = 0; p < task.parts; ++p)
    for (Unit u = 0; u < graph.size() && division.units(p) == 0; ++u)
      if (division.rest_without(u) == Division::Rest::one_piece) division.move(u, p);
  return division.assignment();
}

Assignment first_cut(const Task& task, std::uint64_t seed) {
  const Graph& graph = task.graph;
  std::int64_t costs = 0;
  for (Unit u = 0; u < graph.size(); ++u)
    for (const Neighbour& n : graph.around(u)) costs += n.cost;
  std::vector<idx_t> rows{0}, to, cost, load;
  for (Unit u = 0; u < graph.size(); ++u) {
    for (const Neighbour& n : graph.around(u)) {
      to.push_back(n.unit);
      cost.push_back(std::max<idx_t>(1, scaled(n.cost, costs)));
    }
    rows.push_back(static_cast<idx_t>(to.size()));
    load.push_back(scaled(graph.load(u), graph.total_load()));
  }
  idx_t units = graph.size(), constraints = 1, parts = task.parts, cut = 0;
  std::array<idx_t, METIS_NOPTIONS> options{};
  METIS_SetDefaultOptions(options.data());
  options[METIS_OPTION_SEED] = static_cast<idx_t>(seed % 1'000'000);
  options[METIS_OPTION_NUMBERING] = 0;
  Assignment assignment(index(graph.size()), 0);
  const int status = METIS_PartGraphKway(&units, &constraints, rows.data(), to.data(), load.data(),
                                         nullptr, cost.data(), &parts, nullptr, nullptr,
                                         options.data(), &cut, assignment.data());
  if (status != METIS_OK) throw std::runtime_error("METIS gave no division");
  return in_whole_pieces(task, std::move(assignment));
}

}  // namespace gewu::planner
