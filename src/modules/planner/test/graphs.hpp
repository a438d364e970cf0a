// SPDX-License-Identifier: Apache-2.0
// Graphs for tests, made by code: none is a file of somebody's.
#pragma once

#include <cmath>
#include <cstdint>
#include <vector>

#include "modules/planner/dice.hpp"
#include "modules/planner/task.hpp"

namespace gewu::planner::test {

struct Field {
  int width = 8, height = 8;
  bool diagonals = false;   ///< triangles instead of squares
  double skew = 0;          ///< 0: all loads are 1,000; 1: a few units hold most
  int missing_percent = 0;  ///< links taken out, as rivers and walls do; it stays in one piece
  std::uint64_t seed = 1;
};

inline Graph field(const Field& f) {
  Dice dice(f.seed);
  const int units = f.width * f.height;
  std::vector<Link> links;
  const auto link = [&](int a, int b) {
    // The comb of the first column and all rows holds the field together.
    const bool spine = (b - a == 1) || (b - a == f.width && a % f.width == 0);
    if (spine || dice.below(100) >= static_cast<std::uint32_t>(f.missing_percent))
      links.push_back({a, b, 1});
  };
  for (int y = 0; y < f.height; ++y)
    for (int x = 0; x < f.width; ++x) {
      const int u = y * f.width + x;
      if (x + 1 < f.width) link(u, u + 1);
      if (y + 1 < f.height) link(u, u + f.width);
      if (f.diagonals && x + 1 < f.width && y + 1 < f.height) link(u, u + f.width + 1);
    }
  std::vector<std::int64_t> loads;
  for (int u = 0; u < units; ++u) {
    const double spread = dice.share() + dice.share() + dice.share() + dice.share() - 2;
    loads.push_back(std::llround(1000 * std::exp(2.5 * f.skew * spread)));
  }
  return {std::move(loads), std::move(links)};
}

inline Task even(Graph graph, Part parts, double deviation) {
  Task task;
  const double ideal = static_cast<double>(graph.total_load()) / parts;
  task.graph = std::move(graph);
  task.parts = parts;
  task.least = static_cast<std::int64_t>(std::ceil(ideal * (1 - deviation)));
  task.most = static_cast<std::int64_t>(std::floor(ideal * (1 + deviation)));
  return task;
}

}  // namespace gewu::planner::test
