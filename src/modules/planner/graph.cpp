// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/graph.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

namespace gewu::planner {

Graph::Graph(std::vector<std::int64_t> loads, std::vector<Link> links)
    : loads_(std::move(loads)),
      total_load_(std::accumulate(loads_.begin(), loads_.end(), std::int64_t{0})) {
  for (Link& link : links)
    if (link.a > link.b) std::swap(link.a, link.b);
  std::erase_if(links, [](const Link& link) { return link.a == link.b; });
  std::sort(links.begin(), links.end(),
            [](const Link& x, const Link& y) { return std::pair(x.a, x.b) < std::pair(y.a, y.b); });
  std::vector<Link> once;
  for (const Link& link : links) {
    if (!once.empty() && once.back().a == link.a && once.back().b == link.b)
      once.back().cost += link.cost;
    else
      once.push_back(link);
  }
  first_.assign(loads_.size() + 1, 0);
  for (const Link& link : once) {
    ++first_[static_cast<std::size_t>(link.a) + 1];
    ++first_[static_cast<std::size_t>(link.b) + 1];
  }
  std::partial_sum(first_.begin(), first_.end(), first_.begin());
  rows_.resize(first_.back());
  std::vector<std::size_t> next(first_.begin(), first_.end() - 1);
  for (const Link& link : once) {
    rows_[next[static_cast<std::size_t>(link.a)]++] = {link.b, link.cost};
    rows_[next[static_cast<std::size_t>(link.b)]++] = {link.a, link.cost};
  }
}

double Graph::mean_cost() const {
  if (rows_.empty()) return 1;
  double sum = 0;
  for (const Neighbour& n : rows_) sum += static_cast<double>(n.cost);
  return sum / static_cast<double>(rows_.size());
}

std::vector<std::vector<Unit>> pieces_of(const Graph& graph) {
  std::vector<bool> seen(static_cast<std::size_t>(graph.size()), false);
  std::vector<std::vector<Unit>> pieces;
  for (Unit start = 0; start < graph.size(); ++start) {
    if (seen[static_cast<std::size_t>(start)]) continue;
    std::vector<Unit> piece{start};
    seen[static_cast<std::size_t>(start)] = true;
    for (std::size_t at = 0; at < piece.size(); ++at)
      for (const Neighbour& n : graph.around(piece[at]))
        if (!seen[static_cast<std::size_t>(n.unit)]) {
          seen[static_cast<std::size_t>(n.unit)] = true;
          piece.push_back(n.unit);
        }
    std::sort(piece.begin(), piece.end());
    pieces.push_back(std::move(piece));
  }
  return pieces;
}

Graph part_of_graph(const Graph& graph, std::span<const Unit> kept) {
  std::vector<Unit> name(static_cast<std::size_t>(graph.size()), -1);
  std::vector<std::int64_t> loads;
  for (const Unit u : kept) {
    name[static_cast<std::size_t>(u)] = static_cast<Unit>(loads.size());
    loads.push_back(graph.load(u));
  }
  std::vector<Link> links;
  for (const Unit u : kept)
    for (const Neighbour& n : graph.around(u))
      if (u < n.unit && name[static_cast<std::size_t>(n.unit)] >= 0)
        links.push_back(
            {name[static_cast<std::size_t>(u)], name[static_cast<std::size_t>(n.unit)], n.cost});
  return {std::move(loads), std::move(links)};
}

}  // namespace gewu::planner
