// SPDX-License-Identifier: Apache-2.0
#include "modules/planner/pieces.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

namespace gewu::planner {

namespace {

std::size_t index(std::int32_t i) { return static_cast<std::size_t>(i); }

struct Island {
  std::vector<Unit> units;
  std::int64_t load = 0;
  Part parts_least = 1, parts_most = 1, parts = 1;
};

/// How many parts a piece can be; nothing when none is right.
std::optional<Island> island_of(const Task& task, std::vector<Unit> units) {
  Island island{std::move(units)};
  for (const Unit u : island.units) island.load += task.graph.load(u);
  const auto most = static_cast<std::int64_t>(
      std::min<std::size_t>(island.units.size(), static_cast<std::size_t>(task.parts)));
  const std::int64_t low = task.most > 0 ? (island.load + task.most - 1) / task.most : 1;
  const std::int64_t high = task.least > 0 ? island.load / task.least : most;
  if (low > most || high < std::max<std::int64_t>(low, 1)) return std::nullopt;
  island.parts_least = static_cast<Part>(std::max<std::int64_t>(low, 1));
  island.parts_most = static_cast<Part>(std::min(high, most));
  island.parts = island.parts_least;
  return island;
}

Error in_pieces(const Task& task, std::size_t pieces, const std::string& why) {
  return invalid("graph_in_pieces",
                 "The graph falls into " + std::to_string(pieces) + " pieces and " + why +
                     ". Link the pieces (bridges, ferries), or allow another number of parts "
                     "than " +
                     std::to_string(task.parts) + " or a larger deviation.",
                 "/graph");
}

Result<std::vector<Island>> islands_of(const Task& task, std::vector<std::vector<Unit>> pieces) {
  std::vector<Island> islands;
  Part parts = 0;
  for (auto& piece : pieces) {
    const std::size_t units = piece.size();
    std::int64_t load = 0;
    for (const Unit u : piece) load += task.graph.load(u);
    auto island = island_of(task, std::move(piece));
    if (!island)
      return in_pieces(task, pieces.size(),
                       "one of them (" + std::to_string(units) + " units, load " +
                           std::to_string(load) + ") cannot be made of whole parts");
    parts += island->parts;
    islands.push_back(std::move(*island));
  }
  for (; parts < task.parts; ++parts) {
    Island* fullest = nullptr;
    for (Island& island : islands)
      if (island.parts < island.parts_most &&
          (fullest == nullptr || island.load * fullest->parts > fullest->load * island.parts))
        fullest = &island;
    if (fullest == nullptr) break;
    ++fullest->parts;
  }
  if (parts != task.parts)
    return in_pieces(task, islands.size(), "no numbers of parts for them add up");
  return islands;
}

}  // namespace

Result<Outcome> divide_all(const Task& task, const SearchOptions& options) {
  for (Unit u = 0; u < task.graph.size(); ++u)
    if (task.graph.load(u) > task.most && task.parts > 0 && task.parts <= task.graph.size())
      return invalid("unit_too_heavy",
                     "Unit " + std::to_string(u + 1) + " alone has a load of " +
                         std::to_string(task.graph.load(u)) + ", over the limit of " +
                         std::to_string(task.most) +
                         " for a part; ask for fewer parts or a larger deviation.",
                     "/nodes/" + std::to_string(u));
  auto pieces = pieces_of(task.graph);
  if (pieces.size() < 2 || task.parts < 1 || task.parts > task.graph.size())
    return divide(task, options);
  GEWU_TRY(const auto islands, islands_of(task, std::move(pieces)));
  Outcome all;
  all.assignment.assign(index(task.graph.size()), 0);
  Part first = 0;
  for (const Island& island : islands) {
    Task small{part_of_graph(task.graph, island.units), island.parts, task.least, task.most, {}};
    SearchOptions share = options;
    share.today.clear();
    share.steps_most = static_cast<std::int64_t>(static_cast<double>(options.steps_most) *
                                                 static_cast<double>(island.units.size()) /
                                                 static_cast<double>(task.graph.size()));
    GEWU_TRY(const Outcome one, divide(small, share));
    for (std::size_t i = 0; i < island.units.size(); ++i)
      all.assignment[index(island.units[i])] = first + one.assignment[i];
    first += island.parts;
    all.ended = std::max(all.ended, one.ended);
    all.standing.steps += one.standing.steps;
    all.standing.runs += one.standing.runs;
  }
  all.verdict = judge(task, all.assignment);
  all.standing.cost = all.verdict.cost();
  all.standing.excess = all.verdict.excess;
  return all;
}

}  // namespace gewu::planner
