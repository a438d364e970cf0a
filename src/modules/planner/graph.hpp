// SPDX-License-Identifier: Apache-2.0
// Units that lie next to each other: what is divided.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace gewu::planner {

using Unit = std::int32_t;
using Part = std::int32_t;

/// Two neighbours and what it costs to keep them apart.
struct Link {
  Unit a = 0, b = 0;
  std::int64_t cost = 1;
};

struct Neighbour {
  Unit unit = 0;
  std::int64_t cost = 1;
};

/// An undirected graph in rows: no loops, each pair at most once. Built once, then only read.
class Graph {
 public:
  Graph() = default;
  /// `loads`: one a unit, not negative. A loop is dropped; a pair that occurs again adds its cost.
  Graph(std::vector<std::int64_t> loads, std::vector<Link> links);

  Unit size() const { return static_cast<Unit>(loads_.size()); }
  std::int64_t load(Unit u) const { return loads_[static_cast<std::size_t>(u)]; }
  std::span<const Neighbour> around(Unit u) const {
    const auto at = static_cast<std::size_t>(u);
    return {rows_.data() + first_[at], rows_.data() + first_[at + 1]};
  }
  std::int64_t total_load() const { return total_load_; }
  std::size_t links() const { return rows_.size() / 2; }
  /// Mean cost of a link; 1 without links.
  double mean_cost() const;

 private:
  std::vector<std::int64_t> loads_;
  std::vector<std::size_t> first_{0};
  std::vector<Neighbour> rows_;
  std::int64_t total_load_ = 0;
};

/// The pieces a graph falls into, each ascending, the first unit's piece first.
std::vector<std::vector<Unit>> pieces_of(const Graph& graph);

/// The units `kept` alone, renumbered in their order, with the links among them.
Graph part_of_graph(const Graph& graph, std::span<const Unit> kept);

}  // namespace gewu::planner
